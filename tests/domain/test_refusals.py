"""Refusals and texts."""

from datetime import UTC, date, datetime

import pytest

from app.domain.errors import FieldError, ProblemCode, invalid, not_found
from app.domain.filing_body import FilingBody
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, Product
from app.domain.findings import Finding, Severity
from app.domain.texts import Language, Text


def test_a_finding_becomes_a_field_error_with_rule_source_and_remedy() -> None:
    message, remedy = Text("错", "wrong"), Text("改", "mend")
    finding = Finding("code", "rule", Severity.ERROR, "/subject", message, remedy, "source")

    assert FieldError.of(finding) == FieldError("/subject", "code", message, "rule", "source", remedy)


def test_not_found_and_invalid_say_what_they_are() -> None:
    assert not_found().code is ProblemCode.NOT_FOUND
    refused = invalid("/phone", "wrong_form", Text("错", "wrong"))
    assert refused.code is ProblemCode.VALIDATION_FAILED
    assert refused.errors[0].pointer == "/phone"


@pytest.mark.parametrize(("language", "words"), [(Language.ZH, "共2条"), (Language.EN, "2 in all")])
def test_a_text_speaks_the_language_asked_for_with_its_facts_filled_in(language: Language, words: str) -> None:
    assert Text("共{n}条", "{n} in all").filled(n=2).in_language(language) == words


@pytest.mark.parametrize(("confirmed", "holds"), [(None, False), (2, False), (3, True)])
@pytest.mark.fact("S2-14")
def test_a_confirmation_holds_for_exactly_its_revision(confirmed: int | None, holds: bool) -> None:
    moment = datetime(2026, 11, 1, tzinfo=UTC)
    filing = Filing(
        id="fil_1",
        provider_id="prov_1",
        account_id="acct_1",
        filing_type=FilingType.FIRST_FILING,
        channel="app",
        state=State.DRAFT,
        revision=3,
        type_verification_id="tv_1",
        products=(Product("svc_1", "res_1", "server", None),),
        body=FilingBody(),
        created_at=moment,
        updated_at=moment,
        rules_as_of=date(2026, 11, 1),
        rulebook_digest="0",
        confirmed_revision=confirmed,
    )

    assert filing.is_confirmed is holds


def test_a_fact_that_is_a_text_speaks_each_language_in_its_own() -> None:
    filled = Text("缺少：{paper}", "missing: {paper}").filled(paper=Text("域名证书", "the domain certificate"))

    assert filled == Text("缺少：域名证书", "missing: the domain certificate")
