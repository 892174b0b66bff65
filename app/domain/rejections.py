"""Why filings come back: the codes that reviewers choose from, and what the authority's result numbers mean."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.findings import Retry
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class RejectionRule(StrEnum):
    """The rules asked for here, one a code; the code is the last part of the id."""

    SITE_NAME_BAD = "rejections.site_name_bad"
    CERT_IMAGE_BAD = "rejections.cert_image_bad"
    LIVENESS_FAILED = "rejections.liveness_failed"
    CROSS_PROVINCE = "rejections.cross_province"
    PHONE_UNREACHABLE = "rejections.phone_unreachable"
    AUTHORITY_REFUSED = "rejections.authority_refused"
    SUBJECT_CONFLICT = "rejections.subject_conflict"
    DOMAIN_CONFLICT = "rejections.domain_conflict"
    IP_NOT_REPORTED = "rejections.ip_not_reported"
    SERVICE_BLACKLISTED = "rejections.service_blacklisted"
    SUBJECT_BLACKLISTED = "rejections.subject_blacklisted"
    SMS_TIMEOUT = "rejections.sms_timeout"
    SMS_ATTEMPTS = "rejections.sms_attempts"

    @property
    def rejection_code(self) -> str:
        """Return the code that clients see."""
        return self.value.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Rejection:
    """One entry of the catalogue: what it says, what to do, and whether trying again can help."""

    code: str
    rule: str
    message: Text
    remedy: Text
    retry: Retry
    source: str


REVIEWERS_CHOICE = (
    RejectionRule.SITE_NAME_BAD,
    RejectionRule.CERT_IMAGE_BAD,
    RejectionRule.LIVENESS_FAILED,
    RejectionRule.CROSS_PROVINCE,
    RejectionRule.PHONE_UNREACHABLE,
)

# The authority's result numbers (审核结果代码) that its interface gives back for a filing.
AUTHORITY_RESULTS = {
    "1002": RejectionRule.AUTHORITY_REFUSED,
    "1003": RejectionRule.SUBJECT_CONFLICT,
    "1005": RejectionRule.DOMAIN_CONFLICT,
    "1063": RejectionRule.IP_NOT_REPORTED,
    "1064": RejectionRule.SERVICE_BLACKLISTED,
    "1065": RejectionRule.SUBJECT_BLACKLISTED,
}

# What the provider itself has to put right: the filing is held, and nothing is asked of the applicant.
OUR_FAULT = (RejectionRule.IP_NOT_REPORTED,)

_WEIGHT = (Retry.RETRY, Retry.FIX, Retry.FINAL)


def reviewers_catalogue(as_of: date, rulebook: Rulebook) -> tuple[Rejection, ...]:
    """Return the rejections that a reviewer can choose from."""
    return tuple(_rejection(rule, as_of, rulebook) for rule in REVIEWERS_CHOICE)


def rejection(code: str, as_of: date, rulebook: Rulebook) -> Rejection | None:
    """Return the entry of a code, a reviewer's or the authority's; None if there is no such code."""
    for rule in RejectionRule:
        if rule.rejection_code == code:
            return _rejection(rule, as_of, rulebook)
    return None


def is_reviewers_code(code: str) -> bool:
    """Tell whether a reviewer may reject with this code."""
    return code in {rule.rejection_code for rule in REVIEWERS_CHOICE}


def authority_rejection(number: str, as_of: date, rulebook: Rulebook) -> Rejection:
    """Return what a result number of the authority means; one not known here is a refusal like any other."""
    return _rejection(AUTHORITY_RESULTS.get(number, RejectionRule.AUTHORITY_REFUSED), as_of, rulebook)


def is_our_fault(number: str) -> bool:
    """Tell whether a result number of the authority is for the provider, and not the applicant, to cure."""
    return AUTHORITY_RESULTS.get(number) in OUR_FAULT


def weightiest(retries: Iterable[Retry]) -> Retry | None:
    """Return what can be done about several findings at once: `final` outweighs `fix`, `fix` outweighs `retry`."""
    return max(retries, key=_WEIGHT.index, default=None)


def _rejection(rule: RejectionRule, as_of: date, rulebook: Rulebook) -> Rejection:
    """Read one entry from the rulebook."""
    version = rulebook.at(rule, as_of)
    return Rejection(
        code=rule.rejection_code,
        rule=rule.value,
        message=version.value["message"],
        remedy=version.value["remedy"],
        retry=Retry(version.value["retry"]),
        source=version.source,
    )
