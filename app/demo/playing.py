"""Plays stories, one after another, and tells how they ended."""

from collections.abc import Callable, Sequence

import httpx
from rich.console import Console

from app.demo.agreement import Ending
from app.demo.http_service import DemoFailedError, HttpService
from app.demo.numbers import Numbers
from app.demo.screen import Screen
from app.demo.stage import Stage
from app.demo.stories import STORIES

Played = Callable[[str, str, str], bool]

_TIMEOUT_SECONDS = 60.0
_BACKEND_SCOPES = "accounts resources codes records:read pii:read sandbox"
_REVIEWER_SCOPES = "reviews pii:read"


def play(
    filing_types: Sequence[str],
    base_url: str,
    client_id: str,
    client_secret: str,
    *,
    console: Console | None = None,
) -> bool:
    """Play stories with one client of all scopes, and tell whether all of them ended as they should.

    A story that breaks off does not keep the next from being played.
    """
    screen = Screen(console or Console())
    closings: list[str] = []
    broken = 0
    with httpx.Client(base_url=base_url, timeout=_TIMEOUT_SECONDS, trust_env=False) as client:
        for filing_type in filing_types:
            try:
                ending = _ending(screen, client, filing_type, (client_id, client_secret))
            except (DemoFailedError, httpx.HTTPError) as error:
                screen.failure(f"{filing_type}: {error}")
                broken += 1
                continue
            broken += not ending.agreed
            closings.append(ending.closing)
    screen.outcome(closings, agreed=not broken)
    return not broken


def _ending(screen: Screen, client: httpx.Client, filing_type: str, credentials: tuple[str, str]) -> Ending:
    """Play one story; its people and firms have numbers of their own."""
    backend = HttpService.signed_in(client, *credentials, _BACKEND_SCOPES)
    reviewer = HttpService.signed_in(client, *credentials, _REVIEWER_SCOPES)
    stage = Stage(screen, backend, reviewer, Numbers(f"{credentials[0]}/{filing_type}"))
    ending = STORIES[filing_type](stage)
    screen.comparison("How it ended", ("as it should", "as it is"), ending.expected)
    screen.comparison(
        "The service's records and the authority's national record", ("service", "national record"), ending.records
    )
    return ending
