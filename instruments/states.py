"""The member States of the United Nations: their names, and which treaties bind them.

Names are in ``instruments/states/states.toml``, bindings in ``instruments/states/bindings.csv`` (a row a State, a
column a treaty, each cell the year since when it is bound, ``signed``, ``neither`` or ``unknown``). What the files do
not cover is unknown, and said to be. A user's own file of bindings is laid over them.
"""

from __future__ import annotations

import csv
import functools
import os
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta

from instruments.errors import CatalogueError
from instruments.models import Record, Slug, Source, Text

HERE = Path(__file__).parent / "states"
LANGS = ("en", "es", "fr")
Code = Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Status = Literal["bound", "signed", "neither", "unknown"]
Forms = dict[Literal["en", "es", "fr"], tuple[Text, ...]]


class Names(Record, frozen=True):
    """One name in each of the three languages."""

    en: Text
    es: Text
    fr: Text

    def by_lang(self) -> Iterator[tuple[str, str]]:
        """Language and name."""
        return ((lang, getattr(self, lang)) for lang in LANGS)


class State(Record, frozen=True):
    """One member State.

    ``forms`` are further names, old ones too; ``people`` what its people are called, where posts say so. A name in
    ``careful`` is also a person's or another place's: it counts with support only (see `find_states`), and not near
    the words of ``not_near``. A name in ``capital`` is also an ordinary word: it counts with a capital only. A name in
    ``given`` is also given to people: it does not count before a surname.
    """

    code: Code
    alpha3: Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
    name: Names
    official: Names
    forms: Forms = msgspec.field(default_factory=dict)
    acronyms: tuple[Text, ...] = ()
    people: Forms = msgspec.field(default_factory=dict)
    careful: tuple[Text, ...] = ()
    capital: tuple[Text, ...] = ()
    given: tuple[Text, ...] = ()
    not_near: tuple[Text, ...] = ()

    def names(self) -> Iterator[tuple[str, str]]:
        """Language and name for each name in words, the short one first in each language."""
        for lang in LANGS:
            yield from ((lang, name) for name in dict.fromkeys(self._named(lang)))

    def _named(self, lang: str) -> Iterator[str]:
        yield getattr(self.name, lang)
        yield getattr(self.official, lang)
        yield from self.forms.get(lang, ())  # type: ignore[call-overload]


class Note(Record, frozen=True):
    """What is to be known of one cell of the bindings."""

    state: Code
    treaty: Slug
    text: Text


class Register(Record, frozen=True):
    """All States, with where their facts come from; ``never`` are phrases that hold a name and mean no State."""

    as_of: Text
    source: Text
    sources: tuple[Source, ...]
    states: tuple[State, ...]
    never: tuple[Text, ...] = ()
    notes: tuple[Note, ...] = ()


class Binding(NamedTuple):
    """Whether a treaty binds a State, as of a date, by a source."""

    state: str
    treaty: str
    status: Status
    year: int | None
    as_of: str
    source: str
    note: str = ""


@functools.cache
def register(folder: Path = HERE) -> Register:
    """The States with their names.

    Raises:
        CatalogueError: when the file is missing, no TOML, or does not fit its schema.

    >>> len(register().states)
    193
    """
    file = folder / "states.toml"
    try:
        return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), type=Register, strict=True)
    except OSError as error:
        raise CatalogueError("states/states.toml", "", error.strerror or "cannot be read", "put it back") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise CatalogueError("states/states.toml", "", str(error), "correct the file there") from None


def states(folder: Path = HERE) -> Mapping[str, State]:
    """The States by their two-letter codes.

    >>> states()["NP"].name.fr
    'Népal'
    """
    return _by_code(folder)


@functools.cache
def _by_code(folder: Path) -> dict[str, State]:
    return {state.code: state for state in register(folder).states}


def own_file() -> Path:
    """Where a user's own bindings are kept: ``$RIGHTSGRAPH_STATES``, or a file in the user's data folder."""
    if own := os.environ.get("RIGHTSGRAPH_STATES"):
        return Path(own)
    import platformdirs

    return Path(platformdirs.user_data_dir("rightsgraph", appauthor=False)) / "bindings.csv"


def bindings(own: Path | None = None, folder: Path = HERE) -> dict[tuple[str, str], Binding]:
    """What is known of who is bound by what, by State and treaty; a pair that is not there is unknown.

    Args:
        own: A user's file of bindings, laid over the shipped ones; `own_file` when None, nothing where that is absent.
        folder: The folder of the shipped facts.

    Raises:
        CatalogueError: when a file cannot be read.

    >>> bindings()["NP", "cedaw"].status, ("NP", "ilo-c189") in bindings(Path("none.csv"))
    ('bound', False)
    """
    found = dict(_shipped(folder))
    file = own_file() if own is None else own
    if file.is_file():
        from instruments.states_import import stored

        found.update({(b.state, b.treaty): b for b in stored(file)})
    return found


@functools.cache
def _shipped(folder: Path) -> dict[tuple[str, str], Binding]:
    facts = register(folder)
    notes = {(note.state, note.treaty): note.text for note in facts.notes}
    found = {}
    for place, row in _rows(folder / "bindings.csv"):
        code = row.pop("state", "")
        for treaty, cell in row.items():
            status, year = _cell(cell, f"{place}, column {treaty}")
            note = notes.get((code, treaty), "")
            found[code, treaty] = Binding(code, treaty, status, year, facts.as_of, facts.source, note)
    return found


def _rows(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    try:
        with file.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for row in reader:
                place = f"line {reader.line_num}"
                if None in row or None in row.values():
                    raise CatalogueError(f"states/{file.name}", place, "more or fewer cells than columns", "correct it")
                yield place, row
    except OSError as error:
        raise CatalogueError(f"states/{file.name}", "", error.strerror or "cannot be read", "put it back") from None


def _cell(cell: str, place: str) -> tuple[Status, int | None]:
    if cell.isdecimal() and len(cell) == 4:
        return "bound", int(cell)
    if cell in ("signed", "neither", "unknown"):
        return cell, None  # type: ignore[return-value]
    raise CatalogueError(
        "states/bindings.csv", place, f"{cell!r} is no status", "write a year, signed, neither or unknown"
    )


def find_states(text: str, lang: str | None = None) -> list[tuple[int, int, str]]:
    """Find the States that a text names: start, end (code points, end exclusive) and two-letter code, in order.

    A name that a person or another place may have (Georgia, Jordan, Chad) counts only where the text supports it: by
    words such as "in" or "Government of" before it, by another State beside it, or by its people's name elsewhere.
    Letters such as "RM" count only after the text has defined them: "Republic of Moldova (RM)".

    Args:
        text: The text.
        lang: Its language; what is a State's name in one language may be a person's in another.

    >>> find_states("In Jordan and Nepal, said Michael Jordan.", "en")
    [(3, 9, 'JO'), (14, 19, 'NP')]
    """
    from instruments.states_find import mentions

    return [(m.start, m.end, m.code) for m in mentions(text, lang)]


def treaties(found: Iterable[tuple[str, str]]) -> list[str]:
    """The treaties of bindings, sorted."""
    return sorted({treaty for _, treaty in found})
