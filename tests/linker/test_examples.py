"""Every entry of the catalogue proves itself: its examples give exactly their links, its non-examples none to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from instruments.load import catalogue
from instruments.models import Body, Example, Instrument, NonExample
from kb.schema import LINKS
from linker import find

CAT = catalogue()
ENTRIES: list[Instrument | Body] = [*CAT.instruments.values(), *CAT.bodies.values()]
FILE = Path(__file__).with_name("known_failures.txt")
KNOWN = {
    (entry, text): reason
    for line in FILE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
    for entry, reason, text in [line.split("\t")]
}


def cites(text: str, lang: str, *, bodies: bool) -> list[str | None]:
    kinds = (*LINKS, "body") if bodies else LINKS
    return [c.target for c in find(text, lang=lang) if c.status == "resolved" and c.kind in kinds]


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(
            entry.id,
            example,
            id=f"{entry.id}-{n}",
            marks=[pytest.mark.xfail(reason=KNOWN[entry.id, example.text], strict=True)]
            if (entry.id, example.text) in KNOWN
            else [],
        )
        for entry in ENTRIES
        for n, example in enumerate(getattr(entry, kind), 1)
    ]


@pytest.mark.parametrize(("entry", "example"), cases("examples"))
def test_an_example_gives_exactly_its_links(entry: str, example: Example) -> None:
    bodies = any(target in CAT.bodies for target in example.cites)
    assert cites(example.text, example.lang, bodies=bodies) == list(example.cites)


@pytest.mark.parametrize(("entry", "example"), cases("non_examples"))
def test_a_non_example_gives_no_link_to_its_entry(entry: str, example: NonExample) -> None:
    found = [c for c in find(example.text, lang=example.lang) if c.status == "resolved" and c.target]
    assert [c.text for c in found if (c.target or "").partition("#")[0] == entry] == []


def test_the_list_of_known_failures_names_only_what_is_there() -> None:
    there = {(e.id, x.text) for e in ENTRIES for x in (*e.examples, *e.non_examples)}
    assert set(KNOWN) - there == set()


def test_examples_are_found_among_the_entries_of_every_kind() -> None:
    assert sum(len(e.examples) for e in ENTRIES) > 1000
    assert sum(len(e.non_examples) for e in ENTRIES) > 300
