"""Names with words that point to a prior approval, of filings that declare none."""

from collections.abc import Callable

from app.domain.region_rules import RegionRule
from tests.domain.region_cases.a_case import Case, Change


def named(word: str | None = None) -> Change:
    """Make the change that puts a word into the names, the rule's own first one where none is given."""

    def change(case: Case, rule: RegionRule) -> Case:
        name = f"示例{word or rule.value[0]}网"
        return case.subject(name=f"{name}有限公司").service(name=name, remark="企业网站")

    return change


def silent_remark(case: Case, _: RegionRule) -> Case:
    return case.service(remark="企业网站")


FIRES: dict[str, Callable[[Case, RegionRule], Case]] = {
    "prior_approval.consultation_remark": named("出版"),
    "prior_approval.culture_letter": named("文化"),
    "prior_approval.finance_letter": named("金融"),
    "prior_approval.finance_words": named(),
    "prior_approval.game": named(),
    "prior_approval.game_number": named(),
    "prior_approval.internet_diagnosis": named(),
    "prior_approval.investment_letter": named("投资"),
    "prior_approval.no_approval_letter": named("出版"),
    "prior_approval.no_tutoring_letter": named("教育"),
    "prior_approval.religion": named(),
    "prior_approval.remark": named("出版"),
    "prior_approval.remark_statement": silent_remark,
    "prior_approval.scope_words": named(),
    "prior_approval.statement_not_accepted": named("出版"),
    "prior_approval.travel_agency": named(),
    "prior_approval.tutoring_words": named(),
    "prior_approval.tv_production_scope": named(),
}
