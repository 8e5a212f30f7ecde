"""What changed between two runs over one gold set, by kind, language and instrument, with paired intervals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from linker.figures import Counts, Shift, shift

if TYPE_CHECKING:
    from linker.evaluate import Change, Scores

GROUPS = ("kind", "lang", "instrument")


class Difference(Struct, frozen=True):
    """What one group gained and lost: how many citations, how many of them right and wrong, and by how much
    precision, recall and F1 moved (see `linker.figures.shift`)."""

    gained: int = 0
    gained_right: int = 0
    gained_wrong: int = 0
    lost: int = 0
    lost_right: int = 0
    lost_wrong: int = 0
    moved: dict[str, Shift] = {}

    def as_dict(self) -> dict[str, Any]:
        """JSON-ready: each move as its value and the two ends of its interval."""
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out | {"moved": {name: list(values) for name, values in self.moved.items()}}


def differences(
    before: Scores, after: Scores, language: Mapping[str, str], drawn: Sequence[Counter[str]]
) -> dict[str, dict[str, Difference]]:
    """The groups in which something changed, with all of them together under "all".

    Args:
        before: the earlier run.
        after: this run, with what it gained and lost.
        language: the main language of each unit.
        drawn: units drawn again; both runs are judged on the same draws, so that the intervals are of the difference.

    Returns:
        By grouping ("all", "kind", "lang", "instrument") and group.
    """
    out: dict[str, dict[str, Difference]] = {}
    for by in ("all", *GROUPS):
        seen: dict[str, Counter[str]] = {}
        for name, changes in (("gained", after.gained), ("lost", after.lost)):
            for change in changes:
                counted = seen.setdefault(_group(by, change, language), Counter())
                counted.update([name, *([f"{name}_{change.verdict}"] if change.verdict else [])])
        out[by] = {
            key: Difference(**counted, moved=shift(_of(before, by, key), _of(after, by, key), drawn))
            for key, counted in sorted(seen.items())
        }
    return out


def _group(by: str, change: Change, language: Mapping[str, str]) -> str:
    mark = change.mark
    instrument = (mark.target or "").partition("#")[0] or "no target"
    return {"all": "all", "kind": mark.kind, "lang": language.get(mark.unit, "?"), "instrument": instrument}[by]


def _of(scores: Scores, by: str, key: str) -> Counts:
    return scores.counts.get(by, {}).get(key, {})
