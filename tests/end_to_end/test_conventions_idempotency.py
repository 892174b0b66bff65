"""Repeating a POST (api.md: idempotency)."""

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import httpx
import pytest

from app.demo.papers import paper
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, Caller, RunningService

Case = Callable[..., FilingCase]


def new_key() -> dict[str, str]:
    return {"idempotency-key": uuid.uuid4().hex}


def replayed(answer: httpx.Response) -> bool:
    return answer.headers.get("idempotency-replayed") == "true"


def at_once(count: int, send: Callable[[], httpx.Response]) -> list[httpx.Response]:
    """Send the same request from several threads that start together."""
    gate = threading.Barrier(count)

    def run(_: int) -> httpx.Response:
        gate.wait()
        return send()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.fixture
def backend(service: RunningService, client: dict[str, str]) -> Caller:
    return service.caller(client)


@pytest.fixture
def account() -> dict[str, Any]:
    return {"external_id": uuid.uuid4().hex, "phone": "13800138000", "real_name_verified": True}


def test_a_repeated_post_is_answered_byte_for_byte_and_says_so(backend: Caller, account: dict[str, Any]) -> None:
    key = new_key()

    first = backend.post("/v1/accounts", account, headers=key)
    again = backend.post("/v1/accounts", account, headers=key)

    assert (first.status_code, again.status_code) == (201, 201), "the second is no 200 for an account already known"
    assert first.content == again.content
    assert not replayed(first)
    assert replayed(again)


def test_codes_that_are_shown_once_are_shown_again_to_who_lost_the_answer(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    path, key = f"/v1/resources/{case.server}/authorization-codes", new_key()

    first = case.backend.post(path, {"count": 2}, headers=key)
    again = case.backend.post(path, {"count": 2}, headers=key)

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    codes = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    assert len(codes) == 2


def test_the_answer_of_a_new_filing_comes_again_with_all_its_headers(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    body = {"type_verification_id": case.verified_type()["id"], "product": {"authorization_code": case.code()}}
    key = new_key()

    first = case.app.post("/v1/filings", body, headers=key)
    again = case.app.post("/v1/filings", body, headers=key)

    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("etag", "location", "content-type"):
        assert first.headers[name] == again.headers[name], name


def test_concurrent_twins_have_one_effect_and_one_answer(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    path, key = f"/v1/resources/{case.server}/authorization-codes", new_key()

    answers = at_once(6, lambda: case.backend.post(path, {"count": 1}, headers=key))

    made = {answer.content for answer in answers if answer.status_code == 201}
    assert len(made) == 1
    for answer in answers:
        if answer.status_code != 201:
            problem(answer, 409, "idempotency-key-in-progress")
            assert int(answer.headers["retry-after"]) >= 1
    codes = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    assert len(codes) == 1
    assert case.backend.post(path, {"count": 1}, headers=key).content in made


def test_concurrent_twins_of_a_new_filing_open_one_filing(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    body = {"type_verification_id": case.verified_type()["id"], "product": {"authorization_code": case.code()}}
    key = new_key()

    answers = at_once(6, lambda: case.app.post("/v1/filings", body, headers=key))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert len(case.app.ok(case.app.get("/v1/filings"))["data"]) == 1


def test_while_the_first_is_running_its_twin_is_told_to_wait(a_case: Case) -> None:
    case = a_case().with_account().with_server()
    busy: list[httpx.Response] = []

    # Which of the twins comes first, and how soon, is chance; so they may try several times.
    for _ in range(20):
        send = partial(case.app.post, "/v1/type-verifications", case.who.asked, headers=new_key())
        answers = at_once(6, send)
        assert {answer.status_code for answer in answers} <= {201, 409}
        busy += [answer for answer in answers if answer.status_code == 409]
        if busy:
            break

    assert problem(busy[0], 409, "idempotency-key-in-progress")["retry"] == "retry"


def test_the_same_key_with_another_body_is_refused_and_does_nothing(backend: Caller, account: dict[str, Any]) -> None:
    key = new_key()
    backend.ok(backend.post("/v1/accounts", account, headers=key))
    other = {**account, "external_id": uuid.uuid4().hex}

    answer = backend.post("/v1/accounts", other, headers=key)

    problem(answer, 422, "idempotency-key-reused")
    assert backend.post("/v1/accounts", other).status_code == 201, "nobody has added it yet"


def test_the_bytes_of_a_body_count_and_not_their_meaning(backend: Caller, account: dict[str, Any]) -> None:
    key, json_type = new_key(), {"content-type": "application/json"}
    text = f'{{"external_id":"{account["external_id"]}","phone":"13800138000","real_name_verified":true}}'
    backend.ok(backend.call("POST", "/v1/accounts", content=text, headers={**key, **json_type}))

    answer = backend.call("POST", "/v1/accounts", content=f"{text} ", headers={**key, **json_type})

    problem(answer, 422, "idempotency-key-reused")


def test_the_language_of_a_repetition_changes_nothing_of_the_first_answer(backend: Caller) -> None:
    key = new_key()
    first = backend.post("/v1/accounts", {}, headers={**key, "accept-language": "en"})

    again = backend.post("/v1/accounts", {}, headers={**key, "accept-language": "zh-CN"})

    assert first.content == again.content


def test_a_refusal_is_kept_too(a_case: Case) -> None:
    case = a_case()
    case.begin()
    key = new_key()
    first = case.act("submit", headers=key)
    problem(first, 422, "checks-failed")

    again = case.act("submit", headers=key)

    assert replayed(again)
    assert (again.status_code, again.content) == (422, first.content)


def test_a_kept_refusal_stays_although_what_it_blamed_is_put_right(a_case: Case) -> None:
    case = a_case().with_papers()
    key, etag = new_key(), case.etag()
    first = case.app.post(f"{case.path}/submit", {}, etag=etag, headers=key)
    problem(first, 409, "confirmation-required")
    case.app.ok(case.act("confirm"))

    again = case.app.post(f"{case.path}/submit", {}, etag=etag, headers=key)

    assert again.content == first.content
    assert case.state() == "draft"


def test_the_key_is_looked_at_before_the_etag(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    etag, key = case.etag(), new_key()
    first = case.app.post(f"{case.path}/submit", {}, etag=etag, headers=key)
    assert first.status_code == 200

    again = case.app.post(f"{case.path}/submit", {}, etag=etag, headers=key)
    without_key = case.app.post(f"{case.path}/submit", {}, etag=etag)

    assert again.content == first.content
    assert again.headers["etag"] == first.headers["etag"]
    assert replayed(again)
    problem(without_key, 412, "precondition-failed")


def test_twins_of_a_submission_leave_one_event(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("confirm"))
    etag, key = case.etag(), new_key()

    answers = at_once(5, lambda: case.app.post(f"{case.path}/submit", {}, etag=etag, headers=key))

    assert {answer.status_code for answer in answers} <= {200, 409}
    assert any(answer.status_code == 200 for answer in answers)
    assert [event["event"] for event in case.timeline()].count("submit") == 1


def test_keys_of_two_clients_do_not_meet(service: RunningService, backend: Caller, account: dict[str, Any]) -> None:
    other = service.caller(service.client("another", SCOPES))
    key = new_key()
    first = backend.post("/v1/accounts", account, headers=key)

    second = other.post("/v1/accounts", account, headers=key)

    assert (first.status_code, second.status_code) == (201, 200)
    assert not replayed(second)


def test_keys_of_two_accounts_do_not_meet(a_case: Case) -> None:
    one, other = a_case().with_account(), a_case().with_account()
    key = new_key()
    first = one.app.ok(one.app.post("/v1/type-verifications", one.who.asked, headers=key))

    second = other.app.post("/v1/type-verifications", one.who.asked, headers=key)

    assert second.status_code == 201
    assert not replayed(second)
    assert second.json()["id"] != first["id"]
    assert second.json()["account_id"] == other.account_id


def test_keys_of_two_paths_do_not_meet(a_case: Case) -> None:
    case = a_case().with_papers()
    key = new_key()

    confirmed = case.act("confirm", headers=key)
    submitted = case.act("submit", headers=key)

    assert (confirmed.status_code, submitted.status_code) == (200, 200)
    assert submitted.json()["state"] == "first_review"


def test_an_answer_without_a_valid_token_is_not_kept(
    service: RunningService, backend: Caller, account: dict[str, Any]
) -> None:
    key = new_key()
    problem(Caller(service.http, "nonsense").post("/v1/accounts", account, headers=key), 401, "unauthenticated")

    answer = backend.post("/v1/accounts", account, headers=key)

    assert answer.status_code == 201
    assert not replayed(answer)


def test_an_answer_that_asked_to_wait_is_not_kept(a_case: Case) -> None:
    case = a_case().with_account()
    keys, answers, body = list[dict[str, str]](), list[httpx.Response](), {"code": "NO-SUCH-CODE"}
    while not answers or answers[-1].status_code != 429:
        assert len(answers) <= 60, "30 a minute are borne, and the minute turns once at most"
        keys.append(new_key())
        answers.append(case.app.post("/v1/authorization-codes/check", body, headers=keys[-1]))

    again = case.app.post("/v1/authorization-codes/check", body, headers=keys[-1])

    assert not replayed(again)
    kept = case.app.post("/v1/authorization-codes/check", body, headers=keys[0])
    assert replayed(kept)
    assert kept.content == answers[0].content


def test_tokens_are_never_replayed(service: RunningService, client: dict[str, str]) -> None:
    key, form = new_key(), {"grant_type": "client_credentials"}
    secret = (client["client_id"], client["client_secret"])

    answers = [service.http.post("/v1/oauth/token", data=form, auth=secret, headers=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert not any(replayed(answer) for answer in answers)


def test_entering_an_sms_code_ignores_the_key(service: RunningService, a_case: Case) -> None:
    person, key = a_case().who.principal, new_key()
    body = {"phone": person.mobile, "certificate_last6": person.last_six, "code": "000000"}

    answers = [Caller(service.http, None).post("/v1/sms-verifications", body, headers=key) for _ in range(2)]

    left = [problem(answer, 422, "sms-code-wrong")["tries_left"] for answer in answers]
    assert left[1] == left[0] - 1, "the second try counts"


def test_of_a_form_the_parts_count_and_not_the_boundary_or_the_name(a_case: Case) -> None:
    case = a_case()
    case.begin()
    content, key = paper("other", ["image/png"], 0).content, new_key()
    form = {"data": {"kind": "subject_certificate", "for": "/subject"}}

    first = case.app.call("POST", f"{case.path}/materials", files={"file": ("a.png", content)}, headers=key, **form)
    again = case.app.call("POST", f"{case.path}/materials", files={"file": ("b.jpg", content)}, headers=key, **form)

    assert first.request.headers["content-type"] != again.request.headers["content-type"], "the boundaries differ"
    assert first.status_code == 201
    assert (again.content, replayed(again)) == (first.content, True)
    assert len(case.app.ok(case.app.get(f"{case.path}/materials"))["data"]) == 1


def test_another_file_under_the_same_key_is_refused(a_case: Case) -> None:
    case = a_case()
    case.begin()
    key = new_key()
    one, other = (paper(kind, ["image/png"], 0).content for kind in ("one", "other"))
    case.app.ok(case.upload("subject_certificate", "/subject", one, headers=key))

    answer = case.upload("subject_certificate", "/subject", other, headers=key)

    problem(answer, 422, "idempotency-key-reused")
    assert len(case.app.ok(case.app.get(f"{case.path}/materials"))["data"]) == 1


def test_twins_of_an_upload_leave_one_paper(a_case: Case) -> None:
    case = a_case()
    case.begin()
    content, key = paper("other", ["image/png"], 0).content, new_key()

    answers = at_once(4, lambda: case.upload("subject_certificate", "/subject", content, headers=key))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert len(case.app.ok(case.app.get(f"{case.path}/materials"))["data"]) == 1


def test_a_key_on_a_read_or_a_patch_means_nothing(a_case: Case) -> None:
    case = a_case()
    case.begin()
    key = new_key()

    one = case.change({"remark": "一"}, headers=key)
    two = case.change({"remark": "二"}, headers=key)
    read = case.app.get(case.path, headers=key)

    assert (one.status_code, two.status_code) == (200, 200)
    assert read.json()["remark"] == "二"
    assert not replayed(two)


def test_a_token_that_may_not_read_personal_data_is_not_given_the_unmasked_answer_of_another(
    a_case: Callable[..., FilingCase],
) -> None:
    case = a_case()
    body = {"external_id": case.seed, "phone": "13812345678", "real_name_verified": True}
    key = {"idempotency-key": f"key-{case.seed}"}

    first = case.backend.post("/v1/accounts", body, headers=key)
    again = case.masked_backend.post("/v1/accounts", body, headers=key)

    assert first.json()["phone"] == "13812345678"
    problem(again, 422, "idempotency-key-reused")
