"""Idempotency keys of POST calls: begin before the work, release after work that must not be remembered."""

from app.domain.errors import ProblemCode, Refusal
from app.ports.store.keys import Answer, KeyBusyError, KeyReusedError, Lease
from app.usecases.runtime import Runtime


async def begin(runtime: Runtime, owner: str, operation: str, key: str, body_digest: bytes) -> Lease | Answer:
    """Take a key for the first request, or return the answer that a former one got.

    Raises `idempotency-key-in-progress` and `idempotency-key-reused`.
    """
    lease = Lease(owner, operation, key, runtime.secrets.token(16), runtime.limits.key_lease_seconds)
    async with runtime.unit_of_work() as uow:
        try:
            answer = await uow.keys.begin(lease, body_digest, runtime.clock.real_now())
        except KeyBusyError as busy:
            raise Refusal(ProblemCode.IDEMPOTENCY_KEY_IN_PROGRESS, retry_after=1) from busy
        except KeyReusedError as reused:
            raise Refusal(ProblemCode.IDEMPOTENCY_KEY_REUSED) from reused
    return lease if answer is None else answer


async def keep(runtime: Runtime, lease: Lease, answer: Answer) -> None:
    """Store an answer that no commit of the work stored: a refusal, or a call that writes nothing."""
    async with runtime.unit_of_work() as uow:
        await uow.keys.complete(lease, answer)
        await uow.commit()


async def release(runtime: Runtime, lease: Lease) -> None:
    """Give a key back."""
    async with runtime.unit_of_work() as uow:
        await uow.keys.release(lease)
        await uow.commit()
