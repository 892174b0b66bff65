"""Authenticity checks (真实性核验): who has to shows to be who the papers say."""

from dataclasses import dataclass

from app.domain.challenges import Challenge
from app.domain.consents import consent_fault
from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.filing_body import FilingBody, Person
from app.domain.filings import Filing
from app.domain.id_photos import id_photo
from app.domain.materials import AuthenticityCheck, AuthenticityMethod, Consent, Material, MaterialKind
from app.domain.principal_changes import SUBJECT_PRINCIPAL, is_another_person, principals_replaced
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authenticity_judging import Judged, judged
from app.usecases.call import Call
from app.usecases.filing_details import found, locked
from app.usecases.filing_moves import renew_idle
from app.usecases.people_to_prove import people_to_prove_in
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

_PICTURE_OF = {
    AuthenticityMethod.PORTRAIT: MaterialKind.PORTRAIT,
    AuthenticityMethod.VIDEO: MaterialKind.VIDEO,
    AuthenticityMethod.MANUAL: MaterialKind.SIGNED_SHEET,
}
_NO_PRINCIPAL = Text("该位置没有须核验的人。", "Nobody at this place has to be verified.")
_WHOSE_FACE = Text(
    "须核验的人见 requirements 中的 portrait（人像照片）。", "Whose face is wanted is in requirements, as portrait."
)
_WRONG_KIND = Text("该材料与核验方式不符。", "This paper is not of the kind that the method needs.")
_RIGHT_KIND = Text(
    "portrait 用人像照片（portrait），video 用视频（video），manual 用签字的核验单（signed_sheet）。",
    "The method portrait goes with a portrait, video with a video, manual with a signed_sheet.",
)
_WRONG_PLACE = Text("该材料属于另一位置。", "This paper belongs to another place.")
_RIGHT_PLACE = Text("请为该人另行上传，位置与 for 相同。", "Upload one of this person, for the same place as `for`.")
_CHANGED = Text("核验期间负责人信息已更改。", "The principal was changed while the picture was looked at.")
_AGAIN = Text("请重新提交核验。", "Hand the check in again.")
_FOR_VIDEOS = Text("只有视频才有动作口令。", "Only a video follows a challenge.")
_WITHOUT_CHALLENGE = Text("请去掉 challenge_id，或改交视频。", "Leave challenge_id out, or hand in a video.")
_NO_CHALLENGE = Text("没有这个动作口令。", "There is no such challenge of this person.")
_CHALLENGE_SPENT = Text("动作口令已用过或已过期。", "The challenge was used, or holds no more.")
_NEW_CHALLENGE = Text("请取得新的口令并重新录制。", "Ask for a new challenge, and record the video anew.")


@dataclass(frozen=True, slots=True)
class CheckCommand:
    """Which method, of whom, over which picture, with which consent, and which challenge a video follows."""

    method: AuthenticityMethod
    for_pointer: str
    material_id: str
    consent: Consent | None
    challenge_id: str | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is for a check; read again before it is kept, since looking at a picture takes time."""

    filing: Filing
    person: Person
    material: Material
    id_photo: Material | None
    challenge: Challenge | None


async def begin(runtime: Runtime, call: Call, filing_id: str, command: CheckCommand) -> AuthenticityCheck:
    """Have a picture judged and keep what came of it; a face only with consent, and outside any transaction."""
    _require_consent(runtime, call, command)
    async with runtime.unit_of_work() as uow:
        seen = await _seen(runtime, call, uow, await found(uow, call, filing_id), command)
    said = await judged(runtime, call, command.method, seen)
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        now = await _seen(runtime, call, uow, filing, command)
        if is_another_person(seen.person, now.person):
            raise invalid("/for", "changed_meanwhile", _CHANGED, _AGAIN)
        check = _made(runtime, call, command, now, said)
        await uow.materials.add_check(check)
        if now.challenge is not None:
            await uow.challenges.set_used(now.challenge.used(call.now))
        await renew_idle(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, check)
    return check


def _require_consent(runtime: Runtime, call: Call, command: CheckCommand) -> None:
    if command.consent is None:
        if command.method is not AuthenticityMethod.MANUAL:
            raise Refusal(ProblemCode.CONSENT_REQUIRED)
        return
    fault = consent_fault(command.consent, call.now, call.today, runtime.rulebook)
    if fault is not None:
        raise fault


async def _seen(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, command: CheckCommand) -> Seen:
    require_editable(runtime, call, filing)
    person = principal_at(runtime, call, filing, command.for_pointer)
    material = await uow.materials.get(call.provider_id, command.material_id, account_id=filing.account_id)
    if material is None or material.filing_id != filing.id or material.erased_at is not None:
        raise not_found()
    if material.kind is not _PICTURE_OF[command.method]:
        raise invalid("/material_id", "wrong_kind", _WRONG_KIND, _RIGHT_KIND)
    if material.for_pointer != command.for_pointer:
        raise invalid("/material_id", "wrong_place", _WRONG_PLACE, _RIGHT_PLACE)
    kept = [paper for paper in await uow.materials.of(filing.id) if paper.erased_at is None]
    photo = id_photo(filing.body, kept, command.for_pointer)
    return Seen(filing, person, material, photo, await _challenge(call, uow, filing, command))


def principal_at(runtime: Runtime, call: Call, filing: Filing, pointer: str) -> Person:
    """Return the service principal at a place, or the subject's who has to show it; else raises `validation-failed`."""
    principals = {f"/services/{place}/principal": one.principal for place, one in enumerate(filing.body.services)}
    if SUBJECT_PRINCIPAL in people_to_prove_in(runtime, call, filing):
        principals[SUBJECT_PRINCIPAL] = filing.body.subject.principal
    if pointer not in principals:
        raise invalid("/for", "no_service_principal", _NO_PRINCIPAL, _WHOSE_FACE)
    return principals[pointer] or Person()


async def _challenge(call: Call, uow: UnitOfWork, filing: Filing, command: CheckCommand) -> Challenge | None:
    if command.challenge_id is None:
        return None
    if command.method is not AuthenticityMethod.VIDEO:
        raise invalid("/challenge_id", "not_for_method", _FOR_VIDEOS, _WITHOUT_CHALLENGE)
    challenge = await uow.challenges.get(call.provider_id, filing.id, command.challenge_id)
    if challenge is None or challenge.for_pointer != command.for_pointer:
        raise invalid("/challenge_id", "unknown_challenge", _NO_CHALLENGE, _NEW_CHALLENGE)
    if not challenge.is_open(call.now):
        raise invalid("/challenge_id", "challenge_spent", _CHALLENGE_SPENT, _NEW_CHALLENGE)
    return challenge


def _made(runtime: Runtime, call: Call, command: CheckCommand, seen: Seen, said: Judged) -> AuthenticityCheck:
    return AuthenticityCheck(
        id=runtime.ids.new("chk"),
        filing_id=seen.filing.id,
        method=command.method,
        for_pointer=command.for_pointer,
        material_id=seen.material.id,
        consent=command.consent,
        status=said.status,
        created_at=call.now,
        findings=said.findings,
        judge=said.judge,
        reference=said.reference,
        challenge_id=None if seen.challenge is None else seen.challenge.id,
    )


async def void_changed(uow: UnitOfWork, filing: Filing, body: FilingBody) -> None:
    """Void the checks of principals who are another person in a new body."""
    replaced = principals_replaced(filing.body, body)
    if replaced:
        await uow.materials.fail_checks_of(filing.id, replaced)
