"""What a reviewer has about a filing: what was raised last time and what changed since, notes, calls, parcels."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import Event, State
from app.domain.filings import ReviewFinding
from app.domain.materials import MaterialKind
from app.domain.profile import PostedMaterials
from app.domain.reviewing import NoteKind
from app.ports.store.paging import PageWanted
from app.storage.engine import Database
from app.usecases import (
    authority_results,
    filing_steps,
    posted_papers,
    review_notes,
    review_standing,
    reviews,
    timelines,
)
from app.usecases.call import Call
from app.usecases.posted_papers import Parcel
from app.usecases.review_notes import NoteCommand
from tests.usecases.a_world import World
from tests.usecases.test_authority_messages import a_message, in_review

NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider", "与内容不符")
PHONE = ReviewFinding("/subject/principal/mobile", "phone_unreachable", "provider")
PAGE = PageWanted(100)
SECRET = "法定代表人张三在国外"
UNTAKEN = NoteCommand(NoteKind.CALL, "无人接听", "unreachable")


async def test_a_filing_that_was_never_decided_has_nothing_before(world: World) -> None:
    seen = await review_standing.get(world.runtime, world.reviewer, (await world.submitted()).id)

    assert (seen.before, seen.since) == (None, None)
    assert seen.queued.waiting is not None
    assert seen.queued.waiting.days_left == 2


async def test_at_a_resubmission_the_reviewer_sees_what_was_raised_and_what_changed_since(world: World) -> None:
    filing = await world.submitted()
    await world.decide(filing, Event.REJECT, NAME, PHONE)
    await world.patch(filing, {"services": [{"id": filing.body.services[0].id, "name": "郑州晨星软件门户"}]})
    extra = await world.add_paper(filing, MaterialKind.OTHER, "/subject")
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)

    seen = await review_standing.get(world.runtime, world.reviewer, filing.id)

    assert seen.before is not None
    assert seen.since is not None
    assert (seen.before.reviewer, seen.before.outcome) == ("cli_reviewer", "reject")
    assert [(one.finding, one.touched) for one in seen.since.findings] == [(NAME, True), (PHONE, False)]
    assert [(one.pointer, one.now) for one in seen.since.fields] == [("/services/0/name", "郑州晨星软件门户")]
    assert [one.sha256 for one in seen.since.papers_new] == [extra.sha256]


async def test_what_the_authority_raised_is_shown_against_what_was_passed(world: World) -> None:
    filing, receipt = await in_review(world)
    message = a_message(world, receipt, Event.REJECTED, **world.authority.reject(receipt))
    await authority_results.keep(world.runtime, message)
    await authority_results.apply(world.runtime, message.id)
    rejected = await world.filing(filing.id)
    await world.patch(filing, {"remark": "补充说明"})
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)

    seen = await review_standing.get(world.runtime, world.reviewer, filing.id)

    assert seen.before is not None
    assert seen.since is not None
    assert seen.before.outcome == "pass"
    assert tuple(one.finding for one in seen.since.findings) == rejected.findings != ()
    assert [one.pointer for one in seen.since.fields] == ["/remark"]


async def test_notes_are_listed_for_reviewers_sealed_at_rest_and_move_nothing(world: World, database: Database) -> None:
    filing = await world.submitted()

    note = await review_notes.add(world.runtime, world.reviewer, filing.id, NoteCommand(NoteKind.NOTE, SECRET))

    assert (await review_notes.listed(world.runtime, world.reviewer, filing.id, PAGE)).items == (note,)
    assert (note.author, note.at) == ("cli_reviewer", world.clock.now())
    assert (await world.filing(filing.id)).revision == filing.revision
    rows = await database.pool.fetch("select text_sealed from review_notes where id = $1", note.id)
    assert SECRET.encode() not in rows[0][0]


@pytest.mark.parametrize("visible", [True, False])
async def test_an_applicant_reads_a_note_in_the_timeline_only_if_it_is_meant_for_them(
    world: World, visible: bool
) -> None:
    filing = await world.submitted()
    command = NoteCommand(NoteKind.SITE_INSPECTION, "现场已核查", "passed", visible)

    await review_notes.add(world.runtime, world.reviewer, filing.id, command)

    told = (await timelines.of(world.runtime, world.applicant, filing.id, PAGE)).items
    assert ("现场已核查" in [one.note for one in told]) is visible


async def test_two_calls_that_nobody_took_since_the_submission_are_a_reason_to_reject(world: World) -> None:
    filing = await world.submitted()

    async def may_reject() -> tuple[int, bool]:
        seen = await review_standing.get(world.runtime, world.reviewer, filing.id)
        return seen.calls_unanswered, seen.may_reject_unreachable

    told = [await may_reject()]
    for command in (UNTAKEN, NoteCommand(NoteKind.CALL, "已核实", "reached"), UNTAKEN):
        await review_notes.add(world.runtime, world.reviewer, filing.id, command)
        told.append(await may_reject())

    assert told == [(0, False), (1, False), (1, False), (2, True)]
    world.with_profile(unanswered_calls=0)
    assert await may_reject() == (2, False)


async def test_nobody_elses_reviewer_reads_or_writes_a_note(world: World, another_world: World) -> None:
    filing = await world.submitted()
    stranger: Call = another_world.reviewer

    for asked in (
        review_notes.listed(world.runtime, stranger, filing.id, PAGE),
        review_notes.add(world.runtime, stranger, filing.id, UNTAKEN),
        review_standing.get(world.runtime, stranger, filing.id),
    ):
        with pytest.raises(Refusal) as caught:
            await asked
        assert caught.value.code is ProblemCode.NOT_FOUND


async def test_parcels_are_on_file_with_number_and_carrier_both_ways(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.ALWAYS)
    filing = await world.decide(await world.submitted(), Event.PASS)
    assert filing.state is State.AWAITING_POSTED_MATERIALS

    await posted_papers.arrived(world.runtime, world.reviewer, filing.id, None, Parcel("SF1", "顺丰"))
    world.clock.advance((await world.details(filing.id)).deadlines[0].due_at - world.clock.now())
    await posted_papers.returned(world.runtime, world.reviewer, filing.id, Parcel("EMS2", "EMS"))

    seen = await review_standing.get(world.runtime, world.reviewer, filing.id)
    told = [(one.direction.value, one.tracking_number, one.carrier, one.noted_by) for one in seen.posted]
    assert told == [("received", "SF1", "顺丰", "cli_reviewer"), ("returned", "EMS2", "EMS", "cli_reviewer")]
    last = (await timelines.of(world.runtime, world.applicant, filing.id, PAGE)).items[-1]
    assert (last.event, last.note) == ("posted_returned", "EMS2")


async def test_who_takes_no_papers_sends_none_back(world: World) -> None:
    filing = await world.submitted()

    with pytest.raises(Refusal) as caught:
        await posted_papers.returned(world.runtime, world.reviewer, filing.id, Parcel("SF1"))

    assert [error.code for error in caught.value.errors] == ["not_taken"]


async def test_a_filing_of_which_papers_came_can_still_be_rejected_before_they_are_noted(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.ALWAYS)
    filing = await world.decide(await world.submitted(), Event.PASS)

    rejected = await world.decide(filing, Event.REJECT, NAME)

    assert rejected.state is State.FIRST_REVIEW_REJECTED
    assert reviews.FIRST_LOOK_PASSED not in [
        one.event for one in (await timelines.of(world.runtime, world.applicant, filing.id, PAGE)).items
    ]
