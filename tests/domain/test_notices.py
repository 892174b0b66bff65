"""Notices: who is told what, in words that fit an SMS, at night only where it can't wait, and never of what is over."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.deadlines import DeadlineKind
from app.domain.feed import FeedEvent, FeedEventType
from app.domain.filing_states import TRANSITIONS, Event, State
from app.domain.filing_types import FilingType
from app.domain.notice_causes import NoticeCause, cause_of
from app.domain.notice_words import languages_of, places_of, worded
from app.domain.notices import (
    RETRIES_AFTER,
    Notice,
    NoticeAudience,
    NoticeChannel,
    NoticePlace,
    NoticeState,
    NoticeTemplate,
    SendingResult,
    Sent,
    after,
    order_end,
    quiet_until,
    suppressed,
    told_moment,
)
from app.domain.obligations import ObligationKind
from app.domain.texts import Language, Text
from app.domain.working_days import SHANGHAI
from tests.domain.samples import TODAY
from tests.real_rules import PROFILES, RULEBOOK

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
SIGNATURE = "【某某云服务平台】"
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone
HOURS = st.integers(0, 23)
_NATIONAL = PROFILES["national"]
_DUTIES = RULEBOOK.at("duties.labels", TODAY).value


def template(cause: NoticeCause) -> NoticeTemplate:
    found: NoticeTemplate = RULEBOOK.at(cause.rule, TODAY).value
    return found


def longest(texts: list[Text]) -> Text:
    return Text(max((one.zh for one in texts), key=len), max((one.en for one in texts), key=len))


FACTS = {
    NoticePlace.ORDER: Text("9Z8Y7X", "9Z8Y7X"),
    NoticePlace.TYPE: longest([one.label(TODAY, RULEBOOK) for one in FilingType]),
    NoticePlace.RESULT: longest([_NATIONAL.state_label(State.APPROVED, one) for one in FilingType]),
    NoticePlace.DUE: told_moment(datetime(2026, 12, 30, 15, 59, tzinfo=UTC)),
    NoticePlace.DUTY: longest([Text(**_DUTIES[kind.value]) for kind in ObligationKind]),
    NoticePlace.NUMBER: Text("豫ICP备2026000001号", "豫ICP备2026000001号"),
    NoticePlace.OPINIONS: Text("1. 网站名称不符合要求", "1. The name does not meet the rules"),
}
BY_SMS = [cause for cause in NoticeCause if template(cause).sms is not None]


def an_event(type_: FeedEventType, **data: Any) -> FeedEvent:
    return FeedEvent("evt_1", "prov_1", "acct_1", type_, NOW, "fil_1", filing_id="fil_1", data=data)


def a_move(event: Event, to: State) -> FeedEvent:
    return an_event(FeedEventType.FILING_STATE_CHANGED, event=event.value, to=to.value, **{"from": "first_review"})


def a_notice(**changes: Any) -> Notice:
    whole: dict[str, Any] = {
        "id": "ntc_1",
        "provider_id": "prov_1",
        "account_id": "acct_1",
        "cause": "approved",
        "cause_id": "evt_1",
        "about_id": "fil_1",
        "channel": NoticeChannel.SMS,
        "recipient": "applicant",
        "happened_at": NOW,
        "not_before": NOW,
        "next_at": NOW,
        **changes,
    }
    return Notice(**whole)


@pytest.mark.parametrize("cause", BY_SMS)
def test_an_sms_is_one_segment_in_either_language_with_the_longest_that_its_places_can_hold(
    cause: NoticeCause,
) -> None:
    chinese = worded(template(cause), NoticeChannel.SMS, FACTS, ("zh-CN", "en"), None)
    english = worded(template(cause), NoticeChannel.SMS, FACTS, ("en",), None)

    assert len(SIGNATURE + chinese.text) <= 70
    assert english.text.isascii()
    assert len(english.text) <= 160
    assert (chinese.language, english.language) == (Language.ZH, Language.EN)
    assert not any("{" in one.text or "\n" in one.text or "http" in one.text for one in (chinese, english))


@pytest.mark.parametrize("cause", BY_SMS)
def test_the_parameters_of_an_sms_stand_in_its_text_in_their_order(cause: NoticeCause) -> None:
    sent = worded(template(cause), NoticeChannel.SMS, FACTS, ("zh-CN",), None)

    rest = sent.text
    for parameter in sent.parameters:
        assert parameter in rest
        rest = rest.partition(parameter)[2]
    assert len(sent.parameters) == len(places_of(template(cause).sms.zh))  # type: ignore[union-attr]  # an SMS has both


@pytest.mark.parametrize("cause", NoticeCause)
def test_every_cause_is_told_whole_in_both_languages(cause: NoticeCause) -> None:
    told = template(cause)

    mail = worded(told, NoticeChannel.EMAIL, FACTS, ("zh-CN", "en"), "https://app.example.cn")

    chinese, _, english = mail.text.partition("\n\n----\n\n")
    assert "{" not in mail.subject + mail.text
    assert "\n" not in mail.subject
    assert chinese.endswith("办理入口：https://app.example.cn")
    assert english.endswith("Sign in at: https://app.example.cn")
    assert mail.subject.count(" / ") >= 1


@pytest.mark.parametrize("cause", NoticeCause)
def test_reviewers_are_told_by_mail_and_applicants_never_of_the_providers_own_delays(cause: NoticeCause) -> None:
    told = template(cause)
    inner = {
        NoticeCause.FIRST_REVIEW_DUE,
        NoticeCause.HANDOVER_DUE,
        NoticeCause.AUTHORITY_LATE,
        NoticeCause.SECOND_LOOK,
        NoticeCause.FILING_HELD,
        NoticeCause.DUTY_STUCK,
    }

    assert (told.to is NoticeAudience.REVIEWERS) == (cause in inner)
    assert (told.channels == (NoticeChannel.EMAIL,)) or told.to is not NoticeAudience.REVIEWERS


@pytest.mark.fact("S1-35")
def test_the_notice_of_a_hand_over_says_that_it_is_not_the_code_and_does_not_wait_till_morning() -> None:
    told = template(NoticeCause.HANDED_OVER)

    assert told.to is NoticeAudience.PRINCIPALS
    assert told.urgent
    assert told.sms is not None
    assert "核验码由工信部另行发送" in told.sms.zh
    assert "本通知不含核验码" in told.text.zh


@pytest.mark.fact("S0-24")
@pytest.mark.parametrize("cause", [NoticeCause.SENT_BACK, NoticeCause.COMPLETION_WANTED])
def test_the_mail_about_a_review_has_its_opinions(cause: NoticeCause) -> None:
    mail = worded(template(cause), NoticeChannel.EMAIL, FACTS, ("zh-CN",), None)

    assert "1. 网站名称不符合要求" in mail.text


@pytest.mark.fact("S2-19")
@pytest.mark.parametrize("cause", [NoticeCause.APPROVED, NoticeCause.AUTHORITY_REJECTED])
def test_the_authoritys_decision_goes_out_by_sms_and_mail_as_the_profile_says(cause: NoticeCause) -> None:
    assert template(cause).as_results
    assert {NoticeChannel.SMS, NoticeChannel.EMAIL} <= set(template(cause).channels)


@given(st.sampled_from(NoticeCause), st.text(max_size=40), st.sampled_from(["zh-CN", "en"]))
def test_what_is_filled_in_stays_as_it_is_and_nothing_else_comes_in(
    cause: NoticeCause, said: str, language: str
) -> None:
    facts = {place: Text(said, said) for place in NoticePlace}

    mail = worded(template(cause), NoticeChannel.EMAIL, facts, (language,), None)

    parts = re.split(r"\{\w+\}", template(cause).text.in_language(Language(language)))
    assert mail.text == said.join(parts)


def test_without_a_language_of_ours_notices_are_chinese() -> None:
    assert languages_of(("fr",)) == (Language.ZH,)


REACHED = [
    a_move(Event.ACCEPTED_SMS_DUE, State.AWAITING_SMS),
    a_move(Event.REJECT, State.FIRST_REVIEW_REJECTED),
    a_move(Event.REQUEST_COMPLETION, State.COMPLETION_REQUIRED),
    a_move(Event.PASS, State.AWAITING_POSTED_MATERIALS),
    a_move(Event.POSTED_RECEIVED, State.PENDING_AUTHORITY),
    a_move(Event.REJECTED, State.AUTHORITY_REJECTED),
    a_move(Event.SMS_EXPIRED, State.AUTHORITY_REJECTED),
    a_move(Event.APPROVED, State.APPROVED),
    a_move(Event.IDLE_EXPIRED, State.ABANDONED),
    *(an_event(FeedEventType.DEADLINE_APPROACHING, kind=kind.value, passed=False) for kind in DeadlineKind),
    an_event(FeedEventType.OBLIGATION_DUE, kind="footer", days_left=3),
    an_event(FeedEventType.OBLIGATION_DUE, kind="footer", overdue=True),
    an_event(FeedEventType.OBLIGATION_DUE, kind="footer", escalated="notice"),
    an_event(FeedEventType.OBLIGATION_DUE, kind="footer", gave_up=True),
]


def test_every_cause_is_some_event_or_is_told_where_it_happens() -> None:
    where_it_happens = {NoticeCause.TRANSFER_OFFERED, NoticeCause.SECOND_LOOK, NoticeCause.FILING_HELD}

    assert {cause_of(event) for event in REACHED} - {None} == set(NoticeCause) - where_it_happens


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        (a_move(Event.SUBMIT, State.FIRST_REVIEW), None),
        (a_move(Event.PASS, State.PENDING_AUTHORITY), None),
        (a_move(Event.PASS, State.APPROVED), NoticeCause.APPROVED),
        (a_move(Event.REFUSED_AT_INTAKE, State.AUTHORITY_REJECTED), NoticeCause.AUTHORITY_REJECTED),
        (a_move(Event.SMS_ATTEMPTS_SPENT, State.AUTHORITY_REJECTED), NoticeCause.SMS_MISSED),
        (an_event(FeedEventType.DEADLINE_APPROACHING, kind="qr_handover", passed=True), None),
        (an_event(FeedEventType.OBLIGATION_DUE, kind="footer"), None),
        (an_event(FeedEventType.RECORD_CHANGED), None),
        (an_event(FeedEventType.CODE_CONSUMED), None),
    ],
)
def test_what_is_a_cause_and_what_is_none(event: FeedEvent, cause: NoticeCause | None) -> None:
    assert cause_of(event) is cause


def test_every_return_of_a_filing_is_told() -> None:
    back = {State.FIRST_REVIEW_REJECTED, State.COMPLETION_REQUIRED, State.AUTHORITY_REJECTED}

    moves = [a_move(row.event, row.next_state) for row in TRANSITIONS if row.next_state in back]
    silent = [move.data["event"] for move in moves if cause_of(move) is None]

    assert silent == []


@pytest.mark.parametrize(
    ("at", "from_hour", "until_hour", "until"),
    [
        # 10 in the morning in Beijing is no quiet hour.
        (datetime(2026, 3, 2, 2, tzinfo=UTC), 22, 8, datetime(2026, 3, 2, 2, tzinfo=UTC)),
        (datetime(2026, 3, 2, 14, tzinfo=UTC), 22, 8, datetime(2026, 3, 3, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 13, 59, tzinfo=UTC), 22, 8, datetime(2026, 3, 2, 13, 59, tzinfo=UTC)),
        (datetime(2026, 3, 2, 23, 59, tzinfo=UTC), 22, 8, datetime(2026, 3, 3, 0, tzinfo=UTC)),
        (datetime(2026, 3, 3, 0, 0, tzinfo=UTC), 22, 8, datetime(2026, 3, 3, 0, 0, tzinfo=UTC)),
        (datetime(2026, 3, 2, 4, 30, tzinfo=UTC), 12, 14, datetime(2026, 3, 2, 6, tzinfo=UTC)),
        (datetime(2026, 3, 2, 6, tzinfo=UTC), 12, 14, datetime(2026, 3, 2, 6, tzinfo=UTC)),
        (datetime(2026, 3, 2, 14, tzinfo=UTC), 0, 0, datetime(2026, 3, 2, 14, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_in_the_morning_of_beijing(
    at: datetime, from_hour: int, until_hour: int, until: datetime
) -> None:
    assert quiet_until(at, from_hour, until_hour) == until


@given(MOMENTS, HOURS, HOURS)
def test_whatever_the_hours_a_notice_waits_less_than_a_day_and_then_no_longer(
    moment: datetime, from_hour: int, until_hour: int
) -> None:
    until = quiet_until(moment, from_hour, until_hour)

    assert timedelta() <= until - moment < timedelta(days=1)
    assert quiet_until(until, from_hour, until_hour) == until
    assert until == moment or until.astimezone(SHANGHAI).hour == until_hour


@pytest.mark.parametrize(
    ("sent", "state"),
    [
        (Sent.TAKEN, NoticeState.SENT),
        (Sent.REFUSED, NoticeState.UNDELIVERABLE),
        (Sent.UNCLEAR, NoticeState.UNCLEAR),
    ],
)
def test_what_was_taken_refused_or_may_have_gone_out_is_over(sent: Sent, state: NoticeState) -> None:
    over = after(a_notice(), SendingResult(sent, "why"), NOW)

    assert (over.state, over.attempts, over.reason, over.finished_at) == (state, 1, "why", NOW)


def test_what_is_not_taken_is_tried_on_the_schedule_and_given_up_at_last() -> None:
    notice, now, pauses = a_notice(), NOW, []
    while notice.state is NoticeState.PENDING:
        notice = after(notice, SendingResult(Sent.LATER, "busy"), now)
        pauses.append(notice.next_at - now)
        now = max(now, notice.next_at)

    assert tuple(pauses[:-1]) == RETRIES_AFTER
    assert (notice.state, notice.attempts) == (NoticeState.DEAD, len(RETRIES_AFTER) + 1)


def test_what_does_not_go_out_says_why() -> None:
    over = suppressed(a_notice(), "moot", NOW)

    assert (over.state, over.reason, over.finished_at) == (NoticeState.SUPPRESSED, "moot", NOW)


@pytest.mark.parametrize(
    ("at", "zh", "en"),
    [
        (datetime(2026, 3, 2, 2, 5, tzinfo=UTC), "3月2日10:05", "2 Mar 10:05"),
        (datetime(2026, 12, 31, 16, tzinfo=UTC), "1月1日0:00", "1 Jan 0:00"),
    ],
)
def test_moments_are_told_in_beijing_time(at: datetime, zh: str, en: str) -> None:
    assert told_moment(at) == Text(zh, en)


def test_an_order_is_told_by_the_end_of_its_id() -> None:
    assert order_end("fil_01jnc0c2k8e9atx3y7w4q5z6b7") == "Q5Z6B7"[-6:]
