"""Measures of the graph, worked out in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kb import errors, query
from kb.conditions import SUBTREE

if TYPE_CHECKING:
    from sqlite_utils import Database

Level = Literal["provision", "instrument"]

CITED = {
    "provision": "select distinct post, provision as target from citations where provision is not null",
    "instrument": "select distinct post, instrument as target from citations where instrument is not null",
}
LABELS = """
labels as (
    select id, short as label from instruments
    union all select v.id, i.short || ', ' || v.label from provisions v join instruments i on i.id = v.instrument
)
"""


def cited_together(
    db: Database, target: str | None = None, *, level: Level = "provision", limit: int | None = 20
) -> list[dict[str, Any]]:
    """Pairs of provisions (or instruments) that the same posts cite, most posts first.

    Args:
        db: The database.
        target: Only pairs with this provision or what is below it, or with this instrument or its provisions.
        level: What to pair: provisions as cited, or whole instruments.
        limit: At most so many pairs.

    Returns:
        Rows of ``first``, ``first_label``, ``second``, ``second_label``, ``posts``; with a target, ``first`` is it.
    """
    if target is None:
        condition, values = "a.target < b.target", []
    elif level == "instrument":
        condition, values = "a.target = ? and b.target <> a.target", [target.partition("#")[0]]
    elif "#" in target:
        condition = f"a.target in ({SUBTREE}) and b.target not in ({SUBTREE})"
        values = [target, target]
    else:
        condition = (
            "a.target in (select id from provisions where instrument = ?)"
            " and not (b.target in (select id from provisions where instrument = ?) and b.target <= a.target)"
        )
        values = [target, target]
    sql = f"""
        with cited as ({CITED[level]}), {LABELS}, pairs as (
            select a.target as first, b.target as second, count(*) as posts
            from cited a join cited b on a.post = b.post where {condition} group by a.target, b.target
        )
        select first, f.label as first_label, second, s.label as second_label, posts
        from pairs join labels f on f.id = first join labels s on s.id = second
        order by posts desc, first, second limit ?
    """
    return list(db.query(sql, [*values, -1 if limit is None else limit]))


def neighbours(db: Database, target: str, *, limit: int | None = None) -> list[dict[str, Any]]:
    """What stands one edge away from an instrument or a provision.

    Returns:
        Rows of ``verb`` as seen from the target, ``other`` (id), ``label`` and ``count`` (of citations for a post, of
        posts for what is cited in the same post, else 1): where it stands, its parts, curated relations, issues,
        monitoring bodies, citing posts, and ``citedWith``.

    Raises:
        Unknown: the database has no such instrument or provision.
    """
    if not query.exists(db, target):
        raise errors.Unknown(f"the database has no {target!r}", suggestions=query.near(db, target))
    column = "provision" if "#" in target else "instrument"
    sql = f"""
        with {LABELS}, posts_citing as (
            select post, count(*) as n from citations where {column} = :id group by post
        )
        select 'partOf' as verb, l.id as other, l.label, 1 as count from provisions v
            join labels l on l.id = coalesce(v.parent, v.instrument) where v.id = :id
        union all
        select 'hasPart', l.id, l.label, 1 from provisions v join labels l on l.id = v.id
            where v.parent = :id or (v.parent is null and v.instrument = :id)
        union all
        select r.verb, r.target, coalesce(l.label, r.target), 1 from relations r
            left join labels l on l.id = r.target where r.source = :id
        union all
        select r.reverse, r.source, coalesce(l.label, r.source), 1 from relations r
            left join labels l on l.id = r.source where r.target = :id
        union all
        select 'addresses', a.issue, i.label, 1 from issue_provisions a join issues i on i.id = a.issue
            where a.target = :id
        union all
        select 'monitoredBy', b.id, b.title, 1 from bodies b, json_each(b.monitors) m where m.value = :id
        union all
        select 'citedBy', p.id, coalesce(p.author, p.id), n from posts_citing join posts p on p.id = post
        union all
        select 'citedWith', c.{column}, l.label, count(distinct c.post) from citations c
            join labels l on l.id = c.{column}
            where c.post in (select post from posts_citing) and c.{column} <> :id group by c.{column}
        limit :limit
    """
    return list(db.query(sql, {"id": target, "limit": -1 if limit is None else limit}))
