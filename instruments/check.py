"""Checking the curated files: the schema first, then the rules of `instruments.rules` and `rules_concepts`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from instruments import rules as _rules
from instruments import rules_concepts as _concepts
from instruments.errors import CatalogueError
from instruments.facts import RULES, Entry, Facts, Problem
from instruments.load import HERE, files
from instruments.read import name, parse, read

__all__ = ["RULES", "SCHEMA", "Entry", "Facts", "Problem", "check", "entries", "problems"]

SCHEMA = "schema"
assert _rules and _concepts  # importing them registers them


def entries(folders: Sequence[Path]) -> tuple[Facts, list[Problem]]:
    """Read all files of the folders.

    Returns:
        The files that fit their schema, and a problem for each that does not. An entry of a later folder
        replaces the one with the same id of an earlier folder, as in `instruments.load.catalogue`.
    """
    found: dict[tuple[str, str], Entry] = {}
    unread = []
    for folder in folders:
        here: dict[tuple[str, str], Entry] = {}
        for path, kind in files(folder):
            file = name(path)
            try:
                text = path.read_text(encoding="utf-8")
                entry = Entry(file, parse(text, kind, file=file), text)  # type: ignore[type-var]
            except UnicodeDecodeError:
                try:
                    read(path, kind)  # type: ignore[type-var]
                except CatalogueError as error:
                    unread.append(Problem(file, SCHEMA, _sentence(error)))
                continue
            except CatalogueError as error:
                unread.append(Problem(file, SCHEMA, _sentence(error)))
                continue
            here[path.parent.name, path.stem] = entry
        ids = {(e.file.partition("/")[0], e.record.id) for e in here.values()}
        found = {key: e for key, e in found.items() if (e.file.partition("/")[0], e.record.id) not in ids} | here
    return Facts(tuple(found.values())), unread


def problems(facts: Facts, rules: Iterable[str] = ()) -> list[Problem]:
    """What the rules find wrong, in the order of the rules; all rules when none is named."""
    return [Problem(file, key, text) for key in (rules or RULES) for file, text in RULES[key](facts)]


def check(root: Path | None = None, overlay: Sequence[Path] = ()) -> list[Problem]:
    """Check a folder of facts (the shipped one when None) with others laid over it.

    Returns:
        All problems, those of the schema first; empty when all is well.
    """
    facts, unread = entries([root or HERE, *overlay])
    return unread + problems(facts)


def _sentence(error: CatalogueError) -> str:
    return f"{error.place}: {error.problem}; {error.hint}" if error.place else f"{error.problem}; {error.hint}"
