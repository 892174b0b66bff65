"""Papers to sign over HTTP: filled in from the filing, for whom they are, masked as answers are."""

from collections.abc import Callable
from typing import Any

import httpx
import pypdfium2
import pytest

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import Caller, RunningService

Case = Callable[..., FilingCase]
TEMPLATES = ("authorization-letter", "commitment-letter", "verification-sheet")


@pytest.fixture(scope="module")
def filled(service: RunningService, client: dict[str, str]) -> FilingCase:
    """An enterprise's draft that an agent handles."""
    case = FilingCase(service, client).filled_in()
    agent = case.who.service_principal.body(is_legal_representative=False) | {"name": "𬭊㛃·<b>龘</b>"}
    case.app.ok(case.change({"subject": {"handler": "agent", "agent": agent}}))
    return case


def fetched(case: FilingCase, template: str, caller: Caller | None = None, **more: Any) -> httpx.Response:
    return (caller or case.backend).get(f"{case.path}/documents/{template}.pdf", **more)


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    with pypdfium2.PdfDocument(answer.content) as file:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in file)


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_paper_comes_as_a_file_that_nobody_keeps_on_the_way(filled: FilingCase, template: str) -> None:
    answer = fetched(filled, template)

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    revision = filled.filing()["revision"]
    expected = f'attachment; filename="{template}-{filled.filing_id}-{revision}.pdf"'
    assert answer.headers["content-disposition"] == expected
    assert len(answer.content) < 200_000
    assert f"{filled.filing_id}第{revision}版" in text_of(answer)
    assert fetched(filled, template).content == answer.content


@pytest.mark.fact("S0-39")
def test_the_letter_is_filled_in_from_the_filing_for_whoever_may_read_numbers(filled: FilingCase) -> None:
    text = text_of(fetched(filled, "authorization-letter"))

    for words in (filled.who.subject_name, filled.who.certificate_number, "𬭊㛃·<b>龘</b>"):
        assert "".join(words.split()) in text
    assert filled.who.service_principal.certificate_number in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_without_the_permission_no_number_stands_in_it(filled: FilingCase, template: str) -> None:
    people = (filled.who.principal, filled.who.service_principal)
    numbers = [filled.who.certificate_number]
    numbers += [value for one in people for value in (one.certificate_number, one.mobile, one.emergency_phone)]
    for caller in (filled.app, filled.masked_backend):
        text = text_of(fetched(filled, template, caller))

        assert not [number for number in numbers if number in text]
        assert f"（尾号{filled.who.certificate_number[-4:]}）" in text


def test_the_requirement_names_the_template_that_serves_it(filled: FilingCase) -> None:
    wanted = filled.app.ok(filled.app.get(f"{filled.path}/requirements", params={"limit": 100}))["data"]

    letters = [one for one in wanted if one["template"]]
    assert {one["template"] for one in letters} >= {"authorization-letter"}
    for one in letters:
        assert "（签字）" in text_of(fetched(filled, one["template"], params={"for": one["for"]}))


def test_instructions_are_in_the_language_of_the_reader_and_the_letter_is_not(filled: FilingCase) -> None:
    text = text_of(fetched(filled, "authorization-letter", headers={"accept-language": "en"}))

    assert "blackpen" in text
    assert "授权委托书" in text


def test_a_draft_with_nothing_entered_has_its_papers_too(a_case: Case) -> None:
    case = a_case()
    case.begin()

    for template in TEMPLATES[1:]:
        assert "None" not in text_of(fetched(case, template))


def test_where_nobody_is_appointed_it_is_said_in_words(a_case: Case) -> None:
    case = a_case(who="individual").filled_in()

    refused = problem(fetched(case, "authorization-letter", headers={"accept-language": "en"}), 404, "not-found")

    assert "nobody is to be appointed" in refused["detail"]


def test_nobody_elses_filing_and_no_other_paper_is_found(filled: FilingCase, a_case: Case) -> None:
    stranger = a_case().with_account()

    for template in TEMPLATES:
        problem(fetched(filled, template, stranger.app), 404, "not-found")
        problem(filled.app.get(f"/v1/filings/fil_nobodys/documents/{template}.pdf"), 404, "not-found")
    for template in ("construction-plan", "AUTHORIZATION-LETTER", "..%2f..%2fetc", "a%22%0d%0ab", "%E6%8E%88"):
        problem(fetched(filled, template), 404, "not-found")
    problem(fetched(filled, "commitment-letter", params={"for": "/subject/agent"}), 404, "not-found")
    for place in ("", "/" + "x" * 300):
        refused_fields(fetched(filled, "commitment-letter", params={"for": place}), "/query/for")


def test_a_change_of_the_filing_shows_in_the_foot(a_case: Case) -> None:
    case = a_case().filled_in()
    before = text_of(fetched(case, "commitment-letter"))

    case.app.ok(case.change({"remark": "改"}))

    revision = case.filing()["revision"]
    assert f"第{revision - 1}版" in before
    assert f"第{revision}版" in text_of(fetched(case, "commitment-letter"))

    case.app.ok(case.act("abandon"))
    assert f"第{case.filing()['revision']}版" in text_of(fetched(case, "commitment-letter"))
