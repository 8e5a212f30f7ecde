"""The issue map as a Word document: a table for each issue, with its sentences as footnotes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.export import word
from kb.export.map_grid import grid
from kb.export.map_page import about, by
from kb.export.map_words import words

FIGURES = ("passages", "posts", "authors", "cited", "quoted")
SHOWN = 25


def write(data: dict[str, Any], path: Path) -> None:
    """Write the document. A cell has at most 25 footnotes; where there are more, the last says how many.

    Raises:
        ImportError: python-docx is not installed (``pip install 'rightsgraph[word]'``).
    """
    told, form = words(data["about"]["lang"]), grid(data)
    document = word.document(told["title"], data["about"]["lang"])
    notes = word.Footnotes(document)
    document.add_paragraph(word.plain(about(data)))
    document.add_paragraph(f"{told['cell']}.")
    for column, label in form.columns:
        document.add_heading(word.plain(label), 1)
        table = document.add_table(rows=1, cols=1 + len(FIGURES), style="Light Grid Accent 1")
        for cell, text in zip(table.rows[0].cells, (told["row"], *(told[key] for key in FIGURES)), strict=True):
            cell.text = text
        for row, name in form.rows:
            found = form.cells.get((row, column))
            if not found or not found["passages"]:
                continue
            cells = table.add_row().cells
            cells[0].text = word.plain(name)
            for cell, key in zip(cells[1:], FIGURES, strict=True):
                cell.text = str(found[key])
            entries = form.evidence[row, column]
            for entry in entries[:SHOWN]:
                notes.add(cells[0].paragraphs[0], f"{entry['reference']}: “{entry['evidence']}” ({by(entry, told)})")
            if len(entries) > SHOWN:
                notes.add(cells[0].paragraphs[0], f"+ {len(entries) - SHOWN}")
    notes.close()
    word.save(document, path)
