"""What a provider's side may ask of the authority."""

from typing import Annotated, Any, cast

from fastapi import APIRouter, Path, Query, Request

from authority_sandbox import domain_facts, lookups, misbehaving, sms, submissions
from authority_sandbox.errors import SandboxError
from authority_sandbox.sandbox import Sandbox
from authority_sandbox.submission_rows import find, load
from authority_sandbox.wire import DomainFactsLookupIn, Id, LookupIn, SmsCheckIn, SmsResendIn, SubmissionIn

router = APIRouter(prefix="/authority/v1")

Receipt = Annotated[Id, Path()]


def sandbox_of(request: Request) -> Sandbox:
    """Return the sandbox that a request came to."""
    return cast(Sandbox, request.app.state.sandbox)


@router.get("/capabilities")
async def tell_capabilities(request: Request) -> dict[str, str]:
    """Tell what differs from one authority to the other."""
    async with sandbox_of(request).connection() as connection:
        return {"sms_entry": await sms.entry(connection)}


@router.post("/lookups")
async def look_up(request: Request, question: LookupIn) -> dict[str, Any]:
    """Ask the national record."""
    async with sandbox_of(request).connection() as connection:
        return await lookups.look_up(connection, question)


@router.post("/submissions", status_code=201)
async def submit(request: Request, submission: SubmissionIn) -> dict[str, Any]:
    """Hand a filing over."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        played = await misbehaving.before_intake(connection, sandbox, submission)
        answer = await submissions.submit(connection, submission, now)
    await misbehaving.before_answer(sandbox, request, played, answer)
    return answer


@router.get("/submissions")
async def find_submission(
    request: Request, provider_id: Annotated[Id, Query()], submission_id: Annotated[Id, Query()]
) -> dict[str, Any]:
    """Ask by the provider's own id, for whoever lost the receipt."""
    sandbox = sandbox_of(request)
    async with sandbox.connection() as connection:
        row = await find(connection, provider_id, submission_id)
        if row is None:
            raise SandboxError(404, "unknown_submission", "No submission has this id.")
        await misbehaving.before_state(connection, sandbox, row.receipt)
        return await submissions.status(connection, row)


@router.get("/submissions/{receipt}")
async def read_submission(request: Request, receipt: Receipt) -> dict[str, Any]:
    """Ask by the receipt."""
    sandbox = sandbox_of(request)
    async with sandbox.connection() as connection:
        await misbehaving.before_state(connection, sandbox, receipt)
        return await submissions.status(connection, await load(connection, receipt))


@router.post("/submissions/{receipt}/sms-checks")
async def check_sms(request: Request, receipt: Receipt, tried: SmsCheckIn) -> dict[str, Any]:
    """Enter a code."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        answer = await sms.check(connection, receipt, tried, now)
        await misbehaving.after_code(connection, sandbox, receipt)
        return answer


@router.post("/submissions/{receipt}/sms-resends", status_code=202)
async def resend_sms(request: Request, receipt: Receipt, wish: SmsResendIn) -> dict[str, Any]:
    """Ask for a new code."""
    sandbox = sandbox_of(request)
    now = await sandbox.clock.now()
    async with sandbox.connection() as connection:
        return await sms.resend(connection, receipt, wish, now)


@router.post("/domain-facts/lookups")
async def look_up_domain_facts(request: Request, question: DomainFactsLookupIn) -> dict[str, Any]:
    """Ask what registrars know."""
    async with sandbox_of(request).connection() as connection:
        return {"data": await domain_facts.look_up(connection, question.domains)}
