"""Forms (表单): what an applicant enters for one combination of filing type, nature, region and kind of service."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from app.domain.errors import ProblemCode, Refusal, invalid
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.form_question import FormQuestion, faults_of
from app.domain.form_shape import Shape
from app.domain.forms import Form, form_of
from app.domain.rulebook import Rulebook, RuleMissingError
from app.domain.texts import Text
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime

_KIND_WANTED = Text("该备案类型须说明服务类型。", "With this filing type the kind of service has to be told.")
_BEFORE_A_RULE = Text(
    "这一类型的某些规则晚于那一天才有记录。", "Some rules of this type are known from a later day on."
)
_LATER_DAY = Text("请填写较晚的日期，或去掉该参数。", "Ask for a later day, or leave it out.")


@dataclass(frozen=True, slots=True)
class FormCommand:
    """The combination that is asked for; `on` None is today."""

    filing_type: FilingType
    nature: SubjectNature
    region: str | None
    kind: ServiceKind | None
    on: date | None


@dataclass(frozen=True, slots=True)
class FormSeen:
    """A form, and the day that its rules are of; `has_services` tells whether the kind of service mattered."""

    form: Form
    as_of: date
    has_services: bool


def form(runtime: Runtime, command: FormCommand, door: Shape) -> FormSeen:
    """Return the form of a combination; `door` is the shape of a body at the door.

    Raises `validation-failed` for a combination that there is not, with the nearest rule, and for a day that some of
    its rules do not reach back to; a rule that is missing today is an error of ours.
    """
    as_of = asked_day(runtime, command.on)
    try:
        return _form(runtime, command, door, as_of)
    except RuleMissingError as missing:
        if command.on is None:
            raise
        raise invalid("/query/on", "out_of_range", _BEFORE_A_RULE, _LATER_DAY) from missing


def _form(runtime: Runtime, command: FormCommand, door: Shape, as_of: date) -> FormSeen:
    rulebook, regions = runtime.rulebook, runtime.regions
    question = FormQuestion(
        filing_type=command.filing_type,
        nature=command.nature,
        region=command.region,
        kind=command.kind or ServiceKind.WEBSITE,
        as_of=_since(as_of, rulebook),
        rulebook=rulebook,
        regions=regions,
        door=door,
    )
    if faults := faults_of(question):
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=faults)
    if question.has_services and command.kind is None:
        raise invalid("/query/service_kind", "required", _KIND_WANTED)
    return FormSeen(form_of(question.generalised()), as_of, question.has_services)


def _since(as_of: date, rulebook: Rulebook) -> date:
    """Return the day since which the rules are what they are on a day: the same form is made only once."""
    changes = _changes(rulebook)
    place = bisect_right(changes, as_of)
    return changes[place - 1] if place else as_of


@lru_cache(maxsize=4)
def _changes(rulebook: Rulebook) -> tuple[date, ...]:
    versions = (version for rule in rulebook.rules.values() for version in rule.versions)
    return tuple(sorted({version.in_force_from for version in versions}))
