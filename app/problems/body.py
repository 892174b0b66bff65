"""The body of a problem (RFC 9457), in the language asked for."""

import json
from collections.abc import Mapping
from datetime import date, time
from string import Formatter
from typing import Any

from app.domain.errors import FieldError, Refusal
from app.domain.texts import Language, Text
from app.problems.problem import Problem
from app.problems.table import PROBLEMS


def problem_members(refusal: Refusal, language: Language, trace_id: str) -> dict[str, Any]:
    """Return the members of a problem, facts included; none is None, and no fact hides a member of the contract."""
    problem = PROBLEMS[refusal.code]
    members: dict[str, Any] = {
        "type": f"/problems/{refusal.code.value}",
        "title": problem.title.in_language(language),
        "status": problem.status,
        "detail": _detail(refusal, problem).in_language(language),
        "code": refusal.code.value,
        "trace_id": trace_id,
        "retry": problem.retry.value,
        "remedy": (refusal.remedy or problem.remedy).in_language(language),
    }
    if refusal.errors:
        members["errors"] = [_field_error(error, language) for error in refusal.errors]
    facts = {name: _plain(fact, language) for name, fact in refusal.facts.items() if fact is not None}
    return members | {name: fact for name, fact in facts.items() if name not in members}


def problem_body(refusal: Refusal, language: Language, trace_id: str) -> bytes:
    """Return a problem as JSON in UTF-8.

    It never fails on text: half a surrogate pair, which JSON may carry and UTF-8 can't, becomes a question mark.
    """
    members = problem_members(refusal, language, trace_id)
    return json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _detail(refusal: Refusal, problem: Problem) -> Text:
    if refusal.detail is not None:
        return refusal.detail
    known = {name: _in_words(fact) for name, fact in refusal.facts.items() if fact is not None}
    if refusal.retry_after is not None:
        known["retry_after"] = str(refusal.retry_after)
    if problem.fuller is None or not _places(problem.fuller) <= known.keys():
        return problem.detail
    return problem.fuller.filled(**known)


def _places(text: Text) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text.zh + text.en) if name is not None}


def _in_words(fact: object) -> str:
    return ", ".join(map(str, fact)) if isinstance(fact, list | tuple) else str(fact)


def _field_error(error: FieldError, language: Language) -> dict[str, str]:
    remedy = None if error.remedy is None else error.remedy.in_language(language)
    members = {
        "pointer": error.pointer,
        "code": error.code,
        "message": error.message.in_language(language),
        "rule": error.rule,
        "source": error.source,
        "remedy": remedy,
    }
    return {name: value for name, value in members.items() if value is not None}


def _plain(fact: Any, language: Language) -> Any:
    """Turn a fact into what JSON has: texts in the language asked for, dates in RFC 3339."""
    if isinstance(fact, Text):
        return fact.in_language(language)
    if isinstance(fact, Mapping):
        return {str(name): _plain(value, language) for name, value in fact.items()}
    if isinstance(fact, list | tuple):
        return [_plain(one, language) for one in fact]
    if isinstance(fact, set | frozenset):
        return sorted(str(one) for one in fact)
    if isinstance(fact, date | time):  # a datetime is a date
        return fact.isoformat()
    return fact
