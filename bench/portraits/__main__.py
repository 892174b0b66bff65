"""`python -m bench.portraits [--each N] [--seed S] [--show FOLDER]`: hits and false alarms of each rule."""

import argparse
import time
from collections import Counter
from datetime import date
from pathlib import Path

from app.domain.portrait_measures import portrait_of
from app.domain.portrait_rules import portrait_findings
from app.papers.portraits import portrait_measures
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from bench.portraits.samples import BREAKING, samples

AS_OF = date(2026, 11, 22)


def main() -> None:
    """Print for each rule how often it spoke where it is broken, and where the portrait is good."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--each", type=int, default=30)
    asked.add_argument("--seed", type=int, default=20261122)
    asked.add_argument("--show", type=Path, help="write the first sample of each kind there")
    given = asked.parse_args()
    rulebook = load_rulebook(RULES_FOLDER, asked_rules())
    counted: Counter[str] = Counter()
    spoke: Counter[tuple[str, str]] = Counter()
    began = time.perf_counter()
    for kind, content in samples(given.seed, given.each):
        if given.show and not counted[kind]:
            given.show.mkdir(exist_ok=True)
            (given.show / f"{kind}.jpg").write_bytes(content)
        counted[kind] += 1
        measures = portrait_of(portrait_measures(content))
        for one in portrait_findings(measures, AS_OF, rulebook, ""):
            spoke[kind, one.code] += 1
    took = time.perf_counter() - began
    print(f"{sum(counted.values())} portraits, {took / sum(counted.values()) * 1000:.0f} ms each\n")
    print(f"{'rule':24}{'broken: spoke':>16}{'good: spoke':>16}   also said where broken")
    for code in (*BREAKING, "face_unclear"):
        hits = f"{spoke[code, code]}/{counted[code]}" if counted[code] else "-"
        others = ", ".join(
            f"{said} {spoke[code, said]}" for kind, said in sorted(spoke) if kind == code and said != code
        )
        print(f"{code:24}{hits:>16}{spoke['good', code]:>12}/{counted['good']}   {others}")


if __name__ == "__main__":
    main()
