"""Readers: one module a format, each with ``read(source) -> Iterator[Post]`` over decoded text.

A reader is chosen by what a file holds or is called (`sniff`), or by its name in `READERS`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import cast

from corpus.models import Source
from kb.records import Post

Reader = Callable[[Source], Iterator[Post]]

READERS: dict[str, str] = {
    "discussion": "a discussion saved as text: bulleted posts, replies indented, counters",
    "jsonl": "JSON Lines (or a JSON array) of objects with id, text, lang",
    "csv": "a table with named columns, separated by comma, semicolon or tab",
    "markdown": "Markdown, one post a file",
    "html": "an HTML page, one post a file",
    "pdf": "a PDF with text in it, one post a file",
    "docx": "a Word document, one post a file",
    "text": "plain text, one post a file",
}

_BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".docx": "docx",
}
_POST = re.compile(r"^[ \t]+[•●*][ \t]+\S", re.M)
_COUNTER = re.compile(
    r"^[ \t]*\d+ (?:of|de|sur) \d+ "
    r"(?:repl(?:y|ies)|comments?|respuestas?|comentarios?|réponses?|commentaires?|respostas?)[ \t]*\r?$",
    re.M | re.I,
)
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h[1-6]|ul|table)\b",
    re.I | re.S,
)
_JSON = re.compile(r'\s*(?:\[\s*)?\{\s*(?:"|\})')


def sniff(head: str, name: str) -> str:
    """The reader for a source, from the beginning of its text and its name.

    A telling suffix decides; else the content does, and plain text is what remains.

    >>> sniff("a,b", "posts.csv"), sniff('{"id": 1}', "-"), sniff("<p>Hi</p>", "x"), sniff("Hello", "x.txt")
    ('csv', 'jsonl', 'html', 'text')
    >>> sniff("  • Ana\\n\\n    Hello\\n\\n    1 of 1 Replies\\n", "dump.txt")
    'discussion'
    """
    suffix = PurePath(name).suffix.lower()
    if suffix in _BY_SUFFIX:
        return _BY_SUFFIX[suffix]
    if _JSON.match(head):
        return "jsonl"
    if _HTML.match(head):
        return "html"
    if _POST.search(head) and _COUNTER.search(head):
        return "discussion"
    return "text"


def load(name: str) -> Reader:
    """The reader of that name, imported now.

    Raises:
        KeyError: where there is no such reader.
    """
    if name not in READERS:
        raise KeyError(name)
    return cast(Reader, importlib.import_module(f"corpus.read.{name}").read)
