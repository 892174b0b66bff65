"""What a link for a phone opens, call by call: one filing, one purpose, and nothing for whoever has no link."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from app.demo.papers import paper, portrait
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

ACase = Callable[..., FilingCase]
KIND = "subject_certificate"
TUS = {"tus-resumable": "1.0.0"}


class Link:
    """A link of a filing, and the calls below it as the page's script makes them."""

    def __init__(self, case: FilingCase, purpose: str = "materials") -> None:
        made = case.app.ok(case.app.post(f"{case.path}/handovers", {"purpose": purpose}))
        self.case, self.url, self.http = case, made["url"], case.service.http

    @property
    def token(self) -> str:
        """What nobody else may know."""
        return str(self.url.rsplit("/", 1)[1])

    def call(self, method: str, path: str = "", **more: Any) -> httpx.Response:
        """Send one request without a bearer token."""
        return self.http.request(method, f"{self.url}{path}", **more)

    def upload(self, content: bytes) -> str:
        """Send a file over tus in one piece; return the upload's id."""
        begun = self.call("POST", "/uploads", headers={**TUS, "upload-length": str(len(content))})
        assert begun.status_code == 201, begun.text
        headers = {**TUS, "upload-offset": "0", "content-type": "application/offset+octet-stream"}
        assert self.http.patch(begun.headers["location"], headers=headers, content=content).status_code == 204
        return begun.headers["location"].rsplit("/", 1)[1]

    def bring(self, upload_id: str, kind: str = KIND, place: str = "/subject", **more: Any) -> httpx.Response:
        """Make a paper of an upload."""
        return self.call("POST", "/papers", json={"kind": kind, "for": place, "upload_id": upload_id}, **more)


def _certificate() -> bytes:
    return paper(KIND, ["image/jpeg"], 0).content


def _papers(case: FilingCase) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.app.ok(case.app.get(f"{case.path}/materials"))["data"]
    return found


def test_an_upload_becomes_a_paper_once(a_case: ACase) -> None:
    case = a_case().filled_in()
    link = Link(case)
    upload_id = link.upload(_certificate())

    assert link.bring(upload_id).status_code == 204
    again = link.bring(upload_id)

    assert (again.status_code, again.json()["errors"][0]["code"]) == (422, "over")
    assert [one["kind"] for one in _papers(case)] == [KIND]


@pytest.mark.parametrize(
    ("purpose", "call"),
    [
        ("portrait", ("POST", "/papers")),
        ("portrait", ("POST", "/papers/mat_1/remove")),
        ("video", ("POST", "/papers")),
        ("materials", ("POST", "/checks")),
    ],
)
def test_a_link_opens_nothing_but_its_purpose(a_case: ACase, purpose: str, call: tuple[str, str]) -> None:
    link = Link(a_case().filled_in(), purpose)

    refused = link.call(*call, json={})

    assert refused.status_code == 404


def test_a_portraits_link_shows_no_papers_and_a_papers_link_no_face(a_case: ACase) -> None:
    case = a_case().with_papers()
    number = case.who.service_principal.certificate_number

    of_papers = Link(case).call("GET", "/cards").text
    of_face = Link(case, "portrait").call("GET", "/cards").text

    assert KIND in of_papers
    assert KIND not in of_face
    assert "portrait" not in of_papers
    for page in (of_papers, of_face):
        assert number not in page
        assert case.who.principal.mobile not in page


@pytest.mark.parametrize("kind", ["portrait", "video", "nothing_known"])
def test_a_papers_link_takes_no_faces(a_case: ACase, kind: str) -> None:
    case = a_case().filled_in()
    link = Link(case)

    refused = link.bring(link.upload(portrait().content), kind, "/services/0/principal")

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/kind")
    assert _papers(case) == []


def test_papers_and_uploads_of_other_filings_are_out_of_reach(a_case: ACase) -> None:
    mine, other = Link(a_case().filled_in()), Link(a_case().filled_in())
    assert other.bring(other.upload(_certificate())).status_code == 204
    (theirs,) = _papers(other.case)
    upload_id = other.upload(_certificate())

    assert mine.call("POST", f"/papers/{theirs['id']}/remove").status_code == 404
    assert mine.bring(upload_id).status_code == 404
    assert mine.call("HEAD", f"/uploads/{upload_id}", headers=TUS).status_code == 404
    said = {"kind": KIND, "for": "/subject", "upload_id": mine.upload(_certificate()), "replaces": theirs["id"]}
    assert mine.call("POST", "/papers", json=said).status_code == 204
    assert [one["id"] for one in _papers(other.case)] == [theirs["id"]]


def test_a_face_without_consent_is_neither_looked_at_nor_kept(a_case: ACase) -> None:
    case = a_case().filled_in()
    link = Link(case, "portrait")
    said = {"for": "/services/0/principal", "upload_id": link.upload(portrait().content)}

    without = link.call("POST", "/checks", json=said)
    to_nothing_known = link.call("POST", "/checks", json={**said, "consent": "1999-01"})
    form = {"for": "/services/0/principal", "kind": "portrait"}
    as_a_form = link.call("POST", "/checks", data=form, files={"file": ("p.jpg", portrait().content, "image/jpeg")})

    assert [one.json()["code"] for one in (without, as_a_form)] == ["consent-required"] * 2
    assert to_nothing_known.json()["errors"][0]["pointer"] == "/consent/version"
    assert _papers(case) == []


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "https://elsewhere.example"}],
)
def test_another_sites_page_can_change_nothing(a_case: ACase, headers: dict[str, str]) -> None:
    link = Link(a_case().filled_in())

    refused = link.call("POST", "/done", headers=headers)

    assert (refused.status_code, refused.json()["code"]) == (403, "insufficient-scope")


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "null"}, {"sec-fetch-site": "same-origin"}], ids=["bare", "old phone", "new phone"]
)
def test_the_page_itself_can_say_done(a_case: ACase, headers: dict[str, str]) -> None:
    link = Link(a_case().filled_in())

    assert link.call("POST", "/done", headers=headers).status_code == 204
    assert link.call("POST", "/done", headers={**headers, "origin": link.case.service.base_url}).status_code == 204


@pytest.mark.parametrize("path", ["", "/cards", "/uploads/upl_1"])
def test_a_wrong_token_learns_nothing(service: RunningService, path: str) -> None:
    method = "HEAD" if "uploads" in path else "GET"

    answer = service.http.request(method, f"/h/not-a-token{path}")

    assert answer.status_code == 404
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_the_token_stands_in_no_log_and_no_table_and_the_timeline_names_the_link_by_its_id(a_case: ACase) -> None:
    case = a_case().filled_in()
    link = Link(case)
    link.call("GET", headers={"accept": "text/html"})
    link.bring(link.upload(_certificate()))

    logs = "".join(file.read_text(errors="replace") for file in case.service.data_dir.rglob("*.log"))
    assert '"/h/{token}"' in logs
    assert link.token not in logs
    assert link.token not in str(case.timeline())
    events = [(one["event"], one["actor"]) for one in case.timeline()]
    assert ("phone_handover_opened", "applicant") in events


def test_the_protocol_of_uploads_is_told_below_a_link(a_case: ACase) -> None:
    told = Link(a_case().filled_in()).call("OPTIONS", "/uploads")

    assert (told.status_code, told.headers["tus-version"]) == (204, "1.0.0")


@pytest.mark.parametrize(
    ("purpose", "path", "fields", "status"),
    [
        ("materials", "/papers", {"material_id": "mat_1"}, 404),
        ("materials", "/papers", {"upload_id": "\x00"}, 422),
        ("materials", "/papers", {"upload_id": "../upl_1"}, 404),
        ("materials", "/papers?replaces=%00", {"upload_id": "upl_1"}, 404),
        ("materials", "/papers", {}, 422),
        ("portrait", "/checks", {"upload_id": "upl_1", "consent": "2026-01", "challenge_id": "no id"}, 404),
        ("portrait", "/checks", {"upload_id": "upl_1", "consent": "\x7f" * 5000}, 422),
    ],
)
def test_forms_that_no_page_of_ours_sends_are_refused_and_leave_nothing(
    a_case: ACase, purpose: str, path: str, fields: dict[str, str], status: int
) -> None:
    case = a_case().filled_in()
    said = {"kind": KIND, "for": "/subject", **fields}
    parts = {name: (None, value) for name, value in said.items()}

    refused = Link(case, purpose).call("POST", path, files=parts)

    assert refused.status_code == status
    assert _papers(case) == []
