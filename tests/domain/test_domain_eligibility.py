"""Whether a name can be put on file, and which shells may add to it."""

from datetime import date

import pytest

from app.domain.domain_eligibility import (
    DomainFact,
    GovernmentName,
    RealName,
    RegistrarAnswer,
    domain_fact,
    government_name,
)
from app.domain.domain_names import parsed
from app.domain.filing_body import SubjectNature
from app.domain.type_facts import shell_may_add_directly
from tests.domain.few_suffixes import FEW_SUFFIXES
from tests.domain.type_facts_builder import TODAY
from tests.real_rules import RULEBOOK

GOOD = RegistrarAnswer(
    holder="河南示例有限公司",
    real_name=RealName.VERIFIED,
    expires_on=TODAY,
    registrar_approved=True,
    suffix_approved=True,
)


def fact(
    name: str = "example.cn",
    answer: RegistrarAnswer | None = GOOD,
    nature: SubjectNature = SubjectNature.ENTERPRISE,
    holders: tuple[str, ...] | None = ("河南示例有限公司",),
) -> DomainFact:
    domain = parsed(name, FEW_SUFFIXES)
    return domain_fact(domain, government_name(domain, nature, TODAY, RULEBOOK), answer, holders, TODAY)


@pytest.mark.parametrize(
    ("nature", "standing"),
    [
        (SubjectNature.GOVERNMENT_AGENCY, GovernmentName.ALLOWED),
        pytest.param(SubjectNature.PUBLIC_INSTITUTION, GovernmentName.DOUBTFUL, marks=pytest.mark.fact("S3-16")),
        (SubjectNature.ENTERPRISE, GovernmentName.NOT_ALLOWED),
        (SubjectNature.INDIVIDUAL, GovernmentName.NOT_ALLOWED),
    ],
)
def test_a_government_name_is_for_government_agencies(nature: SubjectNature, standing: GovernmentName) -> None:
    for name in ("www.zhengzhou.gov.cn", "郑州.政务"):
        assert government_name(parsed(name, FEW_SUFFIXES), nature, TODAY, RULEBOOK) is standing
    assert government_name(parsed("example.cn", FEW_SUFFIXES), nature, TODAY, RULEBOOK) is GovernmentName.NONE


def test_a_good_name_is_eligible_on_its_last_day() -> None:
    assert fact() is DomainFact.ELIGIBLE


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (RegistrarAnswer(suffix_approved=False), DomainFact.SUFFIX_UNAPPROVED),
        (RegistrarAnswer(registrar_approved=False), DomainFact.REGISTRAR_UNAPPROVED),
        (RegistrarAnswer(expires_on=date(2026, 3, 1)), DomainFact.EXPIRED),
        (RegistrarAnswer(real_name=RealName.UNVERIFIED, holder="别人"), DomainFact.NOT_VERIFIED),
        (RegistrarAnswer(real_name=RealName.VERIFIED, holder="别人"), DomainFact.OWNED_BY_ANOTHER),
        (RegistrarAnswer(real_name=RealName.VERIFIED), DomainFact.ELIGIBLE),
        (RegistrarAnswer(), DomainFact.UNKNOWN),
        (None, DomainFact.UNKNOWN),
    ],
)
def test_each_answer_of_the_registrars_side_has_its_consequence(
    answer: RegistrarAnswer | None, expected: DomainFact
) -> None:
    assert fact(answer=answer) is expected


def test_no_holder_is_a_wrong_one_while_nobody_can_tell_who_may_hold_the_name() -> None:
    assert fact(holders=None) is DomainFact.ELIGIBLE
    assert fact(holders=("别人",)) is DomainFact.OWNED_BY_ANOTHER


def test_below_the_registrable_name_only_government_files() -> None:
    assert fact("shop.example.cn") is DomainFact.NOT_REGISTRABLE
    assert fact("a.zhengzhou.gov.cn", nature=SubjectNature.GOVERNMENT_AGENCY) is DomainFact.ELIGIBLE
    assert fact("a.zhengzhou.gov.cn") is DomainFact.GOVERNMENT_NAME_NOT_ALLOWED


def test_a_suffix_that_no_list_knows_is_not_approved() -> None:
    assert fact("example.nowhere") is DomainFact.SUFFIX_UNAPPROVED


def test_a_shell_may_add_directly_in_the_listed_provinces_only() -> None:
    assert shell_may_add_directly("110105", TODAY, RULEBOOK)
    assert not shell_may_add_directly("410100", TODAY, RULEBOOK)
