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


_MARK = re.compile(r"[“”«»\"]")


class QuotationMarks:
    """Where a text stands between quotation marks of one line."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines: dict[int, tuple[list[int], list[bool]]] = {}

    def _events(self, start: int) -> tuple[list[int], list[bool]]:
        """Where a mark stands in the line that begins at an offset, and whether one is open behind it."""
        if start not in self._lines:
            end = self._text.find("\n", start)
            at: list[int] = []
            opened: list[bool] = []
            curly = angled = straight = 0
            for m in _MARK.finditer(self._text, start, len(self._text) if end < 0 else end):
                mark = m[0]
                if mark in "“”":
                    curly += 1 if mark == "“" else -1
                elif mark in "«»":
                    angled += 1 if mark == "«" else -1
                else:
                    straight ^= 1
                at.append(m.start())
                opened.append(curly > 0 or angled > 0 or bool(straight))
            self._lines[start] = at, opened
        return self._lines[start]

    def inside(self, offset: int) -> bool:
        """Whether an opening mark before the offset, on its line, is still open there."""
        places, opened = self._events(self._text.rfind("\n", 0, offset) + 1)
        at = bisect.bisect_left(places, offset) - 1
        return at >= 0 and opened[at]
