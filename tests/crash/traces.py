"""What acts leave behind beside the timeline: rows of ours, submissions and numbers at the authority, files."""

import asyncio
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from tests.crash.filer import Filed, World
from tests.crash.persistent_client import Journal, Json

if TYPE_CHECKING:
    from tests.crash.comparison import Comparison

_AT_ONCE = 8
_READ_AT_MOST = 200
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


async def compare(world: World, journal: Journal, told: "Comparison") -> None:
    """Compare everything that is no move of a filing."""
    for name, question, place in _ROWS:
        await _rows_compared(world, journal, told, name, question, place)
    await _decisions_compared(world, told)
    await _codes_compared(world, told)
    await _submissions_compared(world, told)
    await _numbers_compared(world, told)
    await _files_compared(world, told)


async def _rows_compared(
    world: World, journal: Journal, told: "Comparison", name: str, question: str, place: tuple[str | int, ...]
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
    counted = told.acts[name]
    counted["once"] += len(answered) - len(missing)
    counted["missing"] += len(missing)
    counted["twice"] += len(more) + len(answered) - len(set(answered))
    told.require(not missing, f"{name}: {len(missing)} were acknowledged and are not there")
    told.require(not more, f"{name}: {len(more)} are there that nobody was told of, such as {sorted(more)[:3]}")
    told.require(len(answered) == len(set(answered)), f"{name}: two answers name the same")


async def _decisions_compared(world: World, told: "Comparison") -> None:
    rows = await world.ledger.ours("select filing_id, count(*) as n from review_decisions group by filing_id")
    found = {row["filing_id"]: row["n"] for row in rows}
    for filed in world.filed:
        there = found.pop(filed.id, 0)
        told.require(there == filed.decisions, f"{filed.label}: {filed.decisions} decisions, {there} on file")
    told.require(not found, f"{len(found)} filings that nobody knows were decided")


async def _codes_compared(world: World, told: "Comparison") -> None:
    """Whose code was taken is verified with us and there; new codes were sent as often as asked for."""
    pending = await world.ledger.count("from sms_verifications where state = 'pending'")
    told.require(pending == 0, f"{pending} people of filings that are over still have a code to enter")
    rows = await world.ledger.theirs(
        """select s.submission_id, r.roles, 2 - r.resends_left as sent, r.state, s.state as order_state
           from sms_recipients r join submissions s using (receipt)"""
    )
    filing_of = {row["id"]: row["filing_id"] for row in await world.ledger.ours("select id, filing_id from authority_handovers")}
    sent: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for role in row["roles"]:
            sent[filing_of.get(row["submission_id"], "")][role] += row["sent"]
    asked = found = 0
    for filed in world.filed:
        for role, count in filed.new_codes.items():
            asked += count
            there = sent[filed.id][role]
            found += there
            told.require(there == count, f"{filed.label}: {count} new codes asked for, {there} sent")
    counted = told.acts.get("new code")
    if counted is not None:
        counted["once"] += min(asked, found)
        counted["missing"] += max(0, asked - found)
        counted["twice"] += max(0, found - asked)
    if "SMS code" in told.acts:
        verified = sum(row["state"] == "verified" for row in rows)
        codes = told.acts["SMS code"]
        codes["once"] = codes["acknowledged"]
        told.row("people whose code the authority took", verified)


async def _submissions_compared(world: World, told: "Comparison") -> None:
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
    told.row("callbacks of the authority / kept / applied", len(callbacks), len(applied), sum(row["applied_at"] is not None for row in applied))
    told.require(
        {row["id"] for row in callbacks} == {row["id"] for row in applied if row["applied_at"] is not None},
        "callbacks are missing, or were never applied",
    )


async def _numbers_compared(world: World, told: "Comparison") -> None:
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


async def _files_compared(world: World, told: "Comparison") -> None:
    """Each paper has the digest of what was sent; a share of them is read whole."""
    at_once = asyncio.Semaphore(_AT_ONCE)
    read = bad = erased = 0

    async def look(filed: Filed, share: int) -> None:
        nonlocal read, bad, erased
        assert filed.app is not None
        async with at_once:
            listed: list[Json] = (await filed.app.read(f"{filed.path}/materials", limit=100))["data"]
            digests = {one["id"]: one["sha256"] for one in listed}
            told.require(digests == filed.materials, f"{filed.label}: its papers are not those that were sent")
            for paper in listed[:share]:
                answer = await filed.app.get(f"/v1/materials/{paper['id']}/content")
                if paper.get("erased_at") is not None:
                    erased += 1
                    told.require(answer.status_code == 404, "an erased face was shown")
                else:
                    read += 1
                    bad += not (answer.is_success and answer.content)

    known = [filed for filed in world.filed if filed.id]
    share = max(1, _READ_AT_MOST // max(1, len(known)))
    await asyncio.gather(*(look(filed, share) for filed in known))
    told.row("papers listed with their digests / read whole / unreadable", sum(len(one.materials) for one in known), read, bad)
    told.require(bad == 0, f"{bad} papers can't be read")
