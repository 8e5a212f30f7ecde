"""CSV: a table with named columns, separated by comma, semicolon or tab."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator

from corpus.models import ReadError, Source
from corpus.read.records import post_of
from kb.records import Post

# a field may be a whole document
csv.field_size_limit(min(sys.maxsize, 2**31 - 1))


def read(source: Source) -> Iterator[Post]:
    """Yield the post of each row; the first row names the columns.

    Raises:
        ReadError: where the text's column is missing or the table is broken.

    >>> [(post.id, post.text) for post in read(Source(name="x.csv", text="id;text\\n7;See CEDAW.\\n"))]
    [('7', 'See CEDAW.')]
    """
    rows = csv.reader(io.StringIO(source.text, newline=""), delimiter=_delimiter(source.text), strict=True)
    try:
        header = [name.strip() for name in next(rows, [])]
        if not any(header):
            return
        _check(source, header)
        position = 0
        for number, row in enumerate(rows, 2):
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header):
                source.problem(
                    f"row {number}",
                    f"it has {len(row)} cells for {len(header)} columns, so the rest was left out; "
                    "put quotation marks around a text that holds the separator",
                    "warning",
                )
            post = post_of(source, dict(zip(header, row, strict=False)), f"row {number}", position)
            if post is not None:
                yield post
                position += 1
    except csv.Error as error:
        where = f"line {rows.line_num}"
        raise ReadError(source.name, f"the table cannot be read ({error}); check its quotation marks", where) from error


def _delimiter(text: str) -> str:
    """The separator that stands most often in the first row."""
    first = text.lstrip().split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _check(source: Source, header: list[str]) -> None:
    wanted = source.columns.text
    if wanted in header:
        return
    named = ", ".join(f"“{name}”" for name in header if name)
    raise ReadError(
        source.name,
        f"there is no column “{wanted}” among {named}; rename a column or say which one holds the text (--text-column)",
        "row 1",
    )
