"""What the person who watches sees."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table


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
        self._console.print(f"[yellow]↩[/yellow] {text}")

    def comparison(self, rows: list[tuple[str, str, str, bool]]) -> None:
        """Show (what, the service's records, the national record, whether they agree)."""
        table = Table(title="The service's records and the authority's national record", title_justify="left")
        for heading in ("", "service", "national record", "agree"):
            table.add_column(heading, overflow="fold")
        for what, ours, theirs, agree in rows:
            table.add_row(what, ours, theirs, "[green]yes[/green]" if agree else "[red]NO[/red]")
        self._console.print()
        self._console.print(table)

    def outcome(self, numbers: list[str], *, agreed: bool) -> None:
        """Close with the numbers, or with what is wrong."""
        seconds = time.monotonic() - self._began
        if agreed:
            text = "\n".join(f"[bold green]{number}[/bold green]" for number in numbers)
            self._console.print(Panel(text, title=f"备案成功 · filed in {seconds:.0f} s", expand=False))
        else:
            self._console.print("[bold red]The records do not agree.[/bold red]")

    def failure(self, text: str) -> None:
        """Say where the story broke off."""
        self._console.print("[bold red]The demo failed.[/bold red]")
        self._console.print(text, markup=False)
