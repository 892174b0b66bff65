"""Where a rule comes from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in a published document: its title, the section in it and, where there is one, its address."""

    title: str
    section: str
    url: str | None = None

    def in_words(self) -> str:
        """Return the citation as one line for a person."""
        return f"{self.title} · {self.section}" if self.section else self.title
