"""The text of a DOCX: one line a paragraph, with the numbers that a typist wrote and those of its lists."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from kb.document_html import list_mark
from kb.documents import LARGEST, DocumentError

_KINDS = {"decimal": "1", "lowerLetter": "a", "upperLetter": "a", "lowerRoman": "i", "upperRoman": "i"}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of(data: bytes, place: str) -> str:
    """The text of the main part; notes, headers and deleted words are left out.

    Raises:
        DocumentError: when it is no DOCX, damaged, larger inside than `kb.documents.LARGEST`, or holds entities, or
            when the extra ``documents`` is not installed.
    """
    try:
        from defusedxml import DefusedXmlException  # type: ignore[import-untyped,unused-ignore]
        from defusedxml.ElementTree import (  # type: ignore[import-untyped,unused-ignore]
            ParseError,
            iterparse,
        )
    except ImportError:
        raise DocumentError(f"{place}: a DOCX needs defusedxml", "install rightsgraph[documents]") from None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            lists = _Lists(_part(archive, "word/numbering.xml", place, iterparse))
            main = _part(archive, "word/document.xml", place, iterparse)
            if main is None:
                raise DocumentError(f"{place}: a ZIP file without a Word document", "give a DOCX")
            return "\n".join(line for p in _paragraphs(main) if (line := lists.mark(p) + _line(p)).strip())
    except (zipfile.BadZipFile, ParseError, DefusedXmlException, NotImplementedError, RuntimeError, EOFError) as error:
        raise DocumentError(f"{place}: the DOCX is damaged or not allowed ({error})", "save it again") from error


def _part(archive: zipfile.ZipFile, name: str, place: str, parse: Any) -> Any:
    """The root of one part, None where there is none."""
    if name not in archive.namelist():
        return None
    if archive.getinfo(name).file_size > LARGEST:
        raise DocumentError(f"{place}: more than {LARGEST // 1_000_000} MB when unpacked", "give a smaller file")
    with archive.open(name) as stream:
        limited = io.BytesIO(stream.read(LARGEST + 1))
    if limited.getbuffer().nbytes > LARGEST:
        raise DocumentError(f"{place}: more than {LARGEST // 1_000_000} MB when unpacked", "give a smaller file")
    parsing = parse(limited)
    for _ in parsing:
        pass
    return parsing.root


def _paragraphs(root: Any) -> Iterator[Any]:
    return iter(root.iter(f"{_W}p"))


def _line(paragraph: Any) -> str:
    out = []
    for node in paragraph.iter():
        if node.tag == f"{_W}t":
            out.append(node.text or "")
        elif node.tag == f"{_W}tab":
            out.append(" ")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            out.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            out.append("-")
    return "".join(out).strip()


class _Lists:
    """The numbers of a document's lists, counted as its paragraphs pass by."""

    def __init__(self, root: Any) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._counts: dict[tuple[str, int], int] = {}
        if root is None:
            return
        abstract = {}
        for node in root.iter(f"{_W}abstractNum"):
            levels = {}
            for level in node.iter(f"{_W}lvl"):
                kind = level.find(f"{_W}numFmt")
                levels[int(level.get(f"{_W}ilvl", "0"))] = kind.get(f"{_W}val", "") if kind is not None else ""
            abstract[node.get(f"{_W}abstractNumId")] = levels
        for node in root.iter(f"{_W}num"):
            link = node.find(f"{_W}abstractNumId")
            for level, kind in (abstract.get(link.get(f"{_W}val"), {}) if link is not None else {}).items():
                self._formats[node.get(f"{_W}numId"), level] = kind

    def mark(self, paragraph: Any) -> str:
        """The number or letter that Word shows before a paragraph, with a blank; empty for most."""
        found = paragraph.find(f"{_W}pPr/{_W}numPr")
        if found is None:
            return ""
        number, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
        ident = number.get(f"{_W}val", "") if number is not None else ""
        level = int(depth.get(f"{_W}val", "0")) if depth is not None else 0
        kind = self._formats.get((ident, level), "")
        if kind not in _KINDS:
            return ""
        count = self._counts[ident, level] = self._counts.get((ident, level), 0) + 1
        for other, deeper in list(self._counts):
            if other == ident and deeper > level:
                del self._counts[other, deeper]
        return f"{list_mark(_KINDS[kind], count)} "
