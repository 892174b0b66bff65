"""Papers that are uploaded: sealed, shown under a watermark to whom they concern, every look on file, faces erased."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy
import pytest
from PIL import Image

from app.demo.papers import paper
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import SCOPES, RunningService

Case = Callable[..., FilingCase]
PDF = paper("specimen", ["application/pdf"], 0).content


def a_photo() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (1600, 1000), (252, 252, 252)).save(file, "JPEG", quality=95)
    return file.getvalue()


PHOTO = a_photo()


@pytest.fixture(scope="module")
def submitted(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client).with_papers()
    case.app.ok(case.upload("other", "/subject", PHOTO))
    case.app.ok(case.upload("other", "/subject", PDF))
    case.confirm_and("submit")
    return case


def papers_of(case: FilingCase) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.app.ok(case.app.get(f"{case.path}/materials", params={"limit": 100}))["data"]
    return found


def path_of(case: FilingCase, kind: str, media_type: str = "image/jpeg") -> str:
    found = [one for one in papers_of(case) if (one["kind"], one["media_type"]) == (kind, media_type)]
    return f"/v1/materials/{found[-1]['id']}/content"


def views_of(case: FilingCase) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = case.reviewer.ok(
        case.reviewer.get(f"{case.path}/paper-views", params={"limit": 100})
    )["data"]
    return found


def share_marked(content: bytes) -> float:
    pixels = numpy.asarray(Image.open(io.BytesIO(content)).convert("L"), dtype=float)
    return float((pixels < 225).mean())


@pytest.mark.fact("S4-35")
def test_uploads_are_sealed_masked_by_a_watermark_and_shown_to_nobody_but_their_owner_and_reviewers(
    service: RunningService, client: dict[str, str], submitted: FilingCase, a_case: Case
) -> None:
    path = path_of(submitted, "other")
    stranger = a_case().with_account()
    others = service.caller(client, [one for one in SCOPES if one not in ("filings", "reviews")])

    shown = [caller.get(path) for caller in (submitted.app, submitted.reviewer)]

    assert [answer.status_code for answer in shown] == [200, 200]
    assert all(0.01 < share_marked(answer.content) < 0.3 for answer in shown)
    assert shown[0].content != shown[1].content
    problem(stranger.app.get(path), 404, "not-found")
    problem(others.get(path), 403, "insufficient-scope")
    problem(submitted.app.call("GET", path, headers={"authorization": ""}), 401, "unauthenticated")
    for file in Path(service.folder, "data", "objects").rglob("*"):
        assert not file.is_file() or PHOTO[:200] not in file.read_bytes()


def test_a_paper_is_never_shown_as_it_was_received_and_nobody_keeps_it_on_the_way(submitted: FilingCase) -> None:
    answer = submitted.app.get(path_of(submitted, "other"))

    assert answer.headers["content-type"] == "image/jpeg"
    assert Image.open(io.BytesIO(answer.content)).size == (1600, 1000)
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.content != PHOTO
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    assert "etag" not in answer.headers


def test_a_pdf_is_shown_as_a_pdf_of_marked_pictures(submitted: FilingCase) -> None:
    answer = submitted.app.get(path_of(submitted, "other", "application/pdf"))

    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"/Font" not in answer.content
    assert b"DCTDecode" in answer.content


def test_every_look_is_listed_with_who_when_and_what_for(submitted: FilingCase) -> None:
    path = path_of(submitted, "subject_certificate")
    before = len(views_of(submitted))

    submitted.reviewer.get(path)
    submitted.app.get(path)

    reviewer, owner = views_of(submitted)[before:]
    me = submitted.reviewer.ok(submitted.reviewer.get("/v1/me"))
    assert path == f"/v1/materials/{reviewer['material_id']}/content"
    assert (reviewer["viewer_kind"], reviewer["viewer_id"], reviewer["purpose"]) == ("reviewer", me["id"], "review")
    assert (owner["viewer_kind"], owner["purpose"]) == ("applicant", "own_papers")
    assert owner["viewer_id"].startswith("acct_")
    assert {one["kind"] for one in (reviewer, owner)} == {"subject_certificate"}
    assert reviewer["at"] <= owner["at"]


def test_looks_are_a_list_like_any_other(submitted: FilingCase, a_case: Case) -> None:
    for _ in range(3):
        submitted.app.get(path_of(submitted, "other"))
    where, stranger = f"{submitted.path}/paper-views", a_case().with_account()

    first = submitted.app.ok(submitted.app.get(where, params={"limit": 2}))
    second = submitted.app.ok(submitted.app.get(where, params={"limit": 2, "cursor": first["next_cursor"]}))

    assert len(first["data"]) == 2
    assert not {one["id"] for one in first["data"]} & {one["id"] for one in second["data"]}
    problem(stranger.app.get(where), 404, "not-found")
    problem(submitted.app.get("/v1/filings/fil_none/paper-views"), 404, "not-found")


def test_what_is_refused_is_no_look(submitted: FilingCase, a_case: Case) -> None:
    before = views_of(submitted)

    a_case().with_account().app.get(path_of(submitted, "other"))

    assert views_of(submitted) == before


def test_the_authority_takes_every_paper_for_it_comes_within_its_limits(submitted: FilingCase) -> None:
    submitted.decide("pass")
    submitted.settle()

    filing = submitted.filing()
    assert (filing["state"], filing["held"]) == ("awaiting_sms", False)


def test_after_the_approval_faces_are_gone_and_the_word_of_them_stays(a_case: Case) -> None:
    case = a_case().in_authority_review()
    portrait = next(one for one in papers_of(case) if one["kind"] == "portrait")
    path = f"/v1/materials/{portrait['id']}/content"
    assert portrait["erased_at"] is None
    assert case.app.get(path).status_code == 200

    case.backend.ok(
        case.backend.post("/v1/sandbox/authority/decisions", {"filing_id": case.filing_id, "outcome": "accept"})
    )
    case.settle()

    after = {one["id"]: one for one in papers_of(case)}
    assert after[portrait["id"]]["erased_at"] is not None
    assert after[portrait["id"]]["sha256"] == portrait["sha256"]
    assert all(one["erased_at"] is None for one in after.values() if one["kind"] != "portrait")
    assert problem(case.app.get(path), 404, "not-found")["detail"]
    assert [one["kind"] for one in views_of(case)] == ["portrait"]


def test_a_filing_given_up_loses_its_faces_too(a_case: Case) -> None:
    case = a_case().with_papers()
    case.app.ok(case.act("abandon"))

    erased = {one["kind"]: one["erased_at"] is not None for one in papers_of(case)}

    assert erased.pop("portrait")
    assert not any(erased.values())
