"""Pictures of papers, made for the occasion: print of known sizes on ground of known shades."""

import io

import numpy
from PIL import Image, ImageDraw, ImageFont

from app.papers.fonts import FONT

LINE = "郑州某某科技有限公司 91410100MA9XXXX03D 二〇一九年五月一日"


def a_card(size: tuple[int, int] = (2000, 1400), *, noise: float = 0, ground: int = 248, ink: int = 20) -> Image.Image:
    """Draw lines of print from small to large; `noise` is that of a camera, as a standard deviation."""
    card = Image.new("RGB", size, (ground,) * 3)
    draw = ImageDraw.Draw(card)
    for row, letter in enumerate((20, 24, 28, 32, 40, 48)):
        font = ImageFont.truetype(FONT, letter * size[0] // 2000)
        draw.text((size[0] // 20, size[1] // 14 + row * size[1] // 7), LINE, fill=(ink,) * 3, font=font)
    if not noise:
        return card
    grain = numpy.random.default_rng(5).normal(0, noise, (size[1], size[0], 3))
    return Image.fromarray((numpy.asarray(card) + grain).clip(0, 255).astype(numpy.uint8))


def saved(image: Image.Image, form: str = "JPEG", **options: object) -> bytes:
    """Return a picture as a file."""
    file = io.BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def opened(content: bytes) -> Image.Image:
    """Read a file back."""
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def a_pdf(*pages: Image.Image) -> bytes:
    """Return a PDF of pictures."""
    file = io.BytesIO()
    pages[0].save(file, "PDF", save_all=True, append_images=pages[1:])
    return file.getvalue()
