"""The table of the kinds of service."""

from dataclasses import fields

import pytest

from app.domain.filing_body import Service, ServiceKind
from app.domain.service_kinds import DomainLevel, NameRules, kind_of_service
from tests.domain.samples import TODAY
from tests.real_rules import RULEBOOK


@pytest.mark.parametrize(
    ("kind", "number", "suffix", "name_is_verified", "domains"),
    [
        (ServiceKind.WEBSITE, 1, "", False, DomainLevel.REGISTRABLE),
        (ServiceKind.APP, 6, "A", True, DomainLevel.AS_USED),
        (ServiceKind.MINI_PROGRAM, None, "X", True, DomainLevel.AS_USED),
        (ServiceKind.QUICK_APP, 8, "K", True, DomainLevel.AS_USED),
    ],
)
def test_each_kind_has_its_number_its_suffix_and_its_level_of_domains(
    kind: ServiceKind, number: int | None, suffix: str, name_is_verified: bool, domains: DomainLevel
) -> None:
    row = kind_of_service(kind, TODAY, RULEBOOK)

    assert (row.number, row.number_suffix, row.name_is_verified, row.domains) == (
        number,
        suffix,
        name_is_verified,
        domains,
    )


@pytest.mark.parametrize("kind", ServiceKind)
def test_every_kind_wants_only_fields_that_a_service_has(kind: ServiceKind) -> None:
    row = kind_of_service(kind, TODAY, RULEBOOK)

    assert {*row.required, *row.optional} <= {field.name for field in fields(Service)}
    assert not set(row.required) & set(row.optional)
    assert {"name", "contents", "languages", "access"} <= set(row.required)


def test_only_websites_have_home_pages_and_only_apps_must_have_platforms() -> None:
    rows = {kind: kind_of_service(kind, TODAY, RULEBOOK) for kind in ServiceKind}

    assert [kind for kind, row in rows.items() if row.has("home_url")] == [ServiceKind.WEBSITE]
    assert [kind for kind, row in rows.items() if "platforms" in row.required] == [ServiceKind.APP]
    assert [kind for kind, row in rows.items() if row.names is NameRules.WEBSITE] == [ServiceKind.WEBSITE]
