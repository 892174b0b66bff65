"""What a spot check (核查) of something filed can find, and what cures it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class SpotCheckRule(StrEnum):
    """The rules of the findings, one a code; the code is the last part of the id.

    `rejections.*` and `findings.*` are those that the review of a filing asks for too: one code has one rule.
    """

    BUSINESS_STATUS_ABNORMAL = "spot_checks.business_status_abnormal"
    SUBJECT_NAME_DIFFERS = "spot_checks.subject_name_differs"
    SUBJECT_NUMBER_DIFFERS = "spot_checks.subject_number_differs"
    SUBJECT_ADDRESS_DIFFERS = "spot_checks.subject_address_differs"
    PRINCIPAL_NOT_LEGAL_REP = "findings.principal_not_legal_rep"
    PRINCIPAL_CERT_EXPIRED = "spot_checks.principal_cert_expired"
    DATA_UNTRUE = "spot_checks.data_untrue"
    SHELL_SUBJECT = "rejections.shell_subject"
    DOMAIN_EXPIRED = "rejections.domain_expired"
    DOMAIN_EXPIRING = "spot_checks.domain_expiring"
    DOMAIN_HOLDER_MISMATCH = "rejections.domain_holder_mismatch"
    DOMAIN_REGISTRAR_UNAPPROVED = "rejections.domain_registrar_unapproved"
    FOOTER_MISSING = "rejections.footer_missing"
    FOOTER_NUMBER_WRONG = "spot_checks.footer_number_wrong"
    FOOTER_LINK_MISSING = "spot_checks.footer_link_missing"
    PSB_NUMBER_MISSING = "spot_checks.psb_number_missing"
    CONTACT_INVALID = "spot_checks.contact_invalid"
    CONTACT_UNCONFIRMED = "spot_checks.contact_unconfirmed"
    DOMAIN_NOT_RESOLVING = "spot_checks.domain_not_resolving"
    RESOLVES_ELSEWHERE = "spot_checks.resolves_elsewhere"
    RESOLVES_ABROAD = "spot_checks.resolves_abroad"
    IP_DIFFERS = "spot_checks.ip_differs"
    SHELL_SERVICE = "spot_checks.shell_service"
    APP_PLATFORM_INVALID = "spot_checks.app_platform_invalid"

    @property
    def code(self) -> str:
        """Return the code that clients see."""
        return self.value.rsplit(".", 1)[-1]


class SpotCheckTable(StrEnum):
    """The tables: group and needs of each finding, and the needs in words."""

    CATALOGUE = "spot_checks.catalogue"
    NEEDS = "spot_checks.needs"


class SpotCheckGroup(StrEnum):
    """What a spot check looks at."""

    SUBJECT = "subject"
    DOMAIN = "domain"
    NUMBER = "number"
    CONTACTS = "contacts"
    ACCESS = "access"
    APP = "app"


class Need(StrEnum):
    """What cures a finding; where several do, each of them alone."""

    CHANGE_FILING = "change_filing"
    ACCESS_FILING = "access_filing"
    REGISTER_CORRECTION = "register_correction"
    MIGRATION = "migration"
    RENEWAL = "renewal"
    DOMAIN_TRANSFER = "domain_transfer"
    FOOTER = "footer"
    RESOLUTION = "resolution"
    CALL_BACK = "call_back"
    CANCELLED_ACCESS = "cancelled_access"
    DEREGISTRATION = "deregistration"


@dataclass(frozen=True, slots=True)
class SpotCheck:
    """One finding: what it says, what to do, and which ways cure it, the usual one first.

    `working_days` is the time that a document gives; None where none does: then the profile's `correction_days`.
    """

    code: str
    rule: str
    group: SpotCheckGroup
    message: Text
    remedy: Text
    needs: tuple[Need, ...]
    working_days: int | None
    source: str


def spot_checks(as_of: date, rulebook: Rulebook) -> tuple[SpotCheck, ...]:
    """Return all findings that a spot check can have, in the order of the catalogue."""
    return tuple(_spot_check(_RULES[code], as_of, rulebook) for code in _catalogue(as_of, rulebook))


def spot_check(code: str, as_of: date, rulebook: Rulebook) -> SpotCheck | None:
    """Return the finding of a code; None if there is no such code."""
    return _spot_check(_RULES[code], as_of, rulebook) if code in _RULES else None


def need_in_words(need: Need, as_of: date, rulebook: Rulebook) -> Text:
    """Return what a way of curing a finding is called."""
    return Text(**rulebook.at(SpotCheckTable.NEEDS, as_of).value[need.value])


def _spot_check(rule: SpotCheckRule, as_of: date, rulebook: Rulebook) -> SpotCheck:
    """Read one finding from the rulebook."""
    said, row = rulebook.at(rule, as_of), _catalogue(as_of, rulebook)[rule.code]
    return SpotCheck(
        code=rule.code,
        rule=rule.value,
        group=SpotCheckGroup(row["group"]),
        message=said.value["message"],
        remedy=said.value["remedy"],
        needs=tuple(Need(need) for need in row["needs"]),
        working_days=row.get("working_days"),
        source=said.source,
    )


def _catalogue(as_of: date, rulebook: Rulebook) -> Mapping[str, Mapping[str, Any]]:
    rows: Mapping[str, Mapping[str, Any]] = rulebook.at(SpotCheckTable.CATALOGUE, as_of).value
    return rows


_RULES = MappingProxyType({rule.code: rule for rule in SpotCheckRule})
