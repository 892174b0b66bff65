"""The filing of the demo, its papers and its portrait brought by a phone: every byte over tus, no call of its own.

`TAKE_SCREENSHOTS=1 .venv/bin/pytest tests/browser/test_the_demos_filing_by_phone.py` takes the pictures of the
documentation anew; they need a Chinese font (Debian, Ubuntu: apt install fonts-noto-cjk).
"""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from app.demo.papers import Paper, paper, portrait
from tests.browser.a_phone import Phone, phone_in
from tests.play.filing_case import FilingCase

Link = Callable[..., tuple[FilingCase, str, str]]
_FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
_PICTURES = ("papers", "uploading", "paper-received", "portrait", "portrait-received", "done", "code-gone")
_MOST_BYTES = 80_000
_TAKEN = bool(os.environ.get("TAKE_SCREENSHOTS"))


def _shown(phone: Phone, name: str) -> None:
    """Take a picture of what the phone shows, small enough for a page of the documentation."""
    assert name in _PICTURES
    if not _TAKEN:
        return
    _FOLDER.mkdir(exist_ok=True)
    taken = Image.open(io.BytesIO(phone.page.screenshot(animations="disabled"))).convert("RGB")
    taken.quantize(128, dither=Image.Dither.NONE).save(_FOLDER / f"phone-{name}.png", optimize=True)


def _file(made: Paper) -> dict[str, Any]:
    return {"name": made.name, "mimeType": made.media_type, "buffer": made.content}


@pytest.mark.fact("S2-28")
def test_a_filing_whose_papers_and_portrait_came_by_phone_is_submitted(browser: Browser, link: Link) -> None:
    with phone_in(browser, device_scale_factor=1.5) as phone:
        case, url, handover = link()
        _bring_papers(phone, case, url)
        progress = case.app.ok(case.app.get(handover))
        assert (progress["state"], progress["there"]) == ("done", progress["wanted"])

        _, url, handover = link("portrait", case)
        _show_face(phone, url)
        (check,) = case.app.ok(case.app.get(handover))["checks"]
        assert check["status"] != "failed"

        case.confirm_and("submit")
        assert case.state() == "first_review"
        phone.opens(url)
        expect(phone.page.get_by_role("heading", level=1)).to_have_text("这个二维码不能用了")
        _shown(phone, "code-gone")
        pieces = [asked for asked in phone.asked if asked.method == "PATCH"]
        assert len(pieces) >= progress["wanted"] + 1
        assert not [asked for asked in phone.asked if "/v1/" in asked.url]


def _bring_papers(phone: Phone, case: FilingCase, url: str) -> None:
    wanted = case.app.ok(case.app.get(f"{case.path}/requirements", params={"limit": 100}))["data"]
    phone.opens(url)
    _shown(phone, "papers")
    for turn, one in enumerate(one for one in wanted if one["required"] and one["kind"] != "portrait"):
        card = phone.page.locator(f'.card[data-kind="{one["kind"]}"][data-for="{one["for"]}"]')
        if turn == 0:
            phone.network(bytes_a_second=60_000)
        with phone.page.expect_file_chooser() as chooser:
            card.get_by_label("选择文件").click()
        chooser.value.set_files(_file(paper(one["kind"], one["formats"], turn)))
        if turn == 0:
            expect(card.locator(".sending")).to_be_visible()
            card.scroll_into_view_if_needed()
            _shown(phone, "uploading")
            phone.network()
        expect(card.locator(".paper")).to_have_count(1, timeout=30_000)
        if turn == 0:
            _shown(phone, "paper-received")
    phone.page.get_by_role("button", name="我已传完").click()
    expect(phone.page.locator(".finish")).to_contain_text("可以关闭本页")
    _shown(phone, "done")


def _show_face(phone: Phone, url: str) -> None:
    phone.opens(url)
    _shown(phone, "portrait")
    phone.page.get_by_label("我已阅读并同意").check()
    phone.picks("portrait", _file(portrait()), "拍摄照片")
    expect(phone.page.locator(".tag")).not_to_have_text("还没有核验", timeout=30_000)
    phone.page.evaluate("window.scrollTo(0, 0)")
    _shown(phone, "portrait-received")


@pytest.mark.parametrize("name", _PICTURES)
def test_the_documentation_has_each_picture_and_none_is_heavy(name: str) -> None:
    file = _FOLDER / f"phone-{name}.png"

    assert 0 < file.stat().st_size <= _MOST_BYTES
    assert file.read_bytes().startswith(b"\x89PNG")
