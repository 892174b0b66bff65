"""Commands that generate what is committed, and find where it drifted from the code."""

import difflib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).parents[2]
_OPENAPI = "openapi/openapi.json"
_SHOWN_LINES = 40

Check = Annotated[bool, typer.Option("--check", help="compare with the committed files; status 1 where they differ")]
Write = Annotated[bool, typer.Option("--write", help="write the committed files")]


def add_to(app: typer.Typer) -> None:
    """Register the commands."""
    app.command()(openapi)
    app.command()(docs)


def openapi(check: Check = False, write: Write = False) -> None:
    """Print, write or check the OpenAPI document."""
    from app.main import openapi_document

    text = json.dumps(openapi_document(), ensure_ascii=False, indent=2) + "\n"
    deal_with({_OPENAPI: text}, check=check, write=write, command="filing openapi --write")


def docs(check: Check = False, write: Write = False) -> None:
    """Print, write or check the drawings and tables that are generated from the code and the rules."""
    from app.cli.drawings import drawings
    from app.cli.tables import tables
    from app.cli.tables.book import book_on_file

    pages = drawings(ROOT) | tables(book_on_file())
    deal_with(pages, check=check, write=write, command="filing docs --write")


def deal_with(files: Mapping[str, str], *, check: bool, write: bool, command: str) -> None:
    """Print texts, write them under the project's root, or compare; a difference ends the program with status 1."""
    if check:
        drifted = [name for name, text in files.items() if _differs(name, text)]
        if drifted:
            sys.stderr.write(f"{', '.join(drifted)}: not what the code says; run `{command}`\n")
            raise SystemExit(1)
        return
    for name, text in files.items():
        if write:
            (ROOT / name).parent.mkdir(parents=True, exist_ok=True)
            (ROOT / name).write_text(text, encoding="utf-8")
        else:
            sys.stdout.write(text)


def _differs(name: str, text: str) -> bool:
    committed = ROOT / name
    old = committed.read_text(encoding="utf-8") if committed.exists() else ""
    lines = list(difflib.unified_diff(old.splitlines(), text.splitlines(), name, "from the code", lineterm="", n=1))
    sys.stderr.writelines(f"{line}\n" for line in lines[:_SHOWN_LINES])
    return old != text
