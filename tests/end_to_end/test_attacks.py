"""What an attacker tried: each of these once broke the service, or left something behind."""

import uuid
from collections.abc import Callable
from pathlib import Path

from app.demo.papers import paper
from tests.play.expected_problem import pointers, problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import RunningService

Case = Callable[..., FilingCase]


def objects_of(service: RunningService) -> set[Path]:
    return {path for path in (service.data_dir / "objects").rglob("*") if path.is_file()}


def test_a_null_where_a_service_is_named_neither_breaks_nor_unnames_it(a_case: Case) -> None:
    case = a_case()
    named = case.begin()["services"][0]["id"]

    case.app.ok(case.change({"services": [{"id": None, "name": "晨星软件介绍"}]}))
    answer = case.change({"services": [{"id": named, "kind": None}]})

    problem(answer, 409, "field-frozen")
    assert pointers(answer) == ["/services/0/kind"]
    service = case.filing()["services"][0]
    assert (service["id"], service["kind"], service["name"]) == (named, "website", "晨星软件介绍")


def test_an_upload_refused_for_its_key_leaves_no_file_behind(a_case: Case, service: RunningService) -> None:
    case = a_case()
    case.begin()
    key = {"idempotency-key": uuid.uuid4().hex}
    one, other = (paper(kind, ["image/png"], 0).content for kind in ("one", "other"))
    case.app.ok(case.upload("subject_certificate", "/subject", one, headers=key))
    before = objects_of(service)

    answer = case.upload("subject_certificate", "/subject", other, headers=key)

    problem(answer, 422, "idempotency-key-reused")
    assert objects_of(service) == before


def test_an_upload_to_the_filing_of_another_account_leaves_no_file_behind(
    a_case: Case, service: RunningService
) -> None:
    case, stranger = a_case(), a_case().with_account()
    case.begin()
    before = objects_of(service)
    stranger.filing_id = case.filing_id

    for headers in ({}, {"idempotency-key": uuid.uuid4().hex}):
        content = paper("other", ["image/png"], 0).content
        problem(stranger.upload("subject_certificate", "/subject", content, headers=headers), 404, "not-found")

    assert objects_of(service) == before
