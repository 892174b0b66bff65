"""The rulebook's tables as Markdown for people, from the rules that the service itself obeys."""

from app.cli.tables.book import Book
from app.cli.tables.filing_types import filing_types
from app.cli.tables.notices import notices
from app.cli.tables.rejections import rejections
from app.cli.tables.requirements import requirements
from app.cli.tables.rules import rules
from app.cli.tables.sms_recipients import sms_recipients
from app.cli.tables.subjects import subjects


def tables(book: Book) -> dict[str, str]:
    """Return each page's text by its path under the project's root."""
    return {
        "docs/rules.md": rules(book),
        "docs/tables/filing-types.md": filing_types(book),
        "docs/tables/sms-recipients.md": sms_recipients(book),
        "docs/tables/requirements.md": requirements(book),
        "docs/tables/rejections.md": rejections(book),
        "docs/tables/notices.md": notices(book),
        "docs/tables/subjects.md": subjects(book),
    }
