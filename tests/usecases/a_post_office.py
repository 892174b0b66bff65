"""Senders that only remember, and answer as they are told."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from app.domain.filing_states import Actor, Event, State
from app.domain.filing_types import FilingType
from app.domain.filings import Filing, ReviewFinding
from app.domain.notices import Notice, NoticeChannel, SendingResult, Sent
from app.ports.notice_sender import Letter
from app.storage.notice_outbox import SqlNoticeOutbox
from app.usecases import deadlines, event_publishing, notice_sending
from app.usecases.filing_moves import Move, move
from app.usecases.runtime import NoticeWays
from tests.usecases.a_world import World
from tests.usecases.an_approval import a_filing, of_service

MAILBOX = "reviewers@provider.example"
NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider", "张三说网站名称不行")
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


async def sent_back(world: World, *, event: Event = Event.REJECT, **changes: object) -> Filing:
    """Put a filing into review and move it on, by default back to its applicant: a short way, without papers."""
    service = of_service(world, name=None, domains=(f"{secrets.token_hex(8)}.cn",))
    filing = a_filing(world, FilingType.FIRST_FILING, service, state=State.FIRST_REVIEW)
    to = {Event.REJECT: State.FIRST_REVIEW_REJECTED, Event.REQUEST_COMPLETION: State.COMPLETION_REQUIRED}[event]
    made = Move(event, Actor.REVIEWER, to, "national", changes={"findings": (NAME,), **changes})
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.add(filing, secrets.token_bytes(32), 9)
        moved = await move(world.runtime, uow, filing, world.clock.now(), made)
        await uow.commit()
    return moved


async def moved_on(world: World, filing: Filing, event: Event, to: State) -> Filing:
    """Move a filing as somebody did meanwhile."""
    async with world.runtime.unit_of_work() as uow:
        made = Move(event, Actor.APPLICANT, to, "national")
        moved = await move(world.runtime, uow, filing, world.clock.now(), made)
        await uow.commit()
    return moved


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
