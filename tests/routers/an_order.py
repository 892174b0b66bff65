"""A body with every kind of union, which pydantic finds fault with, and what was found."""

import json
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, TypeAdapter, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from app.domain.errors import Refusal
from app.domain.texts import Language
from app.problems import problem_body


def told(refusal: Refusal, language: Language = Language.ZH) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(problem_body(refusal, language, "4bf92f3577b34da6a3ce929d0e0e4736"))
    return body


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Site(Strict):
    kind: Literal["website"]
    ports: list[int] = []


class Program(Strict):
    kind: Literal["app"]
    name: Annotated[str, Field(min_length=1, max_length=5)]


class Order(Strict):
    services: Annotated[list[Annotated[Site | Program, Field(discriminator="kind")]], Field(max_length=2)] = []
    either: int | list[int] | None = None
    chosen: (
        Annotated[
            Annotated[Site, Tag("as_site")] | Annotated[Program, Tag("as_program")], Discriminator(lambda _: "as_site")
        ]
        | None
    ) = None
    plain: Site | Program | None = None
    counts: dict[str, int] = {}
    by_number: dict[int, int] = {}
    amount: Annotated[int, Field(ge=1, le=9)] = 1
    price: Annotated[Decimal, Field(max_digits=4)] = Decimal(1)
    on: date | None = None
    checked: str = "fine"
    word: str = ""

    @field_validator("checked")
    @classmethod
    def _fine(cls, value: str) -> str:
        if value == "ours":
            raise PydanticCustomError("wrong_check_digit", "no", {"zh": "校验码不对", "en": "Wrong check digit"})
        if value != "fine":
            raise ValueError(f"not fine: {value}")
        return value


def errors_of(body: Any, kind: Any = Order) -> list[Any]:
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(body)
    return list(caught.value.errors())
