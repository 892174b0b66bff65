"""Webhooks over HTTP: signed by the Standard Webhooks specification, to addresses that are public when connected to."""

import asyncio
import socket
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any

import httpcore
from standardwebhooks import Webhook

from app.adapters.host_names import HostNames
from app.domain.webhook_targets import TargetFault, may_be_reached, target_of
from app.domain.webhooks import Attempt
from app.ports.clock import Clock

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 15.0
_KEPT_OPEN_SECONDS = 30.0
_MOST_CONNECTIONS = 300
_MOST_IDLE = 50
# Of an answer only the status counts; a short body is read so that the connection can be used again.
_MOST_READ = 16 * 1024
_USER_AGENT = b"icp-filing-webhooks/1"


class ForbiddenAddressError(Exception):
    """A name stands for an address that webhooks may not go to."""


class GuardedNetwork(httpcore.AsyncNetworkBackend):
    """Connects to the very address that was looked at; what a name says a moment later changes nothing."""

    def __init__(
        self, names: HostNames, *, loopback_allowed: bool, inner: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._names = names
        self._loopback_allowed = loopback_allowed
        self._inner = inner or httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - the signature is httpcore's
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Resolve a name, refuse it if any of its addresses is not public, and connect."""
        async with asyncio.timeout(timeout):
            addresses = await self._addresses(host, port)
        fault: Exception | None = None
        for address in addresses:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault or httpcore.ConnectError(host)

    async def sleep(self, seconds: float) -> None:
        """Sleep."""
        await self._inner.sleep(seconds)

    async def _addresses(self, host: str, port: int) -> list[str]:
        addresses = await self._names.addresses(host, port)
        for address in addresses:
            if not may_be_reached(ip_address(address), loopback_allowed=self._loopback_allowed):
                raise ForbiddenAddressError
        return addresses


class HttpWebhookSender:
    """The `WebhookSender` port."""

    def __init__(
        self, clock: Clock, *, loopback_allowed: bool, network: httpcore.AsyncNetworkBackend | None = None
    ) -> None:
        self._clock = clock
        self._loopback_allowed = loopback_allowed
        self._names = HostNames()
        self._pool = httpcore.AsyncConnectionPool(
            network_backend=network or GuardedNetwork(self._names, loopback_allowed=loopback_allowed),
            max_connections=_MOST_CONNECTIONS,
            max_keepalive_connections=_MOST_IDLE,
            keepalive_expiry=_KEPT_OPEN_SECONDS,
        )

    def fault_of(self, url: str) -> TargetFault | None:
        """Tell what is wrong with an address."""
        target = target_of(url, loopback_allowed=self._loopback_allowed)
        return target if isinstance(target, TargetFault) else None

    async def post(self, url: str, secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> Attempt:
        """Post a body and return what came of it."""
        # What was admitted once may be forbidden now: the mode of the service may have changed.
        if self.fault_of(url) is not None:
            return Attempt(None, "forbidden_address")
        headers = {
            b"content-type": b"application/json",
            b"user-agent": _USER_AGENT,
            b"webhook-id": message_id.encode(),
            b"webhook-timestamp": str(int(at.timestamp())).encode(),
            b"webhook-signature": _signatures(secrets, message_id, at, body),
        }
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._sent(url, list(headers.items()), body)
        except (TimeoutError, httpcore.TimeoutException):
            return Attempt(None, "timeout")
        except ForbiddenAddressError:
            return Attempt(None, "forbidden_address")
        except (socket.gaierror, UnicodeError):
            # A label that is empty or too long can't even be asked for.
            return Attempt(None, "unknown_host")
        except OSError:
            return Attempt(None, "connection_failed")
        except httpcore.ConnectError:
            return Attempt(None, "connection_failed")
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol):
            return Attempt(None, "broken_answer")

    async def close(self) -> None:
        """Close every connection."""
        await self._pool.aclose()
        self._names.close()

    async def _sent(self, url: str, headers: list[tuple[bytes, bytes]], body: bytes) -> Attempt:
        limits = {"connect": CONNECT_SECONDS, "read": ANSWER_SECONDS, "write": ANSWER_SECONDS, "pool": ANSWER_SECONDS}
        async with self._pool.stream("POST", url, headers=headers, content=body, extensions={"timeout": limits}) as got:
            read = 0
            async for chunk in got.aiter_stream():
                read += len(chunk)
                if read > _MOST_READ:
                    break
            return Attempt(got.status, None, self._retry_after(got.headers))

    def _retry_after(self, headers: Sequence[tuple[bytes, bytes]]) -> timedelta | None:
        """Read `Retry-After`: seconds, or a date (RFC 9110 §10.2.3)."""
        given = next((value.decode("latin-1") for name, value in headers if name.lower() == b"retry-after"), None)
        if given is None:
            return None
        if given.strip().isascii() and given.strip().isdigit():
            return timedelta(seconds=int(given.strip()[:9]))
        try:
            moment = parsedate_to_datetime(given)
        except (ValueError, OverflowError):
            return None
        return moment - self._clock.real_now() if moment.tzinfo is not None else None


def _signatures(secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> bytes:
    text = body.decode()
    return " ".join(Webhook(secret).sign(message_id, at, text) for secret in secrets).encode()
