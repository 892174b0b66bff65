"""Several services in one type verification are different services."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_body import CertificateType, ServiceKind, SubjectNature
from app.usecases.type_questions import AskedServiceInput, TypeQuestion, read_question
from tests.usecases.a_world import World


def question(world: World, *services: AskedServiceInput) -> TypeQuestion:
    """Read a question about these services."""
    return read_question(
        world.runtime,
        world.applicant,
        nature=SubjectNature.ENTERPRISE,
        certificate=(CertificateType.BUSINESS_LICENSE, world.who.certificate_number),
        region="410100",
        channel="app",
        services=services,
        pointers=[f"/services/{place}" for place in range(len(services))],
    )


def a_website(*domains: str) -> AskedServiceInput:
    return AskedServiceInput(ServiceKind.WEBSITE, domains, None)


def an_app(name: str) -> AskedServiceInput:
    return AskedServiceInput(ServiceKind.APP, (), name)


@pytest.mark.parametrize(
    "services",
    [
        [a_website("a.cn", "b.cn"), a_website("B.CN.")],
        [an_app("晨星"), an_app("晨星")],
    ],
)
async def test_a_name_that_a_service_before_has_is_refused_at_the_later_one(
    world: World, services: list[AskedServiceInput]
) -> None:
    with pytest.raises(Refusal) as caught:
        question(world, *services)

    assert caught.value.code is ProblemCode.VALIDATION_FAILED
    assert [(error.pointer, error.code) for error in caught.value.errors] == [("/services/1", "named_twice")]


async def test_a_website_and_an_app_and_two_kinds_of_one_name_are_different_services(world: World) -> None:
    mini = AskedServiceInput(ServiceKind.MINI_PROGRAM, (), "晨星")

    read = question(world, a_website("a.cn"), an_app("晨星"), mini)

    assert len(read.service_names) == 3
