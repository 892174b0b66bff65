"""Printing papers to sign."""

from typing import Protocol

from app.domain.letters import Document


class DocumentPrinter(Protocol):
    """Makes PDF files of papers."""

    async def printed(self, document: Document) -> bytes:
        """Return the paper as a PDF: A4, its font embedded, its text extractable, the same bytes for the same paper.

        Whatever the words are, they are printed as they stand; letters that the font lacks are shown as 〔U+…〕.
        """
        ...
