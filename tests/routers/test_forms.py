"""Forms: which fields a combination has, in which words and order, what may be chosen and what is fixed."""

from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.form_question import faults_of
from app.domain.form_rules import BEGINNING, FILING, FormRule, rows_of, steps
from app.domain.forms import form_of
from app.domain.service_kinds import kind_of_service
from app.domain.subject_catalog import certificates_of
from app.domain.texts import Language
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK
from tests.routers.a_form import DOOR, TYPES_WITH_FORMS, a_document, a_question

Json = Any
INDIVIDUAL = SubjectNature.INDIVIDUAL


def at(document: Json, place: str) -> Json:
    """The schema of a place, None where the form has no such field."""
    found = document
    for name in place.split("/")[1:]:
        found = found["items"] if name == "*" else found["properties"].get(name)
        if found is None:
            return None
    return found


def every_field(schema: Json) -> Iterator[Json]:
    """Every field of a document, those in objects and lists too."""
    for one in schema.get("properties", {}).values():
        yield one
        yield from every_field(one.get("items", one))


@pytest.mark.parametrize("filing_type", TYPES_WITH_FORMS)
def test_a_form_is_a_flat_schema_whose_fields_have_words_order_step_widget_and_source(filing_type: FilingType) -> None:
    document = a_document(a_question(filing_type))

    Draft202012Validator.check_schema(document)
    assert "oneOf" not in str(document)
    assert "$ref" not in str(document)
    fields = list(every_field(document))
    steps_there = [step["id"] for step in document["x-steps"]]
    for one in fields:
        assert one["title"] == one["x-title"]["en"] != one["x-title"]["zh"]
        assert one["description"] == one["x-help"]["en"] != one["x-help"]["zh"]
        assert one["x-order"] >= 1
        assert one["x-step"] in steps_there
        assert one["x-widget"]
        assert one["x-source"]
        assert all(rule in RULEBOOK.rules for rule in one["x-source"])


def test_the_words_are_those_of_the_language_asked_for() -> None:
    chinese, english = (a_document(language=language) for language in (Language.ZH, Language.EN))

    assert (chinese["title"], english["title"]) == ("首次备案", "First filing")
    assert at(chinese, "/subject/name")["title"] == at(english, "/subject/name")["x-title"]["zh"]
    choices = at(chinese, "/services/*/contents")["x-choices"]
    assert {"value": "shopping", "title": "网络购物", "x-title": {"zh": "网络购物", "en": "Shopping"}} in choices


def test_the_table_has_exactly_the_fields_that_the_door_takes() -> None:
    def compare(part: str, shape: Json) -> None:
        rows = {row.name: row for row in rows_of(part, TODAY, RULEBOOK)}
        assert set(rows) == set(shape.members), part
        for name, row in rows.items():
            assert (row.of is not None) == shape.members[name].holds_objects, name
            if row.of is not None:
                compare(row.of, shape.members[name].inner)

    compare(FILING, DOOR)
    assert [row.name for row in rows_of(BEGINNING, TODAY, RULEBOOK)] == ["reason_code", "acknowledged"]


def test_the_steps_are_those_of_the_fields_in_their_order() -> None:
    whole = [step["id"] for step in a_document()["x-steps"]]
    subject_only = [step["id"] for step in a_document(a_question(FilingType.CHANGE_SUBJECT))["x-steps"]]

    assert whole == [step.id for step in steps(TODAY, RULEBOOK)]
    assert subject_only == ["subject", "subject_people", "rest"]


def test_limits_of_a_field_are_those_of_the_door() -> None:
    document = a_document()

    assert at(document, "/subject/principal/name")["maxLength"] == 128
    assert at(document, "/subject/principal/certificate/valid_until")["format"] == "date"
    assert at(document, "/services/*/contents")["maxItems"] == 40
    assert at(document, "/subject/contact_address/region")["pattern"] == "^[0-9]{6}$"
    assert at(document, "/subject/handler")["enum"] == ["legal_representative", "agent"]
    assert at(document, "/services/*/paid_service")["type"] == "boolean"


def test_the_subjects_region_lies_in_the_province_that_was_asked_for() -> None:
    anywhere = a_document(a_question(region=None))
    district = form_of(a_question(region="440305").generalised())

    assert at(a_document(), "/subject/region")["pattern"] == "^41[0-9]{4}$"
    assert at(anywhere, "/subject/region")["pattern"] == "^[0-9]{6}$"
    assert district is form_of(a_question(region="440000"))


@pytest.mark.parametrize("nature", list(SubjectNature))
def test_a_subject_chooses_among_the_certificates_of_its_nature(nature: SubjectNature) -> None:
    field = at(a_document(a_question(nature=nature, region=None)), "/subject/certificate/type")

    offered = field.get("enum") or [field["const"]]
    assert set(offered) == {one.value for one in certificates_of(nature, TODAY, RULEBOOK)}
    assert [one["value"] for one in field["x-choices"]] == offered


@pytest.mark.parametrize("place", ["/subject/principal", "/subject/agent", "/services/*/principal"])
def test_people_choose_among_the_certificates_that_people_have(place: str) -> None:
    offered = at(a_document(), f"{place}/certificate/type")["enum"]

    assert set(offered) == set(RULEBOOK.names("checks.person_certificates", TODAY))


def test_an_individual_has_no_field_of_units_and_chooses_among_its_own_contents() -> None:
    document = a_document(a_question(nature=INDIVIDUAL))

    assert [at(document, f"/subject/{name}") for name in ("handler", "legal_representative", "agent")] == [None] * 3
    assert at(document, "/subject/principal/is_legal_representative") is None
    assert at(document, "/services/*/contents")["items"]["enum"] == ["personal_space", "other"]
    assert "findings.content_not_for_individual" in at(document, "/services/*/contents")["x-source"]
    # An individual can have none of the approvals: nothing is left to choose.
    assert at(document, "/services/*/pre_approvals") is None


@pytest.mark.parametrize("kind", list(ServiceKind))
def test_a_service_has_the_fields_of_its_kind(kind: ServiceKind) -> None:
    service = at(a_document(a_question(kind=kind)), "/services/*")
    row = kind_of_service(kind, TODAY, RULEBOOK)

    for name in ("domains", "main_domain", "home_url", "platforms"):
        assert (name in service["properties"]) == row.has(name), name
        assert (name in service["required"]) == (name in row.required), name
    assert service["properties"]["kind"]["const"] == kind.value


def test_what_type_verification_fixed_is_read_only() -> None:
    document = a_document()
    fixed = {one for one in ("region", "nature", "name") if at(document, f"/subject/{one}").get("readOnly")}

    assert fixed == {"region", "nature"}
    assert at(document, "/subject/certificate/number")["readOnly"] is True
    assert at(document, "/services/*/domains")["x-frozen"] == "always"
    assert at(document, "/services/*/domains")["x-frozen-why"] == "Type verification fixed this."
    assert "filing_types.frozen" in at(document, "/services/*/domains")["x-source"]
    assert at(document, "/services/*/id")["readOnly"] is True
    assert "x-frozen" not in at(document, "/services/*/name")
    assert at(a_document(a_question(kind=ServiceKind.APP)), "/services/*/name")["readOnly"] is True


def test_a_change_fixes_what_is_on_file_for_good_and_lets_domains_go() -> None:
    document = a_document(a_question(FilingType.CHANGE_BOTH))

    assert at(document, "/subject/nature")["x-frozen"] == "on_file"
    assert "readOnly" not in at(document, "/subject/nature")
    assert at(document, "/services/*/domains")["x-frozen"] == "items_may_go"
    assert "x-frozen" not in at(document, "/subject/name")


def test_parts_that_stay_as_they_are_on_file_are_fixed_where_the_record_has_a_value() -> None:
    document = a_document(a_question(FilingType.DEREGISTER_SERVICE))

    assert at(document, "/subject/principal/mobile")["x-frozen"] == "on_file"
    assert at(document, "/services/*/access/*/modes")["x-frozen"] == "on_file"
    assert "x-frozen" not in at(document, "/remark")
    assert "readOnly" not in at(document, "/subject/principal/mobile")


def test_a_change_of_the_subject_has_no_services() -> None:
    document = a_document(a_question(FilingType.CHANGE_SUBJECT))

    assert set(document["properties"]) == {"subject", "emergency_contacts", "remark"}
    assert document["required"] == ["subject"]
    assert a_document()["required"] == ["subject", "services"]


def test_a_deregistration_begins_with_its_reason_and_what_is_acknowledged() -> None:
    begin = a_document(a_question(FilingType.DEREGISTER_SUBJECT))["x-begin"]

    assert begin["required"] == ["reason_code", "acknowledged"]
    assert begin["properties"]["reason_code"]["enum"] == [
        "no_longer_operated",
        "domain_sold",
        "subject_dissolved",
        "other",
    ]
    whole = Draft202012Validator(begin)
    known = ["irreversible", "quota_not_returned", "services_removed"]
    assert whole.is_valid({"reason_code": "other", "acknowledged": known})
    assert not whole.is_valid({"reason_code": "other", "acknowledged": known[1:]})
    assert not whole.is_valid({"reason_code": "moved_provider", "acknowledged": known})


def test_cancelled_access_may_tell_why_and_acknowledge_that_it_is_the_only_one() -> None:
    begin = a_document(a_question(FilingType.CANCEL_ACCESS))["x-begin"]

    assert begin["required"] == []
    assert begin["properties"]["acknowledged"]["items"]["enum"] == ["only_access"]
    assert Draft202012Validator(begin).is_valid({})


def test_a_filing_that_is_begun_from_a_verification_has_no_such_beginning() -> None:
    assert "x-begin" not in a_document()


@pytest.mark.parametrize(
    ("question", "place", "rule"),
    [
        (a_question(FilingType.TRANSFER_ACCOUNT), "/path/filing_type", FormRule.NO_FORM),
        (a_question(region="710000"), "/query/region", "findings.region_unknown"),
        (
            a_question(FilingType.MIGRATE_SERVICE, INDIVIDUAL),
            "/query/subject_nature",
            "transfers.not_to_individuals",
        ),
        (
            a_question(FilingType.MIGRATE_SERVICE, kind=ServiceKind.APP),
            "/query/service_kind",
            "transfers.websites_only",
        ),
    ],
)
def test_a_combination_that_there_is_not_is_refused_with_the_nearest_rule(question: Any, place: str, rule: str) -> None:
    (fault,) = faults_of(question)

    assert (fault.pointer, fault.rule) == (place, rule)
    assert fault.remedy is not None


def test_of_a_subject_without_services_no_kind_makes_a_difference() -> None:
    asked = [a_question(FilingType.CHANGE_SUBJECT, kind=kind).generalised() for kind in ServiceKind]

    assert len({form_of(one).question for one in asked}) == 1
