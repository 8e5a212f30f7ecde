"""Measure how often each rule's links are right and write linker/confidence.toml.

    python benchmarks/calibrate.py GOLD_DIR… [--out linker/confidence.toml]

A rule's figure is (right + 2 * family) / (links + 2), its family's ("name" for "name:acronym") is
(right + 1) / (links + 2). So what was seen often has its own precision, what was seen seldom its family's,
and a family that was seen seldom is pulled to a half: not to the figure of all links, which flatters,
since the rules were written with these sets at hand. The bands' figures come from held-out units, dealt into
ten folds, always the same way: each link is put in a band by what the other folds say of its rule.
"""

from __future__ import annotations

import argparse
import math
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import tomli_w

from kb.bands import BANDS, band
from linker.confidence import FILE, family
from linker.evaluate import Scores, evaluate

FOLDS = 10
SEED = 20260
STRENGTH = 2
UNSEEN = 0.5


class Case(NamedTuple):
    """One judged link: its unit, the rule that made it, and whether it is right."""

    unit: str
    rule: str
    right: bool


class Table(NamedTuple):
    """Smoothed precisions by family and by rule."""

    families: dict[str, float]
    rules: dict[str, float]

    def value(self, rule: str) -> float:
        return self.rules.get(rule, self.families.get(family(rule), UNSEEN))


def cases(scores: Scores, prefix: str) -> list[Case]:
    """The judged links of a run."""
    right = [Case(f"{prefix}/{p.unit}", p.rule, True) for _, p in scores.right]
    return right + [Case(f"{prefix}/{p.unit}", p.rule, False) for p in scores.wrong]


def table(seen: Iterable[Case]) -> Table:
    """Smoothed precisions of some cases."""
    links: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for case in seen:
        links[case.rule] += 1
        hits[case.rule] += case.right
    of: dict[str, list[str]] = defaultdict(list)
    for rule in links:
        of[family(rule)].append(rule)
    families = {k: (sum(hits[r] for r in v) + 1) / (sum(links[r] for r in v) + 2) for k, v in of.items()}
    rules = {r: (hits[r] + STRENGTH * families[family(r)]) / (n + STRENGTH) for r, n in links.items()}
    return Table(families, rules)


def folds(everything: Sequence[Case]) -> list[set[str]]:
    """The units, dealt into folds."""
    units = sorted({c.unit for c in everything})
    random.Random(SEED).shuffle(units)
    return [set(units[n::FOLDS]) for n in range(FOLDS)]


def held_out(everything: Sequence[Case]) -> list[tuple[float, bool]]:
    """For each link, what the other folds say of its rule, and whether it is right."""
    out = []
    for fold in folds(everything):
        known = table(c for c in everything if c.unit not in fold)
        out += [(known.value(c.rule), c.right) for c in everything if c.unit in fold]
    return out


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, which says something even when all are right."""
    if not n:
        return 0.0, 1.0
    share, square = hits / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def recalled(marked: int, found: int) -> dict[str, float]:
    """How many of the marked mentions were found."""
    low, high = wilson(found, marked)
    return {
        "marked": marked,
        "found": found,
        "recall": round(found / marked, 4) if marked else 0.0,
        "low": low,
        "high": high,
    }


def calibration(everything: Sequence[Case], names: Sequence[str], recall: dict[str, float]) -> dict[str, object]:
    """The content of the file."""
    final = table(everything)
    links, hits = Counter(c.rule for c in everything), Counter(c.rule for c in everything if c.right)
    by_band: dict[str, list[bool]] = {name: [] for name in BANDS}
    for value, right in held_out(everything):
        by_band[band(value)].append(right)
    observed = {}
    for name, verdicts in by_band.items():
        low, high = wilson(sum(verdicts), len(verdicts))
        precision = round(sum(verdicts) / len(verdicts), 4) if verdicts else 0.0
        observed[name] = {
            "links": len(verdicts),
            "right": sum(verdicts),
            "precision": precision,
            "low": low,
            "high": high,
        }
    return {
        "gold": list(names),
        "links": len(everything),
        "right": sum(c.right for c in everything),
        "default": UNSEEN,
        "observed": observed,
        "recall": recall,
        "families": {k: round(v, 4) for k, v in sorted(final.families.items())},
        "rules": {
            rule: {"value": min(round(v, 4), 0.9999), "right": hits[rule], "links": links[rule]}
            for rule, v in sorted(final.rules.items())
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path, help="gold directories, such as tests/gold")
    parser.add_argument("--out", type=Path, default=FILE)
    args = parser.parse_args()
    everything: list[Case] = []
    names = []
    marked = found = 0
    for folder in args.gold:
        name = "/".join(folder.resolve().parts[-2:])
        names.append(name)
        scores = evaluate(folder, resamples=0)
        everything += cases(scores, name)
        marked, found = marked + len(scores.right) + len(scores.missed), found + len(scores.right)
    content = calibration(everything, names, recalled(marked, found))
    head = "# Written by benchmarks/calibrate.py from the gold sets named here: write it anew, do not edit it.\n"
    args.out.write_text(head + tomli_w.dumps(content), encoding="utf-8")
    print(f"{args.out}: {content['links']} links, {content['right']} right")
    for name, row in content["observed"].items():  # type: ignore[attr-defined]
        print(f"  {name}: {row['right']}/{row['links']} right ({row['low']}-{row['high']})")


if __name__ == "__main__":
    main()
