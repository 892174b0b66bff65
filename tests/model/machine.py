"""Any sequence of calls, moves of time and words of the authority, as Hypothesis thinks it up."""

from tests.model.applicant_rules import ApplicantRules
from tests.model.authority_rules import AuthorityRules
from tests.model.other_rules import OtherRules
from tests.model.reviewer_rules import ReviewerRules


class OrderLife(ApplicantRules, ReviewerRules, AuthorityRules, OtherRules):
    """All rules together: each step takes one of them."""
