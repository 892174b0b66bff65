"""Findings as they were said, kept with what they were said of: a rule that changes later unsays nothing."""

from collections.abc import Iterable
from typing import Any

from app.domain.findings import Finding, Severity
from app.domain.texts import Text


def findings_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Return findings as JSON; they hold no personal data."""
    return [
        {
            "code": one.code,
            "rule": one.rule,
            "severity": one.severity.value,
            "message": [one.message.zh, one.message.en],
            "remedy": [one.remedy.zh, one.remedy.en],
            "source": one.source,
        }
        for one in findings
    ]


def findings_of(stored: list[dict[str, Any]] | None, pointer: str) -> tuple[Finding, ...]:
    """Read findings back; they speak of `pointer`, to which what they were said of may have moved."""
    return tuple(
        Finding(
            code=one["code"],
            rule=one["rule"],
            severity=Severity(one["severity"]),
            pointer=pointer,
            message=Text(*one["message"]),
            remedy=Text(*one["remedy"]),
            source=one["source"],
        )
        for one in stored or ()
    )
