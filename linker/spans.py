"""Spans that are taken, asked in logarithmic time: no text, however long, makes this quadratic."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterable


class Spans:
    """A fixed set of spans (start, end), which may overlap.

    >>> Spans([(0, 5), (10, 12)]).free(5, 10), Spans([(0, 5)]).free(4, 6)
    (True, False)
    """

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach: list[int] = []
        reach = -1
        for _, end in ordered:
            reach = max(reach, end)
            self._reach.append(reach)

    def free(self, start: int, end: int) -> bool:
        """Whether no span shares a character with this one."""
        at = bisect.bisect_left(self._starts, end) - 1
        return at < 0 or self._reach[at] <= start


_EVENT = re.compile(r"[“”«»\"\n]")


class QuotationMarks:
    """Where a text stands between quotation marks of one line."""

    def __init__(self, text: str) -> None:
        self._at: list[int] = []
        self._open: list[bool] = []
        curly = angled = straight = 0
        for m in _EVENT.finditer(text):
            mark = m[0]
            if mark == "\n":
                curly = angled = straight = 0
            elif mark in "“”":
                curly += 1 if mark == "“" else -1
            elif mark in "«»":
                angled += 1 if mark == "«" else -1
            else:
                straight ^= 1
            self._at.append(m.start())
            self._open.append(curly > 0 or angled > 0 or bool(straight))

    def inside(self, offset: int) -> bool:
        """Whether an opening mark before the offset, on its line, is still open there."""
        at = bisect.bisect_left(self._at, offset) - 1
        return at >= 0 and self._open[at]
