"""Which places of a filing may be changed: everything but what was verified, or what was found fault with."""

from app.domain.filing_body import FilingBody, ServiceKind

_SUBJECT = (
    "/subject/name",
    "/subject/certificate/address",
    "/subject/certificate/valid_from",
    "/subject/certificate/valid_until",
    "/subject/contact_address",
    "/subject/investor_or_superior",
    "/subject/handler",
    "/subject/legal_representative",
    "/subject/agent",
    "/subject/principal",
)
_SERVICE = (
    "main_domain",
    "home_url",
    "contents",
    "languages",
    "pre_approvals",
    "paid_service",
    "remark",
    "principal",
    "access",
    "platforms",
)
_REST = ("/emergency_contacts", "/remark")

# A fault in one place may be cured in another: a person found unreachable or of another province is replaced whole.
_PERSON_PLACES = ("principal", "legal_representative", "agent")


def editable_fields(body: FilingBody) -> tuple[str, ...]:
    """Return the JSON Pointers of all that was not verified."""
    services = [
        f"/services/{index}/{name}"
        for index, service in enumerate(body.services)
        for name in (("name", *_SERVICE) if service.kind is ServiceKind.WEBSITE else _SERVICE)
    ]
    return (*_SUBJECT, *services, *_REST)


def fields_found_fault_with(body: FilingBody, pointers: tuple[str, ...]) -> tuple[str, ...]:
    """Return the places with a finding and what depends on them: a person's fault opens the whole person."""
    everything = editable_fields(body)
    opened = []
    for pointer in pointers:
        parts = pointer.split("/")
        cut = next((place + 1 for place, part in enumerate(parts) if part in _PERSON_PLACES), len(parts))
        opened.append("/".join(parts[:cut]))
    chosen = [free for place in opened for free in _free_at(place, everything)]
    return tuple(dict.fromkeys([*chosen, "/remark"]))


def _free_at(place: str, everything: tuple[str, ...]) -> tuple[str, ...]:
    """Return a place that may be changed as it is, and of one that holds such places those."""
    if any(place == free or place.startswith(f"{free}/") for free in everything):
        return (place,)
    return tuple(free for free in everything if free.startswith(f"{place}/"))
