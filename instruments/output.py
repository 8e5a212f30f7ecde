"""How every command writes its results: a table for people, JSON or CSV for programs.

This is the lowest layer, so that the commands of `kb`, `linker` and `corpus` write alike::

    @click.command()
    @format_option
    def list_things(format: Format) -> None:
        emit(rows, format, ("id", "title"))

Results go to stdout and nothing else does: progress and errors go to stderr.
"""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any, Literal, TypeVar

import click

Format = Literal["table", "json", "jsonl", "csv"]
FORMATS: tuple[Format, ...] = ("table", "json", "jsonl", "csv")
FORMULA = ("=", "+", "-", "@", "\t", "\r")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


class Fail(click.ClickException):
    """A failure to tell the user: one sentence saying what is wrong and where, and what to do next.

    Exits with 1; for a command that was called wrongly raise `click.UsageError`, which exits with 2.

    >>> Fail("kb.db: no such file", "build it with: rightsgraph build SOURCE --db kb.db").format_message()
    'kb.db: no such file; build it with: rightsgraph build SOURCE --db kb.db'
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)


def format_option(command: Decorated) -> Decorated:
    """Add ``--format table|json|jsonl|csv`` to a command, passed on as ``format``."""
    option = click.option(
        "--format",
        "format",
        type=click.Choice(FORMATS),
        default="table",
        show_default=True,
        help="A table for people; json, jsonl or csv for programs.",
    )
    return option(command)


def emit(
    rows: Iterable[Mapping[str, Any]],
    format: Format = "table",
    columns: Sequence[str] | None = None,
    *,
    file: IO[str] | None = None,
    title: str = "",
) -> int:
    """Write rows in one of the formats.

    Args:
        rows: One mapping a row; with jsonl and csv they are written one by one as they come.
        format: ``table`` (a rich table on a terminal, else columns parted by two spaces), ``json`` (one
            array), ``jsonl`` (one object a line) or ``csv`` (header line; cells that a spreadsheet would
            take for a formula are guarded with an apostrophe).
        columns: Which keys, in which order; all keys of the first row when None. json and jsonl write
            the same keys, missing ones as null.
        file: Where to write; stdout when None.
        title: Heading of the table; no other format shows it.

    Returns:
        How many rows were written. No row gives ``[]`` in json, the header in csv and nothing in a table.

    >>> import sys
    >>> emit([{"id": "cedaw", "articles": 30}, {"id": "udhr", "articles": 30}], "jsonl", ("id",), file=sys.stdout)
    {"id": "cedaw"}
    {"id": "udhr"}
    2
    >>> emit([{"id": "cedaw", "names": ["CEDAW", "CEDEF"]}], "csv", file=sys.stdout)
    id,names
    cedaw,CEDAW; CEDEF
    1
    """
    out = sys.stdout if file is None else file
    if format == "table":
        return _table(list(rows), columns, out, title)
    if format == "csv":
        return _csv(rows, columns, out)
    picked = (dict(row) if columns is None else {c: row.get(c) for c in columns} for row in rows)
    if format == "json":
        everything = list(picked)
        out.write(json.dumps(everything, ensure_ascii=False, indent=2) + "\n")
        return len(everything)
    count = 0
    for row in picked:
        out.write(json.dumps(row, ensure_ascii=False) + "\n")
        count += 1
    return count


def cell(value: object) -> str:
    """A value as the text of one cell: lists joined by "; ", None empty, objects as JSON.

    >>> cell(["a", "b"]), cell(None), cell(True), cell({"en": "x"})
    ('a; b', '', 'yes', '{"en": "x"}')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return "; ".join(cell(v) for v in value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    return str(value)


def guarded(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would run as a formula; numbers stay.

    >>> guarded("=1+1"), guarded("-3"), guarded("plain")
    ("'=1+1", '-3', 'plain')
    """
    if not text.startswith(FORMULA):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def _csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str] | None, out: IO[str]) -> int:
    writer = csv.writer(out, lineterminator="\n")
    if columns is not None:
        writer.writerow(columns)
    count = 0
    for row in rows:
        if columns is None:
            columns = tuple(row)
            writer.writerow(columns)
        writer.writerow([guarded(cell(row.get(c))) for c in columns])
        count += 1
    return count


def _table(rows: list[Mapping[str, Any]], columns: Sequence[str] | None, out: IO[str], title: str) -> int:
    if not rows:
        return 0
    columns = tuple(rows[0]) if columns is None else columns
    numeric = {c for c in columns if all(isinstance(r.get(c), int | float) for r in rows)}
    if out.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(title=title or None, title_justify="left", header_style="bold")
        for c in columns:
            table.add_column(c, justify="right" if c in numeric else "left", overflow="fold")
        for row in rows:
            table.add_row(*(Text(cell(row.get(c))) for c in columns))
        Console(file=out).print(table)
        return len(rows)
    cells = [[cell(row.get(c)).replace("\n", " ") for c in columns] for row in rows]
    widths = [max(len(line[i]) for line in [list(columns), *cells]) for i in range(len(columns))]
    if title:
        out.write(title + "\n")
    for line in [list(columns), *cells]:
        padded = (
            text.rjust(w) if c in numeric else text.ljust(w) for text, w, c in zip(line, widths, columns, strict=True)
        )
        out.write("  ".join(padded).rstrip() + "\n")
    return len(rows)
