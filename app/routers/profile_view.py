"""How a provider's ways are shown."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from app.domain.filing_states import State
from app.domain.profile import Profile
from app.domain.texts import Language, Text
from app.routers.in_words import in_words
from app.routers.schemas.profile import DaysOut
from app.usecases.shown_profile import ShownProfile, ShownType

_HOUR = timedelta(hours=1)


def profile_view(shown: ShownProfile, language: Language) -> dict[str, Any]:
    """Show a profile; every value of it stands in one of the parts."""
    profile = shown.profile
    return {
        "id": profile.id,
        "title": profile.title.in_language(language),
        "citations": [{"title": one.title, "section": one.section, "url": one.url} for one in profile.citations],
        "languages": list(profile.languages),
        "accounts": {
            "register_themselves": profile.accounts_register_themselves,
            "site_channels": _lists(profile.site_channels),
        },
        "serves": {"natures": list(profile.natures_served), "provinces_refused": list(profile.provinces_refused)},
        "quotas": {
            "orders_per_account": profile.orders_per_account,
            "subjects_per_account": profile.subjects_per_account,
            "services_per_order_unit": profile.services_per_order_unit,
            "services_per_order_individual": profile.services_per_order_individual,
            "filings_per_resource": dict(profile.resource_places),
        },
        "filing_types": [_type(one, profile, language) for one in shown.types],
        "review": _review(profile),
        "sms": _sms(shown),
        "transfer_scopes": list(profile.transfer_scopes),
        "days": _days(profile),
        "labels": _labels(profile, language),
        "rules_as_of": shown.as_of,
    }


def _lists(mapping: Mapping[Any, Any]) -> dict[str, list[str]]:
    return {str(key): [str(one) for one in values] for key, values in mapping.items()}


def _type(shown: ShownType, profile: Profile, language: Language) -> dict[str, Any]:
    heading: Text | None = profile.verdict_headings.get(shown.filing_type)
    return {
        "code": shown.filing_type.value,
        "label": shown.label.in_language(language),
        "channels": list(profile.channels[shown.filing_type]),
        "straight_to_authority": shown.filing_type in profile.sent_straight_on,
        "approved_label": profile.state_label(State.APPROVED, shown.filing_type).in_language(language),
        "verdict_heading": None if heading is None else heading.in_language(language),
        "notes": [{"code": note.value, "message": words.in_language(language)} for note, words in shown.notes],
    }


def _review(profile: Profile) -> dict[str, Any]:
    return {
        "posted_materials": profile.posted_materials,
        "handover": profile.handover,
        "handover_notice": profile.handover_notice,
        "open_after_first_review": profile.open_after_first_review,
        "editable_after_rejection": profile.editable_after_rejection,
        "machine_passes_faces": profile.machine_passes_faces,
        "faces_wanted_of": list(profile.faces_wanted_of),
        "faces_exempt": list(profile.faces_exempt),
        "second_look": list(profile.second_look),
        "claim_hours": profile.claim_hours,
        "unanswered_calls": profile.unanswered_calls,
        "result_by": list(profile.result_by),
        "notices_by": list(profile.notices_by),
        "quiet_from_hour": profile.quiet_from_hour,
        "quiet_until_hour": profile.quiet_until_hour,
    }


def _sms(shown: ShownProfile) -> dict[str, Any]:
    return {
        "provinces": list(shown.sms_provinces),
        "exempt_types": list(shown.sms_exempt_types),
        "validity_hours": shown.sms.validity // _HOUR,
        "code_digits": shown.sms.code_digits,
        "wrong_tries": shown.sms.wrong_tries,
        "resends": shown.sms.resends,
        "after_missed_code": shown.profile.after_sms,
    }


def _days(profile: Profile) -> dict[str, Any]:
    """Show the terms, which are called here what they are called in the profile."""
    days = {name: getattr(profile, name) for name in DaysOut.model_fields if name != "escalations"}
    escalations = {
        kind.value: {"after_days": one.after_days, "step": one.step} for kind, one in profile.escalations.items()
    }
    return {**days, "escalations": escalations}


def _labels(profile: Profile, language: Language) -> dict[str, Any]:
    return {
        "states": in_words(profile.state_labels, language),
        "items": in_words(profile.item_labels, language),
        "unfiled": profile.unfiled_label.in_language(language),
        "authorization_code": profile.code_label.in_language(language),
    }
