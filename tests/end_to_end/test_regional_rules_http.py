"""The rules of the region over HTTP: what registrars say of a domain is judged in the pre-review of the filing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.play.filing_case import FilingCase

Case = Callable[..., FilingCase]

RULE = "regions.410000.domain.min_validity"


def said_of_the_domain(case: FilingCase) -> list[dict[str, Any]]:
    case.filled_in()
    found = case.app.ok(case.app.get(f"{case.path}/checks"))["data"]
    return [one for one in found if one["rule"] == RULE]


@pytest.mark.parametrize(("days", "severity"), [(60, "warning"), (200, None)])
def test_a_domain_that_ends_soon_is_told_once_the_registrar_was_asked(
    a_case: Case, days: int, severity: str | None
) -> None:
    case = a_case().with_account().with_server()
    ends = (case.now() + timedelta(days=days)).date().isoformat()
    facts = {"domain": case.who.domain, "real_name": "verified", "expires_on": ends}
    case.backend.ok(case.backend.post("/v1/sandbox/domain-facts", facts))

    found = said_of_the_domain(case)

    assert [one["severity"] for one in found] == ([severity] if severity else [])
    assert all(one["pointer"] == "/services/0/domains/0" for one in found)


def test_of_a_domain_that_no_registrar_knows_the_rule_is_told_and_blocks_nothing(a_case: Case) -> None:
    (found,) = said_of_the_domain(a_case())

    assert (found["severity"], found["pointer"]) == ("info", "/services/0/domains/0")
    assert found["source"].startswith("腾讯云")


def test_a_name_is_judged_by_the_rules_of_the_region_before_anything_is_filed(a_case: Case) -> None:
    asked = {"kind": "website", "name": "示例English园地", "subject_nature": "enterprise", "region": "500101"}

    app = a_case().with_account().app
    found = app.ok(app.post("/v1/name-checks", asked))["findings"]

    assert [(one["rule"], one["severity"]) for one in found if one["code"] == "no_english"] == [
        ("regions.500000.name.no_english", "warning")
    ]
