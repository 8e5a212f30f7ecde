"""The conditions of a query as SQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from instruments.fold import fold
from kb import search

if TYPE_CHECKING:
    from sqlite_utils import Database

Some = str | Sequence[str] | None

SUBTREE = """
with recursive below(id) as (
    select ? union select v.id from provisions v join below b on v.parent = b.id
) select id from below
"""


def citations(
    db: Database,
    *,
    provision: str | None = None,
    subtree: bool = True,
    target: str | None = None,
    instrument: Some = None,
    document: str | None = None,
    state: Some = None,
    body: Some = None,
    kind: Some = None,
    status: Some = None,
    voice: Some = None,
    issue: str | None = None,
    stage: Some = None,
    post: str | None = None,
    text: str | None = None,
    lang: Some = None,
    author: str | None = None,
    role: Some = None,
    thread: str | None = None,
) -> tuple[str, list[Any]]:
    """The WHERE clause over ``v_citations v`` and its values."""
    clauses: list[str] = []
    values: list[Any] = []
    if provision is not None and "#" not in provision:
        clauses.append("v.instrument = ?" if subtree else "v.instrument = ? and v.provision is null")
        values.append(provision)
    elif provision is not None:
        clauses.append(f"v.provision in ({SUBTREE})" if subtree else "v.provision = ?")
        values.append(provision)
    for column, wanted in (("instrument", instrument), ("kind", kind), ("status", status), ("voice", voice)):
        one_of(f"v.{column}", wanted, clauses, values)
    if document is not None:
        clauses.append("v.document = ?")
        values.append(document)
    if body is not None:
        chosen = [body] if isinstance(body, str) else list(body)
        marks = ", ".join("?" * len(chosen))
        clauses.append(f"(v.document_body in ({marks}) or (v.kind = 'body' and v.target in ({marks})))")
        values += [*chosen, *chosen]
    if target is not None:
        clauses.append("v.target = ?")
        values.append(target)
    if post is not None:
        clauses.append("v.post = ?")
        values.append(post)
    if issue is not None:
        clauses.append(
            "exists(select 1 from tags t"
            " where t.post = v.post and t.issue = ? and v.start >= t.start and v.start < t.end)"
        )
        values.append(issue)
    if stage is not None:
        one_of(
            "exists(select 1 from stage_tags t where t.post = v.post and v.start >= t.start and v.start < t.end"
            " and t.stage",
            stage,
            clauses,
            values,
        )
        clauses[-1] += ")"
    if state is not None:
        codes = [state] if isinstance(state, str) else list(state)
        marks = ", ".join("?" * len(codes))
        named = f"v.post in (select m.post from state_mentions m where m.state in ({marks}))"
        clauses.append(f"(v.document_state in ({marks}) or {named})")
        values += [*codes, *codes]
    inner, inner_values = posts(db, lang=lang, author=author, role=role, thread=thread, text=text)
    if inner:
        clauses.append(f"v.post in (select p.id from posts p where {' and '.join(inner)})")
        values += inner_values
    return " and ".join(clauses) or "1", values


def posts(
    db: Database,
    *,
    lang: Some = None,
    author: str | None = None,
    role: Some = None,
    thread: str | None = None,
    text: str | None = None,
) -> tuple[list[str], list[Any]]:
    """Conditions on a post ``p`` and their values."""
    clauses: list[str] = []
    values: list[Any] = []
    if lang is not None:
        langs = [lang] if isinstance(lang, str) else list(lang)
        marks = ", ".join("?" * len(langs))
        clauses.append(
            f"(p.lang in ({marks}) or exists(select 1 from json_each(p.languages) l where l.value in ({marks})))"
        )
        values += [*langs, *langs]
    if author is not None:
        clauses.append("p.author in (select value from json_each(?))")
        values.append(json.dumps(_authors(db, author)))
    one_of("p.role", role, clauses, values)
    if thread is not None:
        clauses.append("p.thread = ?")
        values.append(thread)
    if text is not None:
        found = search.parse(text)
        if found.match:
            clauses.append("p.rowid in (select rowid from posts_fts where posts_fts match ?)")
            values.append(found.match)
        for piece in found.pieces:
            clauses.append("p.text like ? escape '\\'")
            values.append(piece)
        if not found:
            clauses.append("0")
    return clauses, values


def _authors(db: Database, wanted: str) -> list[str]:
    """The authors whose name holds the words, case and accents apart (SQLite folds ASCII only)."""
    key = fold(wanted)
    names = db.execute("select distinct author from posts where author is not null").fetchall()
    return [row[0] for row in names if key in fold(row[0])]


def one_of(column: str, wanted: Some, clauses: list[str], values: list[Any]) -> None:
    """Add the condition that a column has one of some values; None asks nothing."""
    if wanted is None:
        return
    chosen = [wanted] if isinstance(wanted, str) else list(wanted)
    clauses.append(f"{column} in ({', '.join('?' * len(chosen))})")
    values += chosen
