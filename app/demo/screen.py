"""What the person who watches sees."""

import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table


class Compared(Protocol):
    """One thing that two sides say."""

    @property
    def what(self) -> str:
        """What it is about."""

    @property
    def left(self) -> str:
        """What one side says."""

    @property
    def right(self) -> str:
        """What the other says."""

    @property
    def agree(self) -> bool:
        """Whether they say the same."""


class Screen:
    """Steps as they happen, and the outcome as a table."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._began = time.monotonic()

    def title(self, text: str) -> None:
        """Begin a story."""
        self._console.print()
        self._console.print(Rule(f"[bold]{text}[/bold]", style="blue"))

    @contextmanager
    def step(self, text: str) -> Iterator[list[str]]:
        """Show a step while it runs, and tick it off; what is put into the list is told beside it."""
        notes: list[str] = []
        began = time.monotonic()
        with self._console.status(text, spinner="dots"):
            try:
                yield notes
            except BaseException:
                self._console.print(f"[red]✗[/red] {text}")
                raise
        told = f"  [dim]{' · '.join(notes)}[/dim]" if notes else ""
        self._console.print(f"[green]✓[/green] {text}{told}  [dim]{time.monotonic() - began:.1f} s[/dim]")

    def turn(self, text: str) -> None:
        """Tell of something that went another way than wished, as the story means it to."""
        self._console.print(f"[yellow]↩[/yellow] {escape(text)}")

    def note(self, text: str) -> None:
        """Tell what follows from what was done."""
        self._console.print(f"  [dim]{escape(text)}[/dim]")

    def comparison(self, title: str, sides: tuple[str, str], rows: Iterable[Compared]) -> None:
        """Show what two sides say, and whether they agree."""
        table = Table(title=title, title_justify="left")
        for heading in ("", *sides, "agree"):
            table.add_column(heading, overflow="fold")
        for row in rows:
            agree = "[green]yes[/green]" if row.agree else "[red]NO[/red]"
            table.add_row(row.what, escape(row.left), escape(row.right), agree)
        self._console.print()
        self._console.print(table)

    def outcome(self, lines: Sequence[str], *, agreed: bool) -> None:
        """Close with what came of it, or with what is wrong."""
        seconds = time.monotonic() - self._began
        if agreed:
            text = "\n".join(f"[bold green]{escape(line)}[/bold green]" for line in lines)
            self._console.print(Panel(text, title=f"备案演示 · done in {seconds:.0f} s", expand=False))
        else:
            self._console.print("[bold red]It did not end as it should.[/bold red]")

    def failure(self, text: str) -> None:
        """Say where the story broke off."""
        self._console.print("[bold red]The demo failed.[/bold red]")
        self._console.print(text, markup=False)
