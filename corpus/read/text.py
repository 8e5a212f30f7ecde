"""Plain text: one file, one post."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.models import Source, name_id
from kb.records import Post


def read(source: Source) -> Iterator[Post]:
    """Yield the text without the white space around it, as it stands.

    >>> [(post.id, post.text, post.start) for post in read(Source(name="note.txt", text="\\nSee CEDAW.\\n"))]
    [('note.txt', 'See CEDAW.', 1)]
    """
    text = source.text.strip()
    if not text:
        return
    start = source.text.index(text[0])
    yield Post(
        id=name_id(source.name),
        text=text,
        source=source.name,
        start=start,
        end=start + len(text),
        offsets=((0, start),),
        thread=name_id(source.name),
    )
