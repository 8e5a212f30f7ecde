"""Checks of the States: their names, their one canonical file, and the table of who is bound by what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from instruments.errors import CatalogueError
from instruments.facts import Problem
from instruments.fold import fold
from instruments.format import format_record
from instruments.load import Catalogue
from instruments.states import HERE, Register, _rows, bindings, register

NAMES, TABLE = "states/states.toml", "states/bindings.csv"
MEMBERS = 193


def check(catalogue: Catalogue, folder: Path = HERE) -> list[Problem]:
    """What is wrong with the States; empty when all is well."""
    try:
        facts = register(folder)
        found = [Problem(NAMES, "states", text) for text in (*_states(facts), *_names(facts), *_form(facts, folder))]
        return found + [Problem(TABLE, "bindings", text) for text in _table(facts, catalogue, folder)]
    except CatalogueError as error:
        return [Problem(error.file, "states", f"{error.place}: {error.problem}; {error.hint}")]


def _states(facts: Register) -> Iterator[str]:
    if len(facts.states) != MEMBERS:
        yield f"{len(facts.states)} States where the United Nations have {MEMBERS} members; add or take off"
    for field in ("code", "alpha3"):
        counted = Counter(getattr(state, field) for state in facts.states)
        yield from (f"{value} stands there {n} times; keep one" for value, n in counted.items() if n > 1)
    codes = [state.code for state in facts.states]
    if codes != sorted(codes):
        yield "the States do not stand in the order of their codes; sort them"


def _names(facts: Register) -> Iterator[str]:
    never = {fold(phrase) for phrase in facts.never}
    owners: dict[str, dict[str, str]] = {}
    for state in facts.states:
        own = {name for _, name in state.names()}
        for list_ in ("careful", "capital", "given"):
            yield from (
                f"{state.code}: {name!r} in {list_} is none of its names"
                for name in getattr(state, list_)
                if name not in own
            )
        for lang in ("en", "es", "fr"):
            twice = Counter(fold(n) + "".join(c for c in n if ord(c) > 127) for n in state.forms.get(lang, ()))
            yield from (
                f"{state.code}: the {lang} form {name!r} stands there twice" for name, n in twice.items() if n > 1
            )
        words = {*own, *state.acronyms, *(word for words in state.people.values() for word in words)}
        for name in sorted(words):
            owner = owners.setdefault(fold(name), {})
            owner[state.code] = name
    for key, owner in owners.items():
        if len(owner) > 1 and key not in never:
            yield f"{next(iter(owner.values()))!r} means {' and '.join(sorted(owner))}; leave it to one, or to never"


def _form(facts: Register, folder: Path) -> Iterator[str]:
    text = (folder / "states.toml").read_text(encoding="utf-8")
    if text != format_record(facts):  # type: ignore[arg-type]
        yield "not in the canonical form; write what instruments.format.format_record gives"


def _table(facts: Register, catalogue: Catalogue, folder: Path) -> Iterator[str]:
    rows = list(_rows(folder / "bindings.csv"))
    codes = [row["state"] for _, row in rows]
    if codes != [state.code for state in facts.states]:
        yield "the rows are not the States of states.toml, each once and in its order; correct them"
    found = bindings(folder / "none", folder)
    last = max((int(year) for year in re.findall(r"\d{4}", facts.as_of)), default=0)
    for treaty in dict.fromkeys(treaty for _, treaty in found):
        inst = catalogue.instruments.get(treaty)
        if inst is None:
            yield f"column {treaty}: no instrument of the catalogue; use its id"
            continue
        first = int((inst.adopted or "0")[:4])
        for (code, other), one in found.items():
            if other == treaty and one.year is not None and not first <= one.year <= last:
                yield f"{code}, column {treaty}: {one.year} is not between {first} and {last}"
    for note in facts.notes:
        if (note.state, note.treaty) not in found:
            yield f"the note on {note.state} and {note.treaty} has no cell; correct it"
