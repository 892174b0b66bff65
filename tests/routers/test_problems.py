"""Every problem has its status and words, bodies hold the contract, and pointers lead to what was sent."""

import re
from datetime import date
from string import Formatter

import pytest

from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.findings import Retry
from app.domain.texts import Language, Text
from app.problems import PROBLEMS, problem_page, status_of
from app.problems.field_codes import MEANINGS, FieldCode
from app.problems.validation_words import WORDS
from tests.routers.an_order import told

STATUSES = {
    400: "malformed-request",
    401: "unauthenticated",
    403: "insufficient-scope",
    404: "not-found",
    405: "method-not-allowed",
    409: "action-not-allowed order-in-progress type-verification-refused type-verification-used "
    "type-verification-expired type-verification-changed field-frozen not-editable confirmation-required "
    "nothing-changed transfer-refused claimed-by-another not-claimed sms-returned sms-entered-at-authority "
    "idempotency-key-in-progress account-not-verified resends-spent",
    410: "sms-code-expired cursor-too-old",
    412: "precondition-failed",
    413: "payload-too-large",
    415: "media-type-unsupported",
    422: "validation-failed checks-failed masked-value authorization-code-unusable resource-unusable "
    "material-unreadable consent-required sms-code-wrong idempotency-key-reused",
    428: "precondition-required",
    429: "rate-limited",
    500: "internal-error",
    503: "authority-unavailable service-unavailable",
}
LANGUAGES = list(Language)


def words_in(text: Text) -> None:
    assert re.search(r"[\u4e00-\u9fff]", text.zh), text
    assert text.en.isascii() or "“" in text.en or "…" in text.en, text
    assert not re.search(r"[\u4e00-\u9fff]", text.en), text


def test_every_problem_has_the_status_of_the_contract() -> None:
    agreed = {code: status for status, codes in STATUSES.items() for code in codes.split()}
    assert {code.value: status_of(code) for code in ProblemCode} == agreed


@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_words_in_both_languages(code: ProblemCode) -> None:
    problem = PROBLEMS[code]
    for text in (problem.title, problem.detail, problem.remedy, problem.fuller):
        if text is not None:
            words_in(text)


def test_the_fuller_words_of_a_problem_have_the_same_places_in_both_languages() -> None:
    for problem in PROBLEMS.values():
        if problem.fuller is not None:
            zh, en = (
                [place for _, place, _, _ in Formatter().parse(words) if place]
                for words in (problem.fuller.zh, problem.fuller.en)
            )
            assert sorted(zh) == sorted(en) != []


def test_every_field_code_has_its_meaning_in_both_languages() -> None:
    assert set(MEANINGS) == set(FieldCode)
    for text in [*MEANINGS.values(), *(message for _, message in WORDS.values() if message is not None)]:
        words_in(text)


def test_only_what_may_pass_by_itself_is_worth_a_retry() -> None:
    retried = {code for code in ProblemCode if PROBLEMS[code].retry is Retry.RETRY}
    assert retried == {
        ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS,
        ProblemCode.CLAIMED_BY_ANOTHER,
        ProblemCode.RATE_LIMITED,
        ProblemCode.INTERNAL_ERROR,
        ProblemCode.AUTHORITY_UNAVAILABLE,
        ProblemCode.SERVICE_UNAVAILABLE,
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ProblemCode)
def test_a_problem_has_all_members_and_none_is_null(code: ProblemCode, language: Language) -> None:
    body = told(Refusal(code, facts={"reason": None}), language)
    assert set(body) == {"type", "title", "status", "detail", "code", "trace_id", "retry", "remedy"}
    assert body["type"] == f"/problems/{code.value}"
    assert body["status"] == status_of(code)
    assert all(body.values())
    assert "{" not in body["detail"] + body["remedy"] + body["title"]


def test_a_refusals_own_words_replace_those_of_the_table() -> None:
    refusal = Refusal(ProblemCode.NOT_EDITABLE, detail=Text("甲", "one"), remedy=Text("乙", "two"))
    assert (told(refusal)["detail"], told(refusal)["remedy"]) == ("甲", "乙")
    assert told(refusal, Language.EN)["detail"] == "one"


def test_facts_become_members_but_never_hide_one_of_the_contract() -> None:
    facts = {"state": "draft", "allowed_actions": ["submit"], "status": 200, "code": "x", "since": date(2025, 3, 8)}
    body = told(Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts))
    assert (body["state"], body["allowed_actions"], body["since"]) == ("draft", ["submit"], "2025-03-08")
    assert (body["status"], body["code"]) == (409, "action-not-allowed")


def test_facts_in_words_come_in_the_language_asked_for() -> None:
    facts = {"label": Text("草稿", "draft"), "more": {"label": Text("草稿", "draft")}, "set": {"b", "a"}}
    body = told(Refusal(ProblemCode.ACTION_NOT_ALLOWED, facts=facts), Language.EN)
    assert (body["label"], body["more"], body["set"]) == ("draft", {"label": "draft"}, ["a", "b"])


def test_the_detail_tells_the_tries_left_and_the_seconds_to_wait() -> None:
    assert "还可以再试 3 次" in told(Refusal(ProblemCode.SMS_CODE_WRONG, facts={"tries_left": 3}))["detail"]
    assert "in 17 seconds" in told(Refusal(ProblemCode.RATE_LIMITED, retry_after=17), Language.EN)["detail"]
    scopes = Refusal(ProblemCode.INSUFFICIENT_SCOPE, facts={"required": ["filings", "reviews"]})
    assert "filings, reviews" in told(scopes)["detail"]


def test_field_errors_hold_what_is_known_and_nothing_else() -> None:
    bare = FieldError("/a", "required", Text("缺", "missing"))
    full = FieldError("/b", "x", Text("错", "wrong"), rule="r.s", source="第五条", remedy=Text("改", "mend"))
    errors = told(Refusal(ProblemCode.CHECKS_FAILED, errors=(bare, full)), Language.EN)["errors"]
    assert errors[0] == {"pointer": "/a", "code": "required", "message": "missing"}
    assert errors[1] == {
        "pointer": "/b", "code": "x", "message": "wrong", "rule": "r.s", "source": "第五条", "remedy": "mend",
    }  # fmt: skip


def test_half_a_surrogate_pair_does_not_break_a_problem() -> None:
    error = FieldError("/\ud800", "x", Text("\ud800", "\ud800"))
    assert told(Refusal(ProblemCode.VALIDATION_FAILED, errors=(error,)))["errors"][0]["pointer"] == "/?"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_a_page_that_needs_nothing_from_elsewhere(code: ProblemCode, language: Language) -> None:
    page = problem_page(code.value, language)
    assert page is not None
    text = page.decode()
    assert f'<html lang="{language.value}">' in text
    assert PROBLEMS[code].title.zh in text
    assert f"<code>{code.value}</code>" in text
    assert str(status_of(code)) in text
    assert not re.search(r"https?://|<script|<link|src=|@import|url\(", text.replace("https://www.example.cn/", ""))


def test_the_page_of_validation_lists_the_codes_of_fields() -> None:
    page = (problem_page("validation-failed", Language.EN) or b"").decode()
    assert all(f"<code>{code.value}</code>" in page for code in FieldCode)


def test_there_is_no_page_for_what_is_no_problem() -> None:
    assert problem_page("<b>", Language.ZH) is None
    assert problem_page("VALIDATION_FAILED", Language.ZH) is None
