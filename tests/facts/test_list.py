"""The list of facts itself: whole, of things that exist, and what changing their data makes of a rule."""

import pytest

from app.rulebook.yaml_files import read_mapping
from tests.facts.changes import changes
from tests.facts.listed import Carrier, Fact, documents, facts

FACTS = tuple(facts().values())
COUNTS = {"S0": 38, "S1": 44, "S2": 33, "S3": 39, "S4": 50}
CARRIERS = sorted({carrier for fact in FACTS for carrier in fact.carried_by}, key=str)
MOST_SILENT = 12


def test_every_fact_of_every_document_is_listed_in_the_order_of_the_numbers() -> None:
    assert {one.key: len(one.facts) for one in documents()} == COUNTS
    assert [fact.id for fact in FACTS] == sorted(fact.id for fact in FACTS)


def test_few_facts_ask_nothing_of_software() -> None:
    assert len([fact for fact in FACTS if fact.no_software]) <= MOST_SILENT


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: fact.id)
def test_what_carries_a_fact_is_there(fact: Fact) -> None:
    assert [str(one) for one in fact.carried_by if not one.file.exists()] == []


@pytest.mark.parametrize("carrier", [one for one in CARRIERS if not one.is_code], ids=str)
def test_the_value_that_carries_a_fact_can_be_changed(carrier: Carrier) -> None:
    _, before = read_mapping(carrier.file)

    found = list(changes(carrier))

    assert found
    assert all(change.content != before for change in found)


@pytest.mark.parametrize(
    ("carrier", "changed"),
    [
        ("sms.validity@2020-08-17", ["1: 24 -> 25", "1: 24 -> 23"]),
        ("sms.app_principals", ["1: False -> True"]),
        ("sms.duty_provinces@2020-08-17#in_force_from", ["4.in_force_from: 2020-08-17 -> 2020-08-18"]),
        ("findings.ip_range_reversed", ["severity error -> warning"]),
        ("duties.footer#message", ["0.message: other words"]),
        ("filing_types.ways#claim.offline", ["0.claim.offline: False -> True"]),
        ("materials.wanted#kind=app_icon.required", ["0.25.required: True -> False"]),
    ],
)
def test_a_value_is_changed_after_its_kind(carrier: str, changed: list[str]) -> None:
    assert [one.what for one in changes(Carrier.of(carrier))] == changed
