"""Faces that a phone shows: picture, consent and check in one step, within the link's one filing and purpose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.challenges import Challenge
from app.domain.consents import consent_fault
from app.domain.errors import ProblemCode, Refusal
from app.domain.materials import AuthenticityCheck, AuthenticityMethod, AuthenticityStatus, Consent, MaterialKind
from app.domain.phone_handovers import HandoverPurpose
from app.usecases import authenticity, materials, paper_receiving
from app.usecases.authenticity_challenges import give_out
from app.usecases.paper_receiving import Received
from app.usecases.phone_handovers import PhoneCall
from app.usecases.phone_tasks import Tasks
from app.usecases.runtime import Runtime


@dataclass(frozen=True, slots=True)
class FaceBrought:
    """A picture of somebody's face on its way, with the version of the wording that the person agreed to just now.

    It is a file that was received already, or the id of a complete upload.
    """

    for_pointer: str
    consent_version: str | None
    challenge_id: str | None = None
    received: Received | None = None
    upload_id: str | None = None


async def challenges_for(runtime: Runtime, phone: PhoneCall, tasks: Tasks) -> Mapping[str, Challenge]:
    """Give a challenge to each person who has to record a video, by their place."""
    if phone.handover.purpose is not HandoverPurpose.VIDEO:
        return {}
    waiting = [one for one in tasks.faces if one.check is None or one.check.status is not AuthenticityStatus.PASSED]
    return {
        one.for_pointer: await give_out(runtime, phone.call, phone.handover.filing_id, one.for_pointer)
        for one in waiting
    }


def require_consent(runtime: Runtime, phone: PhoneCall, version: str | None) -> Consent:
    """Return the consent given now; raises `consent-required`, `validation-failed` for a wording that is not taken."""
    call = phone.call
    if not version:
        raise Refusal(ProblemCode.CONSENT_REQUIRED)
    consent = Consent(version, call.now)
    fault = consent_fault(consent, call.now, call.today, runtime.rulebook)
    if fault is not None:
        raise fault
    return consent


async def show(runtime: Runtime, phone: PhoneCall, brought: FaceBrought) -> AuthenticityCheck:
    """Have a picture judged; the pictures that it replaces go, and one that can't be judged is not kept."""
    call, filing_id = phone.call, phone.handover.filing_id
    kind, received = MaterialKind(phone.handover.purpose.value), brought.received
    try:
        consent = require_consent(runtime, phone, brought.consent_version)
    except Refusal:
        if received is not None:
            await paper_receiving.discard(runtime, received)
        raise
    if received is None:
        assert brought.upload_id is not None
        received = await paper_receiving.receive_upload(runtime, call, filing_id, brought.upload_id)
    earlier = [
        one.id
        for one in await materials.listed(runtime, call, filing_id)
        if one.kind is kind and one.for_pointer == brought.for_pointer and one.erased_at is None
    ]
    picture = await materials.attach(runtime, call, filing_id, kind, brought.for_pointer, received)
    method = AuthenticityMethod(kind.value)
    command = authenticity.CheckCommand(method, brought.for_pointer, picture.id, consent, brought.challenge_id)
    try:
        check = await authenticity.begin(runtime, call, filing_id, command)
    except Refusal:
        # Also where the link was taken back meanwhile: nobody would judge the picture any more.
        await materials.remove(runtime, replace(call, stays_admitted=None), picture.id)
        raise
    for material_id in earlier:
        await materials.remove(runtime, call, material_id)
    return check
