"""What may move between accounts, and what speaks against it."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from app.domain.filing_body import ServiceKind
from app.domain.profile import Profile
from app.domain.provinces import province_of
from app.domain.records import Record, RecordedService
from app.domain.rulebook import Rulebook
from app.domain.transfers import TransferKind, TransferScope


class TransferRule(StrEnum):
    """The rules asked for here; `transfers.refusals.*` has the words of each reason."""

    MIGRATION_PROVINCES = "transfers.migration_provinces"
    WHOLE_SUBJECT_ONLY = "transfers.whole_subject_only"
    UNKNOWN_ACCOUNT = "transfers.unknown_account"
    SAME_ACCOUNT = "transfers.same_account"
    PHONE_DIFFERS = "transfers.phone_differs"
    SERVICE_REQUIRED = "transfers.service_required"
    WEBSITES_ONLY = "transfers.websites_only"
    REGION_WITHOUT_MIGRATION = "transfers.region_without_migration"
    NOT_TO_INDIVIDUALS = "transfers.not_to_individuals"
    SAME_SUBJECT = "transfers.same_subject"
    NO_ACCESS_HERE = "transfers.no_access_here"
    TYPE_NOT_ON_CHANNEL = "transfers.type_not_on_channel"
    ORDER_IN_PROGRESS = "transfers.refusals.order_in_progress"
    ACCOUNT_BOUND_TO_OTHER_SUBJECT = "transfers.refusals.account_bound_to_other_subject"
    ALREADY_OFFERED = "transfers.refusals.already_offered"
    RECORD_CHANGED = "transfers.refusals.record_changed"


def offer_faults(
    kind: TransferKind,
    record: Record,
    service: RecordedService | None,
    profile: Profile,
    as_of: date,
    rulebook: Rulebook,
) -> tuple[tuple[TransferRule, str], ...]:
    """Return what speaks against an offer whoever the target is: rules with their places in the request."""
    if kind is TransferKind.MIGRATION:
        return _migration_faults(record, service, as_of, rulebook)
    faults = []
    if service is not None and TransferScope.SERVICE not in profile.transfer_scopes:
        faults.append((TransferRule.WHOLE_SUBJECT_ONLY, "/service_id"))
    return tuple(faults)


def _migration_faults(
    record: Record, service: RecordedService | None, as_of: date, rulebook: Rulebook
) -> tuple[tuple[TransferRule, str], ...]:
    faults = []
    provinces = rulebook.names(TransferRule.MIGRATION_PROVINCES, as_of)
    if record.subject.region is None or province_of(record.subject.region) not in provinces:
        faults.append((TransferRule.REGION_WITHOUT_MIGRATION, "/record_id"))
    if service is None:
        faults.append((TransferRule.SERVICE_REQUIRED, "/service_id"))
    elif service.kind is not ServiceKind.WEBSITE:
        faults.append((TransferRule.WEBSITES_ONLY, "/service_id"))
    elif not service.access_here:
        faults.append((TransferRule.NO_ACCESS_HERE, "/service_id"))
    return tuple(faults)


def is_bound_to_other(subject_number: str | None, held: Sequence[Record], profile: Profile) -> bool:
    """Tell whether an account holds as many other subjects as it may, and not this one; None is one that nobody holds.

    A subject without services binds nobody, as in type verification.
    """
    if any(one.subject_number == subject_number for one in held):
        return False
    return sum(bool(one.services) for one in held) >= profile.subjects_per_account
