"""The SMS vendor as its documentation shows it, over local HTTP: SendSms of 2021-01-11, signed with TC3-HMAC-SHA256."""

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET_ID, SECRET_KEY = "AKID-of-the-tests", "secret-of-the-tests"
_SCOPE = re.compile(
    r"TC3-HMAC-SHA256 Credential=(\S+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, SignedHeaders=(\S+), Signature=(\S+)"
)


def taken(code: str = "Ok", message: str = "send success") -> dict[str, Any]:
    """Return the answer about one SMS; what the vendor refuses of a single one stands in it as a code too."""
    status = {
        "SerialNo": "5000:1045710669157053657849499619" if code == "Ok" else "",
        "PhoneNumber": "+8613812345678",
        "Fee": 1 if code == "Ok" else 0,
        "SessionContext": "ntc_1",
        "Code": code,
        "Message": message,
        "IsoCode": "CN",
    }
    return {"Response": {"SendStatusSet": [status], "RequestId": "a0aabda6-cf91-4f3e-a81f-9198114a2279"}}


def refused(code: str, message: str = "refused") -> dict[str, Any]:
    """Return the answer that refuses a whole call."""
    error = {"Code": code, "Message": message}
    return {"Response": {"Error": error, "RequestId": "ed93f3cb-f35e-473f-b9f3-0d451b8b79c6"}}


@dataclass(slots=True)
class Vendor:
    """What to answer, and what was asked: headers (in small letters) and bodies."""

    answer: dict[str, Any] = field(default_factory=taken)
    status: int = 200
    waits: threading.Event | None = None
    asked: list[tuple[dict[str, str], dict[str, Any]]] = field(default_factory=list)
    address: str = ""


@contextmanager
def a_vendor(**said: Any) -> Iterator[Vendor]:
    """Serve on a free port."""
    vendor = Vendor(**said)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            assert is_signed(headers, content)
            vendor.asked.append((headers, json.loads(content)))
            if vendor.waits is not None:
                vendor.waits.wait(10)
            body = json.dumps(vendor.answer).encode()
            self.send_response(vendor.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # Who waited for too long has hung up.
            with suppress(BrokenPipeError):
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    vendor.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield vendor
    finally:
        if vendor.waits is not None:
            vendor.waits.set()
        server.shutdown()
        thread.join()
        server.server_close()


def is_signed(headers: dict[str, str], content: bytes) -> bool:
    """Check a signature as the vendor describes it (签名方法 v3)."""
    found = _SCOPE.fullmatch(headers["authorization"])
    if found is None or found[1] != SECRET_ID or abs(time.time() - int(headers["x-tc-timestamp"])) > 300:
        return False
    day, names = found[2], found[3].split(";")
    signed = "".join(f"{name}:{headers[name].lower()}\n" for name in names)
    canonical = "\n".join(["POST", "/", "", signed, found[3], hashlib.sha256(content).hexdigest()])
    scope = f"{day}/sms/tc3_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = "\n".join(["TC3-HMAC-SHA256", headers["x-tc-timestamp"], scope, digest])
    key = f"TC3{SECRET_KEY}".encode()
    for part in (day, "sms", "tc3_request"):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return hmac.compare_digest(found[4], hmac.new(key, to_sign.encode(), hashlib.sha256).hexdigest())
