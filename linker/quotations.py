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
from instruments.shingles import Words, shingles, triples
from linker.passages import COMMON, Passage, passages

Rule = Literal["wording", "attributed", "attested"]
LEAST = 8
LEAST_HAN = 16
# So many runs of three words that are not common make a quotation in quotation marks, where the text cites the
# instrument, and where nothing supports it.
# In a language with few wordings nothing is common, and more is asked.
QUOTED, CITED, ALONE = 1, 2, 4
PLACES = 2
MANY_WORKS = 50
_PRIMARY = frozenset({"treaty", "protocol", "declaration", "agenda", "programme", "compact", "ilo-convention",
                      "ilo-protocol", "ilo-recommendation", "guidelines"})  # fmt: skip
_CLOSES = re.compile(r"[”»\"’']|[.;!?。；！？](?=\W*(?:\s|$|[”»\"]))|\n\s*\n|\n")
_OPENS = re.compile(r"[“«\"„]|[.;:!?。；：！？][”»\"]?\s|\n")
_BEFORE = re.compile(r"[“«„\"][ \u00a0\u202f]?((?:[^\W_]+[^\w“”«»\".;:!?\n]{1,3}){1,2})$")
_AFTER = re.compile(r"((?:[^\w“”«»\".;:!?\n]{1,3}[^\W_]+){1,2})[.,;…]?[ \u00a0\u202f]?[”»\"]")
_NEXT_TO = re.compile(r"[“«„\"][ \u00a0\u202f]?$")
_CLOSED = re.compile(r"[.,;…]?[ \u00a0\u202f]?[”»\"]")
_GROUP = re.compile(r"#(?:part|chapter|section)_[^_]+$")  # holds what a scan took the article's number from
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
    text: str,
    *,
    catalogue: Catalogue,
    index: Prints | None = None,
    near: Sequence[str] = (),
    named: Sequence[tuple[int, int]] = (),
) -> list[Quote]:
    """Find the passages of a text that reproduce a provision's wording.

    Args:
        text: the text as it is; offsets are code points into it, end exclusive.
        catalogue: the catalogue that the fingerprints' provisions belong to.
        index: the wordings to compare with, by default those that are shipped.
        near: ids of instruments or provisions that the text cites. They decide between equal wordings, and a
            short passage counts only where its instrument is cited or quotation marks enclose it.
        named: spans of the text that name an instrument, body or document: to name one is not to quote.

    Returns:
        Quotes of the deepest provisions, sorted by place, none overlapping; a passage over several points
        gives one for each. Empty when there are none.
    """
    words = Words(text)
    if len(words.figures) < LEAST:
        return []
    index = index or prints()
    chooser = _Chooser(catalogue, index, text, words, near, named)
    parts = [part for passage in passages(text, words, index) for part in chooser.parts(passage)]
    return [_quote(text, words, part, others, chooser) for part, others in _choose(parts)]


class _Chooser:
    """Weighs passages: by length, by how rare their words are, and by what the text cites."""

    def __init__(self, cat: Catalogue, index: Prints, text: str, words: Words, near: Sequence[str],
                 named: Sequence[tuple[int, int]]) -> None:  # fmt: skip
        self._cat, self._index, self._text, self._words = cat, index, text, words
        self._near = frozenset(near)
        instruments = {target.partition("#")[0] for target in near}
        twins = {i.joint for name in instruments if (i := cat.instruments.get(name)) and i.joint}
        self._works = instruments | twins
        self._named = named

    def parts(self, passage: Passage) -> Iterator[_Part]:
        """The passage cut along the provisions that it covers; nothing when it is too short or too common."""
        if not self._enough(passage):
            return
        pieces = self._index.pieces(passage.first, passage.last)
        cuts = [(target, first, last, part) for target, first, last in pieces if (part := passage.within(first, last))]
        cuts = [c for c in cuts if self._cat.has(c[0]) and (c[3].matched >= 2 * LEAST or not _GROUP.search(c[0]))]
        whole = [c for c in cuts if self._long(c[3].matched, c[3])]
        if not whole:
            target = self._above([c[0] for c in cuts]) if cuts else None
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
        if self._titular(passage):
            return False
        work, lang, *_ = self._index.work(passage.first)
        if self._quoted(passage):
            least = QUOTED
        elif work in self._works:
            least = CITED
        else:
            least = ALONE if self._index.langs[lang] >= MANY_WORKS else ALONE + 2
        return self._rare(passage) >= least and not self._refrain(passage, work)

    def _refrain(self, passage: Passage, work: str) -> bool:
        """Whether all that agrees stands in several provisions of the instrument: such words tell none."""
        for t, _, n in passage.blocks:
            for key in shingles(self._words.figures[t : t + n]):
                here = {self._index.piece(p)[0] for p in self._index.at(key) if self._index.work(p)[0] == work}
                if 0 < len(here) <= PLACES:
                    return False
        return True

    def _rare(self, passage: Passage) -> int:
        """How many runs of three words of the passage stand in few instruments and in no name."""
        start, end = self._words.span(passage.start, passage.end)
        named = [
            (self._words.first_from(a), self._words.first_from(b)) for a, b in self._named if a < end and start < b
        ]
        out = 0
        for t, _, n in passage.blocks:
            for i, slot in enumerate(triples(self._words.figures[t : t + n]), t):
                if self._index.common[slot] <= COMMON and slot not in names(self._cat):
                    out += not any(i < b and a < i + 3 for a, b in named)
        return out

    def _titular(self, passage: Passage) -> bool:
        """Whether most of the longer words begin with a capital, as in the name of an institution or conference."""
        if self._index.work(passage.first)[1] == "de":
            return False  # all nouns do
        start, end = self._words.span(passage.start, passage.end)
        longer = re.findall(r"[^\W\d_]{4,}", self._text[start:end])
        capitals = sum(word[0].isupper() for word in longer[1:])
        return capitals > 0.75 * max(1, len(longer) - 1) and not all(map(str.isupper, longer))

    def _primary(self, instrument: str) -> bool:
        record = self._cat.instruments.get(instrument)
        return record is not None and record.kind in _PRIMARY

    def _quoted(self, passage: Passage) -> bool:
        """Whether a quotation mark opens at the passage or one closes after it."""
        start, end = self._words.span(passage.start, passage.end)
        before, after = self._text[max(0, start - 6) : start], self._text[end : end + 3]
        return re.search(r"[“«„\"][^”»\"]{0,5}$", before) is not None or re.match(r"\W?\W?[”»\"]", after) is not None

    def _part(self, passage: Passage, target: str, length: int) -> _Part:
        instrument = target.partition("#")[0]
        share = passage.matched / max(1, length)
        weight = passage.matched + 0.5 * share
        if instrument in self._works:
            weight *= 1.3
            if any(self._holds(cited, target) for cited in self._near):
                weight *= 1.3
        if self._primary(instrument):
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
    texts: set[str] = set()
    for instrument in cat.instruments.values():
        texts.update(n.text for n in instrument.names)
        texts.update(instrument.titles.values())
    for body in cat.bodies.values():
        texts.update(n.text for n in body.names)
        texts.update(body.titles.values())
    for text in texts:
        keys.update(triples(Words(text).figures))
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
            equal = part.weight >= 0.95 * best.weight and shared >= 0.8 * (best.end - best.start)
            if equal and part.target not in (best.target, *(o.target for o in others)):
                others.append(part)
        if not rival:
            chosen.append((part, []))
    return sorted(chosen, key=lambda c: c[0].start)


def _quote(text: str, words: Words, part: _Part, others: Sequence[_Part], chooser: _Chooser) -> Quote:
    first, last = _edges(text, words, part.start, part.end)
    start, end = words.span(first, last)
    start, end = _marked(text, start, end)
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


def _marked(text: str, start: int, end: int) -> tuple[int, int]:
    """The passage, widened to the quotation marks around it where they leave out at most two words a side."""
    before, after = _BEFORE.search(text, max(0, start - 40), start), _AFTER.match(text, end)
    opened, closed = _NEXT_TO.search(text, max(0, start - 3), start), _CLOSED.match(text, end)
    if before and (after or closed):
        start = before.start(1)
    if after and (before or opened):
        end = after.end(1)
    return start, end


def _close(text: str, start: int, end: int) -> int:
    """The end, moved past a bracket that the passage opened."""
    inner = text[start:end]
    for opened, closed in ("()", "[]", "（）"):
        if inner.count(opened) > inner.count(closed) and text[end : end + 1] == closed:
            return end + 1
    return end
