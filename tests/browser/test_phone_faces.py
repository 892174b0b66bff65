"""Portraits and videos through the phone's page: who it is of, what is agreed to, and what comes of it."""

import io
from collections.abc import Callable

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from app.demo.papers import portrait
from tests.browser.a_phone import Phone, phone_in
from tests.play.faces import face, video_of
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService

Link = Callable[..., tuple[FilingCase, str, str]]
PLACE = "/services/0/principal"


@pytest.fixture(scope="module")
def service(judging_service: RunningService) -> RunningService:
    """The service in which a machine looks at faces."""
    return judging_service


@pytest.fixture(scope="module")
def client(service: RunningService) -> dict[str, str]:
    return service.client("faces", SCOPES)


def _picture() -> dict[str, object]:
    return {"name": "portrait.jpg", "mimeType": "image/jpeg", "buffer": portrait().content}


@pytest.mark.fact("S4-20")
def test_a_portrait_is_taken_with_consent_and_its_result_is_told_at_once(phone: Phone, link: Link) -> None:
    case, url, handover = link("portrait")
    person = case.who.service_principal
    phone.opens(url)
    card = phone.page.locator(".card")
    expect(card.get_by_role("heading")).to_have_text(person.name)
    number = person.certificate_number
    expect(card).to_contain_text(f"{number[:3]}***********{number[-4:]}")
    expect(card).not_to_contain_text(number)
    expect(card).to_contain_text("还没有核验")

    phone.picks("portrait", _picture(), "拍摄照片")
    expect(card.locator(".message.bad")).to_contain_text("勾选同意")
    assert case.filing()["authenticity"] == []
    card.get_by_label("我已阅读并同意").check()
    phone.picks("portrait", _picture(), "拍摄照片")

    expect(card.locator(".tag")).not_to_have_text("还没有核验", timeout=30_000)
    (check,) = case.filing()["authenticity"]
    assert (check["for"], check["method"]) == (PLACE, "portrait")
    assert check["status"] in ("passed", "needs_review")
    assert [one["id"] for one in case.app.ok(case.app.get(handover))["checks"]] == [check["id"]]


@pytest.mark.fact("S4-20")
def test_a_portrait_that_failed_is_sent_back_with_the_reason_and_taken_again(phone: Phone, link: Link) -> None:
    case, url, _ = link("portrait")
    phone.opens(url)
    card = phone.page.locator(".card")
    card.get_by_label("我已阅读并同意").check()
    nobody = {"name": "wall.jpg", "mimeType": "image/jpeg", "buffer": _white_wall()}

    phone.picks("portrait", nobody, "选择文件")

    expect(card.locator(".tag")).to_contain_text("退回待修改", timeout=30_000)
    expect(card.locator(".finding.error").first).to_be_visible()
    card.get_by_label("我已阅读并同意").check()
    phone.picks("portrait", _picture(), "选择文件")
    expect(card.locator(".tag")).not_to_contain_text("退回待修改", timeout=30_000)
    pictures = case.app.ok(case.app.get(f"{case.path}/materials"))["data"]
    assert len([one for one in pictures if one["kind"] == "portrait" and one.get("erased_at") is None]) == 1


def test_a_portrait_works_without_scripts_too(browser: Browser, link: Link) -> None:
    case, url, _ = link("portrait")
    with phone_in(browser, java_script_enabled=False) as phone:
        phone.opens(url)
        form = phone.page.locator("form.choose")
        form.get_by_label("我已阅读并同意").check()
        form.locator("input[type=file]").set_input_files(_picture())
        form.get_by_role("button", name="上传").click()
        expect(phone.page.locator(".tag")).not_to_have_text("还没有核验", timeout=30_000)
    assert len(case.filing()["authenticity"]) == 1


def test_a_video_is_asked_for_with_a_challenge_of_its_own(phone: Phone, link: Link) -> None:
    _, url, _ = link("video")

    phone.opens(url)

    actions = phone.page.locator(".doing li")
    assert actions.count() >= 2
    expect(actions.last).to_contain_text("读出数字")
    expect(phone.page.get_by_label("拍摄视频")).to_have_attribute("capture", "user")
    first = actions.all_inner_texts()
    phone.page.reload()
    assert actions.all_inner_texts() != first


def test_a_video_is_looked_at_and_its_challenge_serves_once(phone: Phone, link: Link) -> None:
    case, url, _ = link("video")
    phone.opens(url)
    card = phone.page.locator(".card")
    first = card.locator(".doing").inner_text()
    card.get_by_label("我已阅读并同意").check()

    film = video_of(lambda _: face(), seconds=1.5)
    phone.picks("video", {"name": "video.mp4", "mimeType": "video/mp4", "buffer": film}, "拍摄视频")

    expect(card.locator(".tag")).not_to_have_text("还没有核验", timeout=60_000)
    (check,) = case.filing()["authenticity"]
    assert (check["method"], check["status"] == "passed") == ("video", False)
    expect(card.locator(".finding").first).to_be_visible()
    assert card.locator(".doing").inner_text() != first


def _white_wall() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (720, 960), "white").save(file, "JPEG")
    return file.getvalue()
