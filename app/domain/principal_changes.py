"""Whose identity a change of the body replaces: an authenticity check of somebody else proves nothing."""

from collections.abc import Sequence

from app.domain.filing_body import FilingBody, Person


def principals_replaced(old: FilingBody, new: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of service principals who are another person in `new` than in `old`.

    Name, kind and number of the certificate tell a person. What was not entered before is no other person when it is.
    """
    pairs = enumerate(zip(old.services, new.services, strict=False))
    return tuple(
        f"/services/{place}/principal"
        for place, (before, after) in pairs
        if _is_another(before.principal or Person(), after.principal or Person())
    )


def _is_another(before: Person, after: Person) -> bool:
    return any(told is not None and told != now for told, now in zip(_identity(before), _identity(after), strict=True))


def _identity(person: Person) -> tuple[str | None, str | None, str | None]:
    certificate = person.certificate
    if certificate is None:
        return person.name, None, None
    return person.name, certificate.type, certificate.number


def principals_meant(body: FilingBody, pointers: Sequence[str]) -> tuple[str, ...]:
    """Return the service principals whom findings at these places mean: all of them where none is named."""
    everybody = [f"/services/{place}/principal" for place in range(len(body.services))]
    named = tuple(one for one in everybody if any(_overlap(one, pointer) for pointer in pointers))
    return named or tuple(everybody)


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
