"""Domain names as they are filed and looked up: lower-case A-labels, with the name that can be registered."""

import ipaddress
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import idna

GOVERNMENT_SUFFIXES = ("gov.cn", "xn--zfr164b")
"""Suffixes of government names: gov.cn and 政务."""

_MOST_CHARACTERS = 253
_MOST_OF_A_LABEL = 63
# Nothing longer can become a name; mapping megabytes of it would only cost time.
_MOST_TYPED = 4 * _MOST_CHARACTERS
_DOTS = str.maketrans("。．｡", "...")
# A last label that programs read as a part of an IPv4 address, as in 127.1 or 1.2.3.0x4.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
# A name that is its own A-label form, but for letters' case: the long way changes nothing about it.
_PLAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)


class PublicSuffixes(Protocol):
    """Knows under which suffixes the public can register names: ICANN's part of the public suffix list."""

    def registrable(self, domain: str) -> str | None:
        """Return the registrable part of an A-label name; None for a bare suffix and for an unknown one."""
        ...

    def suffix(self, domain: str) -> str | None:
        """Return the public suffix of an A-label name; None for an unknown one."""
        ...


class UnknownSuffixes:
    """Knows no suffix at all: then nothing can be said of what is registrable."""

    def registrable(self, domain: str) -> str | None:  # noqa: ARG002 - the same of every name
        """Return None."""
        return None

    def suffix(self, domain: str) -> str | None:  # noqa: ARG002 - the same of every name
        """Return None."""
        return None


class DomainNameFault(StrEnum):
    """Why something is no domain name that a filing could name."""

    EMPTY = "empty"
    URL = "url"
    PORT = "port"
    WILDCARD = "wildcard"
    IP_ADDRESS = "ip_address"
    EMPTY_LABEL = "empty_label"
    LABEL_TOO_LONG = "label_too_long"
    TOO_LONG = "too_long"
    WRONG_CHARACTERS = "wrong_characters"
    SINGLE_LABEL = "single_label"
    PUBLIC_SUFFIX = "public_suffix"


class DomainNameError(ValueError):
    """What was given is no domain name; `code` says why."""

    def __init__(self, code: DomainNameFault) -> None:
        """Keep the reason; what was typed stays out of the message."""
        super().__init__(f"not a domain name: {code}")
        self.code = code


@dataclass(frozen=True, slots=True)
class DomainName:
    """A domain name; `registrable` and `suffix` are None where the suffix is unknown to the public suffix list."""

    ascii: str
    unicode: str
    registrable: str | None
    suffix: str | None

    @property
    def is_government(self) -> bool:
        """Tell a name under .gov.cn or .政务."""
        return self.ascii.endswith(tuple(f".{suffix}" for suffix in GOVERNMENT_SUFFIXES))

    @property
    def is_registrable(self) -> bool:
        """Tell whether this is itself the name that is registered, not one below it."""
        return self.ascii == self.registrable

    def parents(self) -> tuple[str, ...]:
        """Return this name and those above it, longest first, down to the registrable one.

        The first of them that is on file is the filed name: a filed a.xxx.gov.cn is not its parent xxx.gov.cn. A name
        under an unknown suffix has no parents but itself.
        """
        labels = self.ascii.split(".")
        names = [".".join(labels[start:]) for start in range(len(labels))]
        last = names.index(self.registrable) if self.registrable else 0
        return tuple(names[: last + 1])


def parsed(raw: str, suffixes: PublicSuffixes) -> DomainName:
    """Read a domain name as typed; raises DomainNameError for what is none, and for a bare public suffix.

    Case, one trailing dot, spaces around it and full-width dots do not matter; names in other scripts become A-labels
    by UTS 46, non-transitional. A name under a suffix unknown to the list is a name all the same, without registrable
    part: whether it may be filed is decided elsewhere.
    """
    text = raw.strip(" \t\r\n").translate(_DOTS)
    plain = _plain(text)
    ascii_name = plain or _read_at_length(text)
    registrable = suffixes.registrable(ascii_name)
    # What can be registered is one label before its suffix.
    suffix = registrable.partition(".")[2] if registrable else suffixes.suffix(ascii_name)
    if suffix is not None and registrable is None:
        raise DomainNameError(DomainNameFault.PUBLIC_SUFFIX)
    return DomainName(ascii_name, plain or idna.decode(ascii_name), registrable, suffix)


def _plain(text: str) -> str | None:
    """Return the name where it has only letters, digits and single hyphens, as most have; None for all else."""
    if len(text) > _MOST_CHARACTERS or not text.isascii() or "--" in text:
        return None
    name = text.removesuffix(".").lower()
    return name if _PLAIN.fullmatch(name) else None


def _read_at_length(text: str) -> str:
    _refuse_other_things(text)
    ascii_name = _a_labels(text.removesuffix("."))
    if "." not in ascii_name:
        raise DomainNameError(DomainNameFault.SINGLE_LABEL)
    if _NUMBER.fullmatch(ascii_name.rpartition(".")[2]):
        raise DomainNameError(DomainNameFault.IP_ADDRESS)
    return ascii_name


def _refuse_other_things(text: str) -> None:
    """Name what people paste in place of a domain name."""
    if not text:
        raise DomainNameError(DomainNameFault.EMPTY)
    if len(text) > _MOST_TYPED:
        raise DomainNameError(DomainNameFault.TOO_LONG)
    if _is_ip_address(text):
        raise DomainNameError(DomainNameFault.IP_ADDRESS)
    if any(character in text for character in "/\\?#@"):
        raise DomainNameError(DomainNameFault.URL)
    if ":" in text:
        raise DomainNameError(DomainNameFault.PORT)
    if "*" in text:
        raise DomainNameError(DomainNameFault.WILDCARD)


def _is_ip_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return False
    return True


def _a_labels(text: str) -> str:
    """Return the name in lower-case A-labels, each within its bounds."""
    mapped = _mapped(text)
    labels = mapped.split(".")
    if "" in labels:
        raise DomainNameError(DomainNameFault.EMPTY_LABEL)
    converted = [_a_label(label) for label in labels]
    name = ".".join(converted)
    if len(name) > _MOST_CHARACTERS:
        raise DomainNameError(DomainNameFault.TOO_LONG)
    return name


def _mapped(text: str) -> str:
    try:
        return idna.uts46_remap(text, std3_rules=True, transitional=False)
    except idna.IDNAError as fault:
        raise DomainNameError(DomainNameFault.WRONG_CHARACTERS) from fault


def _a_label(label: str) -> str:
    if len(label) > _MOST_OF_A_LABEL:
        raise DomainNameError(DomainNameFault.LABEL_TOO_LONG)
    try:
        return idna.alabel(label).decode("ascii")
    except idna.IDNAError as fault:
        too_long = fault.code == "label_too_long"
        code = DomainNameFault.LABEL_TOO_LONG if too_long else DomainNameFault.WRONG_CHARACTERS
        raise DomainNameError(code) from fault
