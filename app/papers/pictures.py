"""Pictures: read whole, turned upright, put into sRGB and written anew, with nothing but their pixels."""

import io

import numpy as np
from PIL import Image, ImageCms, ImageOps

from app.domain.media_types import MediaType
from app.domain.paper_inspection import InspectionOrder, PaperMeasures, PaperRefusal
from app.papers.measuring import measures_of
from app.papers.packed_lines import has_all_lines
from app.papers.refused import RefusedPaper, refuse_huge

QUALITY = 93
# A photo that came as PNG would be several times the largest size once written anew; as JPEG it stays legible.
_LARGEST_PNG = 6 << 20
_SRGB = ImageCms.createProfile("sRGB")
_FORMATS = {MediaType.JPEG: ("JPEG",), MediaType.PNG: ("PNG",)}
Image.MAX_IMAGE_PIXELS = None  # asked by ourselves, before anything is decoded


def clean_picture(
    content: bytes, media_type: MediaType, order: InspectionOrder
) -> tuple[bytes, MediaType, PaperMeasures]:
    """Return the clean copy, what it is and what was measured of the picture. Raises RefusedPaper."""
    picture, longest = _decoded(content, media_type, order)
    plain = _kept_size(_kept_mode(_in_srgb(_upright(_kept_size(picture, order.kept_side))), order), order.kept_side)
    # A very large picture was made smaller on the way; its own size is told.
    scale = longest / max(plain.size)
    measures = measures_of(np.asarray(plain if plain.mode == "RGB" else plain.convert("RGB")), scale)
    clean, kept_as = _written(plain, media_type)
    return clean, kept_as, measures


def _decoded(content: bytes, media_type: MediaType, order: InspectionOrder) -> tuple[Image.Image, int]:
    """Decode the first frame to its last line, and return its longer side; the size is asked of the header first."""
    try:
        picture = Image.open(io.BytesIO(content), formats=_FORMATS[media_type])
        refuse_huge(picture.width, picture.height, order)
        _refuse_short(content, media_type)
        longest = max(picture.size)
        picture.draft(None, (order.kept_side, order.kept_side))
        picture.load()
    except (MemoryError, RefusedPaper):
        raise
    except Exception as fault:  # a decoder may raise whatever it likes over a file made to break it
        raise RefusedPaper(PaperRefusal.DAMAGED) from fault
    return picture, longest


def _refuse_short(content: bytes, media_type: MediaType) -> None:
    if media_type is MediaType.PNG and not has_all_lines(content):
        raise RefusedPaper(PaperRefusal.DAMAGED)


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except MemoryError:
        raise
    except Exception:  # what it says of its orientation can't be read, so it says nothing
        return picture


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Return 8 bits a channel in sRGB, with alpha where there was some."""
    transparent = picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info
    profile = picture.info.get("icc_profile")
    if picture.mode in ("I", "I;16", "I;16B", "I;16L", "I;16N", "F"):
        return _from_deep_grey(picture)
    if transparent:
        return picture if picture.mode == "RGBA" else picture.convert("RGBA")
    if profile and picture.mode in ("RGB", "CMYK", "L"):
        try:
            held = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(picture, held, _SRGB, outputMode="RGB")
            if turned is not None:
                return turned
        except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
            pass  # a profile that can't be read is no profile
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _from_deep_grey(picture: Image.Image) -> Image.Image:
    values = np.asarray(picture)
    if values.max(initial=0) > 255:
        values = values / 257 if values.dtype.kind == "f" else values >> 8
    return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8)).convert("RGB")


def _kept_mode(picture: Image.Image, order: InspectionOrder) -> Image.Image:
    if picture.mode != "RGBA" or order.keeps_transparency:
        return picture
    paper = Image.new("RGBA", picture.size, "white")
    return Image.alpha_composite(paper, picture).convert("RGB")


def _kept_size(picture: Image.Image, longest: int) -> Image.Image:
    """Make a picture smaller where it is too large; what can't be resized well as it is waits for its conversion."""
    scale = longest / max(picture.size)
    if scale >= 1 or picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _written(picture: Image.Image, media_type: MediaType) -> tuple[bytes, MediaType]:
    """Write pixels and nothing else; PNG stays PNG unless it gets too large."""
    pixels = Image.frombytes(picture.mode, picture.size, picture.tobytes())
    if media_type is MediaType.PNG:
        file = io.BytesIO()
        pixels.save(file, "PNG", compress_level=3)
        if file.tell() <= _LARGEST_PNG or picture.mode == "RGBA":
            return file.getvalue(), MediaType.PNG
    file = io.BytesIO()
    pixels.save(file, "JPEG", quality=QUALITY, subsampling=0 if min(picture.size) < 1000 else 2)
    return file.getvalue(), MediaType.JPEG
