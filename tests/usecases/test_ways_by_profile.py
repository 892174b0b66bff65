"""What depends on the provider's profile: where an unchanged filing goes, who hands over, what may be changed."""

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import ActionNotAllowed, Event, State
from app.domain.filings import Filing, ReviewFinding
from app.domain.profile import AfterSms, EditableAfterRejection, HandoverBy, PostedMaterials
from app.domain.resources import ResourceReason
from app.ports.store.paging import PageWanted
from app.usecases import (
    authority_handover,
    deadlines,
    filing_bodies,
    filing_steps,
    posted_papers,
    review_claims,
    reviews,
    timelines,
)
from tests.real_rules import PROFILES
from tests.usecases.a_world import World

NAME = ReviewFinding("/services/0/name", "site_name_bad", "provider")


async def with_the_code_missed(world: World) -> Filing:
    """Let the order come back because nobody entered a code."""
    filing = await world.awaiting_sms()
    deadline = (await world.details(filing.id)).deadlines[0]
    world.clock.advance(deadline.due_at - world.clock.now())
    await deadlines.fire_due(world.runtime, world.clock.now())
    return await world.filing(filing.id)


async def resubmitted(world: World, filing: Filing) -> Filing:
    """Submit again, without confirming anew."""
    return (await filing_steps.resubmit(world.runtime, world.applicant, filing.id, None)).filing


@pytest.mark.fact("S1-28")
@pytest.mark.parametrize(
    ("after_sms", "state"),
    [(AfterSms.PENDING_AUTHORITY, State.PENDING_AUTHORITY), (AfterSms.FIRST_REVIEW, State.FIRST_REVIEW)],
)
async def test_an_unchanged_filing_whose_code_was_missed_goes_where_the_profile_says(
    world: World, after_sms: AfterSms, state: State
) -> None:
    world.with_profile(after_sms=after_sms)
    filing = await with_the_code_missed(world)
    assert (filing.state, filing.returned_because) == (State.AUTHORITY_REJECTED, "sms_timeout")

    again = await resubmitted(world, filing)

    assert (again.state, again.returned_because, again.findings) == (state, None, ())


async def test_a_changed_one_goes_through_first_review_and_must_be_confirmed_again(world: World) -> None:
    filing = await with_the_code_missed(world)
    await world.patch(filing, {"remark": "补充说明"})

    with pytest.raises(Refusal) as caught:
        await resubmitted(world, filing)

    assert caught.value.code is ProblemCode.CONFIRMATION_REQUIRED
    await filing_steps.confirm(world.runtime, world.applicant, filing.id, None)
    assert (await resubmitted(world, filing)).state is State.FIRST_REVIEW


async def test_a_change_that_was_taken_back_counts_as_unchanged(world: World) -> None:
    filing = await with_the_code_missed(world)
    await world.patch(filing, {"remark": "补充说明"})
    await world.patch(filing, {"remark": None})

    assert (await resubmitted(world, filing)).state is State.PENDING_AUTHORITY


async def test_where_a_specialist_hands_over_nothing_leaves_before_that(world: World) -> None:
    world.with_profile(handover=HandoverBy.BY_SPECIALIST)

    filing = await world.decide(await world.submitted(), Event.PASS)
    assert await world.handovers_queued() == 0
    await reviews.forward(world.runtime, world.reviewer, filing.id)
    assert await world.handovers_queued() == 1
    await authority_handover.hand_over(world.runtime, filing.id)

    assert (await world.filing(filing.id)).state is State.AWAITING_SMS


async def test_where_the_worker_hands_over_no_reviewer_does(world: World) -> None:
    filing = await world.decide(await world.submitted(), Event.PASS)

    with pytest.raises(ActionNotAllowed):
        await reviews.forward(world.runtime, world.reviewer, filing.id)


async def test_where_the_profile_asks_for_that_only_what_was_found_fault_with_may_be_changed(world: World) -> None:
    world.with_profile(editable_after_rejection=EditableAfterRejection.FOUND_FAULT)
    filing = await world.decide(await world.submitted(), Event.REJECT, NAME)

    with pytest.raises(Refusal) as caught:
        await world.patch(filing, {"subject": {"investor_or_superior": "王五"}})

    assert caught.value.code is ProblemCode.NOT_EDITABLE
    assert caught.value.errors[0].pointer == "/subject/investor_or_superior"
    call = world.applicant
    assert filing_bodies.editable_now(filing, call.profile, world.runtime, call) == ("/services/0/name", "/remark")
    changed = await world.patch(filing, {"services": [{"id": filing.body.services[0].id, "name": "晨星软件"}]})
    assert changed.body.services[0].name == "晨星软件"


ADDRESS = "浙江省杭州市某路1号 备案资料组"


async def passed_with_papers_asked(world: World) -> Filing:
    """Let a reviewer pass a filing and ask for papers by post."""
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)
    command = reviews.DecisionCommand(Event.PASS, (), ADDRESS)
    return (await reviews.decide(world.runtime, world.reviewer, filing.id, None, command)).filing


@pytest.mark.fact("S2-16")
@pytest.mark.fact("S2-33")
async def test_papers_go_by_post_where_the_reviewer_asks_and_then_the_filing_waits_for_them(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.WHEN_ASKED)

    waiting = await passed_with_papers_asked(world)

    assert waiting.state is State.AWAITING_POSTED_MATERIALS
    told = (await timelines.of(world.runtime, world.applicant, waiting.id, PageWanted(100))).items[-1]
    assert (told.event, told.note) == ("pass", ADDRESS)
    parcel = posted_papers.Parcel("SF1234567890", "顺丰")
    arrived = (await posted_papers.arrived(world.runtime, world.reviewer, waiting.id, None, parcel)).filing
    assert arrived.state is State.PENDING_AUTHORITY
    assert await world.handovers_queued() == 1


@pytest.mark.fact("S2-16")
async def test_a_filing_of_which_nobody_asks_papers_goes_on_at_once(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.WHEN_ASKED)

    assert (await world.decide(await world.submitted(), Event.PASS)).state is State.PENDING_AUTHORITY


async def test_a_provider_can_have_papers_of_every_filing_by_post(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.ALWAYS)

    assert (await world.decide(await world.submitted(), Event.PASS)).state is State.AWAITING_POSTED_MATERIALS


async def test_where_no_papers_are_taken_by_post_a_reviewer_can_not_ask_for_them(world: World) -> None:
    with pytest.raises(Refusal) as caught:
        await passed_with_papers_asked(world)

    assert [(one.pointer, one.code) for one in caught.value.errors] == [("/post_to", "not_taken")]


async def test_papers_by_post_are_no_part_of_a_rejection(world: World) -> None:
    world.with_profile(posted_materials=PostedMaterials.WHEN_ASKED)
    filing = await world.submitted()
    await review_claims.claim(world.runtime, world.reviewer, filing.id)

    with pytest.raises(Refusal) as caught:
        command = reviews.DecisionCommand(Event.REJECT, (NAME,), ADDRESS)
        await reviews.decide(world.runtime, world.reviewer, filing.id, None, command)

    assert [(one.pointer, one.code) for one in caught.value.errors] == [("/post_to", "none_wanted")]


@pytest.mark.fact("S1-35")
@pytest.mark.parametrize(("own_notice", "notices"), [(True, 1), (False, 0)])
async def test_a_provider_can_send_a_word_of_its_own_with_the_hand_over_beside_the_authoritys_code(
    world: World, own_notice: bool, notices: int
) -> None:
    world.with_profile(handover_notice=own_notice)

    filing = await world.awaiting_sms()

    events = [
        one.event for one in (await timelines.of(world.runtime, world.applicant, filing.id, PageWanted(100))).items
    ]
    assert events.count("handover_notice") == notices
    assert filing.state is State.AWAITING_SMS


@pytest.mark.fact("S0-09")
@pytest.mark.parametrize(
    ("product", "reasons"),
    [
        ("cloud_server", ()),
        ("application_server", ()),
        ("enterprise_portal", ()),
        ("dedicated_cloud", ()),
        ("object_storage", (ResourceReason.RESOURCE_KIND_NOT_SERVED,)),
    ],
)
async def test_only_the_kinds_of_server_that_the_profile_names_carry_filings(
    world: World, product: str, reasons: tuple[ResourceReason, ...]
) -> None:
    world.with_profile(resource_places=PROFILES["huaweicloud-2023"].resource_places)

    assert (await world.put_server(product=product)).reasons == reasons


async def test_a_server_bears_no_more_than_the_profile_lets_one_of_its_kind(world: World) -> None:
    world.with_profile(resource_places={"cloud_server": 1})
    await world.put_server(filing_capacity=5)
    await world.a_code()

    with pytest.raises(Refusal) as caught:
        await world.a_code()

    assert caught.value.facts["reason"] == "resource_capacity_reached"
