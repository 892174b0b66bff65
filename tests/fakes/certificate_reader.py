"""A reader that says what it was told to, and counts how often it was asked."""

from app.domain.recognition import CertificateDocument, ReadField, Reading
from app.ports.certificate_reader import PageUnreadableError


class FakeReader:
    """Reads the same off every file; `fault` is raised in place of an answer."""

    def __init__(self, fault: Exception | None = None, **fields: str) -> None:
        self.fields = {name: ReadField(value, 0.97) for name, value in fields.items()}
        self.fault = fault
        self.read_files: list[tuple[bytes, str, CertificateDocument]] = []

    @property
    def name(self) -> str:
        return "fake 1"

    def is_installed(self) -> bool:
        return True

    async def read(self, content: bytes, media_type: str, document: CertificateDocument) -> Reading:
        self.read_files.append((content, media_type, document))
        if self.fault is not None:
            raise self.fault
        return Reading(document, self.fields)


UNREADABLE = PageUnreadableError()
