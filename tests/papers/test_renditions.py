"""Renditions: within the limit, as legible as they can be, and always the same."""

from functools import lru_cache
from typing import Any

import numpy
import pytest
from PIL import Image

from app.domain.plain_jpeg import plain_size
from app.papers.pages import UnreadablePaper
from app.papers.renditions import LONG_SIDES, illegibility, rendition
from tests.papers.pictures import a_card, a_pdf, opened, saved

LIMIT = 76_800
SHEET_LIMIT = 115_200
PHOTO = saved(a_card((2800, 1960), noise=8), quality=95)
SCAN = saved(a_card((1600, 1130)), "PNG")
ICON = saved(Image.new("RGBA", (64, 48), (200, 20, 20, 0)), "PNG")


@lru_cache
def of_the_photo() -> dict[str, Any]:
    return rendition(PHOTO, "image/jpeg", LIMIT, 0)


@pytest.mark.parametrize("limit", [LIMIT, SHEET_LIMIT])
@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(PHOTO, "image/jpeg", id="a photo"),
        pytest.param(SCAN, "image/png", id="a scan"),
        pytest.param(ICON, "image/png", id="an icon"),
    ],
)
def test_a_rendition_is_a_plain_jpeg_within_the_limit(content: bytes, media_type: str, limit: int) -> None:
    made = rendition(content, media_type, limit, 0)

    assert len(made["content"]) <= limit
    assert plain_size(made["content"]) == (made["width"], made["height"])
    assert made["pages"] == 1
    assert opened(made["content"]).mode == "RGB"


def test_the_room_there_is_is_used() -> None:
    assert len(of_the_photo()["content"]) > 0.9 * LIMIT


def test_the_same_paper_always_makes_the_same_rendition() -> None:
    assert rendition(PHOTO, "image/jpeg", LIMIT, 0) == of_the_photo()


def test_small_print_of_a_photo_stays_apart_from_its_ground() -> None:
    made = opened(of_the_photo()["content"]).convert("L")
    # The second line of print: letters of 34 of the photo's 2800 pixels.
    top, bottom = (round(share * made.height) for share in (1 / 14 + 1 / 7, 1 / 14 + 1 / 7 + 0.022))
    line = numpy.asarray(made.crop((made.width // 20, top, made.width // 2, bottom)))

    assert numpy.percentile(line, 99) - numpy.percentile(line, 3) > 120


def test_the_chosen_size_is_nearer_to_the_page_than_its_neighbours() -> None:
    page = opened(saved(a_card((1370, 959), noise=8), quality=95))
    made = rendition(saved(page, quality=95), "image/jpeg", LIMIT, 0)
    chosen = illegibility(page, made["content"])

    at = LONG_SIDES.index(made["width"])
    for side in (LONG_SIDES[at - 1], LONG_SIDES[at + 2]):
        other = page.resize((side, round(side * 0.7)), Image.Resampling.LANCZOS)
        fitting = [saved(other, quality=quality, optimize=True, progressive=True) for quality in range(40, 93, 4)]
        within = [one for one in fitting if len(one) <= LIMIT]
        assert not within or illegibility(page, within[-1]) > chosen


def test_nothing_is_made_larger_than_it_is() -> None:
    made = rendition(ICON, "image/png", LIMIT, 0)

    assert (made["width"], made["height"]) == (64, 48)


def test_what_is_transparent_is_white() -> None:
    pixels = opened(rendition(ICON, "image/png", LIMIT, 0)["content"]).getpixel((30, 20))

    assert pixels == (255, 255, 255)


def test_a_photo_is_turned_upright_and_tells_nothing_of_its_camera() -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "a camera"
    made = rendition(saved(a_card((600, 400)), exif=exif), "image/jpeg", LIMIT, 0)

    assert (made["width"], made["height"]) == (400, 600)
    assert not opened(made["content"]).getexif()


def test_each_page_of_a_pdf_is_a_rendition() -> None:
    document = a_pdf(a_card((310, 438)), a_card((438, 310)), a_card((310, 438)))

    made = [rendition(document, "application/pdf", LIMIT, number) for number in range(3)]

    assert [one["pages"] for one in made] == [3, 3, 3]
    assert [one["width"] < one["height"] for one in made] == [True, False, True]
    assert all(len(one["content"]) <= LIMIT for one in made)


@pytest.mark.parametrize(
    ("content", "media_type", "number"),
    [
        (b"", "image/jpeg", 0),
        (b"%PDF-1.7 and no more", "application/pdf", 0),
        (PHOTO[:3000], "image/jpeg", 0),
        (ICON, "image/png", 1),
        (a_pdf(a_card((300, 200))), "application/pdf", 1),
        (b"GIF89a" + bytes(40), "image/png", 0),
    ],
)
def test_what_has_no_such_page_is_refused(content: bytes, media_type: str, number: int) -> None:
    with pytest.raises(UnreadablePaper):
        rendition(content, media_type, LIMIT, number)


def test_a_limit_that_nothing_can_keep_is_refused() -> None:
    with pytest.raises(UnreadablePaper, match="small enough"):
        rendition(PHOTO, "image/jpeg", 300, 0)
