"""Resumable uploads: what came is kept however a connection ends, one connection at a time, and nothing is lost."""

import asyncio
import hashlib
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import Filing
from app.domain.materials import Material, MaterialKind
from app.domain.uploads import Upload
from app.ports.object_store import ObjectMissing
from app.usecases import accounts, materials, paper_receiving, upload_receiving, uploads
from app.usecases.upload_bodies import Checksum, ChecksumMismatchError, Patience, SenderGoneError, Sent
from app.usecases.uploads import NewUpload, UploadDoor, UploadOverError
from tests.usecases.a_world import World

CUT = SenderGoneError()
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR and the rest"
QUICK = Patience(piece_bytes=10, stall_seconds=0.02, idle_seconds=0.05)
Step = bytes | SenderGoneError | Callable[[], Awaitable[None]] | None


class Played:
    """A body written beforehand: bytes, a cut, something that happens meanwhile, or (None) silence until it is left."""

    def __init__(self, *steps: Step) -> None:
        self._steps = list(steps)

    async def chunk(self) -> bytes | None:
        """Return the next bytes."""
        while self._steps:
            step = self._steps.pop(0)
            if isinstance(step, SenderGoneError):
                raise step
            if isinstance(step, bytes):
                return step
            if step is None:
                await asyncio.Event().wait()
            else:
                await step()
        return None


def door(world: World) -> UploadDoor:
    return UploadDoor(world.applicant)


async def begun(world: World, size: int, **wanted: str) -> Upload:
    return await uploads.begin(world.runtime, door(world), NewUpload(size, **wanted))


async def send(world: World, upload: Upload, offset: int, *steps: Step, patience: Patience = QUICK) -> Upload:
    sent = Sent(offset, Played(*steps))
    return await upload_receiving.receive(world.runtime, door(world), upload.id, sent, patience)


async def stands_at(world: World, upload: Upload) -> int:
    return (await uploads.status(world.runtime, door(world), upload.id)).received


async def content(world: World, filing: Filing, upload: Upload) -> bytes:
    found = await uploads.opened(world.runtime, world.applicant, filing.id, upload.id)
    return b"".join([chunk async for chunk in found.chunks])


async def jobs(world: World) -> int:
    async with world.runtime.unit_of_work() as uow:
        return await uow.jobs.outstanding()


@pytest.mark.parametrize(
    "steps",
    [(b"0123456789abcdefghijABC",), (b"0", b"123456789abcdefghij", b"AB", b"C"), (b"", b"0123456789abcdefghijABC")],
)
async def test_what_was_sent_comes_out_however_it_was_cut_into_chunks_and_pieces(
    world: World, steps: tuple[bytes, ...]
) -> None:
    filing = await world.begun()
    upload = await begun(world, 23)

    assert (await send(world, upload, 0, *steps)).complete
    assert await content(world, filing, upload) == b"0123456789abcdefghijABC"


async def test_bytes_before_a_cut_are_kept_and_the_rest_is_sent_over_other_connections(world: World) -> None:
    filing = await world.begun()
    upload, data = await begun(world, 100), os.urandom(100)

    for start, end in ((0, 7), (7, 7), (7, 31), (31, 99)):
        assert (await send(world, upload, start, data[start:end], CUT)).received == end
        assert await stands_at(world, upload) == end
    await send(world, upload, 99, data[99:])

    assert await content(world, filing, upload) == data


async def test_bytes_of_a_connection_that_fell_silent_are_kept_and_another_may_go_on(world: World) -> None:
    filing = await world.begun()
    upload, seen = await begun(world, 9), []

    async def another_goes_on() -> None:
        seen.append(await stands_at(world, upload))
        await send(world, upload, 3, b"def")

    sent = Sent(0, Played(b"abc", None, another_goes_on, b"xyz"))
    with pytest.raises(Refusal) as refused:
        await upload_receiving.receive(world.runtime, door(world), upload.id, sent, replace(QUICK, idle_seconds=5))

    assert refused.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert seen == [3]
    await send(world, upload, 6, b"ghi")
    assert await content(world, filing, upload) == b"abcdefghi"


async def test_a_connection_that_was_silent_goes_on_where_it_was_if_nobody_else_did(world: World) -> None:
    filing = await world.begun()
    upload = await begun(world, 6)

    assert (await send(world, upload, 0, b"abc", None, b"def", patience=replace(QUICK, idle_seconds=5))).complete
    assert await content(world, filing, upload) == b"abcdef"


async def test_a_connection_that_stays_silent_ends_with_what_came(world: World) -> None:
    upload = await begun(world, 9)

    assert (await send(world, upload, 0, b"abc", None, None)).received == 3
    assert (await send(world, upload, 3, b"def")).received == 6


async def test_while_one_connection_sends_another_is_refused_without_harm(world: World) -> None:
    filing = await world.begun()
    upload, refusals = await begun(world, 6), []

    async def another() -> None:
        with pytest.raises(Refusal) as refused:
            await send(world, upload, 0, b"xyz")
        refusals.append(refused.value)

    assert (await send(world, upload, 0, b"abc", another, b"def", patience=Patience())).complete
    assert [refusal.code for refusal in refusals] == [ProblemCode.ACTION_NOT_ALLOWED]
    assert refusals[0].retry_after == 1
    assert await content(world, filing, upload) == b"abcdef"


async def test_a_process_that_died_blocks_for_moments_only_and_what_it_left_is_deleted(world: World) -> None:
    upload = await begun(world, 6)
    now = world.clock.real_now()
    async with world.runtime.unit_of_work() as uow:
        await uow.uploads.hold(upload, "dead", now, now + timedelta(seconds=12))
        await uow.commit()
    with pytest.raises(Refusal):
        await send(world, upload, 0, b"abcdef")
    before = await jobs(world)

    world.clock.advance(timedelta(seconds=12))

    assert (await send(world, upload, 0, b"abcdef")).complete
    assert await jobs(world) == before + 1, "the object that the dead one may have left"


async def test_who_lost_the_upload_to_another_adds_nothing(world: World) -> None:
    filing = await world.begun()
    upload = await begun(world, 6)

    async def too_long_a_while() -> None:
        world.clock.advance(timedelta(seconds=13))
        await send(world, upload, 0, b"ABC")

    with pytest.raises(Refusal) as refused:
        await send(world, upload, 0, b"abc", too_long_a_while, b"def", patience=Patience())

    assert refused.value.code is ProblemCode.ACTION_NOT_ALLOWED
    assert await stands_at(world, upload) == 3
    await send(world, upload, 3, b"DEF")
    assert await content(world, filing, upload) == b"ABCDEF"


async def test_bytes_that_do_not_come_to_their_checksum_are_not_kept(world: World) -> None:
    filing = await world.begun()
    upload = await begun(world, 6)

    async def with_sum(offset: int, data: bytes, *steps: Step) -> Upload:
        checksum = Checksum("sha256", hashlib.sha256(data).digest())
        sent = Sent(offset, Played(*steps), checksum=checksum)
        return await upload_receiving.receive(world.runtime, door(world), upload.id, sent, QUICK)

    for offset, data, steps in ((0, b"abcX", (b"abcd",)), (0, b"abcd", (b"ab", CUT)), (0, b"X", ())):
        with pytest.raises(ChecksumMismatchError):
            await with_sum(offset, data, *steps)
        assert await stands_at(world, upload) == 0
    await with_sum(0, b"abcdef", b"ab", b"cd", b"ef")
    assert await content(world, filing, upload) == b"abcdef"


async def test_a_body_under_a_checksum_stays_in_one_piece_and_passes_its_digest_on(world: World) -> None:
    filing = await world.begun()
    upload, data = await begun(world, 35), os.urandom(35)
    sent = Sent(0, Played(data), checksum=Checksum("md5", hashlib.md5(data).digest()))

    await upload_receiving.receive(world.runtime, door(world), upload.id, sent, QUICK)

    found = await uploads.opened(world.runtime, world.applicant, filing.id, upload.id)
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    await found.chunks.aclose()  # type: ignore[attr-defined]


@pytest.mark.parametrize("declared", [None, 7])
async def test_more_than_was_announced_is_refused_and_the_piece_is_not_kept(world: World, declared: int | None) -> None:
    upload = await begun(world, 6)

    with pytest.raises(Refusal) as refused:
        sent = Sent(0, Played(b"abcdefg"), declared)
        await upload_receiving.receive(world.runtime, door(world), upload.id, sent, QUICK)

    assert refused.value.code is ProblemCode.PAYLOAD_TOO_LARGE
    assert await stands_at(world, upload) == 0
    assert (await send(world, upload, 0, b"abcdef")).complete


@pytest.mark.parametrize("offset", [1, 5, 7, 10**17])
async def test_another_offset_is_refused(world: World, offset: int) -> None:
    upload = await begun(world, 6)

    with pytest.raises(Refusal) as refused:
        await send(world, upload, offset, b"a")

    assert refused.value.code is ProblemCode.ACTION_NOT_ALLOWED


async def test_single_bytes_come_to_an_end(world: World) -> None:
    upload = await begun(world, 9)
    for offset in range(3):
        await send(world, upload, offset, b"x")

    with pytest.raises(Refusal) as refused:
        await send(world, upload, 3, b"x", patience=replace(QUICK, most_pieces=3))

    assert refused.value.errors[0].code == "too_many_items"


async def test_larger_than_any_paper_may_be_is_refused(world: World) -> None:
    with pytest.raises(Refusal) as refused:
        await begun(world, 10_000_001)

    assert refused.value.code is ProblemCode.PAYLOAD_TOO_LARGE
    assert refused.value.facts == {"max_bytes": 10_000_000}


async def test_an_account_has_so_many_uploads_under_way_and_so_many_bytes(world: World) -> None:
    for _ in range(2):
        await begun(world, 10_000_000)
    with pytest.raises(Refusal) as too_large:
        await begun(world, 1)
    world.clock.advance(timedelta(days=1))
    for _ in range(20):
        await begun(world, 1)
    with pytest.raises(Refusal) as too_many:
        await begun(world, 1)

    assert too_large.value.errors[0].code == too_many.value.errors[0].code == "too_many_items"


async def test_uploads_begun_at_once_do_not_pass_the_limit(world: World) -> None:
    outcomes = await asyncio.gather(*(begun(world, 10_000_000) for _ in range(6)), return_exceptions=True)

    assert sum(isinstance(outcome, Upload) for outcome in outcomes) == 2
    assert all(isinstance(outcome, Upload | Refusal) for outcome in outcomes)


async def test_an_upload_runs_out_and_is_swept_with_its_bytes(world: World) -> None:
    upload = await begun(world, 6)
    await send(world, upload, 0, b"abc")
    [piece] = await pieces(world, upload)
    world.clock.advance(timedelta(days=1))

    for use in (stands_at(world, upload), send(world, upload, 3, b"def")):
        with pytest.raises(UploadOverError):
            await use
    before = await jobs(world)
    await uploads.sweep(world.runtime)
    await uploads.sweep(world.runtime)

    assert await jobs(world) == before + 1
    await uploads.delete_pieces(world.runtime, upload.provider_id, upload.id)
    assert not await world.runtime.objects.exists(piece)
    world.clock.advance(timedelta(days=8))
    await uploads.sweep(world.runtime)
    with pytest.raises(Refusal):
        await stands_at(world, upload)


async def pieces(world: World, upload: Upload) -> list[str]:
    async with world.runtime.unit_of_work() as uow:
        return [piece.object_key for piece in await uow.uploads.pieces_of(upload.id)]


async def test_an_upload_given_up_while_bytes_come_keeps_nothing(world: World) -> None:
    upload = await begun(world, 6)

    async def given_up() -> None:
        await uploads.terminate(world.runtime, door(world), upload.id)

    with pytest.raises(Refusal):
        await send(world, upload, 0, b"abc", given_up, b"def", patience=Patience())

    assert await pieces(world, upload) == []
    with pytest.raises(UploadOverError):
        await uploads.terminate(world.runtime, door(world), upload.id)


async def test_the_upload_of_another_account_is_not_there(world: World) -> None:
    upload = await begun(world, 6)
    other, _ = await accounts.register(
        world.runtime, world.backend, accounts.AccountCommand("other", "13900139000", real_name_verified=True)
    )
    caller = replace(world.applicant.caller, id=other.id, account_id=other.id)
    others = UploadDoor(replace_caller(world, caller))

    for use in (
        uploads.status(world.runtime, others, upload.id),
        uploads.terminate(world.runtime, others, upload.id),
        upload_receiving.receive(world.runtime, others, upload.id, Sent(0, Played(b"x"))),
        uploads.begin(world.runtime, others, NewUpload(6, account_id=world.account.id)),
    ):
        with pytest.raises(Refusal) as refused:
            await use
        assert refused.value.code is ProblemCode.NOT_FOUND


def replace_caller(world: World, caller: object) -> "uploads.Call":
    call = world.applicant
    return uploads.Call(caller, call.provider, call.profile, call.now)  # type: ignore[arg-type]


async def test_a_client_says_whose_upload_it_is(world: World) -> None:
    of_client = UploadDoor(world.backend)
    filing = await world.begun()

    with pytest.raises(Refusal) as unsaid:
        await uploads.begin(world.runtime, of_client, NewUpload(6))
    by_account = await uploads.begin(world.runtime, of_client, NewUpload(6, account_id=world.account.id))
    by_filing = await uploads.begin(world.runtime, of_client, NewUpload(6, filing_id=filing.id))

    assert unsaid.value.errors[0].pointer == "/header/upload-metadata"
    assert (by_account.account_id, by_account.filing_id) == (world.account.id, None)
    assert (by_filing.account_id, by_filing.filing_id) == (world.account.id, filing.id)


async def test_a_door_to_one_filing_shows_uploads_made_for_it_only(world: World) -> None:
    filing = await world.begun()
    to_filing = UploadDoor(world.applicant, filing_id=filing.id)
    elsewhere = await begun(world, 6)
    here = await uploads.begin(world.runtime, to_filing, NewUpload(6))

    assert here.filing_id == filing.id
    assert (await uploads.status(world.runtime, to_filing, here.id)).id == here.id
    with pytest.raises(Refusal):
        await uploads.status(world.runtime, to_filing, elsewhere.id)
    with pytest.raises(Refusal):
        await uploads.begin(world.runtime, to_filing, NewUpload(6, filing_id="fil_other"))


async def attached(world: World, filing: Filing, upload: Upload) -> Material:
    received = await paper_receiving.receive_upload(world.runtime, world.applicant, filing.id, upload.id)
    kind = MaterialKind.SUBJECT_CERTIFICATE
    return await materials.attach(world.runtime, world.applicant, filing.id, kind, "/subject", received)


async def complete(world: World, data: bytes = PNG) -> Upload:
    upload = await begun(world, len(data))
    return await send(world, upload, 0, data)


async def test_an_unfinished_upload_becomes_no_paper_and_can_be_finished(world: World) -> None:
    filing = await world.begun()
    upload = await begun(world, len(PNG))
    await send(world, upload, 0, PNG[:9])

    with pytest.raises(Refusal) as refused:
        await uploads.opened(world.runtime, world.applicant, filing.id, upload.id)

    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/upload_id", "not_complete")]
    assert (await send(world, upload, 9, PNG[9:])).complete


async def test_an_upload_for_one_filing_is_none_of_another(world: World) -> None:
    filing = await world.begun()
    for_it = await begun(world, 6, filing_id=filing.id)
    await send(world, for_it, 0, b"abcdef")

    assert not for_it.may_be_of("fil_other", world.account.id)
    assert not for_it.may_be_of(filing.id, "acct_other")
    assert await content(world, filing, for_it) == b"abcdef"


async def test_bytes_that_went_while_they_were_read_are_no_fault_of_ours(world: World) -> None:
    filing = await world.begun()
    upload = await complete(world)
    found = await uploads.opened(world.runtime, world.applicant, filing.id, upload.id)
    for key in await pieces(world, upload):
        await world.runtime.objects.delete(key)

    with pytest.raises(Refusal) as refused:
        [chunk async for chunk in found.chunks]

    assert refused.value.errors[0].pointer == "/upload_id"
    with pytest.raises(ObjectMissing):
        await world.runtime.objects.stream((await pieces(world, upload))[0], "any")
