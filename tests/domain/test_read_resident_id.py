"""The fields of a resident id card come from the texts on it, however the machine cuts them up."""

from dataclasses import replace

import pytest

from app.domain.certificate_reading import is_sure, merged, read_certificate
from app.domain.recognition import CertificateDocument, ReadField, Reading, TextBox
from app.domain.resident_id import check_character
from tests.domain.text_boxes import box, page

FRONT, BACK = CertificateDocument.RESIDENT_ID_FRONT, CertificateDocument.RESIDENT_ID_BACK
NUMBER = "41010519900307851" + check_character("41010519900307851")
WOMAN = "41010519900307852" + check_character("41010519900307852")
PRINTED = {
    "name": "王小明",
    "sex": "男",
    "nation": "汉",
    "birth": "1990-03-07",
    "address": "河南省郑州市金水区花园路文化公寓12号楼302室",
    "number": NUMBER,
}
NUMBER_ROW = (460, ((100, "公民身份号码"), (500, NUMBER)))
BIRTH_ROW = (260, ((100, "出生"), (250, "1990年3月7日")))
ADDRESS_ROWS = (
    (340, ((100, "住址"), (250, "河南省郑州市金水区花园路"))),
    (395, ((250, "文化公寓12号楼302室"),)),
)
SEX_ROW = (180, ((100, "性别"), (250, "男"), (400, "民族"), (520, "汉")))
NAME_ROW = (100, ((100, "姓名"), (250, "王小明")))
REST = (SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS, NUMBER_ROW)


def values(document: CertificateDocument, boxes: tuple[TextBox, ...]) -> dict[str, str]:
    return {name: field.value for name, field in read_certificate(document, boxes).fields.items()}


@pytest.mark.parametrize("turned", [-8.0, 0.0, 8.0])
@pytest.mark.parametrize(
    "rows",
    [
        (NAME_ROW, *REST),
        (
            (100, ((100, "姓名王小明"),)),
            (180, ((100, "性别男民族汉"),)),
            (260, ((100, "出生1990年3月7日"),)),
            *REST[2:],
        ),
        ((100, ((100, "姓 名"), (250, "王"), (330, "小 明"))), (180, ((100, "性别男"), (400, "民族汉"))), *REST[1:]),
        (NAME_ROW, SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS, (460, ((100, f"公民身份号码{NUMBER}"),))),
        (NAME_ROW, SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS, (460, ((100, "公民身份號碼"), (500, NUMBER)))),
    ],
    ids=["apart", "label and value in one", "characters apart", "number with its label", "label misread"],
)
def test_a_card_is_read_whole(rows: tuple[tuple[float, tuple[tuple[float, str], ...]], ...], turned: float) -> None:
    assert values(FRONT, page(*rows, turned=turned)) == PRINTED


def test_a_name_without_its_label_is_the_row_over_the_sex_and_believed_less() -> None:
    read = read_certificate(FRONT, page((100, ((250, "王小明"),)), *REST)).fields["name"]

    assert read.value == "王小明"
    assert read.confidence < 0.6


def test_what_is_no_name_is_left_out() -> None:
    assert "name" not in values(FRONT, page((100, ((100, "姓名"), (250, "A1"))), *REST))
    assert "name" not in values(FRONT, page(*REST))


def test_a_nation_in_traditional_characters_is_the_simplified_one() -> None:
    rows = (NAME_ROW, (180, ((100, "性别"), (250, "男"), (400, "民族漢"))), *REST[1:])

    assert values(FRONT, page(*rows))["nation"] == "汉"


def test_a_sex_and_a_nation_that_are_not_there_are_left_out() -> None:
    assert "sex" not in values(FRONT, page(NAME_ROW, (180, ((100, "性别"), (400, "民族汉"))), *REST[1:]))
    assert "nation" not in values(FRONT, page(NAME_ROW, (180, ((100, "性别男"),)), *REST[1:]))


def test_a_row_of_sex_whose_labels_are_misread_is_told_by_its_form() -> None:
    assert values(FRONT, page(NAME_ROW, (180, ((100, "性男"), (400, "氏族汉"))), *REST[1:]))["sex"] == "男"


def test_without_a_day_of_birth_there_is_no_address_to_be_told() -> None:
    read = values(FRONT, page(NAME_ROW, SEX_ROW, *ADDRESS_ROWS, NUMBER_ROW))

    assert ("birth" in read, "address" in read) == (False, False)


def test_an_address_that_is_its_label_alone_is_none() -> None:
    assert "address" not in values(FRONT, page(NAME_ROW, SEX_ROW, BIRTH_ROW, (340, ((100, "住址"),)), NUMBER_ROW))
    assert "address" not in values(FRONT, page(NAME_ROW, SEX_ROW, BIRTH_ROW, NUMBER_ROW))


def test_specks_between_the_lines_of_an_address_are_none_of_it() -> None:
    speck = replace(box("一", 700, 345), confidence=0.4)

    assert values(FRONT, (*page(NAME_ROW, *REST), speck))["address"] == PRINTED["address"]


def test_a_number_without_its_label_is_the_lowest_that_looks_like_one() -> None:
    read = values(FRONT, page(NAME_ROW, SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS, (460, ((500, NUMBER),))))

    assert read == PRINTED


def test_without_a_number_the_rest_is_read() -> None:
    read = values(FRONT, page(NAME_ROW, SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS))

    assert read == {name: value for name, value in PRINTED.items() if name != "number"}


def test_birth_and_sex_are_believed_less_where_the_number_says_otherwise() -> None:
    other = page(NAME_ROW, SEX_ROW, (260, ((100, "出生"), (250, "1990年8月7日"))), *REST[2:-1])
    fields = read_certificate(FRONT, (*other, *page((460, ((100, "公民身份号码"), (500, WOMAN)))))).fields

    assert fields["number"].confidence > 0.9
    assert (fields["birth"].value, fields["birth"].confidence < 0.5) == ("1990-08-07", True)
    assert (fields["sex"].value, fields["sex"].confidence < 0.5) == ("男", True)


def test_a_number_that_is_wrong_says_nothing_of_birth_and_sex() -> None:
    rows = (NAME_ROW, SEX_ROW, BIRTH_ROW, *ADDRESS_ROWS, (460, ((100, "公民身份号码"), (500, NUMBER[:16]))))
    fields = read_certificate(FRONT, page(*rows)).fields

    assert fields["number"].confidence < 0.5
    assert fields["birth"].confidence > 0.9


def test_a_page_that_is_something_else_has_no_fields() -> None:
    assert values(FRONT, page((100, ((100, "今日菜单"),)))) == {}
    assert values(FRONT, ()) == {}
    assert values(BACK, page((100, ((100, "今日菜单"),)))) == {}


TITLE = ((100, ((300, "中华人民共和国"),)), (200, ((280, "居民身份证"),)))


@pytest.mark.parametrize(
    "rows",
    [
        (
            (400, ((200, "签发机关"), (400, "郑州市公安局金水分局"))),
            (480, ((200, "有效期限"), (400, "2015.03.02-2035.03.02"))),
        ),
        ((400, ((200, "签发机关郑州市公安局金水分局"),)), (480, ((200, "有效期限2015.03.02-2035.03.02"),))),
        ((400, ((400, "郑州市公安局金水分局"),)), (480, ((400, "2015.03.02-2035.03.02"),))),
    ],
    ids=["apart", "in one", "labels missing"],
)
def test_the_back_of_a_card_is_read(rows: tuple[tuple[float, tuple[tuple[float, str], ...]], ...]) -> None:
    assert values(BACK, page(*TITLE, *rows)) == {
        "authority": "郑州市公安局金水分局",
        "valid_from": "2015-03-02",
        "valid_to": "2035-03-02",
    }


def test_a_card_for_good_has_that_in_place_of_its_last_day() -> None:
    assert values(BACK, page((480, ((200, "有效期限2015.03.02-长期"),)))) == {
        "valid_from": "2015-03-02",
        "valid_to": "长期",
    }


def test_a_term_without_its_end_has_no_last_day() -> None:
    assert values(BACK, page((480, ((200, "有效期限2015.03.02-"),)))) == {"valid_from": "2015-03-02"}


def reading(**fields: tuple[str, float]) -> Reading:
    return Reading(FRONT, {name: ReadField(*field) for name, field in fields.items()})


def test_a_reading_is_sure_once_every_field_is_there_believed_and_the_number_right() -> None:
    whole = {name: (value, 0.95) for name, value in PRINTED.items()}

    assert is_sure(reading(**whole), 0.9)
    assert not is_sure(reading(**whole), 0.96)
    assert not is_sure(reading(**(whole | {"number": (NUMBER[:17] + "?", 0.95)})), 0.9)
    assert not is_sure(reading(**{name: field for name, field in whole.items() if name != "name"}), 0.9)


def test_of_several_readings_each_field_is_what_most_say_and_the_number_the_right_one() -> None:
    best = merged(
        (
            reading(name=("王小朋", 0.9), number=(NUMBER[:17] + "0", 0.99)),
            reading(name=("王小明", 0.8), number=(NUMBER, 0.5), sex=("男", 0.9)),
            reading(name=("王小明", 0.7)),
        )
    )

    assert {name: field.value for name, field in best.fields.items()} == {
        "name": "王小明",
        "number": NUMBER,
        "sex": "男",
    }
    assert best.fields["name"].confidence == 0.8
