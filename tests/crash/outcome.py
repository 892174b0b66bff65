"""What a comparison found: figures for the tables, and what is not as it must be."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Outcome:
    """`rows` and `acts` are for the tables; each line of `wrong` is one thing that is not as it must be."""

    rows: list[tuple[str, str]] = field(default_factory=list)
    acts: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def row(self, what: str, *figures: object) -> None:
        """Add a line of the table."""
        self.rows.append((what, " / ".join(str(one) for one in figures)))

    def require(self, holds: bool, said: str) -> None:
        """Note what is wrong where something does not hold."""
        if not holds:
            self.wrong.append(said)

    def count(self, act: str, **figures: int) -> None:
        """Add to the figures of an act: acknowledged, again, once, missing, twice."""
        counted = self.acts.setdefault(act, dict.fromkeys(("acknowledged", "again", "once", "missing", "twice"), 0))
        for name, figure in figures.items():
            counted[name] += figure

    def compare(self, act: str, wanted: int, there: int) -> None:
        """Count what had to be there so often and is there so often."""
        self.count(act, once=min(wanted, there), missing=max(0, wanted - there), twice=max(0, there - wanted))
