"""Reading how a cause is told: whom, on which channels, and in words whose places are known."""

from collections.abc import Collection

from app.domain.notices import SMS_PLACES, NoticeAudience, NoticeChannel, NoticePlace, NoticeTemplate
from app.domain.texts import Text
from app.rulebook.reading import Place


def notice_template(place: Place) -> NoticeTemplate:
    """Read one notice. Raises RulebookError for an SMS channel without words, or words without it."""
    place.only(("to", "channels", "subject", "text"), ("as_results", "urgent", "sms"))
    channels = tuple(NoticeChannel(item.one_of(tuple(NoticeChannel))) for item in place.at("channels").items())
    if not channels:
        place.at("channels").refuse("the notice goes nowhere", "Name a channel")
    if (NoticeChannel.SMS in channels) != ("sms" in place.value):
        place.at("sms").refuse("words and channel don't go together", "Give `sms` where sms is a channel, nowhere else")
    return NoticeTemplate(
        to=NoticeAudience(place.at("to").one_of(tuple(NoticeAudience))),
        channels=channels,
        as_results=_flag(place, "as_results"),
        urgent=_flag(place, "urgent"),
        sms=_words(place.at("sms"), SMS_PLACES) if "sms" in place.value else None,
        subject=_words(place.at("subject"), SMS_PLACES),
        text=_words(place.at("text"), frozenset(NoticePlace)),
    )


def _flag(place: Place, name: str) -> bool:
    return place.at(name).flag() if name in place.value else False


def _words(place: Place, known: Collection[NoticePlace]) -> Text:
    text = place.text()
    unknown = place.at("zh").filled_places() - set(known)
    if unknown:
        place.refuse(f"{', '.join(sorted(unknown))} stands for nothing here", f"Known are {', '.join(sorted(known))}")
    return text
