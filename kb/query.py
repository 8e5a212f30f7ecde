"""Questions to the database: who cites what, with the sentence that proves it.

Every function takes an open database (`kb.build.open_db`) and gives plain dicts in a fixed order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kb import conditions, errors, search, states
from kb.conditions import Some

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]

CITATION_COLUMNS = (
    "post",
    "author",
    "role",
    "lang",
    "date",
    "kind",
    "status",
    "text",
    "target",
    "document",
    "paragraph",
    "label",
    "address",
    "evidence",
    "via",
    "voice",
    "note",
    "confidence",
    "band",
    "rule",
    "start",
    "end",
    "source",
    "source_start",
    "source_end",
)
"""The columns that every row of `citations` has, in this order (and a few more)."""


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
    lang: Some = None,
    author: str | None = None,
    role: Some = None,
    voice: Some = None,
    thread: str | None = None,
    issue: str | None = None,
    stage: Some = None,
    post: str | None = None,
    text: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[Row]:
    """Citations that fit all conditions, in the order of posts and places in them.

    Args:
        db: The database.
        provision: A provision's id; an instrument's id asks for all of the instrument.
        subtree: Whether what is below the provision counts too (``cedaw#art_11__para_1`` for ``cedaw#art_11``);
            without it an instrument's id asks for citations of the instrument as a whole.
        target: Exactly this target, as for a body's id or a document's symbol.
        instrument: One instrument's id or several.
        document: A document's id, with all its paragraphs.
        state: Citations in posts that name this State (its two-letter code), and those of documents on it; or several.
        body: The body that issued a document, or that is named itself; one or several.
        kind, status, lang, role, voice: One value or several; ``lang`` also finds posts that mix it in.
        author: The author's name or a part of it; case and accents don't matter.
        thread: The thread's id.
        issue: Only citations in passages tagged with the issue.
        stage: Only citations in passages about this stage of migration, or one of these.
        post: One post's id.
        text: Full-text search in the posts (see `kb.search.parse`).
        limit, offset: At most so many, after skipping so many.

    Returns:
        One dict a citation with the columns of the view ``v_citations``; empty when nothing fits.
    """
    where, values = conditions.citations(
        db,
        provision=provision,
        subtree=subtree,
        target=target,
        instrument=instrument,
        document=document,
        state=state,
        body=body,
        kind=kind,
        status=status,
        lang=lang,
        author=author,
        role=role,
        voice=voice,
        thread=thread,
        issue=issue,
        stage=stage,
        post=post,
        text=text,
    )
    sql = f"select v.* from v_citations v where {where} order by v.id limit ? offset ?"
    return list(db.query(sql, [*values, -1 if limit is None else limit, offset]))


def count(db: Database, **wanted: Any) -> int:
    """How many citations fit; the conditions are those of `citations`."""
    where, values = conditions.citations(db, **wanted)
    return int(db.execute(f"select count(*) from v_citations v where {where}", values).fetchone()[0])


def posts(
    db: Database, *, text: str, lang: Some = None, author: str | None = None, limit: int | None = None
) -> list[Row]:
    """Posts that the search finds, best first, each with a snippet and how many links it has."""
    found = search.parse(text)
    if not found:
        return []
    clauses, values = conditions.posts(db, lang=lang, author=author)
    snippet, score, join = "substr(p.text, 1, 160)", "p.rowid", ""
    if found.match:
        snippet, score = "snippet(posts_fts, 0, '[', ']', ' … ', 24)", "bm25(posts_fts)"
        join = "join posts_fts on posts_fts.rowid = p.rowid"
        clauses.append("posts_fts match ?")
        values.append(found.match)
    for piece in found.pieces:
        clauses.append("p.text like ? escape '\\'")
        values.append(piece)
    sql = f"""
        select p.id as post, p.author, p.role, p.lang, p.date, {snippet} as snippet,
            (select count(*) from citations c where c.post = p.id and c.instrument is not null) as citations
        from posts p {join}
        where {" and ".join(clauses)} order by {score}, p.rowid limit ?
    """
    return list(db.query(sql, [*values, -1 if limit is None else limit]))


def subtree(db: Database, provision: str) -> list[str]:
    """The provision's id and those of all provisions below it, in document order."""
    sql = f"select id from provisions where id in ({conditions.SUBTREE}) order by position"
    return [row[0] for row in db.execute(sql, (provision,)).fetchall()]


def exists(db: Database, target: str) -> bool:
    """Whether the database holds an instrument or a provision of that id."""
    sql = "select 1 from instruments where id = ? union all select 1 from provisions where id = ?"
    return db.execute(sql, (target, target)).fetchone() is not None


def cited(db: Database, targets: Sequence[str]) -> list[str]:
    """Those of some instruments and provisions that a post cites, or something in them."""
    return [target for target in targets if count(db, provision=target)]


def is_body(db: Database, target: str) -> bool:
    """Whether the database holds a body of that id."""
    return db.execute("select 1 from bodies where id = ?", (target,)).fetchone() is not None


def has_post(db: Database, post: str) -> bool:
    """Whether the database holds a post of that id."""
    return db.execute("select 1 from posts where id = ?", (post,)).fetchone() is not None


def near(db: Database, text: str, *, limit: int = 3) -> list[str]:
    """Ids of instruments, provisions or posts that look like the text, nearest first."""
    from rapidfuzz import fuzz, process

    ids = [
        row[0]
        for row in db.execute(
            "select id from instruments union all select id from provisions union all select id from posts"
        ).fetchall()
    ]
    found = process.extract(
        text.strip().lower(), ids, scorer=fuzz.ratio, processor=str.lower, score_cutoff=60, limit=limit
    )
    return [match for match, _, _ in found]


def show_provision(db: Database, target: str, *, limit: int | None = None) -> Row:
    """All that is known of a provision or an instrument, and the citations of it and what is below.

    Returns:
        The record with its JSON decoded, and ``above`` and ``below`` (id, label, heading), ``relations``
        (verb as seen from here, other, stated_in, reason, confidence), ``issues`` (issue, label, reason),
        ``bound`` (of an instrument: `kb.states.tally`), ``citations`` (as `citations` gives them), ``count`` and
        ``posts`` (of all of them).

    Raises:
        Unknown: the database has no such provision.
    """
    whole = "#" not in target
    if not exists(db, target):
        raise errors.Unknown(f"the database has no {target!r}", suggestions=near(db, target))
    record = next(iter(db.query(f"select * from {'instruments' if whole else 'provisions'} where id = ?", [target])))
    for column in ("titles", "symbols", "codes", "addresses", "headings", "summaries"):
        if column in record:
            record[column] = json.loads(record[column])
    if whole:
        below = db.query(
            "select id, label, heading from provisions where instrument = ? and parent is null order by position",
            [target],
        )
        record["names"] = list(
            db.query("select text, lang, kind from names where instrument = ? order by id", [target])
        )
        record["above"] = []
    else:
        below = db.query("select id, label, heading from provisions where parent = ? order by position", [target])
        record["instrument_name"], record["instrument_title"], addresses = db.execute(
            "select short, title, addresses from instruments where id = ?", (record["instrument"],)
        ).fetchone()
        record["addresses"] = json.loads(addresses)
        record["above"] = above(db, target)
    record["below"] = list(below)
    record["relations"] = relations(db, target)
    record["issues"] = list(
        db.query(
            "select a.issue, i.label, a.reason from issue_provisions a join issues i on i.id = a.issue"
            " where a.target = ? order by a.issue",
            [target],
        )
    )
    record["bound"] = states.tally(db, target) if whole else None
    record["citations"] = citations(db, provision=target, limit=limit)
    record["count"] = count(db, provision=target)
    record["posts"] = _count_posts(db, target)
    return record


def above(db: Database, provision: str) -> list[Row]:
    """The provisions that a provision stands in, outermost first: id, label, heading."""
    sql = """
        with recursive up(id, parent, step) as (
            select id, parent, 0 from provisions where id = ?
            union all select v.id, v.parent, up.step + 1 from provisions v join up on v.id = up.parent
        ) select v.id, v.label, v.heading from up join provisions v on v.id = up.id
        where up.step > 0 order by up.step desc
    """
    return list(db.query(sql, [provision]))


def relations(db: Database, target: str) -> list[Row]:
    """Curated relations of an instrument or a provision, each with its verb as seen from there."""
    sql = """
        select verb, target as other, stated_in, reason, confidence, judgement from relations where source = :id
        union all
        select reverse, source, stated_in, reason, confidence, judgement from relations where target = :id
    """
    return list(db.query(sql, {"id": target}))


def show_post(db: Database, post: str) -> Row:
    """A post, whole, with its citations, issues and replies.

    Returns:
        The record with its JSON decoded, and ``citations`` (as `citations` gives them), ``tags`` (passage,
        start, end, issue, label, terms, negated), ``stages`` (the same of stages of migration), ``states``
        (state, name, mentions) and ``replies`` (id, author, lang).

    Raises:
        Unknown: the database has no such post.
    """
    record = next(iter(db.query("select * from posts where id = ?", [post])), None)
    if record is None:
        raise errors.Unknown(f"the database has no post {post!r}", suggestions=near(db, post))
    record["languages"] = json.loads(record["languages"])
    record["offsets"] = json.loads(record["offsets"])
    record["citations"] = citations(db, post=post)
    record["tags"] = _tags(db, post, "tags", "issue")
    record["stages"] = _tags(db, post, "stage_tags", "stage")
    record["states"] = list(
        db.query(
            "select m.state, s.name, count(*) as mentions from state_mentions m join states s on s.id = m.state"
            " where m.post = ? group by m.state order by min(m.start)",
            [post],
        )
    )
    record["replies"] = list(db.query("select id, author, lang from posts where parent = ? order by rowid", [post]))
    return record


def _tags(db: Database, post: str, table: str, what: str) -> list[Row]:
    sql = f"""
        select t.passage, t.start, t.end, t.{what}, i.label, t.terms, t.negated from {table} t
        join {what}s i on i.id = t.{what} where t.post = ? order by t.start, t.{what}
    """
    return [
        {**row, "terms": json.loads(row["terms"]), "negated": bool(row["negated"])} for row in db.query(sql, [post])
    ]


def build_record(db: Database) -> dict[str, str]:
    """The build record: versions, hashes, counts, ``build_id``."""
    return dict(db.execute("select key, value from build order by key").fetchall())


def stats(db: Database, *, top: int = 10) -> dict[str, Any]:
    """Figures of the whole database.

    Returns:
        ``posts``, ``threads``, ``authors``, ``links`` (resolved), ``citations`` (rows of kind, status,
        citations, posts), ``languages`` (lang, posts), ``instruments`` and ``provisions`` (the most cited:
        target, label, citations, posts, authors), ``issues`` (issue, label, passages, posts), ``stages``
        (of migration, in their order: stage, label, passages, posts), ``sources``, ``build``.
    """
    one = db.execute("select count(*), count(distinct thread), count(distinct author) from posts").fetchone()
    links = db.execute("select count(*) from citations where instrument is not null").fetchone()[0]
    return {
        "posts": one[0],
        "threads": one[1],
        "authors": one[2],
        "links": links,
        "citations": list(
            db.query(
                "select kind, status, count(*) as citations, count(distinct post) as posts from citations"
                " group by kind, status order by citations desc, kind, status"
            )
        ),
        "languages": list(
            db.query("select lang, count(*) as posts from posts group by lang order by posts desc, lang")
        ),
        "instruments": list(
            db.query(
                "select i.id as target, i.short as label, count(*) as citations, count(distinct c.post) as posts,"
                " count(distinct p.author) as authors from citations c join instruments i on i.id = c.instrument"
                " join posts p on p.id = c.post group by i.id order by citations desc, i.id limit ?",
                [top],
            )
        ),
        "provisions": list(
            db.query(
                "select v.provision as target, i.short || ', ' || v.label as label, v.citations, v.posts, v.authors"
                " from v_provision_counts v join instruments i on i.id = v.instrument"
                " order by v.citations desc, v.provision limit ?",
                [top],
            )
        ),
        "issues": list(
            db.query(
                "select t.issue, i.label, count(distinct t.post || char(31) || t.passage) as passages,"
                " count(distinct t.post) as posts from tags t join issues i on i.id = t.issue"
                " group by t.issue order by passages desc, t.issue"
            )
        ),
        "stages": list(
            db.query(
                "select s.id as stage, s.label, count(distinct t.post || char(31) || t.passage) as passages,"
                " count(distinct t.post) as posts from stages s left join stage_tags t on t.stage = s.id"
                " group by s.id order by s.position, s.id"
            )
        ),
        "sources": list(db.query("select path, reader, posts, sha256 from sources order by path")),
        "build": build_record(db),
    }


def _count_posts(db: Database, target: str) -> int:
    where, values = conditions.citations(db, provision=target)
    return int(db.execute(f"select count(distinct v.post) from v_citations v where {where}", values).fetchone()[0])
