"""Refusals as problems of RFC 9457: statuses, words, bodies, pages, and what pydantic found wrong as a refusal."""

from app.problems.body import problem_body, problem_members
from app.problems.field_codes import FieldCode
from app.problems.page import problem_page
from app.problems.table import PROBLEMS, status_of
from app.problems.validation import refusal_of_validation

__all__ = [
    "PROBLEMS",
    "FieldCode",
    "problem_body",
    "problem_members",
    "problem_page",
    "refusal_of_validation",
    "status_of",
]
