"""The page of the SMS codes: which filings need them since when and where, who gets one, and their figures."""

from app.cli.tables.book import Book
from app.cli.tables.markdown import citations, code, page, section, since, source, table
from app.domain.filing_types import FilingType
from app.domain.filing_ways import Asked, FilingTypeRule, way_of
from app.domain.sms_duty import SmsDutyRule
from app.domain.sms_recipients import SmsRule

_ASKED = {Asked.ALWAYS: "always", Asked.IF_CHANGED: "if their part changes", Asked.NEVER: ""}
_FIGURES = (SmsRule.VALIDITY, SmsRule.WRONG_TRIES, SmsRule.RESENDS, SmsRule.CODE_DIGITS)


def sms_recipients(book: Book) -> str:
    """Return the page."""
    about = [
        "Codes go to the mobile of the subject's principal (主体负责人) and to those of the services' principals "
        "(互联网信息服务负责人), and to nobody else: not to a legal representative, agent or emergency contact as "
        "such. One phone gets one code, whatever its roles; a phone that changes is asked as it stands in the filing. "
        "A change of a remark alone asks nobody. A filing of which nobody is asked goes straight to the authority's "
        "review."
    ]
    parts = [
        section("Who is asked, by filing type", _who(book), source(book.at(FilingTypeRule.WAYS))),
        section("Filing types without SMS verification", _exempt(book)),
        section("Provinces where filings are verified by SMS 短信核验省份", _provinces(book)),
        section("Phones of APP principals alone 仅作为APP负责人的手机号", _app_principals(book)),
        section("Figures of the codes 短信核验码", _figures(book)),
    ]
    return page("SMS recipients 短信核验", book.as_of, about, parts)


def _who(book: Book) -> str:
    exempt = book.rulebook.names(SmsDutyRule.EXEMPT_TYPES, book.as_of)
    rows = []
    for one in FilingType:
        way = way_of(one, book.as_of, book.rulebook)
        asked = ["", ""] if one in exempt else [_ASKED[way.subject_sms], _ASKED[way.service_sms]]
        rows.append([f"{book.type_name(one)} {code(one)}", *asked])
    return table(["type 备案类型", "subject's principal 主体负责人", "services' principals 服务负责人"], rows)


def _exempt(book: Book) -> str:
    rows = (
        [
            since(version),
            "、".join(f"{book.type_name(FilingType(one))} {code(one)}" for one in version.value),
            citations(version),
        ]
        for version in book.versions(SmsDutyRule.EXEMPT_TYPES)
    )
    return table(["from", "types", "source"], rows)


def _provinces(book: Book) -> str:
    rows = (
        [since(version), len(version.value), book.province_names(version.value), citations(version)]
        for version in book.versions(SmsDutyRule.PROVINCES)
    )
    return table(["from", "how many", "provinces 省份", "source"], rows)


def _app_principals(book: Book) -> str:
    rows = (
        [since(version), "gets a code" if version.value else "gets none", citations(version)]
        for version in book.versions(SmsRule.APP_PRINCIPALS)
    )
    return table(["from", "such a phone", "source"], rows)


def _figures(book: Book) -> str:
    rows = []
    for rule_id in _FIGURES:
        rule = book.rulebook.rules[rule_id]
        for version in rule.versions:
            told = [since(version), f"{version.value} {rule.unit}", citations(version)]
            rows.append([rule.summary.zh, rule.summary.en, *told])
    return table(["数值", "figure", "from", "value", "source"], rows)
