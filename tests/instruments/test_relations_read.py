"""What a second reader found of the relations: each was compared with the wording of its paragraph.

``facts/relations-read.csv`` has the verdicts, without any wording: ``lot`` rows were drawn evenly over all stated
relations in the order of committee, comment and paragraph (start drawn with seed 20161124), ``whole`` rows are all
relations of some comments, ``again`` rows were drawn in the same way (seed 20181219, what had been read left out) after
the faults and others like them were mended. Verdicts: ``right``; ``depth`` (the right article, the wrong paragraph or
point); ``passing`` (the article is named, but only as the ground of the text or in another text's title); ``unstated``
(ours, not the paragraph's); ``wrong``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from instruments.load import Catalogue, catalogue

FACTS = Path(__file__).parent / "facts" / "relations-read.csv"
DOC = Path(__file__).resolve().parents[2] / "docs" / "data.md"
VERDICTS = {"right", "depth", "passing", "unstated", "wrong"}
COMMITTEES = ("cat", "ced", "cedaw", "cerd", "cescr", "cmw", "crc", "crpd", "hrc")


class Row(NamedTuple):
    """A relation and what the reader found."""

    drawn: str
    source: str
    verb: str
    target: str
    verdict: str


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    with FACTS.open(encoding="utf-8", newline="") as file:
        return [Row(*row) for row in csv.reader(file)][1:]


@pytest.fixture(scope="module")
def stated(facts: Catalogue) -> set[tuple[str, str, str]]:
    return {
        (f"{inst.id}#{r.path}" if r.path else inst.id, r.verb, r.target)
        for inst in facts.instruments.values()
        for r in inst.relations
        if r.source != "our judgement"
    }


def interval(right: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a share."""
    z, p = 1.96, right / of
    middle = (p + z * z / (2 * of)) / (1 + z * z / of)
    half = z * (p * (1 - p) / of + z * z / (4 * of * of)) ** 0.5 / (1 + z * z / of)
    return middle - half, middle + half


def test_the_lot_covers_each_committee_and_each_verdict_is_known(rows: list[Row]) -> None:
    lot = [row for row in rows if row.drawn == "lot"]
    assert len({row[1:4] for row in lot}) == len(lot) == 300
    assert {row.source.partition("-")[0] for row in lot} >= set(COMMITTEES)
    assert len({row.source.partition("#")[0] for row in lot}) > 100
    assert {row.verdict for row in rows} <= VERDICTS


def test_what_was_found_right_is_still_there_and_what_was_not_is_gone(
    rows: list[Row], stated: set[tuple[str, str, str]]
) -> None:
    assert [row for row in rows if (row[1:4] in stated) != (row.verdict == "right")] == []


def test_the_documented_share_is_the_one_that_was_found(rows: list[Row]) -> None:
    text = " ".join(DOC.read_text(encoding="utf-8").split())
    said = re.findall(r"(\d+) of (\d+) were right \(([\d.]+) %; 95 % interval ([\d.]+) to ([\d.]+) %\)", text)
    found = []
    for drawn in ("lot", "again"):
        verdicts = [row.verdict for row in rows if row.drawn == drawn]
        right, of = verdicts.count("right"), len(verdicts)
        shares = (right / of, *interval(right, of))
        found.append((str(right), str(of), *(f"{100 * share:.1f}" for share in shares)))
    assert said == found


def spread(listed: str) -> Iterator[str]:
    """``2(a),(f)``, ``1–3`` or ``10–13,15(1)`` one by one; a letter alone belongs to the number before."""
    number = ""
    for one in listed.split(","):
        number = one.partition("(")[0] or number
        first, _, last = one.partition("–")
        if last:
            yield from map(str, range(int(first), int(last) + 1))
        else:
            yield one if one[0].isdigit() else number + one


def cells(line: str) -> Iterator[tuple[str, str]]:
    """``23(a) 2(a),3 · 24(f),(g) 3,11`` and ``51–61 9 (52, 61: 9(2); 60: 9(1))`` as pairs of place and article."""
    for item in line.split(" · "):
        places, articles, *closer = item.lstrip("¶").split(" ", 2)
        exact = {}
        for part in "".join(closer)[1:-1].split("; "):
            numbers, _, article = part.partition(": ")
            exact.update(dict.fromkeys(numbers.split(", "), article))
        for place in spread(places):
            for article in spread(exact.get(place, articles)):
                yield place, article


def path_of(kind: str, cited: str) -> str:
    """``26(l)`` as a path; a figure in brackets is a paragraph, a letter a point."""
    number, *deeper = re.findall(r"\w+", cited)
    return "__".join([f"{kind}_{number}", *(f"{'para' if d.isdigit() else 'point'}_{d}" for d in deeper)])


@pytest.mark.parametrize(("number", "least", "more"), [(26, 45, set()), (32, 45, {("para_5", "cedaw#art_9")})])
def test_the_two_recommendations_on_women_who_move_interpret_what_was_read_in_them(
    number: int, least: int, more: set[tuple[str, str]], facts: Catalogue, shared: Path
) -> None:
    text = (shared / "facts.md").read_text(encoding="utf-8")
    start = rf"\*\*GR{number}\*\*(?: \([^)]*\))?: "
    found = re.search(start + r"(.+?)\. Union" if number == 26 else start + r"(.+?)\.\n", text)
    assert found
    read = {(path_of("para", a), "cedaw#" + path_of("art", b)) for a, b in cells(found[1])}
    assert len(read) >= least
    ours = {(r.path, r.target) for r in facts.instruments[f"cedaw-gr{number}"].relations if r.verb == "interprets"}
    flat = {(path.partition("__")[0], target) for path, target in ours if path}
    # Where the list names a whole paragraph, the catalogue may name a point of it.
    assert [cell for cell in read if cell not in ours and cell not in flat] == []
    assert {(p, t) for p, t in ours if (p, t) not in read and ((p or "").partition("__")[0], t) not in read} == more
