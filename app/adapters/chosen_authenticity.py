"""Who judges faces, by a setting: the machine that comes with the service, nobody but people, or a vendor's adapter."""

import importlib
from collections.abc import Callable
from typing import Any

from app.adapters.measured_authenticity import MeasuredAuthenticity, NoAuthenticityMachine
from app.domain.rulebook import Rulebook
from app.ports.authenticity import AuthenticityJudge
from app.ports.paper_work import PaperWork

MEASURED, PERSON = "measured", "person"


class JudgeNotFoundError(Exception):
    """The setting names no judge; the message says what was looked for."""


def chosen_judge(name: str, paper_work: PaperWork, rulebook: Rulebook) -> AuthenticityJudge:
    """Return the judge that a setting names: `measured`, `person`, or `package.module:factory`.

    A factory is called with the rulebook, by which an adapter words its findings, and returns an `AuthenticityJudge`.
    Raises JudgeNotFoundError.
    """
    if name == MEASURED:
        return MeasuredAuthenticity(paper_work, rulebook)
    if name == PERSON:
        return NoAuthenticityMachine(rulebook)
    judge: AuthenticityJudge = _factory(name)(rulebook)
    return judge


def _factory(name: str) -> Callable[[Rulebook], Any]:
    module, _, attribute = name.partition(":")
    try:
        factory: Callable[[Rulebook], Any] = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as fault:
        raise JudgeNotFoundError(name) from fault
    return factory
