"""The words by which people cite, per language: units, joins, series, generic nouns, cues.

One file ``vocab/<lang>.toml`` a language. A word is written folded or not: it is compared after
`instruments.folding.fold`. Words of one language may mean something else in another ("para" in
Spanish); such words are listed under ``unless_lang`` of the language that owns them.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import msgspec

from instruments.models import Lang, Record, SeriesKind

HERE = Path(__file__).parent / "vocab"


class Vocabulary(Record, frozen=True):
    """How one language cites.

    Attributes:
        units: unit type (``art``, ``para``, ``point``, ``goal`` …) to its words, singular first.
        plurals: those of the unit words that announce several numbers.
        unless_lang: unit word to the languages in which it is an ordinary word.
        dotted: unit words that are abbreviations only with their dot ("al.").
        marks: words for "number" before a number.
        joins: words that join two members of a list.
        ranges: words between the ends of a range.
        opens: words after a number that mean "and what follows".
        of: words between a pinpoint and the name that it belongs to.
        the: articles and determiners that may stand before a name.
        demonstratives: determiners that make a generic noun an anaphor.
        series: series kind to the phrases that head it.
        series_acronyms: series kind to its acronyms ("GR").
        generic: generic noun to the kinds of instrument it can mean.
        body_after: words right after an acronym that make it the body.
        body_before: words right before an acronym that make it the body.
        instrument_after: words right after an acronym that make it the instrument.
        instrument_before: words right before an acronym that make it the instrument.
        body_verbs: what only a body does, right after an acronym that body and instrument share.
        documents: kind of document (see `instruments.documents.CODES`) to the phrases that name one.
        ordinals: "first", "second" … in order.
        cycles: what an ordinal counts in a review process: cycles and reports.
        laws: heads of national laws and other instruments.
        stops: frequent words, by which the language of a sentence is told.
    """

    lang: Lang
    units: dict[str, tuple[str, ...]]
    plurals: tuple[str, ...] = ()
    unless_lang: dict[str, tuple[str, ...]] = {}
    dotted: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    joins: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    the: tuple[str, ...] = ()
    demonstratives: tuple[str, ...] = ()
    series: dict[SeriesKind, tuple[str, ...]] = {}
    series_acronyms: dict[SeriesKind, tuple[str, ...]] = {}
    generic: dict[str, tuple[str, ...]] = {}
    body_after: tuple[str, ...] = ()
    body_before: tuple[str, ...] = ()
    instrument_after: tuple[str, ...] = ()
    instrument_before: tuple[str, ...] = ()
    body_verbs: tuple[str, ...] = ()
    documents: dict[str, tuple[str, ...]] = {}
    ordinals: tuple[str, ...] = ()
    cycles: tuple[str, ...] = ()
    laws: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()


@functools.cache
def vocabularies(root: Path = HERE) -> dict[str, Vocabulary]:
    """The vocabularies by language, in the order of their file names.

    >>> "article" in vocabularies()["en"].units["art"]
    True
    """
    found = (msgspec.convert(tomllib.loads(p.read_text("utf-8")), Vocabulary) for p in sorted(root.glob("*.toml")))
    return {v.lang: v for v in found}
