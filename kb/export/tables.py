"""Tables as CSV: one row a link, with ids and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from instruments.output import emit
from kb import query
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
        "band",
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
TYPES = {
    **dict.fromkeys(("start", "end", "source_start", "source_end", "passages", "posts", "authors"), "BIGINT"),
    **dict.fromkeys(("citations", "cited", "quoted", "curated"), "BIGINT"),
    "confidence": "DOUBLE",
}
CITE_HEAD = "# Written by rightsgraph."
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


def rows(db: Database, table: Table, *, judgements: bool = False) -> Iterator[dict[str, Any]]:
    """The rows of a table, as they come; ``judgements`` as in `write`."""
    if table == "edges":
        from kb.graph import edges

        for edge in edges(db, judgements=judgements):
            yield {"source": edge.source, "target": edge.target, **edge.attributes}
    else:
        yield from db.query(_QUERIES[table])


def write(
    db: Database, out: IO[str], *, table: Table = "citations", bom: bool = False, judgements: bool = False
) -> int:
    """Write a table as CSV, cells that a spreadsheet would run as a formula guarded by an apostrophe.

    Args:
        db: The database.
        out: Where to write.
        table: ``citations`` (every mention, one row each), ``provisions`` (with their counts), ``edges`` (of the
            graph) or ``issue-map`` (its cells).
        bom: Begin with a byte order mark, by which Excel knows UTF-8.
        judgements: Among the edges also the relations that are our own judgement.

    Returns:
        How many rows were written.
    """
    if bom:
        out.write("\ufeff")
    return emit(rows(db, table, judgements=judgements), "csv", COLUMNS[table], file=out)


def save(
    db: Database, path: str | Path, *, table: Table = "citations", bom: bool = False, judgements: bool = False
) -> int:
    """Write a table to a file, whole or not at all, and give the number of rows (see `write`).

    A name that ends in ``.parquet`` gives Parquet: numbers as numbers, texts as they are, nothing guarded.

    Raises:
        ImportError: duckdb is not installed (``pip install 'rightsgraph[parquet]'``).
    """
    with writing(path) as part:
        if Path(path).suffix.lower() == ".parquet":
            return _parquet(db, part, table, judgements=judgements)
        with part.open("w", encoding="utf-8", errors="replace", newline="") as out:
            return write(db, out, table=table, bom=bom, judgements=judgements)


def cite_file(db: Database, folder: str | Path) -> Path | None:
    """Write ``CITATION.cff``, which says how to cite what stands beside it, into a folder.

    One that rightsgraph did not write is left as it is, and None given.
    """
    path = Path(folder) / "CITATION.cff"
    if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(CITE_HEAD):
        return None
    record = query.build_record(db)
    lines = [
        CITE_HEAD,
        "cff-version: 1.2.0",
        "message: If you use these data, please cite them as below, and the instruments by their official texts.",
        "type: dataset",
        "title: Citations of human-rights instruments, linked by rightsgraph",
        "authors:",
        "  - name: rightsgraph",
        f'version: "{record["build_id"]}"',
        *([f"date-released: {record['date'][:10]}"] if record.get("date") else []),
    ]
    with writing(path) as part:
        part.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _parquet(db: Database, path: Path, table: Table, *, judgements: bool) -> int:
    """By way of a CSV file that duckdb reads; a column is a number where the database says so."""
    import csv
    import tempfile

    import duckdb

    columns = COLUMNS[table]
    with tempfile.TemporaryDirectory(prefix=".", dir=path.parent) as folder:
        plain = Path(folder) / "rows.csv"
        count = 0
        with plain.open("w", encoding="utf-8", errors="replace", newline="") as out:
            writer = csv.writer(out, quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            for count, row in enumerate(rows(db, table, judgements=judgements), 1):  # noqa: B007
                writer.writerow(["" if row.get(name) is None else row[name] for name in columns])
        types = {name: TYPES.get(name, "VARCHAR") for name in columns} | (
            {"id": "BIGINT"} if table == "citations" else {}
        )
        with duckdb.connect() as base:
            base.execute("set threads to 1")
            base.read_csv(
                str(plain), header=True, columns=types, null_padding=False, na_values="", allow_quoted_nulls=True,
                quotechar='"', escapechar='"', sep=",", strict_mode=True, max_line_size=64_000_000,
            ).write_parquet(str(path), compression="zstd")  # fmt: skip
    return count
