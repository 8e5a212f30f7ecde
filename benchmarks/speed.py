"""Measure linking on one core: medians of five, in one run, beside what touching the text costs at all.

    python benchmarks/speed.py SHARED [--size 1000000] [--part 20000]

SHARED is the folder with load/ (ordinary prose) and corpus/ (the discussion). Each text is read in parts of 20,000
characters. In each of five rounds all passes run in turn, so that a busy machine slows all of them alike; ratios are
the figures to go by. "no citation" is English prose without the lines in which anything is found.

    words      every word by one regular expression: a pass that does nothing
    triggers   folding and the one pass for literals, without which nothing is looked for
    plain      linking without quotations
    quotations what they add to it
"""

from __future__ import annotations

import argparse
import re
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from unittest import mock

from instruments.folding import fold
from instruments.load import catalogue
from linker import find
from linker.triggers import triggers

ROUNDS = 5
TEXTS = {
    "prose, en": "load/speeches.en.txt",
    "prose, es": "load/debates.es.txt",
    "prose, fr": "load/laws.fr.txt",
    "discussion": "corpus/e-discussion.txt",
}
_WORD = re.compile(r"\w+")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--size", type=int, default=1_000_000, help="characters of each text")
    parser.add_argument("--part", type=int, default=20_000, help="characters in each part")
    args = parser.parse_args()
    texts = {name: (args.shared / path).read_text(encoding="utf-8")[: args.size] for name, path in TEXTS.items()}
    texts["no citation"] = _without_citation(texts["prose, en"], args.part)
    print(f"{'MB/s':14}{'words':>8}{'triggers':>10}{'plain':>8}{'quotations':>12}{'all':>8}"
          f"   quotations cost / plain, / triggers; all / words")  # fmt: skip
    for name, text in texts.items():
        _row(name, [text[i : i + args.part] for i in range(0, len(text), args.part)])


def _without_citation(text: str, part: int) -> str:
    """The lines in which nothing is found, in parts in which nothing is found either."""
    lines = "\n".join(line for line in text.split("\n") if not find(line))
    parts = [lines[i : i + part] for i in range(0, len(lines), part)]
    return "".join(p for p in parts if not find(p))


def _row(name: str, parts: Sequence[str]) -> None:
    size = len("".join(parts).encode()) / 1e6
    literals = triggers(catalogue())

    def plain(part: str) -> object:
        with mock.patch("linker.finding.quotes", return_value=[]):
            return find(part)

    passes: dict[str, Callable[[str], object]] = {
        "words": _WORD.findall,
        "triggers": lambda part: literals.scan(fold(part)),
        "plain": plain,
        "all": find,
    }
    taken: dict[str, list[float]] = {key: [] for key in passes}
    for _ in range(ROUNDS):
        for key, one in passes.items():
            began = time.process_time()
            for part in parts:
                one(part)
            taken[key].append(time.process_time() - began)
    seconds = {key: statistics.median(times) for key, times in taken.items()}
    cost = max(1e-9, seconds["all"] - seconds["plain"])
    print(f"{name:14}{size / seconds['words']:8.1f}{size / seconds['triggers']:10.1f}{size / seconds['plain']:8.2f}"
          f"{size / cost:12.2f}{size / seconds['all']:8.2f}   {cost / seconds['plain']:.2f},"
          f" {cost / seconds['triggers']:.1f}; {seconds['all'] / seconds['words']:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
