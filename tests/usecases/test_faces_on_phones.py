"""Whom the phone's page asks for a face: everybody who has to show it, by the provider's profile."""

import pytest

from app.domain.phone_handovers import HandoverPurpose
from app.domain.profile import FaceOf
from app.usecases import phone_handovers, phone_tasks
from tests.usecases.a_world import World


@pytest.mark.parametrize(
    ("wanted_of", "asked"),
    [
        ((FaceOf.SERVICE_PRINCIPAL,), {"/services/0/principal"}),
        (tuple(FaceOf), {"/subject/principal", "/services/0/principal"}),
    ],
)
async def test_a_phone_is_asked_for_every_face_that_the_profile_wants(
    world: World, wanted_of: tuple[FaceOf, ...], asked: set[str]
) -> None:
    world.with_profile(faces_wanted_of=wanted_of, faces_exempt=())
    filing = await world.filled_in()
    made = await phone_handovers.make(world.runtime, world.applicant, filing.id, HandoverPurpose.PORTRAIT)
    phone = await phone_handovers.opened(world.runtime, made.token)
    assert phone is not None

    tasks = await phone_tasks.tasks_of(world.runtime, phone)

    assert {one.for_pointer for one in tasks.faces} == asked
