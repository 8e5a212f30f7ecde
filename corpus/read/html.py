"""HTML: one page, one post, with offsets into its source."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.clean import from_html
from corpus.dates import iso_date
from corpus.models import Source, name_id
from corpus.read.marked import post_of
from kb.records import Post


def read(source: Source) -> Iterator[Post]:
    """Yield the page's text as one post.

    >>> [post] = read(Source(name="a.html", text="<title>A</title><p>See <b>CEDAW</b></p>"))
    >>> post.text, post.title, post.source_span(4, 9)
    ('See CEDAW', 'A', (26, 31))
    """
    cleaned = from_html(source.text)
    if cleaned.text.strip():
        date = cleaned.about.get("date", "")
        yield post_of(source, cleaned, id=name_id(source.name), date=iso_date(date) or (date or None))
