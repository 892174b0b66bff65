"""The lists of what becomes of filings: types, states, channels, why they come back, why something is deregistered."""

from datetime import date
from enum import StrEnum

from app.domain.catalogue_entries import Entry, entry
from app.domain.deregistrations import DeregistrationReason, DeregistrationRule, filing_types_of, reason_in_words
from app.domain.filing_states import Actor, State, allowed_actions, is_editable, is_final
from app.domain.filing_types import FilingType
from app.domain.filing_ways import FilingTypeRule, way_of
from app.domain.profile import Channel, Profile
from app.domain.rejection_rules import RejectionTable
from app.domain.rejections import catalogue
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class ChannelRule(StrEnum):
    """The rules asked for here."""

    CHANNELS = "catalog.channels"


def filing_types(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the filing types, each with what it begins with, asks, moves and leaves behind."""
    return tuple(
        entry(
            one.filing_type.value,
            one.filing_type.label(as_of, rulebook),
            FilingTypeRule.WAYS,
            as_of,
            rulebook,
            begins_with=one.begins_with.value,
            subject=one.subject.value,
            services=one.services.value,
            product_required=one.product,
            must_be_offline=one.offline,
            served_meanwhile=one.served.value,
            first_review=one.first_review,
            authority_review=one.authority_review,
            subject_sms=one.subject_sms.value,
            service_sms=one.service_sms.value,
            authenticity=one.authenticity.value,
            subject_number=one.subject_number.value,
            service_numbers=one.service_numbers.value,
            duties=list(one.duties),
            acknowledge=list(one.acknowledge),
            reason_required=one.reason,
        )
        for one in (way_of(filing_type, as_of, rulebook) for filing_type in FilingType)
    )


def rejection_reasons(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the rejections, each with who uses it, where, whether trying again can help, and what to do."""
    results = rulebook.at(RejectionTable.AUTHORITY_RESULTS, as_of).value
    return tuple(
        entry(
            one.code,
            rulebook.rules[one.rule].summary,
            one.rule,
            as_of,
            rulebook,
            *(int(number) for number, row in results.items() if row["code"] == one.code),
            stages=[stage.value for stage in one.stages],
            pointer=one.pointer,
            retry=one.retry.value,
            message=one.message,
            remedy=one.remedy,
        )
        for one in catalogue(as_of, rulebook)
    )


def deregistration_reasons(as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the reasons of deregistrations, each with the filing types that it goes with."""
    return tuple(
        entry(
            reason.value,
            reason_in_words(reason, as_of, rulebook),
            DeregistrationRule.REASONS,
            as_of,
            rulebook,
            filing_types=[one.value for one in filing_types_of(reason, as_of, rulebook)],
        )
        for reason in DeregistrationReason
    )


def channels(profile: Profile, as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the channels, each with the filing types that the provider takes on it."""
    rows = rulebook.at(ChannelRule.CHANNELS, as_of).value
    return tuple(
        entry(
            channel.value,
            Text(rows[channel.value]["zh"], rows[channel.value]["en"]),
            ChannelRule.CHANNELS,
            as_of,
            rulebook,
            filing_types=[one.value for one in FilingType if channel in profile.channels[one]],
        )
        for channel in Channel
    )


def states(profile: Profile, as_of: date, rulebook: Rulebook) -> tuple[Entry, ...]:
    """List the states as the provider calls them, each with what may be done in it; the end differs by type."""
    begins = rulebook.at(FilingTypeRule.WAYS, as_of).in_force_from
    return tuple(
        Entry(
            code=state.value,
            numbers=(),
            label=profile.state_labels[state],
            rule=f"profiles.{profile.id}",
            source=profile.citations[0].in_words(),
            in_force_from=begins,
            details={
                "final": is_final(state),
                "editable": is_editable(state),
                "applicant_may": [action.value for action in allowed_actions(state, Actor.APPLICANT)],
                "reviewer_may": [action.value for action in allowed_actions(state, Actor.REVIEWER)],
                "labels_by_type": _labels_by_type(state, profile),
            },
        )
        for state in State
    )


def _labels_by_type(state: State, profile: Profile) -> dict[str, Text]:
    """Name the types under which a state has a label of its own."""
    labels = {one.value: profile.state_label(state, one) for one in FilingType}
    return {code: label for code, label in labels.items() if label != profile.state_labels[state]}
