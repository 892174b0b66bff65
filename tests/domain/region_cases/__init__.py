"""For each family of regional rules, how a filing with nothing wrong about it has to be changed for the rule to speak.

One module a topic with `FIRES`; `tests/rules/test_region_rules_speak.py` asks every rule of every region.
"""

from collections.abc import Mapping

from tests.domain.region_cases import (
    address,
    age,
    certificates_of_people,
    certificates_of_units,
    change,
    content,
    count_limit,
    cross_region,
    domains,
    emergency_contact,
    names,
    phone,
    principal,
    prior_approval,
    superior,
)
from tests.domain.region_cases.a_case import Change

FIRES: Mapping[str, Change] = {
    family: change
    for topic in (
        address,
        age,
        certificates_of_people,
        certificates_of_units,
        change,
        content,
        count_limit,
        cross_region,
        domains,
        emergency_contact,
        names,
        phone,
        principal,
        prior_approval,
        superior,
    )
    for family, change in topic.FIRES.items()
}
