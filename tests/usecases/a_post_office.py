"""Senders that only remember, and answer as they are told."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.domain.notices import Notice, NoticeChannel, SendingResult, Sent
from app.ports.notice_sender import Letter
from app.storage.notice_outbox import SqlNoticeOutbox
from app.usecases import deadlines, event_publishing, notice_sending
from app.usecases.runtime import NoticeWays
from tests.usecases.a_world import World

MAILBOX = "reviewers@provider.example"
TAKEN = SendingResult(Sent.TAKEN)


@dataclass(slots=True)
class Office:
    """Implements `app.ports.notice_sender.NoticeSender`; `answers` come first, then everything is taken."""

    may_repeat: bool = False
    answers: list[SendingResult | Exception] = field(default_factory=list)
    handed_over: list[Letter] = field(default_factory=list)

    async def send(self, letter: Letter) -> SendingResult:
        """Remember a letter."""
        self.handed_over.append(letter)
        answer = self.answers.pop(0) if self.answers else TAKEN
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def close(self) -> None:
        """Nothing is open."""


@dataclass(slots=True)
class Offices:
    """One office a channel, for one world."""

    world: World
    sms: Office = field(default_factory=Office)
    email: Office = field(default_factory=Office)
    push: Office = field(default_factory=lambda: Office(may_repeat=True))

    async def work(self) -> None:
        """Publish and send what is due."""
        await event_publishing.publish_all(self.world.runtime)
        for channel in NoticeChannel:
            await notice_sending.send_all_due(self.world.runtime, channel)

    async def work_at(self, moment: datetime) -> None:
        """Let time come to a moment, fire what is due by then, and send."""
        self.world.clock.advance(moment - self.world.clock.now())
        while await deadlines.fire_due(self.world.runtime, moment):
            pass
        await self.work()

    async def later(self, by: timedelta) -> None:
        """Let time pass, and send."""
        self.world.clock.advance(by)
        await self.work()

    async def notices(self, about_id: str, cause: str | None = None) -> tuple[Notice, ...]:
        """Return the notices about something."""
        async with self.world.runtime.unit_of_work() as uow:
            found = await uow.notices.of(about_id)
        return tuple(one for one in found if cause in (None, one.cause))

    async def sent(self, office: Office, about_id: str, cause: str | None = None) -> list[Letter]:
        """Return the letters about something that were handed over; others' work lies in the same database."""
        ids = {one.id for one in await self.notices(about_id, cause)}
        return [letter for letter in office.handed_over if letter.notice_id in ids]


def with_offices(world: World) -> Offices:
    """Let a world send notices."""
    offices = Offices(world)
    senders = {NoticeChannel.SMS: offices.sms, NoticeChannel.EMAIL: offices.email, NoticeChannel.PUSH: offices.push}
    ways = NoticeWays(senders, None, MAILBOX, "https://app.provider.example")
    world.runtime = replace(world.runtime, notices=ways)
    return offices


def with_outbox(world: World, outbox: SqlNoticeOutbox, channels: Sequence[NoticeChannel]) -> None:
    """Let a world keep its notices, as sandbox mode does."""
    world.runtime = replace(world.runtime, notices=NoticeWays(dict.fromkeys(channels, outbox), outbox, MAILBOX))
