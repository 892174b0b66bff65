"""Renditions, looks and erasure, over the database and the object store."""

import asyncio
import hashlib
import io
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import text

from app.domain.callers import CallerKind
from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import AuthenticityStatus, Material, MaterialKind
from app.domain.paper_views import ViewPurpose
from app.domain.plain_jpeg import plain_size
from app.ports.authority import AuthorityUnavailableError, SubmittedPaper
from app.ports.object_store import ObjectDamaged, ObjectStoreUnavailable
from app.ports.paper_work import PaperFault, PaperWorkError, PaperWorkUnavailable, Work
from app.ports.store.paging import PageWanted
from app.usecases import (
    authority_handover,
    authority_results,
    filing_steps,
    paper_erasure,
    paper_removal,
    paper_views,
    renditions,
)
from tests.usecases.a_world import A_PICTURE, World

K = MaterialKind
LIMIT = 76_800


def a_scan(pages: int = 1) -> bytes:
    file = io.BytesIO()
    drawn = [Image.new("RGB", (200, 140), (250 - number, 240, 230)) for number in range(pages)]
    drawn[0].save(file, "PDF", save_all=True, append_images=drawn[1:])
    return file.getvalue()


SCAN = a_scan(2)


async def a_draft(world: World) -> tuple[Filing, Material]:
    """Begin a filing with one paper, a scan of two pages."""
    filing = await world.begun()
    return filing, await world.add_paper(filing, K.SUBJECT_CERTIFICATE, "/subject", SCAN, "application/pdf")


async def a_look(world: World) -> tuple[Filing, Material]:
    """Begin a filing with one small picture."""
    filing = await world.begun()
    return filing, await world.add_paper(filing, K.OTHER, "/subject")


async def papers_of(world: World, filing: Filing) -> tuple[Material, ...]:
    async with world.runtime.unit_of_work() as uow:
        return await uow.materials.of(filing.id)


async def paper_of(world: World, filing: Filing, kind: MaterialKind) -> Material:
    return next(paper for paper in await papers_of(world, filing) if paper.kind is kind)


async def rendition_keys(world: World, paper: Material) -> list[str]:
    async with world.runtime.unit_of_work() as uow:
        return [one.object_key for one in await uow.renditions.all_of(paper.object_key)]


async def exists(world: World, *keys: str) -> list[bool]:
    return [await world.runtime.objects.exists(key) for key in keys]


def sent(world: World) -> tuple[SubmittedPaper, ...]:
    return world.authority.submissions()[-1].papers


# --- renditions


async def test_every_paper_of_a_filing_goes_to_the_authority_within_its_limits(world: World) -> None:
    filing = await world.submitted()
    await world.add_paper(filing, K.OTHER, "/subject", SCAN, "application/pdf")
    await renditions.make(world.runtime, filing.id)
    await world.decide(filing, Event.PASS)

    await authority_handover.hand_over(world.runtime, filing.id)

    papers = await papers_of(world, filing)
    assert {(one.kind, one.for_) for one in sent(world)} == {(paper.kind.value, paper.for_pointer) for paper in papers}
    for one in sent(world):
        assert plain_size(one.content) is not None
        assert (one.media_type, one.sha256) == ("image/jpeg", hashlib.sha256(one.content).hexdigest())
        assert len(one.content) <= LIMIT
    assert [one.kind for one in sent(world)].count("other") == 2
    assert A_PICTURE in {one.content for one in sent(world)}


async def test_a_hand_over_makes_what_is_not_there_yet_and_sends_the_same_again(world: World) -> None:
    filing = await world.submitted()
    paper = await world.add_paper(filing, K.OTHER, "/subject", SCAN, "application/pdf")
    await world.decide(filing, Event.PASS)
    world.authority.lose_answers = 1

    with pytest.raises(AuthorityUnavailableError):
        await authority_handover.hand_over(world.runtime, filing.id)
    made = await rendition_keys(world, paper)
    await authority_handover.hand_over(world.runtime, filing.id)

    assert len(made) == 2
    assert await rendition_keys(world, paper) == made
    assert (await world.filing(filing.id)).state is State.AWAITING_SMS


async def test_papers_that_are_one_file_share_its_renditions(world: World) -> None:
    filing, paper = await a_draft(world)
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.add(replace(paper, id=world.runtime.ids.new("mat"), kind=K.OTHER))
        await uow.commit()

    await renditions.make(world.runtime, filing.id)
    await renditions.make(world.runtime, filing.id)

    assert len(await rendition_keys(world, paper)) == 2


async def test_no_rendition_is_made_of_a_video(world: World) -> None:
    filing = await world.begun()
    video = await world.add_paper(filing, K.VIDEO, "/services/0/principal")

    assert await renditions.make(world.runtime, filing.id) == ()
    assert await rendition_keys(world, video) == []


async def test_a_rendition_is_sealed_under_a_context_of_its_own(world: World) -> None:
    filing, paper = await a_look(world)
    await renditions.make(world.runtime, filing.id)
    (key,) = await rendition_keys(world, paper)

    with pytest.raises(ObjectDamaged):
        await world.runtime.objects.stream(key, f"material:{paper.provider_id}:{paper.sealed_as}")


async def test_what_a_crash_left_half_done_is_done_anew_and_nothing_of_it_stays(world: World) -> None:
    filing, paper = await a_draft(world)
    whole = world.runtime
    world.runtime = replace(whole, objects=PutsOnce(whole.objects))
    with pytest.raises(ObjectStoreUnavailable):
        await renditions.make(world.runtime, filing.id)
    left = await rendition_keys(world, paper)
    world.runtime = whole

    assert await renditions.make(world.runtime, filing.id) == ()

    made = await rendition_keys(world, paper)
    assert len(left) == len(made) == 2
    assert not set(left) & set(made)
    assert await exists(world, *left) == [False, False]
    assert await exists(world, *made) == [True, True]


class PutsOnce:
    """A store that takes one object and then breaks down."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._left = 1

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def put(self, key: str, chunks: AsyncIterator[bytes], context: str, **more: Any) -> Any:
        if not self._left:
            raise ObjectStoreUnavailable(key, "no room")
        self._left -= 1
        return await self._store.put(key, chunks, context, **more)


class Works:
    """Work on papers that ends in a given way."""

    def __init__(self, outcome: Any) -> None:
        self.outcome = outcome
        self.asked: list[Work] = []

    async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
        self.asked.append(work)
        async for _ in file:
            pass
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome


ODD = [
    PaperWorkError(PaperFault.CRASHED),
    ValueError("no such page"),
    None,
    {},
    {"pages": 1, "content": b"MZ no picture"},
    {"pages": 1, "content": A_PICTURE + bytes(LIMIT) + b"\xff\xd9"},
    {"pages": 11, "content": A_PICTURE},
    {"pages": "1", "content": A_PICTURE},
    {"pages": 1, "content": "text"},
]


@pytest.mark.parametrize("outcome", ODD)
async def test_what_is_no_picture_within_the_limit_is_not_kept(world: World, outcome: Any) -> None:
    filing, paper = await a_draft(world)
    world.runtime = replace(world.runtime, paper_work=Works(outcome))

    assert await renditions.make(world.runtime, filing.id) == (paper.id,)
    assert await rendition_keys(world, paper) == []


async def test_a_paper_that_can_not_be_sent_holds_its_filing_and_asks_nothing_of_the_applicant(world: World) -> None:
    filing = await world.submitted()
    await world.add_paper(filing, K.OTHER, "/subject", b"%PDF-1.7", "application/pdf")
    await world.decide(filing, Event.PASS)

    assert await authority_handover.hand_over(world.runtime, filing.id) == "paper_not_sendable"

    held = await world.filing(filing.id)
    assert (held.state, held.held) == (State.PENDING_AUTHORITY, True)
    assert world.authority.submissions() == []


async def test_work_that_can_not_be_had_now_is_tried_again(world: World) -> None:
    filing, _ = await a_draft(world)
    whole = world.runtime
    world.runtime = replace(whole, paper_work=Works(PaperWorkUnavailable()))
    with pytest.raises(PaperWorkUnavailable):
        await renditions.make(world.runtime, filing.id)
    world.runtime = whole

    assert await renditions.make(world.runtime, filing.id) == ()


async def test_a_paper_taken_away_takes_its_renditions_along(world: World) -> None:
    filing, paper = await a_look(world)
    await renditions.make(world.runtime, filing.id)
    made = await rendition_keys(world, paper)
    async with world.runtime.unit_of_work() as uow:
        await paper_removal.remove_papers(uow, [paper])
        await uow.commit()

    await paper_erasure.delete_unused(world.runtime, paper.object_key)

    assert await exists(world, *made, paper.object_key) == [False, False]
    assert await rendition_keys(world, paper) == []


async def test_no_rendition_is_made_of_a_paper_that_goes_meanwhile(world: World) -> None:
    filing, paper = await a_draft(world)

    class Removes(Works):
        async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
            async with world.runtime.unit_of_work() as uow:
                await paper_removal.remove_papers(uow, [paper])
                await uow.commit()
            return await super().run(work, file, *arguments)

    removing = replace(world.runtime, paper_work=Removes({"pages": 1, "content": A_PICTURE}))
    with pytest.raises(PaperWorkUnavailable):
        await renditions.make(removing, filing.id)

    assert await rendition_keys(world, paper) == []
    assert await renditions.make(world.runtime, filing.id) == ()


# --- looks


async def looks(world: World, filing: Filing) -> list[tuple[str, CallerKind, str, ViewPurpose]]:
    page = await paper_views.listed(world.runtime, world.reviewer, filing.id, PageWanted(100, None))
    return [(one.material_id, one.viewer_kind, one.viewer_id, one.purpose) for one in page.items]


async def test_every_look_is_on_file_with_who_and_what_for(world: World) -> None:
    filing, paper = await a_look(world)

    for call in (world.applicant, world.reviewer, world.reviewer):
        shown = await paper_views.show(world.runtime, call, paper.id)
        assert shown.media_type == "image/jpeg"
        assert shown.content != A_PICTURE

    assert await looks(world, filing) == [
        (paper.id, CallerKind.APPLICANT, world.account.id, ViewPurpose.OWN_PAPERS),
        (paper.id, CallerKind.REVIEWER, "cli_reviewer", ViewPurpose.REVIEW),
        (paper.id, CallerKind.REVIEWER, "cli_reviewer", ViewPurpose.REVIEW),
    ]


async def test_a_look_is_on_file_before_the_paper_is_read(world: World) -> None:
    filing, paper = await a_look(world)
    seen: list[int] = []

    class Looks(Works):
        async def run(self, work: Work, file: AsyncIterator[bytes], *arguments: Any) -> Any:
            seen.append(len(await looks(world, filing)))
            raise PaperWorkUnavailable

    with pytest.raises(Refusal) as refused:
        await paper_views.show(replace(world.runtime, paper_work=Looks(None)), world.reviewer, paper.id)

    assert refused.value.code is ProblemCode.SERVICE_UNAVAILABLE
    assert seen == [1]


@pytest.mark.parametrize("outcome", [*ODD[:4], {"content": b"x", "media_type": "text/html"}, {"content": "x"}])
async def test_what_can_not_be_marked_is_not_shown(world: World, outcome: Any) -> None:
    filing, paper = await a_look(world)
    world.runtime = replace(world.runtime, paper_work=Works(outcome))

    with pytest.raises(Refusal) as refused:
        await paper_views.show(world.runtime, world.reviewer, paper.id)

    assert refused.value.code is ProblemCode.MATERIAL_UNREADABLE
    assert len(await looks(world, filing)) == 1


@pytest.mark.parametrize("statement", ["update paper_views set viewer_id = 'x'", "delete from paper_views"])
async def test_looks_can_not_be_changed_afterwards(world: World, statement: str) -> None:
    _, paper = await a_look(world)
    await paper_views.show(world.runtime, world.reviewer, paper.id)

    async with world.runtime.unit_of_work() as uow:
        connection = uow._connection  # type: ignore[attr-defined]
        with pytest.raises(Exception, match="append-only"):
            await connection.execute(text(statement))


async def test_looks_stay_on_file_when_the_paper_goes(world: World) -> None:
    filing, paper = await a_look(world)
    await paper_views.show(world.runtime, world.reviewer, paper.id)
    async with world.runtime.unit_of_work() as uow:
        await paper_removal.remove_papers(uow, [paper])
        await uow.commit()

    assert len(await looks(world, filing)) == 1


# --- erasure


async def approved(world: World, filing: Filing) -> Filing:
    """Let the authority pass a filing that has been handed over."""
    async with world.runtime.unit_of_work() as uow:
        handover = await uow.exchange.open_handover(filing.id)
        assert handover is not None and handover.receipt is not None
        for phone, code in world.authority.codes.items():
            for recipient in await uow.exchange.sms_of(filing.id):
                if recipient.phone == phone:
                    await world.authority.check_sms(handover.receipt, phone, recipient.certificate_last6, code)
        result = world.authority.approve(handover.receipt)
        await authority_results.apply_report(world.runtime, uow, handover, Event.APPROVED, result, world.clock.now())
        await uow.commit()
    return await world.filing(filing.id)


async def jobs_of(world: World, task: str) -> list[str]:
    async with world.runtime.unit_of_work() as uow:
        query = text("select args->>'object_key' from procrastinate_jobs where task_name = :task order by id")
        rows = await uow._connection.execute(query, {"task": task})  # type: ignore[attr-defined]
        return [row[0] for row in rows]


async def test_an_approval_erases_the_portrait_and_leaves_the_word_of_it(world: World) -> None:
    filing = await world.awaiting_sms()
    portrait = await paper_of(world, filing, K.PORTRAIT)
    made = await rendition_keys(world, portrait)
    checks = (await world.details(filing.id)).filing

    done = await approved(world, filing)
    erased = await paper_of(world, filing, K.PORTRAIT)
    for object_key in await jobs_of(world, paper_erasure.DELETE_OBJECT):
        await paper_erasure.delete_unused(world.runtime, object_key)
        await paper_erasure.delete_unused(world.runtime, object_key)

    assert (done.state, checks.state) == (State.APPROVED, State.AWAITING_SMS)
    assert erased == replace(portrait, erased_at=world.clock.now())
    assert made and await exists(world, portrait.object_key, *made) == [False] * (1 + len(made))
    others = [paper for paper in await papers_of(world, filing) if paper.kind is not K.PORTRAIT]
    assert others and all(paper.erased_at is None for paper in others)
    assert all(await exists(world, *(paper.object_key for paper in others)))
    async with world.runtime.unit_of_work() as uow:
        (check,) = await uow.materials.checks_of(filing.id)
    assert check.consent is not None
    assert check.status is not AuthenticityStatus.FAILED


async def test_nobody_is_shown_a_face_from_the_moment_of_the_approval_on(world: World) -> None:
    filing = await world.awaiting_sms()
    portrait = await paper_of(world, filing, K.PORTRAIT)
    await approved(world, filing)

    with pytest.raises(Refusal) as refused:
        await paper_views.show(world.runtime, world.reviewer, portrait.id)

    assert refused.value.code is ProblemCode.NOT_FOUND
    assert refused.value.detail is not None
    assert await looks(world, filing) == []


async def test_a_filing_given_up_loses_its_faces_and_what_else_is_the_same_file(world: World) -> None:
    filing = await world.begun()
    portrait = await world.add_paper(filing, K.PORTRAIT, "/services/0/principal")
    async with world.runtime.unit_of_work() as uow:
        await uow.materials.add(replace(portrait, id=world.runtime.ids.new("mat"), kind=K.OTHER))
        await uow.commit()

    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)

    gone = [paper for paper in await papers_of(world, filing) if paper.erased_at is not None]
    assert {paper.kind for paper in gone} == {K.PORTRAIT, K.OTHER}
    assert await jobs_of(world, paper_erasure.DELETE_OBJECT) == [portrait.object_key]


async def test_faces_of_filings_that_ended_before_the_rule_go_too(world: World) -> None:
    filing = await world.begun()
    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
    portrait = await world.add_paper(filing, K.PORTRAIT, "/services/0/principal")
    open_one = await world.begun()
    kept = await world.add_paper(open_one, K.PORTRAIT, "/services/0/principal")

    first, second = [await paper_erasure.erase_left(world.runtime) for _ in range(2)]

    assert (first, second) == (1, 0)
    assert (await paper_of(world, filing, K.PORTRAIT)).erased_at is not None
    assert (await paper_of(world, open_one, K.PORTRAIT)) == kept
    assert await jobs_of(world, paper_erasure.DELETE_OBJECT) == [portrait.object_key]


async def test_a_face_that_another_paper_is_too_keeps_its_bytes_as_long_as_that_is_there(world: World) -> None:
    filing = await world.begun()
    portrait = await world.add_paper(filing, K.PORTRAIT, "/services/0/principal")
    await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, None)
    other = await world.begun()
    async with world.runtime.unit_of_work() as uow:
        held = replace(portrait, id=world.runtime.ids.new("mat"), filing_id=other.id, kind=K.OTHER)
        await uow.materials.add(held)
        await uow.commit()

    await paper_erasure.delete_unused(world.runtime, portrait.object_key)

    assert await exists(world, portrait.object_key) == [True]


async def test_a_filing_that_comes_back_keeps_its_faces(world: World) -> None:
    filing = await world.submitted()
    await world.decide(filing, Event.REJECT, ReviewFinding("/subject/name", "site_name_bad", "provider"))

    portrait = await paper_of(world, filing, K.PORTRAIT)

    assert portrait.erased_at is None
    assert await exists(world, portrait.object_key) == [True]


async def test_two_that_make_the_same_rendition_leave_one_behind(world: World) -> None:
    filing, paper = await a_draft(world)

    ends = await asyncio.gather(*(renditions.make(world.runtime, filing.id) for _ in range(2)), return_exceptions=True)
    await renditions.make(world.runtime, filing.id)

    assert all(end == () or isinstance(end, PaperWorkUnavailable) for end in ends)
    made = await rendition_keys(world, paper)
    assert len(made) == 2
    assert all(await exists(world, *made))
