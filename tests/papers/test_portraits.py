"""Portraits measured: real pictures of one face, changed in one way each; `bench/portraits` measures many more."""

import cv2
import numpy as np
import pytest

from app.domain.portrait_measures import PersonMeasures, portrait_of
from app.papers.portraits import portrait_measures
from tests.play.faces import Picture, cut_out, face, jpeg


def person_in(picture: Picture) -> PersonMeasures:
    person = portrait_of(portrait_measures(jpeg(picture))).person
    assert person is not None
    return person


def test_a_good_portrait_measures_as_it_looks() -> None:
    measures = portrait_of(portrait_measures(jpeg(face())))

    assert (measures.certain_faces, measures.possible_faces) == (1, 0)
    person = measures.person
    assert person is not None
    assert person.eyes == 2
    assert person.background_white == pytest.approx(1.0, abs=0.02)
    assert person.head_room > 0.5
    assert min(person.left_shoulder, person.right_shoulder) > 1.1


def test_the_same_picture_always_measures_the_same() -> None:
    assert portrait_measures(jpeg(face())) == portrait_measures(jpeg(face()))


def test_an_empty_wall_has_no_face() -> None:
    measures = portrait_of(portrait_measures(jpeg(np.full((640, 480, 3), 235, np.uint8))))

    assert (measures.certain_faces, measures.possible_faces, measures.person) == (0, 0, None)


def test_each_of_two_faces_counts() -> None:
    assert portrait_of(portrait_measures(jpeg(np.hstack([face(), face()])))).certain_faces == 2


def test_a_coloured_wall_is_told_from_the_person_before_it() -> None:
    blue = face().copy()
    blue[~cut_out(face())] = (200, 120, 40)

    measured = person_in(blue)

    assert measured.background_white is not None
    assert measured.background_white < 0.1


def test_a_picture_cut_at_the_crown_and_at_the_chin_has_no_room_and_no_shoulders() -> None:
    measured = person_in(face()[150:490])

    assert measured.head_room < 0.12
    assert min(measured.left_shoulder, measured.right_shoulder) < 0.85
    assert measured.clothes_white is None


def test_blur_takes_the_sharpness() -> None:
    blurred = np.asarray(cv2.GaussianBlur(face(), (0, 0), 5), dtype=np.uint8)

    assert person_in(blurred).sharpness < 60 < person_in(face()).sharpness


def test_what_is_no_picture_is_refused() -> None:
    for content in (b"", b"GIF89a", jpeg(face())[:60]):
        with pytest.raises(ValueError, match="picture"):
            portrait_measures(content)
