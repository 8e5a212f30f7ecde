"""An audit of 200 provisions, drawn by lot from all instruments with a wording, and of the numbers around them.

Each is looked up in the wording itself: its number must stand there at the right place, between the numbers before
and after it. And drawn the other way: each number that the wording marks must be a provision.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from instruments.coverage import numbered, wordings_of
from instruments.load import Catalogue, catalogue
from instruments.outline import outline
from instruments.wordings import name_of

SEED = 20161010
MANY = 200
# The languages whose copies are clean enough to be asked for every number; see test_numbering for the others.
LANGS = ("en", "es")


# What no copy shows, with the reason.
NOT_SHOWN = {
    r"sdgs#para_.*": "the copy has goals, targets and indicators only",
    r"udhr#.*__para_.*": "its paragraphs are lines without a number; test_numbering counts them",
}
# What the outline takes for a number and is none, with the reason.
NOT_MEANT = {r"cerd-gr37#para_54__point_i__.*": "two lists of letters follow each other in one paragraph"}


class Text(NamedTuple):
    """An instrument's wording in one language."""

    instrument: str
    file: Path
    text: str


@pytest.fixture(scope="module")
def known() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module")
def texts(shared: Path, known: Catalogue) -> dict[str, Text]:
    """For each instrument with a wording, the copy that lacks the fewest of its numbers."""
    compared = wordings_of(known, shared / "texts")
    found: dict[str, Text] = {}
    for file in sorted((shared / "texts").rglob("*")):
        if file.suffix not in (".txt", ".json") or (name := name_of(file, known)) is None:
            continue
        ident, lang = name
        if lang in LANGS and (ident not in found or len(compared[ident][lang][2]) == 0):
            found.setdefault(ident, Text(ident, file, plain(file)))
    return found


def plain(file: Path) -> str:
    """A wording as text; a table of records as numbered paragraphs, goals as headings."""
    text = file.read_text(encoding="utf-8")
    if file.suffix == ".txt":
        return text
    data = json.loads(text)
    if isinstance(data, list):
        return "\n".join(f"{numeral(r.get('ID'))}{(r.get('Text') or '').strip()}" for r in data)
    return "\n".join(
        f"{kind[:-1].capitalize()} {number}\n{words}"
        for kind in ("goals", "targets", "indicators")
        for number, words in data.get(kind, {}).items()
    )


def numeral(given: object) -> str:
    """A record's number as it would be printed; nothing where it has none."""
    found = re.match(r"\d+", str(given or "").strip())
    return f"{found[0]}. " if found else ""


def drawn(known: Catalogue, texts: dict[str, Text]) -> list[tuple[str, str]]:
    """The provisions of the audit: every one has the same chance."""
    everything = [
        (ident, path)
        for ident in sorted(texts)
        for path in sorted(numbered(known.trees[ident]))
        if not any(re.fullmatch(pattern, f"{ident}#{path}") for pattern in NOT_SHOWN)
    ]
    return random.Random(SEED).sample(everything, MANY)


HEADS = {
    "art": r"(?:Article|ARTICLE|Art[ií]culo)\s+{n}\b",
    "para": r"(?:Platform paragraph {n}$|{n}[.)]?(?:\s|[A-Z“]))",
    "goal": r"(?:Goal|Objetivo)\s+{n}\b",
    "target": r"(?:Target|Meta)\s+{n}(?![.\w])",
    "indicator": r"(?:Indicator|Indicador)\s+{n}(?![.\w])",
    "obj": r"(?:Objective|Objetivo)\s+{n}\b",
}


def place(known: Catalogue, text: Text, path: str) -> tuple[int, int] | None:
    """Where the text numbers a path, looked for step by step and without the project's own reader.

    A number within a provision must come after all numbers of its list that go before it.
    """
    start, end, above = 0, len(text.text), ""
    for step in path.split("__"):
        here = f"{above}__{step}" if above else step
        kind, _, number = step.partition("_")
        if not above and kind in HEADS:
            spot = _head(text.text, kind, number)
        elif kind == "declaration":
            spot = (start, end)
        else:
            spot = _inner(known, text, start, end, here)
        if spot is None:
            return None
        (start, end), above = spot, here
    return start, end


def _head(text: str, kind: str, number: str) -> tuple[int, int] | None:
    found = re.search(rf"^[ \t#*]*{HEADS[kind].format(n=re.escape(number))}", text, re.MULTILINE)
    if found is None:
        return None
    after = r"\d+" if kind in ("art", "para", "obj") else r"[\d.a-z]+"
    rest = re.compile(rf"^[ \t#*]*{HEADS[kind].format(n=after)}", re.MULTILINE).search(text, found.end())
    following = HEADS[kind].format(n=int(number) + 1) if number.isdecimal() else ""
    exact = re.compile(rf"^[ \t#*]*{following}", re.MULTILINE).search(text, found.end()) if following else rest
    stop = exact or (rest if kind != "para" else None)
    return found.end(), stop.start() if stop else len(text)


def _inner(known: Catalogue, text: Text, start: int, end: int, path: str) -> tuple[int, int] | None:
    siblings = known.children(text.instrument, path.rpartition("__")[0])
    kind = path.rpartition("__")[2].partition("_")[0]
    before = siblings[: siblings.index(path)] if path in siblings else siblings
    for one in (*before, path):
        own, _, number = one.rpartition("__")[2].partition("_")
        if own != kind:
            continue
        marks = rf"{number}\s?[.)°-]|{number}(?= [A-ZÁÉÍÓÚ])" if kind == "para" else rf"\(?{number}\s?[.)]"
        found = re.compile(rf"(?<!\w)(?:{marks})").search(text.text, start, end)
        if found is None:
            return None
        start = found.end()
    return start, end


def test_two_hundred_provisions_stand_in_the_wording_with_their_numbers(
    known: Catalogue, texts: dict[str, Text]
) -> None:
    lot = drawn(known, texts)
    assert len(set(lot)) == MANY
    assert len({ident for ident, _ in lot}) > 60
    missing = [f"{ident}#{path}" for ident, path in lot if place(known, texts[ident], path) is None]
    assert missing == []


def test_the_audit_sees_a_provision_that_the_wording_lacks(known: Catalogue, texts: dict[str, Text]) -> None:
    made_up = [
        ("cedaw", "art_31"),
        ("cedaw", "art_12__para_3"),
        ("cedaw-gr26", "para_30"),
        ("ilo-c189", "art_28"),
        ("icrmw", "art_94"),
        ("sdgs", "target_5.7"),
        ("cmw-gc1", "para_67"),
        ("crc", "art_2__para_3"),
    ]
    assert [(i, p) for i, p in made_up if place(known, texts[i], p) is not None] == []


def test_around_each_of_them_the_wording_marks_nothing_that_the_catalogue_lacks(
    known: Catalogue, texts: dict[str, Text]
) -> None:
    lot = drawn(known, texts)
    lacking = []
    for ident in sorted({ident for ident, _ in lot}):
        tops = {path.split("__")[0] for one, path in lot if one == ident}
        for path in marked(known, texts[ident]):
            if path.split("__")[0] in tops and known.path(ident, path) is None:
                lacking.append(f"{ident}#{path}")
    assert [one for one in lacking if not any(re.fullmatch(pattern, one) for pattern in NOT_MEANT)] == []


def marked(known: Catalogue, text: Text) -> Iterator[str]:
    """What the wording numbers; the file of a comment without numbers numbers its one paragraph."""
    inst = known.instruments[text.instrument]
    single = not any(p.path.startswith("para_") for p in inst.provisions)
    for mark in outline(text.text, inst.unit or "art"):
        path = mark.path.removeprefix("para_1__") if single else mark.path
        if not (single and path == "para_1"):
            yield path
