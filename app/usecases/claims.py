"""Claiming (认领备案): what is on file with access here, and is not on the record of any account here."""

from app.domain.errors import ProblemCode, Refusal
from app.domain.filing_types import FilingType
from app.domain.filings import TypeVerification
from app.domain.texts import Text
from app.usecases.call import Call
from app.usecases.filing_details import FilingDetails, detail_of
from app.usecases.filings import open_verified, opening_of, record_still_held
from app.usecases.on_file import ask_of_body
from app.usecases.runtime import Runtime
from app.usecases.verified_types import decide_again, usable_verification, verified_body

_NO_CLAIM = Text("核验结果不是认领备案。", "The verdict of this verification is not a claim.")
_FILE_INSTEAD = Text("请调用 POST /v1/filings 办理该备案类型。", "Call POST /v1/filings for a filing of that type.")


async def begin(runtime: Runtime, call: Call, type_verification_id: str) -> FilingDetails:
    """Begin a claim: a draft that the provider's review alone decides; nothing is filed anew.

    Raises what `filings.begin` raises for a verification that is no good, and `authority-unavailable`.
    """
    async with runtime.unit_of_work() as uow:
        verification = await usable_verification(uow, call, type_verification_id)
        _require_claim(verification)
    verified = verified_body(runtime, await decide_again(runtime, call, verification))
    national = await ask_of_body(runtime, call, verified)
    async with runtime.unit_of_work() as uow:
        verification = await usable_verification(uow, call, type_verification_id, lock=True)
        record = await record_still_held(call, uow, verification)
        opening = opening_of(verification, verified, record, national)
        on_file = opening.on_file
        if on_file is None or any(on_file.number_of(service.id) is None for service in opening.body.services):
            raise Refusal(ProblemCode.TYPE_VERIFICATION_CHANGED, facts={"verdict_now": "inconsistent_record"})
        filing = await open_verified(runtime, call, uow, opening, record)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


def _require_claim(verification: TypeVerification) -> None:
    if verification.filing_type is not FilingType.CLAIM:
        facts = {"filing_type": str(verification.filing_type)}
        raise Refusal(ProblemCode.TYPE_VERIFICATION_REFUSED, facts=facts, detail=_NO_CLAIM, remedy=_FILE_INSTEAD)
