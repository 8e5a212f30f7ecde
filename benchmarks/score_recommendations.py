"""Compare issue tags with the issues that a publisher gave to recommendations.

    python benchmarks/score_recommendations.py RECOMMENDATIONS.jsonl [--mapping FILE] [--differences N]

RECOMMENDATIONS.jsonl holds {"id", "text", "lang", "labels"} per line. The mapping (benchmarks/upr-mapping.toml)
says which issues stand for which label; other labels and issues are left out. Printed: precision, recall and
F1 per label, their micro average, and a confusion table; with --differences, N misses and N false tags a label.
"""

from __future__ import annotations

import argparse
import collections
import json
import pathlib
import tomllib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from linker.issues import tag

HERE = pathlib.Path(__file__).parent


class Judged(NamedTuple):
    """One recommendation with the labels it was given and the labels that its tags stand for."""

    text: str
    given: frozenset[str]
    found: frozenset[str]


class Score(NamedTuple):
    hits: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 0.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.hits / (2 * self.hits + self.false + self.missed) if self.hits else 0.0


def mapping(path: pathlib.Path = HERE / "upr-mapping.toml") -> dict[str, list[str]]:
    """The labels with the issues that stand for them."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def judge(rows: Iterable[Mapping[str, object]], labels: Mapping[str, list[str]]) -> list[Judged]:
    """Tag each recommendation and turn its issues into labels."""
    out = []
    for row in rows:
        text = str(row["text"])
        issues = {t.issue for t in tag(text, lang=str(row["lang"]))}
        found = frozenset(label for label, own in labels.items() if issues.intersection(own))
        out.append(Judged(text, frozenset(row["labels"]) & labels.keys(), found))  # type: ignore[arg-type]
    return out


def score(judged: Iterable[Judged], labels: Iterable[str]) -> dict[str, Score]:
    """The score of each label, and of all under the key ``micro``."""
    rows = list(judged)
    scores = {
        label: Score(
            sum(label in r.given and label in r.found for r in rows),
            sum(label not in r.given and label in r.found for r in rows),
            sum(label in r.given and label not in r.found for r in rows),
        )
        for label in labels
    }
    return scores | {"micro": Score(*(sum(column) for column in zip(*scores.values(), strict=True)))}


def confusion(judged: Iterable[Judged]) -> collections.Counter[tuple[str, str]]:
    """How often a recommendation with a given label got a found one: a label that was hit is on the diagonal.

    A label that was missed is counted under each label found in its place that was not given, or under ``none``;
    a false one where nothing was missed under (``none``, label).
    """
    table: collections.Counter[tuple[str, str]] = collections.Counter()
    for row in judged:
        missed, false = row.given - row.found, row.found - row.given
        table.update((label, label) for label in row.given & row.found)
        table.update((m, f) for m in missed or {"none"} for f in false or {"none"} if missed or false)
    return table


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recommendations", type=pathlib.Path)
    parser.add_argument("--mapping", type=pathlib.Path, default=HERE / "upr-mapping.toml")
    parser.add_argument("--differences", type=int, default=0)
    args = parser.parse_args()
    labels = mapping(args.mapping)
    lines = args.recommendations.read_text(encoding="utf-8").splitlines()
    judged = judge((json.loads(line) for line in lines if line.strip()), labels)
    print(f"{'label':28} {'given':>5} {'P':>6} {'R':>6} {'F1':>6}")
    for label, s in score(judged, labels).items():
        print(f"{label:28} {s.hits + s.missed:5} {s.precision:6.3f} {s.recall:6.3f} {s.f1:6.3f}")
    columns = [*labels, "none"]
    table = confusion(judged)
    print("\ngiven (rows) by found (columns)\n" + " " * 28 + "".join(f"{c[:8]:>9}" for c in columns))
    for given in columns:
        print(f"{given:28}" + "".join(f"{table[given, found] or '.':>9}" for found in columns))
    for label in labels if args.differences else ():
        for name, wrong in (
            ("missed", [r.text for r in judged if label in r.given - r.found]),
            ("false", [r.text for r in judged if label in r.found - r.given]),
        ):
            print(f"\n{label}: {name} {len(wrong)}", *wrong[: args.differences], sep="\n  ")


if __name__ == "__main__":
    main()
