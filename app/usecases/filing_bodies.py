"""Changing what the applicant entered: shape was checked at the door, content is checked in `filing_checks`."""

from typing import Any

from app.domain.certificate_numbers import normalised
from app.domain.editable_fields import editable_fields, fields_found_fault_with
from app.domain.errors import FieldError, ProblemCode, Refusal
from app.domain.expiries import may_end_otherwise
from app.domain.filing_body import CertificateType, FilingBody
from app.domain.filing_body_json import body_from_json, body_to_json
from app.domain.filing_changes import changed_pointers, lies_under, merged, value_at
from app.domain.filing_states import State, is_editable
from app.domain.filings import Filing
from app.domain.frozen_fields import Frozen, frozen_fields
from app.domain.profile import EditableAfterRejection, Profile
from app.domain.texts import Text
from app.domain.type_rules import TypeRule
from app.ports.store.filings import OpenOrderFoundError
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.authenticity import void_changed
from app.usecases.call import Call
from app.usecases.expiry_deadlines import watch
from app.usecases.filing_details import FilingDetails, detail_of, locked
from app.usecases.filing_moves import touch
from app.usecases.filing_openings import open_order_refusal
from app.usecases.national_mirror import certificate_index
from app.usecases.papers_on_record import attach_newly_shown, drop_outdated
from app.usecases.review_findings import weightiest
from app.usecases.runtime import Runtime

_NOT_EDITABLE = Text("当前状态下不能修改该项。", "This may not be changed in the present state.")
_REJECTED = (State.FIRST_REVIEW_REJECTED, State.COMPLETION_REQUIRED, State.AUTHORITY_REJECTED)


def editable_now(filing: Filing, profile: Profile, runtime: Runtime, call: Call) -> tuple[str, ...]:
    """Return the places of a filing that may be changed in its state."""
    if not is_editable(filing.state, weightiest(runtime, call, filing)):
        return ()
    frozen = frozen_in(filing, runtime, call)
    only_faults = profile.editable_after_rejection is EditableAfterRejection.FOUND_FAULT
    if filing.state in _REJECTED and only_faults and filing.findings:
        return fields_found_fault_with(filing.body, tuple(finding.pointer for finding in filing.findings), frozen)
    return editable_fields(filing.body, frozen)


def frozen_in(filing: Filing, runtime: Runtime, call: Call) -> Frozen:
    """Return what the type of a filing, and what was on file, leave as it is."""
    return frozen_fields(filing.filing_type, filing.body, filing.on_file, call.today, runtime.rulebook)


async def patch(
    runtime: Runtime, call: Call, filing_id: str, revision: int | None, change: dict[str, Any]
) -> FilingDetails:
    """Merge a change into a filing's body; a change that changes nothing leaves the revision as it is."""
    async with runtime.unit_of_work() as uow:
        filing = await locked(uow, call, filing_id, revision)
        allowed = editable_now(filing, call.profile, runtime, call)
        if not allowed:
            raise Refusal(
                ProblemCode.NOT_EDITABLE, facts={"state": filing.state.value, "editable": []}, detail=_NOT_EDITABLE
            )
        old = body_to_json(filing.body)
        body = with_normal_numbers(body_from_json(merged(old, change)))
        _refuse_fixed(frozen_in(filing, runtime, call), old, body_to_json(body), allowed)
        if body != filing.body:
            await _hold_certificate(runtime, call, uow, filing, body)
            await void_changed(uow, filing, body)
            await drop_outdated(uow, filing, body)
            await attach_newly_shown(runtime, uow, call, filing, body)
            had = filing.body
            filing = await touch(runtime, uow, filing, call.now, call.provider.profile, body=body)
            if may_end_otherwise(had, body):
                await watch(runtime, uow, filing, call.profile, call.now)
        result = await detail_of(uow, filing)
        await call.commit(uow, result)
    return result


async def _hold_certificate(runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, body: FilingBody) -> None:
    """Make a filing the one open order of a subject that is entered here: nobody verified it before.

    Raises `order-in-progress`, and `validation-failed` for a subject that another account here holds.
    """
    certificate = body.subject.certificate
    is_told = certificate is not None and certificate.type is not None and certificate.number is not None
    if filing.transfer_id is None or filing.record_id is not None or not is_told:
        return
    assert certificate is not None
    index = certificate_index(runtime, certificate.type, certificate.number or "")
    if set(await uow.records.holders(call.provider_id, index)) - {filing.account_id}:
        words = runtime.rulebook.finding(TypeRule.SUBJECT_IN_OTHER_ACCOUNT, call.today, "/subject/certificate/number")
        raise Refusal(ProblemCode.VALIDATION_FAILED, errors=(FieldError.of(words),))
    try:
        await uow.filings.save_certificate(filing, index)
    except OpenOrderFoundError as open_order:
        raise open_order_refusal(runtime, call, open_order) from open_order


def _refuse_fixed(frozen: Frozen, old: Any, new: Any, allowed: tuple[str, ...]) -> None:
    changed = list(changed_pointers(old, new))
    faults = tuple(fault for place in changed if (fault := frozen.fault(place, value_at(new, place))) is not None)
    if faults:
        raise Refusal(ProblemCode.FIELD_FROZEN, errors=faults)
    closed = [place for place in changed if not lies_under(place, allowed)]
    if closed:
        errors = tuple(FieldError(place, "not_editable", _NOT_EDITABLE) for place in closed)
        raise Refusal(ProblemCode.NOT_EDITABLE, errors=errors, facts={"editable": list(allowed)})


def with_normal_numbers(body: FilingBody) -> FilingBody:
    """Return a body whose certificate numbers are in the form in which they are compared."""
    json = body_to_json(body)
    _normalise(json)
    return body_from_json(json)


def _normalise(value: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _normalise(item)
    elif isinstance(value, dict):
        certificate = value.get("certificate")
        if isinstance(certificate, dict) and certificate.get("type") and certificate.get("number"):
            certificate["number"] = normalised(CertificateType(certificate["type"]), certificate["number"])
        for item in value.values():
            _normalise(item)
