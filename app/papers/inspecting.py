"""A file that somebody sent becomes a paper: known by its content, read whole, written anew without what nobody sees.

Nothing of the file as sent is kept, so that whatever else it was beside a picture or a document is gone.
"""

from typing import Any

from app.domain.media_types import HEAD_BYTES, MediaType, foreign_format, media_type_of
from app.domain.paper_inspection import InspectionOrder, PaperMeasures, PaperRefusal
from app.papers.clips import clean_clip
from app.papers.documents import clean_document
from app.papers.pictures import clean_picture
from app.papers.refused import RefusedPaper


def inspect(content: bytes, order: InspectionOrder) -> dict[str, Any]:
    """Return `{media_type, content, measures}` of the clean copy, or `{refused, facts}` (a `PaperRefusal`)."""
    try:
        media_type = _media_type(content, order)
        clean, kept_as, measures = _cleaned(content, media_type, order)
    except RefusedPaper as refused:
        return {"refused": refused.because.value, "facts": refused.facts}
    return {"media_type": kept_as.value, "content": clean, "measures": measures.told()}


def _media_type(content: bytes, order: InspectionOrder) -> MediaType:
    if not content:
        raise RefusedPaper(PaperRefusal.EMPTY)
    media_type = media_type_of(content[:HEAD_BYTES])
    if media_type is not None and media_type.value in order.formats:
        return media_type
    named = media_type.label if media_type is not None else foreign_format(content)
    if named is None:
        raise RefusedPaper(PaperRefusal.FORMAT_UNKNOWN)
    raise RefusedPaper(PaperRefusal.FORMAT_NOT_TAKEN, format=named)


def _cleaned(content: bytes, media_type: MediaType, order: InspectionOrder) -> tuple[bytes, MediaType, PaperMeasures]:
    if media_type is MediaType.PDF:
        return clean_document(content, order)
    if media_type in (MediaType.JPEG, MediaType.PNG):
        return clean_picture(content, media_type, order)
    return clean_clip(content, media_type)
