"""Whose identity a change of the body replaces: an authenticity check of somebody else proves nothing."""

from collections.abc import Sequence

from app.domain.filing_body import FilingBody, Person
from app.domain.filing_ways import Asked, Way
from app.domain.filings import OnFile
from app.domain.material_places import number_of

SUBJECT_PRINCIPAL = "/subject/principal"


def principals_replaced(old: FilingBody, new: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of principals, the subject's among them, who are another person in `new` than in `old`.

    Name, kind and number of the certificate tell a person. What was not entered before is no other person when it is.
    """
    subjects = (SUBJECT_PRINCIPAL, old.subject.principal or Person(), new.subject.principal or Person())
    everybody = (subjects, *_principals(old, new))
    return tuple(pointer for pointer, before, after in everybody if _is_another(before, after))


def principals_to_prove(way: Way, on_file: OnFile | None, body: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of service principals who have to show who they are (真实性核验) in a filing.

    Whether the subject's principal has to as well is the profile's matter (`people_to_prove`).

    Where only another person than the one on file has to, somebody whom the record does not know is another. Who
    answers for several services shows it once, at the first of them, as with the papers (`requirements`).
    """
    if way.authenticity is Asked.NEVER:
        return ()
    filed = on_file.body if on_file is not None else FilingBody()
    asked = [
        (pointer, after)
        for pointer, before, after in _principals(filed, body)
        if way.authenticity is Asked.ALWAYS or is_new_person(before, after)
    ]
    first_of = {number_of(person) or pointer: pointer for pointer, person in reversed(asked)}
    return tuple(pointer for pointer, person in asked if first_of[number_of(person) or pointer] == pointer)


def is_new_person(on_file: Person, now: Person) -> bool:
    """Tell somebody who is another than the one on file, or was entered where nobody was."""
    return _is_another(on_file, now) or _is_unknown(on_file, now)


def _principals(old: FilingBody, new: FilingBody) -> list[tuple[str, Person, Person]]:
    """Return the principals of the services of `new` by their place, as they were and as they are."""
    before = {service.id: service.principal for service in old.services}
    return [
        (f"/services/{place}/principal", before.get(service.id) or Person(), service.principal or Person())
        for place, service in enumerate(new.services)
    ]


def _is_another(before: Person, after: Person) -> bool:
    return any(told is not None and told != now for told, now in zip(_identity(before), _identity(after), strict=True))


def is_another_person(before: Person, after: Person) -> bool:
    """Tell somebody else by what was known before: name, kind and number of the certificate."""
    return _is_another(before, after)


def _is_unknown(before: Person, after: Person) -> bool:
    """Tell somebody who was entered where nobody was."""
    return not any(_identity(before)) and any(_identity(after))


def _identity(person: Person) -> tuple[str | None, str | None, str | None]:
    certificate = person.certificate
    if certificate is None:
        return person.name, None, None
    return person.name, certificate.type, certificate.number


def principals_meant(body: FilingBody, pointers: Sequence[str], to_prove: Sequence[str] = ()) -> tuple[str, ...]:
    """Return whom findings at these places mean, of service principals and all who have to prove who they are.

    Where none of them is named, all are meant.
    """
    of_services = (f"/services/{place}/principal" for place in range(len(body.services)))
    everybody = tuple(dict.fromkeys((*of_services, *to_prove)))
    return tuple(one for one in everybody if any(_overlap(one, pointer) for pointer in pointers)) or everybody


def _overlap(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")
