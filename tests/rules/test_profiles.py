"""The providers' profiles: the national one that is on file, and what the loader says of broken ones."""

from pathlib import Path

import pytest

from app.domain.accounts import AccountSite
from app.domain.filing_body import SubjectNature
from app.domain.filing_states import State
from app.domain.filing_types import FilingType
from app.domain.obligations import Escalation, EscalationStep, ObligationKind
from app.domain.profile import AfterSms, Channel, FaceExemption, FaceOf, Profile
from app.domain.transfers import TransferScope
from app.rulebook import RULES_FOLDER, RulebookError, load_profiles
from tests.real_rules import NATIONAL, PROFILES

NATIONAL_FILE = (RULES_FOLDER / "profiles" / "national.yaml").read_text(encoding="utf-8")
OTHER = """\
id: other
title: {zh: 另一家, en: Another}
citations: [{title: 帮助中心, section: 备案}]
values:
  orders_per_account: 3
  after_sms: first_review
"""


def a_folder(root: Path, **profiles: str) -> Path:
    folder = root / "profiles"
    folder.mkdir()
    for name, content in profiles.items():
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
    return root


def test_the_national_profile_serves_everybody_with_one_order_an_account() -> None:
    assert set(NATIONAL.natures_served) == set(SubjectNature)
    assert NATIONAL.provinces_refused == ()
    assert (NATIONAL.orders_per_account, NATIONAL.subjects_per_account) == (1, 1)


def test_nationally_a_migration_is_for_the_computer_and_all_else_for_both_channels() -> None:
    on_pc_only = {each for each, channels in NATIONAL.channels.items() if channels == (Channel.PC,)}

    assert on_pc_only == {FilingType.MIGRATE_SERVICE}
    assert all(Channel.PC in channels for channels in NATIONAL.channels.values())


def test_a_unit_may_put_ten_services_into_an_order_and_a_person_one() -> None:
    assert NATIONAL.services_per_order(SubjectNature.ENTERPRISE) == 10
    assert NATIONAL.services_per_order(SubjectNature.INDIVIDUAL) == 1


@pytest.mark.parametrize(
    ("state", "label"),
    [
        pytest.param(State.DRAFT, "待完善备案信息", marks=pytest.mark.fact("S1-39")),
        (State.FIRST_REVIEW, "等待初审"),
        (State.FIRST_REVIEW_REJECTED, "初审驳回"),
        (State.COMPLETION_REQUIRED, "接入商审核为待修改"),
        (State.RESUBMITTED, "已修改待审核"),
        (State.AWAITING_POSTED_MATERIALS, "待邮寄资料"),
        (State.PENDING_AUTHORITY, "待提交管局"),
        (State.AWAITING_SMS, "待短信核验"),
        (State.AUTHORITY_REVIEW, "待管局审核"),
        (State.AUTHORITY_REJECTED, "管局驳回"),
        (State.WITHDRAWN, "已撤销"),
        (State.ABANDONED, "已放弃"),
    ],
)
def test_a_state_has_its_label_whatever_the_type(state: State, label: str) -> None:
    assert {NATIONAL.state_label(state, filing_type).zh for filing_type in FilingType} == {label}


@pytest.mark.parametrize(
    ("filing_type", "label"),
    [
        (FilingType.FIRST_FILING, "已备案"),
        (FilingType.CHANGE_BOTH, "变更成功"),
        (FilingType.DEREGISTER_SERVICE, "已注销"),
        (FilingType.CANCEL_ACCESS, "已取消接入"),
    ],
)
def test_the_label_of_the_end_follows_the_type(filing_type: FilingType, label: str) -> None:
    assert NATIONAL.state_label(State.APPROVED, filing_type).zh == label


def test_nationally_a_subject_may_move_whole_or_by_one_service() -> None:
    assert set(NATIONAL.transfer_scopes) == {TransferScope.SUBJECT, TransferScope.SERVICE}


def test_an_unmet_correction_ends_at_last_in_cancelled_access_and_an_unmet_footer_in_a_notice() -> None:
    assert NATIONAL.escalations[ObligationKind.CORRECTION].step is EscalationStep.CANCEL_ACCESS
    assert NATIONAL.escalations[ObligationKind.FOOTER].step is EscalationStep.NOTICE
    assert ObligationKind.SHELL_NOTICE not in NATIONAL.escalations


def test_reminders_and_escalations_are_a_providers_own(tmp_path: Path) -> None:
    own = OTHER + "  reminders_days_before: [1, 5, 1]\n  escalations: {footer: {after_days: 2, step: cancel_access}}\n"

    other = load_profiles(a_folder(tmp_path, national=NATIONAL_FILE, other=own))["other"]

    assert other.reminders_days_before == (5, 1)
    assert other.escalations == {ObligationKind.FOOTER: Escalation(2, EscalationStep.CANCEL_ACCESS)}


def test_whose_face_is_wanted_and_who_is_exempt_is_a_providers_own(tmp_path: Path) -> None:
    own = OTHER + "  faces_wanted_of: [service_principal, subject_principal]\n"
    own += "  faces_exempt: [subject_principal_not_mainland]\n"

    other = load_profiles(a_folder(tmp_path, national=NATIONAL_FILE, other=own))["other"]

    assert set(other.faces_wanted_of) == set(FaceOf)
    assert other.faces_exempt == (FaceExemption.NOT_MAINLAND,)
    assert NATIONAL.faces_wanted_of == (FaceOf.SERVICE_PRINCIPAL,)


@pytest.mark.fact("S2-09")
def test_alibaba_cloud_asks_the_sites_principal_alone_and_exempts_a_subjects_from_elsewhere() -> None:
    alibaba = PROFILES["alibabacloud-2019"]

    assert alibaba.faces_wanted_of == (FaceOf.SERVICE_PRINCIPAL,)
    assert FaceExemption.NOT_MAINLAND in alibaba.faces_exempt


def test_what_a_profile_does_not_say_it_does_as_the_national_one(tmp_path: Path) -> None:
    other = load_profiles(a_folder(tmp_path, national=NATIONAL_FILE, other=OTHER))["other"]

    assert other.title.en == "Another"
    assert (other.orders_per_account, other.after_sms) == (3, AfterSms.FIRST_REVIEW)
    assert other.channels == NATIONAL.channels
    assert other.idle_days == 60


MISTAKES: dict[str, tuple[str, str]] = {
    "an unknown value": (OTHER + "  colour: red\n", "values.colour: unknown key. Known here are languages, "),
    "a word for a number": (OTHER.replace("3", "three"), "values.orders_per_account: 'three' is no whole number"),
    "less than nothing": (OTHER.replace("3", "-1"), "values.orders_per_account: -1 is less than nothing"),
    "an unknown word": (OTHER.replace("first_review", "never"), "values.after_sms: 'never' is not allowed. Choose one"),
    "an unknown nature": (
        OTHER + "  natures_served: [enterprise, club]\n",
        "values.natures_served[1]: 'club' is not allowed",
    ),
    "a type without channels": (
        OTHER + "  channels: {claim: [app]}\n",
        "values.channels.first_filing: this is missing",
    ),
    "a label of no type": (
        OTHER + "  approved_labels: {party: {zh: 好, en: Good}}\n",
        "values.approved_labels.party: unknown key",
    ),
    "a reminder after the due day": (
        OTHER + "  reminders_days_before: [-1]\n",
        "values.reminders_days_before[0]: -1 is less than nothing",
    ),
    "an escalation of no kind": (
        OTHER + "  escalations: {party: {after_days: 1, step: notice}}\n",
        "values.escalations.party: unknown key",
    ),
    "an escalation without a step": (
        OTHER + "  escalations: {footer: {after_days: 1}}\n",
        "values.escalations.footer.step: this is missing",
    ),
    "an unknown step": (
        OTHER + "  escalations: {footer: {after_days: 1, step: fine}}\n",
        "values.escalations.footer.step: 'fine' is not allowed",
    ),
    "no citation": (
        OTHER.replace("[{title: 帮助中心, section: 备案}]", "[]"),
        "citations: no citation. Name the document",
    ),
    "an unknown note": (
        OTHER + "  start_notes: {claim: [hurry]}\n",
        "values.start_notes.claim[0]: 'hurry' is not allowed",
    ),
    "places of no number": (
        OTHER + "  resource_places: [cloud_server]\n",
        "values.resource_places: this is no mapping",
    ),
    "fewer than no places": (
        OTHER + "  resource_places: {cloud_server: -1}\n",
        "values.resource_places.cloud_server: -1 is less than nothing",
    ),
    "a site without channels": (
        OTHER + "  site_channels: {domestic: [app]}\n",
        "values.site_channels.international: this is missing",
    ),
    "nobody's face": (
        OTHER + "  faces_wanted_of: []\n",
        "values.faces_wanted_of: service_principal is missing. Add it",
    ),
    "the face of the subject's principal alone": (
        OTHER + "  faces_wanted_of: [subject_principal]\n",
        "values.faces_wanted_of: service_principal is missing. Add it",
    ),
    "the face of somebody else": (
        OTHER + "  faces_wanted_of: [service_principal, agent]\n",
        "values.faces_wanted_of[1]: 'agent' is not allowed",
    ),
    "an exemption that no code knows": (
        OTHER + "  faces_exempt: [service_principal_busy]\n",
        "values.faces_exempt[0]: 'service_principal_busy' is not allowed",
    ),
    "another name than the file's": (OTHER.replace("id: other", "id: else"), "id: else is not the file's name"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_broken_profile_is_named_with_the_property_and_the_fault(tmp_path: Path, mistake: str) -> None:
    content, fault = MISTAKES[mistake]
    folder = a_folder(tmp_path, national=NATIONAL_FILE, other=content)

    with pytest.raises(RulebookError) as caught:
        load_profiles(folder)

    assert str(caught.value).startswith(f"{folder / 'profiles' / 'other.yaml'}: {fault}")


def test_the_national_profile_may_leave_nothing_out(tmp_path: Path) -> None:
    short = NATIONAL_FILE.replace("  idle_days: 60\n", "")

    with pytest.raises(RulebookError, match=r"national\.yaml: values\.idle_days: this is missing"):
        load_profiles(a_folder(tmp_path, national=short))


def test_without_the_national_profile_there_are_none(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=r"national\.yaml: id: there is no national profile"):
        load_profiles(a_folder(tmp_path, other=OTHER))


def test_a_profile_of_ones_own_folder_stands_beside_those_that_come_along(tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text(OTHER, encoding="utf-8")

    profiles = load_profiles(RULES_FOLDER, tmp_path)

    assert profiles["other"].orders_per_account == 3
    assert set(PROFILES) < set(profiles)


def test_ones_own_profile_may_not_bear_the_name_of_another(tmp_path: Path) -> None:
    (tmp_path / "cecloud.yaml").write_text(OTHER.replace("other", "cecloud"), encoding="utf-8")

    with pytest.raises(RulebookError, match=r"cecloud\.yaml: id: there is a profile cecloud already"):
        load_profiles(RULES_FOLDER, tmp_path)


def test_each_provider_of_the_documents_has_its_profile() -> None:
    assert set(PROFILES) == {"national", "huaweicloud-2023", "alibabacloud-2019", "cecloud", "fkw-reseller"}


@pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)
def test_a_profile_has_a_label_for_every_end_and_offers_each_type_somewhere(profile: Profile) -> None:
    assert all(profile.channels.values())
    assert all(profile.site_channels[site] for site in AccountSite)
    assert {profile.state_label(state, filing_type).zh for state in State for filing_type in FilingType}
    assert profile.first_review_least_working_days <= profile.first_review_working_days
    assert profile.authority_review_least_working_days <= profile.authority_review_working_days


HUAWEI, ALIBABA, CECLOUD, FKW = (
    PROFILES[name] for name in ("huaweicloud-2023", "alibabacloud-2019", "cecloud", "fkw-reseller")
)
EVERYWHERE = {Channel.APP, Channel.PC}


@pytest.mark.fact("S1-27")
@pytest.mark.parametrize(
    ("filing_type", "channels"),
    [
        (FilingType.FIRST_FILING, {Channel.APP}),
        (FilingType.ADD_SERVICE_HERE, {Channel.APP}),
        (FilingType.ADD_SERVICE_ELSEWHERE, {Channel.APP}),
        (FilingType.ADD_ACCESS, {Channel.APP}),
        (FilingType.CHANGE_SUBJECT, {Channel.APP}),
        (FilingType.CHANGE_SERVICE, {Channel.APP}),
        (FilingType.CHANGE_BOTH, {Channel.APP}),
        (FilingType.CANCEL_ACCESS, {Channel.APP}),
        (FilingType.DEREGISTER_SUBJECT, EVERYWHERE),
        (FilingType.DEREGISTER_SERVICE, EVERYWHERE),
        (FilingType.TRANSFER_ACCOUNT, EVERYWHERE),
        (FilingType.CLAIM, EVERYWHERE),
        (FilingType.MIGRATE_SERVICE, {Channel.PC}),
    ],
)
def test_the_channels_of_huawei_are_those_of_its_table(filing_type: FilingType, channels: set[Channel]) -> None:
    assert set(HUAWEI.channels[filing_type]) == channels


@pytest.mark.fact("S2-03")
def test_in_the_app_of_alibaba_2019_there_are_two_types_and_for_accounts_of_the_domestic_site_alone() -> None:
    in_app = {each for each in FilingType if Channel.APP in ALIBABA.channels_of(each, AccountSite.DOMESTIC)}

    assert in_app == {FilingType.FIRST_FILING, FilingType.ADD_SERVICE_ELSEWHERE}
    assert not [each for each in FilingType if Channel.APP in ALIBABA.channels_of(each, AccountSite.INTERNATIONAL)]


@pytest.mark.fact("S4-08")
def test_the_reseller_reviews_in_one_to_three_working_days_and_the_authority_in_five_to_twenty() -> None:
    assert (FKW.first_review_least_working_days, FKW.first_review_working_days) == (1, 3)
    assert (FKW.authority_review_least_working_days, FKW.authority_review_working_days) == (5, 20)


@pytest.mark.fact("S3-31")
def test_at_cecloud_nobody_registers_an_account_for_themselves() -> None:
    assert not CECLOUD.accounts_register_themselves
    assert NATIONAL.accounts_register_themselves
