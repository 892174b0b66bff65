"""Where a rule comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a published document: title, section and, where there is one, its address and the version read."""

    title: str
    section: str
    url: str | None = None
    version: str | None = None

    def in_words(self) -> str:
        """Return the citation as one line for a person."""
        place = f"{self.title} · {self.section}" if self.section else self.title
        return f"{place} @{self.version}" if self.version else place
