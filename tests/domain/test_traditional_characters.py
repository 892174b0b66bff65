"""Traditional characters have one simplified form each, and simplified ones stay."""

import pytest

from app.domain.traditional_characters import _PAIRS, simplified


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("任景強", "任景强"),
        ("四川省涼山彝族自治州", "四川省凉山彝族自治州"),
        ("漢", "汉"),
        ("郑州市金水区", "郑州市金水区"),
    ],
)
def test_traditional_characters_become_simplified_ones(text: str, expected: str) -> None:
    assert simplified(text) == expected


def test_every_pair_is_two_characters_and_stands_once() -> None:
    pairs = _PAIRS.split()

    assert all(len(pair) == 2 and pair[0] != pair[1] for pair in pairs)
    assert len({pair[0] for pair in pairs}) == len(pairs)


def test_what_is_simplified_stays() -> None:
    assert all(simplified(pair[1]) == pair[1] for pair in _PAIRS.split())
