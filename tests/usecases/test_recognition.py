"""Reading certificates: asked once a file, kept sealed, gone with the paper; never waited for without end."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.domain.recognition import CertificateDocument
from app.domain.recognition_matches import Equal
from app.domain.recognitions import MOST_ATTEMPTS
from app.ports.object_store import ObjectStoreUnavailable
from app.usecases import filing_checks, materials, paper_erasure, papers_on_record, recognition
from app.usecases.call import Call
from tests.fakes.certificate_reader import UNREADABLE, FakeReader
from tests.usecases.a_world import A_PICTURE, World

K = MaterialKind
FRONT = CertificateDocument.RESIDENT_ID_FRONT
PLACE = "/subject/principal"


async def attended(world: World) -> World:
    """Let a worker be there, and calls wait no longer than the tests need."""
    await recognition.attend(world.runtime, "rdr_test")
    limits = replace(world.runtime.limits, recognition_wait_seconds=30)
    world.runtime = replace(world.runtime, limits=limits)
    return world


def hasty(world: World) -> World:
    """Let calls not wait at all."""
    world.runtime = replace(world.runtime, limits=replace(world.runtime.limits, recognition_wait_seconds=0))
    return world


async def a_card(
    world: World, kind: MaterialKind = K.PRINCIPAL_ID_FRONT, place: str = PLACE
) -> tuple[Filing, Material]:
    filing = await world.filled_in()
    return filing, await world.add_paper(filing, kind, place)


async def asked(world: World, paper: Material, call: Call | None = None) -> recognition.Recognized:
    return await recognition.recognize(world.runtime, call or world.applicant, paper.id)


async def refused(world: World, paper: Material, call: Call | None = None) -> Refusal:
    with pytest.raises(Refusal) as raised:
        await asked(world, paper, call)
    return raised.value


async def jobs(world: World) -> list[tuple[str, str]]:
    rows = await world.runtime.hot._database.pool.fetch(  # type: ignore[attr-defined]
        "select queue_name, args->>'object_key' as key from procrastinate_jobs where task_name = 'read_certificate'"
    )
    return [(row["queue_name"], row["key"]) for row in rows]


async def queued(world: World) -> None:
    while not await jobs(world):
        pass  # each look is a question to the database, so others have their turn


async def kept(world: World) -> list[tuple[str, str, bytes | None]]:
    rows = await world.runtime.hot._database.pool.fetch(  # type: ignore[attr-defined]
        "select object_key, state, fields_sealed from recognitions order by object_key, document"
    )
    return [tuple(row) for row in rows]


@pytest.mark.fact("S2-25")
async def test_a_card_is_read_by_the_worker_while_the_call_waits_and_held_against_the_form(world: World) -> None:
    _, paper = await a_card(await attended(world))
    reader = FakeReader(name="张三丰", number=world.who.principal.certificate_number)

    async def worker() -> None:
        await queued(world)
        await recognition.read(world.runtime, reader, paper.object_key, FRONT)

    found, _ = await asyncio.gather(asked(world, paper), worker())

    assert {name: field.value for name, field in found.reading.fields.items()} == {
        "name": "张三丰",
        "number": world.who.principal.certificate_number,
    }
    assert [(one.field, one.equal) for one in found.matches] == [("name", Equal.NO), ("number", Equal.YES)]
    assert [one.code for one in found.findings] == ["recognized_name_differs"]
    assert reader.read_files == [(A_PICTURE, "image/jpeg", FRONT)]


async def test_a_call_that_has_waited_enough_is_told_so_and_the_next_finds_the_result(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))

    first, again = await refused(world, paper), await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)
    found = await asked(world, paper)

    assert {one.code for one in (first, again)} == {ProblemCode.SERVICE_UNAVAILABLE}
    assert first.retry_after is not None
    assert found.reading.fields["name"].value == "张三丰"
    assert await jobs(world) == [("recognition", paper.object_key)]


async def test_without_a_worker_nothing_is_queued_and_the_remedy_says_how_to_start_one(world: World) -> None:
    _, paper = await a_card(world)

    refusal = await refused(world, paper)

    assert (refusal.code, refusal.retry_after) == (ProblemCode.SERVICE_UNAVAILABLE, 60)
    assert refusal.remedy is not None
    assert "filing worker --queue recognition" in refusal.remedy.en
    assert (await jobs(world), await kept(world)) == ([], [])


async def test_a_worker_that_left_is_there_no_more(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))

    await recognition.leave(world.runtime, "rdr_test")

    assert "filing worker" in str((await refused(world, paper)).remedy)


async def test_what_was_read_is_found_without_any_worker(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)
    await recognition.leave(world.runtime, "rdr_test")

    assert (await asked(world, paper)).reading.fields["name"].value == "张三丰"


async def test_a_file_used_again_need_not_be_read_again(world: World) -> None:
    filing, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)
    again = await papers_on_record.use_again(
        world.runtime, world.applicant, filing.id, K.PRINCIPAL_ID_FRONT, "/services/0/principal", paper.id
    )

    found = await asked(world, again)

    assert found.matches[0].pointer == "/services/0/principal/name"
    assert len(await jobs(world)) == 1


async def test_calls_at_the_same_time_ask_once(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))

    await asyncio.gather(*(refused(world, paper) for _ in range(4)))

    assert len(await jobs(world)) == 1


async def test_a_job_that_is_done_again_reads_nothing_again(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    reader = FakeReader(name="张三丰")
    await refused(world, paper)

    await recognition.read(world.runtime, reader, paper.object_key, FRONT)
    await recognition.read(world.runtime, reader, paper.object_key, FRONT)

    assert len(reader.read_files) == 1


async def test_what_was_read_is_sealed(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(
        world.runtime, FakeReader(name="张三丰", number="11010519491231002X"), paper.object_key, FRONT
    )

    ((_, state, sealed),) = await kept(world)

    assert state == "done"
    assert sealed is not None
    assert b"11010519491231002X" not in sealed
    assert "张三丰".encode() not in sealed


async def test_what_was_read_goes_with_the_paper(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)

    await materials.remove(world.runtime, world.applicant, paper.id)
    await paper_erasure.delete_unused(world.runtime, paper.object_key)

    assert await kept(world) == []
    assert (await refused(world, paper)).code is ProblemCode.NOT_FOUND


async def test_a_paper_taken_away_before_its_turn_is_not_read(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    reader = FakeReader(name="张三丰")
    await refused(world, paper)
    await materials.remove(world.runtime, world.applicant, paper.id)

    await recognition.read(world.runtime, reader, paper.object_key, FRONT)

    assert (reader.read_files, await kept(world)) == ([], [])


async def test_a_paper_taken_away_while_it_is_read_leaves_nothing(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)

    class Slow(FakeReader):
        async def read(self, *arguments: object) -> object:  # type: ignore[override]
            await materials.remove(world.runtime, world.applicant, paper.id)
            await paper_erasure.delete_unused(world.runtime, paper.object_key)
            return await super().read(*arguments)  # type: ignore[arg-type]

    await recognition.read(world.runtime, Slow(name="张三丰"), paper.object_key, FRONT)

    assert await kept(world) == []


async def test_whoever_waits_for_a_paper_that_is_taken_away_is_told(world: World) -> None:
    _, paper = await a_card(await attended(world))

    async def takes_away() -> None:
        await queued(world)
        await materials.remove(world.runtime, world.applicant, paper.id)
        await paper_erasure.delete_unused(world.runtime, paper.object_key)

    refusal, _ = await asyncio.gather(refused(world, paper), takes_away())

    assert refusal.code is ProblemCode.NOT_FOUND


async def test_a_file_that_is_no_picture_is_refused_for_good(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(UNREADABLE), paper.object_key, FRONT)

    refusal = await refused(world, paper)

    assert (refusal.code, refusal.errors[0].code) == (ProblemCode.MATERIAL_UNREADABLE, "unreadable")


async def test_a_file_that_ends_the_reader_again_and_again_is_given_up(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    reader = FakeReader(MemoryError())
    await refused(world, paper)
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(MemoryError):
            await recognition.read(world.runtime, reader, paper.object_key, FRONT)

    await recognition.read(world.runtime, reader, paper.object_key, FRONT)

    assert len(reader.read_files) == MOST_ATTEMPTS
    assert (await refused(world, paper)).code is ProblemCode.MATERIAL_UNREADABLE


class StoreAway:
    """An object store that can't be reached."""

    async def stream(self, key: str, context: str) -> AsyncIterator[bytes]:
        raise ObjectStoreUnavailable(key, "down")


async def test_an_outage_of_the_store_is_no_attempt(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    away = replace(world.runtime, objects=StoreAway())  # type: ignore[arg-type]
    for _ in range(MOST_ATTEMPTS + 1):
        with pytest.raises(ObjectStoreUnavailable):
            await recognition.read(away, FakeReader(name="张三丰"), paper.object_key, FRONT)

    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)

    assert (await asked(world, paper)).reading.fields["name"].value == "张三丰"


@pytest.mark.parametrize("kind", [K.PORTRAIT, K.AUTHORIZATION_LETTER, K.DOMAIN_CERTIFICATE])
async def test_papers_that_are_no_certificates_are_refused_with_words(world: World, kind: MaterialKind) -> None:
    _, paper = await a_card(await attended(world), kind)

    refusal = await refused(world, paper)

    assert refusal.code is ProblemCode.MATERIAL_UNREADABLE
    assert (refusal.errors[0].pointer, refusal.errors[0].code) == ("/kind", "not_readable")
    assert "resident id" in refusal.errors[0].message.en


async def test_another_accounts_paper_is_not_found_and_a_reviewer_reads_every_one(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    stranger = replace(world.applicant, caller=replace(world.applicant.caller, account_id="acct_other"))

    assert (await refused(world, paper, stranger)).code is ProblemCode.NOT_FOUND
    assert (await refused(world, paper, world.reviewer)).code is ProblemCode.SERVICE_UNAVAILABLE


async def test_checks_speak_of_what_was_read_until_the_form_says_the_same(world: World) -> None:
    filing, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(name="张三丰"), paper.object_key, FRONT)

    async def spoken() -> list[str]:
        found = await filing_checks.check(world.runtime, world.applicant, filing.id)
        return [one.pointer for one in found if one.code.startswith("recogni")]

    before = await spoken()
    await world.patch(filing, {"subject": {"principal": {"name": "张三丰"}}})

    assert (before, await spoken()) == ([f"{PLACE}/name"], [])


async def test_a_picture_off_which_nothing_is_read_is_said_in_the_checks(world: World) -> None:
    filing, paper = await a_card(hasty(await attended(world)))
    await refused(world, paper)
    await recognition.read(world.runtime, FakeReader(), paper.object_key, FRONT)

    found = await filing_checks.check(world.runtime, world.applicant, filing.id)

    assert "recognition_not_read" in [one.code for one in found]


async def test_readings_hold_up_no_movement_of_time(world: World) -> None:
    _, paper = await a_card(hasty(await attended(world)))
    async with world.runtime.unit_of_work() as uow:
        before = await uow.jobs.outstanding()
    await refused(world, paper)

    async with world.runtime.unit_of_work() as uow:
        assert await uow.jobs.outstanding() == before
