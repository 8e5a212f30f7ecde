"""PDF and DOCX as posts."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.models import ReadError, Source
from corpus.read import docx, pdf


def document(*lines: str) -> bytes:
    out = io.BytesIO()
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>')
    return out.getvalue()


def test_a_docx_is_one_post_with_a_line_a_paragraph() -> None:
    text = docx.decoded("notes.docx", document("See CEDAW.", "And article 12."))
    (post,) = docx.read(Source(name="notes.docx", text=text))
    assert (post.id, post.text, post.locator, post.offsets) == ("notes.docx", "See CEDAW.\nAnd article 12.", "DOCX", ())


@pytest.mark.parametrize(
    "text, expected",
    [
        ("States keep\ntheir ports.\n2. They\nrest.", "States keep their ports.\n2. They rest."),
        ("Part I\nDocks and\npiers", "Part I\nDocks and piers"),
        ("well-\nbeing of all", "well-being of all"),
    ],
)
def test_lines_of_a_paragraph_are_joined_and_headings_and_items_stay_apart(text: str, expected: str) -> None:
    assert pdf.reflowed(text) == expected


@pytest.mark.parametrize("reader, name", [(pdf, "a.pdf"), (docx, "a.docx")])
def test_what_is_damaged_is_an_error_of_its_file(reader: object, name: str) -> None:
    broken = {"a.pdf": b"%PDF-1.4 nothing", "a.docx": b"PK\x03\x04 nothing"}[name]
    with pytest.raises(ReadError) as caught:
        reader.decoded(name, broken)  # type: ignore[attr-defined]
    assert caught.value.problem.source == name and caught.value.problem.text
