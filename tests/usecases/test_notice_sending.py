"""A cause is told once: whoever dies, however often it is tried, and not at night unless it can't wait."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from app.adapters.aes_columns import AesColumns
from app.adapters.hmac_index import HmacIndex
from app.adapters.system_secrets import SystemSecrets
from app.domain.feed import FeedEventType
from app.domain.filing_states import Event, State
from app.domain.notices import RETRIES_AFTER, NoticeChannel, NoticeState, SendingResult, Sent
from app.ports.notice_sender import Letter
from app.storage.engine import Database
from app.storage.notice_outbox import SqlNoticeOutbox
from app.usecases import event_publishing, notice_planning, notice_sending
from app.usecases.sandbox_notices import kept_notices, let_out, merged
from tests.adapters.keyrings import a_keyring
from tests.usecases.a_post_office import Office, Offices, moved_on, sent_back, with_offices, with_outbox
from tests.usecases.a_world import NOW, World

EVENING = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
"""Half past ten in the evening in Beijing."""
MORNING = datetime(2026, 3, 3, 0, 0, tzinfo=UTC)
BUSY = SendingResult(Sent.LATER, "busy")


@pytest.fixture
def offices(world: World) -> Offices:
    return with_offices(world)


async def states(offices: Offices, filing_id: str) -> dict[str, NoticeState]:
    return {one.channel.value: one.state for one in await offices.notices(filing_id)}


async def test_an_event_that_is_published_twice_is_told_once(world: World, offices: Offices) -> None:
    filing = await sent_back(world)
    await offices.work()
    async with world.runtime.unit_of_work() as uow:
        (event,) = (await uow.feed.about([filing.id]))[filing.id]
        assert event.type is FeedEventType.FILING_STATE_CHANGED
        await notice_planning.plan_events(world.runtime, uow, [event, event])
        await uow.commit()

    await offices.work()

    assert [one.state for one in await offices.notices(filing.id)] == [NoticeState.SENT] * 3
    assert len(await offices.sent(offices.sms, filing.id)) == 1


async def test_any_number_of_notices_is_planned_at_once(world: World, offices: Offices) -> None:
    filing = await sent_back(world)
    await event_publishing.publish_all(world.runtime)
    (notice, *_) = await offices.notices(filing.id)
    many = [replace(notice, id=world.runtime.ids.new("ntc"), recipient=f"sms_{number}") for number in range(2_500)]

    async with world.runtime.unit_of_work() as uow:
        await uow.notices.add(many)
        planned = await uow.notices.of(filing.id)

    assert len(planned) == 2_503


async def test_two_workers_send_a_notice_once(world: World, offices: Offices) -> None:
    filings = [await sent_back(world) for _ in range(3)]
    await event_publishing.publish_all(world.runtime)

    await asyncio.gather(*(notice_sending.send_all_due(world.runtime, NoticeChannel.SMS) for _ in range(4)))

    for filing in filings:
        assert len(await offices.sent(offices.sms, filing.id)) == 1


async def test_what_happens_at_night_rings_no_phone_till_morning(world: World, offices: Offices) -> None:
    world.clock.advance(EVENING - NOW)
    filing = await sent_back(world)

    await offices.work()
    at_night = await states(offices, filing.id)
    async with world.runtime.unit_of_work() as uow:
        waits_for = await uow.notices.next_due([NoticeChannel.SMS], world.clock.now())
    await offices.work_at(MORNING)

    assert at_night == {"sms": NoticeState.PENDING, "email": NoticeState.SENT, "push": NoticeState.PENDING}
    assert waits_for == MORNING
    assert set((await states(offices, filing.id)).values()) == {NoticeState.SENT}


async def test_what_can_not_wait_goes_out_at_night(world: World, offices: Offices) -> None:
    filing = await world.awaiting_sms()

    await offices.work_at(NOW + timedelta(hours=12))

    assert world.clock.now().astimezone(UTC).hour == 14
    assert len(await offices.sent(offices.sms, filing.id, "sms_waiting")) == 2


async def test_what_is_over_by_morning_is_not_told(world: World, offices: Offices) -> None:
    world.clock.advance(EVENING - NOW)
    filing = await sent_back(world)
    await offices.work()
    await moved_on(world, filing, Event.RESUBMIT, State.FIRST_REVIEW)

    await offices.work_at(MORNING)

    assert await offices.sent(offices.sms, filing.id) == []
    reasons = {one.channel: one.reason for one in await offices.notices(filing.id)}
    assert reasons == {NoticeChannel.SMS: "moot", NoticeChannel.EMAIL: None, NoticeChannel.PUSH: "moot"}


async def test_of_two_of_the_same_that_waited_only_the_newer_goes_out(world: World, offices: Offices) -> None:
    world.clock.advance(EVENING - NOW)
    filing = await sent_back(world)
    again = await moved_on(world, filing, Event.RESUBMIT, State.FIRST_REVIEW)
    await moved_on(world, again, Event.REJECT, State.FIRST_REVIEW_REJECTED)
    await offices.work()

    await offices.work_at(MORNING)

    assert len(await offices.sent(offices.sms, filing.id)) == 1
    reasons = [one.reason for one in await offices.notices(filing.id) if one.channel is NoticeChannel.SMS]
    assert reasons == ["superseded", None]


async def test_a_later_try_keeps_the_quiet_hours_too(world: World, offices: Offices) -> None:
    world.clock.advance(EVENING - timedelta(minutes=31) - NOW)
    filing = await sent_back(world)
    offices.sms.answers = [BUSY]
    await offices.work()

    await offices.work_at(EVENING)
    tried = len(await offices.sent(offices.sms, filing.id))
    await offices.work_at(MORNING)

    assert tried == 1
    assert (await states(offices, filing.id))["sms"] is NoticeState.SENT


async def test_a_channel_that_fails_is_tried_on_the_schedule_and_then_given_up_aloud(
    world: World, offices: Offices
) -> None:
    offices.email.answers = [SendingResult(Sent.LATER, "not_reached")] * 50
    filing = await sent_back(world)
    await offices.work()

    with capture_logs() as logs:
        for pause in RETRIES_AFTER:
            await offices.later(pause)

    (notice,) = [one for one in await offices.notices(filing.id) if one.channel is NoticeChannel.EMAIL]
    assert (notice.state, notice.attempts, notice.reason) == (NoticeState.DEAD, 6, "not_reached")
    told = [log for log in logs if log.get("notice_id") == notice.id]
    assert [log["log_level"] for log in told] == ["warning"] * 4 + ["error"]
    assert world.account.phone not in str(logs)


@pytest.mark.parametrize(
    ("answer", "state", "level"),
    [
        (SendingResult(Sent.REFUSED, "recipient_refused"), NoticeState.UNDELIVERABLE, "warning"),
        (SendingResult(Sent.UNCLEAR, "answer_lost"), NoticeState.UNCLEAR, "warning"),
        (SendingResult(Sent.LATER, "sign_in_refused", our_fault=True), NoticeState.PENDING, "error"),
        (RuntimeError("a fault in an adapter"), NoticeState.UNCLEAR, "error"),
    ],
)
async def test_what_did_not_go_out_is_told_to_the_operator_and_what_may_have_gone_out_is_not_sent_again(
    world: World, offices: Offices, answer: SendingResult | Exception, state: NoticeState, level: str
) -> None:
    filing = await sent_back(world)
    await event_publishing.publish_all(world.runtime)
    (notice,) = [one for one in await offices.notices(filing.id) if one.channel is NoticeChannel.EMAIL]
    # Others' notices lie in the same database: only this one is answered so.
    offices.email = _Answering(notice.id, answer)
    ways = world.runtime.notices
    senders = {**ways.senders, NoticeChannel.EMAIL: offices.email}
    world.runtime = replace(world.runtime, notices=replace(ways, senders=senders))

    with capture_logs() as logs:
        await offices.work()
        await notice_sending.take_up_lost(world.runtime)
        await offices.work()

    assert (await states(offices, filing.id))["email"] is state
    assert len(await offices.sent(offices.email, filing.id)) == 1
    assert level in [log["log_level"] for log in logs if log.get("notice_id") == notice.id]


class _Answering(Office):
    """Answers one notice in its own way, and takes the others."""

    def __init__(self, notice_id: str, answer: SendingResult | Exception) -> None:
        super().__init__()
        self._notice_id, self._answer = notice_id, answer

    async def send(self, letter: Letter) -> SendingResult:
        self.answers = [self._answer] if letter.notice_id == self._notice_id else []
        return await super().send(letter)


async def test_a_notice_whose_sender_died_is_not_sent_again_unless_the_receiver_knows_it_by_its_id(
    world: World, offices: Offices
) -> None:
    filing = await sent_back(world)
    await event_publishing.publish_all(world.runtime)
    now = world.clock.now()
    async with world.runtime.unit_of_work() as uow:
        for channel in NoticeChannel:
            while await uow.notices.take_due(channel, now, now, now + timedelta(minutes=1), 100):
                pass
        await uow.commit()
    await offices.work()
    held = await states(offices, filing.id)

    world.clock.advance(timedelta(minutes=2))
    await notice_sending.take_up_lost(world.runtime)
    await offices.work()

    assert set(held.values()) == {NoticeState.SENDING}
    assert await states(offices, filing.id) == {
        "sms": NoticeState.UNCLEAR,
        "email": NoticeState.UNCLEAR,
        "push": NoticeState.SENT,
    }
    assert await offices.sent(offices.sms, filing.id) == []


async def test_a_notice_that_can_not_be_planned_keeps_no_event_from_those_who_follow(
    world: World, offices: Offices
) -> None:
    filing = await sent_back(world)
    world.runtime = replace(world.runtime, profiles={})

    with capture_logs() as logs:
        await event_publishing.publish_all(world.runtime)

    async with world.runtime.unit_of_work() as uow:
        page = await uow.feed.list(world.provider.id, 10)
    assert [event.filing_id for event in page.items] == [filing.id]
    assert "notice not planned" in [log["event"] for log in logs]


async def test_a_notice_that_can_not_be_written_keeps_no_other_from_going_out(world: World, offices: Offices) -> None:
    broken, whole = await sent_back(world), await sent_back(world)
    await event_publishing.publish_all(world.runtime)
    assert isinstance(world.runtime.database, Database)
    query = "update notices set data = '{}' where about_id = $1"
    await world.runtime.database.pool.fetch(query, broken.id)

    with capture_logs() as logs:
        await offices.work()

    assert set((await states(offices, whole.id)).values()) == {NoticeState.SENT}
    assert set((await states(offices, broken.id)).values()) == {NoticeState.PENDING}
    assert "notice not written" in [log["event"] for log in logs]


async def test_in_sandbox_mode_notices_are_kept_sealed_and_found_by_the_phone_of_whoever_they_are_for(
    world: World, database: Database
) -> None:
    keyring = a_keyring()
    outbox = SqlNoticeOutbox(database.engine, AesColumns(keyring, SystemSecrets()), HmacIndex(keyring))
    with_outbox(world, outbox, (NoticeChannel.SMS, NoticeChannel.EMAIL))
    filing = await sent_back(world)

    left = await let_out(world.runtime)
    of_account = await kept_notices(world.runtime, world.account.phone)
    typed_otherwise = await kept_notices(world.runtime, f"+86 {world.account.phone}")
    stored = await database.pool.fetch("select * from notice_outbox")

    assert left == 0
    assert {one["channel"] for one in of_account} == {"sms", "email"}
    assert {one["to"] for one in of_account} == {world.account.phone, "zhangsan@example.cn"}
    principal = filing.body.subject.principal
    assert principal is not None
    assert [one["channel"] for one in await kept_notices(world.runtime, principal.mobile)] == ["email"]
    assert typed_otherwise == of_account
    assert await kept_notices(world.runtime, "13900000000") == []
    assert {one["id"] for one in of_account} <= {one["id"] for one in await kept_notices(world.runtime, None)}
    shown = "\n".join(str(value) for row in stored for value in row.values())
    assert stored
    assert not [words for words in (world.account.phone, "zhangsan", "初审") if words in shown]


def test_messages_of_two_origins_are_one_list_newest_first() -> None:
    codes = [{"id": "sms_2", "sent_at": "2026-03-02T02:00:00+00:00"}]
    notices = [{"id": "b", "sent_at": "2026-03-02T12:00:00+08:00"}, {"id": "a", "sent_at": "2026-03-02T01:00:00+00:00"}]

    assert [one["id"] for one in merged(codes, notices)] == ["b", "sms_2", "a"]
