"""What an entry of the exchange means, in words."""

from datetime import UTC, datetime

import pytest

from app.domain.exchange_journal import UNUSUAL, Exchanged, ExchangeEntry, Outcome, in_words

HAPPENS = [
    *((Exchanged.HAND_OVER, one) for one in (Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.ALREADY_THERE)),
    (Exchanged.HAND_OVER, Outcome.REFUSED),
    (Exchanged.CODE, Outcome.NO_ANSWER),
    *((Exchanged.QUESTION, one) for one in (Outcome.NO_ANSWER, Outcome.FOUND)),
    *((Exchanged.MESSAGE, one) for one in (Outcome.APPLIED, Outcome.KNOWN, Outcome.EARLY)),
    *((Exchanged.MESSAGE, one) for one in (Outcome.REPEATED, Outcome.LATE)),
]


@pytest.mark.parametrize(("exchanged", "outcome"), HAPPENS)
def test_whatever_happens_has_words_in_both_languages(exchanged: Exchanged, outcome: Outcome) -> None:
    words = in_words(exchanged, outcome)

    assert words.zh != words.en
    assert min(len(words.zh), len(words.en)) > 5


def test_what_goes_as_it_should_is_not_unusual() -> None:
    assert set(Outcome) - UNUSUAL == {Outcome.ANSWERED, Outcome.APPLIED, Outcome.KNOWN}


@pytest.mark.parametrize("outcome", Outcome)
def test_an_entry_tells_whether_an_operator_should_see_it(outcome: Outcome) -> None:
    at = datetime(2026, 11, 2, 4, tzinfo=UTC)
    entry = ExchangeEntry("exc_1", "prov_1", "fil_1", "hov_1", Exchanged.MESSAGE, outcome, "", 1, at, at)

    assert entry.is_unusual is (outcome in UNUSUAL)
