"""One call as use cases see it: who calls, when, and how its answer is kept for a repetition."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from typing import Any

from app.domain.callers import Caller
from app.domain.profile import Profile
from app.domain.providers import Provider
from app.ports.store.keys import Answer, Lease
from app.ports.store.unit_of_work import UnitOfWork

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")


def day_in_china(moment: datetime) -> date:
    """Return the day in China: rules change at midnight there."""
    return moment.astimezone(SHANGHAI).date()


@dataclass(slots=True)
class Call:
    """`now` is the rules' time, read once. `renders` turns the use case's result into the answer that goes out.

    The answer of a call with an idempotency key is stored by the commit of the work itself, so that either both are
    there or neither. `stays_admitted` is asked by that commit too, and raises where the door that the caller came
    through was closed meanwhile: the body of a request may have taken long to come.
    """

    caller: Caller
    provider: Provider
    profile: Profile
    now: datetime
    lease: Lease | None = None
    renders: Callable[[Any], Answer] | None = None
    stays_admitted: Callable[[UnitOfWork], Awaitable[None]] | None = None
    answer: Answer | None = None
    today: date = field(init=False)
    """The day that rules are asked for."""

    def __post_init__(self) -> None:
        self.today = day_in_china(self.now)

    @property
    def provider_id(self) -> str:
        """Return the tenant."""
        return self.provider.id

    async def commit(self, uow: UnitOfWork, result: Any) -> None:
        """Commit the work, and with it the answer."""
        if self.stays_admitted is not None:
            await self.stays_admitted(uow)
        if self.renders is not None:
            self.answer = self.renders(result)
            if self.lease is not None:
                await uow.keys.complete(self.lease, self.answer)
        await uow.commit()
