"""What readers and ingestion pass on: a decoded source, what was read from it, and what went wrong."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct


class Problem(Struct, frozen=True):
    """Something wrong in a source: which one, where in it, and one sentence that says what and what to do.

    An ``error`` means that a file or a record was not read; a ``warning`` that it was, with a doubt.

    >>> str(Problem("posts.jsonl", "line 3", "it has no text field, so it was skipped"))
    'posts.jsonl, line 3: it has no text field, so it was skipped'
    """

    source: str
    place: str
    text: str
    level: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        return f"{self.source}, {self.place}: {self.text}" if self.place else f"{self.source}: {self.text}"


class ReadError(Exception):
    """A source cannot be read; the message is one sentence with the file, the place and the way out."""

    def __init__(self, source: str, text: str, place: str = "") -> None:
        self.problem = Problem(source, place, text)
        super().__init__(str(self.problem))


class Columns(Struct, frozen=True, kw_only=True):
    """Which field or column of a record holds what (JSON Lines and CSV)."""

    id: str = "id"
    text: str = "text"
    lang: str = "lang"
    author: str = "author"
    role: str = "role"
    parent: str = "parent"
    title: str = "title"
    date: str = "date"


class Source(Struct, frozen=True, kw_only=True):
    """A decoded source: ``text`` keeps its newlines, and a byte order mark counts as one blank.

    ``report`` takes the problems that a reader finds; what it raises ends the reading.
    """

    name: str
    text: str
    report: Callable[[Problem], None] = lambda problem: None
    columns: Columns = Columns()

    def problem(self, place: str, text: str, level: Literal["error", "warning"] = "error") -> None:
        """Report a problem of this source."""
        self.report(Problem(self.name, place, text, level))

    def line_of(self, offset: int) -> int:
        """The number of the line that holds an offset, from 1."""
        return len(re.findall(r"\r\n|\r|\n", self.text[:offset])) + 1


class SourceInfo(Struct, frozen=True, kw_only=True):
    """What was read from one source: its path as given, the SHA-256 of its bytes, its reader, its number of posts."""

    path: str
    sha256: str
    reader: str
    posts: int


def stable_id(*parts: str) -> str:
    """An id made from content alone, so that it stays when other posts are added.

    White space does not count: an id survives another line width or newline.

    >>> stable_id("Moderator", "Welcome to  all") == stable_id("Moderator", "Welcome to\\nall")
    True
    >>> stable_id("Moderator", "Welcome")[:2]
    'p-'
    """
    content = "\x1f".join(" ".join(part.split()) for part in parts)
    return "p-" + hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def name_id(name: str) -> str:
    """The id of a document that is a source of its own, from its path.

    >>> name_id("notes/May 2016.txt"), name_id("-")
    ('notes-May-2016.txt', 'stdin')
    """
    return re.sub(r"[^\w.]+", "-", name).strip("-") or "stdin"
