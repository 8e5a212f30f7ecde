"""PDF: one file, one post, its text without page numbers and with the lines of a paragraph joined."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.models import ReadError, Source, name_id
from kb.documents import DocumentError, document
from kb.records import Post

_MARK = re.compile(r"[•●▪◦*–—-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s")
_ENDS = re.compile(r"[.!?:;。！？；：»”\"]$")
_FULL = 0.7  # of the widest lines: what is shorter was not broken for want of room


def decoded(name: str, data: bytes) -> str:
    """The text of a PDF's bytes.

    Raises:
        ReadError: when it cannot be read or holds no text.
    """
    try:
        return reflowed(document(data, name).text)
    except DocumentError as error:
        raise ReadError(name, f"{error.message.partition(': ')[2] or error.message}; {error.hint}") from error


def reflowed(text: str) -> str:
    """The lines joined to paragraphs.

    A line goes on where the next begins in lower case, or where it is about as wide as the page and ends in no stop;
    never before a list item.

    >>> reflowed("We rely on\\narticle 12.\\n(a) One\\nlamp\\nPart II\\nTwo.")
    'We rely on article 12.\\n(a) One lamp\\nPart II\\nTwo.'
    """
    lines = text.split("\n")
    width = sorted(map(len, lines))[len(lines) * 9 // 10] if len(lines) >= 20 else 80
    out: list[str] = []
    last = ""
    for line in lines:
        open_ = last and not _ENDS.search(last) and not _MARK.match(line)
        if open_ and (line[:1].islower() or len(last) >= _FULL * width):
            out[-1] += line if last.endswith("-") else f" {line}"
        else:
            out.append(line)
        last = line
    return "\n".join(out)


def read(source: Source) -> Iterator[Post]:
    """Yield the text as one post; its place in the file is told by the locator, not by offsets.

    >>> [(post.text, post.locator, post.start) for post in read(Source(name="a.pdf", text="See CEDAW."))]
    [('See CEDAW.', 'PDF', None)]
    """
    yield from post_of(source, "PDF")


def post_of(source: Source, locator: str) -> Iterator[Post]:
    """The post of a document that has a text and no offsets."""
    text = source.text.strip()
    if text:
        ident = name_id(source.name)
        yield Post(id=ident, text=text, source=source.name, locator=locator, thread=ident)
