"""Linking a database: its posts are read, and what they cite and are about is written beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kb import links, posts
from linker import find
from linker.gold import parents
from linker.issues import tag

if TYPE_CHECKING:
    from sqlite_utils import Database

    from instruments.load import Catalogue
    from kb.records import Citation, Post, Tag

BATCH = 2000
"""How many records are written at a time."""

Record = TypeVar("Record")
Progress = Callable[[int], None]


def link_posts(db: Database, catalogue: Catalogue | None = None, *, progress: Progress | None = None) -> int:
    """Find what every post of a database cites, and write it there.

    Args:
        db: A database with posts and no citations yet.
        catalogue: What to link against, the shipped catalogue when None.
        progress: Called after each post with how many are done.

    Returns:
        How many citations were written.
    """
    parent_of = dict(db.conn.execute("select id, parent from posts"))

    def found() -> Iterator[Citation]:
        for count, post in enumerate(posts.read(db), 1):
            above = parents(post.id, parent_of)
            context = [p.text for p in posts.read(db, above)] if above else []
            yield from link(post, context, catalogue)
            if progress is not None:
                progress(count)

    return sum(links.write(db, batch) for batch in _batches(found()))


def link(post: Post, context: Iterable[str] = (), catalogue: Catalogue | None = None) -> list[Citation]:
    """What a post cites, with the post's id, the offsets in its source, and "translated" where it is no author's own.

    >>> from kb.records import Post
    >>> (c,) = link(Post(id="p1", text="See CEDAW.", offsets=((0, 40),), translation_of="p0"))
    >>> c.post, c.target, c.source_start, c.source_end, c.voice
    ('p1', 'cedaw', 44, 49, 'translated')
    """
    lang = None if post.lang in ("", "und", "mul") else post.lang
    out = []
    for c in find(post.text, lang=lang, context=list(context), catalogue=catalogue):
        start, end = post.source_span(c.start, c.end)
        voice = "translated" if post.translation_of is not None else c.voice
        out.append(msgspec.structs.replace(c, post=post.id, source_start=start, source_end=end, voice=voice))
    return out


def tag_posts(db: Database, catalogue: Catalogue | None = None, *, progress: Progress | None = None) -> int:
    """Find which issues the passages of every post of a database are about, and write them there.

    The arguments are those of `link_posts`.

    Returns:
        How many tags were written.
    """

    def found() -> Iterator[Tag]:
        for count, post in enumerate(posts.read(db), 1):
            yield from tag(post.text, lang=post.lang, catalogue=catalogue, post=post.id)
            if progress is not None:
                progress(count)

    return sum(links.write_tags(db, batch) for batch in _batches(found()))


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
