"""What an attacker tried on papers and the phone's page: each of these once broke a promise, or the service."""

import io
import socket
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from urllib.parse import urlsplit

import httpx
import pytest
from PIL import Image

from app.demo.papers import paper, portrait
from app.routers.form_arrivals import MOST_AT_ONCE
from tests.end_to_end.test_phone_calls import Link
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Case = Callable[..., FilingCase]
KIND = "subject_certificate"


def certificate() -> bytes:
    return paper(KIND, ["image/jpeg"], 0).content


def kinds_of(case: FilingCase) -> list[str]:
    return [one["kind"] for one in case.app.ok(case.app.get(f"{case.path}/materials"))["data"]]


class SlowForm:
    """A form with a file, sent by hand: admitted at once, its bytes come when they like."""

    def __init__(self, service: RunningService, path: str, fields: dict[str, str], content: bytes) -> None:
        parts = [f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()]
        file = 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\n\r\n'
        head = "".join(f"--slow\r\n{part}\r\n" for part in parts) + f"--slow\r\n{file}"
        self.body = head.encode() + content + b"\r\n--slow--\r\n"
        address = urlsplit(service.base_url)
        self.socket = socket.create_connection((address.hostname, address.port), 30)
        lines = (
            f"POST {path} HTTP/1.1",
            "host: here",
            "content-type: multipart/form-data; boundary=slow",
            f"content-length: {len(self.body)}",
            "expect: 100-continue",
        )
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self.first = self.status()

    def status(self) -> int:
        """Read the answer."""
        return int(self.socket.recv(65536).split()[1])

    def end(self) -> int:
        """Send the body and read the answer."""
        with self.socket:
            self.socket.sendall(self.body)
            return self.status()


@pytest.mark.parametrize("purpose", ["materials", "portrait"])
def test_a_form_that_is_still_coming_when_its_link_is_taken_back_brings_nothing(a_case: Case, purpose: str) -> None:
    case = a_case().filled_in()
    link = Link(case, purpose)
    if purpose == "materials":
        path, fields, content = "papers", {"kind": KIND, "for": "/subject"}, certificate()
    else:
        consent = case.consent()["version"]
        path, fields, content = "checks", {"for": "/services/0/principal", "consent": consent}, portrait().content
    form = SlowForm(case.service, f"/h/{link.token}/{path}", fields, content)

    assert form.first == 100

    Link(case, "video")

    assert form.end() == 404
    assert kinds_of(case) == []


@pytest.mark.parametrize("origin", ["http://[", "http://a]b", "file://", "//"])
def test_an_origin_that_is_none_is_another_sites(a_case: Case, origin: str) -> None:
    link = Link(a_case().filled_in())

    answer = link.call("POST", "/done", headers={"origin": origin})

    problem(answer, 403, "insufficient-scope")


@pytest.mark.parametrize(
    ("there", "place", "wanted", "where"),
    [
        ("portrait", "/services/0/principal", KIND, "/subject"),
        (KIND, "/subject", "portrait", "/services/0/principal"),
        (KIND, "/subject", "signed_sheet", "/services/0/principal"),
    ],
)
def test_a_face_is_no_certificate_by_another_name_nor_an_old_photo_a_new_portrait(
    a_case: Case, there: str, place: str, wanted: str, where: str
) -> None:
    case = a_case().filled_in()
    content = portrait().content if there == "portrait" else certificate()
    source = case.app.ok(case.upload(there, place, content))["id"]

    fields = {"kind": (None, wanted), "for": (None, where), "material_id": (None, source)}
    answer = case.app.call("POST", f"{case.path}/materials", files=fields)

    problem(answer, 422, "validation-failed")
    assert answer.json()["errors"][0]["code"] == "not_used_again"
    assert kinds_of(case) == [there]


def test_somebody_who_looks_at_papers_without_end_keeps_nobody_else_waiting(a_case: Case) -> None:
    greedy, other = a_case().filled_in(), a_case().filled_in()
    sheet = io.BytesIO()
    Image.new("RGB", (2400, 1800), "white").save(sheet, "JPEG")
    heavy = greedy.app.ok(greedy.upload(KIND, "/subject", sheet.getvalue()))["id"]
    light = other.app.ok(other.upload(KIND, "/subject", certificate()))["id"]

    def look() -> httpx.Response:
        return greedy.app.get(f"/v1/materials/{heavy}/content")

    with ThreadPoolExecutor(16) as at_once:
        looks = [at_once.submit(look) for _ in range(16)]
        wait(looks, return_when=FIRST_COMPLETED)
        assert other.app.get(f"/v1/materials/{light}/content").status_code == 200
        assert not all(one.done() for one in looks)


def test_forms_that_never_end_are_few_for_one_account_and_hinder_no_other(a_case: Case) -> None:
    case, other = a_case().filled_in(), a_case().filled_in()
    path, fields = f"/h/{Link(case).token}/papers", {"kind": KIND, "for": "/subject"}

    forms = [SlowForm(case.service, path, fields, certificate()) for _ in range(MOST_AT_ONCE + 1)]
    said = [form.first for form in forms]
    brought = other.upload(KIND, "/subject", certificate())
    ended = forms[0].end()
    for form in forms[1:]:
        form.socket.close()

    assert said == [100] * MOST_AT_ONCE + [429]
    assert (brought.status_code, ended) == (201, 204)
