"""A browser for these tests, found on the machine and never downloaded; where there is none, that is said loudly."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.a_phone import ARGUMENTS, CHROMIUM, JAVASCRIPT, NODE, Phone, phone_in
from tests.play.filing_case import FilingCase

_NO_CHROMIUM = "no Chromium on this machine (Debian, Ubuntu: apt install chromium)"
_NO_NODE = "no Node.js packages (apt install nodejs npm; cd tests/javascript && npm ci)"


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start Chromium once for all tests of this folder."""
    if CHROMIUM is None:
        pytest.skip(_NO_CHROMIUM)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield started
        finally:
            started.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Phone]:
    """Hold a phone of the usual size."""
    with phone_in(browser) as held:
        yield held


@pytest.fixture
def node_packages() -> None:
    """Have Node.js and the packages of `tests/javascript`."""
    if NODE is None or not (JAVASCRIPT / "node_modules" / "acorn").is_dir():
        pytest.skip(_NO_NODE)


@pytest.fixture
def link(a_case: Callable[..., FilingCase]) -> Callable[..., tuple[FilingCase, str, str]]:
    """Make a filing and hand a purpose of it over; return the case, the link and the hand-over's address."""

    def make(purpose: str = "materials", case: FilingCase | None = None) -> tuple[FilingCase, str, str]:
        held = case or a_case().filled_in()
        made = held.app.ok(held.app.post(f"{held.path}/handovers", {"purpose": purpose}))
        return held, made["url"], f"{held.path}/handovers/{made['id']}"

    return make
