"""Whether the service's records and the authority's national record say the same."""

from dataclasses import dataclass

from app.demo.http_service import DemoFailedError, HttpService, Json
from app.demo.people import Applicant

Row = tuple[str, str, str, bool]


@dataclass(frozen=True, slots=True)
class Filed:
    """What the filing itself said at its end."""

    who: Applicant
    account_id: str
    subject_number: str
    service_number: str


def compare(backend: HttpService, filed: Filed) -> list[Row]:
    """Lay both records side by side, and the filing's own numbers against them."""
    ours = _ours(backend, filed)
    asked = {"certificate_number": filed.who.certificate_number}
    theirs = backend.call("POST", "/v1/sandbox/records/lookups", json=asked)
    rows = [
        ("subject", _subject_name(ours), theirs["name"]),
        ("subject number", ours["subject_number"], theirs["subject_number"]),
        ("services", _services(ours), _services(theirs)),
        ("numbers of the filing", f"{filed.subject_number}\n{filed.service_number}", _numbers(theirs)),
    ]
    return [(what, left, right, left == right) for what, left, right in rows]


def _ours(backend: HttpService, filed: Filed) -> Json:
    listed = backend.call("GET", "/v1/records", params={"limit": 100})["data"]
    mine = [record for record in listed if record["account_id"] == filed.account_id]
    if len(mine) != 1:
        raise DemoFailedError(f"{len(mine)} records of {filed.account_id}, not one")
    record: Json = mine[0]
    return record


def _subject_name(record: Json) -> str:
    subject = record["subject"]
    return str(subject["name"] if isinstance(subject, dict) else subject)


def _services(record: Json) -> str:
    lines = (f"{one['number']} {one['kind']} {' '.join(sorted(one['domains']))}" for one in record["services"])
    return "\n".join(sorted(lines))


def _numbers(record: Json) -> str:
    return "\n".join([record["subject_number"], *(one["number"] for one in record["services"])])
