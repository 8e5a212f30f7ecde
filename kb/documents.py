"""Documents as text: plain text, Markdown, HTML, PDF and DOCX, told apart by what they hold.

Each kind becomes text with one line a paragraph or list item. Readers of the last two need the extra ``documents``.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Literal, NamedTuple

from kb.errors import KBError

Form = Literal["text", "markdown", "html", "pdf", "docx"]

LARGEST = 50_000_000
"""The most bytes that a document, and the text in it, may have."""

_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|div|p|h[1-6]|ul|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_ENDINGS: dict[str, Form] = {
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".md": "markdown",
    ".markdown": "markdown",
}
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!>-])")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_LINK = re.compile(r"\[([^\]\n]+)\]\([^)\s]*\)")


class DocumentError(KBError):
    """A document cannot be read; the message is one sentence with the file and the way out."""


class Document(NamedTuple):
    """What a document says: its text, what kind it is, and the SHA-256 of its bytes."""

    text: str
    form: Form
    sha256: str


def read_document(path: Path) -> Document:
    """Read a file.

    Raises:
        DocumentError: when it is missing, too large, damaged, empty, or of another kind.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise DocumentError(f"{path}: more than {LARGEST // 1_000_000} MB", "give a smaller file")
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"{path}: {error.strerror or error}", "check the path") from error
    return document(data, path.name, str(path))


def document(data: bytes, name: str = "", place: str = "") -> Document:
    """The text of a document given as bytes; its name helps only to tell text from Markdown and HTML.

    >>> document(b"<p>One</p><ol><li>Two</li></ol>", "a.html").text
    'One\\n1. Two'
    >>> document(b"## 1\\\\. **One**", "a.md").text
    '1. One'
    """
    place = place or name or "document"
    form = form_of(data, name)
    if form == "pdf":
        from kb.document_pdf import text_of as pdf_text

        text = pdf_text(data, place)
    elif form == "docx":
        from kb.document_docx import text_of as docx_text

        text = docx_text(data, place)
    elif form == "html":
        from kb.document_html import text_of as html_text

        text = html_text(_decoded(data, place))
    else:
        text = _decoded(data, place)
        if form == "markdown":
            text = _HEADING.sub("", _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", _ESCAPED.sub(r"\1", text))))
    if not text.strip():
        hint = "if its pages are pictures, recognise their text first (OCR)" if form == "pdf" else "give another file"
        raise DocumentError(f"{place}: there is no text in it", hint)
    return Document(text, form, hashlib.sha256(data).hexdigest())


def form_of(data: bytes, name: str = "") -> Form:
    """What kind of document some bytes are, by how they begin, else by the name.

    >>> form_of(b"%PDF-1.7"), form_of(b"<!doctype html><p>x"), form_of(b"x", "a.md"), form_of(b"x", "a.pdf")
    ('pdf', 'html', 'markdown', 'text')
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "docx"
    if _HTML.match(data.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return _ENDINGS.get(Path(name).suffix.lower(), "text")


def _decoded(data: bytes, place: str) -> str:
    """The text of bytes in UTF-8, in UTF-16 with its mark, or in the encoding that an HTML page names."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    elif (named := _CHARSET.search(data[:4096])) is not None:
        encoding = named[1].decode("ascii")
    else:
        encoding = "utf-8"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError) as error:
        raise DocumentError(f"{place}: not readable as {encoding}", "save it as UTF-8") from error
    if "\0" in text:
        raise DocumentError(f"{place}: a binary file, not text", "give text, Markdown, HTML, PDF or DOCX")
    return text.replace("\r\n", "\n").replace("\r", "\n")
