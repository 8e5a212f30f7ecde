"""Sentences of a text cut only where they are asked for: what is cited in a long text stands in few of them."""

from __future__ import annotations

import bisect
import re

from kb.text import cut, paragraphs

# An empty line before a character that is no small letter begins a paragraph, whatever stands around it.
_FRESH = re.compile(r"\n[ \t]{0,40}\n[ \t]{0,40}(?=(?P<first>\S))")
_STRETCH = 2000


class Sentences:
    """The sentences of a text, cut where they are asked for only.

    >>> text = "See art. 12 and para. 26. Thank you.\\n\\nYours, A."
    >>> [text[slice(*Sentences(text).at(offset))] for offset in (4, 30)]
    ['See art. 12 and para. 26.', 'Thank you.']
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []  # of the stretches that were read, ascending
        self._read: dict[int, tuple[int, list[tuple[int, int]]]] = {}  # start of a stretch: its end, its paragraphs
        self._cut: dict[int, list[tuple[int, int]]] = {}  # start of a paragraph: its sentences

    def at(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset; between two, the first with what follows it."""
        start, end, around = self._stretch(offset)
        i = bisect.bisect_right(around, (offset, len(self._text) + 1)) - 1
        while i < 0 and start > 0:
            start, end, around = self._stretch(start - 1)
            i = len(around) - 1
        if i < 0:
            return 0, self._first(0)
        first, last = around[i]
        if first not in self._cut:
            self._cut[first] = list(cut(self._text, first, last))
        found = self._cut[first]
        j = bisect.bisect_right(found, (offset, len(self._text) + 1)) - 1
        a, b = found[j]
        if offset < b:
            return a, b
        if j + 1 < len(found):
            return a, found[j + 1][0]
        following = around[i + 1][0] if i + 1 < len(around) else self._first(end)
        return (a, b) if following >= len(self._text) else (a, following)

    def _first(self, offset: int) -> int:
        """Where the first paragraph of a stretch or of those behind it begins; the text's end where there is none."""
        while offset < len(self._text):
            _, offset, found = self._stretch(offset)
            if found:
                return found[0][0]
        return len(self._text)

    def _stretch(self, offset: int) -> tuple[int, int, list[tuple[int, int]]]:
        """What lies around an offset between two places where a paragraph begins: start, end, paragraphs."""
        at = bisect.bisect_right(self._starts, offset) - 1
        if at >= 0 and offset < self._read[self._starts[at]][0]:
            return self._starts[at], *self._read[self._starts[at]]
        low = self._read[self._starts[at]][0] if at >= 0 else 0
        high = self._starts[at + 1] if at + 1 < len(self._starts) else len(self._text)
        start, end = self._before(offset, low), self._after(offset, high)
        found = [(first, last) for first, last, _ in paragraphs(self._text, start, end)]
        self._starts.insert(at + 1, start)
        self._read[start] = end, found
        return start, end, found

    def _before(self, offset: int, low: int) -> int:
        """The last place before an offset where a paragraph begins in any case."""
        reach = _STRETCH
        while offset - reach > low:
            fresh = [m for m in _FRESH.finditer(self._text, offset - reach, offset) if not m["first"].islower()]
            if fresh:
                return fresh[-1].end()
            reach *= 4
        fresh = [m for m in _FRESH.finditer(self._text, low, offset) if not m["first"].islower()]
        return fresh[-1].end() if fresh else low

    def _after(self, offset: int, high: int) -> int:
        """The first such place behind it."""
        return next((m.end() for m in _FRESH.finditer(self._text, offset, high) if not m["first"].islower()), high)
