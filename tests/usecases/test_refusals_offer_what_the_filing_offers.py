"""Whoever is refused an action is told what may be done instead: exactly what the filing itself offers."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_states import ReturnedBecause, State
from app.domain.filings import Filing, ReviewFinding
from app.domain.texts import Language
from app.routers.filing_views import filing_view
from app.routers.views import Eyes
from app.usecases import filing_services, filing_steps, sms_verifications
from app.usecases.filing_details import FilingDetails
from tests.usecases.a_world import World
from tests.usecases.refusing_authority import being_sent


def allowed_of(world: World, details: FilingDetails) -> list[str]:
    """Return what the filing shows as `allowed_actions`."""
    eyes = Eyes(Language.EN, True)
    return list(filing_view(world.runtime, world.applicant, details, eyes)["allowed_actions"])


Begun = Callable[[World], Awaitable[Filing]]
Tried = Callable[[World, str], Awaitable[object]]


async def a_draft(world: World) -> Filing:
    return await world.begun()


async def in_first_review(world: World) -> Filing:
    return await world.submitted()


async def refused_for_good(world: World) -> Filing:
    filing = await world.submitted()
    finding = ReviewFinding("/subject", "subject_blacklisted", "authority")
    because = ReturnedBecause.AUTHORITY
    refused = replace(filing, state=State.AUTHORITY_REJECTED, returned_because=because, findings=(finding,))
    async with world.runtime.unit_of_work() as uow:
        await uow.filings.save(refused)
        await uow.commit()
    return refused


async def awaited(world: World) -> Filing:
    return await world.awaiting_sms()


async def given_up(world: World) -> Filing:
    return (await filing_steps.abandon(world.runtime, world.applicant, (await world.begun()).id, None, None)).filing


def step(name: str, *more: object) -> Tried:
    async def tried(world: World, filing_id: str) -> FilingDetails:
        done: FilingDetails = await getattr(filing_steps, name)(world.runtime, world.applicant, filing_id, None, *more)
        return done

    return tried


async def new_code(world: World, filing_id: str) -> object:
    return await sms_verifications.resend(world.runtime, world.applicant, filing_id, "subject_principal")


async def take_out_a_service(world: World, filing_id: str) -> object:
    return await filing_services.remove(world.runtime, world.applicant, filing_id, "svc_any", None)


TRIED = {
    "confirm": step("confirm"),
    "submit": step("submit"),
    "resubmit": step("resubmit"),
    "withdraw": step("withdraw", None),
    "abandon": step("abandon", None),
    "ask for a new code": new_code,
    "take a service out": take_out_a_service,
}


OFFERED = [
    (a_draft, ["confirm", "submit", "abandon"]),
    (in_first_review, ["withdraw"]),
    (refused_for_good, ["abandon"]),
    (being_sent, []),
    (awaited, []),
    (given_up, []),
]


@pytest.mark.parametrize("what", TRIED)
@pytest.mark.parametrize(("begun", "actions"), OFFERED)
async def test_a_refused_action_names_the_actions_that_the_filing_offers(
    world: World, begun: Begun, actions: list[str], what: str
) -> None:
    filing = await begun(world)
    details = await world.details(filing.id)
    assert allowed_of(world, details) == actions

    refusal = None
    try:
        await TRIED[what](world, filing.id)
    except Refusal as caught:
        refusal = caught

    if refusal is not None and refusal.code is ProblemCode.ACTION_NOT_ALLOWED:
        assert what not in actions
        assert refusal.facts == {"state": filing.state.value, "allowed_actions": actions}
    else:
        # Offered, even if something else stands against it, or no action of the applicant's table.
        assert what in actions or what in ("ask for a new code", "take a service out")
