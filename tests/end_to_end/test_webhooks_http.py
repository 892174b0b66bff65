"""Webhooks as a panel's engineer meets them: over HTTP, verified by libraries that nobody here wrote."""

import json
import shutil
import subprocess
import threading
from base64 import b64encode
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.javascript import run_node
from tests.play.running_service import SCOPES, Caller, RunningService

Case = Callable[..., FilingCase]
Sent = tuple[dict[str, str], bytes]
OPENSSL = """
set -eu
key=$(printf %s "${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
printf '%s.%s.' "$ID" "$TIMESTAMP" > "$FOLDER/signed"
cat "$FOLDER/body" >> "$FOLDER/signed"
made=$(openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary "$FOLDER/signed" | base64)
case " $SIGNATURE " in *" v1,$made "*) echo genuine ;; *) echo forged ;; esac
"""


@pytest.fixture
def receiver() -> Iterator[tuple[str, "Queue[Sent]"]]:
    """A panel's address, and what arrives there."""
    arrived: Queue[Sent] = Queue()

    class Panel(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            arrived.put(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Panel)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/filings", arrived
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def panel(service: RunningService) -> Caller:
    """A client of a provider of its own, so that nobody else's events come by."""
    return service.caller(service.client("panel-of-webhooks", SCOPES))


def endpoint(panel: Caller, url: str, *types: str) -> dict[str, Any]:
    made: dict[str, Any] = panel.ok(panel.post("/v1/webhook-endpoints", {"url": url, "event_types": list(types)}))
    return made


def of(filing_id: str, arrived: "Queue[Sent]") -> Sent:
    """Wait for what is told of this filing; other tests' filings pass by."""
    while True:
        headers, body = arrived.get(timeout=20)
        if json.loads(body).get("filing_id") == filing_id:
            return headers, body


def test_a_filings_move_is_told_and_the_libraries_verify_it(
    panel: Caller, receiver: tuple[str, "Queue[Sent]"], a_case: Case, tmp_path: Path
) -> None:
    url, arrived = receiver
    made = endpoint(panel, url, "filing.state_changed")
    case = a_case()
    case.begin()
    headers, body = of(case.filing_id, arrived)

    assert json.loads(body) | {"at": "", "id": "", "account_id": ""} == {
        "id": "",
        "type": "filing.state_changed",
        "at": "",
        "filing_id": case.filing_id,
        "account_id": "",
        "data": {"event": "created", "from": None, "to": "draft"},
    }
    Webhook(made["secret"]).verify(body, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(made["secret"]).verify(body.replace(b"draft", b"drift"), headers)
    assert verified_by_openssl(made["secret"], headers, body, tmp_path) == "genuine"
    assert verified_by_openssl(made["secret"], headers, body + b" ", tmp_path) == "forged"
    assert verified_in_javascript(made["secret"], headers, body) == "genuine filing.state_changed"
    assert verified_in_javascript(made["secret"], headers, body + b" ") == "forged"
    assert panel.call("DELETE", f"/v1/webhook-endpoints/{made['id']}").status_code == 204


def verified_by_openssl(secret: str, headers: dict[str, str], body: bytes, folder: Path) -> str:
    assert shutil.which("openssl"), "openssl is needed"
    (folder / "body").write_bytes(body)
    names = {
        "SECRET": secret,
        "ID": headers["webhook-id"],
        "TIMESTAMP": headers["webhook-timestamp"],
        "SIGNATURE": headers["webhook-signature"],
        "FOLDER": str(folder),
        "PATH": "/usr/bin:/bin",
    }
    done = subprocess.run(["sh", "-c", OPENSSL], env=names, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def verified_in_javascript(secret: str, headers: dict[str, str], body: bytes) -> str:
    shown = {"secret": secret, "headers": headers, "body": b64encode(body).decode()}
    return run_node("verify.mjs", json.dumps(shown))


def test_a_secret_is_shown_once_and_rotated_on_request(panel: Caller, receiver: tuple[str, "Queue[Sent]"]) -> None:
    url, arrived = receiver
    made = endpoint(panel, url, "obligation.due")
    path = f"/v1/webhook-endpoints/{made['id']}"

    listed = panel.ok(panel.get("/v1/webhook-endpoints"))["data"]
    assert ["secret" in one for one in listed if one["id"] == made["id"]] == [False]
    rotated = panel.ok(panel.call("PATCH", path, json={"rotate_secret": True}))
    assert rotated["secret"].startswith("whsec_")
    assert rotated["secret"] != made["secret"]
    delivery = panel.ok(panel.post(f"{path}/ping"))
    headers, body = arrived.get(timeout=20)
    assert json.loads(body)["type"] == "webhook.ping"
    for secret in (made["secret"], rotated["secret"]):
        Webhook(secret).verify(body, headers)
    assert delivery["endpoint_id"] == made["id"]
    for field in ("enabled", "rotate_secret"):
        refused_fields(panel.call("PATCH", path, json={field: "yes"}), f"/{field}")
    assert panel.call("DELETE", path).status_code == 204
    problem(panel.call("PATCH", path, json={"description": "gone"}), 404, "not-found")


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://panel.example.cn/hook", "not_https"),
        ("https://10.0.0.1/hook", "not_public"),
        ("https://169.254.169.254/latest", "not_public"),
        ("https://me:secret@panel.example.cn/", "with_credentials"),
        ("gopher://panel.example.cn/", "wrong_form"),
    ],
)
def test_a_forbidden_target_is_refused_with_words(panel: Caller, url: str, code: str) -> None:
    answer = panel.post("/v1/webhook-endpoints", {"url": url})

    refused_fields(answer, "/url")
    (error,) = answer.json()["errors"]
    assert error["code"] == code
    assert error["message"]
    assert error["remedy"]


def test_other_scopes_and_other_tenants_see_nothing(
    service: RunningService, panel: Caller, receiver: tuple[str, "Queue[Sent]"]
) -> None:
    made = endpoint(panel, receiver[0])
    without = service.caller(service.client("no-webhooks", ["filings"]))
    problem(without.get("/v1/webhook-endpoints"), 403, "insufficient-scope")
    service.command("providers", "create", "quiet-neighbour", "--number", "990778")
    other = service.caller(service.client("other", ["webhooks"], "quiet-neighbour"))

    assert other.ok(other.get("/v1/webhook-endpoints"))["data"] == []
    assert other.ok(other.get("/v1/events"))["data"] == []
    for answer in (
        other.call("PATCH", f"/v1/webhook-endpoints/{made['id']}", json={}),
        other.call("DELETE", f"/v1/webhook-endpoints/{made['id']}"),
        other.post(f"/v1/webhook-endpoints/{made['id']}/ping"),
        other.post("/v1/webhook-deliveries/dlv_nobodys/redeliver"),
    ):
        problem(answer, 404, "not-found")
    assert panel.call("DELETE", f"/v1/webhook-endpoints/{made['id']}").status_code == 204


def test_the_feed_tells_all_that_happened_in_order_and_goes_on_where_somebody_stopped(
    panel: Caller, a_case: Case
) -> None:
    case = a_case()
    case.begin()
    case.app.ok(case.act("abandon"))
    mine = [one for one in feed(case.app) if one["filing_id"] == case.filing_id]
    while len(mine) < 2:
        mine = [one for one in feed(case.app) if one["filing_id"] == case.filing_id]

    assert [one["data"]["to"] for one in mine] == ["draft", "abandoned"]
    rest = case.app.ok(case.app.get("/v1/events", params={"after": mine[0]["id"]}))["data"]
    assert [one["id"] for one in rest] == [mine[1]["id"]]
    assert {one["id"] for one in mine} <= {one["id"] for one in feed(panel)}
    problem(case.app.get("/v1/events", params={"after": "evt_of_long_ago"}), 410, "cursor-too-old")


def feed(caller: Caller) -> list[dict[str, Any]]:
    """Read every page."""
    found: list[dict[str, Any]] = []
    params: dict[str, Any] = {"limit": 100}
    while True:
        page = caller.ok(caller.get("/v1/events", params=params))
        found += page["data"]
        if page["next_cursor"] is None:
            return found
        params["cursor"] = page["next_cursor"]


def test_a_filing_is_followed_as_it_happens_and_from_the_last_event_on(a_case: Case) -> None:
    case = a_case()
    case.begin()
    path, sent = f"{case.path}/events", {"authorization": f"Bearer {case.app.token}"}
    with case.app.http.stream("GET", path, headers=sent) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        events = heard(stream.iter_lines())
        first = next(events)
        case.app.ok(case.act("abandon"))
        second = next(events)
    assert (first["data"]["to"], second["data"]["to"]) == ("draft", "abandoned")
    with case.app.http.stream("GET", path, headers={**sent, "last-event-id": first["id"]}) as stream:
        assert next(heard(stream.iter_lines())) == second
    problem(case.app.get(path, headers={"last-event-id": "evt_nobodys"}), 410, "cursor-too-old")
    problem(case.app.get("/v1/filings/fil_nobodys/events"), 404, "not-found")


def heard(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """Read server-sent events."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if line and name:
            fields[name] = value
        elif "data" in fields:
            yield {"id": fields["id"], "event": fields["event"], "data": json.loads(fields["data"])}
            fields = {}
