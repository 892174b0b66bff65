"""Verdicts of type verification as they are stored, in both languages, and as they are shown, in one."""

from datetime import date
from functools import lru_cache
from typing import Any

from app.domain.profile import Profile
from app.domain.rulebook import Rulebook
from app.domain.texts import Language, Text
from app.domain.type_reasons import Reason
from app.domain.type_verification import TypeRefusal, Verdict

_LANGUAGES = {language.value for language in Language}


@lru_cache(maxsize=2048)
def verdict_view(
    verdict: Verdict,
    language: Language | None,
    as_of: date,
    rulebook: Rulebook,
    profile: Profile,
    subject_on_record: bool,
    service_on_record: bool,
) -> dict[str, Any]:
    """Return a verdict in one language, or in both.

    Do not change what is returned: there are few verdicts, so each view is kept for the next time.
    """
    both = _in_both(verdict, as_of, rulebook, profile, subject_on_record, service_on_record)
    shown: dict[str, Any] = both if language is None else in_language(both, language)
    return shown


def _in_both(
    verdict: Verdict,
    as_of: date,
    rulebook: Rulebook,
    profile: Profile,
    subject_on_record: bool,
    service_on_record: bool,
) -> dict[str, Any]:
    filing_type = verdict.filing_type
    label = None if filing_type is None else profile.type_label(filing_type, as_of, rulebook)
    heading = None if filing_type is None else profile.verdict_headings.get(filing_type)
    return {
        "verdict": verdict.verdict.value,
        "filing_type": verdict.filing_type,
        "filing_type_label": None if label is None else _text(label),
        "heading": None if heading is None else _text(heading),
        "state_label": None if service_on_record else _text(profile.unfiled_label),
        "subject_on_record": subject_on_record,
        "service_on_record": service_on_record,
        "must_be_offline": verdict.must_be_offline,
        "may_be_served_meanwhile": verdict.may_be_served_meanwhile,
        "sms_required": verdict.sms_required,
        "channels": list(verdict.channels),
        "reasons": [_reason(one) for one in verdict.reasons],
        "warnings": [_reason(one) for one in verdict.warnings],
        "refusal": None if verdict.refusal is None else _refusal(verdict.refusal),
    }


def in_language(value: Any, language: Language) -> Any:
    """Choose the language of every text; texts are the objects with exactly the two languages."""
    if isinstance(value, dict):
        if len(value) == 2 and value.keys() == _LANGUAGES:
            return value[language.value]
        return {
            name: in_language(item, language) if isinstance(item, dict | list) else item for name, item in value.items()
        }
    return [in_language(item, language) for item in value] if isinstance(value, list) else value


def _reason(one: Reason) -> dict[str, Any]:
    return {
        "rule": one.rule,
        "message": _text(one.message),
        "source": one.source,
        "in_force_from": one.in_force_from.isoformat(),
    }


def _refusal(refusal: TypeRefusal) -> dict[str, Any]:
    return {
        "code": refusal.code.value,
        "rule": refusal.rule,
        "message": _text(refusal.message),
        "source": refusal.source,
        "remedy": _text(refusal.remedy),
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh-CN": text.zh, "en": text.en}
