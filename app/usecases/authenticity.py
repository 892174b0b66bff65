"""Authenticity checks (真实性核验): the principal of each service shows to be who the papers say."""

from dataclasses import dataclass

from app.domain.errors import ProblemCode, Refusal, invalid, not_found
from app.domain.filing_body import FilingBody
from app.domain.filings import Filing
from app.domain.materials import (
    AuthenticityCheck,
    AuthenticityMethod,
    AuthenticityStatus,
    Consent,
    MaterialKind,
)
from app.domain.principal_changes import principals_replaced
from app.domain.texts import Text
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.filing_details import locked
from app.usecases.filing_moves import renew_idle
from app.usecases.review_findings import require_editable
from app.usecases.runtime import Runtime

_PICTURE_OF = {
    AuthenticityMethod.PORTRAIT: MaterialKind.PORTRAIT,
    AuthenticityMethod.VIDEO: MaterialKind.VIDEO,
    AuthenticityMethod.MANUAL: MaterialKind.SIGNED_SHEET,
}
_NO_PRINCIPAL = Text("该位置不是服务负责人。", "This place is no service's principal.")
_WRONG_KIND = Text("该材料与核验方式不符。", "This paper is not of the kind that the method needs.")
_WRONG_PLACE = Text("该材料属于另一位置。", "This paper belongs to another place.")


@dataclass(frozen=True, slots=True)
class CheckCommand:
    """Which method, of whom, over which picture, and with which consent."""

    method: AuthenticityMethod
    for_pointer: str
    material_id: str
    consent: Consent | None


async def begin(runtime: Runtime, call: Call, filing_id: str, command: CheckCommand) -> AuthenticityCheck:
    """Add a check. No machine judges yet: a reviewer does, so the answer is `needs_review`."""
    if command.method is not AuthenticityMethod.MANUAL and command.consent is None:
        raise Refusal(ProblemCode.CONSENT_REQUIRED)
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id)
        require_editable(runtime, call, filing)
        if command.for_pointer not in _principals(filing):
            raise invalid("/for", "no_service_principal", _NO_PRINCIPAL)
        material = await uow.materials.get(call.provider_id, command.material_id, account_id=filing.account_id)
        if material is None or material.filing_id != filing.id:
            raise not_found()
        if material.kind is not _PICTURE_OF[command.method]:
            raise invalid("/material_id", "wrong_kind", _WRONG_KIND)
        if material.for_pointer != command.for_pointer:
            raise invalid("/material_id", "wrong_place", _WRONG_PLACE)
        check = AuthenticityCheck(
            id=runtime.ids.new("chk"),
            filing_id=filing.id,
            method=command.method,
            for_pointer=command.for_pointer,
            material_id=material.id,
            consent=command.consent,
            status=AuthenticityStatus.NEEDS_REVIEW,
            created_at=call.now,
        )
        await uow.materials.add_check(check)
        await renew_idle(runtime, uow, filing, call.now, call.provider.profile)
        await call.commit(uow, check)
    return check


async def void_changed(uow: UnitOfWork, filing: Filing, body: FilingBody) -> None:
    """Void the checks of service principals who are another person in a new body."""
    replaced = principals_replaced(filing.body, body)
    if replaced:
        await uow.materials.fail_checks_of(filing.id, replaced)


def _principals(filing: Filing) -> list[str]:
    return [f"/services/{place}/principal" for place in range(len(filing.body.services))]
