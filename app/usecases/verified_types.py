"""A stored type verification that a filing is to be begun from: still good, and decided once more."""

from dataclasses import replace

from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filing_body import (
    Access,
    Certificate,
    CertificateType,
    FilingBody,
    IpRange,
    Service,
    ServiceKind,
    Subject,
    SubjectNature,
)
from app.domain.filings import TypeVerification
from app.domain.type_rules import RefusalCode
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.runtime import Runtime
from app.usecases.type_questions import AskedServiceInput, TypeQuestion, read_question
from app.usecases.type_verifications import judge

_OPEN_ORDER_REFUSALS = (
    RefusalCode.ORDER_IN_PROGRESS,
    RefusalCode.CERTIFICATE_HAS_OPEN_ORDER,
    RefusalCode.SERVICE_HAS_OPEN_ORDER,
)


async def usable_verification(
    uow: UnitOfWork, call: Call, verification_id: str, *, lock: bool = False
) -> TypeVerification:
    """Find a verification that allows a filing.

    Raises `not-found`, `type-verification-refused`, `-used`, `-expired`.
    """
    verification = await uow.verifications.get(call.provider_id, verification_id, lock=lock)
    if verification is None:
        raise not_found()
    call.caller.require_account(verification.account_id)
    if verification.filing_type is None:
        refusal = verification.answer["refusal"]
        raise Refusal(ProblemCode.TYPE_VERIFICATION_REFUSED, facts={"reason": refusal["code"]})
    if verification.filing_id is not None:
        raise Refusal(ProblemCode.TYPE_VERIFICATION_USED, facts={"filing_id": verification.filing_id})
    if verification.expires_at <= call.now:
        raise Refusal(ProblemCode.TYPE_VERIFICATION_EXPIRED)
    return verification


async def decide_again(runtime: Runtime, call: Call, verification: TypeVerification) -> TypeQuestion:
    """Decide once more: things may have changed within the 24 hours, and the verdict must still be the same.

    Raises `order-in-progress` and `type-verification-changed`.
    """
    question = question_of(runtime, call, verification)
    judged = await judge(
        runtime, call, verification.account_id, question, verification.certificate_index, verification.addition_to
    )
    verdict = judged.verdict
    if verdict.refusal is not None and verdict.refusal.code in _OPEN_ORDER_REFUSALS:
        raise Refusal(
            ProblemCode.ORDER_IN_PROGRESS,
            facts={"reason": verdict.refusal.code.value},
            detail=verdict.refusal.message,
            remedy=verdict.refusal.remedy,
        )
    if verdict.filing_type is not verification.filing_type:
        now_is = verdict.refusal.code.value if verdict.refusal else str(verdict.filing_type)
        raise Refusal(ProblemCode.TYPE_VERIFICATION_CHANGED, facts={"verdict_now": now_is})
    return question


def question_of(runtime: Runtime, call: Call, verification: TypeVerification) -> TypeQuestion:
    """Read a stored verification's question again."""
    asked = verification.asked
    services = [
        AskedServiceInput(
            ServiceKind(one["kind"]),
            tuple(one["names"]) if one["kind"] == ServiceKind.WEBSITE else (),
            None if one["kind"] == ServiceKind.WEBSITE else one["names"][0],
        )
        for one in asked["services"]
    ]
    return read_question(
        runtime,
        call,
        nature=SubjectNature(asked["nature"]),
        certificate=(CertificateType(asked["certificate"]["type"]), asked["certificate"]["number"]),
        region=asked["region"],
        channel=verification.channel,
        services=services,
        pointers=[f"/services/{place}" for place in range(len(services))],
    )


def verified_body(runtime: Runtime, question: TypeQuestion) -> FilingBody:
    """Fill in what was verified, and nothing else."""
    services = []
    for names in question.service_names:
        kind, told = names[0].kind, tuple(name.name for name in names)
        is_website = kind is ServiceKind.WEBSITE
        services.append(
            Service(
                id=runtime.ids.new("svc"),
                kind=kind,
                name=None if is_website else told[0],
                domains=told if is_website else (),
                main_domain=told[0] if is_website else None,
            )
        )
    certificate = Certificate(question.certificate_type, question.certificate_number)
    subject = Subject(nature=question.nature, region=question.region, certificate=certificate)
    return FilingBody(subject=subject, services=tuple(services))


def with_access(body: FilingBody, ip: str | None) -> FilingBody:
    """Fill in the address that a code or a server stands for, where none is entered."""
    if ip is None:
        return body
    access = (Access(ip_ranges=(IpRange(ip, ip),)),)
    return replace(body, services=tuple(replace(one, access=one.access or access) for one in body.services))
