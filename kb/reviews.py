"""Documents of the United Nations and its review processes in the database: who cites which paragraph of which.

A document is known by its symbol or, where a text only names it in words, by a slug; what either says of body, kind,
State, year, session and cycle (`instruments.documents`) stands in columns, so that follow-up can be searched.
"""

from __future__ import annotations

import functools
import re
import textwrap
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from instruments.documents import TITLES, read
from kb import errors
from kb.facts import insert

if TYPE_CHECKING:
    from sqlite_utils import Database

Row = dict[str, Any]
COLUMNS = ("id", "title", "kind", "body", "state", "year", "session", "cycle")


@functools.cache
def _codes() -> dict[str, str]:
    """The two-letter code of each member State, by itself and by its three letters."""
    from instruments.states import register

    return {key: s.code for s in register().states for key in (s.code, s.alpha3)}


def fields(id: str, bodies: dict[str, str]) -> tuple[str, ...]:
    """The row of a document's id, in the order of `COLUMNS`.

    Args:
        id: Its symbol or slug, without a paragraph.
        bodies: The titles of the catalogue's bodies by their ids.

    >>> fields("cedaw-co-cm-2014", {"cedaw-committee": "CEDAW Committee"})[1:5]
    ('Concluding observations, Cameroon, CEDAW Committee, 2014', 'concluding observations', 'cedaw-committee', 'CM')
    """
    said = read(id)
    state = _codes().get(said.state.upper(), said.state.upper())
    parts = [
        said.kind or (id if "/" in id else id.replace("-", " ")),
        state_name(state),
        bodies.get(said.body) or TITLES.get(said.body, ""),
    ]
    parts += [said.cycle and f"cycle {said.cycle}", said.session and f"session {said.session}", said.year]
    title = ", ".join(filter(None, parts))
    return (id, title[:1].upper() + title[1:], said.kind, said.body, state, said.year, said.session, said.cycle)


def state_name(state: str) -> str:
    """A State's name in English, the letters themselves for what is no member State.

    >>> state_name("NP"), state_name("EU")
    ('Nepal', 'EU')
    """
    from instruments.states import states

    known = states().get(state)
    return known.name.en if known else state


def write(db: Database, ids: Iterable[str]) -> None:
    """Write the documents that are not there yet."""
    there = {row[0] for row in db.conn.execute("select id from documents")}
    wanted = [one for one in dict.fromkeys(ids) if one not in there]
    if wanted:
        bodies = dict(db.conn.execute("select id, title from bodies"))
        insert(db, "documents", COLUMNS, (fields(one, bodies) for one in wanted))


def paragraph(path: str) -> str:
    """A paragraph's path as people write it.

    >>> paragraph("para_21__point_e"), paragraph("art_4"), paragraph("")
    ('para. 21 (e)', 'art. 4', '')
    """
    first, *rest = path.split("__")
    unit, _, number = first.partition("_")
    return " ".join([f"{unit}. {number}", *(f"({step.partition('_')[2]})" for step in rest)]) if path else ""


def find(db: Database, typed: str) -> str | None:
    """The id of the document that people typed: case and blanks don't matter; None when the database has none such."""
    key = re.sub(r"\s+", "", typed.removeprefix("document:")).partition("#")[0]
    row = db.execute("select id from documents where lower(replace(id, ' ', '')) = lower(?)", (key,)).fetchone()
    return row[0] if row else None


def needed(db: Database, typed: str) -> str:
    """As `find`, for who can go no further without.

    Raises:
        Unknown: the database has no such document.
    """
    found = find(db, typed)
    if found is None:
        from difflib import get_close_matches

        known = [row[0] for row in db.execute("select id from documents order by id").fetchall()]
        near = get_close_matches(typed, known, n=3, cutoff=0.5)
        raise errors.Unknown(f"no post cites a document {typed!r}", "see `rightsgraph query --kind document`", near)
    return found


def paragraphs(db: Database, document: str) -> list[Row]:
    """The paragraphs of a document that are cited: paragraph, label, citations, posts; in order of their numbers."""
    sql = (
        "select paragraph, count(*) as citations, count(distinct post) as posts from citations"
        " where document = ? and paragraph <> '' group by paragraph"
    )
    rows = [{"paragraph": p, "label": paragraph(p), "citations": c, "posts": n}
            for p, c, n in db.execute(sql, (document,)).fetchall()]  # fmt: skip
    return sorted(
        rows, key=lambda row: [(int(x), "") if x.isdigit() else (0, x) for x in _steps(str(row["paragraph"]))]
    )


def _steps(path: str) -> list[str]:
    return re.findall(r"\d+|[a-z]+(?=$|_)", re.sub(r"[a-z]+_", "", path))


def show(db: Database, document: str) -> Row:
    """A document: its columns, ``paragraphs`` (see `paragraphs`), ``posts`` (how many cite it) and ``citations``."""
    from kb import query

    record: Row = next(iter(db.query("select * from documents where id = ?", [document])))
    record["paragraphs"] = paragraphs(db, document)
    record["citations"] = query.citations(db, document=document)
    record["posts"] = len({row["post"] for row in record["citations"]})
    return record


def lines(record: Row) -> Iterator[str]:
    """A record of `show` as lines for people, without the citations."""
    yield f"{record['id']}: {record['title']}"
    for name in COLUMNS[2:]:
        if record[name]:
            yield f"  {name}: {record[name]}"
    cited = "; ".join(f"{row['label']} ({row['posts']})" for row in record["paragraphs"])
    if cited:
        yield from textwrap.wrap(f"paragraphs cited, with posts: {cited}", 100, initial_indent="  ",
                                 subsequent_indent="      ")  # fmt: skip
    many, posts = len(record["citations"]), record["posts"]
    yield f"  cited: {many} time{'' if many == 1 else 's'} in {posts} post{'' if posts == 1 else 's'}"
