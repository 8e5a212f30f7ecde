"""The curated relations between provisions: what they point at, what they rest on, and that paths run through them."""

from __future__ import annotations

import re
from collections import Counter, deque

import pytest

from instruments.load import Catalogue, catalogue
from instruments.models import Instrument, Relation

JUDGEMENT = "our judgement"
# A whole comment's relation is stated in its title, its unnumbered text or a note to it.
STATED = re.compile(r"title|text|target|objective|paragraph|article|annex|preamble|section")
LEAST = {"interprets": 3500, "implements": 600, "supplements": 100, "supersedes": 12, "updates": 2}
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


# What a researcher looks for behind a target, treaty by treaty.
BEHIND = {
    "1.3": "icescr#art_9 cedaw#art_11__para_1__point_e icrmw#art_27"
    " crc#art_26 ilo-c189#art_14 refugee-convention#art_24",
    "3.7": "cedaw#art_12__para_1 cedaw#art_16__para_1__point_e icescr#art_12 crpd#art_25__point_a cescr-gc22",
    "3.8": "icescr#art_12__para_2__point_d cedaw#art_12 icrmw#art_28 crc#art_24 icerd#art_5__point_e__point_iv",
    "4.1": "crc#art_28__para_1 icescr#art_13__para_2__point_a icrmw#art_30"
    " cedaw#art_10 refugee-convention#art_22__para_1",
    "4.3": "icescr#art_13__para_2__point_c icrmw#art_43__para_1__point_a cedaw#art_10__point_a crpd#art_24__para_5",
    "4.5": "cedaw#art_10 crpd#art_24 icerd#art_5__point_e__point_v icrmw#art_30",
    "5.1": "cedaw#art_1 cedaw#art_2 iccpr#art_3 iccpr#art_26 icescr#art_3 crpd#art_6 icrmw#art_7 ilo-c111#art_2",
    "5.2": "cedaw#art_2__point_e cedaw#art_6 cedaw-gr35 ilo-c189#art_5"
    " ilo-c190#art_4 palermo-protocol#art_3 cat#art_16",
    "5.3": "cedaw#art_16__para_2 cedaw#art_5__point_a crc#art_24__para_3 iccpr#art_23__para_3 icescr#art_10__para_1",
    "5.4": "cedaw#art_5__point_b cedaw#art_11__para_2__point_c crc#art_18__para_1 ilo-c189#art_3",
    "5.5": "cedaw#art_7 cedaw#art_8 cedaw#art_4__para_1 iccpr#art_25 icerd#art_5__point_c crpd#art_29",
    "5.6": "cedaw#art_12 cedaw#art_16__para_1__point_e icescr#art_12 icpd-poa beijing-platform",
    "5.a": "cedaw#art_13__point_b cedaw#art_14__para_2__point_g cedaw#art_15__para_2 cedaw#art_16__para_1__point_h",
    "5.c": "cedaw#art_2__point_a cedaw#art_2__point_b cedaw#art_2__point_f cedaw#art_3",
    "8.5": "icescr#art_6__para_1 icescr#art_7 cedaw#art_11__para_1__point_d ilo-c100#art_2 ilo-c111#art_2 icrmw#art_25",
    "8.7": "iccpr#art_8 icrmw#art_11 crc#art_32 ilo-c29#art_1"
    " ilo-p29#art_1 ilo-c182#art_1 palermo-protocol#art_3 cedaw#art_6",
    "8.8": "icrmw#art_25 icrmw#art_26 icescr#art_7 icescr#art_8"
    " ilo-c189#art_3 ilo-c97#art_6 ilo-c143#art_1 ilo-c190#art_4",
    "10.2": "icerd#art_5 iccpr#art_25 crpd#art_3__point_c icrmw#art_43 cedaw#art_3",
    "10.3": "iccpr#art_26 icerd#art_2__para_1__point_c icescr#art_2__para_2 cedaw#art_2__point_f icrmw#art_7 crc#art_2",
    "10.4": "icescr#art_9 icescr#art_7__point_a icrmw#art_27 ilo-c100#art_2",
    "10.7": "icrmw#art_8 icrmw#art_33 icrmw#art_64 icrmw#art_66"
    " ilo-c181#art_7 ilo-c189#art_8 refugee-convention#art_33 cat#art_3",
    "10.c": "icrmw#art_47 icrmw#art_32 ilo-c97#art_9",
    "16.1": "iccpr#art_6 iccpr#art_7 cat#art_2 icrmw#art_9 icrmw#art_16",
    "16.2": "crc#art_19 crc#art_34 crc#art_35 crc#art_37__point_a palermo-protocol#art_3__point_c ilo-c182#art_3",
    "16.3": "iccpr#art_14 iccpr#art_2__para_3 cedaw#art_15__para_1 icrmw#art_18"
    " icrmw#art_83 icerd#art_6 cat#art_14 crpd#art_13",
    "16.9": "crc#art_7 iccpr#art_16 iccpr#art_24__para_2 icrmw#art_29 cedaw#art_9 refugee-convention#art_27",
    "17.18": "cedaw-gr26#para_23__point_c crpd#art_31 icrmw#art_73__para_2",
}


@pytest.mark.parametrize("target", BEHIND)
def test_a_target_leads_to_the_articles_that_stand_behind_it(target: str, facts: Catalogue) -> None:
    ours = {r.target for r in facts.instruments["sdgs"].relations if r.path == f"target_{target}"}
    assert set(BEHIND[target].split()) - ours == set()


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
        ("gcm#obj_20__point_a", "sdgs#target_10.c"),
        ("ny-declaration#para_48", "icrmw"),
        ("ilo-r86", "ilo-c97"),
        ("ilo-p29", "ilo-c29"),
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


@pytest.mark.parametrize(
    ("one", "other"), [("cedaw-gr31", "crc-gc18"), ("cmw-gc3", "crc-gc22"), ("cmw-gc4", "crc-gc23")]
)
def test_a_joint_text_says_the_same_under_both_its_ids(one: str, other: str, facts: Catalogue) -> None:
    assert {(r.path, r.verb, r.target) for r in facts.instruments[one].relations} == {
        (r.path, r.verb, r.target) for r in facts.instruments[other].relations
    }


def test_what_another_treaty_says_is_not_taken_for_the_committees_own(facts: Catalogue) -> None:
    """The comment on unaccompanied children cites articles 1 and 31 of the refugee convention."""
    ours = {(r.path, r.target) for r in facts.instruments["crc-gc6"].relations}
    assert ("para_31__point_iii", "crc#art_1") not in ours
    assert not any(path == "para_62" and target.startswith("crc#art_31") for path, target in ours if path)
