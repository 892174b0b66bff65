"""The phone's page: what a purpose asks for, put into the templates in the language of the request."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.domain.file_sizes import size_told
from app.domain.filing_body import Service
from app.domain.filings import Filing
from app.domain.findings import Finding, Severity
from app.domain.materials import Material
from app.domain.phone_handovers import PhoneHandover, masked_name
from app.domain.texts import Language, Text
from app.routers import phone_words as words
from app.routers.phone_assets import asset_addresses
from app.usecases.call import SHANGHAI
from app.usecases.phone_tasks import PaperTask, Tasks

TAGS: Mapping[Language, str] = {Language.ZH: "zh", Language.EN: "en"}
"""How a language stands in the page's address."""

_NAMES = {Language.ZH: "中文", Language.EN: "English"}
_FORMATS = {
    "image/jpeg": "JPG",
    "image/png": "PNG",
    "application/pdf": "PDF",
    "video/mp4": "MP4",
    "video/quicktime": "MOV",
    "video/webm": "WEBM",
}
_TEMPLATES = Environment(
    loader=PackageLoader("app", "web/templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def rendered(template: str, language: Language, **facts: Any) -> str:
    """Fill a template of the phone's page."""
    other = Language.EN if language is Language.ZH else Language.ZH
    said = {name: text.in_language(language) for name, text in words.SAID.items()}
    shared = {
        "lang": language.value,
        "tag": TAGS[language],
        "other_lang": other.value,
        "other_tag": TAGS[other],
        "other_name": _NAMES[other],
        "assets": asset_addresses(),
        "say": said,
        "script": None,
        "at": None,
    }
    return _TEMPLATES.get_template(f"phone/{template}.html").render(**shared | facts)


def head_facts(tasks: Tasks, handover: PhoneHandover, at: str, language: Language) -> dict[str, Any]:
    """Return what the frame of a page says: which filing, what for, and until when."""
    title = words.SAID[words.TITLES[handover.purpose]].in_language(language)
    subject = tasks.filing.body.subject.name
    return {
        "at": at,
        "title": title,
        "services": _services(tasks.filing),
        "subject": masked_name(subject) if subject else None,
        "until": words.UNTIL.filled(until=_moment(handover.expires_at, language)).in_language(language),
        "script": {name: text.in_language(language) for name, text in words.SCRIPT.items()},
    }


def _services(filing: Filing) -> str:
    """Name the services so that whoever files knows them: names hidden in part, domains, which are public, in full."""
    named = [_service(one) for one in filing.body.services]
    return "、".join(name for name in named if name) or "–"


def _service(service: Service) -> str:
    name = masked_name(service.name) if service.name else ""
    domain = service.main_domain or (service.domains[0] if service.domains else "")
    return f"{name} {domain}".strip()


def _moment(moment: datetime, language: Language) -> str:
    local = moment.astimezone(SHANGHAI)
    if language is Language.ZH:
        return f"{local.month}月{local.day}日 {local:%H:%M}"
    return f"{local.day} {local:%B, %H:%M}"


def paper_facts(tasks: Tasks, handover: PhoneHandover, at: str, language: Language) -> dict[str, Any]:
    """Return the cards of the papers, and how many of those that must be there are."""
    needed = [one for one in tasks.papers if one.requirement.required]
    there = sum(bool(one.papers) for one in needed)
    overall = words.OVERALL.filled(there=there, wanted=len(needed))
    cards = [_card(one, language) for one in tasks.papers]
    return {
        "at": at,
        "cards": cards,
        "sketches": sorted({card["sketch"] for card in cards}),
        "overall": overall.in_language(language),
        "there": there,
        "wanted": len(needed),
        **finish_facts(handover, language, is_ready=there == len(needed)),
    }


def finish_facts(handover: PhoneHandover, language: Language, *, is_ready: bool) -> dict[str, Any]:
    """Return what the closing form says."""
    said = words.SAID["finish_ready" if is_ready else "finish_missing"]
    return {"is_done": handover.done_at is not None, "finish_words": said.in_language(language)}


def _card(task: PaperTask, language: Language) -> dict[str, Any]:
    asked = task.requirement
    sketch = words.SKETCH_OF.get(asked.kind, "letter")
    limits = words.LIMITS.filled(formats=_formats(asked.formats), most=size_told(asked.max_bytes))
    state, state_words = _state(task)
    return {
        "kind": asked.kind.value,
        "for_": asked.for_,
        "label": task.label.in_language(language),
        "whose": _whose(task, language),
        "required": asked.required,
        "notes": asked.notes.in_language(language),
        "limits": limits.in_language(language),
        "accept": ",".join(asked.formats),
        "max_bytes": asked.max_bytes if "image/jpeg" in asked.formats else 0,
        "photographed": sketch != "icon",
        "sketch": sketch,
        "sketch_words": words.SKETCHES[sketch].in_language(language),
        "state": state,
        "state_words": state_words.in_language(language),
        "several": sketch == "letter",
        "papers": [_paper(one, language) for one in task.papers],
    }


def _whose(task: PaperTask, language: Language) -> str | None:
    role = words.PLACES.get(task.requirement.for_)
    if role is None:
        is_person = task.requirement.for_.endswith("/principal")
        role = words.SERVICE_PRINCIPAL if is_person else words.SERVICE
    if task.person is None or not task.person.name:
        return role.in_language(language)
    return words.BELONGS_TO.filled(role=role, name=masked_name(task.person.name)).in_language(language)


def _state(task: PaperTask) -> tuple[str, Text]:
    if not task.papers:
        return "missing", words.MISSING
    severities = {finding.severity for paper in task.papers for finding in paper.findings}
    if Severity.ERROR in severities:
        return "wrong", words.WRONG
    return ("warned", words.WARNED) if Severity.WARNING in severities else ("there", words.THERE)


def _paper(paper: Material, language: Language) -> dict[str, Any]:
    said = words.RECEIVED.filled(at=_moment(paper.created_at, language), size=size_told(paper.bytes))
    findings = [finding_words(one, language) for one in paper.findings]
    return {"id": paper.id, "received": said.in_language(language), "findings": findings}


def finding_words(finding: Finding, language: Language) -> dict[str, str]:
    """Return what a finding says, and how weighty it is."""
    return {
        "severity": finding.severity.value,
        "message": finding.message.in_language(language),
        "remedy": finding.remedy.in_language(language),
    }


def _formats(formats: tuple[str, ...]) -> str:
    return " / ".join(_FORMATS.get(one, one) for one in formats)
