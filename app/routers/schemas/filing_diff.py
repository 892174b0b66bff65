"""A filing beside the record."""

from typing import Any

from pydantic import BaseModel


class FieldChangeOut(BaseModel):
    """One field that differs; `unknown` may have another value on file that is not known here."""

    pointer: str
    on_file: Any
    new: Any
    change: str


class CodeRecipientOut(BaseModel):
    """Somebody who would be sent a code."""

    roles: list[str]
    phone: str
    service_ids: list[str]


class CodesOut(BaseModel):
    """Whether codes have to be entered, and by whom."""

    required: bool
    recipients: list[CodeRecipientOut]


class FilingDiffOut(BaseModel):
    """Each field on file against new, and what that decides; `authenticity_for` are places in the filing."""

    filing_type: str
    fields: list[FieldChangeOut]
    subject_changed: bool
    changed_services: list[str]
    sms: CodesOut
    first_review: bool
    authority_review: bool
    must_be_offline: bool
    may_be_served_meanwhile: bool
    authenticity_for: list[str]
