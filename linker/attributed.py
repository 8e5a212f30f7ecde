"""Quotations by a text's own word: what follows a pinpoint as its wording, and what a corpus attests.

Where no official wording is at hand, the author's word stands: a list item that a number heads, or words in quotation
marks that a pinpoint introduces. Such passages attest the wording, and the same words elsewhere in the corpus are
found by them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from instruments.folding import fold
from instruments.load import Catalogue
from instruments.prints import Fingerprint, Prints, build
from instruments.shingles import Words
from linker.lang import guess
from linker.quotations import LEAST, LEAST_HAN, Quote, find_quotations

Pin = tuple[int, int, str]

_HEAD = re.compile(r"[\s\-–—•*·▪‣◦>\"“«(]*(?:\(?[a-z0-9]{1,3}[.)]\s+)?", re.IGNORECASE)
_AFTER_NUMBER = re.compile(r"[.)]?[^\S\n]*(?:[:–—-][^\S\n]*)?[\"“«„]?[^\S\n]*(?=[^\W\d_])")
_AFTER_NAME = re.compile(r"[^\S\n]*(?::|[–—]| -)[^\S\n]*[\"“«„]?[^\S\n]*(?=[^\W\d_])")
_NUMBER = re.compile(r"[\d.()\s]*(?:\([a-z]{1,4}\)|[\d.)])[\s)]*", re.IGNORECASE)
_MARKS = {"“": "”", "«": "»", '"': '"', "„": "“”", "「": "」"}
_SAYS = (
    r"say(?:s|ing)?|state[sd]?|stating|reads?|provide[sd]?|recogni[sz]es?|require[sd]?|stipulates?|declares?|affirms?|"
    r"reaffirms?|calls?|urges?|asks?|mandates?|guarantees?|obliges?|commits?|notes?|recommends?|proclaims?|"
    r"dice|establece|señala|dispone|estipula|reconoce|afirma|exige|garantiza|recomienda|prevé|"
    r"dispose|stipule|prévoit|déclare|énonce|reconnaît|affirme|exige|garantit|recommande|indique"
)
_BETWEEN = re.compile(
    rf"(?:[^.;?!\n\"“«]{{0,60}}?\b(?:{_SAYS})\b[^.;?!\n\"“«]{{0,40}}|[^.;?!\n\"“«]{{0,60}}:|\s*[,–—(-]?)\s*",
    re.IGNORECASE,
)
_CITED_AFTER = re.compile(r"[.,;]?[\s]*[(\[–—][^\n)\]]{0,40}$")


class Attesting(NamedTuple):
    """A passage that attributes its words to a provision: in which post, and where."""

    post: str
    start: int
    end: int
    target: str
    text: str


def attributed(
    text: str, pins: Sequence[Pin], *, known: Sequence[Quote] = (), index: Prints | None = None
) -> list[Quote]:
    """Find the passages that the text itself says are a provision's words.

    Two forms count: an item of at least eight words headed by its number ("2.8 We recognize …"), and words in
    quotation marks that a pinpoint introduces in the same sentence or follows in brackets. An item without quotation
    marks is left out where a wording of that provision in the item's language is at hand and does not have it.

    Args:
        text: the text as it is.
        pins: the pinpoints in it: start, end, id of the provision.
        known: quotations found by the wording; a passage that shares most of its words with one is not given again.
        index: the wordings that are at hand.

    Returns:
        Quotes with the rule ``attributed``, sorted by place, none overlapping. ``via`` is the pinpoint.

    >>> note = "2.8 We all shall share what we know about the sea."
    >>> [(note[q.start:q.end], q.target) for q in attributed(note, [(0, 3, "charter#para_29")])]
    [('We all shall share what we know about the sea', 'charter#para_29')]
    """
    if not pins:
        return []
    ordered = sorted(pins)
    quoted = _quoted(text, ordered)
    items = [item for item in _items(text, ordered) if not _has(index, item[2], text[item[0] : item[1]])]
    out: list[Quote] = []
    for a, b, target, pin in (*quoted, *items):
        words = Words(text[a:b])
        count = len(words.figures)
        if count < LEAST or (count < LEAST_HAN and words.is_han(0, count)):
            continue
        if any(min(b, q.end) - max(a, q.start) > 0 for q in (*known, *out)):
            continue
        altered = _has(index, target, text[a:b])
        out.append(Quote(a, b, target, rule="attributed", verified=False, altered=altered, via=pin))
    return sorted(out)


def _has(index: Prints | None, target: str, passage: str) -> bool:
    """Whether a wording of the provision in the passage's language is at hand, in any where that is not clear."""
    return index is not None and index.has(target, guess(fold(passage)))


def _items(text: str, pins: Sequence[Pin]) -> list[tuple[int, int, str, tuple[int, int]]]:
    """The items that a pinpoint heads: the rest of its line."""
    out = []
    for start, end, target in pins:
        line = text.rfind("\n", 0, start) + 1
        if "#" not in target or not _HEAD.fullmatch(text, line, start):
            continue
        number = _NUMBER.fullmatch(text, start, end) is not None
        gap = (_AFTER_NUMBER if number else _AFTER_NAME).match(text, end)
        if gap is None or (number and not text[gap.end()].isupper() and text[gap.end()].islower()):
            continue
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        out.append((gap.end(), _trim(text, gap.end(), stop), target, (start, end)))
    return out


def _trim(text: str, start: int, end: int) -> int:
    """The end without white space, the final stop and a closing quotation mark."""
    while end > start and (text[end - 1].isspace() or text[end - 1] in '.;,”»"“' or text[end - 3 : end] == "..."):
        end -= 1
    return end


def _quoted(text: str, pins: Sequence[Pin]) -> list[tuple[int, int, str, tuple[int, int]]]:
    """The words in quotation marks that a pinpoint introduces, or that it follows in brackets."""
    out = []
    for a, b in quotation_marks(text):
        before = [p for p in pins if p[1] <= a and a - p[1] < 160]
        after = [p for p in pins if p[0] >= b and p[0] - b < 45]
        pin = next((p for p in reversed(before) if _BETWEEN.fullmatch(text, p[1], a - 1)), None)
        pin = pin or next((p for p in after if _CITED_AFTER.fullmatch(text, b + 1, p[0])), None)
        if pin and "#" in pin[2]:
            inner = a + len(text[a:b]) - len(text[a:b].lstrip(" \u00a0\u202f…"))
            out.append((inner, _trim(text, inner, b), pin[2], (pin[0], pin[1])))
    return out


_LONGEST = 4000  # characters between two marks


def quotation_marks(text: str) -> list[tuple[int, int]]:
    """The spans between quotation marks within a paragraph, the marks left out.

    >>> [("say: “one” and «two»")[a:b] for a, b in quotation_marks("say: “one” and «two»")]
    ['one', 'two']
    """
    out = []
    at = 0
    while found := re.compile(r"[“«„\"「]").search(text, at):
        start = found.end()
        closing = re.compile(f"[{re.escape(_MARKS[found[0]])}]|\\n[ \\t]*\\n").search(text, start, start + _LONGEST)
        if closing is None or closing[0][0] == "\n":
            at = start
            continue
        out.append((start, closing.start()))
        at = closing.end()
    return out


class Attested:
    """What a corpus attributes to provisions, to find the same words elsewhere in it.

    Built from all posts' attributed quotes, used in the same build, never kept.
    """

    def __init__(self, passages: Iterable[Attesting]) -> None:
        self.passages = tuple(dict.fromkeys(passages))
        rows = []
        for i, passage in enumerate(self.passages):
            instrument, _, path = passage.target.partition("#")
            figures = Words(passage.text).figures
            rows.append(Fingerprint(instrument, str(i), passage.post, "", ((path, len(figures)),), figures))
        self.index = build(rows)

    def find(
        self, text: str, *, catalogue: Catalogue, near: Sequence[str] = (), named: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[Quote, Attesting]]:
        """The passages of a text that a post of the corpus attributes to a provision, each with where it does."""
        if not self.passages:
            return []
        out = []
        for quote in find_quotations(text, catalogue=catalogue, index=self.index, near=near, named=named):
            if quote.target is None:
                continue
            attesting = [p for p in self.passages if p.target == quote.target]
            shared = {a.post: _shared(text[quote.start : quote.end], a.text) for a in attesting}
            best = max(attesting, key=lambda a: shared[a.post])
            out.append((quote._replace(rule="attested", verified=False, altered=False), best))
        return out


def _shared(passage: str, other: str) -> int:
    """How many of a passage's runs of three words another text has."""
    figures, row = Words(passage).figures, Words(other).figures
    return sum(figures[i : i + 3] in row for i in range(len(figures) - 2))


def merge(*lists: Iterable[Quote]) -> list[Quote]:
    """All quotes of some lists, sorted by place; where two share words, the one of the earlier list stays.

    >>> merge([Quote(0, 9, "a#para_1")], [Quote(5, 20, "b#para_1"), Quote(30, 50, "c#para_1")])[-1].target
    'c#para_1'
    """
    out: list[Quote] = []
    for quotes in lists:
        out += [q for q in quotes if not any(q.start < o.end and o.start < q.end for o in out)]
    return sorted(out, key=lambda q: (q.start, q.end))
