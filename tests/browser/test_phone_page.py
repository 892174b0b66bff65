"""The phone's page in a real browser: what somebody with a phone in the hand can do, on whatever network."""

import hashlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.a_phone import Phone, phone_in, photograph
from tests.play.filing_case import FilingCase

Link = Callable[..., tuple[FilingCase, str, str]]
KIND = "subject_certificate"


def _papers(case: FilingCase, kind: str = KIND) -> list[dict[str, str]]:
    found = case.app.ok(case.app.get(f"{case.path}/materials"))["data"]
    return [one for one in found if one["kind"] == kind]


def _is_there(phone: Phone, kind: str = KIND) -> None:
    expect(phone.card(kind).locator(".paper")).to_have_count(1, timeout=15_000)


@pytest.mark.fact("S2-28")
def test_a_phone_brings_a_photograph_without_signing_in_and_the_computer_sees_it(phone: Phone, link: Link) -> None:
    case, url, handover = link()
    file = photograph(KIND)

    phone.opens(url)
    phone.picks(KIND, file, "拍照")

    _is_there(phone)
    expect(phone.card(KIND).locator(".message")).to_be_focused()
    (kept,) = _papers(case)
    assert kept["sha256"] == hashlib.sha256(file["buffer"]).hexdigest()
    seen = case.app.ok(case.app.get(handover))
    assert (seen["state"], [one["id"] for one in seen["papers"]]) == ("opened", [kept["id"]])
    assert "authorization" not in {name for asked in phone.asked for name in asked.headers}


def test_an_upload_goes_on_by_itself_after_the_network_was_gone(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    file = photograph(KIND, at_least=1_200_000)
    phone.opens(url)
    phone.network(bytes_a_second=600_000)
    phone.picks(KIND, file)
    expect(phone.card(KIND).locator(".percent")).to_have_text(re.compile("[3-9][0-9]%"), timeout=15_000)

    phone.network(is_offline=True)
    expect(phone.card(KIND).locator(".percent")).to_contain_text("网络断了", timeout=15_000)
    phone.network()

    _is_there(phone)
    assert _papers(case)[0]["sha256"] == hashlib.sha256(file["buffer"]).hexdigest()
    offsets = [int(asked.headers["upload-offset"]) for asked in phone.asked if asked.method == "PATCH"]
    assert offsets.count(0) == 1
    assert [asked.method for asked in phone.asked if asked.url.endswith("/uploads")] == ["POST"]


def test_an_upload_goes_on_where_it_was_when_the_page_was_closed_under_it(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    file = photograph(KIND, at_least=1_200_000)
    phone.opens(url)
    phone.page.on("dialog", lambda dialog: dialog.accept())
    phone.network(bytes_a_second=600_000)
    phone.picks(KIND, file)
    expect(phone.card(KIND).locator(".percent")).to_have_text(re.compile("[3-9][0-9]%"), timeout=15_000)

    phone.page.reload()
    expect(phone.card(KIND).locator(".message")).to_contain_text("请重新选择同一个文件")
    phone.network()
    phone.picks(KIND, file)

    _is_there(phone)
    assert _papers(case)[0]["sha256"] == hashlib.sha256(file["buffer"]).hexdigest()
    assert [asked.method for asked in phone.asked if asked.url.endswith("/uploads")] == ["POST"]


def test_a_paper_is_taken_again_and_the_new_one_stands_in_the_old_ones_place(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    phone.opens(url)
    phone.picks(KIND, photograph(KIND))
    _is_there(phone)
    (first,) = _papers(case)

    phone.picks(KIND, photograph("principal_id_front"), "重拍或更换")

    expect(phone.page.locator(f"#paper-{first['id']}")).to_have_count(0)
    _is_there(phone)
    (second,) = _papers(case)
    assert second["sha256"] != first["sha256"]
    phone.card(KIND).get_by_role("button", name="删除").click()
    expect(phone.card(KIND).locator(".paper")).to_have_count(0)
    assert _papers(case) == []


def test_what_is_no_picture_is_refused_in_plain_words_and_the_card_takes_another(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    phone.opens(url)

    phone.picks(KIND, {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": b"this is no picture"})

    message = phone.card(KIND).locator(".message.bad")
    expect(message).to_be_focused(timeout=15_000)
    assert len(message.inner_text()) > 5
    assert _papers(case) == []
    phone.faults.clear()
    phone.picks(KIND, photograph(KIND))
    _is_there(phone)


def test_a_photograph_over_the_limit_is_made_to_fit_by_the_phone(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    phone.opens(url)

    phone.picks(KIND, photograph(KIND, at_least=4_500_000))

    _is_there(phone)
    assert int(_papers(case)[0]["bytes"]) < 4_194_304


def test_an_upload_can_be_stopped_and_leaves_nothing(phone: Phone, link: Link) -> None:
    case, url, _ = link()
    phone.opens(url)
    phone.network(bytes_a_second=100_000)
    phone.picks(KIND, photograph(KIND, at_least=1_000_000))

    phone.card(KIND).get_by_role("button", name="取消上传").click()

    expect(phone.card(KIND).locator(".message")).to_have_text("已取消。", timeout=15_000)
    phone.network()
    assert _papers(case) == []


def test_the_page_works_without_scripts(browser: Browser, link: Link) -> None:
    case, url, handover = link()
    with phone_in(browser, java_script_enabled=False) as phone:
        phone.opens(url)
        expect(phone.page.locator("noscript p, .note").first).to_contain_text("没有运行脚本")
        form = phone.card(KIND).locator("form.choose")
        form.locator("input[type=file]").set_input_files(photograph(KIND))
        form.get_by_role("button", name="上传").click()

        expect(phone.card(KIND).locator(".paper")).to_have_count(1)
        assert len(_papers(case)) == 1
        phone.card(KIND).get_by_role("button", name="删除").click()
        expect(phone.card(KIND).locator(".paper")).to_have_count(0)
        phone.page.get_by_role("button", name="我已传完").click()
        expect(phone.page.locator(".finish")).to_contain_text("可以关闭本页")
    assert case.app.ok(case.app.get(handover))["state"] == "done"


def test_a_refusal_without_scripts_is_a_page_with_a_way_back(browser: Browser, link: Link) -> None:
    _, url, _ = link()
    with phone_in(browser, java_script_enabled=False) as phone:
        phone.opens(url)
        form = phone.card(KIND).locator("form.choose")
        form.locator("input[type=file]").set_input_files(
            {"name": "paper.jpg", "mimeType": "image/jpeg", "buffer": b"this is no picture"}
        )
        form.get_by_role("button", name="上传").click()

        expect(phone.page.get_by_role("heading", level=1)).to_have_text("没有成功")
        phone.page.get_by_role("link", name="返回").click()
        expect(phone.card(KIND)).to_be_visible()
        phone.faults.clear()


def test_a_code_that_can_not_be_used_any_more_says_what_to_do(phone: Phone, link: Link) -> None:
    case, url, handover = link()
    case.app.call("DELETE", handover)

    for address in (url, f"{case.service.base_url}/h/never-was-a-token"):
        phone.opens(address)
        expect(phone.page.get_by_role("heading", level=1)).to_have_text("这个二维码不能用了")
        expect(phone.page.locator("main")).to_contain_text("请在电脑上刷新二维码")
        assert phone.answers[-1].status == 404 or phone.answers[0].status == 404


@pytest.mark.parametrize(
    ("language", "title", "lang"), [("zh", "上传备案材料", "zh-CN"), ("en", "Upload the papers", "en")]
)
def test_the_page_speaks_both_languages_and_one_leads_to_the_other(
    phone: Phone, link: Link, language: str, title: str, lang: str
) -> None:
    _, url, _ = link()

    phone.opens(url, language)

    expect(phone.page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(phone.page.locator("html")).to_have_attribute("lang", lang)
    assert phone.answers[0].headers["content-language"] == lang
    phone.page.locator(".switch").click()
    expect(phone.page.get_by_role("heading", level=1)).not_to_contain_text(title)
