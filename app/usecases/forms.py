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
from app.domain.rulebook import Rulebook
from app.domain.texts import Text
from app.usecases.asked_day import asked_day
from app.usecases.runtime import Runtime

_KIND_WANTED = Text("该备案类型须说明服务类型。", "With this filing type the kind of service has to be told.")


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

    Raises `validation-failed` for a combination that there is not, with the nearest rule, and for a day without rules.
    """
    as_of, rulebook = asked_day(runtime, command.on), runtime.rulebook
    question = FormQuestion(
        filing_type=command.filing_type,
        nature=command.nature,
        region=command.region,
        kind=command.kind or ServiceKind.WEBSITE,
        as_of=_since(as_of, rulebook),
        rulebook=rulebook,
        regions=runtime.regions,
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
    return changes[bisect_right(changes, as_of) - 1]


@lru_cache(maxsize=4)
def _changes(rulebook: Rulebook) -> tuple[date, ...]:
    """Return every day on which a rule changes, those of the regions among them."""
    dated = {version.in_force_from for rule in rulebook.rules.values() for version in rule.versions}
    of_regions = (rule.in_force_from for one in rulebook.region_rules.regions.values() for rule in one.rules.values())
    return tuple(sorted(dated | {day for day in of_regions if day is not None}))
