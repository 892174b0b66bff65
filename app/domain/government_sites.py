"""Which names government sites have (政府网站域名): who counts as government, the suffixes, the form of a name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.domain_names import GOVERNMENT_SUFFIXES, DomainName
from app.domain.rulebook import Rulebook
from app.domain.texts import Text


class GovernmentSiteRule(StrEnum):
    """The rules asked for here."""

    BODIES = "government_sites.bodies"
    SUFFIX_WANTED = "government_sites.suffix_wanted"
    NAME_FOR_GOVERNMENT_ONLY = "type.domain.government_name_not_allowed"
    NAME_DOUBTFUL = "type.warnings.government_name_doubtful"
    PORTAL_FORM = "government_sites.portal_form"
    DEPARTMENT_FORM = "government_sites.department_form"
    LOCAL_UNIT_FORM = "government_sites.local_unit_form"
    KNOWN_FORMS = "government_sites.known_forms"
    LABELS = "government_sites.labels"
    SUBJECTS_MAY_DIFFER = "government_sites.subjects_may_differ"


class GovernmentBody(StrEnum):
    """Who runs the site, as far as names depend on it."""

    STATE_COUNCIL_DEPARTMENT = "state_council_department"
    LOCAL_GOVERNMENT = "local_government"
    GOVERNMENT_DEPARTMENT = "government_department"
    VERTICAL_LOCAL_UNIT = "vertical_local_unit"
    PUBLIC_INSTITUTION = "public_institution"
    OTHER = "other"


class Counts(StrEnum):
    """Whether a body counts as government; a public institution does if it has administrative functions."""

    YES = "yes"
    DOUBTFUL = "doubtful"
    NO = "no"


class NameForm(StrEnum):
    """The form of a name under gov.cn: a portal's own, a department's or a local unit's below a portal's."""

    PORTAL = "portal"
    DEPARTMENT = "department"
    LOCAL_UNIT = "local_unit"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """One row of the table of bodies."""

    body: GovernmentBody
    label: Text
    counts: Counts
    form: NameForm


_UNDER_GOV_CN = f".{GOVERNMENT_SUFFIXES[0]}"
_WWW = "www"
# Pinyin or English words; letters of other scripts come as A-labels, which begin with xn--.
_PINYIN_OR_ENGLISH = re.compile(r"(?!xn--)(?=.*[a-z])[a-z0-9-]+")
_FORM_RULES = {
    NameForm.PORTAL: GovernmentSiteRule.PORTAL_FORM,
    NameForm.DEPARTMENT: GovernmentSiteRule.DEPARTMENT_FORM,
    NameForm.LOCAL_UNIT: GovernmentSiteRule.LOCAL_UNIT_FORM,
    NameForm.NONE: GovernmentSiteRule.KNOWN_FORMS,
}


def bodies(as_of: date, rulebook: Rulebook) -> tuple[BodyEntry, ...]:
    """Return every kind of body, in the order of the table."""
    rows = rulebook.at(GovernmentSiteRule.BODIES, as_of).value
    return tuple(
        BodyEntry(GovernmentBody(code), Text(row["zh"], row["en"]), Counts(row["counts"]), NameForm(row["form"]))
        for code, row in rows.items()
    )


def those_that_count(as_of: date, rulebook: Rulebook) -> Text:
    """Name the bodies that count as government, in one enumeration."""
    labels = [one.label for one in bodies(as_of, rulebook) if one.counts is Counts.YES]
    return Text("、".join(one.zh for one in labels), ", ".join(one.en for one in labels))


def wants_a_government_name(body: GovernmentBody | None, as_of: date, rulebook: Rulebook) -> bool:
    """Tell whether a site goes by government names; one of a body nobody told of does."""
    return body is None or _entry(body, as_of, rulebook).counts is Counts.YES


def name_rules(
    name: DomainName, body: GovernmentBody | None, as_of: date, rulebook: Rulebook
) -> Iterator[GovernmentSiteRule]:
    """Yield the rules that a government site's name breaks, or that speak of it."""
    counts = Counts.YES if body is None else _entry(body, as_of, rulebook).counts
    if not name.is_government:
        if counts is Counts.YES:
            yield GovernmentSiteRule.SUFFIX_WANTED
        return
    if counts is Counts.NO:
        yield GovernmentSiteRule.NAME_FOR_GOVERNMENT_ONLY
        return
    if counts is Counts.DOUBTFUL:
        yield GovernmentSiteRule.NAME_DOUBTFUL
    form = NameForm.NONE if body is None else _entry(body, as_of, rulebook).form
    yield from _form_rules(name, form)
    yield GovernmentSiteRule.SUBJECTS_MAY_DIFFER


def _entry(body: GovernmentBody, as_of: date, rulebook: Rulebook) -> BodyEntry:
    return next(one for one in bodies(as_of, rulebook) if one.body is body)


def _form_rules(name: DomainName, form: NameForm) -> Iterator[GovernmentSiteRule]:
    """Compare with the form that the body's names have; for names under .政务 the documents give none."""
    if not name.ascii.endswith(_UNDER_GOV_CN):
        return
    labels = name.ascii.removesuffix(_UNDER_GOV_CN).split(".")
    if not _has_form(labels, form):
        yield _FORM_RULES[form]
    if not all(_PINYIN_OR_ENGLISH.fullmatch(label) for label in labels):
        yield GovernmentSiteRule.LABELS


def _has_form(labels: list[str], form: NameForm) -> bool:
    """Tell www.xxx from a.xxx; where nobody said whose site it is, either will do."""
    if len(labels) != 2:
        return False
    return form is NameForm.NONE or (labels[0] == _WWW) is (form is NameForm.PORTAL)
