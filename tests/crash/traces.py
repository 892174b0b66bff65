"""What acts leave behind beside the timeline: rows of ours, codes, submissions and numbers at the authority."""

from collections import Counter, defaultdict

from tests.crash.outcome import Outcome
from tests.crash.persistent_client import Journal
from tests.crash.world import World

# Name of the act, question for the ids that are there, and where the id stands in the answer.
_ROWS = (
    ("account", "select id from accounts", ("id",)),
    ("server", "select id from resources", ("id",)),
    ("code", "select id from authorization_codes", ("data", 0, "id")),
    ("type verification", "select id from type_verifications", ("id",)),
    ("paper", "select id from materials", ("id",)),
    ("face", "select id from authenticity_checks", ("id",)),
    ("endpoint", "select id from webhook_endpoints", ("id",)),
)


async def compare(world: World, journal: Journal, told: Outcome) -> None:
    """Compare everything that is no move of a filing."""
    for name, question, place in _ROWS:
        await _rows_compared(world, journal, told, name, question, place)
    await _decisions_compared(world, told)
    await _codes_compared(world, told)
    await _submissions_compared(world, told)
    await _numbers_compared(world, told)


async def _rows_compared(
    world: World, journal: Journal, told: Outcome, name: str, question: str, place: tuple[str | int, ...]
) -> None:
    """Each answer's id is there, and no row that nobody was told of."""
    answered = []
    for act in journal.acts:
        if act.name == name:
            found = act.answer
            for step in place:
                found = found[step]
            answered.append(found)
    there = {row["id"] for row in await world.ledger.ours(question)}
    missing, more = set(answered) - there, there - set(answered)
    doubled = len(answered) - len(set(answered))
    told.count(name, once=len(answered) - len(missing), missing=len(missing), twice=len(more) + doubled)
    told.require(not missing, f"{name}: {len(missing)} were acknowledged and are not there")
    told.require(not more, f"{name}: {len(more)} are there that nobody was told of, such as {sorted(more)[:3]}")
    told.require(not doubled, f"{name}: {doubled} answers name what another one named")


async def _decisions_compared(world: World, told: Outcome) -> None:
    rows = await world.ledger.ours("select filing_id, count(*) as n from review_decisions group by filing_id")
    found = {row["filing_id"]: row["n"] for row in rows}
    for filed in world.filed:
        there = found.pop(filed.id, 0)
        told.require(there == filed.decisions, f"{filed.label}: {filed.decisions} decisions, {there} on file")
    told.require(not found, f"{len(found)} filings that nobody knows were decided")


async def _codes_compared(world: World, told: Outcome) -> None:
    """Whose code was taken is verified here and there; new codes were sent as often as they were asked for."""
    handovers = await world.ledger.ours("select id, filing_id from authority_handovers")
    filing_of = {row["id"]: row["filing_id"] for row in handovers}
    there = await world.ledger.theirs(
        """select s.submission_id, r.phone, r.roles, 2 - r.resends_left as sent, r.state
           from sms_recipients r join submissions s using (receipt)"""
    )
    verified = Counter(row["submission_id"] for row in there if row["state"] == "verified")
    here = await world.ledger.ours("select handover_id from sms_verifications where state = 'verified'")
    told.require(Counter(row["handover_id"] for row in here) == verified, "who is verified here is not verified there")
    if "SMS code" in told.acts:
        told.compare("SMS code", told.acts["SMS code"]["acknowledged"], verified.total())
    sent: dict[str, Counter[str]] = defaultdict(Counter)
    for row in there:
        sent[filing_of.get(row["submission_id"], "")].update(dict.fromkeys(row["roles"], row["sent"]))
    for filed in world.filed:
        for role in filed.new_codes.keys() | sent[filed.id].keys():
            asked, came = filed.new_codes.get(role, 0), sent[filed.id][role]
            if asked:
                told.compare("new code", asked, came)
                told.require(asked == came, f"{filed.label}: {asked} new codes asked for, {came} sent")


async def _submissions_compared(world: World, told: Outcome) -> None:
    """Each hand-over that was answered is one submission there, with one receipt; and there is none beside them."""
    ours = await world.ledger.ours("select id, filing_id, state, receipt from authority_handovers")
    theirs = await world.ledger.theirs("select submission_id, receipt, state from submissions")
    answered = {row["id"]: row["receipt"] for row in ours if row["receipt"] is not None}
    there = Counter(row["submission_id"] for row in theirs)
    receipts = {row["submission_id"]: row["receipt"] for row in theirs}
    twice = [one for one, count in there.items() if count > 1]
    told.row("hand-overs answered / submissions at the authority / twice", len(answered), len(theirs), len(twice))
    told.require(not twice, f"{len(twice)} submissions are there twice")
    told.require(answered == receipts, f"hand-overs and submissions differ: {set(answered) ^ set(receipts)}")
    open_ = [row["id"] for row in ours if row["state"] in ("queued", "sending")]
    told.require(not open_, f"{len(open_)} hand-overs are still to be sent")
    answers = await world.ledger.count(
        "from timeline where event in ('accepted_sms_due', 'accepted_no_sms', 'refused_at_intake')"
    )
    told.require(answers == len(theirs), f"{answers} answers to {len(theirs)} submissions stand in the timelines")
    callbacks = await world.ledger.theirs("select id from callbacks")
    applied = await world.ledger.ours("select id, applied_at from authority_callbacks")
    told.row(
        "callbacks of the authority / kept / applied",
        len(callbacks),
        len(applied),
        sum(row["applied_at"] is not None for row in applied),
    )
    told.require(
        {row["id"] for row in callbacks} == {row["id"] for row in applied if row["applied_at"] is not None},
        "callbacks are missing, or were never applied",
    )


async def _numbers_compared(world: World, told: Outcome) -> None:
    """Each approved filing has the numbers that the national record has, and nobody else has them."""
    national = {
        row["number"]: row["certificate_number"]
        for row in await world.ledger.theirs(
            """select s.number, p.certificate_number from services s join subjects p using (subject_number)
               where s.deregistered_at is null"""
        )
    }
    given: dict[str, str] = {}
    for filed in world.filed:
        if filed.state == "approved":
            for service in filed.ended["numbers"]["services"]:
                told.require(service["number"] not in given, f"number {service['number']} was given twice")
                given[service["number"]] = filed.who.certificate_number
    told.row("numbers given / on the national record", len(given), len(national))
    told.require(given == national, f"numbers differ: {set(given) ^ set(national)}")
    records = await world.ledger.count("from record_services")
    told.require(records == len(given), f"{records} services on record here, {len(given)} numbers given")
