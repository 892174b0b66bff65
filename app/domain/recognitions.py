"""The reading of one paper as work that is asked for, done and kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.recognition import CertificateDocument, Reading

# A file that ended the reader so often is taken to be the cause.
MOST_ATTEMPTS = 3


class RecognitionState(StrEnum):
    """How far a reading is; `failed` means that the file can't be read by a machine at all."""

    QUEUED = "queued"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Recognition:
    """One page of one file to be read: papers used again are the same file, and need not be read again.

    `sealed_as` is the id of the paper under which the file is sealed.
    """

    object_key: str
    document: CertificateDocument
    provider_id: str
    sealed_as: str
    media_type: str
    asked_at: datetime
    state: RecognitionState = RecognitionState.QUEUED
    attempts: int = 0
    reading: Reading | None = None
