"""Which provisions matter most where an issue is discussed, and when they were cited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from kb import conditions
from kb.measures import LABELS, Level

if TYPE_CHECKING:
    import networkx
    from sqlite_utils import Database

By = Literal["posts", "authors", "citations", "eigenvector", "betweenness"]
Period = Literal["day", "week", "month", "year"]

THURSDAY = "date(substr(v.date, 1, 10), '-3 days', 'weekday 4')"  # an ISO week belongs to the year of its Thursday
PERIODS: dict[str, str] = {
    "day": "substr(v.date, 1, 10)",
    "week": f"strftime('%Y', {THURSDAY}) || printf('-W%02d', (strftime('%j', {THURSDAY}) - 1) / 7 + 1)",
    "month": "substr(v.date, 1, 7)",
    "year": "substr(v.date, 1, 4)",
}
MOST = 2_000


def rank(
    db: Database,
    *,
    issue: str | None = None,
    level: Level = "provision",
    by: By = "posts",
    limit: int | None = 20,
    **filters: Any,
) -> list[dict[str, Any]]:
    """Provisions (or instruments) by how central they are to what is discussed.

    Args:
        db: The database.
        issue: Only citations in passages about this issue; all when None.
        level: Provisions as cited, or whole instruments.
        by: ``posts``, ``authors`` or ``citations`` count; ``eigenvector`` (a provision is central when central ones
            are cited in the same posts) and ``betweenness`` (it links posts that otherwise cite different things)
            are measures of networkx on the graph of what is cited together, between 0 and 1. They take the 2,000
            most cited into account. Where eigenvectors do not settle, the score is the weight of a provision's pairs,
            as a share of the greatest.
        limit: At most so many rows.
        filters: As in `kb.query.citations`.

    Returns:
        Rows of ``target``, ``label``, ``citations``, ``posts``, ``authors`` and ``score``, highest score first, then
        posts, then the target's id.
    """
    where, values = conditions.citations(db, issue=issue, **filters)
    sql = f"""
        with {LABELS}
        select v.{level} as target, l.label, count(*) as citations, count(distinct v.post) as posts,
            count(distinct v.author) as authors
        from v_citations v join labels l on l.id = v.{level} where {where}
        group by v.{level} order by posts desc, citations desc, target
    """
    rows = list(db.query(sql, values))
    if by in ("posts", "authors", "citations"):
        scores = {row["target"]: row[by] for row in rows}
    else:
        rows = rows[:MOST]
        scores = _central(_together(db, level, where, values, {row["target"] for row in rows}), by)
    for row in rows:
        row["score"] = round(scores.get(row["target"], 0), 4)
    rows.sort(key=lambda row: (-row["score"], -row["posts"], row["target"]))
    return rows[:limit]


def timeline(db: Database, *, period: Period = "month", **filters: Any) -> list[dict[str, Any]]:
    """How often what the filters ask for was cited in each period, in order of time.

    Args:
        db: The database.
        period: ``day``, ``week`` (ISO, ``2016-W41``), ``month`` or ``year`` of the posts' dates.
        filters: As in `kb.query.citations`.

    Returns:
        Rows of ``period`` (empty for posts without a date, last), ``citations``, ``posts``, ``authors`` and
        ``corpus`` (all posts of that period, citing or not). Periods with posts and no citation stand there with 0.
    """
    at = PERIODS[period]
    where, values = conditions.citations(db, **filters)
    sql = f"""
        with found as (
            select coalesce({at}, '') as period, count(*) as citations, count(distinct v.post) as posts,
                count(distinct v.author) as authors
            from v_citations v where {where} group by 1
        ), whole as (select coalesce({at}, '') as period, count(*) as corpus from posts v group by 1)
        select w.period, coalesce(f.citations, 0) as citations, coalesce(f.posts, 0) as posts,
            coalesce(f.authors, 0) as authors, w.corpus
        from whole w left join found f on f.period = w.period order by w.period = '', w.period
    """
    return list(db.query(sql, values))


def _together(db: Database, level: Level, where: str, values: list[Any], kept: set[str]) -> networkx.Graph:
    """What the same posts cite. A post adds 1/(n - 1) to each pair of the n that it cites (Newman's weights), so that
    one long list does not outweigh what many posts cite together."""
    import networkx

    sql = f"""
        with cited as (select distinct v.post, v.{level} as target from v_citations v
            where {where} and v.{level} is not null),
        sizes as (select post, count(*) as n from cited group by post having n > 1)
        select a.target, b.target, sum(1.0 / (s.n - 1)) from cited a join cited b on a.post = b.post
        and a.target < b.target join sizes s on s.post = a.post group by 1, 2 order by 1, 2
    """
    graph = networkx.Graph()
    graph.add_nodes_from(sorted(kept))
    graph.add_weighted_edges_from(row for row in db.execute(sql, values).fetchall() if set(row[:2]) <= kept)
    return graph


def _central(graph: networkx.Graph, by: By) -> dict[str, float]:
    import networkx

    if by == "betweenness":
        for *_, data in graph.edges(data=True):
            data["distance"] = 1 / data["weight"]
        found: dict[str, float] = networkx.betweenness_centrality(graph, weight="distance")
        return found
    if not graph.number_of_edges():
        return dict.fromkeys(graph, 0.0)
    try:
        return dict(networkx.eigenvector_centrality(graph, max_iter=1_000, weight="weight"))
    except networkx.PowerIterationFailedConvergence:
        top = max((degree for _, degree in graph.degree(weight="weight")), default=1) or 1
        return {node: degree / top for node, degree in graph.degree(weight="weight")}
