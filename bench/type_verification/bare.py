"""The yardstick: the same two statements, written by hand, with nothing around them.

The same rows are found by the same blind index and opened, and a row of the same size is sealed and inserted; JSON
comes in and goes out. No token, no limit, no check of the request, no rule, no log line: what the service decided once
is said again.
"""

import asyncio
import gc
import hmac
import os
import sys
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import asyncpg
import orjson
import uuid_utils
import uvicorn
import uvloop
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.adapters.keyring import Keyring, Purpose
from app.adapters.keyring_text import keyring_of
from app.storage.hot_statements import ADD_TYPE_VERIFICATION, TYPE_FACTS

SESSION = {
    "timezone": "UTC",
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""The settings with which the service plans these statements."""
_DAY = timedelta(hours=24)
_HEADERS = [(b"content-type", b"application/json")]


class Bare:
    """An ASGI application with one answer."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", sample: dict[str, Any], keyring: Keyring) -> None:
        self._pool = pool
        self._key = keyring.index_key()
        self._header = bytes((1, len(keyring.active_id))) + keyring.active_id.encode()
        self._cipher = AESGCM(keyring.key(Purpose.COLUMNS, keyring.active_id))
        self._provider: str = sample["provider_id"]
        self._answer: dict[str, Any] = sample["answer"]
        self._content: dict[str, Any] = sample["content"]
        self._certificate = f"certificate\0{sample['family']}:"

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return
        body = b""
        while True:
            message = await receive()
            body += message["body"]
            if not message["more_body"]:
                break
        answer = await self._answered(orjson.loads(body))
        await send({"type": "http.response.start", "status": 201, "headers": _HEADERS})
        await send({"type": "http.response.body", "body": orjson.dumps(answer)})

    async def _answered(self, asked: dict[str, Any]) -> dict[str, Any]:
        account, domain = asked["account_id"], asked["service"]["domain"]
        number = asked["subject"]["certificate"]["number"]
        index = hmac.digest(self._key, (self._certificate + number).encode(), sha256)
        place = ".".join(reversed(domain.split("."))) + "."
        websites = ["website"]
        row = await self._pool.fetchrow(
            TYPE_FACTS, self._provider, account, index, websites, [place], websites, [domain], None
        )
        assert row is not None
        subject = self._open(row["subject_sealed"], f"mirror_subjects.answer:{self._provider}:{index.hex()}")
        service = self._open(row["answers"][0], f"mirror_services.answer:{self._provider}:website:{place}")
        assert row["account_site"] and not service["found"] and "found" in subject
        new_id = f"tv_{uuid_utils.uuid7().hex}"
        now = datetime.now(row["fetched"][0].tzinfo)
        until = now + _DAY
        await self._pool.execute(
            ADD_TYPE_VERIFICATION,
            new_id,
            self._provider,
            account,
            "app",
            self._seal(self._content, f"type_verifications.content:{new_id}"),
            index,
            self._answer["filing_type"],
            now.date(),
            self._answer["rulebook_digest"],
            now,
            until,
            None,
            None,
        )
        return self._answer | {"id": new_id, "account_id": account, "created_at": now, "expires_at": until}

    def _open(self, sealed: bytes, place: str) -> Any:
        start = len(self._header)
        nonce, rest = sealed[start : start + 12], sealed[start + 12 :]
        return orjson.loads(self._cipher.decrypt(nonce, rest, sealed[:start] + place.encode()))

    def _seal(self, content: Any, place: str) -> bytes:
        nonce = os.urandom(12)
        text = orjson.dumps(content)
        return self._header + nonce + self._cipher.encrypt(nonce, text, self._header + place.encode())


async def _leave_as_is(_: object) -> None:
    return


async def serve(dsn: str, sample: dict[str, Any], keyring: Keyring, port: int) -> None:
    """Serve until a signal."""
    pool = await asyncpg.create_pool(
        dsn, min_size=20, max_size=20, max_cached_statement_lifetime=0, server_settings=SESSION, reset=_leave_as_is
    )
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    config = uvicorn.Config(
        Bare(pool, sample, keyring), host="127.0.0.1", port=port, loop="none", http="httptools", ws="none",
        log_level="warning", access_log=False, server_header=False, proxy_headers=False, lifespan="off", backlog=2048,
    )  # fmt: skip
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    dsn, keys, sample_path, port = sys.argv[1:]
    sample = orjson.loads(Path(sample_path).read_bytes())
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(serve(dsn, sample, keyring_of(keys), int(port)))
