"""The authority's codes of contents, languages, access modes and server places."""

import pytest

from app.domain.filing_body import AccessMode, ServiceContent
from app.domain.service_catalog import ServiceCatalogRule, coded_values, content_label
from tests.domain.a_filing import REGIONS
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


def numbers(rule: ServiceCatalogRule) -> dict[str, int]:
    return {one.code: one.number for one in coded_values(rule, TODAY, RULEBOOK)}


@pytest.mark.parametrize("rule", ServiceCatalogRule)
def test_every_value_has_a_number_of_its_own_and_a_name_in_both_languages(rule: ServiceCatalogRule) -> None:
    values = coded_values(rule, TODAY, RULEBOOK)

    assert len({one.number for one in values}) == len(values)
    assert all(one.label.zh and one.label.en and one.source for one in values)


@pytest.mark.parametrize(
    "rule", [ServiceCatalogRule.CONTENTS, ServiceCatalogRule.ACCESS_MODES, ServiceCatalogRule.SERVER_PLACES]
)
def test_operating_codes_can_be_added_up_and_taken_apart_again(rule: ServiceCatalogRule) -> None:
    assert all(number.bit_count() == 1 for number in numbers(rule).values())


def test_the_lists_have_exactly_what_a_body_can_say() -> None:
    assert set(numbers(ServiceCatalogRule.CONTENTS)) == {content.value for content in ServiceContent}
    assert set(numbers(ServiceCatalogRule.ACCESS_MODES)) == {mode.value for mode in AccessMode}
    assert set(numbers(ServiceCatalogRule.SERVER_PLACES)) == set(REGIONS.provinces)


@pytest.mark.parametrize(
    ("rule", "code", "number"),
    [
        (ServiceCatalogRule.CONTENTS, "unit_portal", 128),
        (ServiceCatalogRule.CONTENTS, "other", 8388608),
        (ServiceCatalogRule.CONTENTS, "app", 134217728),
        (ServiceCatalogRule.CONTENTS, "non_bank_payment", 4294967296),
        (ServiceCatalogRule.LANGUAGES, "zh-Hans", 1),
        (ServiceCatalogRule.LANGUAGES, "ar", 17),
        (ServiceCatalogRule.ACCESS_MODES, "cloud", 16),
        (ServiceCatalogRule.SERVER_PLACES, "410000", 256),
        (ServiceCatalogRule.SERVER_PLACES, "330000", 8589934592),
    ],
)
def test_the_numbers_are_the_authoritys(rule: ServiceCatalogRule, code: str, number: int) -> None:
    assert numbers(rule)[code] == number


def test_a_content_is_called_by_its_name() -> None:
    assert content_label("games", TODAY, RULEBOOK).zh == "网络游戏"
