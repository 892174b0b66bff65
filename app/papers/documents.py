"""PDF: refused where it could act, drawn page by page, and written anew from its pages alone."""

import io
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2

from app.domain.media_types import MediaType
from app.domain.paper_inspection import InspectionOrder, PaperMeasures, PaperRefusal
from app.papers.jpeg_segments import without_metadata
from app.papers.measuring import measures_of_page
from app.papers.packed_lines import unpacked_length
from app.papers.refused import RefusedPaper, refuse_huge

_FIRST_PAGE_SIDE = 1600
_OTHER_PAGES_SIDE = 800
_MOST_OBJECTS = 20_000
_MOST_POINTS = 14_400
# A page of pictures at the most pixels that are taken, unpacked, and all else beside.
_MOST_UNPACKED = 256 << 20
# What draws a page, a font, and the like.
_MOST_WORDS = 32 << 20
_PACKED = frozenset(("/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCII85Decode", "/ASCIIHexDecode"))
# What makes a document act, whoever opens it, or carry another file (ISO 32000-1 §7.11.4, §12.6.4, §12.7.8, §13).
_ACTING_KEYS = frozenset(
    ("/JS", "/JavaScript", "/AA", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia", "/RichMediaContent",
     "/AF", "/Collection")
)  # fmt: skip
_ACTING_VALUES = {
    "/S": frozenset(("/JavaScript", "/Launch", "/GoToE", "/GoToR", "/ImportData", "/SubmitForm", "/Rendition", "/Movie",
                     "/Sound", "/RichMediaExecute", "/GoTo3DView")),
    "/Subtype": frozenset(("/RichMedia", "/Movie", "/Sound", "/Screen", "/3D", "/FileAttachment")),
    "/Type": frozenset(("/EmbeddedFile",)),
}  # fmt: skip
_UNSEEN = ("/Metadata", "/PieceInfo", "/LastModified", "/Thumb", "/AA", "/Annots", "/StructParents", "/Tabs", "/B")


def clean_document(content: bytes, order: InspectionOrder) -> tuple[bytes, MediaType, PaperMeasures]:
    """Return the clean copy and what was measured of its first page. Raises RefusedPaper."""
    try:
        clean, pages = _rewritten(content, order)
        measures = _drawn(clean, pages)
    except (MemoryError, RefusedPaper):
        raise
    except pikepdf.PasswordError as locked:
        raise RefusedPaper(PaperRefusal.PDF_PROTECTED) from locked
    except Exception as fault:  # a reader may raise whatever it likes over a file made to break it
        raise RefusedPaper(PaperRefusal.DAMAGED) from fault
    return clean, MediaType.PDF, measures


def _rewritten(content: bytes, order: InspectionOrder) -> tuple[bytes, int]:
    with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as source:
        if source.is_encrypted:
            raise RefusedPaper(PaperRefusal.PDF_PROTECTED)
        pages = len(source.pages)
        if pages > order.max_pages:
            raise RefusedPaper(PaperRefusal.TOO_MANY_PAGES, most=order.max_pages)
        if pages == 0 or len(source.objects) > _MOST_OBJECTS:
            raise RefusedPaper(PaperRefusal.DAMAGED)
        unpacked = 0
        for one in _dictionaries(source):
            _refuse_what_acts(one)
            _refuse_huge_picture(one, order)
            unpacked += _unpacked(one)
            if unpacked > _MOST_UNPACKED:
                raise RefusedPaper(PaperRefusal.TOO_COSTLY)
        source.flatten_annotations("all")
        with pikepdf.new() as clean:
            clean.pages.extend(source.pages)
            for one in _dictionaries(clean):
                _strip(one)
            file = io.BytesIO()
            clean.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
            return file.getvalue(), pages


def _dictionaries(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield every dictionary of a document, those inside others as well, and the streams, which have one each."""
    seen = 0
    waiting: list[pikepdf.Object] = [document.trailer, *document.objects]
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen > 50 * _MOST_OBJECTS:
            raise RefusedPaper(PaperRefusal.TOO_COSTLY)
        if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)):
            yield one
            held = [one.get(key) for key in list(one.keys())]
        elif isinstance(one, pikepdf.Array):
            held = list(one)
        else:
            continue
        # What has a number of its own stands in the list of objects already.
        direct = (item for item in held if isinstance(item, pikepdf.Object) and not item.is_indirect)
        waiting.extend(item for item in direct if isinstance(item, (pikepdf.Dictionary, pikepdf.Array)))


def _refuse_what_acts(one: pikepdf.Object) -> None:
    if _ACTING_KEYS & one.keys():
        raise RefusedPaper(PaperRefusal.PDF_ACTIVE)
    for key, acting in _ACTING_VALUES.items():
        value = one.get(key)
        if isinstance(value, pikepdf.Name) and str(value) in acting:
            raise RefusedPaper(PaperRefusal.PDF_ACTIVE)


def _unpacked(one: pikepdf.Object) -> int:
    """Return how long a packed stream is once it is unpacked: whoever opens the paper later has to hold it."""
    if not isinstance(one, pikepdf.Stream):
        return 0
    named = one.get("/Filter")
    filters = [str(name) for name in named] if isinstance(named, pikepdf.Array) else [str(named)] if named else []
    if sum(name in ("/FlateDecode", "/LZWDecode") for name in filters) > 1:
        raise RefusedPaper(PaperRefusal.TOO_COSTLY)
    most = _MOST_UNPACKED if one.get("/Subtype") == "/Image" else _MOST_WORDS
    length = 0
    if filters == ["/FlateDecode"]:
        length = unpacked_length(one.read_raw_bytes(), most)
    elif filters and set(filters) <= _PACKED:
        length = len(one.read_bytes())
    if length > most:
        raise RefusedPaper(PaperRefusal.TOO_COSTLY)
    return length


def _refuse_huge_picture(one: pikepdf.Object, order: InspectionOrder) -> None:
    if not isinstance(one, pikepdf.Stream) or one.get("/Subtype") != "/Image":
        return
    refuse_huge(int(one.get("/Width", 0)), int(one.get("/Height", 0)), order)


def _strip(one: pikepdf.Object) -> None:
    """Take away what no page shows, and what the pictures within carry beside their pixels."""
    for key in _UNSEEN:
        if key in one:
            del one[key]
    if isinstance(one, pikepdf.Stream) and _filter_of(one) == "/DCTDecode":
        kept = one.get("/DecodeParms")
        parameters = kept if isinstance(kept, (pikepdf.Dictionary, pikepdf.Array)) else None
        pixels = without_metadata(one.read_raw_bytes())
        one.write(pixels, filter=pikepdf.Name.DCTDecode, decode_parms=parameters)


def _filter_of(stream: pikepdf.Object) -> str:
    named = stream.get("/Filter")
    if isinstance(named, pikepdf.Array) and len(named) == 1:
        named = named[0]
    return str(named) if isinstance(named, pikepdf.Name) else ""


def _drawn(clean: bytes, pages: int) -> PaperMeasures:
    """Draw every page of the clean copy, as whoever looks at it will."""
    measures = PaperMeasures()
    with pypdfium2.PdfDocument(clean) as document:
        if len(document) != pages:
            raise RefusedPaper(PaperRefusal.DAMAGED)
        for number in range(pages):
            page = document[number]
            longest = max(page.get_size())
            if not 0 < min(page.get_size()) <= longest <= _MOST_POINTS:
                raise RefusedPaper(PaperRefusal.DAMAGED)
            side = _FIRST_PAGE_SIDE if number == 0 else _OTHER_PAGES_SIDE
            drawn = page.render(scale=side / longest, rev_byteorder=True).to_numpy()
            if number == 0:
                measures = measures_of_page(np.ascontiguousarray(drawn[:, :, :3]), pages)
            page.close()
    return measures
