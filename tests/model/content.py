"""What an applicant has filled in, as far as it decides anything; equal contents are the same submission."""

from dataclasses import dataclass, replace

Paper = tuple[str, str, int]
"""Kind, place, and which of the pictures that a test has."""

_BOTH_SIDES = ("principal_id_front", "principal_id_back")
_OF_EVERYBODY = tuple(
    (kind, place) for place in ("/subject/principal", "/services/0/principal") for kind in _BOTH_SIDES
)
WANTED = {
    "individual": (*_OF_EVERYBODY, ("domain_certificate", "/services/0")),
    "enterprise": (*_OF_EVERYBODY, ("domain_certificate", "/services/0"), ("subject_certificate", "/subject")),
}
"""The papers of a first website, by who files; the portrait goes with the look at the face."""


@dataclass(frozen=True)
class Content:
    """Body and papers of an order."""

    filled: bool = False
    remark: str | None = None
    site: str | None = None
    subject: str | None = None
    mobile_is_right: bool = True
    papers: tuple[Paper, ...] = ()

    def with_paper(self, paper: Paper) -> "Content":
        """Return this with one more paper."""
        return replace(self, papers=tuple(sorted((*self.papers, paper))))

    def without_paper(self, paper: Paper) -> "Content":
        """Return this with one less of a paper."""
        left = list(self.papers)
        left.remove(paper)
        return replace(self, papers=tuple(left))

    def missing(self, who: str) -> list[tuple[str, str]]:
        """Return the papers that are still wanted."""
        there = {(kind, place) for kind, place, _ in self.papers}
        return [one for one in WANTED[who] if one not in there]

    def is_complete(self, who: str) -> bool:
        """Tell whether nothing stops a submission, faces aside."""
        return self.filled and self.mobile_is_right and not self.missing(who)
