"""A whole service in processes of its own: API, worker, authority sandbox, PostgreSQL, over real HTTP."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

SCOPES = [
    "accounts",
    "resources",
    "codes",
    "type-verifications",
    "filings",
    "reviews",
    "records:read",
    "records:write",
    "domains",
    "webhooks",
    "pii:read",
    "sandbox",
]
WITHOUT_PII = [scope for scope in SCOPES if scope != "pii:read"]


# A process that reads certificates is started only where a test asks for it.
_OWN = {"FILING_PORT": "0", "FILING_RECOGNITION": "off"}


class Caller:
    """One bearer token. `call` never raises for a status: a test says what it expects."""

    def __init__(self, http: httpx.Client, token: str | None) -> None:
        self.http = http
        self.token = token

    def call(
        self, method: str, path: str, *, etag: str | None = None, headers: Mapping[str, str] | None = None, **more: Any
    ) -> httpx.Response:
        """Send one request."""
        sent = {} if self.token is None else {"authorization": f"Bearer {self.token}"}
        if etag is not None:
            sent["if-match"] = etag
        return self.http.request(method, path, headers={**sent, **(headers or {})}, **more)

    def get(self, path: str, **more: Any) -> httpx.Response:
        """GET."""
        return self.call("GET", path, **more)

    def post(self, path: str, body: Any = None, **more: Any) -> httpx.Response:
        """POST JSON; without a body where none is given."""
        return self.call("POST", path, **(more if body is None else {"json": body, **more}))

    def ok(self, answer: httpx.Response) -> Any:
        """Return the JSON of an answer that must be a success."""
        assert answer.is_success, (
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code} {answer.text}"
        )
        return answer.json() if answer.content else None


class RunningService:
    """`filing serve` in a folder of its own."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o711)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FILING_")}
        # A suite starts some two hundred processes; without kept bytecode each would compile all of the service.
        kept.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment = {**kept, **_OWN, "FILING_DATA_DIR": str(folder / "data"), **(environment or {})}
        self._process: subprocess.Popen[str] | None = None
        self.base_url = ""
        self.http = httpx.Client(timeout=60)

    def start(self) -> "RunningService":
        """Start, and wait for the line that says ready."""
        said = self.folder / "serve.err"
        with said.open("w") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app.cli", "serve"],
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line.startswith("ready "), f"serve said {line!r}: {said.read_text()}"
        self.base_url = line.split()[1]
        self.http.base_url = httpx.URL(self.base_url)
        return self

    @property
    def pid(self) -> int:
        """The process that looks after the others."""
        assert self._process is not None
        return self._process.pid

    @property
    def data_dir(self) -> Path:
        """Where it keeps its data."""
        return Path(self.environment["FILING_DATA_DIR"])

    def stop(self) -> None:
        """Stop everything."""
        if self._process is not None:
            self._process.send_signal(signal.SIGTERM)
            self._process.communicate(timeout=30)
            self._process = None

    def kill(self) -> None:
        """End whoever looks after the others without warning; they notice by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.communicate(timeout=30)
        self._process = None

    def command(self, *words: str) -> str:
        """Run a command of `filing` beside it, and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "app.cli", *words], env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def client(self, name: str, scopes: list[str], provider: str | None = None) -> dict[str, str]:
        """Create an API client."""
        chosen = ["--provider", provider] if provider else []
        wanted = [word for scope in scopes for word in ("--scope", scope)]
        created: dict[str, str] = json.loads(self.command("clients", "create", name, *chosen, *wanted))
        return created

    def token(self, client: Mapping[str, str], scopes: list[str] | None = None) -> str:
        """Exchange a client's secret."""
        form = {"grant_type": "client_credentials"} | ({"scope": " ".join(scopes)} if scopes else {})
        answer = self.http.post("/v1/oauth/token", data=form, auth=(client["client_id"], client["client_secret"]))
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    def caller(self, client: Mapping[str, str], scopes: list[str] | None = None) -> Caller:
        """Return a caller with these scopes of a client, all of them by default."""
        return Caller(self.http, self.token(client, scopes))


@contextmanager
def running(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[RunningService]:
    """Run a service for as long as the block lasts."""
    service = RunningService(folder, environment)
    try:
        yield service.start()
    finally:
        service.stop()
        service.http.close()
