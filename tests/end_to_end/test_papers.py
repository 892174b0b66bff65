"""Papers (材料): what is taken, how it is kept, who gets it back."""

import hashlib
import io
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.demo.papers import paper, portrait
from tests.play.expected_problem import problem, refused_fields
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService

Case = Callable[..., FilingCase]
PNG = paper("specimen", ["image/png"], 0).content
JPEG = paper("specimen", ["image/jpeg"], 0).content
PDF = paper("specimen", ["application/pdf"], 0).content
BOUNDARY = "a-boundary"
FORM = f"multipart/form-data; boundary={BOUNDARY}"


def papers_of(case: FilingCase) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]
    return found


def stored_files(service: RunningService) -> list[Path]:
    """The files of papers.

    Neither the wrapped keys beside them nor what readiness writes to try the store, nor the renditions that the worker
    makes of other filings meanwhile.
    """
    found = Path(service.folder, "data", "objects").rglob("mat_*")
    return sorted(file for file in found if file.is_file() and not file.name.endswith("-key"))


def part(name: str, value: bytes, filename: str | None = None, *more: str) -> bytes:
    shown = "" if filename is None else f'; filename="{filename}"'
    head = [f'Content-Disposition: form-data; name="{name}"{shown}', *more]
    return b"--" + BOUNDARY.encode() + b"\r\n" + "\r\n".join(head).encode() + b"\r\n\r\n" + value + b"\r\n"


def form(*parts: bytes) -> bytes:
    return b"".join(parts) + b"--" + BOUNDARY.encode() + b"--\r\n"


KIND, PLACE, FILE = part("kind", b"other"), part("for", b"/subject"), part("file", PNG, "a.png")


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


@pytest.fixture(scope="module")
def submitted(service: RunningService, client: dict[str, str]) -> FilingCase:
    return FilingCase(service, client).submitted()


def send(case: FilingCase, body: bytes, content_type: str = FORM) -> httpx.Response:
    return case.app.call("POST", f"{case.path}/materials", content=body, headers={"content-type": content_type})


# --- using again


def use_again(case: FilingCase, material_id: str, kind: str = "other", place: str = "/subject", **more: Any) -> Any:
    fields = {"kind": kind, "for": place, "material_id": material_id}
    content = form(*(part(name, value.encode()) for name, value in fields.items()))
    headers = {"content-type": FORM, **more}
    return case.app.call("POST", f"{case.path}/materials", content=content, headers=headers)


def test_a_paper_of_the_account_is_used_again_by_its_id(draft: FilingCase) -> None:
    first = draft.app.ok(draft.upload("other", "/subject", PNG))

    again = draft.app.ok(use_again(draft, first["id"], "subject_certificate"))

    assert again["id"] != first["id"]
    assert (again["kind"], again["for"], again["sha256"]) == ("subject_certificate", "/subject", first["sha256"])
    assert draft.app.call("DELETE", f"/v1/materials/{first['id']}").status_code == 204
    draft.settle()
    assert draft.app.get(f"/v1/materials/{again['id']}/content").status_code == 200
    assert draft.app.call("DELETE", f"/v1/materials/{again['id']}").status_code == 204


def test_using_a_paper_again_with_the_same_key_is_done_once(draft: FilingCase) -> None:
    first = draft.app.ok(draft.upload("other", "/subject", PNG))
    before = len(papers_of(draft))

    answers = [use_again(draft, first["id"], **{"idempotency-key": f"again-{first['id']}"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len(papers_of(draft)) == before + 1


def test_a_portrait_of_an_earlier_order_shows_nobody_in_a_later_one(
    service: RunningService, client: dict[str, str]
) -> None:
    case = FilingCase(service, client).with_papers()
    papers = case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]
    portrait_id = next(one["id"] for one in papers if one["kind"] == "portrait")
    case.app.ok(case.act("abandon"))
    case.begin()

    for kind in ("portrait", "other"):
        refused_fields(use_again(case, portrait_id, kind, "/services/0/principal"), "/material_id")


@pytest.mark.parametrize("material_id", ["", "mat_nobodys", "../../etc/passwd", "x" * 3000, "mat a", "材料"])
def test_a_paper_that_nobody_has_is_not_found(draft: FilingCase, material_id: str) -> None:
    problem(use_again(draft, material_id), 404, "not-found")


def test_somebody_elses_paper_is_not_found(draft: FilingCase, submitted: FilingCase) -> None:
    theirs = papers_of(submitted)[0]["id"]

    problem(use_again(draft, theirs), 404, "not-found")


def test_one_of_a_file_an_upload_and_a_paper_is_sent(service: RunningService, draft: FilingCase) -> None:
    before, files = papers_of(draft), stored_files(service)
    known = part("material_id", before[0]["id"].encode() if before else b"mat_x")

    refused_fields(send(draft, form(KIND, PLACE, FILE, known)), "/material_id")
    refused_fields(send(draft, form(KIND, PLACE)), "/file")
    refused_fields(send(draft, form(KIND, PLACE, FILE, part("upload_id", b"upl_1"))), "/upload_id")
    refused_fields(send(draft, form(KIND, PLACE, part("upload_id", b"upl_1"), known)), "/material_id")

    assert papers_of(draft) == before
    assert stored_files(service) == files


def test_every_paper_wanted_says_why_and_when(a_case: Case) -> None:
    case = a_case()
    case.filled_in()

    wanted = case.app.ok(case.app.get(f"{case.path}/requirements", params={"limit": 100}))["data"]

    assert wanted
    assert all(one["reason"] and one["notes"] and one["rule"] and one["source"] for one in wanted)
    assert {one["step"] for one in wanted} == {"type_verification", "information", "papers"}
    assert not any(one["on_file"] for one in wanted)


# --- taking


@pytest.mark.parametrize(
    ("content", "media_type"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (PDF, "application/pdf")]
)
def test_a_paper_is_known_by_its_content_and_told_with_its_digest(
    draft: FilingCase, content: bytes, media_type: str
) -> None:
    added = draft.app.ok(draft.upload("other", "/subject", content))

    assert added["media_type"] == media_type
    assert added["bytes"] == len(content)
    assert added["sha256"] == hashlib.sha256(content).hexdigest()
    assert (added["kind"], added["for"]) == ("other", "/subject")
    assert added["id"].startswith("mat_")
    assert added["id"] in [one["id"] for one in papers_of(draft)]


def test_name_and_declared_type_of_a_file_mean_nothing(draft: FilingCase) -> None:
    files = {"file": ("evil.exe", PNG, "application/x-msdownload")}
    form = {"kind": "other", "for": "/subject"}

    added = draft.app.ok(draft.app.call("POST", f"{draft.path}/materials", data=form, files=files))

    assert added["media_type"] == "image/png"
    assert "evil" not in str(added)


@pytest.mark.parametrize(
    "content",
    [
        b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$UNKNOWN-TYPE-TEST-FILE!$H+H*",
        b"MZ\x90\x00" + b"\x00" * 400,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>1</script>",
        b"GIF89a" + b"\x00" * 100,
        b"PK\x03\x04" + b"\x00" * 100,
        b"\x00" * 1000,
        b" %PDF-1.7\n",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"",
    ],
    ids=["text", "program", "svg", "html", "gif", "zip", "zeros", "late pdf", "cut jpeg", "cut png", "empty"],
)
def test_content_of_no_accepted_format_is_refused_whatever_it_is_called(draft: FilingCase, content: bytes) -> None:
    before = draft.etag()
    files = {"file": ("scan.png", content, "image/png")}

    answer = draft.app.call("POST", f"{draft.path}/materials", data={"kind": "other", "for": "/subject"}, files=files)

    refusal = problem(answer, 422, "material-unreadable")
    assert [error["pointer"] for error in refusal["errors"]] == ["/file"]
    assert draft.etag() == before


def test_a_portrait_is_a_picture_and_no_pdf(draft: FilingCase) -> None:
    problem(draft.upload("portrait", "/services/0/principal", PDF), 422, "material-unreadable")


def test_each_kind_has_its_own_largest_size(draft: FilingCase) -> None:
    wanted = draft.app.ok(draft.app.get(f"{draft.path}/requirements"))["data"]
    most = next(one["max_bytes"] for one in wanted if one["kind"] == "subject_certificate")

    exactly = draft.upload("subject_certificate", "/subject", PNG + b"\x00" * (most - len(PNG)))
    over = draft.upload("subject_certificate", "/subject", PNG + b"\x00" * (most - len(PNG) + 1))

    assert exactly.status_code == 201
    assert problem(over, 413, "payload-too-large")["max_bytes"] == most


def test_a_file_of_three_icons_size_is_too_large_for_an_icon(draft: FilingCase) -> None:
    refusal = problem(draft.upload("app_icon", "/services/0", PNG + b"\x00" * 102_400), 413, "payload-too-large")

    assert refusal["max_bytes"] == 102_400


def test_a_refused_file_leaves_nothing_behind(service: RunningService, draft: FilingCase) -> None:
    before, papers = len(stored_files(service)), len(papers_of(draft))

    for kind, place, content in [
        ("other", "/subject", b"text"),
        ("other", "/nowhere", PNG),
        ("no_such_kind", "/subject", PNG),
        ("app_icon", "/subject", PNG + b"\x00" * 200_000),
    ]:
        assert draft.upload(kind, place, content).is_client_error

    assert len(stored_files(service)) == before
    assert len(papers_of(draft)) == papers


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_sent(
    service: RunningService, draft: FilingCase
) -> None:
    address = httpx.URL(service.base_url)
    head = (
        f"POST {draft.path}/materials HTTP/1.1\r\nHost: {address.host}\r\nAuthorization: Bearer {draft.app.token}\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: 99999999999\r\n\r\n"
    )
    with socket.create_connection((address.host, address.port), timeout=20) as connection:
        connection.sendall(head.encode())
        answer = connection.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_stream_without_a_length_is_cut_off_at_the_limit(draft: FilingCase) -> None:
    def endless() -> Iterator[bytes]:
        yield KIND + PLACE + part("file", PNG, "a.png")[:-2]
        for _ in range(400):
            yield b"\x00" * 65536

    answer = draft.app.call("POST", f"{draft.path}/materials", content=endless(), headers={"content-type": FORM})

    problem(answer, 413, "payload-too-large")


# --- the form


@pytest.mark.parametrize("body", [form(KIND, PLACE, FILE), form(FILE, PLACE, KIND), form(PLACE, FILE, KIND)])
def test_the_order_of_the_parts_does_not_matter(draft: FilingCase, body: bytes) -> None:
    assert send(draft, body).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        (form(PLACE, FILE), "/kind"),
        (form(part("kind", b"no_such_kind"), PLACE, FILE), "/kind"),
        (form(KIND, FILE), "/for"),
        (form(KIND, part("for", b"/nowhere"), FILE), "/for"),
        (form(KIND, part("for", b"/services/7"), FILE), "/for"),
        (form(KIND, part("for", b"subject"), FILE), "/for"),
        (form(KIND, part("for", b"/" + b"a" * 300), FILE), "/for"),
        (form(KIND, part("for", b"/subject\x00"), FILE), "/for"),
        (form(KIND, part("for", b"/\xff\xfe"), FILE), "/for"),
        (form(KIND, part("for", b"/" + b"a" * 100_000), FILE), "/for"),
        (form(KIND, KIND, PLACE, FILE), "/kind"),
        (form(KIND, PLACE), "/file"),
        (form(KIND, PLACE, part("file", PNG)), "/file"),
    ],
    ids=[
        "no kind",
        "unknown kind",
        "no place",
        "unknown place",
        "no such service",
        "no pointer",
        "long pointer",
        "nul",
        "no utf-8",
        "huge field",
        "kind twice",
        "no file",
        "file as a field",
    ],
)
def test_a_fault_in_the_form_is_told_at_its_field(draft: FilingCase, body: bytes, pointer: str) -> None:
    before = len(papers_of(draft))

    answer = send(draft, body)

    assert pointer in [error["pointer"] for error in problem(answer, 422, "validation-failed")["errors"]]
    assert len(papers_of(draft)) == before


def test_an_unknown_field_or_a_second_file_is_refused(draft: FilingCase) -> None:
    problem(send(draft, form(KIND, PLACE, FILE, part("owner", b"somebody"))), 422, "validation-failed")
    problem(send(draft, form(KIND, PLACE, FILE, part("file", PNG, "b.png"))), 422, "validation-failed")
    problem(send(draft, form(KIND, PLACE, FILE, part("file2", PNG, "b.png"))), 400, "malformed-request")


HOSTILE = [
    b"",
    b"--",
    b"--a-boundary",
    b"--a-boundary--\r\n",
    b"--other\r\n\r\n--other--\r\n",
    form(KIND, PLACE, FILE)[:-20],
    KIND + PLACE + FILE[: len(FILE) // 2],
    b"--a-boundary\r\n\r\n" + PNG + b"\r\n--a-boundary--\r\n",
    b'--a-boundary\r\nContent-Disposition: attachment; name="file"\r\n\r\nx\r\n--a-boundary--\r\n',
    b"--a-boundary\r\nContent-Disposition: form-data\r\n\r\nx\r\n--a-boundary--\r\n",
    form(*[part(f"field{turn}", b"x") for turn in range(60)]),
    form(part("file", PNG, "a.png", *[f"X-{turn}: y" for turn in range(30)])),
    form(part("file", PNG, "a.png", "X-Long: " + "y" * 20_000)),
    form(part("file", PNG, "a.png", "Content-Transfer-Encoding: base64")),
    form(part("kind", b"other", None, 'Content-Disposition: form-data; name="for"')),
    b"\x00" * 5000,
]


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_form_is_refused_and_leaves_nothing(service: RunningService, draft: FilingCase, body: bytes) -> None:
    before, files = draft.etag(), len(stored_files(service))

    answer = send(draft, body)

    assert 400 <= answer.status_code < 500
    problem(answer, answer.status_code, answer.json()["code"])
    assert draft.etag() == before
    assert len(stored_files(service)) == files


@pytest.mark.parametrize(
    ("content_type", "status"),
    [
        ("application/json", 415),
        ("text/plain", 415),
        ("multipart/mixed; boundary=a-boundary", 415),
        ("multipart/form-data", 400),
        ("multipart/form-data; boundary=", 400),
        ("multipart/form-data; boundary=" + "a" * 100, 400),
    ],
)
def test_what_is_no_form_is_refused(draft: FilingCase, content_type: str, status: int) -> None:
    answer = send(draft, form(KIND, PLACE, FILE), content_type)

    problem(answer, status, "media-type-unsupported" if status == 415 else "malformed-request")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.lists(st.sampled_from([KIND, PLACE, FILE, b"\r\n", b"--", b"\x00", b"--a-boundary\r\n", b":"]), max_size=8)
)
def test_no_arrangement_of_parts_breaks_the_service(draft: FilingCase, body: list[bytes]) -> None:
    answer = send(draft, form(*body))

    assert answer.status_code == 201 or 400 <= answer.status_code < 500


NAUGHTY = [
    "../../etc/passwd",
    "a\\..\\b.png",
    "nul\x00.png",
    "x" * 3000,
    "证件 照片.png",
    "'; drop table--.png",
    "",
    ".",
    "con",
]


@pytest.mark.parametrize("name", NAUGHTY, ids=range(len(NAUGHTY)))
def test_a_naughty_file_name_reaches_nothing(service: RunningService, draft: FilingCase, name: str) -> None:
    body = form(KIND, PLACE, part("file", PNG, name.replace('"', "")))

    added = draft.app.ok(send(draft, body))

    assert draft.app.get(f"/v1/materials/{added['id']}/content").status_code == 200
    root = Path(service.folder, "data", "objects").resolve()
    assert all(file.resolve().is_relative_to(root) for file in stored_files(service))
    assert not [file for file in stored_files(service) if "passwd" in file.name or "drop" in file.name]


# --- keeping


@pytest.mark.fact("S4-35")
def test_nothing_of_a_paper_is_readable_on_disk(service: RunningService, draft: FilingCase) -> None:
    for content in (PDF, PNG, JPEG):
        draft.app.ok(draft.upload("other", "/subject", content))

    files = stored_files(service)
    assert files
    for file in files:
        kept = file.read_bytes()
        assert JPEG[1000:1032] not in kept
        assert b"JFIF" not in kept
        assert PNG[:16] not in kept
        assert b"%PDF-" not in kept
        assert b"IHDR" not in kept


def test_the_same_paper_twice_is_two_different_files_on_disk(service: RunningService, draft: FilingCase) -> None:
    before = {file: file.read_bytes() for file in stored_files(service)}
    for _ in range(2):
        draft.app.ok(draft.upload("other", "/subject", JPEG))

    new = [file.read_bytes() for file in stored_files(service) if file not in before]

    assert len(new) == 2
    assert new[0] != new[1]


# --- giving back


@pytest.mark.fact("S4-35")
def test_a_reviewer_sees_papers_and_other_callers_of_the_provider_do_not(
    service: RunningService, client: dict[str, str], submitted: FilingCase
) -> None:
    path = f"/v1/materials/{papers_of(submitted)[0]['id']}/content"
    others = service.caller(client, [one for one in SCOPES if one not in ("filings", "reviews")])

    assert submitted.reviewer.get(path).status_code == 200
    problem(others.get(path), 403, "insufficient-scope")
    problem(submitted.app.call("GET", path, headers={"authorization": ""}), 401, "unauthenticated")


def test_a_reviewer_adds_and_removes_no_papers(submitted: FilingCase) -> None:
    paper_id = papers_of(submitted)[0]["id"]
    form = {"data": {"kind": "other", "for": "/subject"}, "files": {"file": ("a", PNG)}}

    problem(submitted.reviewer.call("POST", f"{submitted.path}/materials", **form), 403, "insufficient-scope")
    problem(submitted.reviewer.call("DELETE", f"/v1/materials/{paper_id}"), 403, "insufficient-scope")


def test_a_paper_that_is_not_there_is_not_found(draft: FilingCase) -> None:
    for paper_id in ("mat_none", "x" * 500, "fil_1", "%2e%2e%2f"):
        problem(draft.app.get(f"/v1/materials/{paper_id}/content"), 404, "not-found")
        problem(draft.app.call("DELETE", f"/v1/materials/{paper_id}"), 404, "not-found")


# --- removing


def test_a_paper_is_removed_while_the_filing_can_be_edited_and_its_bytes_go_too(
    service: RunningService, a_case: Case
) -> None:
    case = a_case()
    case.begin()
    before = len(stored_files(service))
    added = case.app.ok(case.upload("other", "/subject", PNG))
    assert len(stored_files(service)) == before + 1

    removed = case.app.call("DELETE", f"/v1/materials/{added['id']}")
    case.settle()

    assert removed.status_code == 204
    assert removed.content == b""
    assert papers_of(case) == []
    problem(case.app.get(f"/v1/materials/{added['id']}/content"), 404, "not-found")
    problem(case.app.call("DELETE", f"/v1/materials/{added['id']}"), 404, "not-found")
    assert len(stored_files(service)) == before


def test_under_review_papers_are_neither_added_nor_removed(submitted: FilingCase) -> None:
    before = papers_of(submitted)

    added = submitted.upload("other", "/subject", PNG)
    removed = submitted.app.call("DELETE", f"/v1/materials/{before[0]['id']}")

    assert problem(added, 409, "not-editable")["state"] == "first_review"
    assert problem(removed, 409, "not-editable")["state"] == "first_review"
    assert papers_of(submitted) == before


@pytest.mark.fact("S0-22")
def test_after_a_rejection_papers_can_be_exchanged(a_case: Case) -> None:
    case = a_case().submitted().rejected("cert_image_bad", "/subject/certificate")
    old = next(one for one in papers_of(case) if one["kind"] == "subject_certificate")

    assert case.app.call("DELETE", f"/v1/materials/{old['id']}").status_code == 204
    assert case.upload("subject_certificate", "/subject", JPEG).status_code == 201

    assert case.confirm_and("resubmit")["state"] == "first_review"


@pytest.mark.fact("S0-12")
def test_what_is_wanted_is_met_by_what_was_uploaded(a_case: Case) -> None:
    case = a_case()
    case.filled_in()

    def missing() -> list[str]:
        wanted = case.app.ok(case.app.get(f"{case.path}/requirements", params={"limit": 100}))["data"]
        return [one["kind"] for one in wanted if one["required"] and not one["satisfied"]]

    assert {"subject_certificate", "principal_id_front", "principal_id_back", "portrait"} <= set(missing())
    case.app.ok(case.upload("subject_certificate", "/subject", JPEG))
    assert "subject_certificate" not in missing()
    refusal = problem(case.act("submit"), 422, "checks-failed")
    assert "material_missing" in {error["code"] for error in refusal["errors"]}


def test_a_picture_with_data_about_its_making_has_the_digest_of_what_was_sent(draft: FilingCase) -> None:
    from PIL import Image

    file = io.BytesIO()
    picture = Image.open(io.BytesIO(portrait().content))
    exif = picture.getexif()
    exif[0x010E] = "where and when"
    picture.save(file, "JPEG", exif=exif)

    added = draft.app.ok(draft.upload("other", "/subject", file.getvalue()))

    assert added["sha256"] == hashlib.sha256(file.getvalue()).hexdigest()
    assert added["bytes"] == len(file.getvalue())


def test_a_file_that_has_no_place_is_told_where_the_form_went_wrong(draft: FilingCase) -> None:
    refused_fields(draft.upload("other", "/emergency_contacts/0", PNG), "/for")
