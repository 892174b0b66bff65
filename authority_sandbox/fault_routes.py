"""Arming faults, and looking at what came of them."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field, model_validator

from authority_sandbox import faults, submissions
from authority_sandbox.authority_routes import sandbox_of
from authority_sandbox.faults import Fault, Order
from authority_sandbox.wire import Id, Wire

router = APIRouter(prefix="/sandbox")

_SECONDS = 5.0


class FaultIn(Wire):
    """A fault to arm; an empty body only reads."""

    fault: Annotated[Fault, Field(strict=False)] | None = None
    times: Annotated[int, Field(ge=0, le=1000)] = 1
    about: Annotated[list[Id], Field(min_length=1, max_length=200)] | None = None
    seconds: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] = _SECONDS

    @model_validator(mode="after")
    def _names_a_fault(self) -> "FaultIn":
        if self.fault is None and self.model_fields_set:
            raise ValueError("these are of a fault")
        return self


class SubmissionsIn(Wire):
    """Asks what was handed over under one of these ids, the submission's own or a service's."""

    about: Annotated[list[Id], Field(min_length=1, max_length=200)]


@router.post("/faults")
async def put_fault(request: Request, wanted: FaultIn) -> dict[str, Any]:
    """Arm a fault, or take it back; answers what is armed and what was played."""
    async with sandbox_of(request).connection() as connection:
        if wanted.fault is not None:
            await faults.arm(connection, Order(wanted.fault, wanted.times, wanted.about, wanted.seconds))
        return await faults.read(connection)


@router.post("/submissions")
async def list_submissions(request: Request, asked: SubmissionsIn) -> dict[str, Any]:
    """Tell what was handed over and how often each of it was sent, oldest first."""
    async with sandbox_of(request).connection() as connection:
        return {"data": await submissions.about(connection, asked.about)}
