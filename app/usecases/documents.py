"""Papers to sign: filled in from a filing as it stands, and printed."""

from app.domain.document_forms import Template
from app.domain.document_places import Naming
from app.domain.documents import Origin, Reader, document
from app.domain.errors import ProblemCode, Refusal, not_found
from app.domain.filings import Filing
from app.domain.letters import Document
from app.domain.texts import Language, Text
from app.usecases.call import Call, day_in_china
from app.usecases.data_erasure import found_whole
from app.usecases.paper_questions import paper_question
from app.usecases.runtime import Runtime

_NOT_FOR_THIS = Text(
    "这个备案不需要该材料：没有需要授权的人，或该备案类型、主办单位性质不用它。",
    "This filing has no use for the paper: nobody is to be appointed, or its type or nature needs none.",
)
_WHAT_TO_DO = Text(
    "所需材料见 requirements；如有代办人，或负责人不是法定代表人，请先填写后再下载。",
    "See the papers wanted in requirements; enter an agent, or a principal who is not the legal representative, first.",
)


async def printed(
    runtime: Runtime, call: Call, filing_id: str, template: str, language: Language, about: str | None
) -> tuple[Filing, bytes]:
    """Return a filing and a paper of it as PDF; raises `not-found` for what is not there or of no use to it.

    The database is asked first and let go: drawing takes longer than reading.
    """
    if template not in tuple(Template):
        raise not_found()
    async with runtime.unit_of_work() as uow:
        filing = await found_whole(uow, call, filing_id)
    paper = _document(runtime, call, filing, Template(template), language, about)
    if paper is None:
        raise Refusal(ProblemCode.NOT_FOUND, detail=_NOT_FOR_THIS, remedy=_WHAT_TO_DO)
    return filing, await runtime.printer.printed(paper)


def _document(
    runtime: Runtime, call: Call, filing: Filing, template: Template, language: Language, about: str | None
) -> Document | None:
    """Fill the paper in by the rules of today; what it says of itself depends on the revision alone."""
    label = call.profile.type_label(filing.filing_type, call.today, runtime.rulebook)
    return document(
        template,
        paper_question(runtime, call, filing),
        Origin(filing.id, filing.revision, day_in_china(filing.updated_at).isoformat()),
        Naming(call.today, runtime.rulebook, call.provider.name, label.zh),
        Reader(language, call.caller.reads_personal_data),
        about,
    )
