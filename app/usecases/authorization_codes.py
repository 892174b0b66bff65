"""Authorization codes (备案授权码): issuing, checking, listing and revoking them."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from app.domain.authorization_codes import (
    AuthorizationCode,
    CodeEvent,
    CodeReason,
    CodeState,
    moved_code,
    usability,
)
from app.domain.errors import FieldError, ProblemCode, Refusal, invalid, not_found
from app.domain.findings import Finding
from app.domain.resources import Resource, ResourceReason, eligibility, places_left
from app.domain.texts import Text
from app.ports.store.paging import Page, PageWanted
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.runtime import Runtime

_NOT_ITS_IP = Text("该服务器没有这个公网 IP。", "The server does not have this public IP.")


@dataclass(frozen=True, slots=True)
class IssueCommand:
    """How many codes of a server are wanted, for which account and which of its addresses."""

    count: int
    for_account_id: str | None
    ip: str | None


@dataclass(frozen=True, slots=True)
class CodeIssued:
    """A new code with its characters, which are shown this once."""

    stored: AuthorizationCode
    code: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class CodeChecked:
    """Whether a code can be used, and if not, why."""

    reason: CodeReason | ResourceReason | None
    resource: Resource | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A code with its server and how much of the server is taken."""

    code: AuthorizationCode | None
    resource: Resource | None
    places_taken: int


def typed(code: str) -> str:
    """Return a code as it is hashed: people type it with other cases, spaces and dashes."""
    return "".join(code.split()).replace("-", "").upper()


def reason_finding(runtime: Runtime, call: Call, reason: CodeReason | ResourceReason, pointer: str) -> Finding:
    """Let the rule of a reason speak."""
    return runtime.rulebook.finding(reason.rule, call.today, pointer)


async def issue(runtime: Runtime, call: Call, external_id: str, command: IssueCommand) -> tuple[CodeIssued, ...]:
    """Issue codes of a server; raises `resource-unusable` beyond its capacity or where it is not eligible."""
    async with runtime.unit_of_work() as uow:
        resource = await uow.resources.by_external_id(call.provider_id, external_id, lock=True)
        if resource is None:
            raise not_found()
        await _check_issue(runtime, call, uow, resource, command)
        issued = tuple(_new_code(runtime, call, resource, command) for _ in range(command.count))
        await uow.codes.add([(code.stored, code_hash(runtime, code.code)) for code in issued])
        await call.commit(uow, issued)
    return issued


async def _check_issue(
    runtime: Runtime, call: Call, uow: UnitOfWork, resource: Resource, command: IssueCommand
) -> None:
    if command.ip is not None and command.ip not in resource.public_ips:
        raise invalid("/ip", "not_its_ip", _NOT_ITS_IP)
    account = command.for_account_id
    if account is not None and await uow.accounts.get(call.provider_id, account) is None:
        raise not_found()
    taken = (await uow.resources.used_capacity([resource.id])).get(resource.id, 0)
    reasons = list(eligibility(resource, call.now, call.profile, places_taken=taken))
    if not reasons and places_left(resource, taken, call.profile) < command.count:
        reasons = [ResourceReason.RESOURCE_CAPACITY_REACHED]
    if reasons:
        raise unusable(runtime, call, ProblemCode.RESOURCE_UNUSABLE, reasons[0], "/count")


def unusable(
    runtime: Runtime, call: Call, code: ProblemCode, reason: CodeReason | ResourceReason, pointer: str
) -> Refusal:
    """Refuse a code or a server with the words of the rule that speaks against it."""
    finding = reason_finding(runtime, call, reason, pointer)
    return Refusal(
        code,
        facts={"reason": reason.value},
        errors=(FieldError.of(finding),),
        detail=finding.message,
        remedy=finding.remedy,
    )


def _new_code(runtime: Runtime, call: Call, resource: Resource, command: IssueCommand) -> CodeIssued:
    stored = AuthorizationCode(
        id=runtime.ids.new("code"),
        provider_id=call.provider_id,
        resource_id=resource.id,
        state=CodeState.UNUSED,
        for_account_id=command.for_account_id,
        ip=command.ip,
        created_at=call.now,
        expires_at=resource.expires_at,
    )
    return CodeIssued(stored, runtime.secrets.code(), resource.expires_at)


def code_hash(runtime: Runtime, code: str) -> bytes:
    """Return the keyed hash by which a code is found: the code itself is nowhere."""
    return runtime.index.of("authorization_code", typed(code))


async def find(runtime: Runtime, uow: UnitOfWork, provider_id: str, code: str, *, lock: bool = False) -> CodeFound:
    """Find a typed code with its server; the same statements run whether it exists or not.

    The server is held before its codes, as whoever changes the server holds them.
    """
    hashed = code_hash(runtime, code)
    stored = await uow.codes.find(provider_id, hashed)
    resource_id = stored.resource_id if stored else "res_none"
    resource = await uow.resources.get(provider_id, resource_id, lock=lock)
    if lock:
        stored = await uow.codes.find(provider_id, hashed, lock=True)
    taken = await uow.resources.used_capacity([resource_id])
    return CodeFound(stored, resource, taken.get(resource_id, 0))


async def check(runtime: Runtime, call: Call, code: str) -> CodeChecked:
    """Tell whether a code can be used; wrong guesses are counted, and too many of them refused."""
    window = call_window(runtime)
    limit = runtime.limits.code_checks_per_minute
    async with runtime.unit_of_work() as uow:
        guesses = await uow.attempts.count("code_check", call.caller.owner, window)
        if guesses >= limit:
            raise Refusal(ProblemCode.RATE_LIMITED, retry_after=seconds_left(runtime, window))
        found = await find(runtime, uow, call.provider_id, code)
        reason = usability(
            found.code, found.resource, call.caller.account_id, call.now, call.profile, places_taken=found.places_taken
        )
        # Written whatever the answer is, so that the time taken says nothing of it.
        guessed = int(reason in (CodeReason.UNKNOWN, CodeReason.WRONG_ACCOUNT))
        await uow.attempts.add("code_check", call.caller.owner, window, guessed)
        result = CodeChecked(reason, found.resource, found.code.expires_at if found.code is not None else None)
        await call.commit(uow, result)
    return result


def call_window(runtime: Runtime) -> datetime:
    """Return the start of the running minute of real time."""
    return runtime.clock.real_now().replace(second=0, microsecond=0)


def seconds_left(runtime: Runtime, window: datetime) -> int:
    """Return how long a window lasts on, in whole seconds, at least one."""
    return max(1, int((window + timedelta(minutes=1) - runtime.clock.real_now()).total_seconds()))


async def listed(
    runtime: Runtime, call: Call, page: PageWanted, external_id: str | None, state: CodeState | None
) -> Page[AuthorizationCode]:
    """List codes, without their characters."""
    async with runtime.unit_of_work() as uow:
        await uow.codes.let_expire(call.now)
        await uow.commit()
        resource_id: str | None = None
        if external_id is not None:
            resource = await uow.resources.by_external_id(call.provider_id, external_id)
            if resource is None:
                return Page((), None)
            resource_id = resource.id
        return await uow.codes.list(call.provider_id, page, resource_id, state)


async def revoke(runtime: Runtime, call: Call, code_id: str) -> None:
    """Make a code useless; one in use or spent can't be revoked any more."""
    async with runtime.unit_of_work() as uow:
        code = await uow.codes.get(call.provider_id, code_id, lock=True)
        if code is None:
            raise not_found()
        await uow.codes.save(replace(code, state=moved_code(code.state, CodeEvent.REVOKED)))
        await call.commit(uow, None)
