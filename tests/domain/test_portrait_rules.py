"""What a machine says of a portrait: only what is certain is an error."""

from dataclasses import replace
from datetime import date
from math import inf, nan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.findings import Severity
from app.domain.portrait_measures import (
    Likeness,
    MeasuresError,
    PersonMeasures,
    PortraitMeasures,
    VideoMeasures,
    likeness_of,
    portrait_of,
    video_of,
)
from app.domain.portrait_rules import portrait_findings
from tests.real_rules import RULEBOOK

TODAY = date(2026, 11, 22)
PLACE = "/services/0/principal"
GOOD = PersonMeasures(
    face_pixels=190,
    eyes=2,
    head_room=0.6,
    left_shoulder=1.4,
    right_shoulder=1.3,
    background_white=1.0,
    background_clutter=0.0,
    clothes_white=0.1,
    glare=0.0,
    sharpness=200,
)
PORTRAIT = PortraitMeasures(certain_faces=1, possible_faces=0, person=GOOD)


def codes(measures: PortraitMeasures, as_of: date = TODAY) -> list[str]:
    return [one.code for one in portrait_findings(measures, as_of, RULEBOOK, PLACE)]


@pytest.mark.fact("S0-19", "S4-19")
def test_nothing_speaks_against_a_portrait_as_the_documents_want_it() -> None:
    assert codes(PORTRAIT) == []


@pytest.mark.fact("S0-19", "S4-19")
@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"face_pixels": 60}, "face_small"),
        ({"sharpness": 20}, "face_blurred"),
        ({"eyes": 1}, "eyes_hidden"),
        ({"glare": 0.3}, "face_glare"),
        ({"head_room": 0.0}, "head_room_small"),
        ({"left_shoulder": 0.5}, "shoulders_cut"),
        ({"right_shoulder": 0.0}, "shoulders_cut"),
        ({"background_white": 0.4}, "background_not_white"),
        ({"background_white": None}, "background_not_white"),
        ({"background_clutter": 0.2}, "background_cluttered"),
        ({"clothes_white": 0.9}, "clothes_white"),
    ],
)
def test_what_is_not_as_wanted_is_a_warning_with_a_remedy(changes: dict[str, Any], code: str) -> None:
    (said,) = portrait_findings(replace(PORTRAIT, person=replace(GOOD, **changes)), TODAY, RULEBOOK, PLACE)

    assert (said.code, said.severity, said.pointer) == (code, Severity.WARNING, PLACE)
    assert said.remedy.zh
    assert said.remedy.en


def test_clothes_that_are_out_of_the_picture_are_not_called_white() -> None:
    assert codes(replace(PORTRAIT, person=replace(GOOD, clothes_white=None))) == []


@pytest.mark.parametrize(
    ("certain", "possible", "code", "severity"),
    [
        (2, 0, "faces_several", Severity.ERROR),
        (3, 1, "faces_several", Severity.ERROR),
        (1, 1, "face_unclear", Severity.WARNING),
        (0, 1, "face_unclear", Severity.WARNING),
    ],
)
def test_faces_are_counted(certain: int, possible: int, code: str, severity: Severity) -> None:
    (said,) = portrait_findings(PortraitMeasures(certain, possible, GOOD), TODAY, RULEBOOK, PLACE)

    assert (said.code, said.severity) == (code, severity)


def test_without_a_face_nothing_else_is_said() -> None:
    (said,) = portrait_findings(PortraitMeasures(0, 0, None), TODAY, RULEBOOK, PLACE)

    assert (said.code, said.severity) == ("face_missing", Severity.ERROR)


@pytest.mark.fact("S2-08")
def test_before_the_liveness_check_a_providers_backdrop_stood_behind_and_its_colour_said_nothing() -> None:
    before_a_backdrop = replace(
        PORTRAIT, person=replace(GOOD, background_white=0.1, background_clutter=0.4, clothes_white=0.9)
    )

    assert codes(before_a_backdrop, date(2019, 7, 28)) == []
    assert codes(before_a_backdrop, date(2019, 7, 29)) == [
        "background_not_white",
        "background_cluttered",
        "clothes_white",
    ]


PLAIN_PERSON = {name: getattr(GOOD, name) for name in PersonMeasures.__slots__}
PLAIN = {"certain_faces": 1, "possible_faces": 0, "person": PLAIN_PERSON}
PLAIN_LIKENESS = {"installed": True, "face": True, "card_face": True, "distance": 0.3}


def test_what_a_process_answers_is_read() -> None:
    video = {"seconds": 3, "width": 404, "height": 394, "faces_seen": [1, 0], "tracked": True, "track": [{"turn": 0.1}]}

    assert portrait_of(PLAIN) == PORTRAIT
    assert portrait_of({**PLAIN, "person": None}).person is None
    assert likeness_of(PLAIN_LIKENESS) == Likeness(installed=True, face=True, card_face=True, distance=0.3)
    assert likeness_of({}) == Likeness(installed=False, face=False, card_face=False, distance=None)
    assert video_of(video) == VideoMeasures(3, 404, 394, (1, 0), True, (0.1,), None)
    assert video_of({**video, "likeness": PLAIN_LIKENESS}).likeness == likeness_of(PLAIN_LIKENESS)


@pytest.mark.parametrize(
    "odd",
    [
        None,
        [],
        "face",
        {},
        {**PLAIN, "certain_faces": True},
        {**PLAIN, "certain_faces": "1"},
        {**PLAIN, "person": {**PLAIN_PERSON, "glare": nan}},
        {**PLAIN, "person": {**PLAIN_PERSON, "sharpness": inf}},
        {**PLAIN, "person": {**PLAIN_PERSON, "eyes": None}},
        {**PLAIN, "person": {**PLAIN_PERSON, "head_room": -1e12}},
        {**PLAIN, "person": ["left"]},
    ],
)
def test_what_is_no_measure_is_refused(odd: object) -> None:
    with pytest.raises(MeasuresError):
        portrait_of(odd)


def test_a_list_that_is_none_is_refused() -> None:
    with pytest.raises(MeasuresError):
        video_of({"seconds": 3, "width": 4, "height": 4, "faces_seen": "many", "track": []})


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(list(PLAIN)), inner, max_size=3),
    max_leaves=6,
)


@given(json_values)
def test_whatever_is_answered_is_measures_or_refused(answered: object) -> None:
    for read in (portrait_of, likeness_of, video_of):
        try:
            read(answered)
        except MeasuresError:
            continue


@given(
    st.builds(
        PersonMeasures,
        **{name: st.floats(0, 300) for name in PersonMeasures.__slots__},
    ),
    st.integers(1, 4),
    st.integers(0, 3),
)
def test_a_measure_alone_never_fails_a_portrait(person: PersonMeasures, certain: int, possible: int) -> None:
    said = portrait_findings(PortraitMeasures(certain, possible, person), TODAY, RULEBOOK, PLACE)

    assert [one.code for one in said if one.severity is Severity.ERROR] == (["faces_several"] if certain > 1 else [])
