"""The page of the filing types: where each begins, what it asks, who looks at it, and what it leaves behind."""

from collections.abc import Iterator

from app.cli.tables.book import Book
from app.cli.tables.markdown import citations, code, codes, page, section, source, table, yes
from app.domain.deadlines import DeadlineKind, consequence
from app.domain.deregistrations import Consequence, consequence_in_words, consequences_of
from app.domain.duties import kind_label
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.filing_ways import (
    Asked,
    BeginsWith,
    FilingTypeRule,
    NumberFate,
    Served,
    ServicesPart,
    SubjectPart,
    Way,
    way_of,
)
from app.domain.obligations import ObligationKind
from app.domain.sms_duty import SmsDutyRule
from app.domain.sms_recipients import figures

_BEGINS = {
    BeginsWith.TYPE_VERIFICATION: "type verification 验证备案类型",
    BeginsWith.RECORD: "a record of the account",
    BeginsWith.TRANSFER: "an accepted transfer",
}
_SUBJECT = {SubjectPart.ENTERED: "entered", SubjectPart.AS_FILED: "as on file"}
_SERVICES = {
    ServicesPart.NEW: "new ones",
    ServicesPart.FILED: "on file elsewhere, entered",
    ServicesPart.CHANGED: "on file, entered anew",
    ServicesPart.AS_FILED: "as on file",
    ServicesPart.NONE: "none",
}
_SERVED = {
    Served.NEVER: "no",
    Served.ALWAYS: "yes",
    Served.BY_PROFILE: "after first review, where the profile says so",
}
_ASKED = {Asked.ALWAYS: "yes", Asked.IF_CHANGED: "if changed", Asked.NEVER: ""}
_AS_FILED = (
    "Besides, a part that stays “as on file” above is fixed wherever the record has a value: only what it lacks may be "
    "entered."
)
_NUMBER = {NumberFate.ISSUED: "issued", NumberFate.KEPT: "kept", NumberFate.WITHDRAWN: "withdrawn"}


def filing_types(book: Book) -> str:
    """Return the page."""
    about = [
        "Channels, labels and days are those of the profile `national`; a provider's own profile may have others. What "
        "the columns mean is written in `app/rules/filing_types/ways.yaml`."
    ]
    ways = [way_of(one, book.as_of, book.rulebook) for one in FilingType]
    version = book.at(FilingTypeRule.WAYS)
    parts = [
        section("How each begins, and what is entered", _beginnings(ways, book), source(version)),
        section("Who looks at it, and who verifies", _reviews(ways, book), source(version)),
        section("What it leaves behind", _ends(ways, book), source(version)),
        section("What must be acknowledged 须确认的后果", _consequences(book)),
        section(
            "What may not be changed 不能修改的内容", _AS_FILED, _frozen(book), source(book.at(FilingTypeRule.FROZEN))
        ),
        section("Deadlines of a filing 期限", _deadlines(book)),
    ]
    return page("Filing types 备案类型", book.as_of, about, parts)


def _name(way: Way, book: Book) -> str:
    return f"{book.type_name(way.filing_type)} {code(way.filing_type)}"


def _beginnings(ways: list[Way], book: Book) -> str:
    headings = ["type 备案类型", "in English", "begins with", "channels", "subject 主体", "services 服务"]
    headings += [
        "server or code 服务器或授权码",
        "offline until approved 关闭解析",
        "served here before approval",
    ]
    rows = (
        [
            _name(way, book),
            way.filing_type.label(book.as_of, book.rulebook).en,
            _BEGINS[way.begins_with],
            codes(book.profile.channels[way.filing_type]),
            _SUBJECT[way.subject],
            _SERVICES[way.services],
            yes(way.product),
            yes(way.offline),
            _SERVED[way.served],
        ]
        for way in ways
    )
    return table(headings, rows)


def _reviews(ways: list[Way], book: Book) -> str:
    headings = ["type", "first review 初审", "authority review 管局审核", "SMS of the subject's principal 短信核验"]
    headings += [
        "SMS of service principals",
        "authenticity 真实性核验",
        "of the subject's principal, where the profile wants it",
        "reason code",
        "deadlines",
    ]
    exempt = book.rulebook.names(SmsDutyRule.EXEMPT_TYPES, book.as_of)
    rows = (
        [
            _name(way, book),
            yes(way.first_review and way.filing_type not in book.profile.sent_straight_on),
            yes(way.authority_review),
            "" if way.filing_type in exempt else _ASKED[way.subject_sms],
            "" if way.filing_type in exempt else _ASKED[way.service_sms],
            _ASKED[way.authenticity],
            _ASKED[way.subject_authenticity],
            yes(way.reason),
            codes(_deadlines_of(way, book)),
        ]
        for way in ways
    )
    return table(headings, rows)


def _deadlines_of(way: Way, book: Book) -> Iterator[DeadlineKind]:
    """Give the deadlines in the order in which a filing meets them."""
    if way.begins_with is BeginsWith.TRANSFER:
        yield DeadlineKind.TRANSFER
    if way.filing_type is FilingType.TRANSFER_ACCOUNT:
        return
    yield DeadlineKind.IDLE
    if way.first_review and way.filing_type not in book.profile.sent_straight_on:
        yield DeadlineKind.FIRST_REVIEW
    if not way.authority_review:
        return
    yield DeadlineKind.AUTHORITY_HANDOVER
    exempt = way.filing_type in book.rulebook.names(SmsDutyRule.EXEMPT_TYPES, book.as_of)
    if not exempt and {way.subject_sms, way.service_sms} != {Asked.NEVER}:
        yield DeadlineKind.SMS
    yield DeadlineKind.AUTHORITY_REVIEW


def _ends(ways: list[Way], book: Book) -> str:
    headings = ["type", "label at the end", "in English", "subject number 主体备案号", "service numbers 服务备案号"]
    headings += ["what falls due then 备案后的义务"]
    rows = []
    for way in ways:
        label = book.profile.state_label(State.APPROVED, way.filing_type)
        duties = (kind_label(ObligationKind(one), book.as_of, book.rulebook).zh + f" {code(one)}" for one in way.duties)
        numbers = [_NUMBER[way.subject_number], _NUMBER[way.service_numbers]]
        rows.append([_name(way, book), label.zh, label.en, *numbers, "、".join(duties)])
    return table(headings, rows)


def _consequences(book: Book) -> str:
    headings = ["consequence", "types", "后果", "in English", "source"]
    rows = []
    for one in Consequence:
        types = [
            each for each in FilingType if one in consequences_of(each, book.as_of, book.rulebook, only_access=True)
        ]
        words = consequence_in_words(one, book.as_of, book.rulebook)
        rows.append([code(one), codes(types), words.zh, words.en, citations(book.at(one.rule))])
    return table(headings, rows)


def _frozen(book: Book) -> str:
    frozen = book.value(FilingTypeRule.FROZEN)
    rows = []
    for filing_type, groups in frozen["by_type"].items():
        for group in (frozen["groups"][name] for name in groups):
            places = ", ".join(_place(one) for one in group["places"])
            where = "always" if group["where"] == "always" else "where the record has a value"
            rows.append([code(filing_type), places, where, group["message"]["zh"], group["message"]["en"]])
    return table(["type", "places", "when", "为什么", "why"], rows)


def _place(place: dict[str, object]) -> str:
    kinds = place.get("kinds")
    only = f" ({', '.join(kinds)})" if isinstance(kinds, list | tuple) else ""
    return code(place["at"]) + only + (", may be fewer" if place.get("may_lose") else "")


def _deadlines(book: Book) -> str:
    profile, sms = book.profile, figures(book.as_of, book.rulebook)
    terms = {
        DeadlineKind.IDLE: f"{profile.idle_days} days without a change",
        DeadlineKind.FIRST_REVIEW: f"{profile.first_review_working_days} working days",
        DeadlineKind.AUTHORITY_HANDOVER: f"{profile.authority_handover_working_days} working days",
        DeadlineKind.SMS: f"{sms.validity.total_seconds() / 3600:g} hours",
        DeadlineKind.AUTHORITY_REVIEW: f"{profile.authority_review_working_days} working days",
        DeadlineKind.TRANSFER: "told with the offer",
    }
    rows = []
    for kind, term in terms.items():
        words = consequence(kind, book.as_of, book.rulebook)
        rows.append([code(kind), term, words.zh, words.en, citations(book.at(kind.rule))])
    return table(["deadline", "term", "逾期后果", "what follows", "source"], rows)
