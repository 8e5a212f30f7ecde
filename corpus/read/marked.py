"""What HTML and Markdown share: cleaned text becomes a post."""

from __future__ import annotations

from corpus.clean import Cleaned
from corpus.models import Source
from kb.records import Post


def post_of(source: Source, cleaned: Cleaned, *, id: str, date: str | None = None) -> Post:
    """The post of a page; its span reaches from the first character of its text to the last."""
    post = Post(
        id=id,
        text=cleaned.text,
        source=source.name,
        offsets=cleaned.offsets,
        author=cleaned.about.get("author") or None,
        title=cleaned.about.get("title", ""),
        thread=id,
        date=date,
    )
    start, end = post.source_span(0, len(post.text))
    return Post(**{field: getattr(post, field) for field in post.__struct_fields__} | {"start": start, "end": end})
