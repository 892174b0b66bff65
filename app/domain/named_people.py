"""The people that a filing names, by their places."""

from collections.abc import Mapping

from app.domain.filing_body import FilingBody, Person


def people_of(body: FilingBody) -> Mapping[str, Person]:
    """Return everybody who is entered, by JSON Pointer."""
    subject = body.subject
    named = {
        "/subject/principal": subject.principal,
        "/subject/legal_representative": subject.legal_representative,
        "/subject/agent": subject.agent,
        **{f"/services/{place}/principal": one.principal for place, one in enumerate(body.services)},
    }
    return {pointer: person for pointer, person in named.items() if person is not None}
