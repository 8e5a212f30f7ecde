"""How far two people who labelled the same sentences with issues agree: Cohen's kappa and F1.

    python benchmarks/issue_agreement.py [FOLDER]

FOLDER (tests/gold) holds ``issues.jsonl``, the labels that the figures of issue tags are measured against, and
``issues-second.jsonl``, labels of 210 of the same sentences (drawn with a fixed seed, 90 English, 60 Spanish, 60
French) by a second person, who saw the sentences and the scope notes of the issues, and not the first labels. Each
sentence and issue is one decision. The second labels are not used for anything else.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple


class Agreement(NamedTuple):
    """Sentences, kappa and F1 of the labels, and the share of sentences with exactly the same labels."""

    sentences: int
    kappa: float
    f1: float
    same: float


def labels(path: Path) -> dict[str, frozenset[str]]:
    """The issues of each sentence, by its id."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return {row["id"]: frozenset(row["issues"]) for row in rows}


def agreement(first: dict[str, frozenset[str]], second: dict[str, frozenset[str]], ids: Iterable[str]) -> Agreement:
    """The agreement of two sets of labels on some sentences."""
    chosen = list(ids)
    issues = len({issue for one in chosen for issue in first[one] | second[one]})
    both = sum(len(first[one] & second[one]) for one in chosen)
    only = [sum(len(a[one] - b[one]) for one in chosen) for a, b in ((first, second), (second, first))]
    decisions = len(chosen) * issues
    seen = (decisions - sum(only)) / decisions
    yes = ((both + only[0]) / decisions, (both + only[1]) / decisions)
    chance = yes[0] * yes[1] + (1 - yes[0]) * (1 - yes[1])
    same = sum(first[one] == second[one] for one in chosen) / len(chosen)
    return Agreement(len(chosen), (seen - chance) / (1 - chance), 2 * both / (2 * both + sum(only)), same)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("tests/gold"))
    folder = parser.parse_args().folder
    first, second = labels(folder / "issues.jsonl"), labels(folder / "issues-second.jsonl")
    for name in ("all", "en", "es", "fr"):
        found = agreement(first, second, [one for one in second if name == "all" or one.startswith(name)])
        print(
            f"{name:4} {found.sentences:4} sentences  kappa {found.kappa:.3f}  F1 {found.f1:.3f}  same {found.same:.3f}"
        )


if __name__ == "__main__":
    main()
