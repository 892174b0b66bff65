"""Nothing of a person can be read in the tables."""

from dataclasses import replace

import pytest

from app.domain.filings import OnFile, ReviewFinding
from app.domain.reviewing import (
    NoteKind,
    PaperSeen,
    PostDirection,
    PostedPapers,
    ReviewDecision,
    Reviewed,
    ReviewNote,
    ReviewOutcome,
)
from app.ports.secrecy import SecrecyError
from app.ports.store.exchange import Callback
from app.ports.store.keys import Answer, Lease
from app.ports.store.records import MirroredService
from app.storage.engine import Database
from app.storage.hot_questions import SqlHotQuestions
from app.storage.unit_of_work import SqlUnitOfWork
from tests.storage.test_exchange import a_handover, a_recipient
from tests.storage.test_history import an_event
from tests.storage.things import (
    ID_NUMBER,
    NAME,
    NOW,
    PHONE,
    UnitOfWorks,
    World,
    a_body,
    a_record,
    a_recorded_service,
    a_transfer,
    a_verification,
    an_obligation,
    new_id,
    stored_filing,
)

TRACKING = "SF1234567890123"
PERSONAL = (TRACKING, NAME, PHONE, ID_NUMBER, ID_NUMBER[-6:], "xiaoming@example.com", "西湖区", "key-of-a-client")


async def _store_everything(unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions, by_index: bytes) -> None:
    on_file = OnFile(a_body(), complete=True, subject_number="浙ICP备2026000001号")
    filing = await stored_filing(unit_of_work, world, certificate=by_index, on_file=on_file)
    handover = a_handover(world, filing.id)
    said = {"name": NAME, "phone": PHONE, "certificate": ID_NUMBER}
    lease = Lease("cli_1", "POST /v1/accounts", "key-of-a-client", "token")
    await hot.add_type_verification(a_verification(world, certificate_index=by_index))
    async with unit_of_work() as uow:
        await uow.keys.begin(lease, b"b", NOW)
        await uow.keys.complete(lease, Answer(200, (), NAME.encode()))
        await uow.attempts.add("sms", PHONE, NOW)
        found = ReviewFinding("/subject/name", "name_differs", "authority", NAME)
        await uow.filings.save(replace(filing, findings=(found,)))
        await uow.history.add(an_event(filing.id, note=f"{NAME} {PHONE}"))
        await uow.exchange.add_handover(handover)
        await uow.exchange.add_sms([a_recipient(handover, PHONE)])
        await uow.exchange.add_callback(Callback(new_id("cb"), "receipt", 1, "rejected", said, NOW))
        await _store_records(uow, world, said, by_index, filing.id)
        await uow.commit()


async def _store_review(uow: SqlUnitOfWork, world: World, filing_id: str) -> None:
    """Store what reviewers write down: notes, calls, what they had before them, and parcels with their numbers."""
    spoken = f"{NAME} {PHONE}"
    for kind in NoteKind:
        note = ReviewNote(
            new_id("note"), world.provider.id, filing_id, kind, spoken, "unreachable", False, "cli_1", NOW
        )
        await uow.reviews.add_note(note)
    found = ReviewFinding("/subject/name", "name_differs", "provider", spoken)
    reviewed = Reviewed({"subject": {"name": NAME}}, (PaperSeen("portrait", "/subject", "0" * 64),), (found,))
    decision = ReviewDecision(
        id=new_id("dec"),
        provider_id=world.provider.id,
        filing_id=filing_id,
        reviewer="cli_1",
        outcome=ReviewOutcome.REJECT,
        at=NOW,
        working_days=1,
        overdue=False,
        codes=("name_differs",),
        reviewed=reviewed,
    )
    await uow.reviews.add_decision(decision)
    await uow.reviews.raised(filing_id, [found])
    for direction in PostDirection:
        parcel = (TRACKING, f"{NAME}代收")
        posted = PostedPapers(new_id("post"), world.provider.id, filing_id, direction, *parcel, "cli_1", NOW)
        await uow.reviews.add_posted(posted)


async def _store_records(
    uow: SqlUnitOfWork, world: World, said: dict[str, str], by_index: bytes, filing_id: str
) -> None:
    service = a_recorded_service("example.cn")
    whole = replace(service.service, principal=a_body().subject.principal, remark=f"{NAME} {PHONE}")
    await uow.records.put(a_record(world, replace(service, service=whole)), by_index)
    await uow.obligations.add([an_obligation(world, note=f"ask {NAME}", evidence=f"seen by {NAME}, {PHONE}")])
    await uow.transfers.add(a_transfer(world, world.account))
    await _store_review(uow, world, filing_id)
    await uow.mirror.put(world.provider.id, by_index, said, [MirroredService("website", "example.cn", said)], NOW)


async def test_a_dump_of_all_tables_shows_no_personal_data(
    unit_of_work: UnitOfWorks, world: World, hot: SqlHotQuestions, database: Database
) -> None:
    await _store_everything(unit_of_work, world, hot, b"\x01" * 32)
    names = await database.pool.fetch("select tablename from pg_tables where schemaname = 'public'")
    shown: dict[str, str] = {}
    for (table,) in names:
        # Bytes are read as texts too, so that what is merely stored as bytes is found.
        rows = await database.pool.fetch(f'select * from "{table}"')
        shown[table] = "\n".join(_readable(value) for row in rows for value in row.values())
    for table in ("accounts", "filings", "type_verifications", "records", "record_services", "obligations"):
        assert shown[table]
    for table in ("sms_verifications", "mirror_services", "review_notes", "review_decisions", "posted_papers"):
        assert shown[table]
    found = [(table, words) for table, text in shown.items() for words in PERSONAL if words in text]
    assert found == []


def _readable(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


async def test_a_sealed_value_does_not_open_in_another_row(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    one, two = [await stored_filing(unit_of_work, world) for _ in range(2)]
    swap = "update filings set body_sealed = (select body_sealed from filings where id = $1) where id = $2"
    await database.pool.execute(swap, one.id, two.id)
    async with unit_of_work() as uow:
        with pytest.raises(SecrecyError):
            await uow.filings.get(world.provider.id, two.id)


async def test_a_parcel_of_before_numbers_were_sealed_can_still_be_read(
    unit_of_work: UnitOfWorks, world: World, database: Database
) -> None:
    filing = await stored_filing(unit_of_work, world)
    values = (new_id("post"), world.provider.id, filing.id, "received", TRACKING, "顺丰", "cli_1", NOW)
    columns = "id, provider_id, filing_id, direction, tracking_number, carrier, noted_by, at"
    await database.pool.execute(
        f"insert into posted_papers ({columns}) values ($1, $2, $3, $4, $5, $6, $7, $8)", *values
    )

    async with unit_of_work() as uow:
        (parcel,) = await uow.reviews.posted(filing.id)

    assert (parcel.tracking_number, parcel.carrier) == (TRACKING, "顺丰")
