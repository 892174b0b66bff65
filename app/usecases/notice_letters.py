"""Writing a notice when it goes out: whether it still holds, where it goes, and what it says by then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.checks_people import is_email
from app.domain.duties import kind_label
from app.domain.exchange import SmsState
from app.domain.filing_body import Person
from app.domain.filing_states import State
from app.domain.filings import Filing
from app.domain.named_people import people_of
from app.domain.notice_causes import NoticeCause, still_holds
from app.domain.notice_words import Facts, filled, worded
from app.domain.notices import Notice, NoticeChannel, NoticePlace, NoticeTemplate, order_end, told_moment
from app.domain.obligations import Obligation
from app.domain.phone_numbers import as_filed, is_mobile
from app.domain.profile import Profile
from app.domain.providers import Provider
from app.domain.records import Record
from app.domain.rejections import rejection
from app.domain.texts import Text
from app.domain.transfers import Transfer, TransferState
from app.ports.notice_sender import Letter
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import day_in_china
from app.usecases.notice_planning import APPLICANT, REVIEWERS
from app.usecases.runtime import Runtime

_CHECK_THERE = Text("详情见备案系统", "see the details there")


class NotNeededError(Exception):
    """A notice has nobody to go to, or tells what is true no more; the reason is a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class _About:
    """What a notice is about, as it is now, as far as its cause has any of it."""

    filing: Filing | None = None
    obligation: Obligation | None = None
    record: Record | None = None
    transfer: Transfer | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Address:
    to: str
    phones: tuple[str, ...] = ()


async def letter_of(
    runtime: Runtime, uow: UnitOfWork, provider: Provider, notice: Notice, template: NoticeTemplate, now: datetime
) -> Letter:
    """Write one notice. Raises NotNeededError."""
    if notice.superseded:
        raise NotNeededError("superseded")
    profile = runtime.profiles[provider.profile]
    about = await _about(uow, notice, now)
    address, due_at = await _address(runtime, uow, notice, about)
    facts = _facts(runtime, about, due_at, profile, now)
    link = None if notice.recipient == REVIEWERS else runtime.notices.app_url
    words = worded(template, notice.channel, facts, profile.languages, link)
    title = f"[{provider.name}] {words.subject}" if notice.recipient == REVIEWERS else words.subject
    return Letter(
        notice_id=notice.id,
        channel=notice.channel,
        template=notice.cause,
        language=words.language,
        to=address.to,
        subject=title,
        text=words.text,
        at=now,
        parameters=words.parameters,
        phones=address.phones,
        told=_told(runtime, notice, template, facts) if notice.channel is NoticeChannel.PUSH else {},
    )


def _told(runtime: Runtime, notice: Notice, template: NoticeTemplate, facts: Facts) -> dict[str, Any]:
    """Return what a push service is given: both languages, and what the notice is about."""
    title, text = filled(template.subject, facts), filled(template.text, facts)
    return {
        "cause": notice.cause,
        "provider_id": notice.provider_id,
        "account_id": notice.account_id,
        "filing_id": notice.filing_id,
        "record_id": notice.record_id,
        "urgent": template.urgent,
        "title": {"zh": title.zh, "en": title.en},
        "text": {"zh": text.zh, "en": text.en},
        "link": runtime.notices.app_url,
    }


async def _about(uow: UnitOfWork, notice: Notice, now: datetime) -> _About:
    """Look up what a notice is about; raises NotNeededError where it holds no more."""
    kind = notice.about_id.partition("_")[0]
    if kind == "obl":
        return await _of_obligation(uow, notice)
    if kind == "trf":
        return await _of_transfer(uow, notice)
    return await _of_filing(uow, notice, now)


async def _of_filing(uow: UnitOfWork, notice: Notice, now: datetime) -> _About:
    (filing,) = await uow.filings.by_ids([notice.about_id])
    waiting = (await uow.history.deadlines_of([filing.id]))[filing.id]
    waits_until = next((one.due_at for one in waiting if one.kind == notice.data.get("kind")), None)
    if not still_holds(NoticeCause(notice.cause), dict(notice.data), filing, waits_until, now):
        raise NotNeededError("moot")
    return _About(filing, due_at=await _due_at(uow, notice))


async def _due_at(uow: UnitOfWork, notice: Notice) -> datetime | None:
    """Return by when something is due; an event that tells of a hand-over does not say how long its codes live."""
    if notice.cause == NoticeCause.HANDED_OVER:
        return min(one.expires_at for one in await uow.exchange.sms_of(notice.about_id))
    due_at = notice.data.get("due_at")
    return None if due_at is None else datetime.fromisoformat(due_at)


async def _of_obligation(uow: UnitOfWork, notice: Notice) -> _About:
    (obligation,) = await uow.obligations.by_ids([notice.about_id])
    is_moved = obligation.account_id != notice.account_id
    if is_moved or not obligation.state.is_unmet:
        raise NotNeededError("moot")
    record = await uow.records.get(obligation.provider_id, obligation.record_id)
    return _About(obligation=obligation, record=record, due_at=obligation.due_at)


async def _of_transfer(uow: UnitOfWork, notice: Notice) -> _About:
    (transfer,) = await uow.transfers.by_ids([notice.about_id])
    if transfer.state is not TransferState.PENDING:
        raise NotNeededError("moot")
    return _About(transfer=transfer, due_at=transfer.expires_at)


async def _address(
    runtime: Runtime, uow: UnitOfWork, notice: Notice, about: _About
) -> tuple[_Address, datetime | None]:
    """Return where a notice goes, and by when something is due where that is the recipient's own."""
    if notice.recipient == REVIEWERS:
        return _Address(runtime.notices.reviewers_mailbox or ""), about.due_at
    if notice.recipient == APPLICANT:
        return await _of_applicant(uow, notice, about), about.due_at
    recipients = await uow.exchange.sms_of(notice.about_id)
    one = next((one for one in recipients if one.id == notice.recipient and one.state is SmsState.PENDING), None)
    if one is None:
        raise NotNeededError("moot")
    return _Address(one.phone, (one.phone,)), one.expires_at


async def _of_applicant(uow: UnitOfWork, notice: Notice, about: _About) -> _Address:
    """Return the account's phone or id, or the mail address of the first person named who has one."""
    account = await uow.accounts.get(notice.provider_id, notice.account_id)
    assert account is not None
    if notice.channel is NoticeChannel.PUSH:
        return _Address(account.id)
    phone = as_filed(account.phone)
    if notice.channel is NoticeChannel.SMS:
        if not is_mobile(phone):
            raise NotNeededError("no_address")
        return _Address(phone, (phone,))
    person = next((one for one in _people(about) if one.email and is_email(one.email)), None)
    if person is None or person.email is None:
        raise NotNeededError("no_address")
    phones = (phone, as_filed(person.mobile)) if person.mobile else (phone,)
    return _Address(person.email, phones)


def _people(about: _About) -> Iterable[Person]:
    """Return who can be written to, the subject's principal first."""
    if about.record is not None:
        principals = [about.record.subject.principal, *(one.service.principal for one in about.record.services)]
        return [one for one in principals if one is not None]
    if about.filing is None:
        return []
    bodies = [about.filing.body, *([] if about.filing.on_file is None else [about.filing.on_file.body])]
    return [person for body in bodies for pointer, person in people_of(body).items() if pointer.endswith("/principal")]


def _facts(runtime: Runtime, about: _About, due_at: datetime | None, profile: Profile, now: datetime) -> Facts:
    """Return what the places of a notice stand for; a text with a place that its cause has nothing of is a fault."""
    day = day_in_china(now)
    facts = {} if due_at is None else {NoticePlace.DUE: told_moment(due_at)}
    if about.filing is not None:
        end, type_ = order_end(about.filing.id), about.filing.filing_type
        facts[NoticePlace.ORDER] = Text(end, end)
        facts[NoticePlace.TYPE] = profile.type_label(type_, day, runtime.rulebook)
        facts[NoticePlace.RESULT] = profile.state_label(State.APPROVED, type_)
        facts[NoticePlace.OPINIONS] = _opinions(runtime, about.filing, now)
    if about.obligation is not None:
        number = "-" if about.record is None else about.record.subject_number
        facts[NoticePlace.NUMBER] = Text(number, number)
        facts[NoticePlace.DUTY] = kind_label(about.obligation.kind, day, runtime.rulebook)
    return facts


def _opinions(runtime: Runtime, filing: Filing, now: datetime) -> Text:
    """Return what was found fault with, in the catalogue's words: what somebody typed may name people."""
    day = day_in_china(now)
    found = [rejection(code, day, runtime.rulebook) for code in dict.fromkeys(one.code for one in filing.findings)]
    said = [one for one in found if one is not None]
    if not said:
        return _CHECK_THERE
    return Text(
        "\n".join(f"{place}. {one.message.zh}{one.remedy.zh}" for place, one in enumerate(said, 1)),
        "\n".join(f"{place}. {one.message.en} {one.remedy.en}" for place, one in enumerate(said, 1)),
    )
