"""Citations, issue tags and stage tags in and out of the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec

from kb import errors, reviews, schema
from kb.facts import insert, packed
from kb.records import Candidate, Citation, StageTag, Tag, Via

if TYPE_CHECKING:
    from sqlite_utils import Database

COLUMNS = (
    "post",
    "start",
    "end",
    "source_start",
    "source_end",
    "text",
    "target",
    "instrument",
    "provision",
    "document",
    "paragraph",
    "kind",
    "status",
    "confidence",
    "rule",
    "via_start",
    "via_end",
    "via_text",
    "evidence",
    "evidence_start",
    "evidence_end",
    "voice",
    "candidates",
    "note",
)
TAG_TABLES = {"issue": "tags", "stage": "stage_tags"}


def write(db: Database, citations: Iterable[Citation]) -> int:
    """Write citations as they come; their ids count up in that order.

    A resolved link gets foreign keys to its instrument and its provision where the database holds them, and a
    document its row in ``documents``; the target itself is kept as text in any case.

    Returns:
        How many were written.

    Raises:
        BadRecord: a citation names a post that is not in the database.
    """
    instruments = {row[0] for row in db.conn.execute("select id from instruments")}
    provisions = {row[0] for row in db.conn.execute("select id from provisions")}
    found = list(citations)
    with db.conn:
        reviews.write(db, (_document(c)[0] for c in found if c.kind == "document" and c.target))
    count = 0
    last = ""

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count, last
        for c in found:
            count += 1
            last = c.post
            yield _row(c, instruments, provisions)

    _insert(db, "citations", COLUMNS, rows(), lambda: f"a citation names the post {last!r}")
    return count


def read(db: Database, post: str | None = None) -> Iterator[Citation]:
    """The citations in the order they were written, of one post or of all."""
    columns = ", ".join(f'"{c}"' for c in COLUMNS)
    where = "where post = ?" if post is not None else ""
    parameters = (post,) if post is not None else ()
    for row in db.conn.cursor().execute(f"select {columns} from citations {where} order by id", parameters):
        yield _citation(dict(zip(COLUMNS, row, strict=True)))


def write_tags(db: Database, tags: Iterable[Tag]) -> int:
    """Write issue tags as they come.

    Returns:
        How many were written.

    Raises:
        BadRecord: a tag names a post or an issue that is not in the database.
    """
    return _write_tagged(db, "issue", tags)


def write_stage_tags(db: Database, tags: Iterable[StageTag]) -> int:
    """Write stage tags as they come.

    Returns:
        How many were written.

    Raises:
        BadRecord: a tag names a post or a stage that is not in the database.
    """
    return _write_tagged(db, "stage", tags)


def read_tags(db: Database, post: str | None = None) -> Iterator[Tag]:
    """The issue tags in the order they were written, of one post or of all."""
    return (Tag(**fields) for fields in _read_tagged(db, "issue", post))


def read_stage_tags(db: Database, post: str | None = None) -> Iterator[StageTag]:
    """The stage tags in the order they were written, of one post or of all."""
    return (StageTag(**fields) for fields in _read_tagged(db, "stage", post))


def _write_tagged(db: Database, what: str, tags: Iterable[Tag | StageTag]) -> int:
    count = 0
    last = ""

    def rows() -> Iterator[tuple[Any, ...]]:
        nonlocal count, last
        for t in tags:
            count += 1
            about = getattr(t, what)
            last = f"a tag names the post {t.post!r} and the {what} {about!r}"
            yield (t.post, t.passage, t.start, t.end, about, packed(t.terms), packed(t.spans), int(t.negated))

    _insert(db, TAG_TABLES[what], _tag_columns(what), rows(), lambda: last)
    return count


def _read_tagged(db: Database, what: str, post: str | None) -> Iterator[dict[str, Any]]:
    names = _tag_columns(what)
    columns = ", ".join(f'"{c}"' for c in names)
    where = "where post = ?" if post is not None else ""
    parameters = (post,) if post is not None else ()
    for row in db.conn.cursor().execute(f"select {columns} from {TAG_TABLES[what]} {where} order by id", parameters):
        fields = dict(zip(names, row, strict=True))
        fields["terms"] = msgspec.json.decode(fields["terms"], type=tuple[str, ...])
        fields["spans"] = msgspec.json.decode(fields["spans"], type=tuple[tuple[int, int], ...])
        fields["negated"] = bool(fields["negated"])
        yield fields


def _tag_columns(what: str) -> tuple[str, ...]:
    return ("post", "passage", "start", "end", what, "terms", "spans", "negated")


def _insert(db: Database, table: str, columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]], what: Any) -> None:
    try:
        with db.conn:
            insert(db, table, columns, rows)
    except sqlite3.IntegrityError as error:
        raise errors.BadRecord(f"{what()}, and the database does not have it", "write posts and facts first") from error


def _document(c: Citation) -> tuple[str, str]:
    """The id of the document that a citation names, and the paragraph of it."""
    id, _, paragraph = (c.target or "").partition("#")
    return id, paragraph


def _row(c: Citation, instruments: set[str], provisions: set[str]) -> tuple[Any, ...]:
    target = c.target if c.kind in schema.LINKS and c.status == "resolved" else None
    instrument = target.partition("#")[0] if target else None
    document, paragraph = _document(c) if c.kind == "document" and c.target else (None, "")
    via = c.via
    return (
        c.post,
        c.start,
        c.end,
        c.source_start,
        c.source_end,
        c.text,
        c.target,
        instrument if instrument in instruments else None,
        target if target in provisions else None,
        document,
        paragraph,
        c.kind,
        c.status,
        c.confidence,
        c.rule,
        via.start if via else None,
        via.end if via else None,
        via.text if via else None,
        c.evidence,
        c.evidence_start,
        c.evidence_end,
        c.voice,
        packed([[x.target, x.score] for x in c.candidates]),
        c.note,
    )


def _citation(fields: dict[str, Any]) -> Citation:
    start, end, text = (fields.pop(f"via_{part}") for part in ("start", "end", "text"))
    for column in ("instrument", "provision", "document", "paragraph"):
        del fields[column]
    pairs = msgspec.json.decode(fields.pop("candidates"), type=list[tuple[str, float]])
    return Citation(
        **fields,
        via=Via(start, end, text) if start is not None else None,
        candidates=tuple(Candidate(target, score) for target, score in pairs),
    )
