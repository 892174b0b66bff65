"""Who has to enter a code of the authority (短信核验), and the figures of the codes themselves.

Codes go to mobiles of the subject's and the services' principals and to nobody else; which of them depends on the
filing type and on what changes. Whether it is entered here or at the authority's page is the matter of its gateway.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.filing_body import FilingBody, Person, ServiceKind
from app.domain.filing_types import FilingType
from app.domain.filing_ways import Asked, way_of
from app.domain.rulebook import Rulebook

LAST_CHARACTERS = 6


class SmsRule(StrEnum):
    """The rules asked for here."""

    APP_PRINCIPALS = "sms.app_principals"
    VALIDITY = "sms.validity"
    WRONG_TRIES = "sms.wrong_tries"
    RESENDS = "sms.resends"
    CODE_DIGITS = "sms.code_digits"
    ENTRY_PAGE = "sms.entry_page"
    NO_CODE = "sms.no_code"


class SmsRole(StrEnum):
    """In what role a person gets a code."""

    SUBJECT_PRINCIPAL = "subject_principal"
    SERVICE_PRINCIPAL = "service_principal"


@dataclass(frozen=True, slots=True)
class Changed:
    """What a filing changes on record, remarks aside: the subject's data, and the services by id."""

    subject: bool = False
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Recipient:
    """One phone that gets one code: its roles, the services behind them, the last six of the person's certificate."""

    roles: tuple[str, ...]
    phone: str
    certificate_last6: str
    service_ids: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class SmsFigures:
    """How long a code lives, how many wrong tries and resends there are, how many digits it has."""

    validity: timedelta
    wrong_tries: int
    resends: int
    code_digits: int


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One person in one role at one place of the filing, before phones are put together."""

    role: SmsRole
    person: Person
    pointer: str
    service_id: str | None = None
    app_only: bool = False


def figures(as_of: date, rulebook: Rulebook) -> SmsFigures:
    """Return the figures of the codes on a day; before the pilot provinces began there is no answer."""
    return SmsFigures(
        validity=timedelta(hours=rulebook.number(SmsRule.VALIDITY, as_of)),
        wrong_tries=rulebook.number(SmsRule.WRONG_TRIES, as_of),
        resends=rulebook.number(SmsRule.RESENDS, as_of),
        code_digits=rulebook.number(SmsRule.CODE_DIGITS, as_of),
    )


def recipients(
    body: FilingBody,
    filing_type: FilingType,
    changed: Changed,
    as_of: date,
    rulebook: Rulebook,
) -> tuple[Recipient, ...]:
    """Return who gets a code: one recipient a phone, in the order of the filing, the subject's principal first.

    `changed` matters only where the table (`filing_types.ways`) says `if_changed`; a phone that changes is asked as it
    is in the filing. Somebody without a mobile is left out: the checks find that before.
    """
    asked = [one for one in _asked(body, filing_type, changed, as_of, rulebook) if one.person.mobile]
    phones = dict.fromkeys(one.person.mobile for one in asked if one.person.mobile)
    return tuple(_recipient(phone, [one for one in asked if one.person.mobile == phone]) for phone in phones)


def places_asked(
    body: FilingBody,
    filing_type: FilingType,
    changed: Changed,
    as_of: date,
    rulebook: Rulebook,
) -> tuple[str, ...]:
    """Return where the persons stand (JSON Pointers) who have to enter a code, whether they have a mobile or not."""
    return tuple(one.pointer for one in _asked(body, filing_type, changed, as_of, rulebook))


def _asked(
    body: FilingBody, filing_type: FilingType, changed: Changed, as_of: date, rulebook: Rulebook
) -> tuple[_Candidate, ...]:
    """Take the persons whose role the filing type asks, in the order of the filing.

    From the day on which the rule says so, a phone that is an APP principal's and nobody else's in the filing is not.
    """
    way = way_of(filing_type, as_of, rulebook)
    found: list[_Candidate] = []
    everybody = _everybody(body)
    for one in everybody:
        if one.service_id is None:
            is_asked = _is_asked(way.subject_sms, changed=changed.subject)
        else:
            is_asked = _is_asked(way.service_sms, changed=one.service_id in changed.services)
        if is_asked:
            found.append(one)
    if rulebook.flag(SmsRule.APP_PRINCIPALS, as_of):
        return tuple(found)
    others = {one.person.mobile for one in everybody if not one.app_only and one.person.mobile}
    return tuple(one for one in found if not one.app_only or one.person.mobile in others)


def _everybody(body: FilingBody) -> list[_Candidate]:
    """Return the principals of the filing: the subject's, and each service's."""
    subject = _Candidate(SmsRole.SUBJECT_PRINCIPAL, body.subject.principal or Person(), "/subject/principal")
    services = [
        _Candidate(
            SmsRole.SERVICE_PRINCIPAL,
            service.principal or Person(),
            f"/services/{index}/principal",
            service.id,
            service.kind is ServiceKind.APP,
        )
        for index, service in enumerate(body.services)
    ]
    return [subject, *services]


def _is_asked(asked: Asked, *, changed: bool) -> bool:
    """Read one cell of the table."""
    return asked is Asked.ALWAYS or (asked is Asked.IF_CHANGED and changed)


def _recipient(phone: str, candidates: list[_Candidate]) -> Recipient:
    """Put the roles behind one phone together; the first person's certificate is the one asked for."""
    certificate = candidates[0].person.certificate
    number = (certificate.number if certificate else None) or ""
    return Recipient(
        roles=tuple(dict.fromkeys(one.role.value for one in candidates)),
        phone=phone,
        certificate_last6=number[-LAST_CHARACTERS:].upper(),
        service_ids=tuple(one.service_id for one in candidates if one.service_id),
    )


@dataclass(frozen=True, slots=True)
class EntryPage:
    """The authority's own page for codes, and the numbers that its codes come from."""

    address: str
    senders: tuple[str, ...]


def entry_page(as_of: date, rulebook: Rulebook) -> EntryPage:
    """Return where the authority takes codes itself, and from which numbers they come."""
    found = rulebook.at(SmsRule.ENTRY_PAGE, as_of).value
    return EntryPage(found["address"], tuple(found["senders"]))
