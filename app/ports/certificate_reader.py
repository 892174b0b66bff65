"""A machine that reads certificates (证件智能识别): a local model, or a vendor's service."""

from typing import Protocol

from app.domain.recognition import CertificateDocument, Reading


class PageUnreadableError(Exception):
    """The file can't be opened as a picture or a page; another time will not fare better."""


class CertificateReader(Protocol):
    """Reads one page of a certificate."""

    @property
    def name(self) -> str:
        """What reads, with its version; kept beside each reading."""
        ...

    def is_installed(self) -> bool:
        """Tell whether what it needs is on this machine, without loading any of it."""
        ...

    async def read(self, content: bytes, media_type: str, document: CertificateDocument) -> Reading:
        """Return the fields of a picture, or of the first page of a PDF. Raises PageUnreadableError."""
        ...
