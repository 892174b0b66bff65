"""Whether it ended as it should, and whether the service's records and the national record say the same."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.demo.http_service import Json
from app.demo.stage import Customer, Filed, Stage, record_of

NOTHING = "–"
APPROVED = "approved"
ON_FILE, CHANGED, DEREGISTERED, ACCESS_CANCELLED = "已备案", "变更成功", "已注销", "已取消接入"
DUTIES = ("footer", "public_security")
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that two sides say, and whether they say the same."""

    what: str
    left: str
    right: str

    @property
    def agree(self) -> bool:
        """Tell whether they do."""
        return self.left == self.right


@dataclass(frozen=True, slots=True)
class Ending:
    """How a story ended: what was expected beside what is, and this service's records beside the national record."""

    closing: str
    expected: tuple[Row, ...]
    records: tuple[Row, ...]

    @property
    def agreed(self) -> bool:
        """Tell whether everything agrees."""
        return all(row.agree for row in (*self.expected, *self.records))


def end_of(filed: Filed, label: str) -> tuple[Row, ...]:
    """Compare state and label of a filing with how its type ends well."""
    filing = filed.filing
    return (
        Row("state", APPROVED, filing["state"]),
        Row("label", label, filing["state_label"]),
    )


def duties_of(stage: Stage, filed: Filed, kinds: Sequence[str], *, since: Collection[str] = ()) -> Row:
    """Compare what is due of the record with the kinds that should be; `since` are ids that were there before."""
    due = [one for one in unmet(filed.customer) if one["id"] not in since]
    for one in due:
        stage.screen.note(f"due {one['due_at'][:10]}: {one['kind_label']} – {one['message']}")
    found = sorted(one["kind"] for one in due)
    return Row("duties begun", _lines(sorted(kinds)), _lines(found))


def unmet(customer: Customer) -> list[Json]:
    """Return what is due of the account."""
    return customer.app.listed("/v1/obligations", state="open,overdue,escalated")


def national_record(stage: Stage, certificate_number: str) -> Json | None:
    """Return what the authority has on file of a certificate."""
    asked = {"certificate_number": certificate_number}
    found = stage.backend.call("POST", "/v1/sandbox/records/lookups", json=asked, expect=(200, _NOT_FOUND))
    return None if found.get("status") == _NOT_FOUND else found


def compare(stage: Stage, customer: Customer, *, elsewhere: Collection[str] = ()) -> tuple[Row, ...]:
    """Lay both records of a subject side by side; `elsewhere` are numbers of what is on file through others alone."""
    ours = record_of(customer)
    theirs = national_record(stage, customer.who.certificate_number)
    return (
        Row("subject", _subject_name(ours), NOTHING if theirs is None else theirs["name"]),
        Row("subject number", _subject_number(ours), _subject_number(theirs)),
        Row("services", _services(ours), _services(theirs, elsewhere)),
    )


def numbers_of(filed: Filed) -> str:
    """Return the service numbers that a filing ended with."""
    return _lines([one["number"] for one in filed.filing["numbers"]["services"]])


def _subject_name(record: Json | None) -> str:
    return NOTHING if record is None else str(record["subject"]["name"])


def _subject_number(record: Json | None) -> str:
    return NOTHING if record is None else str(record["subject_number"])


def _services(record: Json | None, left_out: Collection[str] = ()) -> str:
    services = [] if record is None else [one for one in record["services"] if one["number"] not in left_out]
    lines = (f"{one['number']} {one['kind']} {one['name']} {' '.join(sorted(one['domains']))}" for one in services)
    return _lines(sorted(lines))


def _lines(found: Sequence[str]) -> str:
    return "\n".join(found) or NOTHING
