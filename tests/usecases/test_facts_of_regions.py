"""Rules of regions on what stands beside a filing: who else is on record here, and where phones were given out."""

from dataclasses import replace
from typing import Any

import pytest

from app.domain.filing_body import Certificate, CertificateType, Person, Subject
from app.domain.filing_types import FilingType
from app.domain.filings import Filing
from app.domain.findings import Finding, Severity
from app.domain.records import Record
from app.storage.engine import Database
from app.usecases.filing_checks import content_findings
from app.usecases.record_people import index_all
from tests.domain.a_filing import CREDIT_CODE, LI_SI, ZHANG_SAN, a_person, an_enterprise, an_individual, another_person
from tests.domain.region_cases.a_case import credit_code
from tests.storage.watching import counted
from tests.usecases.a_world import World
from tests.usecases.an_approval import a_filing, about, approved, first_filed, of_service

BEIJING, HENAN, HEBEI, JIANGXI, HUNAN, JIANGSU = "110101", "410100", "130100", "360100", "430100", "320100"
SHANDONG = "370100"
OF_BEIJING, OF_HUNAN = "13911180001", "13974800001"
FRESH: dict[str, Any] = {"mobile": "13603710009", "emergency_phone": "13603710010", "email": "wang@example.cn"}
FRESH_PERSON = Person(name="王五", certificate=Certificate(CertificateType.PASSPORT, "E12345678"), **FRESH)


def another_unit(region: str, **changes: Any) -> Subject:
    """A unit of a region, with a principal nobody has heard of."""
    certificate = replace(an_enterprise().certificate or Certificate(), number=credit_code("91", region[:2] + "0000"))
    return an_enterprise(**{"region": region, "certificate": certificate, "principal": FRESH_PERSON} | changes)


async def said(world: World, filing: Filing, family: str) -> list[Finding]:
    """What the rule of a family says of a filing."""
    async with world.runtime.unit_of_work() as uow:
        found = await content_findings(world.runtime, world.applicant, uow, filing)
    return [one for one in found if one.code == family.rsplit(".", 1)[-1]]


async def asked(world: World, family: str, subject: Subject, service_principal: Person = FRESH_PERSON) -> list[Finding]:
    """What the rule of a family says of a first filing."""
    service = of_service(world, principal=service_principal)
    return await said(world, a_filing(world, FilingType.FIRST_FILING, service, subject=subject), family)


@pytest.mark.parametrize(
    ("family", "region", "subject", "service_principal"),
    [
        ("phone.unique_across_subjects", HENAN, replace(FRESH_PERSON, mobile=a_person().mobile), FRESH_PERSON),
        ("phone.unique_across_subjects", HENAN, FRESH_PERSON, replace(FRESH_PERSON, mobile=another_person().mobile)),
        ("principal.certificate_unique", HENAN, replace(a_person(), **FRESH), FRESH_PERSON),
        ("phone.shared_only_with_self", JIANGXI, FRESH_PERSON, replace(FRESH_PERSON, mobile=a_person().mobile)),
        ("principal.service_principal_one_unit", JIANGSU, FRESH_PERSON, replace(another_person(), **FRESH)),
    ],
)
async def test_who_is_on_record_under_another_subject_is_warned_of_and_somebody_new_is_not(
    world: World, family: str, region: str, subject: Person, service_principal: Person
) -> None:
    assert await asked(world, family, another_unit(region, principal=subject), service_principal) == []

    await first_filed(world)

    (found,) = await asked(world, family, another_unit(region, principal=subject), service_principal)
    assert found.severity is Severity.WARNING
    assert "这里只核对了经本平台备案的记录" in found.remedy.zh
    assert await asked(world, family, another_unit(region)) == []


async def test_the_subject_s_own_records_are_in_nobodys_way(world: World) -> None:
    record = await first_filed(world)
    again = about(world, FilingType.CHANGE_BOTH, record, record.services[0].service)

    for family in ("phone.unique_across_subjects", "principal.certificate_unique"):
        assert await said(world, again, family) == []


async def test_ones_own_filing_as_an_individual_lets_one_serve_a_unit_with_the_same_mobile(world: World) -> None:
    person = an_individual(region=JIANGXI)
    await first_filed(world, of_service(world, principal=person.principal), subject=person)
    unit, family = another_unit(JIANGXI), "phone.shared_only_with_self"

    assert await asked(world, family, unit, a_person()) == []
    assert await asked(world, family, unit, a_person(certificate=another_person().certificate))
    # For who serves units it is no other unit, however the last character was typed.
    lower = Certificate(CertificateType.RESIDENT_ID, ZHANG_SAN.lower())
    assert (
        await asked(world, "principal.service_principal_one_unit", another_unit(JIANGSU), a_person(certificate=lower))
        == []
    )


async def test_the_records_of_another_provider_are_not_looked_at(world: World, another_world: World) -> None:
    await first_filed(another_world)
    unit = another_unit(HENAN, principal=a_person())

    assert await asked(world, "phone.unique_across_subjects", unit) == []
    assert await asked(another_world, "phone.unique_across_subjects", unit)


async def test_who_answers_no_longer_and_who_left_the_record_may_answer_for_others(world: World) -> None:
    record = await first_filed(world)
    unit = another_unit(HENAN, principal=a_person())
    new = replace(record.subject, principal=a_person(mobile="13603710011"))

    await approved(world, about(world, FilingType.CHANGE_SUBJECT, record, subject=new), {})
    assert await asked(world, "phone.unique_across_subjects", unit) == []
    assert await asked(world, "principal.certificate_unique", unit)

    await approved(world, about(world, FilingType.DEREGISTER_SUBJECT, record), {})
    assert await asked(world, "principal.certificate_unique", unit) == []


async def test_a_subject_under_two_numbers_is_told_where_the_region_wants_one(world: World) -> None:
    subject = another_unit(BEIJING)
    await first_filed(world, subject=subject)
    service = of_service(world)
    added = a_filing(
        world, FilingType.ADD_ACCESS, service, subject=subject, numbers={service.id: "京ICP备2026000009号-1"}
    )
    family = "change.single_subject_number"
    assert await said(world, added, family) == []

    other = of_service(world)
    elsewhere = a_filing(
        world, FilingType.ADD_ACCESS, other, subject=subject, numbers={other.id: "京ICP备2026000009号-1"}
    )
    await approved(world, elsewhere, {"subject_number": "京ICP备2026000009号"})

    (found,) = await said(world, added, family)
    assert found.severity is not Severity.INFO


@pytest.mark.parametrize(
    ("family", "subject", "fires"),
    [
        ("phone.local_attribution_unit", another_unit(HUNAN, principal=replace(FRESH_PERSON, mobile=OF_BEIJING)), True),
        ("phone.local_attribution_unit", another_unit(HUNAN, principal=replace(FRESH_PERSON, mobile=OF_HUNAN)), False),
        (
            "phone.landline_local",
            another_unit(HEBEI, principal=replace(FRESH_PERSON, emergency_phone="010-65551234")),
            True,
        ),
        (
            "phone.landline_local",
            another_unit(HEBEI, principal=replace(FRESH_PERSON, emergency_phone="0311-65551234")),
            False,
        ),
    ],
)
async def test_a_phone_of_another_province_is_warned_of(
    world: World, family: str, subject: Subject, fires: bool
) -> None:
    found = await asked(world, family, subject, subject.principal or FRESH_PERSON)

    assert {one.severity for one in found} == ({Severity.WARNING} if fires else set())


async def test_a_phone_of_a_range_that_is_not_known_is_only_told(world: World) -> None:
    unknown = replace(FRESH_PERSON, mobile="14012345678")
    found = await asked(world, "phone.local_attribution_unit", another_unit(HUNAN, principal=unknown), unknown)

    assert {one.severity for one in found} == {Severity.INFO}


async def test_people_are_looked_up_in_one_statement_however_many_they_are(world: World, database: Database) -> None:
    await first_filed(world)
    people = [FRESH_PERSON, a_person(), another_person()]

    async with world.runtime.unit_of_work() as uow:
        with counted(database) as statements:
            found = await uow.records.people_like(world.provider.id, people, an_enterprise().certificate)

    assert len(statements) == 1
    assert {(one.subject, one.certificate, one.mobile, one.answers_for_service) for one in found} == {
        (CREDIT_CODE, ZHANG_SAN, a_person().mobile, False),
        (CREDIT_CODE, LI_SI, another_person().mobile, True),
    }


async def test_records_of_before_are_found_once_they_were_indexed(
    world: World, another_world: World, database: Database
) -> None:
    records = [await first_filed(world), await first_filed(another_world)]
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("delete from record_people")
    unit = another_unit(HENAN, principal=a_person())
    assert await asked(world, "principal.certificate_unique", unit) == []

    indexed = await index_all(world.runtime, at_once=1)

    assert indexed >= len(records)
    assert await asked(world, "principal.certificate_unique", unit)


async def test_an_individual_with_five_services_on_record_is_warned_of_a_sixth(world: World) -> None:
    subject = an_individual(region=SHANDONG)
    services = [of_service(world, domains=(f"site{one}.cn",), principal=subject.principal) for one in range(5)]
    record = await first_filed(world, *services[:4], subject=subject)
    fifth, family = services[4], "count_limit.individual_services_total"

    def adding(begun_from: Record) -> Filing:
        added = about(world, FilingType.ADD_SERVICE_HERE, begun_from)
        return replace(added, body=replace(added.body, services=(fifth,)))

    assert await said(world, adding(record), family) == []
    more = replace(fifth, id=world.runtime.ids.new("svc"), domains=("more.cn",))
    filed = replace(adding(record), body=replace(adding(record).body, services=(more,)))
    await approved(world, filed, {"services": [{"service_id": more.id, "number": "豫ICP备2026000001号-5"}]})

    (found,) = await said(world, adding(record), family)
    assert found.severity is Severity.WARNING
