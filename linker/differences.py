"""What was altered in a quotation: the words that differ between what was written and the official wording."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from instruments.shingles import Words, folded

_ELLIPSIS = re.compile(r"…|\.\s?\.\s?\.|\[\s*\]")
_SLACK = 6  # words of the wording on both sides of the likeliest place


class Difference(NamedTuple):
    """One place that differs; ``start`` and ``end`` are offsets into what was written, ``end`` exclusive."""

    kind: Literal["replaced", "put in", "left out"]
    written: str
    wording: str
    start: int
    end: int

    def sentence(self) -> str:
        """The difference for people.

        >>> Difference("replaced", "each", "every", 0, 4).sentence()
        '“each” for “every”'
        """
        if self.kind == "replaced":
            return f"“{self.written}” for “{self.wording}”"
        return f"{self.kind} “{self.written or self.wording}”"


def differences(written: str, wording: str) -> list[Difference]:
    """Compare a passage with the wording that it is from, word by word.

    Case, accents, punctuation and spellings such as labour and labor make no difference, and neither do what the
    wording has before and after the passage and what an ellipsis stands for.

    >>> [d.sentence() for d in differences("keep one lamp always lit", "Ports keep a lamp lit till dawn.")]
    ['“one” for “a”', 'put in “always”']
    >>> differences("KEEP A LAMP … till dawn", "Ports keep a lamp lit and trimmed till dawn.")
    []
    """
    theirs = Words(wording)
    all_ = _folded(wording, theirs)
    out: list[Difference] = []
    start = 0
    for ellipsis in (*_ELLIPSIS.finditer(written), None):
        end = ellipsis.start() if ellipsis else len(written)
        out += _compared(written[start:end], start, wording, theirs, all_)
        start = ellipsis.end() if ellipsis else end
    return out


def _compared(part: str, at: int, wording: str, theirs: Words, all_: list[str]) -> Iterator[Difference]:
    """The differences of a part without ellipses, which begins at an offset."""
    from rapidfuzz.distance import Levenshtein

    mine = Words(part)
    ours = _folded(part, mine)
    if not ours or not all_:
        return
    first, last = _window(ours, all_)
    for step in Levenshtein.opcodes(ours, all_[first:last]):
        tag, a, b, c, d = step.tag, step.src_start, step.src_end, step.dest_start, step.dest_end
        there = _text(wording, theirs, first + c, first + d) if d > c else ""
        start, end = mine.span(a, b) if b > a else _gap(mine, a, part)
        if tag == "insert":
            yield Difference("left out", "", there, at + start, at + end)
        elif tag == "delete":
            yield Difference("put in", part[start:end], "", at + start, at + end)
        elif tag == "replace":
            yield Difference("replaced", part[start:end], there, at + start, at + end)


def _window(ours: list[str], all_: list[str]) -> tuple[int, int]:
    """The stretch of a wording that is closest to a passage."""
    from rapidfuzz.distance import Levenshtein
    from rapidfuzz.fuzz import partial_ratio_alignment

    if len(ours) >= len(all_) or (place := partial_ratio_alignment(ours, all_)) is None:
        return 0, len(all_)
    near = range(-_SLACK, _SLACK + 1)
    starts = [max(0, place.dest_start + n) for n in near]
    ends = [min(len(all_), place.dest_end + n) for n in near]
    pairs = {(a, b) for a in starts for b in ends if a < b}
    return min(pairs, key=lambda p: (Levenshtein.distance(ours, all_[p[0] : p[1]]), abs(p[1] - p[0] - len(ours)), p))


def _folded(text: str, words: Words) -> list[str]:
    return [folded(_text(text, words, i, i + 1)) for i in range(len(words.figures))]


def _text(text: str, words: Words, first: int, last: int) -> str:
    start, end = words.span(first, last)
    return text[start:end]


def _gap(words: Words, at: int, text: str) -> tuple[int, int]:
    """The stretch between the word before a place and the word there."""
    before = words.span(at - 1, at)[1] if at else 0
    return before, words.span(at, at + 1)[0] if at < len(words.figures) else len(text)
