"""The grammar of pinpoints: "arts. 2(c), (e) and (f), 3, and 24(j)–(l)" to a chain of items.

Pure functions over folded text (`instruments.folding`), so every offset is one into the text itself.
A chain says what was written; which provision that is, `linker.resolve` finds in the tree.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from instruments.folding import fold
from instruments.vocabulary import vocabularies
from linker.scan import head

RANK = {
    "annex": 0, "part": 0, "chapter": 0, "section": 0,
    "art": 1, "goal": 1, "obj": 1, "principle": 1,
    "target": 2, "para": 2, "recital": 2, "preamble": 0,
    "indicator": 3, "point": 3,
}  # fmt: skip
_NOTABLY = r"in\s+particular|especially|notably|specifically|en\s+particular|especialmente|en\s+particulier|notamment"
_ROMAN = re.compile(r"m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


@dataclass(frozen=True, slots=True)
class Step:
    """One level of a pinpoint as written: its unit where one was named, and its number or letter."""

    unit: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """One member of a chain. ``upto`` is the last step of the far end of a range."""

    start: int
    end: int
    steps: tuple[Step, ...]
    upto: str | None = None
    onward: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """A pinpoint with its list: ``start`` is the unit word, items are in order of place."""

    start: int
    end: int
    items: tuple[Item, ...]
    unit: str
    plural: bool = False


def roman(text: str) -> int | None:
    """The value of a lower-case Roman numeral, None where it is none.

    >>> roman("xiv"), roman("iiii")
    (14, None)
    """
    if not text or not _ROMAN.fullmatch(text):
        return None
    values = [_DIGITS[c] for c in text]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def alternation(words: Iterable[str]) -> str:
    """A regex that matches any of the words, longest first, white space between words of any kind."""
    folded = sorted({fold(w) for w in words}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in folded)


def _all(field: str) -> list[str]:
    return [w for v in vocabularies().values() for w in getattr(v, field)]


@dataclass(frozen=True)
class Grammar:
    """The compiled patterns of all vocabularies."""

    units: dict[str, str]
    heads: tuple[str, ...]  # what a unit word begins with, up to its first space
    plurals: frozenset[str]
    foreign: dict[str, tuple[str, ...]]
    unit: re.Pattern[str]
    sub_unit: re.Pattern[str]
    mark: re.Pattern[str]
    separator: re.Pattern[str]
    onward: re.Pattern[str]
    of: re.Pattern[str]
    function_words: frozenset[str]
    of_words: str
    the_words: str
    marks: str


@functools.cache
def grammar() -> Grammar:
    """The grammar of the shipped vocabularies."""
    units: dict[str, str] = {}
    foreign: dict[str, tuple[str, ...]] = {}
    owners: dict[str, set[str]] = {}
    for lang, v in vocabularies().items():
        for unit, words in v.units.items():
            for word in words:
                units.setdefault(fold(word), unit)
                owners.setdefault(fold(word), set()).add(lang)
        for word, langs in v.unless_lang.items():
            foreign[fold(word)] = tuple(langs)
    foreign = {w: tuple(x for x in langs if x not in owners[w]) for w, langs in foreign.items()}
    marks = alternation(_all("marks"))
    joins, ranges = alternation(_all("joins")), alternation(_all("ranges"))
    of_words, the_words = alternation(_all("of")), alternation(_all("the"))
    dotted = {fold(w) for w in _all("dotted")}
    spelled = [f"{w}." if w in dotted else w for w in units]
    unit_words = rf"(?:{alternation(w for w in spelled if w[0].isalpha())})(?:(?<=\.)|(?!\w))|§{{1,2}}|¶{{1,2}}"
    units |= {f"{w}.": units[w] for w in dotted}
    return Grammar(
        units=units,
        heads=tuple(sorted({head(w) for w in units} | {"§", "¶"})),
        plurals=frozenset(fold(w) for w in _all("plurals")),
        foreign={w: langs for w, langs in foreign.items() if langs},
        unit=re.compile(rf"(?<![\w/])(?P<unit>{unit_words})\.?"),
        sub_unit=re.compile(
            rf"[\s,(:]*(?:(?:{_NOTABLY})[\s,]+)?(?:de\s+l'|del?\s+|its\s+|the\s+|son\s+|su\s+)?(?P<unit>{unit_words})\.?"
        ),
        mark=re.compile(rf"\s*(?:\((?:sdgs?|ods|odd|sdos)\)\s*)?(?:(?:{marks})(?![\w])\.?\s*)?"),
        separator=re.compile(
            rf"\s*(?:(?P<range>-|(?:{ranges})(?=[\s(\d]))"
            rf"|(?P<join>[,;/](?:\s*(?:{joins})(?=[\s(]))?(?:\s*(?:{joins})(?=[\s(]))?|(?:{joins})(?=[\s(])(?:\s*(?:{joins})(?=[\s(]))?|&))\s*"
        ),
        onward=re.compile(rf"\s*,?\s*(?:{alternation(_all('opens'))})(?!\w)\.?"),
        of=re.compile(rf"[\s,]*(?:(?:{of_words})(?![\w])|d'|de\s+l')?\s*(?:(?:{the_words})(?!\w)\s*|l'\s*)*"),
        function_words=frozenset(fold(w) for f in ("of", "the", "joins", "ranges", "stops", "opens") for w in _all(f)),
        of_words=of_words,
        the_words=the_words,
        marks=marks,
    )
