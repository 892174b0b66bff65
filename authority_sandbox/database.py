"""The connections to the sandbox's own PostgreSQL database."""

import json
from importlib.resources import files
from typing import TypeAlias

import asyncpg
from asyncpg.pool import PoolConnectionProxy

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

_SCHEMA_LOCK = 7_021_001
_RECORD_LOCK = 7_021_002


async def open_pool(database_url: str) -> Pool:
    """Connect and bring the schema up; two processes that start together take turns."""
    pool = await asyncpg.create_pool(database_url, min_size=1, max_size=8, init=_prepare_connection)
    schema = files("authority_sandbox").joinpath("schema.sql").read_text(encoding="utf-8")
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("select pg_advisory_xact_lock($1)", _SCHEMA_LOCK)
        await connection.execute(schema)
    return pool


async def lock_record(connection: Connection) -> None:
    """Be the only one to change the national record until this transaction ends.

    Whoever also locks a submission's row locks that row first.
    """
    await connection.execute("select pg_advisory_xact_lock($1)", _RECORD_LOCK)


async def _prepare_connection(connection: "asyncpg.Connection[asyncpg.Record]") -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(name, encoder=_to_json, decoder=json.loads, schema="pg_catalog", format="text")


def _to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
