"""The cross-referenced graph of posts, provisions, instruments, issues and bodies.

`nodes` and `edges` stream it from the tables; `to_graph` gathers it for networkx; the exports write the
streams as they come. The ids of instruments and provisions are node ids as they are; the others have a
prefix: ``post:``, ``issue:``, ``body:``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from instruments.models import REVERSE

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database

Attributes = dict[str, str | int | float]

REVERSES: dict[str, str] = {
    **REVERSE,
    "cites": "citedBy",
    "mentions": "mentionedBy",
    "quotes": "quotedBy",
    "repliesTo": "hasReply",
    "about": "discussedIn",
    "addresses": "addressedBy",
    "monitoredBy": "monitors",
    "partOf": "hasPart",
}
"""Each verb with the verb that reads the edge backwards."""

NODE_ATTRIBUTES: dict[str, type] = {
    "kind": str,
    "label": str,
    "title": str,
    "instrument": str,
    "author": str,
    "role": str,
    "lang": str,
    "date": str,
    "thread": str,
    "address": str,
}
EDGE_ATTRIBUTES: dict[str, type] = {
    "verb": str,
    "reverse": str,
    "text": str,
    "evidence": str,
    "via": str,
    "kind": str,
    "voice": str,
    "confidence": float,
    "rule": str,
    "note": str,
    "stated_in": str,
    "judgement": int,
    "passages": int,
}


class Node(NamedTuple):
    """A node: its id and attributes (see `to_graph`)."""

    id: str
    attributes: Attributes


class Edge(NamedTuple):
    """An edge: source and target node, a key that no other edge has, and attributes (see `to_graph`)."""

    source: str
    target: str
    key: str
    attributes: Attributes


def nodes(db: Database, *, everything: bool = False, judgements: bool = False) -> Iterator[Node]:
    """The nodes: instruments, provisions, bodies, issues, posts, in that order.

    Args:
        db: The database.
        everything: All instruments and provisions of the catalogue, not only those that are cited,
            stand in a relation or address an issue (with what they stand in).
        judgements: Count a relation that is our own judgement, and no text's statement, as one.
    """
    wanted = _wanted(judgements)
    chosen = "" if everything else f"where id in ({_instruments(wanted)})"
    for row in db.query(f"select id, kind, short, title, addresses from instruments {chosen} order by position"):
        addresses = json.loads(row["addresses"])
        address = addresses.get("en") or next(iter(addresses.values()), "")
        yield _node(row["id"], kind="instrument", label=row["short"], title=row["title"], address=address)
    chosen = "" if everything else "where v.id in (select id from wanted)"
    for row in db.query(
        f"{wanted} select v.id, v.label, v.heading, v.instrument, i.short, coalesce(v.uri, v.akn) as address"
        f" from provisions v join instruments i on i.id = v.instrument {chosen} order by i.position, v.position"
    ):
        yield _node(
            row["id"],
            kind="provision",
            label=f"{row['short']}, {row['label']}",
            title=row["heading"],
            instrument=row["instrument"],
            address=row["address"],
        )
    for row in db.query("select id, title from bodies order by id"):
        yield _node(f"body:{row['id']}", kind="body", label=row["title"])
    for row in db.query("select id, label from issues order by id"):
        yield _node(f"issue:{row['id']}", kind="issue", label=row["label"])
    for row in db.query("select id, title, author, role, lang, date, thread from posts order by rowid"):
        yield _node(
            f"post:{row['id']}",
            kind="post",
            label=row["author"] or row["id"],
            title=row["title"],
            author=row["author"],
            role=row["role"],
            lang=row["lang"],
            date=row["date"],
            thread=row["thread"],
        )


def edges(db: Database, *, everything: bool = False, judgements: bool = False) -> Iterator[Edge]:
    """The edges, each between two of the `nodes` of the same ``everything`` and ``judgements``."""
    wanted = _wanted(judgements)
    verb = "case when kind = 'quotation' then 'quotes' when provision is null then 'mentions' else 'cites' end"
    for row in db.query(f"select *, {verb} as verb from citations where instrument is not null order by id"):
        yield _edge(
            f"post:{row['post']}",
            row["provision"] or row["instrument"],
            f"citation:{row['id']}",
            verb=row["verb"],
            text=row["text"],
            evidence=row["evidence"],
            via=row["via_text"],
            kind=row["kind"],
            voice=row["voice"],
            confidence=row["confidence"],
            rule=row["rule"],
            note=row["note"],
        )
    for row in db.query("select id, parent from posts where parent is not null order by rowid"):
        yield _edge(f"post:{row['id']}", f"post:{row['parent']}", f"reply:{row['id']}", verb="repliesTo")
    for row in db.query(
        "select post, issue, count(distinct passage) as passages from tags group by post, issue order by post, issue"
    ):
        key = f"about:{row['post']}:{row['issue']}"
        yield _edge(f"post:{row['post']}", f"issue:{row['issue']}", key, verb="about", passages=row["passages"])
    known = "(select id from instruments union all select id from provisions)"
    stated = "" if judgements else "and not judgement"
    for row in db.query(f"select * from relations where source in {known} and target in {known} {stated} order by id"):
        yield _edge(
            row["source"],
            row["target"],
            f"relation:{row['id']}",
            verb=row["verb"],
            stated_in=row["stated_in"],
            judgement=row["judgement"] or None,
            note=row["reason"],
        )
    for row in db.query(f"select * from issue_provisions where target in {known} order by issue, target"):
        key = f"addresses:{row['target']}:{row['issue']}"
        yield _edge(row["target"], f"issue:{row['issue']}", key, verb="addresses", note=row["reason"])
    chosen = "" if everything else f"and i.id in ({_instruments(wanted)})"
    for row in db.query(
        "select i.id as instrument, b.id as body from bodies b, json_each(b.monitors) m"
        f" join instruments i on i.id = m.value {chosen} order by i.position, b.id"
    ):
        key = f"monitoredBy:{row['instrument']}:{row['body']}"
        yield _edge(row["instrument"], f"body:{row['body']}", key, verb="monitoredBy")
    chosen = "" if everything else "where v.id in (select id from wanted)"
    for row in db.query(
        f"{wanted} select v.id, coalesce(v.parent, v.instrument) as above from provisions v"
        f" join instruments i on i.id = v.instrument {chosen} order by i.position, v.position"
    ):
        yield _edge(row["id"], row["above"], f"partOf:{row['id']}", verb="partOf")


def to_graph(db: Database, *, everything: bool = False, judgements: bool = False) -> networkx.MultiDiGraph:
    """The graph for networkx; ``everything`` and ``judgements`` as in `nodes`.

    Node attributes (strings, left out where there is nothing to say):
        kind (instrument, provision, body, issue, post) and label, always; title (an instrument's title, a
        provision's heading, a post's title), instrument (of a provision), author, role, lang, date, thread (of
        a post), address (official page or identifier).
    Edge attributes:
        verb and reverse, always. Of ``cites``, ``mentions`` (the instrument only) and ``quotes``, from a post to a
        provision or an instrument, one edge a citation: text, evidence, via, kind, voice, confidence, rule, note.
        Of ``about``, from a post to an issue: passages. Of curated relations: stated_in, note, and judgement (1)
        where it is ours. ``repliesTo``, ``addresses`` (provision to issue, note), ``monitoredBy``, ``partOf`` (up the
        tree of provisions).
    Graph attributes: build_id, date (where the build has one).

    >>> from kb import schema
    >>> from sqlite_utils import Database
    >>> db = Database(memory=True)
    >>> schema.create(db)
    >>> len(to_graph(db))
    0
    """
    import networkx

    from kb.query import build_record

    record = build_record(db)
    graph = networkx.MultiDiGraph(**{key: record[key] for key in ("build_id", "date") if key in record})
    for node in nodes(db, everything=everything, judgements=judgements):
        graph.add_node(node.id, **node.attributes)
    for edge in edges(db, everything=everything, judgements=judgements):
        graph.add_edge(edge.source, edge.target, key=edge.key, **edge.attributes)
    return graph


def _wanted(judgements: bool) -> str:
    """SQL for ``wanted``: provisions that something points to or from, and all that they stand in."""
    stated = "" if judgements else "where not judgement"
    return f"""
        with recursive wanted(id) as (
            select provision from citations where provision is not null
            union select source from relations {stated}
            union select target from relations {stated}
            union select target from issue_provisions
            union select v.parent from provisions v join wanted w on w.id = v.id where v.parent is not null
        )
    """


def _instruments(wanted: str) -> str:
    return f"""
        {wanted}
        select instrument from provisions where id in (select id from wanted)
        union select instrument from citations where instrument is not null
        union select id from wanted
    """


def _node(id: str, **attributes: Any) -> Node:
    return Node(id, {key: value for key, value in attributes.items() if value not in (None, "")})


def _edge(source: str, target: str, key: str, *, verb: str, **attributes: Any) -> Edge:
    kept = {name: value for name, value in attributes.items() if value not in (None, "")}
    return Edge(source, target, key, {"verb": verb, "reverse": REVERSES[verb], **kept})
