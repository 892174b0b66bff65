"""Who has to enter a code of the authority (短信核验), and the figures of the codes themselves.

Codes go to mobiles of the subject's and the services' principals and to nobody else; which of them depends on the
filing type and on what changes. Where the code is entered is no matter of this module.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from app.domain.filing_body import FilingBody, Person, ServiceKind
from app.domain.filing_types import FilingType
from app.domain.rulebook import Rulebook

LAST_CHARACTERS = 6


class SmsRule(StrEnum):
    """The rules asked for here."""

    RECIPIENTS = "sms.recipients"
    APP_PRINCIPALS = "sms.app_principals"
    VALIDITY = "sms.validity"
    WRONG_TRIES = "sms.wrong_tries"
    RESENDS = "sms.resends"
    CODE_DIGITS = "sms.code_digits"


class SmsRole(StrEnum):
    """In what role a person gets a code."""

    SUBJECT_PRINCIPAL = "subject_principal"
    SERVICE_PRINCIPAL = "service_principal"


class Asked(StrEnum):
    """When a role is asked in a filing type, in the words of the table `sms.recipients`."""

    ALWAYS = "always"
    IF_CHANGED = "if_changed"
    NEVER = "never"


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
    """One person in one role, before phones are put together."""

    role: SmsRole
    person: Person
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

    `changed` matters only where the table says `if_changed`. Somebody without a mobile is left out: the checks find
    that before. A phone that is only an APP principal's is left out from the day on which the rule says so.
    """
    candidates = _candidates(body, filing_type, changed, as_of, rulebook)
    if not rulebook.flag(SmsRule.APP_PRINCIPALS, as_of):
        needed = {one.person.mobile for one in candidates if not one.app_only}
        candidates = tuple(one for one in candidates if one.person.mobile in needed)
    phones = dict.fromkeys(one.person.mobile for one in candidates if one.person.mobile)
    return tuple(_recipient(phone, [one for one in candidates if one.person.mobile == phone]) for phone in phones)


def _candidates(
    body: FilingBody, filing_type: FilingType, changed: Changed, as_of: date, rulebook: Rulebook
) -> tuple[_Candidate, ...]:
    """Take the persons whose role the filing type asks, in the order of the filing."""
    row = rulebook.at(SmsRule.RECIPIENTS, as_of).value[filing_type.value]
    found: list[_Candidate] = []
    subject_principal = body.subject.principal
    if subject_principal and _is_asked(row["subject_principal"], changed=changed.subject):
        found.append(_Candidate(SmsRole.SUBJECT_PRINCIPAL, subject_principal))
    for service in body.services:
        is_changed = service.id in changed.services
        if service.principal and _is_asked(row["service_principals"], changed=is_changed):
            is_app = service.kind is ServiceKind.APP
            found.append(_Candidate(SmsRole.SERVICE_PRINCIPAL, service.principal, service.id, is_app))
    return tuple(found)


def _is_asked(asked: str, *, changed: bool) -> bool:
    """Read one cell of the table."""
    cell = Asked(asked)
    return cell is Asked.ALWAYS or (cell is Asked.IF_CHANGED and changed)


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
