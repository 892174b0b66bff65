"""Texts of a picture come into the order of a straight page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.recognition import TextBox
from app.domain.text_rows import joined, rows_of, straightened, tidy
from tests.domain.text_boxes import SIZE, box, page, standing

ROWS = page(
    (100, ((100, "姓名"), (250, "王小明"))),
    (180, ((100, "住址"), (250, "河南省郑州市金水区花园路"))),
    (260, ((250, "文化公寓12号楼302室"),)),
    (400, ((100, "公民身份号码"), (500, "410105199003078515"))),
)
TEXTS = [
    ["姓名", "王小明"],
    ["住址", "河南省郑州市金水区花园路"],
    ["文化公寓12号楼302室"],
    ["公民身份号码", "410105199003078515"],
]


def texts(boxes: tuple[TextBox, ...]) -> list[list[str]]:
    return [[piece.text for piece in row] for row in rows_of(straightened(boxes))]


@given(turned=st.floats(-12, 12))
def test_rows_stay_rows_however_the_page_is_turned(turned: float) -> None:
    turned_rows = page(
        (100, ((100, "姓名"), (250, "王小明"))),
        (180, ((100, "住址"), (250, "河南省郑州市金水区花园路"))),
        (260, ((250, "文化公寓12号楼302室"),)),
        (400, ((100, "公民身份号码"), (500, "410105199003078515"))),
        turned=turned,
    )

    assert texts(turned_rows) == TEXTS


@given(slant=st.floats(-0.00012, 0.00012))
def test_rows_stay_rows_where_the_lines_run_together(slant: float) -> None:
    def bent(one: TextBox) -> TextBox:
        corners = tuple((x, y + slant * y * (x - 500)) for x, y in one.corners)
        return TextBox(one.text, corners, one.confidence)  # type: ignore[arg-type]

    assert texts(tuple(bent(one) for one in ROWS)) == TEXTS


@given(order=st.permutations(ROWS))
def test_the_order_of_the_texts_does_not_matter(order: list[TextBox]) -> None:
    assert texts(tuple(order)) == TEXTS


def test_a_page_without_text_has_no_rows() -> None:
    assert straightened(()) == ()
    assert straightened((box("　", 0, 0),)) == ()


def test_a_page_of_short_texts_is_taken_as_straight() -> None:
    assert texts((box("男", 10, 10), box("汉", 90, 12))) == [["男", "汉"]]


def test_characters_that_stand_one_under_the_other_become_texts_of_their_own() -> None:
    pieces = straightened((standing("名类住", 100, 100, 3 * 80), box("河南省郑州市金水区", 300, 120)))

    stacked = [piece for piece in pieces if len(piece.text) == 1]
    assert [piece.text for piece in stacked] == ["名", "类", "住"]
    assert [round(piece.middle) for piece in stacked] == [140, 220, 300]
    assert all(piece.height == pytest.approx(SIZE) for piece in stacked)


def test_one_high_character_stays_what_it_is() -> None:
    assert [piece.text for piece in straightened((standing("一", 0, 0, 90),))] == ["一"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１２３ＡＢ（副本）", "123AB(副本)"),
        ("名　称 王 五", "名称王五"),
        ("设计，制作；代理：销售", "设计，制作；代理：销售"),
    ],
)
def test_full_width_letters_become_half_and_spaces_go(text: str, expected: str) -> None:
    assert tidy(text) == expected


def test_joined_goes_row_by_row() -> None:
    assert joined(straightened((box("乙", 90, 10), box("甲", 10, 10), box("丙", 10, 90)))) == "甲乙丙"
