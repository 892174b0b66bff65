"""Draw good papers and papers with each defect, look at them as an upload does, and print who was found and who not."""

import argparse
import io
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import numpy as np
from PIL import Image

from app.domain.materials import MaterialKind
from app.domain.paper_inspection import PaperMeasures
from app.domain.paper_quality import quality_findings
from app.papers.measuring import measures_of
from app.rulebook import RULES_FOLDER, asked_rules, load_rulebook
from bench.paper_quality.drawing import DEFECTS, a_paper, a_shot, cut_off, sent, shown

CUTS = (0.02, 0.08, 0.2)
FOUND_AS = {
    "grey": "paper_grey",
    "blurred": "paper_blurred",
    "shaken": "paper_blurred",
    "glare": "paper_glare",
    "dark": "paper_dark",
    "screen": "paper_from_screen",
    "cut": "paper_cut_off",
}
# A lamp in a scanner and an edge outside of it don't happen.
_ONLY_PHOTOS = ("glare", "cut")
RULES, DAY = load_rulebook(RULES_FOLDER, asked_rules()), date(2026, 3, 2)


def looked_at(seed: int, number: int, defect: str, strength: float) -> PaperMeasures | None:
    """Draw one paper and measure it; None where the defect can't be on it."""
    chance = np.random.default_rng([seed, number])
    paper = a_paper(chance)
    shot = a_shot(chance, paper)
    if shot.scanned and defect in _ONLY_PHOTOS:
        return None
    if defect == "cut":
        shot = cut_off(shot, strength, chance)
    picture = shown(chance, paper, shot)
    if defect in DEFECTS:
        picture = DEFECTS[defect][0](chance, picture, strength)
    with Image.open(io.BytesIO(sent(chance, picture, shot))) as image:
        return measures_of(np.asarray(image.convert("RGB")))


def said_of(measures: PaperMeasures) -> set[str]:
    """Return the codes of what an upload would say; size aside, which is no matter of looks."""
    sized = replace(measures, width=None, height=None)
    found = quality_findings(MaterialKind.SUBJECT_CERTIFICATE, sized, "/subject", DAY, RULES)
    return {one.code for one in found}


def _cases() -> Iterator[tuple[str, float]]:
    yield "none", 0.0
    for defect, (_, strengths) in DEFECTS.items():
        for strength in strengths:
            yield defect, strength
    for strength in CUTS:
        yield "cut", strength


def main() -> None:
    """Print one line a defect and strength: how many were found, and how many were told of something else."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--papers", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20260302)
    asked = parser.parse_args()
    print(f"{asked.papers} papers, seed {asked.seed}")
    print("defect     strength  papers  found  measure (least, median, most)   told of something else")
    spent, looked = 0.0, 0
    for defect, strength in _cases():
        begun = time.process_time()
        seen = [one for turn in range(asked.papers) if (one := looked_at(asked.seed, turn, defect, strength))]
        spent, looked = spent + time.process_time() - begun, looked + len(seen)
        said = [said_of(one) for one in seen]
        meant = FOUND_AS.get(defect, "")
        found = sum(meant in one for one in said)
        others: dict[str, int] = {}
        for code in (code for one in said for code in one if code != meant):
            others[code] = others.get(code, 0) + 1
        row = f"{defect:10} {strength:8g} {len(seen):7} {found / len(seen):6.0%}  {_spread(meant, seen):31}"
        print(row, others or "", flush=True)
    print(f"{spent / looked:.2f} s of processor a paper, drawing included")


def _spread(meant: str, seen: list[PaperMeasures]) -> str:
    names = {"paper_grey": "colour", "paper_blurred": "blur", "paper_glare": "glare", "paper_dark": "light",
             "paper_from_screen": "screen", "paper_cut_off": "cut"}  # fmt: skip
    values = [value for one in seen if (value := getattr(one, names.get(meant, ""), None)) is not None]
    return " ".join(f"{one:.4f}" for one in np.percentile(values, [0, 50, 100])) if values else ""


if __name__ == "__main__":
    main()
