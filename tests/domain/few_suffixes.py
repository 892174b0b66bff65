"""A public suffix list of a handful of suffixes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ListedSuffixes:
    """Knows the suffixes that it is given."""

    known: frozenset[str]

    def suffix(self, domain: str) -> str | None:
        """Return the longest known suffix."""
        labels = domain.split(".")
        candidates = (".".join(labels[start:]) for start in range(len(labels)))
        return next((name for name in candidates if name in self.known), None)

    def registrable(self, domain: str) -> str | None:
        """Return the known suffix with one label more."""
        suffix = self.suffix(domain)
        if suffix is None or suffix == domain:
            return None
        return f"{domain[: -len(suffix) - 1].rpartition('.')[2]}.{suffix}"


FEW_SUFFIXES = ListedSuffixes(
    frozenset({"cn", "com.cn", "gov.cn", "xn--55qx5d.cn", "xn--55qx5d", "xn--zfr164b", "com", "io"})
)
