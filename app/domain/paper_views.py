"""Looking at papers: by whom, of which paper, when and for what; written down for each time."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.domain.callers import Caller, CallerKind, Scope
from app.domain.materials import MaterialKind


class ViewPurpose(StrEnum):
    """What a paper is looked at for; told from who looks."""

    REVIEW = "review"
    OWN_PAPERS = "own_papers"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class PaperView:
    """One look at one paper. `viewer_id` is the id of a client or an account, never a name."""

    id: str
    provider_id: str
    filing_id: str
    material_id: str
    kind: MaterialKind
    at: datetime
    viewer_kind: CallerKind
    viewer_id: str
    purpose: ViewPurpose


_FOR_REVIEW = "仅供ICP备案审核使用 不得另作他用"
_FOR_FILING = "仅供ICP备案使用 不得另作他用"


def seen_as(caller: Caller) -> tuple[CallerKind, ViewPurpose]:
    """Return as whom and for what somebody looks: whoever may review looks as a reviewer."""
    if Scope.REVIEWS in caller.scopes:
        return CallerKind.REVIEWER, ViewPurpose.REVIEW
    if caller.kind is CallerKind.APPLICANT:
        return CallerKind.APPLICANT, ViewPurpose.OWN_PAPERS
    return caller.kind, ViewPurpose.SERVICE


def watermark_lines(view: PaperView, day: date) -> tuple[str, str]:
    """Return what is written over a paper: what it may be used for, then who looks at it and on which day.

    In Chinese whatever language the viewer reads, as the authority's offices ask for it on copies of papers.
    """
    purpose = _FOR_REVIEW if view.purpose is ViewPurpose.REVIEW else _FOR_FILING
    return purpose, f"{view.viewer_kind.value} {view.viewer_id}  {day.isoformat()}"
