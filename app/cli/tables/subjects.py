"""The page of the subjects: natures, the papers that each may use, and the authority's numbers of both."""

from app.cli.tables.book import Book
from app.cli.tables.markdown import code, page, section, source, table, yes
from app.domain.check_rules import CheckRule
from app.domain.filing_body import SubjectNature
from app.domain.subject_catalog import CatalogRule, certificates, label_of_nature, natures


def subjects(book: Book) -> str:
    """Return the page."""
    about = ["Numbers are the authority's. What is not listed does not go together, and is refused."]
    parts = [
        section("Natures and their papers 主办单位性质", _natures(book), source(book.at(CatalogRule.SUBJECT_NATURES))),
        section("Papers 证件类型", _papers(book), source(book.at(CatalogRule.CERTIFICATES))),
    ]
    return page("Subjects and their papers 主办单位与证件", book.as_of, about, parts)


def _natures(book: Book) -> str:
    entries = certificates(book.as_of, book.rulebook)
    rows = (
        [
            one.number,
            code(one.nature),
            one.label.zh,
            one.label.en,
            "、".join(f"{each.label.zh} ({each.number})" for each in entries if one.nature in each.natures),
        ]
        for one in natures(book.as_of, book.rulebook)
    )
    return table(["number", "nature", "性质", "in English", "papers (number) 证件"], rows)


def _papers(book: Book) -> str:
    persons = book.rulebook.names(CheckRule.PERSON_CERTIFICATES, book.as_of)
    rows = (
        [
            one.number,
            code(one.type),
            one.label.zh,
            one.label.en,
            _natures_of(one.natures, book) or "none that is known",
            yes(one.type in persons),
        ]
        for one in certificates(book.as_of, book.rulebook)
    )
    return table(["number", "paper", "证件", "in English", "natures 性质", "principals may use it 负责人"], rows)


def _natures_of(of: tuple[SubjectNature, ...], book: Book) -> str:
    return "、".join(label_of_nature(one, book.as_of, book.rulebook).zh for one in of)
