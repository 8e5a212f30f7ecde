"""Linking a database: its posts are read, and what they cite and are about is written beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, TypeVar

import msgspec

from instruments.load import catalogue as shipped
from kb import links, posts
from linker import find
from linker.attributed import Attested, Attesting
from linker.gold import parents
from linker.issues import tag_all
from linker.quoting import attested_citations

if TYPE_CHECKING:
    from sqlite_utils import Database

    from instruments.load import Catalogue
    from kb.records import Citation, Post, StageTag, Tag

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

    attesting_passages: list[Attesting] = []

    def noting() -> Iterator[Citation]:
        for c in found():
            if c.rule == "quotation:attributed" and c.target:
                attesting_passages.append(Attesting(c.post, c.start, c.end, c.target, c.text))
            yield c

    written = sum(links.write(db, batch) for batch in _batches(noting()))
    return written + _attest(db, Attested(attesting_passages), catalogue or shipped())


def _attest(db: Database, index: Attested, catalogue: Catalogue) -> int:
    """Find in all posts the wordings that some of them attribute to a provision, and write those too."""
    if not index.passages:
        return 0

    def found() -> Iterator[Citation]:
        for post in posts.read(db):
            known = list(links.read(db, post.id))
            for c in attested_citations(post.text, known, index, catalogue):
                yield placed(c, post)

    return links.write(db, list(found()))


def link(post: Post, context: Iterable[str] = (), catalogue: Catalogue | None = None) -> list[Citation]:
    """What a post cites, with the post's id, the offsets in its source, and "translated" where it is no author's own.

    >>> from kb.records import Post
    >>> (c,) = link(Post(id="p1", text="See CEDAW.", offsets=((0, 40),), translation_of="p0"))
    >>> c.post, c.target, c.source_start, c.source_end, c.voice
    ('p1', 'cedaw', 44, 49, 'translated')
    """
    lang = None if post.lang in ("", "und", "mul") else post.lang
    return [placed(c, post) for c in find(post.text, lang=lang, context=list(context), catalogue=catalogue)]


def placed(c: Citation, post: Post) -> Citation:
    """A citation with its post's id, its place in the source, and its voice."""
    start, end = post.source_span(c.start, c.end)
    voice = "translated" if post.translation_of is not None else c.voice
    return msgspec.structs.replace(c, post=post.id, source_start=start, source_end=end, voice=voice)


def tag_posts(db: Database, catalogue: Catalogue | None = None, *, progress: Progress | None = None) -> int:
    """Find which issues and which stages of migration the passages of every post are about, and write them there.

    The arguments are those of `link_posts`.

    Returns:
        How many issue tags were written.
    """
    stages: list[StageTag] = []

    def found() -> Iterator[Tag]:
        for count, post in enumerate(posts.read(db), 1):
            about, through = tag_all(post.text, lang=post.lang, catalogue=catalogue, post=post.id)
            yield from about
            stages.extend(through)
            if progress is not None:
                progress(count)

    written = sum(links.write_tags(db, batch) for batch in _batches(found()))
    links.write_stage_tags(db, stages)
    return written


def _batches(records: Iterable[Record]) -> Iterator[list[Record]]:
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
