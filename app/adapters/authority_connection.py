"""The one HTTP connection to the authority's side that gateway, domain registry and sandbox controls share."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import orjson
from pydantic import BaseModel, ConfigDict, RootModel, ValidationError

from app.ports.authority import AuthorityUnavailableError, CallRefusedError

_CONNECT_SECONDS = 2.0
_MOST_CONNECTIONS = 20
_LONGEST_MESSAGE = 500
# Too slow, too early, too often: the same call may be taken later.
_PASSING = (408, 425, 429)
_CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")

Read = TypeVar("Read", bound=BaseModel)


class Wire(BaseModel):
    """Something the other side says; what we do not know of is ignored, so that it may say more one day."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Refusal(Wire):
    code: str
    message: str = ""


class _Object(RootModel[dict[str, Any]]):
    pass


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer below 500; `content` is the body as it came."""

    asked: str
    status: int
    content: bytes

    def read(self, shape: type[Read]) -> Read:
        """Return the body of a 2xx answer. Raises AuthorityUnavailableError for any other status or shape."""
        if not 200 <= self.status < 300:
            raise self.refused()
        return self._read(shape)

    def read_object(self) -> dict[str, Any]:
        """Return the body of a 2xx answer as it is, a JSON object. Errors as with `read`."""
        return dict(self.read(_Object).root)

    def refusal(self) -> tuple[str, str]:
        """Return code and message of a 4xx answer. Raises AuthorityUnavailableError where it has none."""
        if not 400 <= self.status < 500:
            raise self.refused()
        refusal = self._read(_Refusal)
        if _CODE.fullmatch(refusal.code) is None:
            raise self.refused()
        return refusal.code, refusal.message[:_LONGEST_MESSAGE]

    def refused(self) -> AuthorityUnavailableError:
        """Return the error for an answer that a working connection would not give: a wrong secret, a wrong body."""
        try:
            code = _Refusal.model_validate_json(self.content).code
        except ValidationError:
            code = ""
        known = code if _CODE.fullmatch(code) else ""
        if 400 <= self.status < 500 and self.status not in _PASSING:
            return CallRefusedError(self.asked, self.status, known)
        said = f" ({known})" if known else ""
        return AuthorityUnavailableError(f"{self.asked}: unexpected status {self.status}{said}")

    def _read(self, shape: type[Read]) -> Read:
        try:
            return shape.model_validate_json(self.content)
        except ValidationError:
            # Not chained: the library's words quote the values, which may be personal data.
            message = f"{self.asked}: an answer with status {self.status} that cannot be read"
        raise AuthorityUnavailableError(message)


class _Network(httpx.AsyncHTTPTransport):
    """The network. Of a connection that was reset while it was made, uvloop has no socket, which anyio asks of it."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request; what has no socket any more could not be connected."""
        try:
            return await super().handle_async_request(request)
        except AttributeError as gone:
            raise httpx.ConnectError("reset while it was made", request=request) from gone


class AuthorityConnection:
    """Calls the authority's side with a bearer secret. Does not retry; the worker does."""

    def __init__(
        self, base_url: str, secret: str, timeout: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        """`timeout` is in seconds for each of sending, waiting and a free connection; connecting has 2 s at most.

        `transport` takes the place of the network, in tests.
        """
        self._client = httpx.AsyncClient(
            base_url=base_url,
            headers={"authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS)),
            transport=transport or _network(),
            follow_redirects=False,
            # Only the configured address counts, not what the environment says of proxies.
            trust_env=False,
        )

    async def call(
        self,
        asked: str,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        query: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask one thing; `asked` names it in errors. Raises AuthorityUnavailableError for no answer and for 5xx.

        The message says what was asked and what kind of failure it was, never an address or a value.
        """
        content = None if body is None else orjson.dumps(body)
        headers = None if body is None else {"content-type": "application/json"}
        try:
            response = await self._client.request(method, path, content=content, headers=headers, params=query)
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as error:
            message = f"{asked}: {type(error).__name__}"
        else:
            if response.status_code < 500:
                return Answer(asked, response.status_code, response.content)
            message = f"{asked}: status {response.status_code}"
        raise AuthorityUnavailableError(message)

    async def close(self) -> None:
        """Close all connections; the last thing to be called."""
        await self._client.aclose()


def _network() -> _Network:
    limits = httpx.Limits(max_connections=_MOST_CONNECTIONS, max_keepalive_connections=_MOST_CONNECTIONS)
    return _Network(limits=limits, trust_env=False)
