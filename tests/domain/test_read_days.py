"""Days and terms as certificates print them."""

from datetime import date

import pytest

from app.domain.read_days import days_in, first_day, term_in


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("出生1990年3月7日", date(1990, 3, 7)),
        ("2015.03.02", date(2015, 3, 2)),
        ("成立日期20I5年O3月02日", date(2015, 3, 2)),
        ("2015-03-02", date(2015, 3, 2)),
        ("2015年02月30日", None),
        ("没有日期", None),
    ],
)
def test_a_day_is_read_through_look_alikes(text: str, expected: date | None) -> None:
    assert first_day(text) == expected


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("有效期限2015.03.02-2035.03.02", date(2015, 3, 2), "2035-03-02"),
        ("2015030220350302", date(2015, 3, 2), "2035-03-02"),
        ("有效期限2015.03.02-长期", date(2015, 3, 2), "长期"),
        ("2015年03月02日至2035年03月01日", date(2015, 3, 2), "2035-03-01"),
        ("2015年3月2日至2035年3月1日", date(2015, 3, 2), "2035-03-01"),
        ("2015.03.02-", date(2015, 3, 2), None),
        ("2035.03.02-2015.03.02", None, None),
        ("长期", None, "长期"),
        ("", None, None),
    ],
)
def test_a_term_is_its_two_ends(text: str, begins: date | None, ends: str | None) -> None:
    assert term_in(text) == (begins, ends)


def test_days_come_in_their_order() -> None:
    assert days_in("2001年1月2日至2003年4月5日") == (date(2001, 1, 2), date(2003, 4, 5))
