"""Transfer (转移备案): what is on file changes the account, and nothing else."""

from app.demo.agreement import NOTHING, Ending, Row, compare, national_record, numbers_of, unmet
from app.demo.beginnings import draft, open_account
from app.demo.http_service import Json
from app.demo.people import enterprise
from app.demo.stage import Customer, Filed, Stage, record_of
from app.demo.stories.filed_before import filed_before
from app.demo.stories.offers import accept, offer, refused_offer

ACCEPTED = "accepted"


def transfer_account(stage: Stage) -> Ending:
    """Offer a whole record to another account, be refused while an order is open, and have it accepted."""
    stage.screen.title("前情：首次备案 · before: a first filing")
    before = filed_before(stage, enterprise(stage.numbers))
    source, record = before.customer, before.on_record
    due, national = _due_of(source), national_record(stage, source.who.certificate_number)
    stage.screen.title("转移备案 · the record goes to another account")
    target = open_account(stage, source.who, "target", phone=stage.numbers.mobile("target account"))
    reason = _refused_while_open(stage, before, target)
    accepted = accept(stage, target, offer(stage, source, target, {"record_id": record["id"]}))
    untouched = "untouched" if national_record(stage, source.who.certificate_number) == national else "changed"
    expected = (
        Row("while an order is open", "order_in_progress", reason),
        Row("state", ACCEPTED, accepted["state"]),
        Row("left in the first account", NOTHING, _numbers(record_of(source))),
        Row("in the other account", numbers_of(before), _numbers(record_of(target))),
        Row("what is due follows", due, _due_of(target)),
        Row("the national record", "untouched", untouched),
    )
    return Ending(f"{numbers_of(before)} {accepted['state_label']}", expected, compare(stage, target))


def _refused_while_open(stage: Stage, before: Filed, target: Customer) -> str:
    """Begin a change, be refused the offer, and give the change up."""
    customer, record = before.customer, before.on_record
    filing = draft(stage, customer, {"filing_type": "change_subject", "record_id": record["id"]})
    reason = str(refused_offer(stage, customer, target, {"record_id": record["id"]}).get("reason"))
    with stage.screen.step("the change is given up"):
        customer.app.act(filing["id"], "abandon", json={})
    return reason


def _due_of(customer: Customer) -> str:
    return "\n".join(sorted(one["kind"] for one in unmet(customer))) or NOTHING


def _numbers(record: Json | None) -> str:
    return NOTHING if record is None else "\n".join(one["number"] for one in record["services"])
