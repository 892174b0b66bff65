"""Sending webhooks over HTTP to addresses that other people chose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from app.domain.webhook_targets import TargetFault
from app.domain.webhooks import Attempt


class WebhookSender(Protocol):
    """Posts to public addresses alone, whatever a name resolves to at that moment; follows no redirect."""

    def fault_of(self, url: str) -> TargetFault | None:
        """Tell what is wrong with an address that somebody wants to be told at, as far as it shows without asking."""
        ...

    async def post(self, url: str, secrets: Sequence[str], message_id: str, at: datetime, body: bytes) -> Attempt:
        """Post a body, signed with each secret (Standard Webhooks), and return what came of it.

        Every failure is an attempt too, with a word for it in `error`. `at` is real time, in UTC.
        """
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
