"""Papers at the authority's door: JPEG pictures within their size, whole; looked at and not kept."""

import base64
import hashlib
from typing import Any

import asyncpg
import httpx
import pytest

from tests.authority_sandbox.playing import a_submission

URL = "/authority/v1/submissions"


def a_picture(text_bytes: int) -> bytes:
    """Return what begins and ends like a JPEG and is so many bytes long as base64."""
    return b"\xff\xd8\xff\xe0" + bytes(text_bytes // 4 * 3 - 6) + b"\xff\xd9"


def a_paper(picture: bytes = a_picture(4000), **changes: Any) -> dict[str, Any]:
    whole = {
        "kind": "subject_certificate",
        "for": "/subject",
        "sha256": hashlib.sha256(picture).hexdigest(),
        "bytes": len(picture),
        "media_type": "image/jpeg",
        "content": base64.b64encode(picture).decode(),
    }
    return {**whole, **changes}


@pytest.mark.parametrize(
    "paper",
    [
        a_paper(),
        a_paper(a_picture(102_400)),
        a_paper(a_picture(153_600), kind="verification_sheet"),
        a_paper(a_picture(153_600), kind="signed_sheet"),
    ],
)
async def test_a_picture_within_its_limit_is_taken(sandbox: httpx.AsyncClient, paper: dict[str, Any]) -> None:
    answer = await sandbox.post(URL, json=a_submission(papers=[paper]))

    assert (answer.status_code, answer.json()["outcome"]) == (201, "accepted")


@pytest.mark.parametrize(
    "paper",
    [
        pytest.param(a_paper(a_picture(102_404)), id="too large"),
        pytest.param(a_paper(a_picture(153_604), kind="verification_sheet"), id="too large for a sheet"),
        pytest.param(a_paper(b"\x89PNG\r\n\x1a\n" + bytes(90)), id="no JPEG"),
        pytest.param(a_paper(a_picture(400)[:-1]), id="cut short"),
        pytest.param(a_paper(media_type="image/png"), id="said to be another"),
        pytest.param(a_paper(sha256="0" * 64), id="another file"),
        pytest.param(a_paper(bytes=5), id="another size"),
        pytest.param(a_paper(content="äöü"), id="no base64"),
        pytest.param(a_paper(content=None), id="nothing"),
    ],
)
async def test_another_picture_is_refused_as_the_providers_fault(
    sandbox: httpx.AsyncClient, paper: dict[str, Any]
) -> None:
    answer = await sandbox.post(URL, json=a_submission(papers=[a_paper(), paper]))

    refusal = answer.json()["refusal"]
    assert (refusal["code"], refusal["pointer"], refusal["our_fault"]) == ("5010", "/papers/1", True)
    assert refusal["message"]


async def test_papers_sent_again_are_the_same_submission_and_others_are_not(sandbox: httpx.AsyncClient) -> None:
    first = await sandbox.post(URL, json=a_submission(papers=[a_paper()]))
    again = await sandbox.post(URL, json=a_submission(papers=[a_paper()]))
    other = await sandbox.post(URL, json=a_submission(papers=[a_paper(a_picture(800))]))

    assert first.text == again.text
    assert other.status_code == 409


async def test_of_a_picture_size_and_digest_are_kept_and_not_its_content(sandbox: httpx.AsyncClient, dsn: str) -> None:
    await sandbox.post(URL, json=a_submission(papers=[a_paper()]))

    connection = await asyncpg.connect(dsn)
    try:
        body = await connection.fetchval("select body::text from submissions")
    finally:
        await connection.close()
    assert a_paper()["sha256"] in body
    assert "content" not in body
