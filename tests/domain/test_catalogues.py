"""The lists that clients ask for by name: nothing is left out, and every entry says where it is from."""

from datetime import date
from typing import Any

import pytest

from app.domain.catalogue_entries import Entry
from app.domain.catalogues import CatalogueName, entries
from app.domain.deregistrations import DeregistrationReason
from app.domain.filing_body import CertificateType, PreApproval, ServiceKind, SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.materials import MaterialKind
from app.domain.profile import Channel
from app.domain.rejection_rules import RejectionRule
from app.domain.rule_days import FIRST_DAY, LAST_DAY
from app.domain.subject_catalog import number_of_certificate
from tests.domain.samples import TODAY
from tests.real_rules import NATIONAL, PROFILES, RULEBOOK

WHOLE: dict[CatalogueName, Any] = {
    CatalogueName.SUBJECT_NATURES: SubjectNature,
    CatalogueName.CERTIFICATE_TYPES: CertificateType,
    CatalogueName.SERVICE_KINDS: ServiceKind,
    CatalogueName.PRE_APPROVALS: PreApproval,
    CatalogueName.MATERIAL_KINDS: MaterialKind,
    CatalogueName.FILING_TYPES: FilingType,
    CatalogueName.REJECTION_REASONS: [rule.rejection_code for rule in RejectionRule],
    CatalogueName.DEREGISTRATION_REASONS: DeregistrationReason,
    CatalogueName.STATES: State,
    CatalogueName.CHANNELS: Channel,
    CatalogueName.CONSENTS: ["2026-01"],
}


def listed(name: CatalogueName, day: date = TODAY) -> dict[str, Entry]:
    return {entry.code: entry for entry in entries(name, NATIONAL, day, RULEBOOK)}


@pytest.mark.parametrize("name", CatalogueName)
@pytest.mark.parametrize("day", [FIRST_DAY, TODAY, LAST_DAY])
def test_a_list_has_every_code_once_on_every_day(name: CatalogueName, day: date) -> None:
    found = entries(name, NATIONAL, day, RULEBOOK)

    assert sorted(entry.code for entry in found) == sorted(str(code) for code in WHOLE[name])
    for entry in found:
        assert entry.label.zh
        assert entry.label.en
        assert entry.source
        assert entry.in_force_from <= day


def test_the_numbers_of_papers_are_those_of_their_natures() -> None:
    for code, entry in listed(CatalogueName.CERTIFICATE_TYPES).items():
        for use in entry.details["natures"]:
            number = number_of_certificate(SubjectNature(use["code"]), CertificateType(code), TODAY, RULEBOOK)
            assert number == use["number"]
            assert number in entry.numbers


def test_each_nature_knows_its_papers_and_how_it_stands_to_government_names() -> None:
    natures = listed(CatalogueName.SUBJECT_NATURES)

    for code, entry in natures.items():
        for paper in entry.details["certificate_types"]:
            type_ = CertificateType(paper["code"])
            assert number_of_certificate(SubjectNature(code), type_, TODAY, RULEBOOK) == paper["number"]
    standing = {code: entry.details["government_names"] for code, entry in natures.items()}
    assert standing["government_agency"] == "allowed"
    assert standing["public_institution"] == "doubtful"
    assert standing["enterprise"] == "not_allowed"


def test_what_the_authority_has_no_number_for_has_none() -> None:
    assert listed(CatalogueName.SERVICE_KINDS)["mini_program"].numbers == ()
    assert listed(CatalogueName.SERVICE_KINDS)["app"].numbers == (6,)
    assert listed(CatalogueName.STATES)["draft"].numbers == ()


def test_a_rejection_has_every_result_number_that_means_it() -> None:
    rejections = listed(CatalogueName.REJECTION_REASONS)

    assert 1002 in rejections["authority_refused"].numbers
    assert len(rejections["provider_report_faulty"].numbers) > 1
    assert rejections["liveness_failed"].numbers == ()


def test_a_migration_is_filed_on_the_computer_alone() -> None:
    channels = listed(CatalogueName.CHANNELS)

    assert "migrate_service" in channels["pc"].details["filing_types"]
    assert "migrate_service" not in channels["app"].details["filing_types"]


def test_states_are_called_what_the_provider_calls_them() -> None:
    for profile in PROFILES.values():
        for entry in entries(CatalogueName.STATES, profile, TODAY, RULEBOOK):
            assert entry.label == profile.state_labels[State(entry.code)]
            assert entry.rule == f"profiles.{profile.id}"
