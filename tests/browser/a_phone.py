"""A phone for tests: Chromium at a phone's size, which tells what it asked for and what went wrong."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request, Response

from app.demo.papers import paper

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
JAVASCRIPT = Path(__file__).parents[1] / "javascript"
NODE = shutil.which("node")
_COMMENT = 60_000


class Phone:
    """One page of one context. `answers` are those of the service, `faults` what the page complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.asked: list[Request] = []
        self.answers: list[Response] = []
        self.faults: list[str] = []
        self._session: CDPSession | None = None
        page.on("request", lambda asked: self.asked.append(asked))
        page.on("response", lambda answer: self.answers.append(answer))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self.faults.append(said.text) if said.type == "error" else None)

    def opens(self, url: str, language: str = "zh") -> "Phone":
        """Go to a link."""
        self.page.goto(f"{url}?lang={language}")
        return self

    def card(self, kind: str) -> Any:
        """Return the card of a kind of paper."""
        return self.page.locator(f'.card[data-kind="{kind}"]').first

    def picks(self, kind: str, files: Any, button: str = "选择文件") -> None:
        """Press a card's button, and choose a file where the phone asks for one."""
        with self.page.expect_file_chooser() as chooser:
            self.card(kind).get_by_label(button).first.click()
        chooser.value.set_files(files)

    def network(self, *, is_offline: bool = False, bytes_a_second: int = -1) -> None:
        """Make the network slow, or gone."""
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        self._session.send(
            "Network.emulateNetworkConditions",
            {"offline": is_offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_a_second},
        )


@contextmanager
def phone_in(browser: Browser, *, width: int = 390, height: int = 844, **context: Any) -> Iterator[Phone]:
    """Open a phone of this size; what it complained of fails the test, a network that is gone apart."""
    options = {"viewport": {"width": width, "height": height}, "is_mobile": True, "has_touch": True, **context}
    opened = browser.new_context(locale="zh-CN", **options)
    try:
        phone = Phone(opened.new_page())
        yield phone
        left = [fault for fault in phone.faults if "ERR_INTERNET_DISCONNECTED" not in fault and "404" not in fault]
        assert left == []
    finally:
        opened.close()


def photograph(kind: str, at_least: int = 0) -> dict[str, Any]:
    """Return a file as a file chooser takes one: a JPEG, made larger by comments where it has to be."""
    content = paper(kind, ["image/jpeg"], 0).content
    comment = b"\xff\xfe" + (_COMMENT + 2).to_bytes(2, "big") + b"." * _COMMENT
    while len(content) < at_least:
        content = content[:2] + comment + content[2:]
    return {"name": f"{kind}.jpg", "mimeType": "image/jpeg", "buffer": content}
