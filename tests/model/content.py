"""What an applicant has filled in, as far as it decides anything; equal contents are the same submission."""

from dataclasses import dataclass, replace

Paper = tuple[str, str, int]
"""Kind, place, and which of the pictures that a test has."""

_BOTH_SIDES = ("principal_id_front", "principal_id_back")
_SUBJECTS = tuple((kind, "/subject/principal") for kind in _BOTH_SIDES)
_SERVICES = tuple((kind, "/services/0/principal") for kind in _BOTH_SIDES)
_DOMAIN = ("domain_certificate", "/services/0")
WANTED = {
    "individual": (*_SUBJECTS, _DOMAIN),
    "enterprise": (*_SUBJECTS, *_SERVICES, _DOMAIN, ("subject_certificate", "/subject")),
}
"""The papers of a first website, by who files: one person in both roles shows the card once. The portrait goes with the
look at the face."""


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
