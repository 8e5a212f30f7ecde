"""Aligning a text with wordings: where runs of its words stand in one of them, with the edits in between bridged.

Both sides are rows of figures (`instruments.shingles`). A run of six words that stands in a wording is a seed; from it
the passage grows both ways over small edits, and over an ellipsis as far as the next words are found.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from typing import NamedTuple

from instruments.prints import Prints
from instruments.shingles import K, Words, shingles, slots, triples

_RUN = re.compile(rb"\x01{2,}")
_MANY = 200_000  # words: about a megabyte
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.|\[|\(\.\.")
REACH = 8  # words that may have been put in or left out at one place
LEAP = 160  # words that an ellipsis may stand for
COMMON = 12  # three words in a row that stand in more instruments are common


class Block(NamedTuple):
    """A run of words that agree: where it begins in the text and in the wording, and how long it is."""

    text: int
    wording: int
    size: int


class Passage(NamedTuple):
    """Blocks in order, of one text and one wording."""

    blocks: tuple[Block, ...]

    @property
    def start(self) -> int:
        """The first word in the text."""
        return self.blocks[0].text

    @property
    def end(self) -> int:
        """The word in the text after the last."""
        return self.blocks[-1].text + self.blocks[-1].size

    @property
    def first(self) -> int:
        """The first place in the wording."""
        return self.blocks[0].wording

    @property
    def last(self) -> int:
        """The place in the wording after the last."""
        return self.blocks[-1].wording + self.blocks[-1].size

    @property
    def matched(self) -> int:
        """How many words agree."""
        return sum(b.size for b in self.blocks)

    def within(self, first: int, last: int) -> Passage | None:
        """The part that lies in a stretch of the wording, None when no word does."""
        out = []
        for t, w, n in self.blocks:
            a, b = max(w, first), min(w + n, last)
            if a < b:
                out.append(Block(t + a - w, a, b - a))
        return Passage(tuple(out)) if out else None


def passages(text: str, words: Words, index: Prints) -> list[Passage]:
    """All passages of a text that stand in a wording, however short, in the order of their seeds."""
    if len(words.figures) <= K:
        return []
    flags = _flags(index.table, slots(words.figures))
    side = _Side(text, words, index)
    keys = shingles(words.figures)
    out: list[Passage] = []
    open_: list[tuple[int, int, int]] = []  # of the passages that reach so far: end in the text, span in the wording
    for run in _RUN.finditer(flags):
        for t, w in _seeds(words.figures, keys, index, *run.span()):
            open_ = [o for o in open_ if o[0] > t]
            if any(first <= w < last for _, first, last in open_):
                continue
            passage = side.grow(t, w)
            if passage is not None:
                open_.append((passage.end, passage.first, passage.last))
                out.append(passage)
    return out


class _Flags:
    """For each shingle a one where it is known, else a zero.

    numpy looks them up thirty times faster, but takes a tenth of a second to import: worth it once many were looked up.
    """

    def __init__(self) -> None:
        self._asked = 0

    def __call__(self, table: bytes, row: array[int]) -> bytes:
        self._asked += len(row)
        if self._asked < _MANY and "numpy" not in sys.modules:
            return bytes(map(table.__getitem__, row))
        import numpy as np

        return np.frombuffer(table, np.uint8)[np.frombuffer(row, np.uint32)].tobytes()


_flags = _Flags()


def _seeds(figures: bytes, keys: array[int], index: Prints, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pairs of places where six words in a row agree."""
    before: set[int] = set()
    seen: set[int] = set()
    known = index.figures
    for t in range(start, end):
        words = figures[t : t + K]
        here = {w - t for w in index.at(keys[t]) if known[w : w + K] == words}
        both = here & before
        for shift in sorted(both - seen):
            yield t - 1, t - 1 + shift
        seen = (seen | both) & here
        before = here


class _Side:
    """A text beside the wordings."""

    def __init__(self, text: str, words: Words, index: Prints) -> None:
        self._row, self._index = words.figures, index
        marked = any(mark in text for mark in ("…", "..", ". .", "["))
        ellipses = [words.first_from(m.start()) for m in _ELLIPSIS.finditer(text)] if marked else ()
        self._elided = frozenset(w - n for w in ellipses for n in (0, 1))

    def grow(self, t: int, w: int) -> Passage | None:
        """The passage around a seed; None where the words that agree around it are common to many instruments."""
        row, wording = self._row, self._index.figures
        _, _, low, high = self._index.work(w)
        n = 0
        while t - n > 0 and w - n > low and row[t - n - 1] == wording[w - n - 1]:
            n += 1
        t, w = t - n, w - n
        size = _common(row, t, wording, w, high)
        if all(self._index.common[slot] > COMMON for slot in triples(row[t : t + size])):
            return None
        right = list(self._forward(t, w, size, high))
        left = list(self._backward(t, w, low))
        return Passage((*reversed(left), *right))

    def _forward(self, t: int, w: int, n: int, high: int) -> Iterator[Block]:
        row, wording = self._row, self._index.figures
        while n:
            yield Block(t, w, n)
            t, w = t + n, w + n
            best: tuple[int, int, int, int] | None = None
            leap = LEAP if t in self._elided else 0
            reach = min(high, w + (leap or REACH))
            for dt in range(min(REACH, len(row) - t - 1) + 1):
                if best and dt >= best[0]:
                    break
                for need in (2, 3):
                    part = row[t + dt : t + dt + need]
                    at = wording.find(part, w, reach + need)
                    if at < 0 or len(part) < need:
                        break
                    count = _common(row, t + dt, wording, at, high)
                    if _bridges(dt, at - w, count, leap):
                        cost = dt + (1 if leap else at - w)
                        if best is None or cost < best[0]:
                            best = (cost, dt, at - w, count)
            if best is None:
                return
            t, w, n = t + best[1], w + best[2], best[3]

    def _backward(self, t: int, w: int, low: int) -> Iterator[Block]:
        row, wording = self._row, self._index.figures
        while t > 0 and w > low:
            best: tuple[int, int, int, int] | None = None
            leap = LEAP if t in self._elided else 0
            reach = max(low, w - (leap or REACH))
            for dt in range(min(REACH, t - 1) + 1):
                if best and dt >= best[0]:
                    break
                for need in (2, 3):
                    part = row[max(0, t - dt - need) : t - dt]
                    at = wording.rfind(part, max(low, reach - need), w)
                    if at < 0 or len(part) < need:
                        break
                    dw = w - at - need
                    n = need
                    while t - dt - n > 0 and w - dw - n > low and row[t - dt - n - 1] == wording[w - dw - n - 1]:
                        n += 1
                    if _bridges(dt, dw, n, leap):
                        cost = dt + (1 if leap else dw)
                        if best is None or cost < best[0]:
                            best = (cost, dt, dw, n)
            if best is None:
                return
            t, w = t - best[1] - best[3], w - best[2] - best[3]
            yield Block(t, w, best[3])


def _common(row: bytes, t: int, wording: bytes, w: int, high: int) -> int:
    """How many words agree from two places on."""
    limit = min(len(row) - t, high - w)
    n = 0
    while n < limit and row[t + n] == wording[w + n]:
        n += 1
    return n


def _bridges(dt: int, dw: int, count: int, leap: int) -> bool:
    """Whether so many agreeing words justify an edit of that size: the larger the edit, the more of them."""
    if leap:
        return count >= 3
    return count >= (2 if max(dt, dw) <= 1 else min(3 + max(dt, dw) // 2, 6))
