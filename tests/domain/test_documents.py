"""Papers to sign (授权书、承诺书、核验单): which there are for a filing, and what they say."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.document_forms import Template
from app.domain.document_places import Naming, cleaned
from app.domain.documents import Origin, Reader, document
from app.domain.filing_body import (
    Access,
    Certificate,
    ContactAddress,
    FilingBody,
    HandlerKind,
    IpRange,
    Subject,
    SubjectNature,
)
from app.domain.filing_types import FilingType
from app.domain.letters import Document, Grid, Heading, Ink, Paragraph, Run, Sheet, Signatures
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.regions import ABBREVIATIONS
from app.domain.requirements import requirements
from app.domain.texts import Language
from tests.domain.a_filing import (
    REGIONS,
    a_body,
    a_person,
    a_website,
    an_app,
    an_enterprise,
    an_individual,
    another_person,
)
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

LETTER, COMMITMENT, SHEET = Template.AUTHORIZATION_LETTER, Template.COMMITMENT_LETTER, Template.VERIFICATION_SHEET
ORIGIN = Origin("fil_1", 7, "2026-03-02")
WHOLE, MASKED = Reader(Language.ZH, True), Reader(Language.ZH, False)
APPOINTED = {
    "handler": HandlerKind.AGENT,
    "agent": a_person(name="王五", certificate=Certificate(None, "44030619920620003X")),
    "legal_representative": a_person(is_legal_representative=True),
}


def of(
    template: Template,
    body: FilingBody,
    filing_type: FilingType = FilingType.FIRST_FILING,
    reader: Reader = WHOLE,
    about: str | None = None,
    day: date = TODAY,
) -> Document | None:
    naming = Naming(day, RULEBOOK, "示例云计算有限公司", "首次备案")
    return document(template, PaperQuestion(body, filing_type, REGIONS), ORIGIN, naming, reader, about)


def paper(template: Template, body: FilingBody, **more: Any) -> Document:
    found = of(template, body, **more)
    assert found is not None
    return found


def said(sheet: Sheet, blank: str = "＿") -> str:
    """Read a sheet aloud; lines to write on sound as `blank`."""
    words = [sheet.title]
    for part in sheet.parts:
        if isinstance(part, Paragraph):
            words.append(_words(part.runs, blank))
        elif isinstance(part, Heading):
            words.append(part.words)
        elif isinstance(part, Grid):
            words += [f"{label}：{_words(runs, blank)}" for label, runs in part.rows]
        else:
            words += [line for column in part.columns for line in column]
    return "\n".join(words)


def _words(runs: tuple[Run, ...], blank: str) -> str:
    return "".join(blank if run.ink is Ink.BLANK else run.words for run in runs)


def signed_by(sheet: Sheet) -> str:
    return "".join(line for part in sheet.parts if isinstance(part, Signatures) for one in part.columns for line in one)


def in_region(subject: Subject, region: str) -> FilingBody:
    return a_body(replace(subject, region=region))


# --- the letter of authority


@pytest.mark.fact("S0-39")
@pytest.mark.fact("S4-17")
def test_the_letter_for_an_agent_names_unit_agent_and_what_for() -> None:
    found = paper(LETTER, a_body(an_enterprise(**APPOINTED)), about="/subject/agent")

    (sheet,) = found.sheets
    text = said(sheet)
    assert sheet.title == "授权委托书"
    for words in (
        "致：河南省通信管理局、示例云计算有限公司",
        "示例科技有限公司",
        "代办人姓名：王五",
        "44030619920620003X",
    ):
        assert words in text
    assert "办理本单位首次备案事宜" in text
    assert "网站“示例科技官方网站”" in text
    assert "法定代表人（签字）" in signed_by(sheet)
    assert "单位（盖章）" in signed_by(sheet)


@pytest.mark.fact("S4-44")
def test_above_every_letter_stands_that_it_is_scanned_in_colour() -> None:
    for reader, words in ((WHOLE, "彩色扫描"), (Reader(Language.EN, True), "in colour")):
        found = paper(LETTER, a_body(an_enterprise(**APPOINTED)), reader=reader)

        assert all(any(words in one for one in sheet.instructions) for sheet in found.sheets)
        assert not any(words in said(sheet) for sheet in found.sheets)


def test_every_person_who_is_appointed_gets_one_letter_for_all_they_answer_for() -> None:
    subject = an_enterprise(principal=another_person(), legal_representative=a_person())

    found = paper(LETTER, a_body(subject, a_website(), an_app()))

    (sheet,) = found.sheets
    assert "担任本单位的主体负责人、互联网信息服务负责人" in said(sheet)
    assert "被授权人姓名：李四" in said(sheet)
    assert "网站“示例科技官方网站”、APP“示例助手”" in said(sheet)


def test_a_letter_asked_for_by_its_place_is_about_that_place_alone() -> None:
    subject = an_enterprise(principal=another_person(), legal_representative=a_person())

    found = paper(LETTER, a_body(subject), about="/services/0/principal")

    assert len(found.sheets) == 1
    assert of(LETTER, a_body(subject), about="/services/3/principal") is None


@pytest.mark.parametrize(
    "body",
    [
        a_body(an_individual()),
        a_body(an_enterprise(), a_website(principal=a_person(is_legal_representative=True))),
        a_body(Subject()),
    ],
)
def test_where_nobody_is_appointed_there_is_no_letter(body: FilingBody) -> None:
    if body.subject == Subject():
        body = replace(body, services=(a_website(principal=None),))
    assert of(LETTER, body) is None


def test_an_agent_who_is_not_entered_yet_is_a_line_to_write_on() -> None:
    found = paper(LETTER, a_body(an_enterprise(handler=HandlerKind.AGENT)), about="/subject/agent")

    assert "代办人姓名：＿" in said(found.sheets[0])
    assert "None" not in said(found.sheets[0])


# --- commitment letters


@pytest.mark.fact("S1-09")
@pytest.mark.parametrize(
    ("subject", "signer", "other"),
    [(an_enterprise(), "法定代表人（签字）", "本人签字"), (an_individual(), "承诺人（本人签字）", "法定代表人")],
)
def test_in_guangdong_the_legal_representative_or_the_person_signs(subject: Subject, signer: str, other: str) -> None:
    (sheet,) = paper(COMMITMENT, in_region(subject, "440306")).sheets

    assert sheet.title == "互联网信息服务备案承诺书"
    assert "致：广东省通信管理局" in said(sheet)
    assert signer in signed_by(sheet)
    assert other not in signed_by(sheet)
    assert any("黑色签字笔" in one for one in sheet.instructions)


@pytest.mark.parametrize("subject", [an_enterprise(), an_individual()])
def test_in_jiangsu_each_service_principal_signs_a_notice_and_a_letter(subject: Subject) -> None:
    found = paper(COMMITMENT, in_region(subject, "320500"))

    assert [sheet.title for sheet in found.sheets] == ["ICP备案信息真实性责任告知书", "ICP备案信息真实性承诺书"]
    assert "被告知人（签字）" in signed_by(found.sheets[0])
    assert "李四" in said(found.sheets[1])


def test_before_its_day_jiangsu_has_the_general_letter() -> None:
    found = paper(COMMITMENT, in_region(an_enterprise(), "320500"), day=date(2021, 5, 31))

    assert [sheet.title for sheet in found.sheets] == ["互联网信息服务备案信息真实性承诺书"]


@pytest.mark.parametrize("province", ABBREVIATIONS)
@pytest.mark.parametrize("subject", [an_enterprise(), an_individual()])
def test_a_commitment_letter_can_be_had_everywhere(province: str, subject: Subject) -> None:
    assert "通信管理局" in "".join(map(said, paper(COMMITMENT, in_region(subject, f"{province}0000")).sheets))


# --- verification sheets


@pytest.mark.parametrize(("subject", "more"), [(an_enterprise(), "单位证件"), (an_individual(), "个人证件")])
def test_each_service_has_a_sheet_with_boxes_that_nobody_has_ticked(subject: Subject, more: str) -> None:
    found = paper(SHEET, a_body(subject, a_website(), an_app()))

    assert [sheet.title for sheet in found.sheets] == ["网站备案信息真实性核验单"] * 2
    assert "示例科技官方网站" in said(found.sheets[0])
    assert "示例助手" in said(found.sheets[1])
    for sheet in found.sheets:
        assert more in said(sheet)
        assert said(sheet).count("□") >= 20
        assert "√" not in said(sheet)
        assert "核验人员（签字）" in signed_by(sheet)


def test_a_sheet_shows_where_the_service_is_reached() -> None:
    access = Access((IpRange("203.0.113.1", "203.0.113.9"), IpRange("203.0.113.10", "203.0.113.10")), (), ("990000",))
    website = a_website(domains=("xn--fiqs8s.cn", "xn--a.cn", "example.cn"), access=(access,))

    text = said(paper(SHEET, a_body(None, website)).sheets[0])

    assert "203.0.113.1-203.0.113.9、203.0.113.10　" in text
    assert "中国.cn（xn--fiqs8s.cn）、xn--a.cn、example.cn" in text
    assert "990000" in text


# --- what all have in common


@pytest.mark.parametrize("template", Template)
@pytest.mark.parametrize("filing_type", FilingType)
def test_what_is_missing_is_left_to_write_on_in_every_type(template: Template, filing_type: FilingType) -> None:
    for nature in (None, SubjectNature.ENTERPRISE, SubjectNature.INDIVIDUAL):
        subject = Subject(nature=nature, handler=HandlerKind.AGENT)
        bare = replace(a_website(), name=None, domains=(), principal=None, access=())
        found = of(template, FilingBody(subject, (bare, replace(bare, domains=("example.cn",)))), filing_type)

        if filing_type in (FilingType.CANCEL_ACCESS, FilingType.TRANSFER_ACCOUNT):
            assert found is None
        for sheet in found.sheets if found is not None else ():
            assert "None" not in said(sheet)
            assert "＿" in said(sheet)


@pytest.mark.parametrize("region", ["320500", "410100", "440306", "310000", "340000", "220000"])
@pytest.mark.parametrize("subject", [an_enterprise(**APPOINTED), an_individual()])
def test_whatever_requirement_names_a_template_finds_it_at_its_place(subject: Subject, region: str) -> None:
    body = in_region(replace(subject, principal=another_person()), region)
    wanted = requirements(PaperQuestion(body, FilingType.FIRST_FILING, REGIONS), TODAY, RULEBOOK)
    letters = [one for one in wanted if one.kind in (MaterialKind.AUTHORIZATION_LETTER, MaterialKind.COMMITMENT_LETTER)]

    assert letters or region == "410100" or subject.nature is SubjectNature.INDIVIDUAL
    for one in letters:
        assert one.template is not None
        assert of(Template(one.template), body, about=one.for_) is not None, (one.kind, one.for_)


@pytest.mark.parametrize(
    ("template", "subject"),
    [(LETTER, an_enterprise(**APPOINTED)), (COMMITMENT, an_individual()), (SHEET, an_enterprise())],
)
def test_numbers_that_the_reader_may_not_see_are_left_to_write_on_with_their_end(
    template: Template, subject: Subject
) -> None:
    body = a_body(subject)
    whole = "".join(map(said, paper(template, body).sheets))
    masked = "".join(map(said, paper(template, body, reader=MASKED).sheets))
    numbers = {
        value
        for person in (subject.principal, subject.agent, body.services[0].principal)
        if person is not None and person.certificate is not None
        for value in (person.mobile, person.emergency_phone, person.certificate.number)
        if value is not None
    } | {str(subject.certificate and subject.certificate.number)}

    shown = [number for number in numbers if number in whole]
    assert shown
    assert not [number for number in numbers if number in masked]
    assert all(f"＿（尾号{number[-4:]}）" in masked for number in shown)


def test_of_a_short_number_nothing_is_told() -> None:
    subject = an_individual(certificate=Certificate(None, "1234567"))

    assert "尾号" not in said(paper(COMMITMENT, a_body(subject), reader=MASKED).sheets[0])


def test_the_foot_tells_which_filing_and_revision_the_paper_is_of() -> None:
    assert paper(SHEET, a_body()).origin == "备案订单 fil_1　第 7 版（2026-03-02）"


@pytest.mark.parametrize(
    ("entered", "shown"),
    [
        ("张\u202e三\u200b\u0000", "张三"),
        ("示例\n\t科技\u3000 公司", "示例 科技 公司"),
        ("葛\ufe00󠄀", "葛"),
        (" \u0007 ", None),
        (None, None),
        ("<b>“&amp;”</b>", "<b>“&amp;”</b>"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
    ],
)
def test_what_only_steers_is_left_out_and_all_else_stands_as_entered(entered: str | None, shown: str | None) -> None:
    assert cleaned(entered) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (None, "＿"),
        (ContactAddress(None, "示例路1号"), "示例路1号"),
        (ContactAddress("410105", None), "河南省郑州市金水区"),
        (ContactAddress("410105", "河南省郑州市金水区示例路1号"), "河南省郑州市金水区示例路1号"),
        (ContactAddress("999999", None), "＿"),
    ],
)
def test_an_address_has_its_region_once(address: ContactAddress | None, shown: str) -> None:
    (sheet,) = paper(COMMITMENT, a_body(an_enterprise(contact_address=address))).sheets

    assert f"通信地址：{shown}\n" in said(sheet)


@pytest.mark.parametrize(
    ("people", "named"),
    [
        ({}, "张三"),
        ({"legal_representative": a_person(name="赵六")}, "赵六"),
        ({"principal": another_person()}, "＿"),
        ({"principal": None}, "＿"),
    ],
)
def test_the_legal_representative_is_named_as_far_as_somebody_is_known_to_be_that(
    people: dict[str, Any], named: str
) -> None:
    (sheet,) = paper(COMMITMENT, a_body(an_enterprise(**people))).sheets

    assert f"法定代表人{named}，以下称本单位" in said(sheet)
