"""Faces beside each other, where the extra `[faces]` is installed, and what is answered where it is not."""

import io
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import pytest
from PIL import Image

from app.demo.papers import paper
from app.domain.challenges import Turn, turns_made
from app.domain.portrait_measures import likeness_of, video_of
from app.papers import landmarks
from app.papers.likenesses import likeness
from app.papers.videos import video_measures
from tests.play.faces import Picture, face, jpeg, turned
from tests.play.faces import video_of as a_video

needs_models = pytest.mark.skipif(find_spec("dlib") is None, reason="the extra [faces] is not installed")


@needs_models
def test_the_face_on_the_card_of_the_same_person_is_near() -> None:
    found = likeness_of(likeness(jpeg(face()), paper("principal_id_front", ["image/jpeg"], 0).content))

    assert (found.installed, found.face, found.card_face) == (True, True, True)
    assert found.distance is not None
    assert found.distance < 0.4


@needs_models
def test_a_card_that_lies_on_its_side_is_turned() -> None:
    card = Image.open(io.BytesIO(paper("principal_id_front", ["image/jpeg"], 0).content))
    on_its_side = np.asarray(card.transpose(Image.Transpose.ROTATE_90))[..., ::-1]

    assert likeness(jpeg(face()), jpeg(on_its_side))["card_face"] is True


@needs_models
def test_a_card_without_a_face_says_so() -> None:
    found = likeness_of(likeness(jpeg(face()), paper("subject_certificate", ["image/jpeg"], 0).content))

    assert (found.card_face, found.distance) == (False, None)


def test_without_the_extra_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert not landmarks.installed()
    assert likeness(jpeg(face()), jpeg(face())) == {
        "installed": False,
        "face": False,
        "card_face": False,
        "distance": None,
    }


def moving(*turns: float) -> Callable[[float], Picture]:
    """A head that stays still for half a second, then makes each turn in half a second and comes back."""

    def frame_at(at: float) -> Picture:
        place, within = divmod(at, 1.0)
        if within < 0.5 or place >= len(turns):
            return face()
        return turned(face(), turns[int(place)])

    return frame_at


@needs_models
def test_the_turns_of_a_head_are_seen_and_its_face_compared() -> None:
    measures = video_of(video_measures(a_video(moving(0.7, -0.7), 2.5), jpeg(face())))

    assert turns_made(measures.turns, 0.1) == (Turn.RIGHT, Turn.LEFT)
    assert measures.likeness is not None
    assert measures.likeness.distance is not None
    assert measures.likeness.distance < 0.4


@needs_models
def test_a_head_that_stays_still_made_no_turn() -> None:
    measures = video_of(video_measures(a_video(moving(), 1.5)))

    assert turns_made(measures.turns, 0.1) == ()
    assert set(measures.faces_seen) == {1}
    assert measures.likeness is None


def test_without_the_extra_a_videos_faces_are_counted_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    measures = video_of(video_measures(a_video(moving(), 0.4)))

    assert (measures.tracked, measures.turns) == (False, ())
    assert set(measures.faces_seen) == {1}


def test_what_is_no_video_is_refused() -> None:
    for content in (b"no video", a_video(moving(), 0.2)[:40]):
        with pytest.raises(ValueError, match="video"):
            video_measures(content)
