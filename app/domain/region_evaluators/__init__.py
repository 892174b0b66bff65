"""What each family of regional rules finds in a filing: `EVALUATORS` by family, one module a topic.

A new topic is a module with an `EVALUATORS` of its own, named in `_TOPICS`.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.domain.region_evaluators import (
    address,
    age,
    certificates_of_people,
    certificates_of_units,
    change,
    content,
    count_limit,
    cross_region,
    domain_names,
    domain_registration,
    emergency_contact,
    names,
    phone,
    principal,
    prior_approval,
    superior,
)
from app.domain.region_questions import Evaluator

_TOPICS = (
    address,
    age,
    certificates_of_people,
    certificates_of_units,
    change,
    content,
    count_limit,
    cross_region,
    domain_names,
    domain_registration,
    emergency_contact,
    names,
    phone,
    principal,
    prior_approval,
    superior,
)

EVALUATORS: Mapping[str, Evaluator] = MappingProxyType(
    {family: evaluator for topic in _TOPICS for family, evaluator in topic.EVALUATORS.items()}
)
