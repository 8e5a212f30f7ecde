"""Quotations: passages of a text that reproduce a provision, verbatim or nearly, whether or not they say so.

`find_quotations` compares with the fingerprints of official wordings. What a text itself attributes to a provision,
and what a corpus attests, is in `linker.attributed`.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from instruments.load import Catalogue
from instruments.prints import Prints, prints
from instruments.shingles import K, Words, shingles
from linker.passages import Passage, passages

Rule = Literal["wording", "attributed", "attested"]
LEAST = 8
LEAST_HAN = 16
COMMON = 8  # a run of words that stands in more instruments than this says nothing about where it is from
_PRIMARY = frozenset({"treaty", "protocol", "declaration", "agenda", "programme", "compact", "ilo-convention",
                      "ilo-protocol", "ilo-recommendation", "guidelines"})  # fmt: skip
_CLOSES = re.compile(r"[”»\"’']|[.;!?。；！？](?=\W*(?:\s|$|[”»\"]))|\n\s*\n|\n")
_OPENS = re.compile(r"[“«\"„]|[.;:!?。；：！？][”»\"]?\s|\n")
_WITHIN = 3  # words at the edge that a quotation mark or the end of a sentence cuts off


class Quote(NamedTuple):
    """A passage and the provision whose wording it is.

    ``target`` is None where several provisions have the same wording and nothing decides between them; then
    ``candidates`` lists them, likeliest first. ``coverage`` is the share of the passage's words that agree with
    the wording. ``verified`` says that a fingerprint agrees, ``altered`` that it does so with edits.
    """

    start: int
    end: int
    target: str | None
    candidates: tuple[str, ...] = ()
    coverage: float = 1.0
    rule: Rule = "wording"
    verified: bool = False
    altered: bool = False
    via: tuple[int, int] | None = None
    note: str = ""


class _Part(NamedTuple):
    """A passage's part in one provision, with what it weighs when compared with others."""

    start: int
    end: int
    target: str
    matched: int
    share: float
    weight: float


def find_quotations(
    text: str, *, catalogue: Catalogue, index: Prints | None = None, near: Sequence[str] = ()
) -> list[Quote]:
    """Find the passages of a text that reproduce a provision's wording.

    Args:
        text: the text as it is; offsets are code points into it, end exclusive.
        catalogue: the catalogue that the fingerprints' provisions belong to.
        index: the wordings to compare with, by default those that are shipped.
        near: ids of instruments or provisions that the text cites, which decide between equal wordings.

    Returns:
        Quotes of the deepest provisions, sorted by place, none overlapping; a passage over several points
        gives one for each. Empty when there are none.
    """
    words = Words(text)
    if len(words.figures) < LEAST:
        return []
    index = index or prints()
    chooser = _Chooser(catalogue, index, words, near)
    parts = [part for passage in passages(text, words, index) for part in chooser.parts(passage)]
    return [_quote(text, words, part, others, chooser) for part, others in _choose(parts)]


class _Chooser:
    """Weighs passages: by length, by how rare their words are, and by what the text cites."""

    def __init__(self, cat: Catalogue, index: Prints, words: Words, near: Sequence[str]) -> None:
        self._cat, self._index, self._words = cat, index, words
        self._near = frozenset(near)
        instruments = {target.partition("#")[0] for target in near}
        twins = {i.joint for name in instruments if (i := cat.instruments.get(name)) and i.joint}
        self._works = instruments | twins

    def parts(self, passage: Passage) -> Iterator[_Part]:
        """The passage cut along the provisions that it covers; nothing when it is too short or too common."""
        if not self._enough(passage):
            return
        pieces = self._index.pieces(passage.first, passage.last)
        cuts = [(target, first, last, part) for target, first, last in pieces if (part := passage.within(first, last))]
        whole = [c for c in cuts if self._long(c[3].matched, c[3])]
        if not whole:
            target = self._above([c[0] for c in cuts])
            if target:
                yield self._part(passage, target, passage.last - passage.first)
            return
        for target, first, last, part in whole:
            yield self._part(part, target, last - first)

    def _long(self, matched: int, passage: Passage) -> bool:
        if matched < LEAST:
            return False
        return matched >= LEAST_HAN or not self._words.is_han(passage.start, passage.end)

    def _enough(self, passage: Passage) -> bool:
        """Long enough, close enough to the wording, and not made of names and stock phrases."""
        if not self._long(passage.matched, passage) or passage.matched < 0.65 * (passage.end - passage.start):
            return False
        near = self._index.work(passage.first)[0] in self._works
        own = 0
        for block in passage.blocks:
            covered = 0
            row = self._words.figures[block.text : block.text + block.count]
            for i, key in enumerate(shingles(row)):
                if key not in names(self._cat) and (near or self._index.spread(key) <= COMMON):
                    own += i + K - max(covered, i)
                    covered = i + K
        return own >= LEAST - 1

    def _part(self, passage: Passage, target: str, length: int) -> _Part:
        instrument = target.partition("#")[0]
        record = self._cat.instruments.get(instrument)
        share = passage.matched / max(1, length)
        weight = passage.matched + 0.5 * share
        if instrument in self._works:
            weight *= 1.3
            if any(self._holds(cited, target) for cited in self._near):
                weight *= 1.3
        if record and record.kind in _PRIMARY:
            weight *= 1.1
        return _Part(passage.start, passage.end, target, passage.matched, share, weight)

    def _holds(self, cited: str, target: str) -> bool:
        instrument, _, path = target.partition("#")
        work, _, above = cited.partition("#")
        return work == instrument and bool(above) and (above == path or above in self._cat.ancestors(instrument, path))

    def _above(self, targets: Sequence[str]) -> str | None:
        """The nearest provision that holds all of some."""
        instrument = targets[0].partition("#")[0]
        chains = [[t.partition("#")[2], *self._cat.ancestors(instrument, t.partition("#")[2])] for t in targets]
        return next((f"{instrument}#{p}" for p in chains[0] if all(p in chain for chain in chains)), None)

    def same(self, one: str, other: str) -> bool:
        """Whether two ids name the same provision: a joint text has two instrument ids."""
        a, _, path = one.partition("#")
        b, _, path_b = other.partition("#")
        joint = {i.id: i.joint for i in (self._cat.instruments.get(a), self._cat.instruments.get(b)) if i}
        return path == path_b and (a == b or joint.get(a) == b or joint.get(b) == a)


@functools.cache
def names(cat: Catalogue) -> frozenset[int]:
    """The runs of words in the names of instruments and bodies: to name one is not to quote."""
    keys: set[int] = set()
    for record in (*cat.instruments.values(), *cat.bodies.values()):
        for name in {*(n.text for n in record.names), *record.titles.values()}:
            keys.update(shingles(Words(name).figures))
    return frozenset(keys)


def _choose(parts: Sequence[_Part]) -> list[tuple[_Part, list[_Part]]]:
    """The weightiest part at each place, with those that are as good there."""
    chosen: list[tuple[_Part, list[_Part]]] = []
    for part in sorted(parts, key=lambda p: (-p.weight, p.start, p.target)):
        rival = False
        for best, others in chosen:
            shared = min(part.end, best.end) - max(part.start, best.start)
            if shared <= 0:
                continue
            rival = rival or shared > 0.25 * (part.end - part.start)
            if (
                part.target != best.target
                and part.weight >= 0.95 * best.weight
                and shared >= 0.8 * (best.end - best.start)
            ):
                if part.target not in [o.target for o in others]:
                    others.append(part)
        if not rival:
            chosen.append((part, []))
    return sorted(chosen, key=lambda c: c[0].start)


def _quote(text: str, words: Words, part: _Part, others: Sequence[_Part], chooser: _Chooser) -> Quote:
    first, last = _edges(text, words, part.start, part.end)
    start, end = words.span(first, last)
    end = _close(text, start, end)
    rivals = [o.target for o in others if not chooser.same(o.target, part.target)]
    matched = min(part.matched, last - first)
    coverage = round(matched / max(1, last - first), 3)
    return Quote(
        start=start,
        end=end,
        target=None if rivals else part.target,
        candidates=(part.target, *rivals) if rivals else (),
        coverage=coverage,
        verified=True,
        altered=coverage < 1,
    )


def _edges(text: str, words: Words, first: int, last: int) -> tuple[int, int]:
    """The passage without the few words at an edge that a quotation mark, a line or a sentence sets apart."""
    for n in range(_WITHIN, 0, -1):
        if last - first - n >= LEAST and _CLOSES.search(
            text, words.span(last - n - 1, last - n)[1], words.span(last - n, last)[0]
        ):
            last -= n
            break
    for n in range(_WITHIN, 0, -1):
        if last - first - n >= LEAST and _OPENS.search(
            text, words.span(first + n - 1, first + n)[1], words.span(first + n, last)[0]
        ):
            first += n
            break
    return first, last


def _close(text: str, start: int, end: int) -> int:
    """The end, moved past a bracket that the passage opened."""
    inner = text[start:end]
    for opened, closed in ("()", "[]", "（）"):
        if inner.count(opened) > inner.count(closed) and text[end : end + 1] == closed:
            return end + 1
    return end
