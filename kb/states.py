"""States in the database: who they are, what binds them, which posts name them, and what is cited there."""

from __future__ import annotations

import hashlib
import json
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kb import errors
from kb.facts import insert

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
PREFIX = "state:"
MENTION_COLUMNS = ("post", "state", "start", "end", "text", "kind")
BINDING_KINDS = ("treaty", "protocol", "ilo-convention", "ilo-protocol")
"""Kinds of instruments that bind a State, so that for each it is bound, has signed, neither, or nobody has said."""


def write(db: Database, *, own: Path | None = None) -> int:
    """Write the States and what binds them, for the treaties that the database holds.

    Args:
        db: The database, with its instruments.
        own: A user's file of bindings (see `instruments.states.bindings`).

    Returns:
        How many States were written.
    """
    from instruments.states import bindings, register

    facts = [tuple(one) for _, one in sorted(bindings(own).items())]
    treaties = {row[0] for row in db.execute("select id from instruments").fetchall()}
    known = register().states
    with db.conn:
        insert(
            db,
            "states",
            ("id", "alpha3", "name", "official", "names"),
            (
                (
                    state.code,
                    state.alpha3,
                    state.name.en,
                    state.official.en,
                    json.dumps(dict(state.name.by_lang()), ensure_ascii=False),
                )
                for state in known
            ),
        )
        insert(
            db,
            "bindings",
            ("state", "treaty", "status", "year", "as_of", "source", "note"),
            (one for one in facts if one[1] in treaties),
        )
        digest = hashlib.blake2b(repr(facts).encode(), digest_size=16).hexdigest()
        db.conn.execute("insert or replace into build (key, value) values ('bindings', ?)", (digest,))
    return len(known)


def write_mentions(db: Database, *, own: Path | None = None) -> int:
    """Find the States that the posts name, and write where; the States themselves first, unless they are there.

    To be called once, after the posts are written and before `kb.build.finish`.

    Returns:
        How many mentions were written.
    """
    from instruments.states_find import mentions

    if not db.execute("select 1 from states").fetchone():
        write(db, own=own)
    count = 0

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count
        for post, text, lang in db.conn.cursor().execute("select id, text, lang from posts order by rowid"):
            for found in mentions(text, lang):
                count += 1
                yield (post, found.code, found.start, found.end, text[found.start : found.end], found.kind)

    with db.conn:
        insert(db, "state_mentions", MENTION_COLUMNS, rows())
    return count


def is_state(typed: str) -> bool:
    """Whether people ask for a State: ``state:NP``.

    >>> is_state("state:NP"), is_state("State:Nepal"), is_state("cedaw")
    (True, True, False)
    """
    return typed.lower().startswith(PREFIX)


def find(typed: str) -> str:
    """The two-letter code of what people typed after ``state:``.

    Raises:
        Unknown: no member State is called so.

    >>> find("state:nepal")
    'NP'
    """
    from instruments.states_import import code_of, near

    name = typed[len(PREFIX) :] if is_state(typed) else typed
    code = code_of(name)
    if code is None:
        hint = f"did you mean {', '.join(near(name))}?" if near(name) else "see `rightsgraph states list`"
        raise errors.Unknown(f"no member State of the United Nations is called {name.strip()!r}", hint)
    return code


def tally(db: Database, treaty: str) -> Row | None:
    """How many States a treaty binds.

    Returns:
        ``bound``, ``signed``, ``neither`` and ``unknown`` (States that nobody has told of too), ``states`` (all),
        ``as_of`` and ``source`` (several with a comma between); None where it is no instrument that binds States, or
        the database holds no State.
    """
    sql = """
        select count(*) filter (where b.status = 'bound') as bound,
            count(*) filter (where b.status = 'signed') as signed,
            count(*) filter (where b.status = 'neither') as neither,
            count(*) filter (where coalesce(b.status, 'unknown') = 'unknown') as unknown, count(*) as states,
            group_concat(distinct b.as_of) as as_of, group_concat(distinct b.source) as source
        from states s left join bindings b on b.state = s.id and b.treaty = :id
        where exists(select 1 from instruments where id = :id and kind in (select value from json_each(:kinds)))
            or exists(select 1 from bindings where treaty = :id)
    """
    row = next(iter(db.query(sql, {"id": treaty, "kinds": json.dumps(BINDING_KINDS)})))
    return row if row["states"] else None


def show(db: Database, typed: str) -> Row:
    """A State: what binds it, the posts that name it, what they cite, and what they are silent about.

    Returns:
        ``id``, ``alpha3``, ``name``, ``official``, ``names``; ``bindings`` (treaty, label, status, year, as_of,
        source, note; those nobody has told of are ``unknown``); ``posts`` (post, author, lang, date, mentions);
        ``cited`` (instrument, label, posts, citations, status: those cited in these posts) and ``silent`` (treaty,
        label, year, elsewhere: those that bind the State and that none of these posts cites, with the number of other
        posts that do).

    Raises:
        Unknown: no member State is called so, or the database was built without the States.
    """
    code = find(typed)
    row = next(iter(db.query("select * from states where id = ?", [code])), None)
    if row is None:
        raise errors.Unknown(f"the database holds no States, so not {code}", "build it again")
    row["names"] = json.loads(row["names"])
    row["bindings"] = list(db.query(_BINDINGS, {"state": code, "kinds": json.dumps(BINDING_KINDS)}))
    row["posts"] = list(
        db.query(
            "select p.id as post, p.author, p.lang, p.date, count(*) as mentions from state_mentions m"
            " join posts p on p.id = m.post where m.state = ? group by p.id order by p.rowid",
            [code],
        )
    )
    status = {one["treaty"]: one["status"] for one in row["bindings"]}
    row["cited"] = [{**one, "status": status.get(one["instrument"], "")} for one in db.query(_CITED, {"state": code})]
    cited = {one["instrument"] for one in row["cited"]}
    elsewhere = dict(
        db.execute(
            "select instrument, count(distinct post) from citations where instrument is not null group by instrument"
        ).fetchall()
    )
    row["silent"] = [
        {
            "treaty": one["treaty"],
            "label": one["label"],
            "year": one["year"],
            "elsewhere": elsewhere.get(one["treaty"], 0),
        }
        for one in row["bindings"]
        if one["status"] == "bound" and one["treaty"] not in cited
    ]
    return row


_BINDINGS = """
select i.id as treaty, i.short as label, coalesce(b.status, 'unknown') as status, b.year, b.as_of, b.source, b.note
from instruments i left join bindings b on b.treaty = i.id and b.state = :state
where i.kind in (select value from json_each(:kinds)) or b.state is not null
order by i.id
"""
_CITED = """
select c.instrument, i.short as label, count(distinct c.post) as posts, count(*) as citations
from citations c join instruments i on i.id = c.instrument
where c.post in (select post from state_mentions where state = :state)
group by c.instrument order by posts desc, citations desc, c.instrument
"""


def rows(record: Row) -> Iterator[Row]:
    """A record of `show` as flat rows, one a treaty or other instrument, for CSV and JSON Lines."""
    cited = {one["instrument"]: one for one in record["cited"]}
    known = {one["treaty"] for one in record["bindings"]}
    for one in record["bindings"]:
        here = cited.get(one["treaty"], {})
        yield {
            "state": record["id"],
            "instrument": one["treaty"],
            **{key: one[key] for key in ("label", "status", "year", "as_of", "source", "note")},
            "posts": here.get("posts", 0),
            "citations": here.get("citations", 0),
        }
    for one in record["cited"]:
        if one["instrument"] not in known:
            yield {
                "state": record["id"],
                "instrument": one["instrument"],
                "label": one["label"],
                "status": "",
                **dict.fromkeys(("year", "as_of", "source", "note")),
                "posts": one["posts"],
                "citations": one["citations"],
            }


def lines(record: Row) -> Iterator[str]:
    """A record of `show` as lines for people."""
    yield f"{PREFIX}{record['id']}: {record['name']} ({record['official']})"
    names = dict.fromkeys(name for lang, name in record["names"].items() if lang != "en")
    yield from _field("also", "; ".join(names))
    told = [one for one in record["bindings"] if one["as_of"]]
    for as_of, source in dict.fromkeys((one["as_of"], one["source"]) for one in told):
        yield from _field(f"as of {as_of}", source)
    yield from _field("bound by", _treaties(record, "bound"))
    yield from _field("signed", _treaties(record, "signed"))
    yield from _field("neither", _treaties(record, "neither"))
    yield from _field("unknown", _treaties(record, "unknown"))
    if any(one["status"] == "unknown" for one in record["bindings"]):
        yield from _field("", "nobody has told: say so with `rightsgraph states import FILE`")
    for one in told:
        yield from _field(f"note on {one['label']}", one["note"])
    many = sum(post["mentions"] for post in record["posts"])
    posts = len(record["posts"])
    named = f"{many} time{'' if many == 1 else 's'} in {posts} post{'' if posts == 1 else 's'}"
    yield from _field("named", named if many else "in no post")
    by = (f"{post['post']} ({post['author']})" if post["author"] else post["post"] for post in record["posts"])
    yield from _field("posts", ", ".join(by))
    yield from _field("cited there", "; ".join(f"{one['label']} ({one['posts']})" for one in record["cited"]))
    if many:
        silent = (
            f"{one['label']} ({one['elsewhere']} elsewhere)" if one["elsewhere"] else one["label"]
            for one in record["silent"]
        )
        yield from _field("bound, and silent there", "; ".join(silent))


def _treaties(record: Row, status: str) -> str:
    found = (one for one in record["bindings"] if one["status"] == status)
    return "; ".join(f"{one['label']} ({one['year']})" if one["year"] else one["label"] for one in found)


def _field(name: str, value: str | None) -> Iterator[str]:
    """A named line, wrapped and indented; none where there is nothing to say."""
    if value:
        line = f"{name}: {value}" if name else value
        yield from textwrap.wrap(line, 100, initial_indent="  ", subsequent_indent="      ")
