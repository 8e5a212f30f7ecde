"""Posts in and out of the database."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from kb import errors
from kb.facts import insert, packed
from kb.records import Post

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = (
    "id",
    "source",
    "start",
    "end",
    "locator",
    "author",
    "role",
    "translation_of",
    "parent",
    "thread",
    "position",
    "title",
    "lang",
    "languages",
    "date",
    "text",
    "offsets",
    "hash",
)
PARSED = {"languages": tuple[str, ...], "offsets": tuple[tuple[int, int], ...]}


def text_hash(text: str) -> str:
    """The hash of a post's text, by which a rebuild knows what did not change.

    >>> text_hash("CEDAW") == text_hash("CEDAW"), text_hash("CEDAW") == text_hash("cedaw")
    (True, False)
    """
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def write(db: Database, posts: Iterable[Post], *, report: Callable[[str], None] | None = None) -> int:
    """Write posts as they come, parents before or after their replies.

    A post whose parent was not read loses its parent (its thread stays), which is reported.

    Returns:
        How many were written.

    Raises:
        BadRecord: two posts have the same id.
    """
    count = 0
    last = ""

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count, last
        for post in posts:
            count += 1
            last = f"{post.id!r} in {post.source or 'the input'}"
            yield _row(post)

    with db.conn:
        db.conn.execute("pragma defer_foreign_keys = on")
        try:
            insert(db, "posts", COLUMNS, rows())
        except sqlite3.IntegrityError as error:
            raise errors.BadRecord(
                f"the post id {last} was given before", "ids must be unique over all sources of a build"
            ) from error
        lost = db.conn.execute(
            "select id, parent, source from posts where parent is not null and parent not in (select id from posts)"
        ).fetchall()
        db.conn.executemany("update posts set parent = null where id = ?", [(row[0],) for row in lost])
    if report is not None:
        for post_id, parent, source in lost:
            where = source or "the input"
            report(f"{where}: post {post_id!r} replies to {parent!r}, which was not read; it stands alone now")
    return count


def read(db: Database, ids: Iterable[str] | None = None) -> Iterator[Post]:
    """The posts in the order they were written; with ``ids``, those posts in the order of the ids."""
    columns = ", ".join(f'"{c}"' for c in COLUMNS)
    if ids is None:
        # A cursor of its own: the caller may write while reading.
        for row in db.conn.cursor().execute(f"select {columns} from posts order by rowid"):
            yield _post(row)
        return
    for one in ids:
        found = db.conn.execute(f"select {columns} from posts where id = ?", (one,)).fetchone()
        if found is not None:
            yield _post(found)


def _row(post: Post) -> tuple[Any, ...]:
    return (
        post.id,
        post.source,
        post.start,
        post.end,
        post.locator,
        post.author,
        post.role,
        post.translation_of,
        post.parent,
        post.thread,
        post.position,
        post.title,
        post.lang,
        packed(post.languages),
        post.date,
        post.text,
        packed(post.offsets),
        text_hash(post.text),
    )


def _post(row: tuple[Any, ...]) -> Post:
    fields = dict(zip(COLUMNS, row, strict=True))
    del fields["hash"]
    for name, kind in PARSED.items():
        fields[name] = msgspec.json.decode(fields[name], type=kind)
    return Post(**fields)
