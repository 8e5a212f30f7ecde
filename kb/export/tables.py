"""Tables as CSV: one row a link, with ids and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from instruments.output import emit
from kb.export.files import writing

if TYPE_CHECKING:
    from sqlite_utils import Database

Table = Literal["citations", "provisions", "edges", "issue-map"]

COLUMNS: dict[str, tuple[str, ...]] = {
    "citations": (
        "id",
        "post",
        "author",
        "role",
        "lang",
        "date",
        "thread",
        "kind",
        "status",
        "text",
        "target",
        "label",
        "heading",
        "address",
        "evidence",
        "via",
        "voice",
        "confidence",
        "rule",
        "note",
        "start",
        "end",
        "source",
        "source_start",
        "source_end",
    ),
    "provisions": ("id", "instrument", "label", "heading", "parent", "citations", "posts", "authors", "address"),
    "edges": ("source", "verb", "reverse", "target", "stated_in", "evidence", "confidence"),
    "issue-map": ("instrument", "provision", "issue", "passages", "posts", "authors", "cited", "quoted", "curated"),
}
_QUERIES = {
    "citations": "select * from v_citations order by id",
    "provisions": """
        select v.id, v.instrument, v.label, v.heading, v.parent, coalesce(c.citations, 0) as citations,
            coalesce(c.posts, 0) as posts, coalesce(c.authors, 0) as authors, coalesce(v.uri, v.akn) as address
        from provisions v join instruments i on i.id = v.instrument
        left join v_provision_counts c on c.provision = v.id order by i.position, v.position
    """,
    "issue-map": "select * from v_issue_map order by instrument, provision is not null, provision, issue",
}


def rows(db: Database, table: Table) -> Iterator[dict[str, Any]]:
    """The rows of a table, as they come."""
    if table == "edges":
        from kb.graph import edges

        for edge in edges(db):
            yield {"source": edge.source, "target": edge.target, **edge.attributes}
    else:
        yield from db.query(_QUERIES[table])


def write(db: Database, out: IO[str], *, table: Table = "citations", bom: bool = False) -> int:
    """Write a table as CSV, cells that a spreadsheet would run as a formula guarded by an apostrophe.

    Args:
        db: The database.
        out: Where to write.
        table: ``citations`` (every mention, one row each), ``provisions`` (with their counts), ``edges`` (of the
            graph) or ``issue-map`` (its cells).
        bom: Begin with a byte order mark, by which Excel knows UTF-8.

    Returns:
        How many rows were written.
    """
    if bom:
        out.write("\ufeff")
    return emit(rows(db, table), "csv", COLUMNS[table], file=out)


def save(db: Database, path: str | Path, *, table: Table = "citations", bom: bool = False) -> int:
    """Write a table to a file, whole or not at all, and give the number of rows (see `write`)."""
    with writing(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="") as out:
        return write(db, out, table=table, bom=bom)
