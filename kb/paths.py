"""Paths between provisions through curated relations: why a target and an article belong together.

A path may go through relations in either direction, and from a provision to what stands in it or to what it
stands in. It never goes up to an article and down to a sister paragraph: that two paragraphs stand in one
article is no relation of theirs.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, NamedTuple

from kb import errors, query
from kb.measures import LABELS

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database

Move = Literal["start", "across", "up", "down", "end"]
LONGEST = 6
DETOUR = 1
TRIED = 2_000
ISSUE = "issue:"


class Step(NamedTuple):
    """One step of a path: from a node, by a verb as read in that direction, to a node.

    ``stated_in`` says where the relation is stated ("paragraph 26", "our judgement"), ``reason`` why it was made;
    both are empty where the step only goes up or down the tree of provisions.
    """

    source: str
    verb: str
    target: str
    stated_in: str
    reason: str
    judgement: bool


def paths(
    db: Database,
    source: str,
    target: str,
    *,
    judgements: bool = False,
    issues: bool = False,
    limit: int = 5,
    longest: int = LONGEST,
) -> list[list[Step]]:
    """The shortest paths between two provisions or instruments.

    An instrument as an end stands for itself and all of its provisions.

    Args:
        db: The database.
        source, target: Ids of provisions or instruments.
        judgements: Whether relations that are our own judgement may be used; only stated ones otherwise.
        issues: Whether a path may go through an issue that two provisions address.
        limit: At most so many paths.
        longest: At most so many steps in a path, and never more than one above the shortest.

    Returns:
        Paths, shortest first, then those with fewer judgements, then by their ids; empty when there is none.

    Raises:
        Unknown: the database does not hold one of the ends.
    """
    import networkx

    for end in (source, target):
        if not query.exists(db, end):
            raise errors.Unknown(f"the database has no {end!r}", suggestions=query.near(db, end))
    graph = _graph(db, source, target, judgements=judgements, issues=issues)
    if ("", "start") not in graph or ("", "end") not in graph:
        return []
    found: list[list[Step]] = []
    try:
        walks = networkx.shortest_simple_paths(graph, ("", "start"), ("", "end"))
        for walk in itertools.islice(walks, TRIED):
            steps = _steps(graph, walk)
            enough = len(found) >= limit and len(steps) > len(found[-1])
            if enough or len(steps) > min(longest, len(found[0]) + DETOUR if found else longest):
                break
            ids = [step.target for step in steps]
            if steps and len(set(ids)) == len(ids) and steps[0].source not in ids and steps not in found:
                found.append(steps)
    except networkx.NetworkXNoPath:
        return []
    return sorted(found, key=lambda steps: (len(steps), sum(s.judgement for s in steps), steps))[:limit]


def labels(db: Database, ids: list[str]) -> dict[str, str]:
    """What to call instruments, provisions and issues (``issue:`` before the id), by id."""
    sql = f"""
        with {LABELS}
        select id, label from labels where id in (select value from json_each(:ids))
        union all
        select '{ISSUE}' || id, label from issues where '{ISSUE}' || id in (select value from json_each(:ids))
    """
    return dict(db.execute(sql, {"ids": json.dumps(ids)}).fetchall())


def _graph(db: Database, source: str, target: str, *, judgements: bool, issues: bool) -> networkx.DiGraph:
    """Nodes are (id, last move), so that going up and then down again is no path."""
    import networkx

    graph = networkx.DiGraph()
    across = list(_across(db, judgements=judgements, issues=issues))
    for step in across:
        for move in ("across", "up", "down"):
            graph.add_edge((step.source, move), (step.target, "across"), step=step)
    ends = _ends(db, source), _ends(db, target)
    touched = {step.source for step in across} | ends[0] | ends[1]
    parents = dict(db.execute("select id, parent from provisions where parent is not null").fetchall())
    for one in touched:
        child = one
        while (parent := parents.get(child)) is not None:
            up = Step(child, "partOf", parent, "", "", False)
            down = Step(parent, "hasPart", child, "", "", False)
            for move in ("across", "up"):
                graph.add_edge((child, move), (parent, "up"), step=up)
            for move in ("across", "down"):
                graph.add_edge((parent, move), (child, "down"), step=down)
            child = parent
    for one in ends[0]:
        graph.add_edge(("", "start"), (one, "across"))
    for one in ends[1] - ends[0]:
        for move in ("across", "up", "down"):
            if (one, move) in graph:
                graph.add_edge((one, move), ("", "end"))
    return graph


def _across(db: Database, *, judgements: bool, issues: bool) -> Iterator[Step]:
    """The relations in both directions, the best between two nodes last, so that it is the one that stays."""
    where = "" if judgements else "where not judgement"
    rows = db.query(f"select * from relations {where} order by judgement desc, id desc")
    for row in rows:
        told = (row["stated_in"] or "", row["reason"] or "", bool(row["judgement"]))
        yield Step(row["source"], row["verb"], row["target"], *told)
        yield Step(row["target"], row["reverse"], row["source"], *told)
    if issues:
        for row in db.query("select target, issue, reason from issue_provisions order by issue, target"):
            issue, told = ISSUE + row["issue"], ("our judgement", row["reason"] or "", True)
            yield Step(row["target"], "addresses", issue, *told)
            yield Step(issue, "addressedBy", row["target"], *told)


def _ends(db: Database, end: str) -> set[str]:
    if "#" in end:
        return {end}
    rows = db.execute("select id from provisions where instrument = ?", (end,)).fetchall()
    return {end, *(row[0] for row in rows)}


def _steps(graph: networkx.DiGraph, walk: list[tuple[str, Move]]) -> list[Step]:
    return [graph.edges[a, b]["step"] for a, b in itertools.pairwise(walk) if "step" in graph.edges[a, b]]
