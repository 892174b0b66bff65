"""How often each call was made and each move of the table was seen."""

from collections import Counter

from tests.model.contract import MOVES
from tests.model.order import Order

RARE = frozenset({("awaiting_sms", "sms_expired", "clock", "authority_rejected")})
"""Whether the clock tells of missed codes before the authority's own word comes is a matter of moments."""


class Coverage:
    """Counts of a run."""

    def __init__(self) -> None:
        self.orders = 0
        self.calls: Counter[tuple[str, str]] = Counter()
        self.moves: Counter[tuple[str, str, str, str]] = Counter()

    def called(self, name: str, status: int) -> None:
        """Count one call and how it was answered."""
        self.calls[name, str(status)] += 1

    def ended(self, order: Order) -> None:
        """Count what one order went through."""
        self.orders += 1
        for one in order.timeline:
            move = (one.come_from or "", one.event, one.actor, one.come_to)
            if move in MOVES:
                self.moves[move] += 1

    def missing(self) -> set[tuple[str, str, str, str]]:
        """Return the moves that should be seen in a long run, and were not."""
        return set(MOVES) - RARE - set(self.moves)

    def summary(self) -> str:
        """Return the figures in a line."""
        return f"{self.orders} orders, {self.calls.total()} calls, {len(self.moves)} of {len(MOVES)} moves"

    def report(self) -> str:
        """Return both as tables."""
        lines = [self.summary(), "", "| call | answers |", "| --- | --- |"]
        for name in sorted({name for name, _ in self.calls}):
            answers = sorted((status, count) for (one, status), count in self.calls.items() if one == name)
            lines.append(f"| {name} | {', '.join(f'{status}: {count}' for status, count in answers)} |")
        lines += ["", "| from | event | actor | to | seen |", "| --- | --- | --- | --- | ---: |"]
        lines += [f"| {' | '.join(move)} | {self.moves[move]} |" for move in sorted(MOVES)]
        return "\n".join(lines)
