"""Papers as a phone or a scanner would give them: real JPEG, PNG and PDF files, with nobody's data on them."""

import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

_FACE = Path(__file__).with_name("face.jpg")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file to send."""

    name: str
    media_type: str
    content: bytes


def paper(kind: str, formats: list[str], turn: int) -> Paper:
    """Make a paper of a kind in one of the wanted formats; `turn` goes round them, so that each is shown."""
    makers = {"image/jpeg": _jpeg, "image/png": _png, "application/pdf": _pdf}
    possible = [media_type for media_type in makers if media_type in formats]
    media_type = possible[turn % len(possible)]
    suffix = media_type.rsplit("/", 1)[1].replace("jpeg", "jpg")
    return Paper(f"{kind}.{suffix}", media_type, makers[media_type](kind))


def portrait(turn: int = 0) -> Paper:
    """Return a portrait as the authenticity check wants one: one face before a white wall; `turn` varies the light.

    The face is NASA's official portrait of an astronaut (public domain), cut out on white: see `faces.md` beside it.
    """
    if turn == 0:
        return Paper("portrait.jpg", "image/jpeg", _FACE.read_bytes())
    with Image.open(_FACE) as image:
        lit = ImageEnhance.Brightness(image).enhance(1 - 0.01 * (turn % 8))
    return Paper("portrait.jpg", "image/jpeg", _saved(lit, "JPEG", quality=88))


def _card(kind: str) -> Image.Image:
    """Draw a certificate as a scanner gives it: in colour, sharp, and large enough."""
    image = Image.new("RGB", (1600, 1120), (244, 247, 250))
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((50, 50, 1550, 1070), 40, outline=(30, 64, 175), width=8)
    draw.text((110, 110), f"SPECIMEN  {kind.replace('_', ' ').upper()}", fill=(30, 64, 175), font_size=56)
    for row in range(8):
        draw.text((110, 260 + 92 * row), f"{row + 1}. " + "specimen " * (4 - row % 3), fill=(51, 65, 85), font_size=40)
    draw.ellipse((1120, 560, 1440, 880), outline=(185, 28, 28), width=12)
    draw.regular_polygon((1280, 720, 90), 5, rotation=36, fill=(185, 28, 28))
    if kind.endswith("id_front"):
        image.paste(_photo(), (1100, 480))
    return image


def _photo() -> Image.Image:
    """Return the face of the portrait as the photo on a card: the same person, so that both can be compared."""
    with Image.open(_FACE) as face:
        return face.crop((290, 120, 650, 540)).resize((360, 420), Image.Resampling.LANCZOS)


def _icon() -> Image.Image:
    image = Image.new("RGB", (512, 512), (30, 64, 175))
    draw = ImageDraw.Draw(image)
    draw.regular_polygon((256, 256, 170), 5, rotation=36, fill=(250, 204, 21))
    return image


def _picture(kind: str) -> Image.Image:
    return _icon() if kind == "app_icon" else _card(kind)


def _jpeg(kind: str) -> bytes:
    return _saved(_picture(kind), "JPEG", quality=88)


def _png(kind: str) -> bytes:
    return _saved(_picture(kind), "PNG")


def _saved(image: Image.Image, form: str, **options: int) -> bytes:
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def _pdf(kind: str) -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 20)
    canvas.drawString(72, 760, f"Specimen: {kind.replace('_', ' ')}")
    canvas.rect(60, 400, 475, 320)
    canvas.setStrokeColorRGB(0.72, 0.11, 0.11)
    canvas.setFillColorRGB(0.72, 0.11, 0.11)
    canvas.setLineWidth(6)
    canvas.circle(430, 480, 60)
    canvas.circle(430, 480, 20, fill=1)
    if kind.endswith("id_front"):
        canvas.drawInlineImage(_photo(), 330, 540, 150, 175)
    canvas.showPage()
    canvas.save()
    return file.getvalue()
