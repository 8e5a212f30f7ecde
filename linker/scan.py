"""One pass over a text for the literals without which no pattern can match; the patterns then run near them only.

Prose that cites nothing holds few of them, and costs this pass and little more. What `Finder.matches` yields is what
the pattern's own ``finditer`` would, as long as each match begins where a word begins, at most ``before`` characters
before a literal that it holds.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import ahocorasick_rs

DIGITS = tuple("0123456789")
_WORD_START = re.compile(r"(?<!\w)\w")


@dataclass(frozen=True, eq=False)
class Finder:
    """A pattern with what it cannot do without: literals of folded text, or a number where there is none to name.

    Attributes:
        pattern: what to find; each match begins where a word begins.
        literals: one of these stands in each match; empty for a number.
        before: characters from the start of a match to the literal, at most.
    """

    pattern: re.Pattern[str]
    literals: tuple[str, ...] = ()
    before: int = 0

    def matches(self, text: str, hits: Hits | None) -> Iterator[re.Match[str]]:
        """The matches of the pattern in a text, folded or not; without hits all of it is read."""
        if hits is None:
            return self.pattern.finditer(text)
        return near(self.pattern, text, hits.of(self.literals) if self.literals else hits.numbers, self.before)


def near(pattern: re.Pattern[str], text: str, places: Sequence[int], before: int) -> Iterator[re.Match[str]]:
    """The matches that begin with a word, at most ``before`` characters before one of some ascending places.

    >>> [m[0] for m in near(re.compile("a+b"), "aab ... ab xab", [1, 8, 13], 2)]
    ['aab', 'ab']
    """
    start = 0
    for place in places:
        for at in word_starts(text, max(start, place - before), place) if before else (place,):
            if at >= start:
                start = at + 1
                if m := pattern.match(text, at):
                    yield m
                    start = max(m.end(), start)


def word_starts(text: str, first: int, last: int) -> list[int]:
    """Where words begin from an offset to another, both included.

    >>> word_starts("we all know", 1, 7)
    [3, 7]
    """
    return [m.start() for m in _WORD_START.finditer(text, first, last + 1)]


class Literals:
    """The literals of some finders, and any others, ready to be looked for together."""

    def __init__(self, literals: Iterable[str]) -> None:
        self._all = sorted({*literals, *DIGITS})
        self._number = {literal: n for n, literal in enumerate(self._all)}
        self._automaton = ahocorasick_rs.AhoCorasick(self._all, matchkind=ahocorasick_rs.MatchKind.Standard)

    def scan(self, text: str) -> Hits:
        """Where which literal stands in a folded text."""
        places: dict[int, list[int]] = {}
        for number, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
            if number in places:
                places[number].append(start)
            else:
                places[number] = [start]
        return Hits(self._all, self._number, places)


class Hits:
    """Where the literals stand in one text."""

    def __init__(self, literals: Sequence[str], number: dict[str, int], places: dict[int, list[int]]) -> None:
        self._literals, self._number, self._places = literals, number, places
        self._known: dict[tuple[str, ...], list[int]] = {}

    def items(self) -> Iterator[tuple[str, list[int]]]:
        """The literals that stand in the text, with their places."""
        return ((self._literals[number], places) for number, places in self._places.items())

    @functools.cached_property
    def numbers(self) -> list[int]:
        """Where numbers begin, ascending."""
        digits = self.of(DIGITS)
        return [place for before, place in pairwise([-2, *digits]) if place != before + 1]

    def of(self, literals: tuple[str, ...]) -> list[int]:
        """The places of some literals, ascending, each once.

        >>> Literals(["art", "para"]).scan("para. 3 and art. 12").of(("art", "para"))
        [0, 12]
        """
        if literals not in self._known:
            found = [self._places[n] for n in map(self._number.__getitem__, literals) if n in self._places]
            self._known[literals] = found[0] if len(found) == 1 else sorted({p for places in found for p in places})
        return self._known[literals]


def head(phrase: str) -> str:
    """The part of a folded phrase before its first space: what of it is literal whatever the white space.

    >>> head("concluding observations")
    'concluding'
    """
    return phrase.partition(" ")[0]
