"""Forms of combinations, and the two who judge what is entered: the schema on the client's side, the checks on ours."""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from app.domain.check_rules import CheckContext
from app.domain.checks import checks
from app.domain.filing_body import FilingBody, ServiceKind, SubjectNature
from app.domain.filing_body_json import body_from_json
from app.domain.filing_changes import is_told, value_at
from app.domain.filing_types import FilingType
from app.domain.filings import OnFile
from app.domain.findings import Severity
from app.domain.form_question import FormQuestion
from app.domain.forms import Form, FormField, form_of
from app.domain.texts import Language
from app.routers.form_document import form_document
from app.routers.forms import shape_at_the_door
from tests.domain.a_filing import REGIONS
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK

Json = Any
HENAN = "410000"
DOOR = shape_at_the_door()
TYPES_WITH_FORMS = tuple(one for one in FilingType if one is not FilingType.TRANSFER_ACCOUNT)


def a_question(
    filing_type: FilingType = FilingType.FIRST_FILING,
    nature: SubjectNature = SubjectNature.ENTERPRISE,
    kind: ServiceKind = ServiceKind.WEBSITE,
    region: str | None = HENAN,
    as_of: date = TODAY,
) -> FormQuestion:
    return FormQuestion(filing_type, nature, region, kind, as_of, RULEBOOK, REGIONS, DOOR)


@cache
def a_form(question: FormQuestion) -> Form:
    """The form of a question, worked out once for all tests."""
    return form_of(question)


def a_document(question: FormQuestion | None = None, language: Language = Language.EN) -> dict[str, Json]:
    return form_document(a_form(question or a_question()), language, {}, TODAY)


def an_empty_draft(form: Form) -> dict[str, Json]:
    """A draft with what is given with the question, and every object there is, empty."""
    whole = _empty(form.fields)
    whole["subject"]["nature"] = form.question.nature.value
    if form.question.region is not None:
        whole["subject"]["region"] = form.question.region
    for service in whole.get("services", ()):
        service |= {"id": "svc_1", "kind": form.question.kind.value}
    return whole


def _empty(fields: tuple[FormField, ...]) -> dict[str, Json]:
    # An object that the door does not take empty is left out.
    holders = [one for one in fields if one.fields and not one.spot.shape.inner.needed]
    inside = {one.spot.row.name: (one, _empty(one.fields)) for one in holders}
    return {name: [empty] if one.spot.shape.item is not None else empty for name, (one, empty) in inside.items()}


def missed_by_the_schema(document: dict[str, Json], draft: Json) -> set[str]:
    """The places that a client finds to be missing."""
    return set(_missed(document, draft))


def _missed(document: dict[str, Json], draft: Json) -> Iterator[str]:
    for error in Draft202012Validator(document).iter_errors(draft):
        place = "".join(f"/{part}" for part in error.absolute_path)
        if error.validator == "required":
            yield from (f"{place}/{name}" for name in error.validator_value if name not in error.instance)
        elif error.validator == "minItems":
            yield place
        else:
            raise AssertionError(f"{place}: {error.message}")


def missed_by_the_checks(question: FormQuestion, draft: Json) -> set[str]:
    """The places that hold nothing and that the machine pre-review blocks a submission for."""
    on_file = OnFile(FilingBody(), complete=True, subject_number=None)
    context = CheckContext(
        question.filing_type,
        question.as_of,
        RULEBOOK,
        REGIONS,
        on_file=None if question.filing_type is FilingType.FIRST_FILING else on_file,
    )
    found = checks(body_from_json(draft), context)
    return {
        one.pointer for one in found if one.severity is Severity.ERROR and not is_told(value_at(draft, one.pointer))
    }
