"""What was read is held against what was typed: tolerant of spaces, signs and widths, silent where unsure."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.filing_body import (
    Certificate,
    CertificateType,
    FilingBody,
    Person,
    Service,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.materials import MaterialKind
from app.domain.recognition import CertificateDocument, ReadField, Reading
from app.domain.recognition_matches import Equal, compared, findings_of, matches
from app.domain.recognition_rules import (
    RecognitionLimits,
    RecognitionRule,
    certificate_at,
    document_of,
    place_of_holder,
)
from app.domain.resident_id import check_character
from tests.real_rules import RULEBOOK as RULES

DAY = date(2026, 3, 2)
LIMITS = RecognitionLimits(differs_from=0.85, alike=0.9)
FIRST = "41010519900307851"
NUMBER = FIRST + check_character(FIRST)
OTHER = "41010519900307853" + check_character("41010519900307853")
CODE = "91410100MA9FXTRWXA"
PERSON = Person(
    name="王小明",
    certificate=Certificate(CertificateType.RESIDENT_ID, NUMBER, "河南省郑州市金水区花园路12号", date(2015, 3, 2)),
    is_legal_representative=True,
)
BODY = FilingBody(
    subject=Subject(
        name="郑州星禾网络科技有限公司",
        nature=SubjectNature.ENTERPRISE,
        certificate=Certificate(
            CertificateType.BUSINESS_LICENSE, CODE, "河南省郑州市金水区花园路1号", date(2015, 3, 2), date(2035, 3, 1)
        ),
        principal=PERSON,
    ),
    services=(Service(id="svc_1", kind=ServiceKind.WEBSITE, principal=PERSON),),
)
FRONT, BACK, LICENCE = CertificateDocument


def reading(document: CertificateDocument, **fields: str) -> Reading:
    return Reading(document, {name: ReadField(value, 0.95) for name, value in fields.items()})


@pytest.mark.parametrize(
    ("name", "typed", "read", "confidence", "equal"),
    [
        ("name", "王小明", "王小明", 0.9, Equal.YES),
        ("name", "阿不都·热依木", "阿不都热依木", 0.9, Equal.YES),
        ("name", "郑州星禾（河南）有限公司", "郑州星禾(河南)有限公司", 0.9, Equal.YES),
        ("name", "王小明", "王小朋", 0.9, Equal.NO),
        ("name", "王小明", "王小朋", 0.8, Equal.UNSURE),
        ("name", "任景强", "任景強", 0.95, Equal.UNSURE),
        ("address", "河南省郑州市 金水区花园路１２号", "河南省郑州市金水区花园路12号", 0.9, Equal.YES),
        ("address", "郑州市金水区花园路12号", "河南省郑州市金水区花园路12号", 0.9, Equal.UNSURE),
        ("address", "河南省郑州市金水区花园路12号", "郑州市金水区花园路12号", 0.9, Equal.UNSURE),
        (
            "address",
            "四川省凉山彝族自治州越西县工业路172号",
            "四川省涼山彝族自治州越西县工业路172号",
            0.9,
            Equal.UNSURE,
        ),
        ("address", "河南省郑州市金水区花园路12号", "广东省深圳市南山区科技园5号", 0.9, Equal.NO),
        ("number", NUMBER, NUMBER.lower(), 0.5, Equal.YES),
        ("number", OTHER, NUMBER, 0.9, Equal.NO),
        ("number", OTHER, NUMBER, 0.5, Equal.UNSURE),
        ("number", NUMBER, NUMBER[:17] + "?", 0.99, Equal.UNSURE),
        ("valid_to", "2035-03-01", "长期", 0.9, Equal.NO),
    ],
)
def test_values_are_compared_as_a_person_would(
    name: str, typed: str, read: str, confidence: float, equal: Equal
) -> None:
    assert compared(name, typed, ReadField(read, confidence), LIMITS) is equal


def test_a_card_is_held_against_the_person_it_is_of() -> None:
    read = reading(
        FRONT, name="王小朋", number=NUMBER, address="河南省郑州市金水区花园路12号", sex="男", birth="1990-03-07"
    )

    found = matches(read, "/services/0/principal", BODY, DAY, RULES)

    assert [(one.field, one.pointer, one.equal) for one in found] == [
        ("name", "/services/0/principal/name", Equal.NO),
        ("number", "/services/0/principal/certificate/number", Equal.YES),
        ("address", "/services/0/principal/certificate/address", Equal.YES),
    ]
    assert [one.finding.code for one in found if one.finding] == ["recognized_name_differs"]


@pytest.mark.parametrize(("valid_to", "equal"), [("长期", Equal.YES), ("2035-03-02", Equal.NO)])
def test_an_end_left_open_beside_a_beginning_is_for_good(valid_to: str, equal: Equal) -> None:
    found = matches(reading(BACK, valid_from="2015-03-02", valid_to=valid_to), "/subject/principal", BODY, DAY, RULES)

    assert [(one.field, one.equal) for one in found] == [("valid_from", Equal.YES), ("valid_to", equal)]


def test_what_is_not_typed_is_not_compared() -> None:
    nobody = FilingBody(subject=Subject(principal=Person(name="王小明")))
    read = reading(FRONT, name="王小明", number=NUMBER)
    back = reading(BACK, valid_from="2015-03-02", valid_to="长期")

    assert [one.field for one in matches(read, "/subject/principal", nobody, DAY, RULES)] == ["name"]
    assert matches(back, "/subject/principal", nobody, DAY, RULES) == ()


def test_a_licence_is_held_against_the_subject_and_its_legal_representative() -> None:
    read = reading(
        LICENCE,
        name="郑州星禾网络科技有限公司",
        unified_social_credit_code=CODE,
        address="河南省郑州市金水区花园路1号",
        valid_from="2015-03-02",
        valid_to="长期",
        legal_representative="李大山",
    )

    found = {one.field: one for one in matches(read, "/subject", BODY, DAY, RULES)}

    assert {name: one.equal for name, one in found.items()} == {
        "name": Equal.YES,
        "unified_social_credit_code": Equal.YES,
        "address": Equal.YES,
        "valid_from": Equal.YES,
        "valid_to": Equal.NO,
        "legal_representative": Equal.NO,
    }
    assert found["legal_representative"].pointer == "/subject/principal/name"
    assert [one.rule for one in findings_of(read, "/subject", BODY, DAY, RULES)] == [
        RecognitionRule.VALIDITY_DIFFERS,
        RecognitionRule.REPRESENTATIVE_DIFFERS,
    ]


def test_a_legal_representative_entered_apart_is_the_one_compared() -> None:
    apart = replace(
        BODY.subject,
        principal=replace(PERSON, is_legal_representative=False),
        legal_representative=Person(name="李大山"),
    )
    read = reading(LICENCE, legal_representative="李大山")

    (found,) = matches(read, "/subject", replace(BODY, subject=apart), DAY, RULES)

    assert (found.pointer, found.equal) == ("/subject/legal_representative/name", Equal.YES)


def test_a_paper_off_which_nothing_was_read_is_said() -> None:
    (finding,) = findings_of(Reading(FRONT, {}), "/subject/principal", BODY, DAY, RULES)

    assert (finding.code, finding.pointer, finding.severity) == (
        "recognition_not_read",
        "/subject/principal",
        "warning",
    )


@pytest.mark.fact("S2-25")
@pytest.mark.parametrize(
    ("kind", "certificate", "document"),
    [
        (MaterialKind.PRINCIPAL_ID_FRONT, CertificateType.RESIDENT_ID, FRONT),
        (MaterialKind.PRINCIPAL_ID_FRONT, None, FRONT),
        (MaterialKind.AGENT_ID_BACK, CertificateType.RESIDENT_ID, BACK),
        (MaterialKind.PRINCIPAL_ID_FRONT, CertificateType.PASSPORT, None),
        (MaterialKind.SUBJECT_CERTIFICATE, CertificateType.BUSINESS_LICENSE, LICENCE),
        (MaterialKind.SUBJECT_CERTIFICATE, CertificateType.FOUNDATION_LICENSE, None),
        (MaterialKind.PORTRAIT, None, None),
        (MaterialKind.AUTHORIZATION_LETTER, CertificateType.RESIDENT_ID, None),
    ],
)
def test_cards_and_licences_are_read_and_nothing_else(
    kind: MaterialKind, certificate: CertificateType | None, document: CertificateDocument | None
) -> None:
    assert document_of(kind, certificate, DAY, RULES) is document


@pytest.mark.parametrize(
    ("pointer", "holder", "certificate"),
    [
        ("/services/0", "/services/0/principal", CertificateType.RESIDENT_ID),
        ("/services/0/principal", "/services/0/principal", CertificateType.RESIDENT_ID),
        ("/subject", "/subject", CertificateType.BUSINESS_LICENSE),
        ("/subject/agent", "/subject/agent", None),
    ],
)
def test_a_paper_is_of_whom_it_is_for_and_a_services_of_its_principal(
    pointer: str, holder: str, certificate: CertificateType | None
) -> None:
    assert place_of_holder(pointer) == holder
    assert certificate_at(BODY, pointer) is certificate
