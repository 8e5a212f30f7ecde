"""DOCX: one file, one post, a line a paragraph."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.models import ReadError, Source
from corpus.read.pdf import post_of
from kb.documents import DocumentError, document
from kb.records import Post


def decoded(name: str, data: bytes) -> str:
    """The text of a DOCX's bytes.

    Raises:
        ReadError: when it cannot be read or holds no text.
    """
    try:
        return document(data, name).text
    except DocumentError as error:
        raise ReadError(name, f"{error.message.partition(': ')[2] or error.message}; {error.hint}") from error


def read(source: Source) -> Iterator[Post]:
    """Yield the text as one post; its place in the file is told by the locator, not by offsets.

    >>> [(post.text, post.locator, post.start) for post in read(Source(name="a.docx", text="See CEDAW."))]
    [('See CEDAW.', 'DOCX', None)]
    """
    yield from post_of(source, "DOCX")
