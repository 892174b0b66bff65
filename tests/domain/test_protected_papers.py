"""What the authority takes of papers, which are erased when, and what is written over those that are shown."""

from datetime import UTC, date, datetime

import pytest

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.face_media import face_media, kinds_to_erase
from app.domain.filing_states import State
from app.domain.materials import MaterialKind
from app.domain.paper_views import PaperView, ViewPurpose, seen_as, watermark_lines
from app.domain.renditions import rendition_limits
from tests.real_rules import RULEBOOK

TODAY = date(2026, 11, 24)
KILOBYTE = 1024


@pytest.mark.parametrize(
    ("kind", "kilobytes"),
    [
        (MaterialKind.SUBJECT_CERTIFICATE, 100),
        (MaterialKind.PRINCIPAL_ID_FRONT, 100),
        (MaterialKind.PORTRAIT, 100),
        (MaterialKind.PRE_APPROVAL, 100),
        (MaterialKind.VERIFICATION_SHEET, 150),
    ],
)
def test_the_authority_takes_a_picture_whose_text_is_within_its_limit(kind: MaterialKind, kilobytes: int) -> None:
    limits = rendition_limits(kind, TODAY, RULEBOOK)

    assert limits is not None
    assert limits.max_bytes * 4 / 3 <= kilobytes * KILOBYTE < (limits.max_bytes + 3) * 4 / 3


def test_the_authority_takes_no_videos() -> None:
    assert rendition_limits(MaterialKind.VIDEO, TODAY, RULEBOOK) is None


def test_faces_are_erased_where_a_filing_ends_and_kept_where_it_comes_back() -> None:
    erased = {state for state in State if kinds_to_erase(state, TODAY, RULEBOOK)}

    assert erased == {State.APPROVED, State.ABANDONED}
    assert kinds_to_erase(State.APPROVED, TODAY, RULEBOOK) == ("portrait", "video")
    assert set(face_media(TODAY, RULEBOOK).erased_in) <= {state.value for state in State}


def a_caller(kind: CallerKind, *scopes: Scope) -> Caller:
    return Caller(kind, "cli_1", "prov_1", frozenset(scope.value for scope in scopes))


@pytest.mark.parametrize(
    ("caller", "kind", "purpose"),
    [
        (a_caller(CallerKind.REVIEWER, Scope.REVIEWS), CallerKind.REVIEWER, ViewPurpose.REVIEW),
        (a_caller(CallerKind.CLIENT, Scope.REVIEWS, Scope.FILINGS), CallerKind.REVIEWER, ViewPurpose.REVIEW),
        (a_caller(CallerKind.APPLICANT, Scope.FILINGS), CallerKind.APPLICANT, ViewPurpose.OWN_PAPERS),
        (a_caller(CallerKind.CLIENT, Scope.FILINGS), CallerKind.CLIENT, ViewPurpose.SERVICE),
    ],
)
def test_who_may_review_looks_as_a_reviewer(caller: Caller, kind: CallerKind, purpose: ViewPurpose) -> None:
    assert seen_as(caller) == (kind, purpose)


@pytest.mark.parametrize(("purpose", "words"), [(ViewPurpose.REVIEW, "备案审核"), (ViewPurpose.OWN_PAPERS, "备案使用")])
def test_a_watermark_names_purpose_viewer_and_day(purpose: ViewPurpose, words: str) -> None:
    moment = datetime(2026, 11, 23, 17, tzinfo=UTC)
    view = PaperView(
        "view_1", "prov_1", "fil_1", "mat_1", MaterialKind.OTHER, moment, CallerKind.REVIEWER, "cli_1", purpose
    )

    what_for, who = watermark_lines(view, TODAY)

    assert words in what_for
    assert who == "reviewer cli_1  2026-11-24"
