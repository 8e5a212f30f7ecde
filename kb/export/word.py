"""What Word documents need and python-docx has no call for: links, footnotes, and bytes that know no clock."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from docx.document import Document

EPOCH = (1980, 1, 1, 0, 0, 0)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def plain(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("\ufffd", text)


def document(title: str, lang: str = "en") -> Document:
    """An empty document with a title, its language, and no author but the program.

    Raises:
        ImportError: python-docx is not installed (``pip install 'rightsgraph[word]'``).
    """
    import datetime

    import docx

    new = docx.Document()
    core = new.core_properties
    core.title, core.author, core.language, core.comments = plain(title), "rightsgraph", lang, ""
    core.created = core.modified = datetime.datetime(2000, 1, 1)
    new.add_heading(plain(title), 0)
    return new


def link(paragraph: Any, url: str, text: str, *, tip: str = "") -> None:
    """Add a link to a paragraph; an address that is not http, https or mailto is written as text alone."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import parse_xml

    if not url.startswith(("https://", "http://", "mailto:")):
        paragraph.add_run(plain(text))
        return
    rid = paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    told = f' w:tooltip="{_attribute(tip)}"' if tip else ""
    paragraph._p.append(
        parse_xml(
            f'<w:hyperlink xmlns:w="{_W}" xmlns:r="{_R}" r:id="{rid}"{told}><w:r><w:rPr><w:color w:val="0B4F8A"/>'
            f'<w:u w:val="single"/></w:rPr><w:t xml:space="preserve">{escape(plain(text))}</w:t></w:r></w:hyperlink>'
        )
    )


class Footnotes:
    """The footnotes of one document, added one by one and put into it by `close`."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.notes: list[str] = []

    def add(self, paragraph: Any, text: str) -> int:
        """Add a footnote at the end of a paragraph and give its number, from 1."""
        from docx.oxml import parse_xml

        self.notes.append(plain(text))
        number = len(self.notes)
        paragraph._p.append(
            parse_xml(
                f'<w:r xmlns:w="{_W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
                f'<w:footnoteReference w:id="{number}"/></w:r>'
            )
        )
        return number

    def close(self) -> None:
        """Write the notes into the document; nothing is done when there are none."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        if not self.notes:
            return
        marks = "".join(
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
        )
        notes = "".join(
            f'<w:footnote w:id="{n}"><w:p><w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>'
            for n, text in enumerate(self.notes, 1)
        )
        head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        xml = f'{head}\n<w:footnotes xmlns:w="{_W}">{marks}{notes}</w:footnotes>'.encode()
        part = Part(PackURI("/word/footnotes.xml"), _FOOTNOTES_TYPE, xml, self.document.part.package)
        self.document.part.relate_to(part, f"{_R}/footnotes")


def save(document: Document, path: Path) -> None:
    """Write the document; the same content gives the same bytes."""
    document.save(str(path))
    with zipfile.ZipFile(path) as archive:
        entries = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data, zipfile.ZIP_DEFLATED)


def _attribute(text: str) -> str:
    return escape(plain(text), {'"': "&quot;"})
