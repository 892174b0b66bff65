"""A hand-over that fails for a fault of ours: the filing is held, somebody is told, the applicant is asked nothing."""

import pytest

from app.domain.filing_states import Event, State
from app.domain.filings import Filing, ReviewFinding
from app.ports.authority import CallRefusedError, IntakeRefusal
from app.usecases import authority_handover, filing_steps, reviews
from tests.usecases.a_world import World
from tests.usecases.refusing_authority import with_refusing_authority

OUR_FAULT = IntakeRefusal("1063", "IP 未报备", "/services/0/access", our_fault=True)


async def passed(world: World) -> Filing:
    """Bring a filing to where its hand-over is due."""
    return await world.decide(await world.submitted(), Event.PASS)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OUR_FAULT, "1063"),
        (IntakeRefusal("1034", "服务内容代码有误", None, our_fault=False), "1034"),
        (CallRefusedError("submission", 422, "validation_failed"), "validation_failed"),
        (CallRefusedError("submission", 400, ""), "status_400"),
    ],
)
async def test_what_the_authority_does_not_take_for_our_fault_is_held_and_told(
    world: World, fault: CallRefusedError | IntakeRefusal, code: str
) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = fault

    told = await authority_handover.hand_over(world.runtime, filing.id)

    held = await world.filing(filing.id)
    assert told == code
    assert (held.state, held.held, held.findings, held.returned_because) == (State.PENDING_AUTHORITY, True, (), None)


@pytest.mark.parametrize(
    ("refusal", "pointer", "code", "note"),
    [
        (
            IntakeRefusal("1020", "网站名称冲突", None, our_fault=False),
            "/services/0/name",
            "site_name_taken",
            "网站名称冲突",
        ),
        (IntakeRefusal("1020", "", "/services/0", our_fault=False), "/services/0", "site_name_taken", ""),
        (IntakeRefusal("4711", "其他", None, our_fault=False), "", "authority_refused", "4711 其他"),
    ],
)
async def test_what_the_applicant_has_to_cure_comes_back_with_its_place_or_at_least_with_its_number(
    world: World, refusal: IntakeRefusal, pointer: str, code: str, note: str
) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = refusal

    assert await authority_handover.hand_over(world.runtime, filing.id) is None

    returned = await world.filing(filing.id)
    assert (returned.state, returned.held) == (State.AUTHORITY_REJECTED, False)
    assert returned.findings == (ReviewFinding(pointer, code, by="authority", note=note),)


async def test_a_held_filing_is_not_sent_again_by_itself(world: World) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = CallRefusedError("submission", 422, "validation_failed")
    await authority_handover.hand_over(world.runtime, filing.id)
    authority.fault = None

    assert await authority_handover.hand_over(world.runtime, filing.id) is None

    assert authority.submissions() == []


async def test_once_the_fault_is_mended_a_reviewer_forwards_and_it_goes_through(world: World) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = CallRefusedError("submission", 422, "validation_failed")
    await authority_handover.hand_over(world.runtime, filing.id)
    authority.fault = None

    await reviews.forward(world.runtime, world.reviewer, filing.id)
    await authority_handover.hand_over(world.runtime, filing.id)

    sent = await world.filing(filing.id)
    assert (sent.state, sent.held) == (State.AWAITING_SMS, False)
    assert len(authority.submissions()) == 1


async def test_a_wrong_secret_holds_nothing_for_mending_it_mends_all_filings_at_once(world: World) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = CallRefusedError("submission", 401, "unauthorized")

    with pytest.raises(CallRefusedError):
        await authority_handover.hand_over(world.runtime, filing.id)

    assert not (await world.filing(filing.id)).held
    authority.fault = None
    assert await authority_handover.hand_over(world.runtime, filing.id) is None
    assert (await world.filing(filing.id)).state is State.AWAITING_SMS


async def test_a_held_filing_that_is_withdrawn_is_held_no_longer(world: World) -> None:
    authority = with_refusing_authority(world)
    filing = await passed(world)
    authority.fault = OUR_FAULT
    await authority_handover.hand_over(world.runtime, filing.id)

    withdrawn = await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)

    assert (withdrawn.filing.state, withdrawn.filing.held) == (State.WITHDRAWN, False)


async def test_what_was_withdrawn_before_its_hand_over_never_leaves(world: World) -> None:
    filing = await passed(world)
    await filing_steps.withdraw(world.runtime, world.applicant, filing.id, None, None)

    await authority_handover.hand_over(world.runtime, filing.id)

    assert world.authority.submissions() == []
