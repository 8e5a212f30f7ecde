"""What a search box needs to know of a catalogue: its names, series, and provisions by number."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar

from instruments.fold import fold
from instruments.load import Catalogue
from instruments.models import Body, Instrument, SeriesKind
from instruments.roots import Root, root_of
from instruments.vocabulary import vocabularies

T = TypeVar("T")
Words: TypeAlias = tuple[str, ...]
TOKEN = re.compile(r"\d+(?:\.\d+)*(?:\.[a-z](?![^\W_]))?|[^\W\d_]+|[§¶]")
_LETTERS: dict[SeriesKind, str] = {
    "general-recommendation": "GR",
    "general-comment": "GC",
    "ilo-convention": "C",
    "ilo-protocol": "P",
    "ilo-recommendation": "R",
}
PREAMBLE = ("preamble", "preambulo", "preambule")


def words(text: str) -> Words:
    """The folded words and numbers of a text; letters and digits that stand together are parted.

    >>> words("GR26, párr. 26(l)"), words("SDG 8.8 / 3.c")
    (('gr', '26', 'parr', '26', 'l'), ('sdg', '8.8', '3.c'))
    """
    return tuple(TOKEN.findall(fold(text)))


@dataclass
class Index:
    """A catalogue, indexed.

    Attributes:
        catalogue: What is indexed.
        names: words of a name, title, id, symbol or code to the instruments and bodies it may mean.
        generic: the same for generic names ("the Convention").
        series: kind and number to instruments.
        roots: words of a name and an instrument to the part whose numbering the name counts in.
    """

    catalogue: Catalogue
    names: dict[Words, set[str]] = field(default_factory=lambda: defaultdict(set))
    generic: dict[Words, set[str]] = field(default_factory=lambda: defaultdict(set))
    series: dict[tuple[SeriesKind, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    roots: dict[tuple[Words, str], Root] = field(default_factory=dict)
    _values: dict[str, dict[Words, list[str]]] = field(default_factory=dict)

    def values(self, ident: str) -> dict[Words, list[str]]:
        """The numbers on the way to each provision of an instrument (``("12", "2")``), to paths and aliases."""
        if ident not in self._values:
            self._values[ident] = _values(self.catalogue.instruments[ident])
        return self._values[ident]

    def short(self, ident: str) -> str:
        """What to call an instrument or body: its number in a series, else its English acronym, short name or title."""
        record: Instrument | Body = self.catalogue.instruments.get(ident) or self.catalogue.bodies[ident]
        if isinstance(record, Instrument) and record.series is not None:
            letters = _LETTERS[record.series.kind]
            if len(letters) == 1:
                return f"ILO {letters}{record.series.number}"
            about = self.short(record.about) if record.about in self.catalogue.instruments else record.series.body
            return f"{about} {letters} {record.series.number}"
        for kind in ("acronym", "short"):
            for name in record.names:
                if name.kind == kind and name.lang == "en":
                    return name.text
        return record.titles.get("en", ident)

    def say(self, target: str) -> str:
        """What to call a target: "CEDAW, Article 12(2)"."""
        ident, _, path = target.partition("#")
        provision = self.catalogue.provision(target) if path else None
        return f"{self.short(ident)}, {provision.label}" if provision else self.short(ident)


@functools.lru_cache(maxsize=4)
def index(catalogue: Catalogue) -> Index:
    """The index of a catalogue, made once."""
    made = Index(catalogue)
    records: tuple[Instrument | Body, ...] = (*catalogue.instruments.values(), *catalogue.bodies.values())
    for record in records:
        for text in (record.id, *record.titles.values()):
            made.names[words(text)].add(record.id)
        for name in record.names:
            table = made.generic if name.kind == "generic" else made.names
            table[words(name.text)].update((record.id, *name.shared_with))
            if root := root_of(name, record):
                made.roots[words(name.text), record.id] = root
        if isinstance(record, Instrument):
            for text in (*record.symbols, *record.codes):
                made.names[words(text)].add(record.id)
            if record.series is not None:
                made.series[record.series.kind, record.series.number].add(record.id)
    made.names.pop((), None)
    return made


def _values(inst: Instrument) -> dict[Words, list[str]]:
    table: dict[Words, list[str]] = defaultdict(list)
    for p in inst.provisions:
        for path in (p.path, *p.aliases):
            key = tuple(step.partition("_")[2].lower() or step for step in path.split("__"))
            table[key].append(path)
    return dict(table)


@dataclass(frozen=True)
class Grammar:
    """The words of all languages at once: a search box does not ask for the language."""

    units: dict[Words, frozenset[str]]
    series: dict[Words, frozenset[SeriesKind]]
    acronyms: dict[Words, frozenset[SeriesKind]]
    idle: frozenset[str]


@functools.cache
def grammar() -> Grammar:
    """The merged vocabularies."""
    units: dict[Words, set[str]] = defaultdict(set)
    heads: dict[Words, set[SeriesKind]] = defaultdict(set)
    acronyms: dict[Words, set[SeriesKind]] = defaultdict(set)
    idle: set[str] = set()
    for vocabulary in vocabularies().values():
        for unit, texts in vocabulary.units.items():
            for text in texts:
                units[words(text)].add(unit)
        for table, source in ((heads, vocabulary.series), (acronyms, vocabulary.series_acronyms)):
            for kind, texts in source.items():
                for text in texts:
                    table[words(text)].add(kind)
        for texts in (vocabulary.marks, vocabulary.of, vocabulary.the, vocabulary.joins):
            idle.update(word for text in texts for word in words(text) if not word.isdigit())
    for word in PREAMBLE:
        units[(word,)].add("preamble")

    return Grammar(_frozen(units), _frozen(heads), _frozen(acronyms), frozenset(idle))


def _frozen(table: Mapping[Words, set[T]]) -> dict[Words, frozenset[T]]:
    return {key: frozenset(value) for key, value in table.items() if key}


def longest(tokens: Words, at: int, table: Container[Words]) -> int:
    """How many tokens from a place on make the longest key of a table; 0 when none does.

    >>> longest(("new", "york", "declaration", "31"), 0, {("new", "york", "declaration"): 1, ("new",): 2})
    3
    """
    return next((n for n in range(min(60, len(tokens) - at), 0, -1) if tokens[at : at + n] in table), 0)


def all_names(made: Index) -> Iterator[tuple[str, str]]:
    """Each name as folded text with an id, for fuzzy search."""
    for key, idents in made.names.items():
        for ident in idents:
            yield " ".join(key), ident
