"""Consent (单独同意) to the use of a face: to which wording, and how long ago it may have been given."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from app.domain.errors import Refusal, invalid
from app.domain.materials import Consent
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class ConsentRule(StrEnum):
    """The rules asked for here."""

    WORDING = "authenticity.consent"


# The clocks of phones are not exact.
CLOCK_SKEW = timedelta(minutes=10)
_UNKNOWN = Text("没有这个版本的同意书。", "There is no wording of this version.")
_READ_ANEW = Text(
    "请从 GET /v1/catalog/consents 取得现行文本，向本人展示并取得同意。",
    "Take the present wording from GET /v1/catalog/consents, show it to the person and ask for consent.",
)
_FUTURE = Text("同意时间晚于现在。", "The moment of the consent has not come yet.")
_NOW = Text("请填写本人实际同意的时间。", "Give the moment at which the person agreed.")
_OLD = Text("同意时间已超过 {days} 天。", "The consent was given more than {days} days ago.")
_ASK_AGAIN = Text("请再次征得本人同意。", "Ask the person for consent anew.")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a person agrees to: the version that is shown now, the versions still taken, and for how many days."""

    version: str
    words: Text
    taken: tuple[str, ...]
    days: int


def wording(as_of: date, rulebook: Rulebook) -> Wording:
    """Return the wording of a day."""
    value = rulebook.at(ConsentRule.WORDING, as_of).value
    words = Text(value["words"]["zh"], value["words"]["en"])
    return Wording(value["version"], words, (value["version"], *value["earlier_taken"]), value["days"])


def consent_fault(consent: Consent, now: datetime, as_of: date, rulebook: Rulebook) -> Refusal | None:
    """Return why a consent does not count, or `None`."""
    asked = wording(as_of, rulebook)
    if consent.version not in asked.taken:
        return invalid("/consent/version", "unknown_version", _UNKNOWN, _READ_ANEW)
    if consent.given_at > now + CLOCK_SKEW:
        return invalid("/consent/given_at", "in_future", _FUTURE, _NOW)
    if consent.given_at < now - timedelta(days=asked.days):
        return invalid("/consent/given_at", "too_old", _OLD.filled(days=asked.days), _ASK_AGAIN)
    return None
