"""The page of notices: every cause with whom it is told to, how, and the texts that an SMS vendor is to approve."""

import re

from app.cli.tables.book import Book
from app.cli.tables.markdown import citations, code, page, section, table
from app.domain.notice_causes import NoticeCause
from app.domain.notice_words import places_of
from app.domain.notices import NoticeTemplate
from app.domain.texts import Text

_YES = "yes"


def notices(book: Book) -> str:
    """Return the page."""
    about = [
        "Which channels are used is the profile's choice too (`notices_by`; `result_by` where a row says so). An "
        "urgent one goes out in the quiet hours as well. `principals` are those who get a code of the authority, "
        "`reviewers` the team's mailbox."
    ]
    parts = [
        section("Who is told what", _causes(book)),
        section("Texts of SMS, with their parameters numbered 短信正文模板", _texts(book)),
    ]
    return page("Notices 通知", book.as_of, about, parts)


def _causes(book: Book) -> str:
    rows = []
    for cause in NoticeCause:
        rule, told = book.rulebook.rules[cause.rule], _template(book, cause)
        channels = ", ".join(told.channels) + (" (`result_by`)" if told.as_results else "")
        urgent = _YES if told.urgent else ""
        source = citations(book.at(cause.rule))
        rows.append([code(cause), rule.summary.zh, rule.summary.en, told.to, channels, urgent, source])
    return table(["cause", "何时通知", "when", "to", "channels", "urgent", "source"], rows)


def _texts(book: Book) -> str:
    rows = []
    for cause in NoticeCause:
        sms = _template(book, cause).sms
        if sms is not None:
            rows.append([code(cause), _numbered(sms.zh), _numbered(sms.en), _places(sms)])
    return table(["cause", "中文", "English", "parameters 参数"], rows)


def _template(book: Book, cause: NoticeCause) -> NoticeTemplate:
    told: NoticeTemplate = book.value(cause.rule)
    return told


def _numbered(text: str) -> str:
    numbers = {place.value: number for number, place in enumerate(places_of(text), 1)}
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{numbers[found[1]]}}}", text)


def _places(sms: Text) -> str:
    return ", ".join(code(place) for place in places_of(sms.zh))
