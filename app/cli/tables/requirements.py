"""The page of the papers: the requirement tables row by row, those of the whole country first, then the provinces'."""

from collections.abc import Iterable

from app.cli.tables.book import Book
from app.cli.tables.markdown import code, codes, page, section, table
from app.domain.filing_body import ServiceKind, SubjectNature
from app.domain.filing_types import FilingType
from app.domain.material_conditions import Condition
from app.domain.material_places import Place
from app.domain.material_rows import MaterialRow, RequirementRule, rows_at
from app.domain.materials import MaterialKind
from app.domain.requirements import label, limits
from app.domain.subject_catalog import label_of_nature

WHOSE = {
    Place.SUBJECT: "the subject 主体",
    Place.SUBJECT_PRINCIPAL: "the subject's principal 主体负责人",
    Place.PERSON: "each person named 各负责人",
    Place.AGENT: "the agent 代办人",
    Place.SERVICE: "each service 服务",
    Place.SERVICE_PRINCIPAL: "each service principal 服务负责人",
}
WHEN = {
    Condition.SUBJECT_CHANGED: "name, certificate, address or superior of the subject change",
    Condition.NAME_CHANGED: "the subject's name changes",
    Condition.REPRESENTATIVE_CHANGED: "somebody else is principal or legal representative",
    Condition.PERSON_CHANGED: "the person, or the certificate shown, is another",
    Condition.PERSON_REPLACED: "the person is another",
    Condition.FACE_WANTED: "the provider's profile wants the person's face",
    Condition.DOMAINS_CHANGED: "a domain is new, or its holder another",
    Condition.APPROVALS_CHANGED: "a prior approval is new",
    Condition.APP_CHANGED: "the APP's name or platforms change",
    Condition.HAS_DOMAINS: "there is a domain",
    Condition.HAS_APPROVALS: "a prior approval is declared",
    Condition.HAS_BACK: "the certificate has a back",
    Condition.NOT_LEGAL_REPRESENTATIVE: "the person is not the legal representative",
    Condition.GOVERNMENT_SITE: "the site is a government's",
    Condition.ANOTHER_PROVINCE: "the certificate is of another province",
}
_EVERY_NATURE = frozenset(SubjectNature)
_UNITS = frozenset(nature for nature in SubjectNature if nature.is_unit)


def requirements(book: Book) -> str:
    """Return the page."""
    rows = rows_at(book.as_of, book.rulebook)
    types = {one for row in rows for one in row.types}
    about = [
        "A row speaks of filings of its types and natures, and wants its paper where all that stands under “when” "
        "holds. Of two rows for the same paper and place the one that insists on it counts. No papers are wanted for "
        f"{codes(one for one in FilingType if one not in types)}."
    ]
    parts = [
        section(
            book.rulebook.rules[rule].summary.en + " " + code(rule), _rows([r for r in rows if r.rule is rule], book)
        )
        for rule in RequirementRule
        if any(row.rule is rule for row in rows)
    ]
    return page("Papers wanted 备案材料", book.as_of, about, [*parts, section("Files", _files(book))])


def _rows(rows: list[MaterialRow], book: Book) -> str:
    headings = [
        "paper 材料",
        "whose",
        "filing types",
        "natures, handler, services",
        "when",
        "must or may",
        "为什么",
        "why",
    ]
    headings += ["要求", "what it has to be", "source"]
    return table(
        headings,
        (
            [
                f"{label(row.kind, book.as_of, book.rulebook).zh} {code(row.kind)}" + _instead(row),
                WHOSE[row.place],
                codes(one for one in FilingType if one in row.types),
                _whom(row, book),
                _when(row, book),
                "must" if row.required else "may",
                row.reason.zh,
                row.reason.en,
                row.notes.zh,
                row.notes.en,
                row.source,
            ]
            for row in rows
        ),
    )


def _instead(row: MaterialRow) -> str:
    return f" or {codes(row.alternatives)}" if row.alternatives else ""


def _whom(row: MaterialRow, book: Book) -> str:
    said = [_natures(row.natures, book)]
    if row.handler is not None:
        said.append(f"handled by {code(row.handler)}")
    if row.services != frozenset(ServiceKind):
        said.append(codes(one for one in ServiceKind if one in row.services))
    return "; ".join(said)


def _natures(natures: Iterable[SubjectNature], book: Book) -> str:
    meant = frozenset(natures)
    if meant == _EVERY_NATURE:
        return "all"
    if meant == _UNITS:
        return "units 单位"
    return "、".join(label_of_nature(one, book.as_of, book.rulebook).zh for one in SubjectNature if one in meant)


def _when(row: MaterialRow, book: Book) -> str:
    said = [WHEN[one] for one in row.conditions]
    if row.provinces is not None:
        said.append(f"in {book.province_names(row.provinces)}")
    if row.from_services:
        said.append(f"from {row.from_services} services of the subject on")
    return "; ".join(said) or "always"


def _files(book: Book) -> str:
    rows = []
    for kind in MaterialKind:
        allowed, words = limits(kind, book.as_of, book.rulebook), label(kind, book.as_of, book.rulebook)
        rows.append([code(kind), words.zh, words.en, ", ".join(allowed.formats), f"{allowed.max_bytes:,}"])
    return table(["paper", "材料", "in English", "media types", "largest, bytes"], rows)
