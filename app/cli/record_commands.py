"""Commands about what is on record."""

import asyncio
from typing import Annotated

import typer

from app.cli.processes import read_settings, say

records = typer.Typer(help="What is on record.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(records, name="records")


@records.callback()
def _group() -> None:
    """Keep the group a group, though it has one command."""


@records.command("index-people")
def index_people(
    at_once: Annotated[int, typer.Option(min=1, max=10_000, help="records a transaction")] = 200,
) -> None:
    """Index anew, for looking up, who answers for what is on record; once after the upgrade that brought the index.

    It reads sealed records, which a migration can't, and may be run while the service works, and again.
    """
    asyncio.run(_index_people(at_once))


async def _index_people(at_once: int) -> None:
    from app.stack.local import local
    from app.usecases.record_people import index_all
    from app.wiring import build

    with local(read_settings()) as settings:
        async with build(settings) as runtime:
            say(f"people of records indexed, in {await index_all(runtime, at_once)} transactions")
