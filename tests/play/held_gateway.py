"""A way to the authority on which one answer can be held back: the authority has accepted, and we do not know it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

_SUBMISSIONS = "/authority/v1/submissions"
_KEPT_BACK = ("content-length", "transfer-encoding", "connection", "content-encoding", "date", "server")
_PATIENCE = 60.0


class HeldGateway:
    """Passes everything on to `target`, and remembers the ids of all submissions that went through."""

    def __init__(self, target: str) -> None:
        self.submissions: list[str] = []
        self.has_answered = threading.Event()
        self._holds = False
        self._let_go = threading.Event()
        self._onward = httpx.Client(base_url=target, timeout=_PATIENCE)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def hold_next_submission(self) -> None:
        """Let the next submission through, and keep its answer until `let_go`."""
        self.has_answered.clear()
        self._let_go.clear()
        self._holds = True

    def let_go(self) -> None:
        """Give the answer to whoever may still want it."""
        self._let_go.set()

    def serve(self) -> None:
        """Serve until `close`."""
        self._server.serve_forever(poll_interval=0.05)

    def close(self) -> None:
        """End it."""
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()
        self._onward.close()

    def _pass_on(self, method: str, path: str, headers: dict[str, str], body: bytes) -> httpx.Response:
        is_submission = method == "POST" and path == _SUBMISSIONS
        answer = self._onward.request(method, path, headers=headers, content=body)
        if is_submission:
            self.submissions.append(json.loads(body)["submission_id"])
        if is_submission and self._holds:
            self._holds = False
            self.has_answered.set()
            self._let_go.wait(_PATIENCE)
        return answer

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        gateway = self

        class Handler(BaseHTTPRequestHandler):
            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
                try:
                    answer = gateway._pass_on(self.command, self.path, headers, body)
                except httpx.TransportError:
                    self.send_error(502)
                    return
                self._reply(answer)

            def _reply(self, answer: httpx.Response) -> None:
                try:
                    self.send_response(answer.status_code)
                    for name, value in answer.headers.items():
                        if name not in _KEPT_BACK:
                            self.send_header(name, value)
                    self.send_header("content-length", str(len(answer.content)))
                    self.end_headers()
                    self.wfile.write(answer.content)
                except OSError:
                    self.close_connection = True  # whoever asked is dead: that is what this is for

            do_GET = do_POST = do_PUT = do_DELETE = _any  # noqa: N815 - the names that the standard library calls

            def log_message(self, *_words: object) -> None:
                """Say nothing."""

        return Handler


@contextmanager
def held_gateway(target: str) -> Iterator[HeldGateway]:
    """Serve for as long as the block lasts."""
    gateway = HeldGateway(target)
    thread = threading.Thread(target=gateway.serve, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.close()
        thread.join(timeout=10)
