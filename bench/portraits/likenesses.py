"""`python -m bench.portraits.likenesses FOLDER`: distances between photos named `<person>-<number>.jpg`."""

import sys
from itertools import product
from pathlib import Path

from app.papers.likenesses import likeness


def main(folder: Path) -> None:
    """Print the least and the most of pairs of the same person, and of different ones."""
    photos = sorted(folder.glob("*-*.jpg"))
    same: list[float] = []
    other: list[float] = []
    for shown, card in product(photos, photos):
        if shown == card:
            continue
        distance = likeness(shown.read_bytes(), card.read_bytes())["distance"]
        if distance is None:
            print(f"no face: {shown.name} or {card.name}")
            continue
        (same if shown.stem.rpartition("-")[0] == card.stem.rpartition("-")[0] else other).append(distance)
    for name, found in (("the same person", same), ("another person", other)):
        print(f"{name}: {len(found)} pairs" + (f", {min(found):.2f} to {max(found):.2f}" if found else ""))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
