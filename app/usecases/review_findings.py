"""Findings of reviewers and of the authority, with the words and weight of their catalogue entry."""

from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import is_editable
from app.domain.filings import Filing, ReviewFinding
from app.domain.findings import Retry
from app.domain.rejections import rejection
from app.domain.rejections import weightiest as weightiest_of
from app.domain.texts import Text
from app.usecases.call import Call
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class FindingShown:
    """A finding in full."""

    finding: ReviewFinding
    message: Text
    remedy: Text
    retry: Retry


def shown(runtime: Runtime, call: Call, filing: Filing) -> tuple[FindingShown, ...]:
    """Return a filing's open findings with their words."""
    result = []
    for finding in filing.findings:
        words = rejection(finding.code, call.today, runtime.rulebook)
        assert words is not None, "only codes of the catalogue are stored"
        result.append(FindingShown(finding, words.message, words.remedy, words.retry))
    return tuple(result)


def weightiest(runtime: Runtime, call: Call, filing: Filing) -> Retry | None:
    """Return the weightiest class of the open findings; None where there are none."""
    return weightiest_of(one.retry for one in shown(runtime, call, filing))


def require_editable(runtime: Runtime, call: Call, filing: Filing) -> None:
    """Raise `not-editable` unless body and papers may be changed."""
    if not is_editable(filing.state, weightiest(runtime, call, filing)):
        raise Refusal(ProblemCode.NOT_EDITABLE, facts={"state": filing.state.value})
