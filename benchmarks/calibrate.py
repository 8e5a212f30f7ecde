"""Measure how often each rule's links are right and write linker/confidence.toml.

    python benchmarks/calibrate.py GOLD_DIR… [--out linker/confidence.toml]

A rule's figure is (right + m * family) / (links + m), its family's likewise pulled to that of all links, and
that one to a half. The strength m is the one that predicts best (log loss) the links of units that were
held out: units are dealt into ten folds, always the same way. The bands' figures come from held-out units
too: each link is put in a band by what the other folds say of its rule.
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

from linker.confidence import FILE, family
from linker.evaluate import Scores, evaluate

FOLDS = 10
SEED = 20260
STRENGTHS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
BANDS = {"sure": 0.95, "likely": 0.8}


class Case(NamedTuple):
    """One judged link: its unit, the rule that made it, and whether it is right."""

    unit: str
    rule: str
    right: bool


class Table(NamedTuple):
    """Smoothed precisions: of all links, by family, by rule."""

    overall: float
    families: dict[str, float]
    rules: dict[str, float]

    def value(self, rule: str) -> float:
        return self.rules.get(rule, self.families.get(family(rule), self.overall))


def cases(scores: Scores, prefix: str) -> list[Case]:
    """The judged links of a run."""
    right = [Case(f"{prefix}/{p.unit}", p.rule, True) for _, p in scores.right]
    return right + [Case(f"{prefix}/{p.unit}", p.rule, False) for p in scores.wrong]


def table(seen: Iterable[Case], m: float) -> Table:
    """Smoothed precisions of some cases."""
    links: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    for case in seen:
        links[case.rule] += 1
        hits[case.rule] += case.right
    overall = (hits.total() + 1) / (links.total() + 2)
    of: dict[str, list[str]] = defaultdict(list)
    for rule in links:
        of[family(rule)].append(rule)
    families = {
        name: (sum(hits[r] for r in rules) + m * overall) / (sum(links[r] for r in rules) + m)
        for name, rules in of.items()
    }
    rules = {rule: (hits[rule] + m * families[family(rule)]) / (n + m) for rule, n in links.items()}
    return Table(overall, families, rules)


def folds(everything: Sequence[Case]) -> list[set[str]]:
    """The units, dealt into folds."""
    units = sorted({c.unit for c in everything})
    random.Random(SEED).shuffle(units)
    return [set(units[n::FOLDS]) for n in range(FOLDS)]


def held_out(everything: Sequence[Case], m: float) -> list[tuple[float, bool]]:
    """For each link, what the other folds say of its rule, and whether it is right."""
    out = []
    for fold in folds(everything):
        known = table((c for c in everything if c.unit not in fold), m)
        out += [(known.value(c.rule), c.right) for c in everything if c.unit in fold]
    return out


def log_loss(pairs: Iterable[tuple[float, bool]]) -> float:
    return -sum(math.log(p if right else 1 - p) for p, right in pairs)


def wilson(hits: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, which says something even when all are right."""
    if not n:
        return 0.0, 1.0
    share, square = hits / n, z * z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = z * math.sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)


def band(value: float) -> str:
    return next((name for name, least in BANDS.items() if value >= least), "check")


def calibration(everything: Sequence[Case], names: Sequence[str]) -> dict[str, object]:
    """The content of the file."""
    m = min(STRENGTHS, key=lambda strength: log_loss(held_out(everything, strength)))
    final = table(everything, m)
    links, hits = Counter(c.rule for c in everything), Counter(c.rule for c in everything if c.right)
    by_band: dict[str, list[bool]] = {name: [] for name in (*BANDS, "check")}
    for value, right in held_out(everything, m):
        by_band[band(value)].append(right)
    observed = {}
    for name, verdicts in by_band.items():
        low, high = wilson(sum(verdicts), len(verdicts))
        precision = round(sum(verdicts) / len(verdicts), 4) if verdicts else 0.0
        observed[name] = dict(links=len(verdicts), right=sum(verdicts), precision=precision, low=low, high=high)
    return {
        "gold": list(names),
        "links": len(everything),
        "right": sum(c.right for c in everything),
        "strength": m,
        "default": round(final.overall, 4),
        "bands": BANDS,
        "observed": observed,
        "families": {k: round(v, 4) for k, v in sorted(final.families.items())},
        "rules": {
            rule: {"value": round(v, 4), "right": hits[rule], "links": links[rule]}
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
    for folder in args.gold:
        name = "/".join(folder.resolve().parts[-2:])
        names.append(name)
        everything += cases(evaluate(folder, resamples=0), name)
    content = calibration(everything, names)
    head = "# Written by benchmarks/calibrate.py from the gold sets named here: write it anew, do not edit it.\n"
    args.out.write_text(head + tomli_w.dumps(content), encoding="utf-8")
    print(f"{args.out}: {content['links']} links, {content['right']} right, strength {content['strength']}")
    for name, row in content["observed"].items():  # type: ignore[attr-defined]
        print(f"  {name}: {row['right']}/{row['links']} right ({row['low']}-{row['high']})")


if __name__ == "__main__":
    main()
