"""Commands about rules and profiles."""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.cli.processes import read_settings, say

if TYPE_CHECKING:
    from app.usecases.rule_dry_runs import Candidate, FilingSeen

rules = typer.Typer(help="Rules and profiles.", no_args_is_help=True)
_ROW = "{:<34} {:<22} {:<26} {:<12} {} → {}"


def add_to(app: typer.Typer) -> None:
    """Register the group."""
    app.add_typer(rules, name="rules")


@rules.callback()
def _group() -> None:
    """Keep the group a group, though it has one command."""


@rules.command("dry-run")
def dry_run(
    folder: Annotated[
        Path | None,
        typer.Option("--rules", exists=True, file_okay=False, help="folder of changed rules, laid out like app/rules"),
    ] = None,
    profile: Annotated[str | None, typer.Option(help="the profile that every provider would have")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="the day that is judged by; absent: today")
    ] = None,
) -> None:
    """Judge every open filing by the present rules and by changed ones, and list what would change; writes nothing.

    A table goes to stderr, one JSON object a filing that would change to stdout, and at the end one that sums up.
    """
    from app.usecases.rule_dry_runs import ProfileGoneError

    try:
        asyncio.run(_dry_run(folder, profile, on))
    except ProfileGoneError as error:
        raise typer.BadParameter(str(error), param_hint="--rules") from error


async def _dry_run(folder: Path | None, profile: str | None, on: datetime | None) -> None:
    from app.stack.local import local
    from app.usecases import rule_dry_runs
    from app.wiring import build

    with local(read_settings()) as settings:
        candidate = _candidate(folder, settings.profiles_dir, profile)
        async with build(settings) as runtime:
            looked_at = changed = 0
            say(_ROW.format("filing", "type", "state", "what", "now", "then"))
            async for seen in rule_dry_runs.dry_run(runtime, candidate, None if on is None else on.date()):
                looked_at += 1
                if seen.changes:
                    changed += 1
                    _show(seen)
    say(f"{looked_at} open filings, {changed} would change")
    summary = {"open": looked_at, "changed": changed, "rulebook_digest": candidate.rulebook.digest}
    sys.stdout.write(f"{json.dumps(summary)}\n")


def _candidate(folder: Path | None, own: Path | None, profile: str | None) -> "Candidate":
    """Read what is tried; a folder may leave its profiles out, and then those that are in use stay."""
    from app.rulebook import RULES_FOLDER, asked_rules, load_profiles, load_rulebook
    from app.usecases.rule_dry_runs import Candidate

    rules_folder = folder or RULES_FOLDER
    with_profiles = rules_folder if (rules_folder / "profiles").is_dir() else RULES_FOLDER
    profiles = load_profiles(with_profiles, own)
    if profile is not None and profile not in profiles:
        raise typer.BadParameter(f"no profile {profile!r}; there are {', '.join(sorted(profiles))}")
    return Candidate(load_rulebook(rules_folder, asked_rules()), profiles, profile)


def _show(seen: "FilingSeen") -> None:
    for one in seen.changes:
        what = f"{one.aspect} {one.place}"
        say(_ROW.format(seen.filing_id, seen.filing_type, seen.state, what, one.now or "–", one.then or "–"))
    sys.stdout.write(f"{json.dumps(asdict(seen), ensure_ascii=False)}\n")
