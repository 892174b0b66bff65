"""Problems (RFC 9457) as they are documented."""

from pydantic import BaseModel, ConfigDict


class FieldProblemOut(BaseModel):
    """What is wrong at one place."""

    pointer: str
    code: str
    message: str
    rule: str | None = None
    source: str | None = None
    remedy: str | None = None


class ProblemOut(BaseModel):
    """What is wrong, where, why, and what to do."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    trace_id: str
    retry: str
    remedy: str
    errors: list[FieldProblemOut] = []
