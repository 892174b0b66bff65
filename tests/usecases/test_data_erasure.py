"""What was entered for an order that was given up: kept as long as the profile says, then erased for good."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import Filing, ReviewFinding
from app.domain.materials import Material, MaterialKind
from app.domain.reviewing import NoteKind
from app.domain.texts import Language
from app.ports.store.paging import PageWanted
from app.routers.filing_views import filing_view
from app.routers.views import Eyes
from app.storage.engine import Database
from app.usecases import (
    documents,
    filing_checks,
    filing_diffs,
    filing_steps,
    filings,
    paper_erasure,
    paper_views,
    papers_on_record,
    review_notes,
    review_standing,
    timelines,
    type_verifications,
)
from app.usecases.filing_products import ProductCommand
from app.usecases.review_notes import NoteCommand
from tests.usecases.a_world import World
from tests.usecases.test_protected_papers import exists, jobs_of, papers_of
from tests.usecases.test_reminders import fire_at

DAY = timedelta(days=1)
PAGE = PageWanted(100)
FOUND = ReviewFinding("/services/0/name", "site_name_bad", "provider", "与执照不符：王芳")


async def given_up(world: World) -> Filing:
    """Submit a filing, have it rejected with notes by the reviewer, and let the applicant give it up."""
    filing = await world.submitted()
    await review_notes.add(world.runtime, world.reviewer, filing.id, NoteCommand(NoteKind.CALL, "王芳说改名了"))
    await world.decide(filing, Event.REJECT, FOUND)
    return (await filing_steps.abandon(world.runtime, world.applicant, filing.id, None, "改用王芳的")).filing


async def erased(world: World) -> Filing:
    """Give a filing up and let the time go by for which it is kept."""
    filing = await given_up(world)
    await fire_at(world, world.clock.now() + 90 * DAY)
    return await world.filing(filing.id)


async def test_until_its_time_is_over_everything_can_be_read_and_afterwards_nothing(world: World) -> None:
    filing = await given_up(world)
    await fire_at(world, world.clock.now() + 89 * DAY)
    before, papers_before = await world.filing(filing.id), await papers_of(world, filing)

    await fire_at(world, world.clock.now() + DAY)
    after, papers_after = await world.filing(filing.id), await papers_of(world, filing)

    assert (before.body, before.erased_at) == (filing.body, None)
    assert {one.kind for one in papers_before if one.erased_at is not None} == {MaterialKind.PORTRAIT}
    assert (after.state, after.filing_type, after.revision) == (
        State.ABANDONED,
        filing.filing_type,
        1 + before.revision,
    )
    assert after.erased_at == world.clock.now()
    (service,) = after.body.services
    assert (after.body.subject.name, after.body.subject.principal, service.name, service.domains) == (None,) * 3 + ((),)
    assert after.findings == ()
    assert papers_after and all(paper.erased_at is not None for paper in papers_after)


async def test_what_stood_beside_the_filing_and_spoke_of_people_goes_too(world: World, database: Database) -> None:
    filing = await erased(world)

    assert (await review_notes.listed(world.runtime, world.reviewer, filing.id, PAGE)).items == ()
    assert (await review_standing.get(world.runtime, world.reviewer, filing.id)).before is None
    with pytest.raises(Refusal):
        await type_verifications.get(world.runtime, world.applicant, filing.type_verification_id or "")
    for table in ("filing_names", "sms_verifications", "review_notes", "type_verifications"):
        rows = f"select count(*) from {table} where filing_id = $1"
        assert await database.pool.fetchval(rows, filing.id) == 0, table
    assert await database.pool.fetchval("select certificate_index from filings where id = $1", filing.id) == b""


async def test_the_timeline_keeps_its_events_without_what_people_wrote(world: World) -> None:
    filing = await given_up(world)
    before = (await timelines.of(world.runtime, world.applicant, filing.id, PAGE)).items

    await fire_at(world, world.clock.now() + 90 * DAY)

    *kept, last = (await timelines.of(world.runtime, world.applicant, filing.id, PAGE)).items
    assert [one.id for one in kept] == [one.id for one in before]
    assert any(one.note for one in before) and not any(one.note for one in kept)
    assert (last.event, last.actor, last.to_state) == ("data_erased", "clock", State.ABANDONED)


async def test_the_bytes_go_by_jobs_of_the_same_transaction_whatever_dies_in_between(world: World) -> None:
    filing = await given_up(world)
    keys = [paper.object_key for paper in await papers_of(world, filing) if paper.erased_at is None]

    await fire_at(world, world.clock.now() + 90 * DAY)
    there = await exists(world, *keys)
    # A worker that dies here leaves them to the next, which may find some gone already.
    for object_key in [*keys, *keys]:
        await paper_erasure.delete_unused(world.runtime, object_key)

    assert all(there)
    assert set(keys) <= set(await jobs_of(world, paper_erasure.DELETE_OBJECT))
    assert not any(await exists(world, *keys))


async def test_the_shell_of_an_order_is_shown_with_the_day_on_which_it_was_erased(world: World) -> None:
    filing = await erased(world)

    shown = filing_view(world.runtime, world.applicant, await world.details(filing.id), Eyes(Language.EN, True))

    assert (shown["state"], shown["erased_at"], shown["data_kept_until"]) == ("abandoned", filing.erased_at, None)
    assert shown["subject"] == {"nature": "enterprise"}
    (service,) = shown["services"]
    assert {name for name, value in service.items() if value} == {"id", "kind"}
    assert (shown["allowed_actions"], shown["editable"], shown["deadlines"]) == ([], [], [])


async def test_an_order_is_erased_once_however_often_the_worker_comes_back(world: World) -> None:
    filing = await erased(world)

    await fire_at(world, world.clock.now() + 100 * DAY)

    assert await world.filing(filing.id) == filing


async def test_a_profile_that_keeps_it_longer_meanwhile_is_followed(world: World) -> None:
    filing = await given_up(world)
    world.with_profile(abandoned_data_days=100)

    await fire_at(world, world.clock.now() + 95 * DAY)
    at_first = await world.filing(filing.id)
    await fire_at(world, world.clock.now() + 5 * DAY)

    assert at_first.erased_at is None
    assert (await world.filing(filing.id)).erased_at == world.clock.now()


async def test_an_order_given_up_by_the_clock_frees_its_code_at_once_and_loses_its_data_later(
    world: World, database: Database
) -> None:
    filing = await world.filled_in()
    code = filing.products[0].authorization_code_id

    await fire_at(world, world.clock.now() + 60 * DAY)
    at_first = await world.filing(filing.id)
    state = await database.pool.fetchval("select state from authorization_codes where id = $1", code)
    await fire_at(world, world.clock.now() + 90 * DAY)

    assert (at_first.state, at_first.abandoned_because, at_first.erased_at) == (State.ABANDONED, "expired", None)
    assert state == "unused"
    assert (await world.filing(filing.id)).erased_at is not None


Asked = Callable[[World, Filing, Material], Awaitable[Any]]


async def copied(world: World, filing: Filing) -> Any:
    await world.put_server()
    issued = await world.a_code()
    command = filings.BeginCommand(await world.verified(), ProductCommand(issued.code, None), filing.id)
    return await filings.begin(world.runtime, world.applicant, command)


async def used_again(world: World, paper: Material) -> Any:
    draft = await world.begun()
    return await papers_on_record.use_again(
        world.runtime, world.applicant, draft.id, paper.kind, paper.for_pointer, paper.id
    )


ASKED: dict[str, Asked] = {
    "note": lambda w, f, _: review_notes.add(w.runtime, w.reviewer, f.id, NoteCommand(NoteKind.NOTE, "王芳")),
    "checks": lambda w, f, _: filing_checks.check(w.runtime, w.applicant, f.id),
    "requirements": lambda w, f, _: filing_checks.required(w.runtime, w.applicant, f.id),
    "diff": lambda w, f, _: filing_diffs.get(w.runtime, w.applicant, f.id),
    "document": lambda w, f, _: documents.printed(w.runtime, w.applicant, f.id, "commitment-letter", Language.ZH, None),
    "content": lambda w, _, m: paper_views.show(w.runtime, w.applicant, m.id),
    "copied": lambda w, f, _: copied(w, f),
    "used again": lambda w, _, m: used_again(w, m),
}


async def test_what_would_need_the_erased_data_is_not_found(world: World) -> None:
    filing = await erased(world)
    paper = next(one for one in await papers_of(world, filing) if one.kind is not MaterialKind.PORTRAIT)

    said = {}
    for what, asked in ASKED.items():
        with pytest.raises(Refusal) as refused:
            await asked(world, filing, paper)
        said[what] = refused.value.code

    assert said == dict.fromkeys(ASKED, ProblemCode.NOT_FOUND)
