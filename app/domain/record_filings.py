"""Filings that are begun from a record (变更、注销、取消接入): what may be begun, and as what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.accounts import AccountSite
from app.domain.errors import FieldError
from app.domain.filing_types import FilingType
from app.domain.filing_ways import BeginsWith, way_of
from app.domain.profile import Channel, Profile
from app.domain.records import Record, RecordedService
from app.domain.rulebook import Rulebook


class RecordFilingRule(StrEnum):
    """What is refused when a filing is to be begun from a record."""

    TYPE_NEEDS_VERIFICATION = "record_filings.type_needs_verification"
    TYPE_NOT_ON_CHANNEL = "record_filings.type_not_on_channel"
    SERVICE_REQUIRED = "record_filings.service_required"
    SERVICE_NOT_WANTED = "record_filings.service_not_wanted"
    NO_ACCESS_HERE = "record_filings.no_access_here"
    NOT_ON_RECORD = "record_filings.not_on_record"
    UNDER_REVIEW_ELSEWHERE = "record_filings.under_review_elsewhere"
    BLACKLISTED = "record_filings.blacklisted"
    SERVICES_IN_OTHER_ACCOUNT = "record_filings.services_in_other_account"


_OF_THE_WHOLE_SUBJECT = (FilingType.CHANGE_SUBJECT, FilingType.DEREGISTER_SUBJECT)


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """What is asked of a record; `service` is the one that was named, None where none was; `site` is the account's."""

    filing_type: FilingType
    channel: Channel
    record: Record
    service: RecordedService | None
    site: AccountSite = AccountSite.DOMESTIC


def filed_as(filing_type: FilingType, record: Record, services_left: int) -> FilingType:
    """Return the type that a filing really is: with its only service the subject goes as well.

    A subject whose last service is deregistered has nothing left to be on file for. `services_left` are those on the
    national record: the others may be filed through another provider, or stand in another account here.
    """
    if filing_type is FilingType.DEREGISTER_SERVICE and len(record.services) == 1 and services_left <= 1:
        return FilingType.DEREGISTER_SUBJECT
    return filing_type


def concerned(filing_type: FilingType, question: RecordQuestion) -> tuple[RecordedService, ...]:
    """Return the services of the record that a filing of a type is about."""
    if filing_type is FilingType.DEREGISTER_SUBJECT:
        return question.record.services
    return () if question.service is None else (question.service,)


def begin_errors(question: RecordQuestion, profile: Profile, as_of: date, rulebook: Rulebook) -> tuple[FieldError, ...]:
    """Return what speaks against the beginning, each with its place in the request, rule and source."""
    speaking = _against(question, profile, as_of, rulebook)
    channels = ", ".join(profile.channels_of(question.filing_type, question.site))
    return tuple(FieldError.of(rulebook.finding(rule, as_of, pointer, channels=channels)) for rule, pointer in speaking)


def _against(
    question: RecordQuestion, profile: Profile, as_of: date, rulebook: Rulebook
) -> Sequence[tuple[RecordFilingRule, str]]:
    filing_type = question.filing_type
    way = way_of(filing_type, as_of, rulebook)
    if way.begins_with is not BeginsWith.RECORD:
        return ((RecordFilingRule.TYPE_NEEDS_VERIFICATION, "/filing_type"),)
    found = []
    if question.channel not in profile.channels_of(filing_type, question.site):
        found.append((RecordFilingRule.TYPE_NOT_ON_CHANNEL, "/channel"))
    if filing_type in _OF_THE_WHOLE_SUBJECT:
        if question.service is not None:
            found.append((RecordFilingRule.SERVICE_NOT_WANTED, "/service_id"))
        if not question.record.has_access_here:
            found.append((RecordFilingRule.NO_ACCESS_HERE, "/record_id"))
    elif question.service is None:
        found.append((RecordFilingRule.SERVICE_REQUIRED, "/service_id"))
    elif not question.service.access_here:
        found.append((RecordFilingRule.NO_ACCESS_HERE, "/service_id"))
    return found
