"""A sixth provider: one YAML file in a folder of its own, and it files; what another would change is run dry."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.play.replay import ReplayedCase, ReplayedProvider, replaying
from tests.play.running_service import SCOPES

SIXTH = """\
id: sixth
title: {zh: 第六家接入商, en: A sixth provider}
citations: [{title: 第六家接入商 备案须知, section: 备案流程}]
values:
  natures_served: [enterprise]
  handover: by_specialist
  first_review_working_days: 5
  resource_places: {shared_host: 2}
  approved_labels: {first_filing: {zh: 已办结, en: Done}}
  type_labels: {first_filing: {zh: 网站初次备案, en: First filing}}
"""
BOTH_FACES = """\
id: both-faces
title: {zh: 两位负责人都核验, en: Both principals show the face}
citations: [{title: 某接入商 备案须知, section: 真实性核验}]
values:
  faces_wanted_of: [service_principal, subject_principal]
  faces_exempt: [subject_principal_not_mainland]
"""
NO_HENAN = """\
id: no-henan
title: {zh: 不受理河南, en: Takes nobody of Henan}
citations: [{title: 某接入商 备案须知, section: 受理范围}]
values:
  provinces_refused: ["410000"]
"""


@pytest.fixture(scope="module")
def sixth(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplayedProvider]:
    folder: Path = tmp_path_factory.mktemp("profiles")
    (folder / "sixth.yaml").write_text(SIXTH, encoding="utf-8")
    (folder / "both-faces.yaml").write_text(BOTH_FACES, encoding="utf-8")
    (folder / "no-henan.yaml").write_text(NO_HENAN, encoding="utf-8")
    with replaying("sixth", "2025-03-03", FILING_PROFILES_DIR=str(folder)) as provider:
        yield provider


def test_a_provider_that_nobody_wrote_code_for_files_its_own_way(sixth: ReplayedProvider) -> None:
    case, person = sixth.case(), sixth.case("individual")
    case.with_server(product="shared_host")

    assert person.verified_type()["refusal"]["code"] == "subject_not_served"
    assert case.verified_type()["filing_type_label"] == "网站初次备案"
    case.submitted()
    assert case.working_days_until("first_review") == 5
    case.decide("pass")
    assert case.label() == "待提交管局"
    case.forwarded().codes_entered().decided_by_the_authority()
    assert case.label() == "已办结"


@pytest.mark.fact("S2-09")
def test_a_provider_may_want_the_subjects_principals_face_too_unless_they_are_from_elsewhere(
    sixth: ReplayedProvider,
) -> None:
    sixth.service.command("providers", "create", "faces", "--number", "990779", "--profile", "both-faces")
    case = ReplayedProvider(sixth.service, sixth.service.client("faces", SCOPES, "faces")).case()
    case.with_server()
    told = case.app.ok(case.app.get("/v1/profile"))["review"]
    assert told["faces_wanted_of"] == ["service_principal", "subject_principal"]
    assert told["faces_exempt"] == ["subject_principal_not_mainland"]

    case.with_papers()
    assert portraits_of(case) == {"/subject/principal", "/services/0/principal"}
    case.app.ok(case.act("confirm"))
    refused = case.act("submit").json()
    assert {one["pointer"] for one in refused["errors"]} == {"/subject/principal"}
    assert case.show_face("/subject/principal")["status"] == "needs_review"

    passport = {"certificate": {"type": "passport", "number": "E12345678"}}
    case.app.ok(case.change({"subject": {"principal": passport}}))
    assert portraits_of(case) == {"/services/0/principal"}
    case.app.ok(case.change({"subject": {"principal": {"certificate": case.who.principal.certificate()}}}))
    case.show_face("/subject/principal")
    case.confirm_and("submit")
    case.rejected("liveness_failed", "/subject/principal")
    checks = {one["for"]: one["status"] for one in case.filing()["authenticity"]}
    assert checks == {"/subject/principal": "failed", "/services/0/principal": "needs_review"}
    case.app.ok(case.act("abandon"))


def portraits_of(case: ReplayedCase) -> set[str]:
    """Whose portrait is wanted."""
    return {one["for"] for one in case.requirements() if one["kind"] == "portrait" and one["required"]}


def test_what_another_profile_would_change_for_open_filings_is_listed_and_nothing_changes(
    sixth: ReplayedProvider,
) -> None:
    case = sixth.case()
    case.with_server(product="shared_host")
    case.filled_in()
    before = case.filing()

    said = sixth.service.command("rules", "dry-run", "--profile", "no-henan").splitlines()

    seen = {one["filing_id"]: one for one in map(json.loads, said[:-1])}
    changes = {(one["aspect"], one["now"], one["then"]) for one in seen[case.filing_id]["changes"]}
    assert changes == {("served", "yes", "no"), ("type_label", "网站初次备案", "首次备案")}
    assert json.loads(said[-1]) | {"rulebook_digest": ""} == {"open": 1, "changed": 1, "rulebook_digest": ""}
    assert case.filing() == before
