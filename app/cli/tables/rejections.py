"""The page of the rejections: the catalogue, and what the authority's result numbers mean."""

from app.cli.tables.book import Book
from app.cli.tables.markdown import code, codes, page, section, source, table
from app.domain.rejection_rules import RejectionTable
from app.domain.rejections import authority_result, catalogue


def rejections(book: Book) -> str:
    """Return the page."""
    about = [
        "Who uses a code: `provider` reviewers, `authority` its results, `checks` the machine pre-review. Retry: `fix` "
        "asks for another body or other papers, `retry` for something outside the filing or for patience, `final` for "
        "another filing. The pointer is the place that it usually concerns."
    ]
    results = book.at(RejectionTable.AUTHORITY_RESULTS)
    parts = [
        section("The catalogue 驳回原因", _catalogue(book)),
        section("Result numbers of the authority 管局返回码", _results(book), source(results)),
    ]
    return page("Rejections 驳回原因", book.as_of, about, parts)


def _catalogue(book: Book) -> str:
    headings = ["code", "who", "pointer", "retry", "原因", "in English", "怎么办", "remedy", "source"]
    rows = (
        [
            code(one.code),
            ", ".join(one.stages),
            code(one.pointer) if one.pointer else "the filing",
            one.retry,
            one.message.zh,
            one.message.en,
            one.remedy.zh,
            one.remedy.en,
            one.source,
        ]
        for one in catalogue(book.as_of, book.rulebook)
    )
    return table(headings, rows)


def _results(book: Book) -> str:
    rows = []
    for number in book.value(RejectionTable.AUTHORITY_RESULTS):
        one = authority_result(number, book.as_of, book.rulebook)
        place = codes([one.pointer]) if one.pointer else "the filing"
        cured_by = "the provider; the filing is held" if one.our_fault else "the applicant"
        rows.append([number, code(one.rejection.code), place, cured_by])
    return table(["number", "code", "pointer", "cured by"], rows)
