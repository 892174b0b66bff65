"""Sandbox mode: a subject on the national record that an account here holds, so that it is on our record too."""

from typing import Any

from app.domain.filing_body import Certificate, CertificateType, Service, ServiceKind, Subject, SubjectNature
from app.domain.records import Record, RecordedService
from app.usecases.call import Call
from app.usecases.expiry_deadlines import look_again
from app.usecases.runtime import Runtime


async def put_held(
    runtime: Runtime, call: Call, account_id: str, asked: dict[str, Any], stored: dict[str, Any], index: bytes
) -> None:
    """Put on our record what was put on the national one; `stored` has the numbers, in the order of `asked`."""
    subject = asked["subject"]
    certificate = Certificate(CertificateType(subject["certificate"]["type"]), subject["certificate"]["number"])
    record = Record(
        id=runtime.ids.new("rec"),
        provider_id=call.provider_id,
        account_id=account_id,
        subject_number=stored["subject_number"],
        subject=Subject(subject["name"], SubjectNature(subject["nature"]), subject["region"], certificate),
        services=tuple(
            _service(runtime, call, service, filed["number"])
            for service, filed in zip(asked["services"], stored["services"], strict=True)
        ),
        created_at=call.now,
        updated_at=call.now,
    )
    async with runtime.unit_of_work() as uow:
        stored_record = await uow.records.put(record, index)
        await look_again(uow, [stored_record.id], call.now)
        await uow.commit()


def _service(runtime: Runtime, call: Call, asked: dict[str, Any], number: str) -> RecordedService:
    domain = asked.get("domain")
    service = Service(
        id=runtime.ids.new("svc"),
        kind=ServiceKind(asked["kind"]),
        name=asked.get("name"),
        domains=(domain,) if domain is not None else (),
    )
    return RecordedService(
        id=service.id,
        service=service,
        number=number,
        access_here=asked["access_here"],
        opened_on=call.today,
    )
