"""What the authority checks of papers: JPEG pictures, each within its size, whole."""

import base64
import binascii
import hashlib

from authority_sandbox import result_codes
from authority_sandbox.database import Connection
from authority_sandbox.refusals import Refusal
from authority_sandbox.targets import Targets
from authority_sandbox.wire import SubmissionIn, SubmittedPaper

KILOBYTE = 1024
# Measured on the text as it comes, which is a third longer than what it carries.
MOST_TEXT = 100 * KILOBYTE
MOST_SHEET_TEXT = 150 * KILOBYTE
_SHEETS = frozenset({"verification_sheet", "signed_sheet"})
_START, _END = b"\xff\xd8\xff", b"\xff\xd9"


async def of_papers(_connection: Connection, submission: SubmissionIn, _targets: Targets) -> Refusal | None:
    """Return what is wrong with a paper: the provider made the picture, so nothing is for the applicant to cure."""
    for index, paper in enumerate(submission.papers):
        if not _is_acceptable(paper):
            return Refusal(result_codes.PAPER_MALFORMED, f"/papers/{index}", our_fault=True)
    return None


def _is_acceptable(paper: SubmittedPaper) -> bool:
    text = paper.content or ""
    if paper.media_type != "image/jpeg" or len(text) > (MOST_SHEET_TEXT if paper.kind in _SHEETS else MOST_TEXT):
        return False
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return False
    is_jpeg = content.startswith(_START) and content.endswith(_END)
    return is_jpeg and len(content) == paper.bytes and hashlib.sha256(content).hexdigest() == paper.sha256
