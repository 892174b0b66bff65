"""A client on a bad network: it sends each call with one key until it is answered, and keeps what it was told."""

import asyncio
import hashlib
import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

Json = dict[str, Any]
_BUSY = "idempotency-key-in-progress"
_LONGEST_SILENCE = 30.0


@dataclass(frozen=True, slots=True)
class Sent:
    """A call as it goes out, so that it can go out once more."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: Json | None = None
    form: Mapping[str, str] | None = None
    file: bytes | None = None

    def request(self, http: httpx.AsyncClient) -> httpx.Request:
        """Build it; a form gets another boundary each time, as with any client."""
        if self.file is None:
            return http.build_request(self.method, self.path, headers=self.headers, json=self.body)
        files = {"file": ("paper.bin", self.file, "application/octet-stream")}
        return http.build_request(self.method, self.path, headers=self.headers, data=self.form, files=files)


@dataclass(slots=True)
class Act:
    """One call that changes something, and what was answered."""

    name: str
    filing: str
    sent: Sent
    key: str | None
    tries: int = 0
    status: int = 0
    digest: str = ""
    answer: Any = None
    by_reading: bool = False

    @property
    def is_acknowledged(self) -> bool:
        """Tell whether the service said that it is done."""
        return 200 <= self.status < 300


@dataclass(slots=True)
class Journal:
    """Everything that was answered; `strange` are answers that should not have been."""

    acts: list[Act] = field(default_factory=list)
    refusals: dict[str, int] = field(default_factory=dict)
    strange: list[str] = field(default_factory=list)
    lost: int = 0
    said_503: int = 0
    busy: int = 0


class RefusedError(Exception):
    """A call was refused for good."""

    def __init__(self, act: Act, code: str) -> None:
        super().__init__(f"{act.sent.method} {act.sent.path}: {act.status} {code} {act.answer}")
        self.act = act
        self.code = code


class PersistentClient:
    """Sends for one bearer; `gate` holds back new acts while it is closed."""

    def __init__(
        self,
        http: httpx.AsyncClient,
        journal: Journal,
        chance: random.Random,
        gate: asyncio.Event,
        tell: Callable[[], None],
        token: str | None = None,
    ) -> None:
        self.http = http
        self.journal = journal
        self.chance = chance
        self.gate = gate
        self.tell = tell
        self.token = token

    def as_(self, token: str | None) -> "PersistentClient":
        """Return the same for another bearer."""
        return PersistentClient(self.http, self.journal, self.chance, self.gate, self.tell, token)

    async def act(
        self,
        name: str,
        path: str,
        body: Json | None = None,
        *,
        filing: str = "",
        method: str = "POST",
        etag: str | None = None,
        form: Mapping[str, str] | None = None,
        file: bytes | None = None,
    ) -> Act:
        """Do one thing, once, however often it has to be said. Raises RefusedError."""
        await self.gate.wait()
        key = str(uuid.UUID(int=self.chance.getrandbits(128))) if method == "POST" else None
        headers = {} if self.token is None else {"authorization": f"Bearer {self.token}"}
        if key is not None:
            headers["idempotency-key"] = key
        if etag is not None:
            headers["if-match"] = etag
        act = Act(name, filing, Sent(method, path, headers, body, form, file), key)
        answer = await self._answered(act)
        act.status, act.digest = answer.status_code, hashlib.sha256(answer.content).hexdigest()
        act.answer = answer.json() if answer.content else None
        if not act.is_acknowledged:
            raise self._refused(act)
        self.acknowledged(act)
        return act

    def acknowledged(self, act: Act) -> None:
        """Keep an act."""
        self.journal.acts.append(act)
        self.tell()

    async def get(self, path: str, **params: Any) -> httpx.Response:
        """Read; a refusal is the caller's to judge."""
        headers = {} if self.token is None else {"authorization": f"Bearer {self.token}"}
        act = Act("read", "", Sent("GET", path, headers), None)
        return await self._answered(act, params)

    async def read(self, path: str, **params: Any) -> Any:
        """Read what must be there."""
        answer = await self.get(path, **params)
        assert answer.is_success, f"GET {path}: {answer.status_code} {answer.text}"
        return answer.json()

    async def said_again(self, act: Act) -> str | None:
        """Send a call once more with its key; returns what is wrong with the answer, if anything."""
        answer = await self._answered(Act(act.name, act.filing, act.sent, act.key))
        digest = hashlib.sha256(answer.content).hexdigest()
        replayed = answer.headers.get("idempotency-replayed") == "true"
        if (answer.status_code, digest, replayed) == (act.status, act.digest, True):
            return None
        return f"{act.name} again: {answer.status_code} and not {act.status}, replayed: {replayed}, {answer.text[:150]}"

    async def _answered(self, act: Act, params: Mapping[str, Any] | None = None) -> httpx.Response:
        while True:
            act.tries += 1
            request = act.sent.request(self.http)
            if params:
                request.url = request.url.copy_merge_params(params)
            try:
                answer = await self.http.send(request)
            except httpx.TransportError:
                self.journal.lost += 1
            else:
                if not self._is_to_be_said_again(answer, act):
                    return answer
            await asyncio.sleep(self.chance.uniform(0.05, 0.5))

    def _is_to_be_said_again(self, answer: httpx.Response, act: Act) -> bool:
        if answer.status_code == 503:
            self.journal.said_503 += 1
            return True
        if answer.status_code >= 500:
            self.journal.strange.append(f"{act.sent.method} {act.sent.path}: {answer.status_code} {answer.text[:200]}")
            return True
        if answer.status_code == 409 and answer.json().get("code") == _BUSY:
            self.journal.busy += 1
            return True
        return False

    def _refused(self, act: Act) -> RefusedError:
        code = str(act.answer.get("code")) if isinstance(act.answer, dict) else ""
        shown = f"{act.name}: {act.status} {code}{' after a try without answer' if act.tries > 1 else ''}"
        self.journal.refusals[shown] = self.journal.refusals.get(shown, 0) + 1
        return RefusedError(act, code)


def new_http(base_url: str, connections: int) -> httpx.AsyncClient:
    """Return what the calls go through."""
    limits = httpx.Limits(max_connections=connections, max_keepalive_connections=connections)
    return httpx.AsyncClient(base_url=base_url, timeout=_LONGEST_SILENCE, limits=limits)
