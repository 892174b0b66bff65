"""The public suffix list of the package `publicsuffixlist`: offline, ICANN's section only."""

from publicsuffixlist import PublicSuffixList


class IcannSuffixes:
    """Suffixes that registries offer; names that companies lend (github.io) count as ordinary names.

    Implements `app.domain.domain_names.PublicSuffixes`. Reading the list takes some tens of milliseconds: keep one.
    """

    def __init__(self) -> None:
        """Read the list that came with the package."""
        self._list = PublicSuffixList(accept_unknown=False, only_icann=True)

    def registrable(self, domain: str) -> str | None:
        """Return the registrable part of an A-label name; None for a bare suffix and for an unknown one."""
        return self._list.privatesuffix(domain)

    def suffix(self, domain: str) -> str | None:
        """Return the public suffix of an A-label name; None for an unknown one."""
        return self._list.publicsuffix(domain)
