"""The draft to which a type verification is to add services: the account's own, of the same subject."""

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.filings import Filing
from app.domain.texts import Text
from app.domain.type_verification import Draft
from app.usecases.call import Call
from app.usecases.offered_actions import require_draft
from app.usecases.runtime import Runtime
from app.usecases.type_questions import TypeQuestion

_OTHER_SUBJECT = Text("与草稿中的主体不一致。", "This is not the subject of the draft.")
_SAME_SUBJECT = Text(
    "同一订单只能为同一主体添加服务；请填写草稿中的主体，或另行下单。",
    "One order is of one subject: give that of the draft, or make an order of its own.",
)


async def draft_added_to(
    runtime: Runtime, call: Call, account_id: str, filing_id: str, question: TypeQuestion
) -> Draft:
    """Find the draft; raises `not-found`, `action-not-allowed` where it is none any more, `validation-failed`."""
    async with runtime.unit_of_work() as uow:
        filing = await uow.filings.get(call.provider_id, filing_id, account_id=account_id)
        if filing is None:
            raise not_found()
        await require_draft(runtime, call, uow, filing)
    _require_same_subject(filing, question)
    return Draft(filing.filing_type, len(filing.body.services))


def _require_same_subject(filing: Filing, question: TypeQuestion) -> None:
    subject = filing.body.subject
    certificate = subject.certificate
    pairs = {
        "/subject/nature": (subject.nature, question.nature),
        "/subject/region": (subject.region, question.region),
        "/subject/certificate/type": (certificate.type if certificate else None, question.certificate_type),
        "/subject/certificate/number": (certificate.number if certificate else None, question.certificate_number),
    }
    errors = tuple(
        FieldError(pointer, "other_subject", _OTHER_SUBJECT, remedy=_SAME_SUBJECT)
        for pointer, (there, asked) in pairs.items()
        if there != asked
    )
    if errors:
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=errors)
