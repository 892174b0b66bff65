"""What is said of a paper by what was measured of it. It keeps nobody from filing: a person looks at each paper."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from app.domain.findings import Finding
from app.domain.materials import MaterialKind
from app.domain.paper_inspection import InspectionOrder, PaperMeasures, PaperRefusal
from app.domain.requirements import label, limits
from app.domain.rulebook import Rulebook


class PaperRefusalRule(StrEnum):
    """What is said of a file that can't become a paper."""

    EMPTY = "materials.refused.paper_empty"
    FORMAT_UNKNOWN = "materials.refused.paper_format_unknown"
    FORMAT_NOT_TAKEN = "materials.refused.paper_format_not_taken"
    DAMAGED = "materials.refused.paper_damaged"
    TOO_MANY_PIXELS = "materials.refused.paper_too_many_pixels"
    TOO_MANY_PAGES = "materials.refused.paper_too_many_pages"
    PDF_PROTECTED = "materials.refused.paper_pdf_protected"
    PDF_ACTIVE = "materials.refused.paper_pdf_active"
    TOO_COSTLY = "materials.refused.paper_too_costly"
    MALWARE = "materials.refused.paper_malware"


class PaperQualityRule(StrEnum):
    """What is said of a paper that is taken all the same, and the data it is judged by."""

    GREY = "materials.quality.paper_grey"
    SMALL = "materials.quality.paper_small"
    BLURRED = "materials.quality.paper_blurred"
    GLARE = "materials.quality.paper_glare"
    CUT_OFF = "materials.quality.paper_cut_off"
    FROM_SCREEN = "materials.quality.paper_from_screen"
    DARK = "materials.quality.paper_dark"
    THRESHOLDS = "materials.thresholds"
    PICTURES = "materials.pictures"


_BY_THRESHOLD = (
    PaperQualityRule.GREY,
    PaperQualityRule.DARK,
    PaperQualityRule.BLURRED,
    PaperQualityRule.GLARE,
    PaperQualityRule.CUT_OFF,
    PaperQualityRule.FROM_SCREEN,
)


def inspection_order(kind: MaterialKind, as_of: date, rulebook: Rulebook) -> InspectionOrder:
    """Return what a file of a kind may be, for whoever looks into it."""
    allowed = limits(kind, as_of, rulebook)
    pictures = rulebook.at(PaperQualityRule.PICTURES, as_of).value
    return InspectionOrder(
        formats=allowed.formats,
        max_pages=allowed.max_pages,
        max_pixels=pictures["max_pixels"],
        max_side=pictures["max_side"],
        kept_side=pictures["kept_side"],
        keeps_transparency=kind is MaterialKind.APP_ICON,
    )


def refusal_finding(because: PaperRefusal, as_of: date, rulebook: Rulebook, **facts: object) -> Finding:
    """Return what is said of a file that can't become a paper."""
    return rulebook.finding(PaperRefusalRule[because.name], as_of, "/file", **facts)


def quality_findings(
    kind: MaterialKind, measures: PaperMeasures, pointer: str, as_of: date, rulebook: Rulebook
) -> tuple[Finding, ...]:
    """Return what is said of a paper of a kind at a place, by what was measured of it."""
    return (*_of_size(kind, measures, pointer, as_of, rulebook), *_of_looks(kind, measures, pointer, as_of, rulebook))


def _of_size(
    kind: MaterialKind, measures: PaperMeasures, pointer: str, as_of: date, rulebook: Rulebook
) -> Iterator[Finding]:
    least = limits(kind, as_of, rulebook).least_pixels
    if least is None or measures.width is None or measures.height is None:
        return
    longer, shorter = max(measures.width, measures.height), min(measures.width, measures.height)
    if longer < least[0] or shorter < least[1]:
        yield rulebook.finding(
            PaperQualityRule.SMALL,
            as_of,
            pointer,
            kind=label(kind, as_of, rulebook),
            width=measures.width,
            height=measures.height,
            least_width=least[0],
            least_height=least[1],
        )


def _of_looks(
    kind: MaterialKind, measures: PaperMeasures, pointer: str, as_of: date, rulebook: Rulebook
) -> Iterator[Finding]:
    table = rulebook.at(PaperQualityRule.THRESHOLDS, as_of).value
    for rule in _BY_THRESHOLD:
        row = table[rule.value.rsplit(".", 1)[1]]
        value = getattr(measures, row["measure"])
        if value is None or kind.value not in row["kinds"]:
            continue
        if value < row.get("least", value) or value > row.get("most", value):
            yield rulebook.finding(rule, as_of, pointer, kind=label(kind, as_of, rulebook))
