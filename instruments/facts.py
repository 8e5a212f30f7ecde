"""What the rules of `instruments.rules` work on: all entries at once, and the problems they yield."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from instruments.load import Catalogue
from instruments.models import Body, Instrument, Issue, Stage
from instruments.read import Record


class Problem(NamedTuple):
    """One thing that is wrong: in which file, by which rule, and what, in one sentence."""

    file: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}: {self.text} [{self.rule}]"


class Entry(NamedTuple):
    """A file with its record and its text."""

    file: str
    record: Record
    text: str


@dataclass(frozen=True)
class Facts:
    """All entries that are checked against each other."""

    entries: tuple[Entry, ...]

    @property
    def instruments(self) -> Iterator[tuple[str, Instrument]]:
        """File and record of each instrument."""
        return ((e.file, e.record) for e in self.entries if isinstance(e.record, Instrument))

    @property
    def bodies(self) -> Iterator[tuple[str, Body]]:
        """File and record of each body."""
        return ((e.file, e.record) for e in self.entries if isinstance(e.record, Body))

    @property
    def issues(self) -> Iterator[tuple[str, Issue]]:
        """File and record of each issue."""
        return ((e.file, e.record) for e in self.entries if isinstance(e.record, Issue))

    @property
    def stages(self) -> Iterator[tuple[str, Stage]]:
        """File and record of each stage of migration."""
        return ((e.file, e.record) for e in self.entries if isinstance(e.record, Stage))

    @property
    def named(self) -> Iterator[tuple[str, Instrument | Body]]:
        """File and record of each entry that has names."""
        return ((e.file, e.record) for e in self.entries if isinstance(e.record, Instrument | Body))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The entries as a catalogue."""
        return Catalogue(
            {r.id: r for _, r in self.instruments},
            {r.id: r for _, r in self.bodies},
            {r.id: r for _, r in self.issues},
            {r.id: r for _, r in self.stages},
        )

    def has(self, target: str) -> bool:
        """Whether the target is an instrument, a provision or a body."""
        return self.catalogue.has(target) or target in self.catalogue.bodies


Found: TypeAlias = Iterator[tuple[str, str]]
Rule: TypeAlias = Callable[[Facts], Found]
RULES: dict[str, Rule] = {}


def rule(name: str) -> Callable[[Rule], Rule]:
    """Register a rule: a function that yields file and sentence for each thing that is wrong."""

    def register(function: Rule) -> Rule:
        RULES[name] = function
        return function

    return register
