"""Who has to show who they are, by filing type and profile: a service's principal always, the subject's by profile."""

from dataclasses import replace

import pytest

from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person
from app.domain.filing_types import FilingType
from app.domain.filing_ways import way_of
from app.domain.filings import OnFile
from app.domain.material_places import PaperQuestion
from app.domain.materials import MaterialKind
from app.domain.people_to_prove import people_to_prove
from app.domain.profile import FaceExemption, FaceOf
from app.domain.requirements import requirements
from tests.domain.a_filing import REGIONS, WANG_WU, a_body, a_person, a_website, an_app, an_enterprise, another_person
from tests.domain.samples import TODAY
from tests.real_rules import NATIONAL, PROFILES, RULEBOOK

SUBJECTS, SERVICES = "/subject/principal", "/services/0/principal"
BOTH, SERVICE_ALONE = (SUBJECTS, SERVICES), (SERVICES,)
T, E, C = FilingType, FaceExemption, CertificateType
TWO_PEOPLE = a_body(an_enterprise(), a_website())
SOMEBODY_NEW = a_person(name="王五", certificate=Certificate(C.RESIDENT_ID, WANG_WU))


def by(
    filing_type: FilingType, body: FilingBody, before: FilingBody | None = None, *exempt: FaceExemption
) -> tuple[str, ...]:
    """Return who has to prove it where a profile wants both, with these exemptions."""
    profile = replace(NATIONAL, faces_wanted_of=tuple(FaceOf), faces_exempt=exempt)
    on_file = None if before is None else OnFile(before, complete=True, subject_number=None)
    return people_to_prove(profile, way_of(filing_type, TODAY, RULEBOOK), on_file, body)


def with_principal(person: Person | None, body: FilingBody = TWO_PEOPLE) -> FilingBody:
    """Return a body with another principal of its subject."""
    return replace(body, subject=replace(body.subject, principal=person))


@pytest.mark.parametrize("filing_type", FilingType)
@pytest.mark.parametrize("name", PROFILES)
def test_no_profile_that_comes_along_wants_the_face_of_a_subjects_principal(name: str, filing_type: FilingType) -> None:
    way = way_of(filing_type, TODAY, RULEBOOK)

    assert SUBJECTS not in people_to_prove(PROFILES[name], way, None, TWO_PEOPLE)


@pytest.mark.parametrize(
    ("filing_type", "as_it_is", "somebody_new"),
    [
        (T.FIRST_FILING, BOTH, BOTH),
        (T.ADD_SERVICE_HERE, BOTH, BOTH),
        (T.ADD_SERVICE_ELSEWHERE, BOTH, BOTH),
        (T.ADD_ACCESS, BOTH, BOTH),
        (T.CHANGE_SUBJECT, (), (SUBJECTS,)),
        (T.CHANGE_SERVICE, (), ()),
        (T.CHANGE_BOTH, (), (SUBJECTS,)),
        (T.DEREGISTER_SUBJECT, (), ()),
        (T.DEREGISTER_SERVICE, (), ()),
        (T.CANCEL_ACCESS, (), ()),
        (T.CLAIM, (), ()),
        (T.MIGRATE_SERVICE, BOTH, BOTH),
        (T.TRANSFER_ACCOUNT, (), ()),
    ],
)
def test_where_a_profile_wants_both_the_type_says_when_the_subjects_principal_is_asked(
    filing_type: FilingType, as_it_is: tuple[str, ...], somebody_new: tuple[str, ...]
) -> None:
    assert by(filing_type, TWO_PEOPLE, TWO_PEOPLE) == as_it_is
    assert by(filing_type, with_principal(SOMEBODY_NEW), TWO_PEOPLE) == somebody_new


def of_kind(kind: CertificateType | None) -> Person:
    return a_person(certificate=Certificate(kind, "E12345678"))


@pytest.mark.fact("S2-09")
@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (of_kind(C.RESIDENT_ID), BOTH),
        (of_kind(C.PASSPORT), SERVICE_ALONE),
        (of_kind(C.HK_MACAO_PERMIT), SERVICE_ALONE),
        (of_kind(C.TAIWAN_PERMIT), SERVICE_ALONE),
        (of_kind(C.FOREIGNER_PERMANENT_RESIDENCE), SERVICE_ALONE),
        (of_kind(None), BOTH),
        (a_person(certificate=None), BOTH),
        (None, BOTH),
    ],
)
def test_a_subjects_principal_from_outside_the_mainland_is_exempt_where_a_profile_says_so(
    person: Person | None, expected: tuple[str, ...]
) -> None:
    assert by(T.FIRST_FILING, with_principal(person), None, E.NOT_MAINLAND) == expected
    assert by(T.FIRST_FILING, with_principal(person)) == BOTH


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (another_person(), SERVICE_ALONE),
        (a_person(), BOTH),
        (a_person(certificate=None), BOTH),
    ],
)
def test_who_is_also_a_services_principal_shows_it_once_where_a_profile_says_so(
    person: Person, expected: tuple[str, ...]
) -> None:
    assert by(T.FIRST_FILING, with_principal(person), None, E.IS_SERVICE_PRINCIPAL) == expected
    assert by(T.FIRST_FILING, with_principal(person)) == BOTH


def test_a_principal_of_the_second_service_shows_it_there() -> None:
    body = a_body(an_enterprise(), a_website(), an_app(principal=a_person()))

    assert by(T.FIRST_FILING, body, None, E.IS_SERVICE_PRINCIPAL) == (SERVICES, "/services/1/principal")


def test_a_services_principal_who_need_not_show_it_is_no_stand_in() -> None:
    found = by(T.CHANGE_BOTH, with_principal(another_person()), TWO_PEOPLE, E.IS_SERVICE_PRINCIPAL)

    assert found == (SUBJECTS,)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (TWO_PEOPLE, SERVICE_ALONE),
        (with_principal(SOMEBODY_NEW), BOTH),
        (with_principal(None), BOTH),
        (None, BOTH),
    ],
)
def test_who_is_on_file_already_is_exempt_where_a_profile_says_so(
    before: FilingBody | None, expected: tuple[str, ...]
) -> None:
    assert by(T.ADD_SERVICE_HERE, TWO_PEOPLE, before, E.UNCHANGED_ON_FILE) == expected


def test_one_exemption_of_several_is_enough() -> None:
    foreign = with_principal(of_kind(C.PASSPORT))

    assert by(T.ADD_SERVICE_HERE, foreign, TWO_PEOPLE, E.UNCHANGED_ON_FILE, E.NOT_MAINLAND) == SERVICE_ALONE


@pytest.mark.parametrize("exempt", [(), tuple(E)], ids=["nobody exempt", "every exemption"])
@pytest.mark.parametrize("body", [TWO_PEOPLE, with_principal(SOMEBODY_NEW), with_principal(of_kind(C.PASSPORT))])
@pytest.mark.parametrize("filing_type", FilingType)
def test_portraits_are_wanted_of_exactly_those_who_have_to_prove_it(
    filing_type: FilingType, body: FilingBody, exempt: tuple[FaceExemption, ...]
) -> None:
    on_file = OnFile(TWO_PEOPLE, complete=True, subject_number=None)
    people = by(filing_type, body, TWO_PEOPLE, *exempt)

    wanted = requirements(PaperQuestion(body, filing_type, REGIONS, on_file, faces=people), TODAY, RULEBOOK)

    portraits = [one for one in wanted if one.kind is MaterialKind.PORTRAIT]
    assert {one.for_ for one in portraits} == set(people)
    assert all(one.required for one in portraits)
    assert {one.alternatives for one in portraits} <= {(MaterialKind.VIDEO, MaterialKind.SIGNED_SHEET)}
