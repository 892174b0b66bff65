"""Sending notices: one sender a channel. Adapters translate what a vendor or a server answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from app.domain.notices import NoticeChannel, SendingResult
from app.domain.texts import Language


@dataclass(frozen=True, slots=True)
class Letter:
    """One notice as it goes out.

    `to` is a mobile of the mainland, an e-mail address, or the account's id with `push`. `template` and `parameters`
    (in the order of the text) are for vendors that send approved texts alone; `told` is what a push service is given.
    `phones` are those of the recipient, by which the sandbox finds what somebody was sent.
    """

    notice_id: str
    channel: NoticeChannel
    template: str
    language: Language
    to: str
    subject: str
    text: str
    at: datetime
    parameters: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    told: Mapping[str, Any] = field(default_factory=dict)


class NoticeSender(Protocol):
    """Hands notices of one channel over. Every failure is a result; nothing of a person stands in its reason."""

    @property
    def may_repeat(self) -> bool:
        """Tell whether the other side knows a notice by its id, so that the same one can be handed over twice."""
        ...

    async def send(self, letter: Letter) -> SendingResult:
        """Hand one notice over, within half a minute."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...


class NoticeOutbox(NoticeSender, Protocol):
    """What stands in for every way out in sandbox mode: it keeps what would have been sent."""

    async def messages(self, phone: str | None, limit: int) -> list[dict[str, Any]]:
        """Return what would have been sent to somebody with this phone, or to all, newest first.

        Raises StoreUnavailableError.
        """
        ...
