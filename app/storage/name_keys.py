"""The names of services as they are stored for looking up.

A domain is unique by itself. An APP (or mini-program) is a thing of its subject: another subject may have one of the
same name, so the hash of the subject's certificate stands before it.
"""

from collections.abc import Iterable

from app.domain.filing_body import FilingBody, ServiceKind


def name_key(kind: str, name: str, certificate_index: bytes) -> str:
    """Return the name under which a service is found among filings and records; a key is its own key."""
    subject = f"{certificate_index.hex()}:"
    return name if kind == ServiceKind.WEBSITE.value or name.startswith(subject) else subject + name


def names_of(body: FilingBody, certificate_index: bytes) -> tuple[tuple[str, str], ...]:
    """Return (kind, name key) of everything that a filing puts on file, each once."""
    found: dict[tuple[str, str], None] = {}
    for service in body.services:
        found.update(dict.fromkeys(keys_of(service.kind, service.domains, service.name, certificate_index)))
    return tuple(found)


def keys_of(
    kind: ServiceKind, domains: Iterable[str], name: str | None, certificate_index: bytes
) -> tuple[tuple[str, str], ...]:
    """Return (kind, name key) of one service: its domains for a website, else its name."""
    names = domains if kind is ServiceKind.WEBSITE else (name,)
    return tuple((kind.value, name_key(kind.value, each, certificate_index)) for each in names if each)


def mirror_place(kind: str, asked: str, certificate_index: bytes) -> str:
    """Return where the mirror keeps an answer: labels of a domain from right to left, so that names below it follow."""
    if kind != ServiceKind.WEBSITE.value:
        return name_key(kind, asked, certificate_index)
    return ".".join(reversed(asked.split("."))) + "."


def end_of(start: str) -> str:
    """Return the first text, in the order of bytes, that no longer begins with `start`."""
    return start[:-1] + chr(ord(start[-1]) + 1)
