"""A file that came is looked into before it is a paper; whatever goes wrong, nothing of it stays."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.demo.papers import paper
from app.domain.errors import ProblemCode, Refusal
from app.domain.filings import Filing
from app.domain.materials import MaterialKind
from app.ports.malware import MalwareScannerUnavailable
from app.ports.paper_work import PaperFault, PaperWorkError, PaperWorkUnavailable
from app.usecases import filing_checks, materials, paper_erasure, paper_receiving
from tests.usecases.a_world import World

PICTURE = paper("specimen", ["image/png"], 0).content
GREY = paper("specimen", ["application/pdf"], 0).content


async def chunks(content: bytes = PICTURE) -> AsyncIterator[bytes]:
    yield content


class Scanner:
    """Says what it was told to."""

    def __init__(self, said: str | Exception | None) -> None:
        self.said = said
        self.seen = b""

    async def found_in(self, file: AsyncIterator[bytes]) -> str | None:
        async for chunk in file:
            self.seen += chunk
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


class Reader:
    """Stands where a process that was taken over would."""

    def __init__(self, said: Any) -> None:
        self.said = said

    async def run(self, *_: Any) -> Any:
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


@pytest.fixture
async def filing(world: World) -> Filing:
    return await world.begun()


def stored(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("mat_*") if one.is_file()]


def papers_stored(folder: Path) -> list[str]:
    """The names of objects that are papers, and not the wrapped keys beside them."""
    return [one.name for one in stored(folder) if not one.name.endswith("-key")]


async def add(world: World, filing: Filing, content: bytes = PICTURE, kind: str = "subject_certificate") -> Any:
    received = await paper_receiving.receive(world.runtime, world.applicant, chunks(content))
    return await materials.attach(world.runtime, world.applicant, filing.id, MaterialKind(kind), "/subject", received)


async def refused(world: World, filing: Filing) -> Refusal:
    with pytest.raises(Refusal) as caught:
        await add(world, filing)
    assert await materials.listed(world.runtime, world.applicant, filing.id) == ()
    return caught.value


async def test_malware_is_refused_and_nothing_of_it_stays(world: World, filing: Filing, tmp_path: Path) -> None:
    scanner = Scanner("Eicar-Test-Signature")
    world.runtime = replace(world.runtime, malware=scanner)

    refusal = await refused(world, filing)

    assert refusal.code is ProblemCode.MATERIAL_UNREADABLE
    assert [error.code for error in refusal.errors] == ["paper_malware"]
    assert scanner.seen == PICTURE
    assert stored(tmp_path) == []


async def test_what_can_not_be_scanned_is_not_taken(world: World, filing: Filing, tmp_path: Path) -> None:
    world.runtime = replace(world.runtime, malware=Scanner(MalwareScannerUnavailable()))

    assert (await refused(world, filing)).code is ProblemCode.SERVICE_UNAVAILABLE
    assert stored(tmp_path) == []


@pytest.mark.parametrize(
    ("said", "problem", "code"),
    [
        (PaperWorkUnavailable(), ProblemCode.SERVICE_UNAVAILABLE, None),
        (PaperWorkError(PaperFault.CRASHED), ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
        (PaperWorkError(PaperFault.TOO_MUCH_MEMORY), ProblemCode.MATERIAL_UNREADABLE, "paper_too_costly"),
        (PaperWorkError(PaperFault.TOO_LONG), ProblemCode.MATERIAL_UNREADABLE, "paper_too_costly"),
        ({"refused": "paper_pdf_active", "facts": {}}, ProblemCode.MATERIAL_UNREADABLE, "paper_pdf_active"),
        ({"refused": "made up", "facts": {}}, ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
        ({"refused": "paper_too_many_pages", "facts": {}}, ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
        (
            {"content": b"x", "media_type": "text/html", "measures": {}},
            ProblemCode.MATERIAL_UNREADABLE,
            "paper_damaged",
        ),
        ({"content": "x", "media_type": "image/png", "measures": {}}, ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
        (
            {"content": b"x", "media_type": "image/png", "measures": {"width": "9" * 99}},
            ProblemCode.MATERIAL_UNREADABLE,
            "paper_damaged",
        ),
        ([], ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
        (None, ProblemCode.MATERIAL_UNREADABLE, "paper_damaged"),
    ],
    ids=range(12),
)
async def test_whatever_a_process_says_of_a_file_the_answer_is_a_refusal_in_our_words(
    world: World, filing: Filing, tmp_path: Path, said: Any, problem: ProblemCode, code: str | None
) -> None:
    world.runtime = replace(world.runtime, paper_work=Reader(said))

    refusal = await refused(world, filing)

    assert refusal.code is problem
    assert [error.code for error in refusal.errors] == ([] if code is None else [code])
    assert stored(tmp_path) == []


@pytest.mark.fact("S2-31")
@pytest.mark.fact("S4-44")
async def test_what_is_seen_of_a_paper_stands_in_the_checks_at_its_place(world: World, filing: Filing) -> None:
    small = paper("app_icon", ["image/png"], 0).content

    added = await add(world, filing, small)

    assert [one.code for one in added.findings] == ["paper_small", "paper_blurred"]
    assert (added.measures.width, added.measures.height) == (512, 512)
    found = await filing_checks.check(world.runtime, world.applicant, filing.id)
    assert {("paper_small", "/subject")} <= {(one.code, one.pointer) for one in found}
    assert [one.findings for one in await materials.listed(world.runtime, world.applicant, filing.id)] == [
        added.findings
    ]


async def test_a_good_paper_is_kept_clean_and_nothing_is_said_of_it(
    world: World, filing: Filing, tmp_path: Path
) -> None:
    added = await add(world, filing)

    assert added.findings == ()
    assert papers_stored(tmp_path) == [added.id]
    content = b"".join(
        [
            chunk
            async for chunk in await world.runtime.objects.stream(
                added.object_key, f"material:{added.provider_id}:{added.sealed_as}"
            )
        ]
    )
    assert len(content) == added.stored_bytes
    assert content.startswith(b"\x89PNG")


async def test_what_a_process_that_died_left_behind_goes_later_and_papers_stay(
    world: World, filing: Filing, tmp_path: Path
) -> None:
    left = await paper_receiving.receive(world.runtime, world.applicant, chunks())
    added = await add(world, filing)
    async with world.runtime.unit_of_work() as uow:
        due = await uow.jobs.outstanding()
    assert due == 0, "looked after a day later, so nothing waits for it"

    for key in (left.object_key, added.object_key):
        await paper_erasure.delete_unused(world.runtime, key)

    assert papers_stored(tmp_path) == [added.id]
