"""Reading certificates (证件智能识别): asked for by a call, done by a worker of its own, kept with the file."""

import asyncio
from dataclasses import dataclass

from app.domain.errors import FieldError, ProblemCode, Refusal, not_found
from app.domain.filings import Filing
from app.domain.findings import Finding
from app.domain.materials import Material
from app.domain.recognition import CertificateDocument, Reading
from app.domain.recognition_matches import Match, findings_of, matches
from app.domain.recognition_rules import certificate_at, document_of, place_of_holder
from app.domain.recognitions import MOST_ATTEMPTS, Recognition, RecognitionState
from app.domain.texts import Text
from app.ports.certificate_reader import CertificateReader, PageUnreadableError
from app.ports.object_store import ObjectDamaged, ObjectMissing
from app.ports.store.unit_of_work import UnitOfWork
from app.usecases.call import Call
from app.usecases.runtime import Runtime

READ_CERTIFICATE = "read_certificate"
ATTEND_EVERY = 5.0
"""How often the worker that reads says that it is there, in seconds."""

_ATTENDED_WITHIN = 20
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 0.5
_NOT_READ_HERE = Text(
    "这种材料不能智能识别；可识别居民身份证的正反面和营业执照，且填写的证件类型须与之一致。",
    "No machine reads papers of this kind: only resident id cards, front and back, and business licences, where the "
    "certificate type entered is the same.",
)
_CHOOSE_ANOTHER = Text(
    "请按证件手工填写。",
    "Type the data as printed.",
)
_FILE_FAULT = Text("机器无法读取这个文件。", "The file can't be read by a machine.")
_UPLOAD_AGAIN = Text(
    "请重新拍摄证件原件并上传，或按证件手工填写。",
    "Photograph the original again and upload it, or type the data as printed.",
)
_NO_READER = Text("证件智能识别没有启用。", "Nothing reads certificates here at present.")
_START_ONE = Text(
    "请按证件手工填写。运维人员：安装可选组件 [recognition]（pip install -r requirements-extras.txt），"
    "并启动 filing worker --queue recognition。",
    "Type the data as printed. Operators: install the optional extra [recognition] "
    "(pip install -r requirements-extras.txt) and start `filing worker --queue recognition`.",
)
_STILL_READING = Text("证件正在识别。", "The certificate is still being read.")
_ASK_AGAIN = Text("请稍后重复同一请求，结果会保留。", "Repeat the request a little later: the result is kept.")


@dataclass(frozen=True, slots=True)
class Recognized:
    """What was read off a paper, beside what was typed."""

    reading: Reading
    matches: tuple[Match, ...]
    findings: tuple[Finding, ...]


async def recognize(runtime: Runtime, call: Call, material_id: str) -> Recognized:
    """Return what is read off a paper; the first to ask waits until a worker has read it.

    Raises `not-found`, `material-unreadable` for papers that aren't read, `service-unavailable` while there is no
    worker, and where the reading takes longer than a call may wait: it goes on, and the next call finds it.
    """
    asked = await _asked(runtime, call, material_id)
    if asked.state is RecognitionState.QUEUED:
        asked = await _waited(runtime, asked)
    if asked.reading is None:
        error = FieldError("", "unreadable", _FILE_FAULT, remedy=_UPLOAD_AGAIN)
        raise Refusal(ProblemCode.MATERIAL_UNREADABLE, errors=(error,), remedy=_UPLOAD_AGAIN)
    async with runtime.unit_of_work() as uow:
        material, filing = await _paper(uow, call, material_id)
        place = place_of_holder(material.for_pointer)
        found = Recognized(
            asked.reading,
            matches(asked.reading, place, filing.body, call.today, runtime.rulebook),
            findings_of(asked.reading, place, filing.body, call.today, runtime.rulebook),
        )
        await call.commit(uow, found)
    return found


async def recognition_findings(
    runtime: Runtime, call: Call, uow: UnitOfWork, filing: Filing, papers: tuple[Material, ...]
) -> tuple[Finding, ...]:
    """Return what is to be said of a filing's papers that were read, held against what is typed now."""
    keys = [paper.object_key for paper in papers if paper.erased_at is None]
    done = {(one.object_key, one.document): one for one in await uow.recognitions.done_for(keys)} if keys else {}
    found: list[Finding] = []
    for paper in papers if done else ():
        document = _document(runtime, call, paper, filing)
        recognition = done.get((paper.object_key, document)) if document is not None else None
        if recognition is not None and recognition.reading is not None:
            place = place_of_holder(paper.for_pointer)
            found += findings_of(recognition.reading, place, filing.body, call.today, runtime.rulebook)
    return tuple(dict.fromkeys(found))


async def read(runtime: Runtime, reader: CertificateReader, object_key: str, document: CertificateDocument) -> None:
    """Read one page, in the worker: opened, read and forgotten in this process, the fields kept sealed.

    Nothing is done of a paper that was taken away, or was read meanwhile. Raises `ObjectStoreUnavailable`, and whatever
    the reader fails with: then it is to be called again, and gives the file up after some attempts.
    """
    queued = await _queued(runtime, object_key, document)
    if queued is None:
        return
    reading: Reading | None = None
    try:
        content = await _content(runtime, queued)
        if await _is_worth_trying(runtime, queued):
            reading = await reader.read(content, queued.media_type, document)
    except (ObjectMissing, ObjectDamaged, PageUnreadableError):
        reading = None
    async with runtime.unit_of_work() as uow:
        if reading is None:
            await uow.recognitions.give_up(queued, runtime.clock.now())
        else:
            await uow.recognitions.keep(queued, reading, reader.name, runtime.clock.now())
        await uow.commit()


async def attend(runtime: Runtime, worker_id: str) -> None:
    """Say that a worker that reads is there."""
    async with runtime.unit_of_work() as uow:
        await uow.recognitions.attend(worker_id)
        await uow.commit()


async def leave(runtime: Runtime, worker_id: str) -> None:
    """Say that a worker that read is going."""
    async with runtime.unit_of_work() as uow:
        await uow.recognitions.leave(worker_id)
        await uow.commit()


async def _asked(runtime: Runtime, call: Call, material_id: str) -> Recognition:
    """Return the reading of a paper, asked for now unless it was before; refuse papers that aren't read."""
    async with runtime.unit_of_work() as uow:
        material, filing = await _paper(uow, call, material_id)
        document = _document(runtime, call, material, filing)
        if document is None:
            error = FieldError("/kind", "not_readable", _NOT_READ_HERE, remedy=_CHOOSE_ANOTHER)
            raise Refusal(ProblemCode.MATERIAL_UNREADABLE, errors=(error,), remedy=_CHOOSE_ANOTHER)
        there = await uow.recognitions.of(material.object_key, document)
        if there is not None and there.state is not RecognitionState.QUEUED:
            return there
        if not await uow.recognitions.is_attended(_ATTENDED_WITHIN):
            raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, detail=_NO_READER, remedy=_START_ONE, retry_after=60)
        if there is not None:
            return there
        wanted = _wanted(call, material, document)
        if await uow.recognitions.ask(wanted):
            key = f"{document.value}:{material.sealed_as}"
            await uow.jobs.enqueue_reading(READ_CERTIFICATE, key, object_key=wanted.object_key, document=document.value)
        await uow.commit()
    return wanted


def _wanted(call: Call, material: Material, document: CertificateDocument) -> Recognition:
    return Recognition(
        object_key=material.object_key,
        document=document,
        provider_id=material.provider_id,
        sealed_as=material.sealed_as,
        media_type=material.media_type,
        asked_at=call.now,
    )


async def _waited(runtime: Runtime, asked: Recognition) -> Recognition:
    """Look again and again, each time with a connection of its own, until it is done or the call has waited enough."""
    left, pause = float(runtime.limits.recognition_wait_seconds), _FIRST_PAUSE
    while left > 0:
        await asyncio.sleep(min(pause, left))
        left, pause = left - pause, min(pause * 1.5, _LONGEST_PAUSE)
        async with runtime.unit_of_work() as uow:
            now = await uow.recognitions.of(asked.object_key, asked.document)
        if now is None:
            raise not_found()  # the paper was taken away meanwhile
        if now.state is not RecognitionState.QUEUED:
            return now
    raise Refusal(ProblemCode.SERVICE_UNAVAILABLE, detail=_STILL_READING, remedy=_ASK_AGAIN, retry_after=2)


async def _paper(uow: UnitOfWork, call: Call, material_id: str) -> tuple[Material, Filing]:
    """Return a paper of the caller's, and its filing; what was erased is not found."""
    material = await uow.materials.get(call.provider_id, material_id, account_id=call.caller.account_id)
    if material is None or material.erased_at is not None:
        raise not_found()
    filing = await uow.filings.get(call.provider_id, material.filing_id, account_id=call.caller.account_id)
    if filing is None:
        raise not_found()
    return material, filing


def _document(runtime: Runtime, call: Call, paper: Material, filing: Filing) -> CertificateDocument | None:
    certificate = certificate_at(filing.body, paper.for_pointer)
    return document_of(paper.kind, certificate, call.today, runtime.rulebook)


async def _queued(runtime: Runtime, object_key: str, document: CertificateDocument) -> Recognition | None:
    """Return what is still to be read; of a file that is no paper any more nothing is."""
    async with runtime.unit_of_work() as uow:
        queued = await uow.recognitions.of(object_key, document)
        if queued is None or queued.state is not RecognitionState.QUEUED:
            return None
        if await uow.materials.shares_of(object_key) > 0:
            return queued
        await uow.recognitions.remove(object_key)
        await uow.commit()
    return None


async def _is_worth_trying(runtime: Runtime, queued: Recognition) -> bool:
    """Count the attempt before it is made, since it may end the process; outages before it don't count."""
    async with runtime.unit_of_work() as uow:
        attempts = await uow.recognitions.begin(queued.object_key, queued.document)
        await uow.commit()
    return attempts <= MOST_ATTEMPTS


async def _content(runtime: Runtime, begun: Recognition) -> bytes:
    stream = await runtime.objects.stream(begun.object_key, f"material:{begun.provider_id}:{begun.sealed_as}")
    return b"".join([chunk async for chunk in stream])
