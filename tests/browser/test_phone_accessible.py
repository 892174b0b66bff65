"""The phone's page for everybody: by keyboard, by ear, on the smallest screen, and with large type."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.a_phone import JAVASCRIPT, Phone, phone_in, photograph
from tests.play.filing_case import FilingCase

Link = Callable[..., tuple[FilingCase, str, str]]
KIND = "subject_certificate"
_LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_TOO_SMALL = """() => [...document.querySelectorAll('a, button, input, .pick')]
    .filter(one => one.type !== 'hidden' && one.type !== 'checkbox' && !one.classList.contains('skip'))
    .map(one => [one, one.getBoundingClientRect()])
    .filter(([, box]) => box.width > 0 && (box.height < 44 || box.width < 44))
    .map(([one]) => one.outerHTML.slice(0, 120))"""


def _violations(phone: Phone) -> list[str]:
    """Let axe-core look at the page as it stands; it is given to the page by the browser, past its policy."""
    phone.page.evaluate((JAVASCRIPT / "node_modules" / "axe-core" / "axe.min.js").read_text())
    found: Any = phone.page.evaluate("levels => axe.run({runOnly: {type: 'tag', values: levels}})", _LEVELS)
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found["violations"]]


@pytest.mark.parametrize("purpose", ["materials", "portrait", "video"])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.usefixtures("node_packages")
def test_no_rule_of_wcag_aa_that_a_machine_knows_is_broken(
    phone: Phone, link: Link, purpose: str, language: str
) -> None:
    _, url, _ = link(purpose)

    phone.opens(url, language)

    assert _violations(phone) == []


@pytest.mark.usefixtures("node_packages")
def test_findings_and_the_last_page_break_none_either(phone: Phone, link: Link) -> None:
    case, url, handover = link()
    phone.opens(url)
    phone.picks(KIND, photograph(KIND))
    expect(phone.card(KIND).locator(".paper")).to_have_count(1, timeout=20_000)
    assert _violations(phone) == []

    case.app.call("DELETE", handover)
    phone.opens(url)
    assert _violations(phone) == []


def test_the_keyboard_alone_brings_a_paper_and_says_done(phone: Phone, link: Link) -> None:
    case, url, handover = link()
    phone.opens(url)
    keyboard = phone.page.keyboard

    keyboard.press("Tab")
    expect(phone.page.locator(".skip")).to_be_focused()
    keyboard.press("Enter")
    keyboard.press("Tab")
    expect(phone.card(KIND).get_by_label("拍照")).to_be_focused()
    keyboard.press("Tab")
    expect(phone.card(KIND).get_by_label("选择文件")).to_be_focused()
    with phone.page.expect_file_chooser() as chooser:
        keyboard.press("Space")
    chooser.value.set_files(photograph(KIND))
    expect(phone.card(KIND).locator(".message")).to_be_focused(timeout=20_000)
    done = phone.page.get_by_role("button", name="我已传完")
    for _ in range(80):
        keyboard.press("Tab")
        if done.evaluate("one => one === document.activeElement"):
            break
    keyboard.press("Enter")

    expect(phone.page.locator(".finish")).to_contain_text("可以关闭本页")
    assert case.app.ok(case.app.get(handover))["state"] == "done"


def test_whoever_listens_hears_what_each_thing_is(phone: Phone, link: Link) -> None:
    _, url, _ = link()

    phone.opens(url, "en")

    heard = phone.card(KIND).aria_snapshot()
    assert re.search('img "Sketch: .*corners', heard)
    assert '- heading "the subject\'s certificate" [level=2]' in heard
    assert '- button "Take a photo the subject\'s certificate"' in heard
    assert '- button "Choose a file the subject\'s certificate"' in heard
    page = phone.page.locator("body").aria_snapshot()
    for part in ("- banner", "- main", "- contentinfo", '- link "Skip to the content"', "progressbar"):
        assert part in page
    headings = phone.page.get_by_role("heading").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert headings[0] == 1
    assert set(headings[1:]) == {2}


def test_progress_and_what_was_found_are_spoken(phone: Phone, link: Link) -> None:
    _, url, _ = link()
    phone.opens(url)
    spoken = "window.spoken = []; new MutationObserver(() => spoken.push(document.getElementById('live').textContent))"
    phone.page.evaluate(f"{spoken}.observe(document.getElementById('live'), {{childList: true}})")

    phone.picks(KIND, photograph(KIND, at_least=600_000))
    expect(phone.card(KIND).locator(".paper")).to_have_count(1, timeout=20_000)

    said = " | ".join(phone.page.evaluate("window.spoken"))
    assert "正在上传" in said
    assert "正在检查" in said
    assert "主办单位证件" in said
    expect(phone.page.locator("#live")).to_have_attribute("aria-live", "polite")


@pytest.mark.parametrize("purpose", ["materials", "portrait"])
def test_the_smallest_screen_and_large_type_need_no_sideways_scrolling(
    browser: Browser, link: Link, purpose: str
) -> None:
    _, url, _ = link(purpose)
    with phone_in(browser, width=320, height=568) as phone:
        for language in ("zh", "en"):
            phone.opens(url, language)
            assert phone.page.evaluate("document.documentElement.scrollWidth") == 320
            assert phone.page.evaluate(_TOO_SMALL) == []
            phone.page.evaluate("document.documentElement.style.fontSize = '200%'")
            assert phone.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_moves_for_whoever_wants_no_motion(browser: Browser, link: Link) -> None:
    _, url, _ = link()
    with phone_in(browser, reduced_motion="reduce") as phone:
        phone.opens(url)
        moving = "[...document.querySelectorAll('*')].filter(one => getComputedStyle(one).transitionDuration !== '0s')"
        assert phone.page.evaluate(f"{moving}.length") == 0
