"""Precision, recall and F1, and their intervals: counts are kept by unit, and units are drawn again."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

import msgspec
from msgspec import Struct

SEED = 20260

Counts = dict[str, tuple[int, int, int]]
"""By unit: hits, predicted, gold."""


class Ratio(NamedTuple):
    """So many of so many."""

    hits: int
    of: int

    def __str__(self) -> str:
        return f"{self.hits}/{self.of}"


class Figures(Struct, frozen=True):
    """Precision, recall and F1, with the counts behind them and, where asked for, 95 % intervals."""

    hits: int
    predicted: int
    gold: int
    intervals: dict[str, tuple[float, float]] = {}

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the marked that is found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both.

        >>> Figures(hits=1, predicted=2, gold=1).f1 == 2 / 3
        True
        """
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def as_dict(self) -> dict[str, Any]:
        """The figures rounded to four places, JSON-ready."""
        out: dict[str, Any] = {
            "precision": round(self.precision, 4),
            "recall": round(self.recall, 4),
            "f1": round(self.f1, 4),
            "gold": self.gold,
            "predicted": self.predicted,
        }
        return out | ({"intervals": {k: list(v) for k, v in self.intervals.items()}} if self.intervals else {})


def draws(units: Sequence[str], resamples: int) -> list[Counter[str]]:
    """Units drawn again with replacement, always the same way: by draw, how often each unit came."""
    dice = random.Random(SEED)
    return [Counter(dice.choices(units, k=len(units))) for _ in range(resamples)]


def figures(counts: Counts, drawn: Sequence[Counter[str]]) -> Figures:
    """The figures of counts by unit, with 95 % intervals over the draws (none without draws)."""
    hits, predicted, gold = (sum(c[i] for c in counts.values()) for i in range(3))
    whole = Figures(hits, predicted, gold)
    if not drawn:
        return whole
    seen: dict[str, list[float]] = {"precision": [], "recall": [], "f1": []}
    for draw in drawn:
        sums = [0, 0, 0]
        for unit, c in counts.items():
            if times := draw[unit]:
                for i in range(3):
                    sums[i] += times * c[i]
        again = Figures(sums[0], sums[1], sums[2])
        for name, defined in (("precision", sums[1]), ("recall", sums[2]), ("f1", sums[1] + sums[2])):
            if defined:
                seen[name].append(getattr(again, name))
    intervals = {name: _interval(values) for name, values in seen.items() if values}
    return msgspec.structs.replace(whole, intervals=intervals)


Shift = tuple[float, float, float]
"""By how much a measure moved, and the 95 % interval of that."""


def shift(before: Counts, after: Counts, drawn: Sequence[Counter[str]]) -> dict[str, Shift]:
    """By how much precision, recall and F1 moved between two runs over the same units.

    Both runs are judged on the same draws, so that what is hard for both does not widen the interval.

    >>> shift({"u": (1, 2, 2)}, {"u": (2, 2, 2)}, [Counter(u=1)])["recall"]
    (0.5, 0.5, 0.5)
    """
    units = sorted(before.keys() | after.keys())

    def measures(counts: Counts, draw: Counter[str]) -> Figures:
        sums = [sum(draw[u] * counts[u][i] for u in units if u in counts) for i in range(3)]
        return Figures(sums[0], sums[1], sums[2])

    whole = Counter(units)
    pairs = [(measures(before, draw), measures(after, draw)) for draw in (whole, *drawn)]
    out: dict[str, Shift] = {}
    for name in ("precision", "recall", "f1"):
        moves = [getattr(b, name) - getattr(a, name) for a, b in pairs]
        low, high = _interval(moves[1:]) if drawn else (moves[0], moves[0])
        out[name] = (round(moves[0], 4), low, high)
    return out


def _interval(values: list[float]) -> tuple[float, float]:
    values.sort()
    low, high = int(0.025 * len(values)), min(len(values) - 1, int(0.975 * len(values)))
    return round(values[low], 4), round(values[high], 4)
