"""How much of generated cards is read exactly: `python -m bench.recognition [--part held_out] [--cards N]`."""

import argparse
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from app.adapters.rapid_ocr import RapidOcrReader
from app.domain.recognition import CertificateDocument, Reading
from bench.recognition.cards import drawn
from bench.recognition.fonts import FontMissingError, font_file
from bench.recognition.holders import Card, Holders
from bench.recognition.shots import photographed

PARAMETERS = Path(__file__).parent / "parameters.yaml"
WANTED = 0.98
NUMBERS = {"number", "unified_social_credit_code"}


def shots(part: dict[str, Any], shot: dict[str, Any], cards: int) -> Iterator[tuple[Card, str, bytes]]:
    """Yield cards with their fonts and photographs, the same at every run."""
    holders, draw = Holders(part["seed"]), random.Random(part["seed"])
    fonts = part["fonts"]
    for place in range(cards):
        for document in CertificateDocument:
            card, font = holders.card(document), fonts[place % len(fonts)]
            width = draw.randint(*shot["width"][document.value])
            yield card, font, photographed(drawn(card, font_file(font), width), shot, draw.randrange(2**32))


class Score:
    """Counts what was read exactly."""

    def __init__(self) -> None:
        self.asked: Counter[tuple[str, str]] = Counter()
        self.read: Counter[tuple[str, str]] = Counter()
        self.seconds: dict[str, list[float]] = {}

    def add(self, card: Card, reading: Reading, seconds: float) -> list[str]:
        """Compare a reading with what was printed; returns what differs."""
        wrong = []
        for name, printed in card.fields.items():
            said = reading.fields.get(name)
            self.asked[card.document.value, name] += 1
            if said is not None and said.value == printed:
                self.read[card.document.value, name] += 1
            else:
                wrong.append(f"{name}: {printed} read as {said and (said.value, round(said.confidence, 2))}")
        self.seconds.setdefault(card.document.value, []).append(seconds)
        return wrong

    def shown(self) -> Iterator[str]:
        """Yield the table."""
        yield "| document | field | read exactly | of | share |"
        yield "| --- | --- | --- | --- | --- |"
        for (document, name), asked in self.asked.items():
            read = self.read[document, name]
            yield f"| {document} | {name} | {read} | {asked} | {read / asked:.1%} |"
        for document, seconds in self.seconds.items():
            ordered = sorted(seconds)
            middle, high = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
            yield f"{document}: CPU seconds an image, median {middle:.2f}, 95 % {high:.2f}, most {ordered[-1]:.2f}"

    def share_of_numbers(self) -> float:
        """Return how many of the numbers with a check digit were read exactly."""
        keys = [key for key in self.asked if key[1] in NUMBERS]
        return sum(self.read[key] for key in keys) / sum(self.asked[key] for key in keys)


def main() -> int:
    """Measure; the exit status is 0 where enough numbers were read."""
    arguments = argparse.ArgumentParser(prog="bench.recognition", description=__doc__)
    arguments.add_argument("--part", default="held_out", help="part of parameters.yaml")
    arguments.add_argument("--cards", type=int, help="cards of each document, in place of the part's own number")
    arguments.add_argument("--threads", type=int, default=1)
    given = arguments.parse_args()
    parameters = yaml.safe_load(PARAMETERS.read_text())
    part = parameters["parts"][given.part]
    reader, score = RapidOcrReader(given.threads), Score()
    try:
        for font in part["fonts"]:
            font_file(font)
    except FontMissingError as missing:
        print(missing, file=sys.stderr)
        return 2
    for place, (card, font, picture) in enumerate(
        shots(part, parameters["shot"], given.cards or part["cards_per_document"])
    ):
        begun = time.process_time()
        reading = reader.read_now(picture, "image/jpeg", card.document)
        wrong = score.add(card, reading, time.process_time() - begun)
        if wrong:
            print(f"{place} {card.document.value} {card.layout} {font}: {'; '.join(wrong)}", flush=True)
    print(*score.shown(), sep="\n")
    print(f"memory of the process at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")
    print(f"numbers with a check digit read exactly: {score.share_of_numbers():.2%}, wanted {WANTED:.0%}")
    return 0 if score.share_of_numbers() >= WANTED else 1


if __name__ == "__main__":
    sys.exit(main())
