"""Counting citations by what they have in common: provision, issue, author, language, month …"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kb import conditions
from kb.measures import LABELS

if TYPE_CHECKING:
    from sqlite_utils import Database


class Group(NamedTuple):
    """What citations are counted by: the column, what it needs to be joined, a condition, and where its label is."""

    column: str
    join: str = ""
    where: str = ""
    label: str = ""


TAGGED = "join tags t on t.post = v.post and v.start >= t.start and v.start < t.end and not t.negated"
BY: dict[str, Group] = {
    "provision": Group("v.provision", where="v.provision is not null", label="labels"),
    "instrument": Group("v.instrument", where="v.instrument is not null", label="labels"),
    "issue": Group("t.issue", join=TAGGED, label="issues"),
    "body": Group("v.target", where="v.kind = 'body'", label="bodies"),
    "document": Group("coalesce(v.target, v.text)", where="v.kind = 'document'"),
    "state": Group(
        "m.state", join="join (select distinct post, state from state_mentions) m on m.post = v.post", label="states"
    ),
    "author": Group("v.author"),
    "role": Group("v.role"),
    "lang": Group("v.lang"),
    "thread": Group("v.thread"),
    "post": Group("v.post"),
    "source": Group("v.source"),
    "year": Group("substr(v.date, 1, 4)"),
    "month": Group("substr(v.date, 1, 7)"),
    "date": Group("substr(v.date, 1, 10)"),
    "kind": Group("v.kind"),
    "status": Group("v.status"),
    "voice": Group("v.voice"),
    "rule": Group("v.rule"),
    "band": Group("v.band"),
}
"""What `grouped` can count by; ``year``, ``month`` and ``date`` are of the post."""

LABEL = {
    "labels": "(select l.label from labels l where l.id = {})",
    "issues": "(select i.label from issues i where i.id = {})",
    "bodies": "(select b.title from bodies b where b.id = {})",
    "states": "(select s.name from states s where s.id = {})",
}


def grouped(
    db: Database, by: Sequence[str], *, sort: str = "citations", limit: int | None = None, **wanted: Any
) -> list[dict[str, Any]]:
    """How many citations, posts and authors there are for each value, or for each combination of values.

    A citation in a passage about two issues counts for both; one in a post that names two States likewise. A post
    without an author is counted as a post and as no author.

    Args:
        db: The database.
        by: Names of `BY`, in the order of the columns.
        sort: ``citations``, ``posts`` or ``authors`` (most first), or ``name`` (the values, in order).
        limit: At most so many rows.
        wanted: The conditions of `kb.query.citations`.

    Returns:
        Rows with a key for each of ``by``, after each that has one its label (``provision_label``), and
        ``citations``, ``posts``, ``authors``.

    Raises:
        KeyError: a name that `BY` does not have.
    """
    groups = [(name, BY[name]) for name in by]
    where, values = conditions.citations(db, **wanted)
    columns: list[str] = []
    for name, group in groups:
        columns.append(f"{group.column} as {name}")
        if group.label:
            columns.append(f"{LABEL[group.label].format(group.column)} as {name}_label")
    joins = " ".join(dict.fromkeys(group.join for _, group in groups if group.join))
    tests = " and ".join(group.where for _, group in groups if group.where) or "1"
    numbers = ", ".join(str(n + 1) for n, column in enumerate(columns) if not column.endswith("_label"))
    order = numbers if sort == "name" else f"{sort} desc, {numbers}"
    sql = f"""
        with {LABELS}
        select {", ".join(columns)}, count(distinct v.id) as citations, count(distinct v.post) as posts,
            count(distinct v.author) as authors
        from v_citations v {joins} where {tests} and ({where})
        group by {numbers} order by {order} limit ?
    """
    return list(db.query(sql, [*values, -1 if limit is None else limit]))


def columns(by: Sequence[str]) -> tuple[str, ...]:
    """The columns of the rows of `grouped`.

    >>> columns(["lang", "issue"])
    ('lang', 'issue', 'issue_label', 'citations', 'posts', 'authors')
    """
    keys = (key for name in by for key in ((name, f"{name}_label") if BY[name].label else (name,)))
    return (*keys, "citations", "posts", "authors")
