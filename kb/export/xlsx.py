"""The issue map as a workbook for Excel and LibreOffice.

Everything is written as text or number, never as a formula, whatever a post says; the same map gives the
same bytes.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

CREATED = datetime.datetime(2000, 1, 1)  # a fixed date: a workbook that knows no clock
CELL_LIMIT = 32_767
LINK_LIMIT = 2_000
LINKS_LIMIT = 60_000
ROWS_LIMIT = 1_000_000
NOBODY = "○"

EVIDENCE = (
    ("Issue", 22),
    ("Instrument", 16),
    ("Reference", 24),
    ("Sentence", 80),
    ("Written as", 24),
    ("Instrument named by", 24),
    ("Kind", 12),
    ("Band", 8),
    ("Voice", 10),
    ("Author", 26),
    ("Role", 12),
    ("Language", 9),
    ("Date", 11),
    ("Post", 18),
    ("Passage", 8),
    ("Denied", 8),
    ("Stage", 20),
    ("Terms", 28),
    ("Note", 28),
    ("Source", 24),
    ("Official page", 40),
)
PROVISIONS = (
    ("Instrument", 16),
    ("Provision", 26),
    ("Heading (not official)", 44),
    ("Issue", 24),
    ("Passages", 10),
    ("Posts", 8),
    ("Authors", 9),
    ("Cited", 8),
    ("Quoted", 8),
    ("Curated", 9),
)


def write_issue_map(data: dict[str, Any], provisions: dict[str, dict[str, Any]], path: Path) -> None:
    """Write the workbook: sheets matrix, evidence, provisions, codebook and about.

    Args:
        data: The map, as `kb.export.issue_map.issue_map` gives it.
        provisions: Label and heading of the provisions in it, by id.
        path: The file to write.
    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), options)
    book.set_properties({"title": "Issue map", "author": "rightsgraph", "created": CREATED})
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#EDEDED"})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheets = _Sheets(book, head, wrap)
    _matrix(sheets, data)
    _evidence(sheets, data)
    _provisions(sheets, data, provisions)
    _codebook(sheets, data)
    _about(sheets, data)
    book.close()


class _Sheets:
    """Sheets with a heading row, and cells that are text or numbers."""

    def __init__(self, book: Any, head: Any, wrap: Any) -> None:
        self.book, self.head, self.wrap = book, head, wrap
        self.links = 0

    def add(self, name: str, columns: Sequence[tuple[str, int]], *, frozen: int = 0) -> Any:
        sheet = self.book.add_worksheet(name)
        for column, (title, width) in enumerate(columns):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, title, self.head)
        sheet.freeze_panes(1, frozen)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def put(self, sheet: Any, row: int, column: int, value: object) -> None:
        if value is None or value == "":
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, "yes" if value else "no", self.wrap)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, self.wrap)
        else:
            text = str(value).encode("utf-8", "replace").decode("utf-8")
            sheet.write_string(
                row, column, text if len(text) <= CELL_LIMIT else text[: CELL_LIMIT - 1] + "…", self.wrap
            )

    def link(self, sheet: Any, row: int, column: int, address: str | None) -> None:
        if address and address.startswith("https://") and len(address) < LINK_LIMIT and self.links < LINKS_LIMIT:
            self.links += 1
            sheet.write_url(row, column, address)
        else:
            self.put(sheet, row, column, address)


def _matrix(sheets: _Sheets, data: dict[str, Any]) -> None:
    whole = {(cell["instrument"], cell["issue"]): cell for cell in data["cells"] if cell["provision"] is None}
    cited = {instrument for (instrument, _), cell in whole.items() if cell["passages"]}
    rows = [i for i in data["about"]["instruments"] if i["id"] in cited]
    issues = data["about"]["issues"]
    columns = [("Instrument", 16), ("Title", 48), *((issue["label"], 13) for issue in issues)]
    sheet = sheets.add("matrix", columns, frozen=2)
    sheet.set_row(0, 48)
    for r, instrument in enumerate(rows, 1):
        sheets.put(sheet, r, 0, instrument["name"])
        sheets.put(sheet, r, 1, instrument["title"])
        for c, issue in enumerate(issues, 2):
            cell = whole.get((instrument["id"], issue["id"]))
            if cell is not None:
                sheets.put(sheet, r, c, cell["passages"] or NOBODY)
    if rows and issues:
        scale = {"type": "2_color_scale", "min_color": "#FFF7EC", "max_color": "#EF6548"}
        sheet.conditional_format(1, 2, len(rows), len(issues) + 1, scale)


def _evidence(sheets: _Sheets, data: dict[str, Any]) -> None:
    labels = {issue["id"]: issue["label"] for issue in data["about"]["issues"]}
    shorts = {i["id"]: i["name"] for i in data["about"]["instruments"]}
    stages = {stage["id"]: stage["label"] for stage in data["about"]["stages"]}
    sheet = sheets.add("evidence", EVIDENCE, frozen=3)
    entries = data["evidence"][:ROWS_LIMIT]
    for r, entry in enumerate(entries, 1):
        span = "" if entry["source_start"] is None else f", {entry['source_start']}–{entry['source_end']}"
        row = (
            labels.get(entry["issue"], entry["issue"]),
            shorts.get(entry["instrument"], entry["instrument"]),
            entry["reference"],
            entry["evidence"],
            entry["text"],
            entry["via"],
            entry["kind"],
            entry["band"],
            entry["voice"],
            entry["author"],
            entry["role"],
            entry["lang"],
            entry["date"],
            entry["post"],
            entry["passage"],
            "yes" if entry["negated"] else "",
            "; ".join(stages.get(one, one) for one in entry["stages"]),
            "; ".join(entry["terms"]),
            entry["note"],
            f"{entry['source'] or ''}{span}",
        )
        for c, value in enumerate(row):
            sheets.put(sheet, r, c, value)
        sheets.link(sheet, r, len(row), entry["address"])
    sheet.autofilter(0, 0, max(1, len(entries)), len(EVIDENCE) - 1)


def _provisions(sheets: _Sheets, data: dict[str, Any], provisions: dict[str, dict[str, Any]]) -> None:
    labels = {issue["id"]: issue["label"] for issue in data["about"]["issues"]}
    shorts = {i["id"]: i["name"] for i in data["about"]["instruments"]}
    sheet = sheets.add("provisions", PROVISIONS, frozen=2)
    cells = [cell for cell in data["cells"] if cell["provision"] is not None][:ROWS_LIMIT]
    for r, cell in enumerate(cells, 1):
        provision = provisions[cell["provision"]]
        row = (
            shorts[cell["instrument"]],
            provision["label"],
            provision["heading"] or provision["summary"],
            labels.get(cell["issue"], cell["issue"]),
            *(cell[key] for key in ("passages", "posts", "authors", "cited", "quoted", "curated")),
        )
        for c, value in enumerate(row):
            sheets.put(sheet, r, c, value)
    sheet.autofilter(0, 0, max(1, len(cells)), len(PROVISIONS) - 1)


def _codebook(sheets: _Sheets, data: dict[str, Any]) -> None:
    sheet = sheets.add("codebook", (("What", 28), ("Id", 30), ("Meaning", 100)))
    rows = [("issue: " + i["label"], i["id"], i["scope"]) for i in data["about"]["issues"]]
    rows += [("stage: " + s["label"], s["id"], s["scope"]) for s in data["about"]["stages"]]
    rows += [("figure", key, text) for key, text in data["about"]["meaning"].items()]
    rows.append(("figure", NOBODY, "In the matrix: rightsgraph's list says so, and no passage here cites it."))
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row):
            sheets.put(sheet, r, c, value)


def _about(sheets: _Sheets, data: dict[str, Any]) -> None:
    sheet = sheets.add("about", (("What", 24), ("Value", 80)))
    about = data["about"]
    keys = ("build_id", "date", "project_version", "schema_version", "catalogue")
    rows: list[tuple[str, object]] = [(key, about[key]) for key in keys if about[key]]
    for name, nothing in (("exclude_roles", "none"), ("voices", "all"), ("langs", "all"), ("stages", "all")):
        rows.append((name.replace("_", " "), ", ".join(about["filters"][name]) or nothing))
    rows.append(("min confidence", about["filters"]["min_confidence"] or "none"))
    for one in about["bands"]:
        said = f"confidence from {one['least']:g}: {one['meaning']}"
        rows.append((one["band"], "; ".join(filter(None, (said, one.get("measured"))))))
    rows.append(("sentences", len(data["evidence"])))
    if len(data["evidence"]) > ROWS_LIMIT:
        rows.append(("left out", f"{len(data['evidence']) - ROWS_LIMIT} sentences: a sheet holds no more"))
    for r, row in enumerate(rows, 1):
        for c, value in enumerate(row):
            sheets.put(sheet, r, c, value)
