"""Posts in memory with what they cite, and the rows that `rightsgraph cite` writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from instruments.load import catalogue as shipped
from kb.bands import band
from kb.records import Citation, Post
from kb.schema import LINKS
from linker.gold import parents
from linker.quoting import corpus_quotations
from linker.run import link, placed

FIELDS = (
    "doc", "post", "start", "end", "source_start", "source_end", "text", "target", "kind", "status", "confidence",
    "band", "rule", "evidence", "via", "voice", "candidates", "note",
)  # fmt: skip


def cited(posts: Sequence[Post]) -> Iterator[tuple[Post, list[Citation]]]:
    """Each post with its citations; a reply is read with the posts that it answers.

    >>> [(post, found)] = cited([Post(id="p1", text="See CEDAW.")])
    >>> found[0].target
    'cedaw'
    """
    texts = {post.id: post.text for post in posts}
    parent_of = {post.id: post.parent for post in posts}
    found = {post.id: link(post, [texts[p] for p in parents(post.id, parent_of) if p in texts]) for post in posts}
    more = corpus_quotations([(post.id, post.text, found[post.id]) for post in posts], shipped())
    for post in posts:
        yield post, [*found[post.id], *(placed(c, post) for c in more.get(post.id, ()))]


def trusted(found: Iterable[Citation], min_confidence: float = 0.0, voices: Sequence[str] = ()) -> list[Citation]:
    """The citations without the links below a confidence, in some voices (all when empty).

    Args:
        found: citations; what is no link has no confidence and stays.
        min_confidence: between 0 and 1.
        voices: own, quoted, translated.
    """
    return [
        c for c in found if (c.confidence >= min_confidence or not is_link(c)) and (not voices or c.voice in voices)
    ]


def is_link(c: Citation) -> bool:
    """Whether a citation leads to an instrument or a provision."""
    return c.status == "resolved" and c.kind in LINKS


def rows(posts: Sequence[Post], min_confidence: float = 0.0, voices: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The citations of posts as rows with the fields `FIELDS`; ``band`` is None for what is no link."""
    for post, found in cited(posts):
        for c in trusted(found, min_confidence, voices):
            row = c.as_dict()
            row["doc"] = Path(post.source).name
            row["band"] = band(c.confidence) if is_link(c) else None
            yield {field: row[field] for field in FIELDS}
