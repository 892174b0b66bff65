"""The fields of a business licence come from where the texts stand: columns don't mix, labels may be broken."""

from dataclasses import replace

import pytest

from app.domain.certificate_reading import read_certificate
from app.domain.recognition import CertificateDocument, TextBox
from tests.domain.text_boxes import box, page, standing

CODE = "91410100MA9FXTRWXA"
PRINTED = {
    "name": "郑州星禾网络科技有限公司",
    "unified_social_credit_code": CODE,
    "type": "有限责任公司(自然人独资)",
    "legal_representative": "王小明",
    "capital": "壹佰万元整",
    "established_on": "2015-03-02",
    "valid_from": "2015-03-02",
    "valid_to": "长期",
    "address": "河南省郑州市金水区花园路12号楼302室",
    "scope": "计算机软硬件的技术开发；技术咨询；日用百货零售；会议及展览服务。",
}
ROW, LINE = 100.0, 60.0
TITLE = ((20, ((700, "营业执照"),)), (90, ((800, "(副本)"),)))
CODE_ROWS = ((60, ((100, "统一社会信用代码"),)), (130, ((100, CODE),)))
LEFT = (
    (300, ((100, "名称"), (400, "郑州星禾网络科技有限公司"))),
    (400, ((100, "类型"), (400, "有限责任公司（自然人独资）"))),
    (500, ((100, "法定代表人"), (400, "王小明"))),
    (600, ((100, "经营范围"), (400, "计算机软硬件的技术开发；"))),
    (660, ((400, "技术咨询；日用百货零售；"),)),
    (720, ((400, "会议及展览服务。"),)),
)
RIGHT = (
    (302, ((1100, "注册资本"), (1400, "壹佰万元整"))),
    (402, ((1100, "成立日期"), (1400, "2015年03月02日"))),
    (502, ((1100, "营业期限"), (1400, "2015年03月02日至长期"))),
    (602, ((1100, "住所"), (1400, "河南省郑州市金水区花园路"))),
    (662, ((1400, "12号楼302室"),)),
)
FOOT = ((980, ((1100, "登记机关"),)), (1060, ((1400, "2015年03月02日"),)))
ONE_COLUMN = (
    (200, ((400, f"统一社会信用代码 {CODE}"),)),
    (300, ((100, "名称"), (400, "郑州星禾网络科技有限公司"))),
    (380, ((100, "类型"), (400, "有限责任公司(自然人独资)"))),
    (460, ((100, "住所"), (400, "河南省郑州市金水区花园路"))),
    (520, ((400, "12号楼302室"),)),
    (600, ((100, "法定代表人"), (400, "王小明"))),
    (680, ((100, "注册资本"), (400, "壹佰万元整"))),
    (760, ((100, "成立日期"), (400, "2015年03月02日"))),
    (840, ((100, "营业期限"), (400, "2015年03月02日至长期"))),
    (920, ((100, "经营范围"), (400, "计算机软硬件的技术开发；"))),
    (980, ((400, "技术咨询；日用百货零售；"),)),
    (1040, ((400, "会议及展览服务。"),)),
    (1400, ((700, "登记机关"),)),
)


def values(boxes: tuple[TextBox, ...]) -> dict[str, str]:
    fields = read_certificate(CertificateDocument.BUSINESS_LICENSE, boxes).fields
    return {name: field.value for name, field in fields.items()}


def without(rows: tuple[tuple[float, tuple[tuple[float, str], ...]], ...], *texts: str) -> tuple[TextBox, ...]:
    return tuple(one for one in page(*rows) if one.text not in texts)


@pytest.mark.parametrize("turned", [-8.0, -3.0, 0.0, 5.0, 8.0])
def test_a_licence_in_two_columns_is_read_column_by_column(turned: float) -> None:
    assert values(page(*TITLE, *CODE_ROWS, *LEFT, *RIGHT, *FOOT, turned=turned)) == PRINTED


@pytest.mark.parametrize("turned", [-8.0, 0.0, 8.0])
def test_a_licence_in_one_column_is_read_down_the_page(turned: float) -> None:
    assert values(page(*ONE_COLUMN, turned=turned)) == PRINTED


def test_labels_whose_characters_stand_apart_are_put_together() -> None:
    apart = [box("名", 100, 300), box("称", 260, 301), box("类", 100, 400), box("型", 260, 399), box("所", 1260, 603)]
    rest = without((*TITLE, *CODE_ROWS, *LEFT, *RIGHT, *FOOT), "名称", "类型", "住所")

    assert values((*rest, *apart, box("住", 1100, 602))) == PRINTED


def test_half_a_label_is_enough() -> None:
    rest = without((*TITLE, *CODE_ROWS, *LEFT, *RIGHT, *FOOT), "名称", "住所")

    assert values((*rest, box("称", 260, 300), box("所", 1260, 602))) == PRINTED


def test_labels_found_as_one_standing_text_are_taken_apart() -> None:
    rest = without(ONE_COLUMN, "名称", "类型", "住所")

    assert values((*rest, standing("名类住", 100, 280, 240), standing("称型所", 260, 280, 240))) == PRINTED


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("名称", "名称："),
        ("法定代表人", "法定代衣人"),
        ("经营范围", "经营范国"),
        ("法定代表人", "经营者"),
        ("住所", "经营场所"),
    ],
)
def test_labels_of_other_words_or_misread_in_one_character_are_known(label: str, found: str) -> None:
    rows = tuple(replace(one, text=found) if one.text == label else one for one in page(*ONE_COLUMN))

    assert values(rows) == PRINTED


def test_a_value_in_one_text_with_its_label_is_cut_off() -> None:
    rows = without(ONE_COLUMN, "名称", "郑州星禾网络科技有限公司", "法定代表人", "王小明")

    assert (
        values((*rows, box("名称郑州星禾网络科技有限公司", 100, 300), box("法定代表人：王小明", 100, 600))) == PRINTED
    )


def test_a_name_without_label_is_the_one_text_that_reads_like_a_units() -> None:
    rest = without((*TITLE, *CODE_ROWS, *LEFT, *RIGHT, *FOOT), "名称")
    fields = read_certificate(CertificateDocument.BUSINESS_LICENSE, rest).fields

    assert (fields["name"].value, fields["name"].confidence < 0.7) == (PRINTED["name"], True)


def test_where_a_label_is_missing_the_fields_beside_it_are_believed_less() -> None:
    fields = read_certificate(CertificateDocument.BUSINESS_LICENSE, without(ONE_COLUMN, "类型")).fields

    assert "type" not in fields
    assert (fields["name"].confidence < 0.7, fields["capital"].confidence > 0.9) == (True, True)


def test_without_anything_like_a_name_there_is_none() -> None:
    assert "name" not in values(without(ONE_COLUMN, "名称", "郑州星禾网络科技有限公司"))


def test_specks_beside_a_person_are_none_of_the_name() -> None:
    rows = tuple(replace(one, text="☑王小明") if one.text == "王小明" else one for one in page(*ONE_COLUMN))

    assert values(rows)["legal_representative"] == "王小明"


def test_a_person_that_is_only_specks_is_nobody() -> None:
    rows = tuple(replace(one, text="☑") if one.text == "王小明" else one for one in page(*ONE_COLUMN))

    assert "legal_representative" not in values(rows)


def test_days_that_are_none_are_left_out() -> None:
    rows = tuple(
        replace(one, text="见背面") if one.text.startswith("2015年") else one for one in without(ONE_COLUMN, "登记机关")
    )

    assert not {"established_on", "valid_from", "valid_to"} & set(values(rows))


def test_a_label_with_nothing_beside_it_has_no_value() -> None:
    assert "capital" not in values(without(ONE_COLUMN, "壹佰万元整"))


def test_what_stands_far_below_a_value_is_none_of_it() -> None:
    assert values((*page(*ONE_COLUMN[:-1]), box("国家标准纸张", 400, 1300)))["scope"] == PRINTED["scope"]


def test_the_first_of_two_texts_with_one_label_counts() -> None:
    assert values((*page(*ONE_COLUMN), box("名称别的公司", 100, 1480)))["name"] == PRINTED["name"]


def test_a_code_that_nobody_can_read_is_left_out() -> None:
    assert "unified_social_credit_code" not in values(page(*ONE_COLUMN[1:]))


def test_a_page_that_is_something_else_has_no_fields() -> None:
    assert values(page((100, ((100, "今日菜单"),)))) == {}
