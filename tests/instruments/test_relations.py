"""The curated relations between provisions: what they point at, what they rest on, and that paths run through them."""

from __future__ import annotations

import re
from collections import Counter, deque

import pytest

from instruments.load import Catalogue, catalogue
from instruments.models import Instrument, Relation

JUDGEMENT = "our judgement"
# A whole comment's relation is stated in its title, its unnumbered text or a note to it.
STATED = re.compile(r"title|text|paragraph|article|annex|preamble|section|strategic objective")
LEAST = {"interprets": 3500, "implements": 350, "supplements": 100, "supersedes": 12, "updates": 2}
COMMITTEES = {
    "cat": {"cat"},
    "ced": {"cped"},
    "cedaw": {"cedaw"},
    "cerd": {"icerd"},
    "cescr": {"icescr"},
    "cmw": {"icrmw"},
    "crc": {"crc", "crc-op-ac", "crc-op-sc", "crc-op-ic"},
    "crpd": {"crpd"},
    "hrc": {"iccpr", "iccpr-op1", "iccpr-op2"},
}


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return catalogue()


@pytest.fixture(scope="module")
def relations(facts: Catalogue) -> list[tuple[Instrument, Relation]]:
    return [(inst, r) for inst in facts.instruments.values() for r in inst.relations]


def origin(inst: Instrument, relation: Relation) -> str:
    return inst.id if relation.path is None else f"{inst.id}#{relation.path}"


def path_between(facts: Catalogue, start: str, goal: str) -> list[str]:
    """The shortest way along relations, in either direction, and from a provision up to what holds it."""
    edges: dict[str, set[str]] = {}
    for inst in facts.instruments.values():
        for r in inst.relations:
            edges.setdefault(origin(inst, r), set()).add(r.target)
            edges.setdefault(r.target, set()).add(origin(inst, r))
    ways, queue = {start: [start]}, deque([start])
    while queue:
        at = queue.popleft()
        if at == goal:
            return ways[at]
        ident, _, place = at.partition("#")
        up = [f"{ident}#{p}" for p in facts.ancestors(ident, place)] if place else []
        for other in sorted({*edges.get(at, ()), *up}):
            if other not in ways:
                ways[other] = [*ways[at], other]
                queue.append(other)
    return []


def test_both_ends_of_each_relation_exist(facts: Catalogue, relations: list[tuple[Instrument, Relation]]) -> None:
    ends = [e for inst, r in relations for e in (origin(inst, r), r.target)]
    assert [e for e in ends if not facts.has(e)] == []


def test_no_relation_is_stated_twice_or_leads_to_itself(relations: list[tuple[Instrument, Relation]]) -> None:
    count = Counter((origin(inst, r), r.verb, r.target) for inst, r in relations)
    assert [key for key, n in count.items() if n > 1] == []
    assert [key for key in count if key[0] == key[2]] == []


def test_each_judgement_of_ours_has_a_reason(relations: list[tuple[Instrument, Relation]]) -> None:
    ours = [(inst, r) for inst, r in relations if r.source == JUDGEMENT]
    assert len(ours) > 400
    assert [(origin(inst, r), r.target) for inst, r in ours if len(r.reason.split()) < 2] == []


def test_each_other_relation_says_where_it_is_stated(relations: list[tuple[Instrument, Relation]]) -> None:
    stated = [(inst, r) for inst, r in relations if r.source != JUDGEMENT]
    assert [(origin(inst, r), r.source) for inst, r in stated if not STATED.search(r.source)] == []


def test_an_interpretation_that_starts_at_a_paragraph_is_stated_there(
    facts: Catalogue, relations: list[tuple[Instrument, Relation]]
) -> None:
    """``paragraph 24(c)`` for that point, or ``paragraphs 51 to 61`` around it."""
    wrong = []
    for inst, r in relations:
        if r.verb == "interprets" and r.path is not None and r.source != JUDGEMENT:
            label = facts.trees[inst.id][r.path].label.casefold()
            number = re.search(r"\d+", label)
            span = re.search(r"paragraphs (\d+) to (\d+)", r.source)
            inside = span and number and int(span[1]) <= int(number[0]) <= int(span[2])
            if not inside and not r.source.casefold().startswith(label):
                wrong.append((origin(inst, r), r.source))
    assert wrong == []


def test_a_committee_interprets_its_own_treaties_only(
    facts: Catalogue, relations: list[tuple[Instrument, Relation]]
) -> None:
    wrong = []
    for inst, r in relations:
        if r.verb == "interprets":
            names = [inst.id, *([inst.joint] if inst.joint else [])]
            own = set().union(*(COMMITTEES[n.partition("-")[0]] for n in names))
            if r.target.partition("#")[0] not in own:
                wrong.append((origin(inst, r), r.target))
    assert wrong == []


def test_a_supersession_leads_to_an_earlier_text_of_the_same_kind(
    facts: Catalogue, relations: list[tuple[Instrument, Relation]]
) -> None:
    replaced = [(inst, facts.instruments[r.target]) for inst, r in relations if r.verb == "supersedes"]
    numbers = [(new.series.number, old.series.number) for new, old in replaced if new.series and old.series]
    assert len(numbers) == len(replaced)
    assert all(new > old for new, old in numbers)


@pytest.mark.parametrize(("verb", "least"), LEAST.items())
def test_there_are_many_relations_of_each_verb(
    verb: str, least: int, relations: list[tuple[Instrument, Relation]]
) -> None:
    assert least <= sum(r.verb == verb for _, r in relations) <= 2 * least


@pytest.mark.parametrize(
    ("start", "goal"),
    [
        ("sdgs#target_8.8", "icrmw#art_25"),
        ("sdgs#target_5.4", "cedaw#art_5__point_b"),
        ("sdgs#target_10.7", "icrmw#art_66"),
        ("cedaw-gr26#para_26__point_b", "cedaw#art_11"),
        ("ilo-r201#para_7", "ilo-c189#art_5"),
        ("gcm", "ny-declaration#annex_2"),
        ("gcr", "ny-declaration#annex_1"),
        ("cedaw-gr35", "cedaw-gr19"),
    ],
)
def test_one_relation_leads_from_here_to_there(start: str, goal: str, facts: Catalogue) -> None:
    assert path_between(facts, start, goal) == [start, goal]


def test_a_longer_path_joins_what_shares_a_treaty_and_a_lone_text_has_none(facts: Catalogue) -> None:
    way = path_between(facts, "sdgs#target_8.8", "cedaw-gr19")
    assert way[0] == "sdgs#target_8.8"
    assert way[-1] == "cedaw-gr19"
    assert 3 <= len(way) <= 8
    assert path_between(facts, "sdgs#target_8.8", "imbr") == []


@pytest.mark.parametrize(
    ("ident", "cells"),
    [
        ("cedaw-gr28", {("para_18", "cedaw#art_2")}),
        ("hrc-gc8", {("para_2", "iccpr#art_9__para_3")}),
        ("cerd-gr30", {("para_1", "icerd#art_1__para_1")}),
        ("crc-gc22", {("para_42", "crc#art_6"), ("para_42", "icrmw#art_9")}),
        ("cmw-gc3", {("para_42", "crc#art_6"), ("para_42", "icrmw#art_9")}),
    ],
)
def test_a_comment_interprets_what_its_paragraph_cites(
    ident: str, cells: set[tuple[str, str]], facts: Catalogue
) -> None:
    ours = {(r.path, r.target) for r in facts.instruments[ident].relations if r.verb == "interprets"}
    assert cells <= ours


def test_what_another_treaty_says_is_not_taken_for_the_committees_own(facts: Catalogue) -> None:
    """The comment on unaccompanied children cites articles 1 and 31 of the refugee convention."""
    ours = {(r.path, r.target) for r in facts.instruments["crc-gc6"].relations}
    assert ("para_31__point_iii", "crc#art_1") not in ours
    assert not any(path == "para_62" and target.startswith("crc#art_31") for path, target in ours if path)
