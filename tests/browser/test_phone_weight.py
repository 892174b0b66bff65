"""What the phone's page costs and needs: few bytes, one origin, and no script newer than phones of 2019."""

import gzip
import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from app.routers.phone_assets import assets
from tests.browser.a_phone import JAVASCRIPT, NODE, Phone, photograph
from tests.play.filing_case import FilingCase

Link = Callable[..., tuple[FilingCase, str, str]]
KIND = "subject_certificate"
_MOST = 60_000
_SCRIPT = Path(__file__).parents[2] / "app" / "web" / "phone" / "phone.js"
_PARSES = (
    "const parse = edition => require('acorn').parse(require('fs').readFileSync(0, 'utf8'), {ecmaVersion: edition});"
    "parse(Number(process.argv[1]))"
)


def test_a_whole_visit_weighs_less_than_60_kb_and_asks_nobody_else(phone: Phone, link: Link) -> None:
    case, url, _ = link()

    phone.opens(url)
    phone.page.wait_for_load_state("networkidle")
    first = sum(answer.request.sizes()["responseBodySize"] for answer in phone.answers)
    phone.picks(KIND, photograph(KIND))
    expect(phone.card(KIND).locator(".paper")).to_have_count(1, timeout=20_000)
    whole = sum(answer.request.sizes()["responseBodySize"] for answer in phone.answers)

    print(f"first view {first} bytes, with one paper brought {whole} bytes")
    assert 5_000 < first < whole < _MOST
    ours = urlsplit(case.service.base_url).netloc
    asked = [one for one in phone.asked if not one.url.startswith(("data:", "blob:"))]
    assert {urlsplit(one.url).netloc for one in asked} == {ours}
    assert all("referer" not in one.all_headers() for one in asked)


@pytest.mark.usefixtures("node_packages")
def test_the_script_has_no_syntax_that_phones_of_2019_do_not_know() -> None:
    assert _parsed(_SCRIPT.read_text(), "2017").returncode == 0
    assert _parsed("const name = thing?.name;", "2017").returncode != 0


def _parsed(script: str, edition: str) -> subprocess.CompletedProcess[str]:
    assert NODE is not None
    words = [NODE, "-e", _PARSES, edition]
    return subprocess.run(words, input=script, capture_output=True, text=True, cwd=JAVASCRIPT, check=False)


def test_script_and_style_are_named_by_their_content_and_kept_for_good(link: Link) -> None:
    case, url, _ = link()
    page = case.service.http.get(url, headers={"accept": "text/html"})

    for name, asset in assets().items():
        assert f"/h/assets/{name}" in page.text
        plain = case.service.http.get(f"/h/assets/{name}", headers={"accept-encoding": "identity"})
        assert plain.content == asset.content == gzip.decompress(asset.compressed)
        assert "immutable" in plain.headers["cache-control"]
        assert case.service.http.get(f"/h/assets/{name}").headers["content-encoding"] == "gzip"
    assert case.service.http.get("/h/assets/phone.000000000000.js").status_code == 404


def test_the_pages_policy_lets_nothing_in_and_nothing_out(link: Link) -> None:
    case, url, _ = link()

    headers = case.service.http.get(url, headers={"accept": "text/html"}).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "'unsafe" not in policy
    assert "http" not in policy
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"
