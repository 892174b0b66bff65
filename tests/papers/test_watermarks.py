"""Watermarks: to be seen on any ground, and never in the way of what a paper says."""

import io
from pathlib import Path

import cv2
import numpy
import pikepdf
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from app.papers.pages import UnreadablePaper
from app.papers.watermarks import marked_page, watermarked
from tests.papers.pictures import a_card, a_pdf, opened, saved

LINES = ("仅供ICP备案审核使用 不得另作他用", "reviewer cli_01jd3v8q5w  2026-11-24")
WHITE, DARK, SKIN = (255, 255, 255), (20, 24, 40), (224, 172, 140)


def plane(colour: tuple[int, int, int], size: tuple[int, int] = (900, 600)) -> Image.Image:
    return Image.new("RGB", size, colour)


def grey(image: Image.Image) -> NDArray[numpy.float64]:
    return numpy.asarray(image.convert("L"), dtype=float)


@pytest.mark.parametrize("colour", [WHITE, DARK, SKIN, (128, 128, 128), (30, 64, 175)])
def test_the_mark_is_seen_on_any_ground_in_every_part_of_the_page(colour: tuple[int, int, int]) -> None:
    before = plane(colour)

    apart = numpy.abs(grey(marked_page(before, LINES)) - grey(before))

    for row in numpy.split(apart, 3, axis=0):
        for part in numpy.split(row, 3, axis=1):
            assert part.max() >= 15
            assert 0.01 < (part > 10).mean() < 0.35


def test_the_mark_is_seen_on_a_picture_of_a_person() -> None:
    photo = plane((226, 232, 240), (720, 960))
    draw = ImageDraw.Draw(photo)
    draw.ellipse((200, 200, 520, 660), fill=SKIN)
    draw.ellipse((60, 700, 660, 1200), fill=(51, 65, 85))

    apart = numpy.abs(grey(marked_page(photo, LINES)) - grey(photo))

    for box in ((250, 300, 470, 600), (150, 780, 570, 950), (0, 0, 200, 300)):
        left, top, right, bottom = box
        assert apart[top:bottom, left:right].max() >= 15


@pytest.mark.parametrize(("ground", "ink"), [(248, 20), (30, 230), (200, 60)])
def test_print_keeps_two_thirds_of_its_contrast_where_it_is_weakest(ground: int, ink: int) -> None:
    card = a_card(ground=ground, ink=ink)
    is_ink = numpy.abs(grey(card) - ink) < 5

    marked = grey(opened(watermarked(saved(card, "PNG"), "image/png", LINES)["content"]))

    # The ink that is nearest to its ground beside the ground that is nearest to the ink.
    farthest, nearest = numpy.percentile(marked[is_ink], (99 if ink < ground else 1, 50))
    edge = numpy.percentile(marked[~is_ink & (numpy.abs(grey(card) - ground) < 5)], 1 if ink < ground else 99)
    assert abs(edge - farthest) >= 0.65 * abs(ground - ink)
    assert abs(nearest - ink) < 12


def test_a_picture_comes_back_as_a_jpeg_of_its_size_without_what_the_camera_wrote() -> None:
    exif = Image.Exif()
    exif[0x010F] = "a camera"
    made = watermarked(saved(a_card((1200, 840)), exif=exif), "image/jpeg", LINES)

    shown = opened(made["content"])
    assert (made["media_type"], shown.format, shown.size) == ("image/jpeg", "JPEG", (1200, 840))
    assert not shown.getexif()


def test_a_pdf_comes_back_as_pictures_each_under_the_mark_and_nothing_else() -> None:
    source = pikepdf.open(io.BytesIO(a_pdf(a_card((827, 1169)), a_card((1169, 827)))))
    source.attachments["note.txt"] = b"hidden"
    source.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    file = io.BytesIO()
    source.save(file)

    made = watermarked(file.getvalue(), "application/pdf", LINES)

    assert made["media_type"] == "application/pdf"
    assert b"JavaScript" not in made["content"]
    with pikepdf.open(io.BytesIO(made["content"])) as shown:
        assert not shown.attachments
        assert [page.mediabox[2] < page.mediabox[3] for page in shown.pages] == [True, False]
        for page in shown.pages:
            picture = page.Resources.XObject.Page
            assert isinstance(picture, pikepdf.Stream)
            pixels = grey(pikepdf.PdfImage(picture).as_pil_image())
            assert ((pixels > 150) & (pixels < 225)).mean() > 0.01


def test_the_same_look_is_the_same_file() -> None:
    document = a_pdf(a_card((300, 200)))

    assert watermarked(document, "application/pdf", LINES) == watermarked(document, "application/pdf", LINES)


def frames_of(picture: Image.Image) -> int:
    return int(getattr(picture, "n_frames"))  # noqa: B009 - of pictures that move alone


def a_video(folder: Path, seconds: int = 10) -> bytes:
    clip = folder / "clip.mp4"
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 12, (320, 240))
    for number in range(seconds * 12):
        frame = numpy.full((240, 320, 3), 120, dtype=numpy.uint8)
        writer.write(cv2.circle(frame, (number * 7 % 320, 120), 40, (60, 200, 60), -1))
    writer.release()
    return clip.read_bytes()


def test_a_video_comes_back_as_a_moving_picture_under_the_mark(tmp_path: Path) -> None:
    made = watermarked(a_video(tmp_path), "video/mp4", LINES)

    shown = opened(made["content"])
    assert (made["media_type"], shown.format, shown.size) == ("image/webp", "WEBP", (320, 240))
    assert 30 <= frames_of(shown) <= 45
    for number in (0, frames_of(shown) - 1):
        shown.seek(number)
        assert numpy.ptp(grey(shown)) > 15


def test_a_long_video_is_shown_to_its_end_in_fewer_frames(tmp_path: Path) -> None:
    shown = opened(watermarked(a_video(tmp_path, 40), "video/mp4", LINES)["content"])

    assert 70 <= frames_of(shown) <= 80


@pytest.mark.parametrize(
    ("content", "media_type"),
    [(b"", "image/png"), (b"no video", "video/mp4"), (b"%PDF-1.4", "application/pdf"), (bytes(99), "image/jpeg")],
)
def test_what_can_not_be_read_is_refused(content: bytes, media_type: str) -> None:
    with pytest.raises(UnreadablePaper):
        watermarked(content, media_type, LINES)
