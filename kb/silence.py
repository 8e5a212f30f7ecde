"""What nobody cites: provisions that address what posts are about, and that they leave out.

Two answers from the same facts. `suggestions` are for one post: the provisions that address its issues and
that it does not cite. `silence` is for a whole corpus: for each issue, which of the provisions that address it
were cited, by how many posts, and which were **not found**. Not found is what the linker can say; that a
provision is not there at all it can not, so the linker's measured recall stands beside it (`recall`).

Both rest on the curated lists of `instruments/issues/` and on issue tags; neither makes a citation. A passage
that denies an issue ("this is not about trafficking") does not count as about it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kb import conditions, errors, query
from kb.conditions import Some

if TYPE_CHECKING:
    from sqlite_utils import Database

LINEAGE = """
lineage(target, other, below) as (
    select distinct target, target, 1 from issue_provisions where target in (select id from provisions)
    union select l.target, v.id, 1 from provisions v join lineage l on v.parent = l.other and l.below
    union select l.target, v.parent, 0 from provisions v
        join lineage l on v.id = l.other and (not l.below or l.other = l.target) where v.parent is not null
)
"""
"""Provisions that address an issue, each with itself and all below it (below = 1) and all it stands in (0)."""


def suggestions(db: Database, post: str, *, limit: int | None = 20) -> list[dict[str, Any]]:
    """Provisions that address what a post is about and that it does not cite, best first.

    A provision is left out when the post cites it, something in it, or the article it stands in. Those that
    address more of the post's passages come first; then those of an instrument that the post names; then those
    that more other posts cite where they discuss the same issues; then the catalogue's order.

    Args:
        db: The database.
        post: The post's id.
        limit: At most so many; all when None.

    Returns:
        Rows of ``target``, ``label``, ``heading``, ``issues`` (their labels), ``reasons`` (one an issue, in our own
        words), ``passages`` (of the post, about these issues), ``named`` (whether the post cites the instrument
        otherwise), ``others`` (other posts about these issues that cite the provision or what is below it),
        ``address``.

    Raises:
        Unknown: the database has no such post.
    """
    if not query.has_post(db, post):
        raise errors.Unknown(f"the database has no post {post!r}", suggestions=query.near(db, post))
    sql = f"""
        with recursive {LINEAGE}
        select a.target, a.reason, i.id as issue, i.label as issue_label,
            coalesce(v.instrument, a.target) as instrument,
            group_concat(distinct t.passage) as passages
        from issue_provisions a join tags t on t.issue = a.issue join issues i on i.id = a.issue
        left join provisions v on v.id = a.target
        where t.post = :post and not t.negated
            and not exists (
                select 1 from lineage l join citations c on c.provision = l.other
                where l.target = a.target and c.post = :post
            )
            and not (v.id is null
                and exists(select 1 from citations c where c.post = :post and c.instrument = a.target))
        group by a.target, a.issue order by a.target, a.issue
    """
    gathered: dict[str, dict[str, Any]] = {}
    for row in db.query(sql, {"post": post}):
        entry = gathered.setdefault(
            row["target"],
            {"target": row["target"], "issues": [], "reasons": [], "seen": set(), "ids": [], "of": row["instrument"]},
        )
        entry["issues"].append(row["issue_label"])
        entry["reasons"].append(row["reason"])
        entry["ids"].append(row["issue"])
        entry["seen"].update(row["passages"].split(","))
    named = {
        row[0]
        for row in db.execute(
            "select distinct instrument from citations where post = ? and instrument is not null", (post,)
        ).fetchall()
    }
    facts = _facts(db, list(gathered))
    others = _elsewhere(db, post)
    rows = []
    for target, entry in gathered.items():
        if target not in facts:
            continue
        fact = facts[target]
        rows.append(
            {
                "target": target,
                "label": fact["label"],
                "heading": fact["heading"],
                "issues": entry["issues"],
                "reasons": entry["reasons"],
                "passages": len(entry["seen"]),
                "named": entry["of"] in named,
                "others": len(set().union(*(others.get((target, issue), set()) for issue in entry["ids"]))),
                "address": fact["address"],
            }
        )
    place = {target: (fact["i"], fact["v"]) for target, fact in facts.items()}
    rows.sort(key=lambda r: (-r["passages"], not r["named"], -r["others"], place[r["target"]]))
    return rows[:limit]


def silence(
    db: Database,
    *,
    issue: Some = None,
    instrument: Some = None,
    lang: Some = None,
    author: str | None = None,
    role: Some = None,
    thread: str | None = None,
    voice: Some = None,
    min_posts: int = 1,
) -> list[dict[str, Any]]:
    """For each issue of the corpus: the provisions that address it, and who cites them.

    Args:
        db: The database.
        issue, instrument: Only these issues, only provisions of these instruments (ids); all when None.
        lang, author, role, thread: Only posts that fit, as in `kb.query.citations`.
        voice: Only citations in this voice count.
        min_posts: Only issues that at least so many posts are about.

    Returns:
        One dict an issue, most posts first: ``issue``, ``label``, ``posts`` (about it), ``instruments`` and
        ``provisions``. An instrument's row has ``instrument``, ``label``, ``posts`` (of those about the issue, how
        many cite it at all) and ``anywhere`` (posts that cite it, whatever they are about); a provision's has
        ``target``, ``instrument``, ``label``, ``heading``, ``reason``, ``posts`` and ``anywhere`` (citing it or what is
        below it), ``above`` (posts about the issue that cite only what it stands in) and ``found`` (whether
        anywhere is not 0).
    """
    inner, values = conditions.posts(db, lang=lang, author=author, role=role, thread=thread)
    chosen = f"select id from posts p where {' and '.join(inner) or '1'}"
    clauses: list[str] = []
    conditions.one_of("a.issue", issue, clauses, values)
    conditions.one_of("coalesce(v.instrument, a.target)", instrument, clauses, values)
    spoken: list[str] = []
    conditions.one_of("c.voice", voice, spoken, values)
    sql = f"""
        with recursive {LINEAGE},
        chosen as ({chosen}),
        about as (select distinct issue, post from tags where not negated and post in (select id from chosen)),
        wanted as (
            select a.issue, a.target, a.reason, coalesce(v.instrument, a.target) as instrument, v.id is null as whole
            from issue_provisions a left join provisions v on v.id = a.target
            where a.issue in (select issue from about) {"".join(f" and {c}" for c in clauses)}
        ),
        hits as (
            select c.post, c.provision, c.instrument from citations c
            where c.instrument is not null and c.post in (select id from chosen) {"".join(f" and {c}" for c in spoken)}
        ),
        reached as (
            select distinct l.target, h.post, l.below from lineage l join hits h on h.provision = l.other
            union select w.target, h.post, 1 from wanted w join hits h on w.whole and h.instrument = w.target
        ),
        named as (select distinct instrument, post from hits)
        select w.issue, w.target, w.reason, w.instrument,
            (select count(distinct r.post) from reached r where r.target = w.target and r.below) as anywhere,
            (select count(distinct r.post) from reached r join about b on b.post = r.post and b.issue = w.issue
                where r.target = w.target and r.below) as posts,
            (select count(distinct r.post) from reached r join about b on b.post = r.post and b.issue = w.issue
                where r.target = w.target and not r.below
                and not exists (
                    select 1 from reached s where s.target = r.target and s.post = r.post and s.below
                )) as above,
            (select count(*) from named n where n.instrument = w.instrument) as named_anywhere,
            (select count(*) from named n join about b on b.post = n.post and b.issue = w.issue
                where n.instrument = w.instrument) as named_posts
        from wanted w join about b on b.issue = w.issue group by w.issue, w.target
    """
    rows = list(db.query(sql, values))
    counts = dict(
        db.execute(
            f"select issue, count(distinct post) from tags where not negated and post in ({chosen}) group by issue",
            conditions.posts(db, lang=lang, author=author, role=role, thread=thread)[1],
        ).fetchall()
    )
    facts = _facts(db, sorted({row["target"] for row in rows} | {row["instrument"] for row in rows}))
    issues: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["target"] in facts:
            issues[row["issue"]].append(row)
    names = dict(db.execute("select id, label from issues").fetchall())
    found = [
        _issue(name, names[name], counts[name], issues[name], facts) for name in issues if counts[name] >= min_posts
    ]
    return sorted(found, key=lambda entry: (-entry["posts"], entry["issue"]))


def recall(db: Database) -> dict[str, Any] | None:
    """The linker's measured recall, as the build recorded it: recall, low, high (95 %), marked, gold; else None."""
    record = query.build_record(db).get("recall")
    return json.loads(record) if record else None


def sentences(entry: dict[str, Any], *, provisions: int | None = None) -> Iterator[str]:
    """What an entry of `silence` says, in words: who is cited first, what was not found after it.

    Args:
        entry: One issue's entry.
        provisions: At most so many of the provisions not found are listed for each instrument.
    """
    posts = _posts(entry["posts"])
    yield f"{entry['label']}: {posts} {'is' if entry['posts'] == 1 else 'are'} about it."
    by: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in entry["provisions"]:
        by[row["instrument"]].append(row)
    for row in entry["instruments"]:
        elsewhere = row["anywhere"] - row["posts"]
        others = f"{_posts(elsewhere)} about other things" if elsewhere > 0 else ""
        if row["posts"]:
            yield f"  {row['label']} is cited by {row['posts']} of them{others and ', and by ' + others}."
        else:
            yield f"  {row['label']}: not found in them{others and ', but cited by ' + others}."
        missing = [p for p in by[row["instrument"]] if not p["found"] and p["target"] != row["instrument"]]
        for one in missing[:provisions]:
            article = f"; {_posts(one['above'])} cite what it stands in" if one["above"] else ""
            yield f"    not found: {one['label']} ({one['reason'].rstrip('.')}{article})"
        if provisions is not None and len(missing) > provisions:
            yield f"    and {len(missing) - provisions} more not found"


def _issue(
    name: str, label: str, posts: int, rows: list[dict[str, Any]], facts: dict[str, dict[str, Any]]
) -> dict[str, Any]:
    rows = sorted(rows, key=lambda row: (facts[row["target"]]["i"], facts[row["target"]]["v"]))
    instruments: dict[str, dict[str, Any]] = {}
    provisions: list[dict[str, Any]] = []
    for row in rows:
        one = row["instrument"]
        instruments.setdefault(
            one,
            {
                "instrument": one,
                "label": facts[one]["label"],
                "posts": row["named_posts"],
                "anywhere": row["named_anywhere"],
            },
        )
        fact = facts[row["target"]]
        provisions.append(
            {
                "target": row["target"],
                "instrument": one,
                "label": fact["label"],
                "heading": fact["heading"],
                "reason": row["reason"],
                **{key: row[key] for key in ("posts", "anywhere", "above")},
                "found": bool(row["anywhere"]),
            }
        )
    return {
        "issue": name,
        "label": label,
        "posts": posts,
        "instruments": sorted(
            instruments.values(), key=lambda r: (-r["posts"], -r["anywhere"], facts[r["instrument"]]["i"])
        ),
        "provisions": provisions,
    }


def _facts(db: Database, ids: list[str]) -> dict[str, dict[str, Any]]:
    """Label, heading, address and place in the catalogue of instruments and provisions, by id."""
    sql = """
        select id, short as label, null as heading, position as i, -1 as v,
            coalesce(json_extract(addresses, '$.en'), (select a.value from json_each(addresses) a limit 1)) as address
        from instruments where id in (select value from json_each(:ids))
        union all
        select v.id, i.short || ', ' || v.label, v.heading, i.position, v.position,
            coalesce(v.uri, json_extract(i.addresses, '$.en'), (select a.value from json_each(i.addresses) a limit 1))
        from provisions v join instruments i on i.id = v.instrument where v.id in (select value from json_each(:ids))
    """
    return {row["id"]: row for row in db.query(sql, {"ids": json.dumps(ids)})}


def _elsewhere(db: Database, post: str) -> dict[tuple[str, str], set[str]]:
    """Other posts that cite a provision (or what is below it) and are about the issue, by provision and issue."""
    sql = f"""
        with recursive {LINEAGE}
        select distinct a.target, a.issue, c.post from issue_provisions a
        join lineage l on l.target = a.target and l.below join citations c on c.provision = l.other
        join tags t on t.post = c.post and t.issue = a.issue and not t.negated
        where c.post <> :post and a.issue in (select issue from tags where post = :post)
    """
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for target, issue, other in db.execute(sql, {"post": post}).fetchall():
        found[target, issue].add(other)
    return found


def _posts(n: int) -> str:
    return f"{n} post{'' if n == 1 else 's'}"
