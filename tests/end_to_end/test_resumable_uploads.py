"""Resumable uploads: tus 1.0.0 as its specification says, the way from an upload to a paper, and hostile senders."""

import base64
import hashlib
import json
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from app.demo.papers import paper
from tests.play.expected_problem import problem
from tests.play.filing_case import FilingCase
from tests.play.processes import until
from tests.play.refusals import refused
from tests.play.running_service import Caller, RunningService
from tests.play.tus import OF_BYTES, RESUMABLE, Uploading, begin, begun, checksum, metadata

Case = Callable[..., FilingCase]
JPEG = paper("specimen", ["image/jpeg"], 0).content
ALGORITHMS = ["sha1", "sha256", "sha384", "sha512", "md5"]


@pytest.fixture(scope="module")
def draft(service: RunningService, client: dict[str, str]) -> FilingCase:
    case = FilingCase(service, client)
    case.begin()
    return case


class Watched(Caller):
    """A caller whose uploads are known."""

    def __init__(self, caller: Caller) -> None:
        super().__init__(caller.http, caller.token)
        self.locations: list[str] = []

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:  # type: ignore[override]
        """Send one request."""
        answer = super().call(method, path, **more)
        if path == "/v1/uploads" and "location" in answer.headers:
            self.locations.append(answer.headers["location"])
        return answer


@pytest.fixture
def app(draft: FilingCase) -> Iterator[Watched]:
    """The draft's account, whose uploads are given up afterwards: it may have so many only."""
    watched = Watched(draft.app)
    yield watched
    for location in watched.locations:
        Uploading(watched, location).give_up()


def uploaded(app: Caller, content: bytes = JPEG) -> Uploading:
    upload = begun(app, len(content))
    assert upload.send(0, content).status_code == 204
    return upload


def as_paper(case: FilingCase, upload_id: str, **more: Any) -> httpx.Response:
    form = {"kind": (None, "other"), "for": (None, "/subject"), "upload_id": (None, upload_id)}
    return case.app.post(f"{case.path}/materials", files=form, **more)


def test_options_tells_anybody_which_tus_is_spoken(service: RunningService) -> None:
    answer = service.http.options("/v1/uploads")

    assert answer.status_code == 204
    assert answer.headers["tus-resumable"] == answer.headers["tus-version"] == "1.0.0"
    assert answer.headers["tus-extension"].split(",") == [
        "creation",
        "creation-with-upload",
        "termination",
        "checksum",
        "expiration",
    ]
    assert answer.headers["tus-max-size"] == str(20 << 20)
    assert answer.headers["tus-checksum-algorithm"].split(",") == ALGORITHMS


def test_an_upload_is_begun_carried_on_and_looked_at(app: Caller) -> None:
    said = metadata(filename="身份证.jpg", filetype="image/jpeg") + ",is_confidential"
    answer = begin(app, 10, upload_metadata=said)
    upload = Uploading(app, answer.headers["location"])

    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "0")
    assert answer.headers["upload-expires"].endswith(" GMT")
    assert upload.id.startswith("upl_")
    first = upload.send(0, b"01234")
    looked = upload.look()
    second = upload.send(5, b"56789")

    assert [(one.status_code, one.headers["upload-offset"]) for one in (first, looked, second)] == [
        (204, "5"),
        (200, "5"),
        (204, "10"),
    ]
    assert (looked.headers["upload-length"], looked.headers["upload-metadata"]) == ("10", said)
    assert looked.headers["cache-control"] == "no-store"
    assert {one.headers["tus-resumable"] for one in (answer, first, looked, second)} == {"1.0.0"}


def test_bytes_may_come_with_the_beginning(app: Caller) -> None:
    headers = {**OF_BYTES, "upload-length": "10", **checksum("sha1", hashlib.sha1(b"01234").digest())}

    answer = app.call("POST", "/v1/uploads", headers=headers, content=b"01234")

    assert (answer.status_code, answer.headers["upload-offset"]) == (201, "5")
    assert Uploading(app, answer.headers["location"]).offset == 5


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_bytes_that_are_not_those_of_their_checksum_are_dropped(app: Caller, algorithm: str) -> None:
    upload, digest = begun(app, 5), hashlib.new(algorithm, b"01234").digest()

    wrong = upload.send(0, b"0123X", checksum(algorithm, digest))
    offset = upload.offset
    right = upload.send(0, b"01234", checksum(algorithm, digest))

    assert (wrong.status_code, wrong.json()["status"], offset, right.status_code) == (460, 460, 0, 204)
    assert wrong.json()["errors"][0]["pointer"] == "/header/upload-checksum"


@pytest.mark.parametrize("said", ["crc32 AAAA", "sha1", "sha1 !!!", "sha1 QUFB", "", "sha256 " + "A" * 9])
def test_a_checksum_that_cannot_be_checked_is_refused(app: Caller, said: str) -> None:
    upload = begun(app, 5)

    refused(upload.send(0, b"01234", {"upload-checksum": said}), 400, "malformed-request")
    assert upload.offset == 0


@pytest.mark.parametrize("version", ["0.2.2", "1.0", "", None])
def test_another_version_of_tus_is_refused_with_ours(app: Caller, version: str | None) -> None:
    headers = {"upload-length": "5"} | ({} if version is None else {"tus-resumable": version})

    answer = app.call("POST", "/v1/uploads", headers=headers)

    refused(answer, 412, "precondition-failed")
    assert answer.headers["tus-version"] == answer.headers["tus-resumable"] == "1.0.0"


def test_bytes_of_another_kind_are_refused(app: Caller) -> None:
    upload = begun(app, 5)

    refused(upload.send(0, b"01234", {"content-type": "image/jpeg"}), 415, "media-type-unsupported")
    refused(upload.send(0, b"", {"content-type": "image/jpeg"}), 415, "media-type-unsupported")


@pytest.mark.parametrize(
    ("offset", "status", "code"),
    [
        ("-1", 422, "validation-failed"),
        ("1e3", 422, "validation-failed"),
        ("", 422, "validation-failed"),
        ("9" * 40, 422, "validation-failed"),
        ("999999999999999999", 409, "action-not-allowed"),
        ("4", 409, "action-not-allowed"),
        ("6", 409, "action-not-allowed"),
    ],
)
def test_an_offset_that_is_not_the_uploads_is_refused(app: Caller, offset: str, status: int, code: str) -> None:
    upload = begun(app, 10)
    upload.send(0, b"01234")

    refused(upload.send(offset, b"5"), status, code)
    assert upload.offset == 5


def test_more_bytes_than_were_announced_are_refused(app: Caller) -> None:
    upload = begun(app, 5)

    refused(upload.send(0, b"012345"), 413, "payload-too-large")
    answer = app.call(
        "PATCH", upload.location, headers={**OF_BYTES, "upload-offset": "0"}, content=iter([b"0123", b"45"])
    )
    refused(answer, 413, "payload-too-large")
    assert upload.offset == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 422),
        ({"upload-length": "-5"}, 422),
        ({"upload-length": "five"}, 422),
        ({"upload-defer-length": "1"}, 422),
        ({"upload-length": "5", "upload-defer-length": "1"}, 422),
        ({"upload-length": str((20 << 20) + 1)}, 413),
        ({"upload-length": "9" * 18}, 413),
        ({"upload-length": "9" * 30}, 422),
    ],
)
def test_a_file_without_a_size_or_too_large_is_refused(app: Caller, headers: dict[str, str], status: int) -> None:
    answer = app.call("POST", "/v1/uploads", headers={**RESUMABLE, **headers})

    assert answer.status_code == status, answer.text
    assert answer.json()["errors"][0]["pointer"] == "/header/upload-length"


NAUGHTY = [
    b"filename",
    b", ,",
    b",",
    b"a YQ==,a Yg==",
    b"a !",
    b"a YQ",
    b"\xe4 YQ==",
    b"a\tYQ==",
    "文件 YQ==".encode(),
    b"a " + b"A" * 5000,
    b",".join(b"k%d YQ==" % number for number in range(200)),
    b"account_id " + base64.b64encode(b"../../etc/passwd"),
    b"account_id " + base64.b64encode(b"acct_nobody"),
    b"filing_id " + base64.b64encode(b"\x00\xff"),
    b"filing_id " + base64.b64encode(b"fil_nobody"),
    b"filename " + base64.b64encode(b"<script>\r\nSet-Cookie: a=b"),
    b"filename " + base64.b64encode(bytes(range(256))),
]


@pytest.mark.parametrize("said", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_metadata_are_taken_as_they_are_or_refused_and_harm_nothing(app: Caller, said: bytes) -> None:
    answer = app.http.request(
        "POST",
        "/v1/uploads",
        headers=[
            (b"authorization", f"Bearer {app.token}".encode()),
            (b"tus-resumable", b"1.0.0"),
            (b"upload-length", b"5"),
            (b"upload-metadata", said),
        ],
    )

    assert answer.status_code in (201, 400, 404, 422), answer.text
    if answer.status_code == 201:
        told = Uploading(app, answer.headers["location"]).look()
        assert told.headers.get("upload-metadata", "").encode() == said.strip()
        Uploading(app, answer.headers["location"]).give_up()


def test_an_upload_given_up_is_gone(app: Caller) -> None:
    upload = uploaded(app)

    assert upload.give_up().status_code == 204
    for answer in (upload.look(), upload.send(len(JPEG), b""), upload.give_up()):
        assert (answer.status_code, answer.headers["tus-resumable"]) == (410, "1.0.0")


def test_nobody_elses_upload_is_there(app: Caller, a_case: Case, draft: FilingCase) -> None:
    other = a_case().with_account()
    theirs = begun(other.app, 5)

    for answer in (theirs.look(app), theirs.send(0, b"01234", caller=app), theirs.give_up(app)):
        assert answer.status_code == 404
    refused(begin(app, 5, upload_metadata=metadata(account_id=other.account_id)), 404, "not-found")
    theirs.send(0, b"01234")
    refused(as_paper(draft, theirs.id), 404, "not-found")


def test_a_client_says_for_whom_and_works_on_any_account_of_its_provider(draft: FilingCase) -> None:
    refused(begin(draft.backend, 5), 422, "validation-failed")

    upload = begun(draft.backend, 5, upload_metadata=metadata(filing_id=draft.filing_id))

    assert upload.send(0, b"01234").status_code == 204
    assert upload.look(draft.app).headers["upload-offset"] == "5"


def test_only_tokens_with_the_scope_come_in(service: RunningService, client: dict[str, str]) -> None:
    refused(begin(Caller(service.http, None), 5), 401, "unauthenticated")
    refused(begin(service.caller(client, ["accounts"]), 5), 403, "insufficient-scope")


def test_a_sender_that_can_only_post_names_the_method(app: Caller) -> None:
    upload = begun(app, 5)

    def override(method: str, **more: Any) -> httpx.Response:
        headers = {**OF_BYTES, "upload-offset": "0", "x-http-method-override": method}
        return app.call("POST", upload.location, headers=headers, **more)

    assert override("PATCH", content=b"01234").status_code == 204
    assert upload.offset == 5
    refused(override("PUT"), 405, "method-not-allowed")
    assert override("DELETE").status_code == 204


def test_a_repeated_beginning_is_one_upload(app: Caller) -> None:
    key = os.urandom(8).hex()

    first, again = (begin(app, 5, idempotency_key=key) for _ in range(2))
    other = begin(app, 6, idempotency_key=key)

    assert first.headers["location"] == again.headers["location"]
    assert again.headers["idempotency-replayed"] == "true"
    refused(other, 422, "idempotency-key-reused")


def test_a_complete_upload_becomes_a_paper_once(draft: FilingCase, app: Caller) -> None:
    upload = uploaded(app)

    made = as_paper(draft, upload.id)
    again = as_paper(draft, upload.id)

    assert made.status_code == 201, made.text
    assert (made.json()["sha256"], made.json()["bytes"]) == (hashlib.sha256(JPEG).hexdigest(), len(JPEG))
    assert problem(again, 422, "validation-failed")["errors"][0]["pointer"] == "/upload_id"
    assert upload.look().status_code == 410


def test_a_repeated_paper_is_answered_again_though_its_upload_is_used_up(draft: FilingCase, app: Caller) -> None:
    upload, key = uploaded(app), {"idempotency-key": os.urandom(8).hex()}

    first, again = (as_paper(draft, upload.id, headers=key) for _ in range(2))

    assert (first.status_code, first.content) == (201, again.content)
    assert again.headers["idempotency-replayed"] == "true"


def test_a_paper_that_is_refused_leaves_its_upload_for_another_try(draft: FilingCase, app: Caller) -> None:
    upload = uploaded(app)
    wrong = {"kind": (None, "other"), "for": (None, "/nowhere"), "upload_id": (None, upload.id)}

    refused(draft.app.post(f"{draft.path}/materials", files=wrong), 422, "validation-failed")

    assert as_paper(draft, upload.id).status_code == 201


def test_an_unfinished_upload_is_no_paper_yet(draft: FilingCase, app: Caller) -> None:
    upload = begun(app, len(JPEG))
    upload.send(0, JPEG[:100])

    error = problem(as_paper(draft, upload.id), 422, "validation-failed")["errors"][0]

    assert (error["pointer"], error["code"]) == ("/upload_id", "not_complete")


@pytest.mark.parametrize("also", ["file", "material_id"])
def test_a_paper_comes_in_one_way_only(draft: FilingCase, app: Caller, also: str) -> None:
    upload = uploaded(app)
    more = {"file": ("a.jpg", JPEG)} if also == "file" else {"material_id": (None, "mat_1")}
    form = {"kind": (None, "other"), "for": (None, "/subject"), "upload_id": (None, upload.id), **more}

    refused(draft.app.post(f"{draft.path}/materials", files=form), 422, "validation-failed")

    assert upload.look().status_code == 200


@pytest.mark.parametrize("upload_id", ["upl_nobody", "x" * 65, "../..", "", "mat_1"])
def test_an_upload_that_nobody_has_is_not_there(draft: FilingCase, upload_id: str) -> None:
    refused(as_paper(draft, upload_id), 404, "not-found")


class RawPatch:
    """A PATCH whose bytes are sent by hand, once the service has taken the upload up and asks for them."""

    def __init__(self, service: RunningService, upload: Uploading, offset: int, length: int) -> None:
        address = urlsplit(service.base_url)
        self.socket = socket.create_connection((address.hostname, address.port), 30)
        lines = [
            f"PATCH {upload.location} HTTP/1.1",
            "host: here",
            f"authorization: Bearer {upload.caller.token}",
            f"upload-offset: {offset}",
            f"content-length: {length}",
            "expect: 100-continue",
            *(f"{name}: {value}" for name, value in OF_BYTES.items()),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        assert self.status() == 100

    def status(self) -> int:
        """Read the answer."""
        return int(self.socket.recv(65536).split()[1])


def test_a_connection_that_was_cut_leaves_its_bytes_and_the_next_goes_on(app: Caller, service: RunningService) -> None:
    upload, content = begun(app, 300_000), os.urandom(300_000)
    with RawPatch(service, upload, 0, 300_000).socket as first:
        first.sendall(content[:123_456])

    until(lambda: upload.offset == 123_456)

    assert upload.send(123_456, content[123_456:]).headers["upload-offset"] == "300000"


def test_while_one_connection_sends_another_is_refused(app: Caller, service: RunningService) -> None:
    upload = begun(app, 10)
    slow = RawPatch(service, upload, 0, 10)
    with slow.socket:
        slow.socket.sendall(b"01234")
        second = upload.send(0, b"abcde")
        slow.socket.sendall(b"56789")

        assert slow.status() == 204
    refused(second, 409, "action-not-allowed")
    assert upload.offset == 10


def test_what_a_slow_connection_brought_is_not_lost_to_a_quicker_one(app: Caller, service: RunningService) -> None:
    upload = begun(app, 10)
    slow = RawPatch(service, upload, 0, 10)
    with slow.socket:
        slow.socket.sendall(b"0123")

        until(lambda: upload.offset == 4)
        quick = upload.send(4, b"456789")
        slow.socket.sendall(b"4")

        assert (quick.status_code, slow.status()) == (204, 409)


def test_nothing_of_an_upload_or_of_its_name_is_readable_on_the_disk(app: Caller, service: RunningService) -> None:
    secret = b"resident identity card of somebody"
    begun(app, 100, upload_metadata=metadata(filename=secret.decode())).send(0, secret)

    stored = [path.read_bytes() for path in (service.data_dir / "objects").rglob("*") if path.is_file()]

    assert stored
    assert not any(secret in content for content in stored)


def test_operators_can_bring_all_papers_under_the_active_key_while_the_service_runs(
    app: Caller, service: RunningService
) -> None:
    upload = begun(app, 10)
    upload.send(0, b"01234")

    done = json.loads(service.command("keys", "rewrap"))

    assert (done["active"], done["rewrapped"], done["unreadable"], done["of_version_1"]) == ("k1", 0, 0, {})
    assert done["already"] > 0
    assert upload.send(5, b"56789").status_code == 204
