"""The one table of problems: code → status, retry class and default words."""

from collections.abc import Mapping

from app.domain.errors import ProblemCode
from app.problems.of_filings import FILINGS
from app.problems.of_people import PEOPLE
from app.problems.of_requests import REQUESTS
from app.problems.of_service import SERVICE
from app.problems.problem import Problem

PROBLEMS: Mapping[ProblemCode, Problem] = {**REQUESTS, **FILINGS, **PEOPLE, **SERVICE}


def status_of(code: ProblemCode) -> int:
    """Return the HTTP status of a problem code."""
    return PROBLEMS[code].status
