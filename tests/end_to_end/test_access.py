"""Who may call, and what they see (api.md: who calls)."""

import base64
import json
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, Caller, RunningService

Case = Callable[..., FilingCase]
FORM = {"grant_type": "client_credentials"}


def basic(name: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{name}:{secret}".encode()).decode()}


def oauth_error(answer: httpx.Response, status: int, error: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.json()["error"] == error
    assert answer.headers["cache-control"] == "no-store"


@pytest.fixture(scope="module")
def neighbour(service: RunningService) -> dict[str, str]:
    """A client of another provider, with every scope."""
    service.command("providers", "create", "neighbour", "--number", "990777")
    return service.client("neighbours client", SCOPES, provider="neighbour")


# --- tokens


@pytest.mark.parametrize("way", ["basic", "body"])
def test_a_client_gets_a_token_by_basic_or_by_body(service: RunningService, client: dict[str, str], way: str) -> None:
    headers = basic(client["client_id"], client["client_secret"]) if way == "basic" else {}
    form = FORM if way == "basic" else {**FORM, **client}

    answer = service.http.post("/v1/oauth/token", data=form, headers=headers)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    token = answer.json()
    assert token["token_type"] == "Bearer"
    assert token["expires_in"] > 0
    assert set(token["scope"].split()) == set(SCOPES)
    assert Caller(service.http, token["access_token"]).get("/v1/me").status_code == 200


def test_a_token_has_no_more_scopes_than_were_asked_for(service: RunningService, client: dict[str, str]) -> None:
    caller = service.caller(client, ["accounts", "codes"])

    assert sorted(caller.ok(caller.get("/v1/me"))["scopes"]) == ["accounts", "codes"]
    problem(caller.get("/v1/filings"), 403, "insufficient-scope")


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({**FORM, "scope": "everything"}, 400, "invalid_scope"),
        ({**FORM, "scope": "accounts everything"}, 400, "invalid_scope"),
    ],
)
def test_errors_of_the_token_endpoint_are_those_of_rfc_6749(
    service: RunningService, client: dict[str, str], form: dict[str, str], status: int, error: str
) -> None:
    headers = basic(client["client_id"], client["client_secret"])

    oauth_error(service.http.post("/v1/oauth/token", data=form, headers=headers), status, error)


@pytest.mark.parametrize(
    "secret", ["", "wrong", "x" * 5000, "nul\x00", "中文"], ids=["none", "wrong", "endless", "nul", "chinese"]
)
def test_a_wrong_secret_is_an_invalid_client(service: RunningService, client: dict[str, str], secret: str) -> None:
    answer = service.http.post("/v1/oauth/token", data=FORM, headers=basic(client["client_id"], secret))

    oauth_error(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"].startswith("Basic")


def test_an_unknown_client_is_told_what_one_with_a_wrong_secret_is_told(
    service: RunningService, client: dict[str, str]
) -> None:
    wrong = service.http.post("/v1/oauth/token", data=FORM, headers=basic(client["client_id"], "wrong"))
    unknown = service.http.post("/v1/oauth/token", data=FORM, headers=basic("cli_unknown", "wrong"))

    assert wrong.content == unknown.content
    assert wrong.status_code == unknown.status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"grant_type=client_credentials&grant_type=client_credentials",
        b"grant_type=client_credentials&scope=%ff%fe",
        b"&".join(b"a%d=1" % turn for turn in range(100)),
    ],
    ids=["a field twice", "no utf-8", "too many fields"],
)
def test_a_hostile_form_is_an_invalid_request(service: RunningService, client: dict[str, str], body: bytes) -> None:
    headers = basic(client["client_id"], client["client_secret"])
    headers["content-type"] = "application/x-www-form-urlencoded"

    oauth_error(service.http.post("/v1/oauth/token", content=body, headers=headers), 400, "invalid_request")


def test_a_token_is_not_given_for_json(service: RunningService, client: dict[str, str]) -> None:
    problem(service.http.post("/v1/oauth/token", json={**FORM, **client}), 415, "media-type-unsupported")


def _forged(token: str, **changes: Any) -> list[str]:
    """Return tokens that look like one of ours and are none."""
    head, payload, signature = token.split(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=="))
    other = base64.urlsafe_b64encode(json.dumps({**claims, **changes}).encode()).decode().rstrip("=")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"JWT"}').decode().rstrip("=")
    return [
        f"{head}.{other}.{signature}",
        f"{unsigned}.{payload}.",
        f"{unsigned}.{other}.",
        f"{head}.{payload}.",
        f"{head}.{payload}",
        f"{head}.{payload}.{signature[:-4]}AAAA",
    ]


def test_a_token_that_was_tampered_with_opens_nothing(service: RunningService, client: dict[str, str]) -> None:
    token = service.token(client, ["accounts"])

    for forged in _forged(token, scope=" ".join(SCOPES), scopes=SCOPES):
        problem(Caller(service.http, forged).get("/v1/me"), 401, "unauthenticated")


@pytest.mark.parametrize("header", ["", "Bearer", "Basic abc", "bearer x y z", "Token abc", "Bearer " + "a" * 9000])
def test_what_is_no_bearer_token_is_not_let_in(service: RunningService, header: str) -> None:
    answer = service.http.get("/v1/me", headers={"authorization": header})

    problem(answer, 401, "unauthenticated")


def test_a_token_in_the_address_is_not_looked_at(service: RunningService, client: dict[str, str]) -> None:
    token = service.token(client)

    problem(service.http.get("/v1/me", params={"access_token": token}), 401, "unauthenticated")


# --- me


def test_me_tells_client_applicant_and_reviewer_apart(
    service: RunningService, client: dict[str, str], a_case: Case
) -> None:
    case = a_case().with_account()
    reviewer = service.caller(client, ["reviews"])

    me = case.backend.ok(case.backend.get("/v1/me"))
    applicant = case.app.ok(case.app.get("/v1/me"))

    assert (me["kind"], me["id"], me["provider"]) == ("client", client["client_id"], "default")
    assert applicant["kind"] == "applicant"
    assert applicant["account_id"] == case.account_id
    assert applicant["scopes"] == ["filings"]
    assert reviewer.ok(reviewer.get("/v1/me"))["kind"] == "reviewer"


# --- scopes

NEEDS = [
    ("POST", "/v1/accounts", "accounts"),
    ("GET", "/v1/accounts/acct_x", "accounts"),
    ("POST", "/v1/accounts/acct_x/sessions", "accounts"),
    ("PUT", "/v1/resources/x", "resources"),
    ("GET", "/v1/resources", "resources"),
    ("POST", "/v1/resources/x/authorization-codes", "codes"),
    ("GET", "/v1/authorization-codes", "codes"),
    ("DELETE", "/v1/authorization-codes/code_x", "codes"),
    ("POST", "/v1/type-verifications", "type-verifications"),
    ("POST", "/v1/filings", "filings"),
    ("GET", "/v1/filings", "filings"),
    ("PATCH", "/v1/filings/fil_x", "filings"),
    ("POST", "/v1/filings/fil_x/submit", "filings"),
    ("POST", "/v1/filings/fil_x/materials", "filings"),
    ("DELETE", "/v1/materials/mat_x", "filings"),
    ("POST", "/v1/filings/fil_x/authenticity-checks", "filings"),
    ("POST", "/v1/filings/fil_x/authenticity-challenges", "filings"),
    ("GET", "/v1/reviews", "reviews"),
    ("POST", "/v1/reviews/fil_x/claim", "reviews"),
    ("POST", "/v1/reviews/fil_x/decision", "reviews"),
    ("GET", "/v1/records", "records:read"),
    ("POST", "/v1/sandbox/clock/advance", "sandbox"),
    ("GET", "/v1/sandbox/messages", "sandbox"),
    ("POST", "/v1/sandbox/records", "sandbox"),
    ("POST", "/v1/sandbox/authority/switches", "sandbox"),
]
FILINGS_OPENS_TOO = {"type-verifications", "records:read"}
ALSO_READ_BY_REVIEWERS = {("GET", "/v1/filings")}


@pytest.mark.parametrize(("method", "path", "scope"), NEEDS)
def test_without_the_scope_of_an_operation_it_is_forbidden(
    service: RunningService, client: dict[str, str], method: str, path: str, scope: str
) -> None:
    left_out = {scope} | ({"filings"} if scope in FILINGS_OPENS_TOO else set())
    left_out |= {"reviews"} if (method, path) in ALSO_READ_BY_REVIEWERS else set()
    caller = service.caller(client, [one for one in SCOPES if one not in left_out])

    refusal = problem(caller.call(method, path), 403, "insufficient-scope")

    assert scope in refusal["required"]


def test_a_scope_alone_is_enough_for_its_operations(service: RunningService, client: dict[str, str]) -> None:
    for method, path, scope in NEEDS:
        caller = service.caller(client, [scope])

        assert caller.call(method, path).status_code not in (401, 403), (method, path, scope)


def test_an_applicant_can_do_nothing_of_the_provider(a_case: Case) -> None:
    case = a_case().with_account()

    for method, path, scope in NEEDS:
        if scope not in ("filings", *FILINGS_OPENS_TOO):
            problem(case.app.call(method, path), 403, "insufficient-scope")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/openapi.json", "/problems/not-found"])
def test_what_is_open_needs_no_token(service: RunningService, path: str) -> None:
    assert service.http.get(path).status_code == 200


# --- accounts and tenants


@pytest.fixture(scope="module")
def owned(service: RunningService, client: dict[str, str]) -> dict[str, Any]:
    """One of everything of one account."""
    case = FilingCase(service, client).submitted()
    paper = case.app.ok(case.app.get(f"{case.path}/materials"))["data"][0]
    codes = case.backend.ok(case.backend.get("/v1/authorization-codes", params={"resource": case.server}))["data"]
    filing = case.filing()
    return {
        "case": case,
        "account_id": case.account_id,
        "material_id": paper["id"],
        "code_id": codes[0]["id"],
        "verification_id": filing["type_verification_id"],
        "resource_id": filing["product"]["resource_id"],
    }


def of_filing(owned: dict[str, Any]) -> list[tuple[str, str]]:
    path = owned["case"].path
    return [
        ("GET", path),
        ("PATCH", path),
        *(("POST", f"{path}/{step}") for step in ("confirm", "submit", "resubmit", "abandon", "withdraw")),
        *(
            ("GET", f"{path}/{name}")
            for name in ("checks", "requirements", "materials", "paper-views", "timeline", "sms-verifications")
        ),
        ("POST", f"{path}/authenticity-checks"),
        ("POST", f"{path}/authenticity-challenges"),
        ("POST", f"{path}/sms-verifications/resend"),
        ("GET", f"/v1/materials/{owned['material_id']}/content"),
        ("DELETE", f"/v1/materials/{owned['material_id']}"),
        ("GET", f"/v1/type-verifications/{owned['verification_id']}"),
    ]


def body_for(method: str, path: str) -> dict[str, Any]:
    """Return a body that is right in form, so that only the id decides."""
    if path.endswith("authenticity-checks"):
        return {"json": {"method": "manual", "for": "/services/0/principal", "material_id": "mat_x"}}
    if path.endswith("authenticity-challenges"):
        return {"json": {"for": "/services/0/principal"}}
    if path.endswith("resend"):
        return {"json": {"role": "subject_principal"}}
    return {"json": {}} if method in ("PATCH", "POST") else {}


def test_another_account_finds_nothing_of_it(owned: dict[str, Any], a_case: Case) -> None:
    stranger = a_case().with_account()
    before = owned["case"].filing()

    for method, path in of_filing(owned):
        problem(stranger.app.call(method, path, etag="*", **body_for(method, path)), 404, "not-found")
    files = {"file": ("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR....", "image/png")}
    form = {"kind": "other", "for": "/subject"}
    problem(stranger.app.call("POST", f"{owned['case'].path}/materials", data=form, files=files), 404, "not-found")

    assert owned["case"].filing() == before


def test_another_tenant_finds_nothing_of_it_whatever_its_scopes(
    service: RunningService, neighbour: dict[str, str], owned: dict[str, Any]
) -> None:
    stranger = service.caller(neighbour)
    case = owned["case"]
    more = [
        ("GET", f"/v1/accounts/{owned['account_id']}"),
        ("POST", f"/v1/accounts/{owned['account_id']}/sessions"),
        ("DELETE", f"/v1/authorization-codes/{owned['code_id']}"),
        *(("POST", f"/v1/reviews/{case.filing_id}/{step}") for step in ("claim", "release", "forward")),
    ]

    for method, path in [*of_filing(owned), *more]:
        problem(stranger.call(method, path, etag="*", **body_for(method, path)), 404, "not-found")
    body = {"outcome": "pass", "findings": []}
    problem(stranger.post(f"/v1/reviews/{case.filing_id}/decision", body, etag="*"), 404, "not-found")
    codes = f"/v1/resources/{case.server}/authorization-codes"
    problem(stranger.post(codes, {"count": 1}), 404, "not-found")


@pytest.mark.parametrize(
    "path", ["/v1/filings", "/v1/reviews", "/v1/records", "/v1/resources", "/v1/authorization-codes"]
)
def test_lists_of_another_tenant_are_empty(
    service: RunningService, neighbour: dict[str, str], owned: dict[str, Any], path: str
) -> None:
    stranger = service.caller(neighbour)

    assert stranger.ok(stranger.get(path))["data"] == []


def test_the_same_names_at_two_tenants_are_two_things(
    service: RunningService, client: dict[str, str], neighbour: dict[str, str]
) -> None:
    name = uuid.uuid4().hex
    account = {"external_id": name, "phone": "13800138000", "real_name_verified": True}
    server = {
        "product": "cloud_server",
        "location": "mainland",
        "billing": "prepaid",
        "public_ips": ["203.0.113.9"],
        "purchased_at": "2020-01-01T00:00:00Z",
        "expires_at": "2120-01-01T00:00:00Z",
        "filing_capacity": 1,
    }
    callers = [service.caller(one) for one in (client, neighbour)]

    accounts = [caller.post("/v1/accounts", account) for caller in callers]
    servers = [caller.call("PUT", f"/v1/resources/{name}", json=server) for caller in callers]

    assert [answer.status_code for answer in accounts + servers] == [201] * 4
    assert len({answer.json()["id"] for answer in accounts + servers}) == 4


def test_things_of_somebody_else_in_a_body_are_not_found(
    service: RunningService, neighbour: dict[str, str], owned: dict[str, Any], a_case: Case
) -> None:
    case = a_case().with_account().with_server()
    verification, code = case.verified_type()["id"], case.code()

    other_verification = {"type_verification_id": owned["verification_id"], "product": {"authorization_code": code}}
    other_server = {"type_verification_id": verification, "product": {"resource_id": owned["resource_id"]}}
    other_copy = {
        "type_verification_id": verification,
        "product": {"authorization_code": code},
        "copy_from": owned["case"].filing_id,
    }
    other_account = {**case.who.asked, "account_id": owned["account_id"]}

    for body in (other_verification, other_server, other_copy):
        problem(case.app.post("/v1/filings", body), 404, "not-found")
    problem(case.app.post("/v1/type-verifications", other_account), 404, "not-found")
    stranger = service.caller(neighbour)
    problem(stranger.post("/v1/type-verifications", other_account), 404, "not-found")
    assert case.app.ok(case.app.get("/v1/filings"))["data"] == [], "nothing was begun, and the code is free"
    checked = case.app.ok(case.app.post("/v1/authorization-codes/check", {"code": code}))
    assert checked["usable"] is True


def test_a_code_of_another_tenant_is_unknown(service: RunningService, neighbour: dict[str, str], a_case: Case) -> None:
    code = a_case().with_account().with_server().code()
    stranger = service.caller(neighbour)

    answer = stranger.ok(stranger.post("/v1/authorization-codes/check", {"code": code}))

    assert (answer["usable"], answer["reason"]) == (False, "unknown")


def test_a_client_names_the_account_it_acts_for(service: RunningService, client: dict[str, str], a_case: Case) -> None:
    case = a_case().with_account()
    asked = case.who.asked

    missing = case.backend.post("/v1/type-verifications", asked)
    named = case.backend.post("/v1/type-verifications", {**asked, "account_id": case.account_id})

    assert problem(missing, 422, "validation-failed")["errors"][0]["pointer"] == "/account_id"
    assert named.status_code == 201
    assert named.json()["account_id"] == case.account_id


@pytest.mark.fact("S0-07")
def test_an_account_whose_real_name_is_not_verified_cannot_submit_until_it_is(a_case: Case) -> None:
    case = a_case().with_account(verified=False)
    case.with_server()
    case.with_papers()
    case.app.ok(case.act("confirm"))

    problem(case.act("submit"), 409, "account-not-verified")
    assert case.state() == "draft"

    body = {"external_id": case.seed, "phone": case.who.principal.mobile, "real_name_verified": True}
    assert case.backend.post("/v1/accounts", body).status_code == 200
    assert case.app.ok(case.act("submit"))["state"] == "first_review"


def test_the_same_external_id_is_the_same_account_with_new_facts(a_case: Case) -> None:
    case = a_case().with_account()
    body = {"external_id": case.seed, "phone": "13900139000", "real_name_verified": False}

    again = case.backend.post("/v1/accounts", body)

    assert again.status_code == 200
    assert again.json()["id"] == case.account_id
    stored = case.backend.ok(case.backend.get(f"/v1/accounts/{case.account_id}"))
    assert (stored["phone"], stored["real_name_verified"]) == ("13900139000", False)


def test_a_session_of_an_account_that_is_not_there_is_not_found(
    service: RunningService, client: dict[str, str]
) -> None:
    problem(service.caller(client).post("/v1/accounts/acct_none/sessions"), 404, "not-found")
