"""Aligning a text with wordings: where runs of its words stand in one of them, with the edits in between bridged.

Both sides are rows of figures (`instruments.shingles`). A run of six words that stands in a wording is a seed; from it
the passage grows both ways over small edits, and over an ellipsis as far as the next words are found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from instruments.prints import Prints
from instruments.shingles import K, Words, shingles, slots

_RUN = re.compile(rb"\x01{2,}")
_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.|\[|\(\.{2,}\)")
REACH = 8  # words that may have been put in or left out at one place
LEAP = 160  # words that an ellipsis may stand for


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
    flags = bytes(map(index.table.__getitem__, slots(words.figures)))
    out: list[Passage] = []
    open_: list[tuple[int, int, int]] = []  # of the passages that reach so far: end in the text, span in the wording
    for run in _RUN.finditer(flags):
        for t, w in _seeds(words.figures, index, *run.span()):
            open_ = [o for o in open_ if o[0] > t]
            if not any(first <= w < last for _, first, last in open_):
                passage = _grow(text, words, index, t, w)
                open_.append((passage.end, passage.first, passage.last))
                out.append(passage)
    return out


def _seeds(figures: bytes, index: Prints, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Pairs of places where six words in a row agree."""
    before: set[int] = set()
    seen: set[int] = set()
    for i, key in enumerate(shingles(figures[start : end + K - 1])):
        t = start + i
        here = {w - t for w in index.at(key) if index.figures[w : w + K] == figures[t : t + K]}
        for shift in here & before:
            if shift not in seen:
                yield t - 1, t - 1 + shift
        seen = (seen | (here & before)) & here
        before = here


def _grow(text: str, words: Words, index: Prints, t: int, w: int) -> Passage:
    _, _, low, high = index.work(w)
    row, wording = words.figures, index.figures
    right = list(_forward(text, words, wording, t, w, high))
    head = right[0]
    n = 0
    while t - n > 0 and w - n > low and row[t - n - 1] == wording[w - n - 1]:
        n += 1
    right[0] = Block(head.text - n, head.wording - n, head.size + n)
    left = list(_backward(text, words, wording, right[0].text, right[0].wording, low))
    return Passage((*reversed(left), *right))


def _common(row: bytes, t: int, wording: bytes, w: int, high: int) -> int:
    """How many words agree from two places on."""
    limit = min(len(row) - t, high - w)
    n = 0
    while n < limit and row[t + n] == wording[w + n]:
        n += 1
    return n


def _forward(text: str, words: Words, wording: bytes, t: int, w: int, high: int) -> Iterator[Block]:
    row = words.figures
    while n := _common(row, t, wording, w, high):
        yield Block(t, w, n)
        t, w = t + n, w + n
        best: tuple[int, int, int] | None = None
        leap = LEAP if t < len(row) and _elided(text, words, t) else 0
        for dt in range(min(REACH, len(row) - t) + 1):
            if best and dt >= best[0]:
                break
            reach = min(high, w + (leap or REACH))
            for need in (2, 3):
                part = row[t + dt : t + dt + need]
                at = wording.find(part, w, reach + need) if len(part) == need else -1
                if at >= 0 and _bridges(dt, at - w, _common(row, t + dt, wording, at, high), leap):
                    cost = dt + (1 if leap else at - w)
                    if best is None or cost < best[0]:
                        best = (cost, dt, at - w)
        if best is None:
            return
        t, w = t + best[1], w + best[2]


def _backward(text: str, words: Words, wording: bytes, t: int, w: int, low: int) -> Iterator[Block]:
    row = words.figures
    while t > 0 and w > low:
        best: tuple[int, int, int, int] | None = None
        leap = LEAP if _elided(text, words, t) else 0
        for dt in range(min(REACH, t) + 1):
            if best and dt >= best[0]:
                break
            reach = max(low, w - (leap or REACH))
            for need in (2, 3):
                part = row[max(0, t - dt - need) : t - dt]
                at = wording.rfind(part, max(low, reach - need), w) if len(part) == need else -1
                if at < 0:
                    continue
                dw = w - at - need
                n = 0
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


def _bridges(dt: int, dw: int, count: int, leap: int) -> bool:
    """Whether so many agreeing words justify an edit of that size: the larger the edit, the more of them."""
    if leap:
        return count >= 3
    return count >= (2 if max(dt, dw) <= 1 else min(3 + max(dt, dw) // 2, 6))


def _elided(text: str, words: Words, t: int) -> bool:
    """Whether the text marks an omission before a word, or within the two words from there on."""
    start = words.span(t - 1, t)[1] if t else 0
    end = words.span(min(t + 2, len(words.figures)) - 1, min(t + 2, len(words.figures)))[0]
    return _ELLIPSIS.search(text, start, end) is not None
