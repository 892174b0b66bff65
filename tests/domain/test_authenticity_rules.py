"""Likeness, videos, challenges, consent, and what all of them together are worth."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.authenticity import speaks_against, was_shown
from app.domain.catalogue_of_consents import consents
from app.domain.challenges import Challenge, Turn, length, life, turns_made, was_followed
from app.domain.consents import consent_fault, wording
from app.domain.filing_body import Certificate, CertificateType, FilingBody, Person, Service, ServiceKind, Subject
from app.domain.findings import Finding, Severity
from app.domain.id_photos import id_photo
from app.domain.likeness_rules import likeness_finding
from app.domain.materials import AuthenticityMethod, Consent, Material, MaterialKind
from app.domain.portrait_measures import Likeness, VideoMeasures
from app.domain.principal_changes import is_another_person
from app.domain.video_rules import video_findings
from tests.real_rules import RULEBOOK

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)
PLACE = "/services/0/principal"
LEFT, RIGHT = Turn.LEFT, Turn.RIGHT
CHALLENGE = Challenge("chl_1", "prov_1", "fil_1", PLACE, (LEFT, RIGHT, LEFT), "4821", NOW, NOW + timedelta(minutes=10))
ALIKE = Likeness(installed=True, face=True, card_face=True, distance=0.3)
STILL, TO_LEFT, TO_RIGHT = [0.0] * 4, [-0.08, -0.2, -0.08], [0.08, 0.2, 0.08]
FOLLOWED = (*STILL, *TO_LEFT, *STILL, *TO_RIGHT, *STILL, *TO_LEFT, *STILL)
VIDEO = VideoMeasures(4.0, 480, 640, (1,) * 20, True, FOLLOWED, ALIKE)


@pytest.mark.parametrize(
    ("likeness", "code", "severity"),
    [
        (None, "id_photo_missing", Severity.INFO),
        (Likeness(False, False, False, None), "likeness_not_installed", Severity.INFO),
        (Likeness(True, True, False, None), "id_face_not_found", Severity.INFO),
        (Likeness(True, False, True, None), "face_not_compared", Severity.INFO),
        (replace(ALIKE, distance=0.4), "faces_alike", Severity.INFO),
        (replace(ALIKE, distance=0.5), "likeness_unclear", Severity.WARNING),
        (replace(ALIKE, distance=0.6), "faces_unlike", Severity.WARNING),
    ],
)
def test_likeness_is_said_with_its_reason_and_never_fails_anybody(
    likeness: Likeness | None, code: str, severity: Severity
) -> None:
    said = likeness_finding(likeness, TODAY, RULEBOOK, PLACE)

    assert (said.code, said.severity, said.pointer) == (code, severity, PLACE)
    if likeness is not None and likeness.distance is not None:
        assert f"{likeness.distance:.2f}" in said.message.zh


def video_codes(measures: VideoMeasures, challenge: Challenge | None = CHALLENGE) -> list[str]:
    return [one.code for one in video_findings(measures, challenge, TODAY, RULEBOOK, PLACE)]


def test_a_video_that_follows_its_challenge_leaves_the_digits_to_a_person() -> None:
    said = video_findings(VIDEO, CHALLENGE, TODAY, RULEBOOK, PLACE)

    assert [one.code for one in said] == ["challenge_followed", "digits_to_hear"]
    assert "4821" in said[1].message.en


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"faces_seen": (0,) * 20}, ["video_face_missing"]),
        ({"faces_seen": ()}, ["video_face_missing"]),
        ({"faces_seen": (1,) * 15 + (2,) * 5}, ["video_faces_several", "challenge_followed", "digits_to_hear"]),
        ({"faces_seen": (1,) * 10 + (0,) * 10}, ["video_face_away", "challenge_followed", "digits_to_hear"]),
        ({"seconds": 1.0}, ["video_length", "challenge_followed", "digits_to_hear"]),
        ({"seconds": 45.0}, ["video_length", "challenge_followed", "digits_to_hear"]),
        ({"width": 120}, ["video_small", "challenge_followed", "digits_to_hear"]),
        ({"turns": (0.0,) * 20}, ["challenge_not_followed", "digits_to_hear"]),
        ({"turns": ()}, ["challenge_not_followed", "digits_to_hear"]),
        ({"tracked": False, "turns": ()}, ["challenge_unmeasured", "digits_to_hear"]),
    ],
)
def test_what_is_wrong_with_a_video_is_said(changes: dict[str, object], codes: list[str]) -> None:
    assert video_codes(replace(VIDEO, **changes)) == codes  # type: ignore[arg-type]


def test_a_video_without_a_challenge_may_be_an_old_one() -> None:
    assert video_codes(VIDEO, None) == ["challenge_none"]


@given(st.lists(st.sampled_from([LEFT, RIGHT]), min_size=1, max_size=4), st.floats(-0.05, 0.05), st.booleans())
def test_turns_are_counted_one_by_one_wherever_the_nose_usually_stands(
    asked: list[Turn], usual: float, is_mirrored: bool
) -> None:
    track = [*STILL]
    for turn in asked:
        track += [*(TO_LEFT if turn is LEFT else TO_RIGHT), *STILL]
    seen = [usual + (-one if is_mirrored else one) for one in track]

    assert was_followed(turns_made(seen, 0.1), asked)


def test_a_head_that_goes_from_one_side_to_the_other_made_two_turns() -> None:
    assert turns_made([0.0] * 9 + [-0.2, 0.2, 0.06, 0.2], 0.1) == (LEFT, RIGHT)


def test_other_turns_than_those_asked_for_are_not_taken() -> None:
    assert not was_followed((LEFT, RIGHT), (LEFT, LEFT))
    assert not was_followed((), (LEFT,))


def test_a_challenge_holds_some_minutes_and_once() -> None:
    assert CHALLENGE.is_open(NOW)
    assert not CHALLENGE.is_open(NOW + life(TODAY, RULEBOOK))
    assert not CHALLENGE.used(NOW).is_open(NOW)
    assert length(TODAY, RULEBOOK) == (3, 4)


def test_consent_is_to_the_present_wording_and_given_lately() -> None:
    shown = wording(TODAY, RULEBOOK)

    def pointer(consent: Consent) -> str | None:
        fault = consent_fault(consent, NOW, TODAY, RULEBOOK)
        return None if fault is None else fault.errors[0].pointer

    assert pointer(Consent(shown.version, NOW)) is None
    assert pointer(Consent(shown.version, NOW + timedelta(minutes=9))) is None
    assert pointer(Consent(shown.version, NOW + timedelta(minutes=11))) == "/consent/given_at"
    assert pointer(Consent(shown.version, NOW - timedelta(days=shown.days, seconds=1))) == "/consent/given_at"
    assert pointer(Consent("1999-01", NOW)) == "/consent/version"


def test_the_wording_says_that_there_is_a_way_without_a_face_and_that_faces_are_erased() -> None:
    (entry,) = consents(TODAY, RULEBOOK)

    assert entry.code == wording(TODAY, RULEBOOK).version
    for told in ("签字的核验单", "删除", "比对"):
        assert told in entry.label.zh


def said_of(*codes: str) -> tuple[Finding, ...]:
    return tuple(RULEBOOK.finding(f"authenticity.{code}", TODAY, PLACE, **FACTS) for code in codes)


FACTS = {"distance": "0.30", "alike_at_most": 0.4, "unlike_from": 0.6, "digits": "4821"}


@pytest.mark.parametrize(
    ("method", "codes", "shown"),
    [
        ("portrait", ["faces_alike"], True),
        ("portrait", [], False),
        ("portrait", ["id_photo_missing"], False),
        ("portrait", ["faces_alike", "face_glare"], False),
        ("video", ["faces_alike"], False),
        ("video", ["challenge_followed", "digits_to_hear", "faces_alike"], True),
        ("video", ["challenge_followed", "digits_to_hear", "likeness_not_installed"], False),
        ("manual", ["faces_alike"], False),
    ],
)
def test_a_face_is_shown_by_likeness_without_any_doubt_and_in_a_video_by_movement_too(
    method: str, codes: list[str], shown: bool
) -> None:
    assert was_shown(AuthenticityMethod(method), said_of(*codes)) is shown


def test_only_an_error_speaks_against_a_picture() -> None:
    assert speaks_against(said_of("face_glare", "face_missing"))
    assert not speaks_against(said_of("face_glare", "faces_unlike"))


def a_person(number: str) -> Person:
    return Person(name="张三", certificate=Certificate(type=CertificateType.RESIDENT_ID, number=number))


def a_paper(kind: MaterialKind, place: str, number: int) -> Material:
    moment = NOW + timedelta(seconds=number)
    return Material(
        f"mat_{number}", "prov_1", "acct_1", "fil_1", kind, place, "key", "0" * 64, "image/jpeg", 1, moment, "mat_0"
    )


def test_the_photo_is_the_newest_of_the_same_person_in_whatever_role() -> None:
    same, other = a_person("110101199003070011"), a_person("110101199003070038")
    body = FilingBody(
        subject=Subject(principal=same, agent=other),
        services=(Service(id="svc_1", kind=ServiceKind.WEBSITE, principal=same),),
    )
    front, agent = MaterialKind.PRINCIPAL_ID_FRONT, MaterialKind.AGENT_ID_FRONT
    papers = [
        a_paper(front, "/subject/principal", 1),
        a_paper(front, "/subject/principal", 2),
        a_paper(agent, "/subject/agent", 3),
        a_paper(MaterialKind.PORTRAIT, PLACE, 4),
    ]

    found = id_photo(body, papers, PLACE)
    assert found is not None
    assert found.id == "mat_2"
    mine = a_paper(front, PLACE, 0)
    assert id_photo(body, [mine, *papers], PLACE) == mine
    assert id_photo(FilingBody(), papers, PLACE) is None


def test_somebody_else_is_told_by_name_or_certificate() -> None:
    same = a_person("110101199003070011")

    assert not is_another_person(same, same)
    assert not is_another_person(Person(), same)
    assert is_another_person(same, a_person("110101199003070038"))
