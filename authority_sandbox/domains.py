"""Domain names as the national record compares them."""

import idna


def plain_domain(name: str) -> str:
    """Return the lower-case A-label form without a trailing dot. Raises ValueError for what is no domain name."""
    text = name.strip().removesuffix(".")
    labels = text.split(".")
    if len(labels) < 2 or labels[-1].isdigit():
        raise ValueError("not a domain name")
    try:
        plain = idna.encode(text, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        raise ValueError("not a domain name") from error
    return plain


def with_parents(domain: str) -> list[str]:
    """Return the name and its parents, longest first, without the top-level label."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
