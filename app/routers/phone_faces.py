"""The page of a portrait or a video: who has to show a face, what came of it, and what is agreed to."""

from collections.abc import Mapping
from typing import Any

from app.domain.challenges import Challenge
from app.domain.consents import Wording
from app.domain.materials import AuthenticityStatus
from app.domain.phone_handovers import HandoverPurpose, PhoneHandover
from app.domain.phone_numbers import masked
from app.domain.requirements import MaterialLimits
from app.domain.texts import Language
from app.routers import phone_words as words
from app.routers.phone_page import finding_words, finish_facts
from app.usecases.phone_tasks import FaceTask, Tasks


def face_facts(
    tasks: Tasks,
    handover: PhoneHandover,
    at: str,
    language: Language,
    wording: Wording,
    limits: MaterialLimits,
    challenges: Mapping[str, Challenge],
) -> dict[str, Any]:
    """Return the cards of the people; `challenges` are by place, for videos only."""
    sketch = handover.purpose.value
    is_ready = all(_is_shown(one) for one in tasks.faces)
    return {
        "at": at,
        "kind": handover.purpose.value,
        "sketches": [sketch],
        "sketch_words": words.SKETCHES[sketch].in_language(language),
        "people": [_card(one, handover, language, challenges.get(one.for_pointer)) for one in tasks.faces],
        "wording": wording.words.in_language(language),
        "consent_version": wording.version,
        "take": words.SAID[f"take_{handover.purpose.value}"].in_language(language),
        "accept": ",".join(limits.formats),
        "camera": "user",
        "max_bytes": limits.max_bytes if handover.purpose is HandoverPurpose.PORTRAIT else 0,
        **finish_facts(handover, language, is_ready=is_ready),
    }


def _is_shown(task: FaceTask) -> bool:
    return task.check is not None and task.check.status is not AuthenticityStatus.FAILED


def _card(task: FaceTask, handover: PhoneHandover, language: Language, challenge: Challenge | None) -> dict[str, Any]:
    status = None if task.check is None else task.check.status
    remedy = words.REMEDIES.get(status)
    certificate = task.person.certificate
    return {
        "for_": task.for_pointer,
        "name": task.person.name or words.PLACES.get(task.for_pointer, words.SERVICE_PRINCIPAL).in_language(language),
        "number": masked(certificate.number) if certificate is not None and certificate.number else "–",
        "state": "missing" if status is None else status.value,
        "state_words": words.STATES[status].in_language(language),
        "remedy": None if remedy is None else remedy.in_language(language),
        "findings": [] if task.check is None else [finding_words(one, language) for one in task.check.findings],
        "notes": _notes(task, handover, language),
        "challenge_id": None if challenge is None else challenge.id,
        "actions": [] if challenge is None else _actions(challenge, language),
    }


def _notes(task: FaceTask, handover: PhoneHandover, language: Language) -> str:
    if task.requirement is not None:
        return task.requirement.notes.in_language(language)
    return words.VIDEO_NOTES.in_language(language) if handover.purpose is HandoverPurpose.VIDEO else ""


def _actions(challenge: Challenge, language: Language) -> list[str]:
    turns = [words.ACTIONS[turn].in_language(language) for turn in challenge.turns]
    return [*turns, words.READ_OUT.filled(digits=" ".join(challenge.digits)).in_language(language)]
