"""Certificates are read over HTTP by a worker of their own, and the processes that answer never load what reads."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.adapters.rapid_ocr import RapidOcrReader
from tests.play.certificates import id_front, license_of, photo, scan
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.running_service import WITHOUT_PII, Caller, RunningService

pytestmark = pytest.mark.skipif(
    not RapidOcrReader(1).is_installed(),
    reason="LEFT OUT: the extra [recognition] is not installed (pip install -r requirements-extras.txt)",
)
PLACE = "/subject/principal"


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    return FilingCase(service, client).filled_in()


@pytest.fixture(scope="module")
def card(draft: FilingCase) -> str:
    """The principal's card, on which another name is printed than was typed."""
    picture = photo(id_front(draft.who.principal, name="张三丰"))
    return str(draft.app.ok(draft.upload("principal_id_front", PLACE, picture))["id"])


def recognized(caller: Caller, material_id: str, **headers: str) -> Any:
    """Ask until it is read: on a busy machine the first page may take longer than a call waits."""
    for _ in range(8):
        answer = caller.post(f"/v1/materials/{material_id}/recognition", headers=headers)
        if answer.status_code != 503:
            return answer
        assert answer.headers["retry-after"]
    return answer


def processes_below(pid: int) -> Iterator[int]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int(Path(entry, "stat").read_text().rsplit(")", 1)[1].split()[1])
            except (FileNotFoundError, ProcessLookupError):
                continue
            if parent == pid:
                yield int(entry.name)


def test_a_card_is_read_and_held_against_what_was_typed(draft: FilingCase, card: str) -> None:
    answer = recognized(draft.backend, card)

    found = draft.backend.ok(answer)
    assert found["document"] == "resident_id_front"
    assert found["fields"]["name"]["value"] == "张三丰"
    assert found["fields"]["number"]["value"] == draft.who.principal.certificate_number
    assert found["fields"]["number"]["confidence"] > 0.9
    matches = {one["field"]: one for one in found["matches"]}
    assert {name: one["equal"] for name, one in matches.items()} == {"name": False, "number": True, "address": True}
    assert matches["name"]["pointer"] == f"{PLACE}/name"
    assert matches["name"]["finding"]["code"] == "recognized_name_differs"
    assert [one["code"] for one in found["findings"]] == ["recognized_name_differs"]


def test_the_difference_stands_in_the_checks(draft: FilingCase, card: str) -> None:
    recognized(draft.app, card)

    found = draft.app.ok(draft.app.get(f"{draft.path}/checks", params={"limit": 100}))["data"]

    spoken = [one for one in found if one["code"] == "recognized_name_differs"]
    assert [(one["pointer"], one["severity"]) for one in spoken] == [(f"{PLACE}/name", "warning")]
    assert spoken[0]["remedy"]


def test_numbers_are_masked_for_whoever_reads_no_personal_data(
    service: RunningService, client: dict[str, str], draft: FilingCase, card: str
) -> None:
    number = draft.who.principal.certificate_number

    answer = recognized(service.caller(client, WITHOUT_PII), card)

    assert answer.status_code == 200
    assert number not in answer.text
    assert answer.json()["fields"]["number"]["value"] == f"{number[:3]}{'*' * 11}{number[-4:]}"


def test_the_same_key_gets_the_first_answer_byte_for_byte(draft: FilingCase, card: str) -> None:
    recognized(draft.app, card)

    first, again = (recognized(draft.app, card, **{"idempotency-key": "read-once"}) for _ in range(2))

    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["idempotency-replayed"] == "true"


def test_a_licence_as_a_pdf_is_read(draft: FilingCase) -> None:
    page = scan(license_of(draft.who))
    material = draft.app.ok(draft.upload("subject_certificate", "/subject", page))

    found = draft.backend.ok(recognized(draft.backend, material["id"]))

    assert found["fields"]["unified_social_credit_code"]["value"] == draft.who.certificate_number
    assert all(one["equal"] is True for one in found["matches"])
    assert found["findings"] == []


def test_what_is_no_certificate_is_refused_with_words(draft: FilingCase) -> None:
    picture = photo(id_front(draft.who.principal))
    material = draft.app.ok(draft.upload("other", "/subject", picture))

    refused = problem(recognized(draft.app, material["id"]), 422, "material-unreadable")

    assert refused["errors"][0]["code"] == "not_readable"
    assert refused["remedy"]


def test_another_accounts_paper_is_not_found(service: RunningService, client: dict[str, str], card: str) -> None:
    stranger = FilingCase(service, client)
    stranger.begin()

    problem(recognized(stranger.app, card), 404, "not-found")
    problem(recognized(stranger.app, "mat_unknown"), 404, "not-found")


def test_only_the_worker_that_reads_has_loaded_what_reads(
    service: RunningService, draft: FilingCase, card: str
) -> None:
    recognized(draft.app, card)

    loaded = {}
    for pid in processes_below(service.pid):
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        if b"app.cli" in words:
            loaded[b" ".join(words[3:-1]).decode()] = b"onnxruntime" in Path(f"/proc/{pid}/maps").read_bytes()

    assert loaded.pop("worker --queue recognition") is True
    assert any(name.startswith("api") for name in loaded)
    assert not any(loaded.values()), loaded


def test_what_was_read_never_stands_in_the_logs(service: RunningService, draft: FilingCase, card: str) -> None:
    recognized(draft.app, card)

    logs = b"".join(file.read_bytes() for file in (service.data_dir / "logs").iterdir())

    assert draft.who.principal.certificate_number.encode() not in logs
    assert "张三丰".encode() not in logs
