"""What a form requires is what the checks demand, of every combination and whatever is entered."""

import copy
from typing import Any

import pytest

from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.form_demands import Trigger
from app.domain.form_probes import put
from app.domain.form_question import FormQuestion, faults_of
from app.domain.forms import Form
from tests.domain.a_filing import REGIONS
from tests.routers.a_form import (
    TYPES_WITH_FORMS,
    a_document,
    a_form,
    a_question,
    an_empty_draft,
    missed_by_the_checks,
    missed_by_the_schema,
)

AGENT = Trigger("/subject/handler", ("agent",))
IS_LEGAL_REPRESENTATIVE = Trigger("/subject/principal/is_legal_representative", (True,))


def required_when(form: Form) -> dict[str, tuple[Trigger, ...]]:
    return {one.place: one.when for one in form.conditions if one.when}


# What a nature demands does not depend on the type: all of them are asked of first filings, these of every type.
SOME_NATURES = (SubjectNature.ENTERPRISE, SubjectNature.INDIVIDUAL, SubjectNature.GOVERNMENT_AGENCY)


def combinations(filing_type: FilingType) -> list[FormQuestion]:
    natures = SubjectNature if filing_type is FilingType.FIRST_FILING else SOME_NATURES
    asked = [a_question(filing_type, nature, kind, None) for nature in natures for kind in ServiceKind]
    return [one for one in asked if not faults_of(one) and one == one.generalised()]


@pytest.mark.parametrize("filing_type", TYPES_WITH_FORMS)
def test_an_empty_draft_misses_the_same_by_the_schema_and_by_the_checks(filing_type: FilingType) -> None:
    asked = combinations(filing_type)

    assert asked
    for question in asked:
        form = a_form(question)
        draft = an_empty_draft(form)
        missed = missed_by_the_schema(a_document(question), draft)
        assert missed == missed_by_the_checks(question, draft), question


@pytest.mark.parametrize("nature", [SubjectNature.ENTERPRISE, SubjectNature.INDIVIDUAL])
@pytest.mark.parametrize("province", [None, *REGIONS.provinces])
def test_what_a_province_demands_is_required_in_its_form(nature: SubjectNature, province: str | None) -> None:
    question = a_question(nature=nature, region=province)
    draft = an_empty_draft(a_form(question))

    missed = missed_by_the_schema(a_document(question), draft)

    assert missed == missed_by_the_checks(question, draft)
    assert ("/subject/region" in missed) == (province is None)


@pytest.mark.parametrize("filing_type", [FilingType.FIRST_FILING, FilingType.CHANGE_BOTH, FilingType.ADD_SERVICE_HERE])
@pytest.mark.parametrize("nature", [SubjectNature.ENTERPRISE, SubjectNature.INDIVIDUAL])
@pytest.mark.parametrize("kind", [ServiceKind.WEBSITE, ServiceKind.APP])
def test_with_each_value_that_turns_a_demand_on_or_off_both_miss_the_same(
    filing_type: FilingType, nature: SubjectNature, kind: ServiceKind
) -> None:
    question = a_question(filing_type, nature, kind)
    form, document = a_form(question), a_document(question)

    for demand in form.conditions:
        triggers = demand.when if demand.unless is None else (*demand.when, demand.unless)
        for value in triggers[-1].values:
            draft: Any = copy.deepcopy(an_empty_draft(form))
            for trigger in triggers[:-1]:
                put(draft, trigger.place, trigger.entered)
            put(draft, triggers[-1].place, [value] if triggers[-1].in_list else value)
            missed = missed_by_the_schema(document, draft)
            assert missed == missed_by_the_checks(question, draft), (triggers, value)
            place = demand.place.replace("*", "0")
            assert (place in missed) == (demand.unless is None), (triggers, value)


def test_an_agent_is_required_of_a_unit_that_files_through_one_and_then_of_the_agents_passport_its_last_day() -> None:
    found = required_when(a_form(a_question()))

    assert found["/subject/agent/name"] == (AGENT,)
    first, second = found["/subject/agent/certificate/valid_until"]
    assert first == AGENT
    assert second.place == "/subject/agent/certificate/type"
    assert "passport" in second.values
    assert "resident_id" not in second.values


def test_a_unit_names_its_legal_representative_unless_the_principal_is_that() -> None:
    question = a_question()
    draft: Any = an_empty_draft(a_form(question))
    del draft["subject"]["legal_representative"]

    without = missed_by_the_schema(a_document(question), draft)
    put(draft, IS_LEGAL_REPRESENTATIVE.place, True)
    with_him = missed_by_the_schema(a_document(question), draft)

    assert without - with_him == {"/subject/legal_representative"}
    assert [one.unless for one in a_form(question).conditions if one.unless] == [IS_LEGAL_REPRESENTATIVE]


def test_an_individual_explains_contents_that_are_something_else() -> None:
    when = required_when(a_form(a_question(nature=SubjectNature.INDIVIDUAL)))

    assert when["/services/*/remark"] == (Trigger("/services/*/contents", ("other",), in_list=True),)


def test_nothing_is_demanded_of_what_is_on_file_but_whom_the_authority_asks_for_a_code() -> None:
    missed = {}
    for filing_type in (FilingType.CANCEL_ACCESS, FilingType.DEREGISTER_SUBJECT):
        form = a_form(a_question(filing_type))
        draft = {**an_empty_draft(form), "emergency_contacts": []}
        missed[filing_type] = missed_by_the_schema(a_document(form.question), draft)

    assert missed[FilingType.CANCEL_ACCESS] == set()
    assert missed[FilingType.DEREGISTER_SUBJECT] == {
        "/subject/principal/name",
        "/subject/principal/mobile",
        "/subject/principal/certificate/number",
    }
