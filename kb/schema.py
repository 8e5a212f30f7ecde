"""Tables, indexes, full-text search and views of the knowledge base.

The names are public: people write SQL against them. A change of a name or a meaning raises `VERSION`,
which stands in the file as ``user_version`` beside rightsgraph's own ``application_id``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kb.views import VIEWS

if TYPE_CHECKING:
    from sqlite_utils import Database

VERSION = 3
APPLICATION = 0x52474B42  # "RGKB"
TOKENIZER = "unicode61 remove_diacritics 2"

LINKS = ("instrument", "anaphor", "pinpoint", "quotation")
"""Kinds of citations that link to an instrument or a provision; the others are shown, never linked."""


class TableSpec(NamedTuple):
    """One table: columns with their types, primary key, foreign keys (column, table) and NOT NULL columns."""

    columns: dict[str, type]
    pk: str | tuple[str, ...]
    foreign: tuple[tuple[str, str], ...] = ()
    required: tuple[str, ...] = ()


TABLES: dict[str, TableSpec] = {
    "build": TableSpec({"key": str, "value": str}, "key", required=("value",)),
    "bands": TableSpec(
        {"id": str, "least": float, "links": int, "right": int, "precision": float, "low": float, "high": float}, "id"
    ),
    "sources": TableSpec({"id": str, "path": str, "sha256": str, "reader": str, "posts": int}, "id"),
    "instruments": TableSpec(
        {
            "id": str,
            "kind": str,
            "title": str,
            "short": str,
            "titles": str,
            "body": str,
            "about": str,
            "joint": str,
            "symbols": str,
            "codes": str,
            "adopted": str,
            "in_force": str,
            "addresses": str,
            "unit": str,
            "akn": str,
            "note": str,
            "position": int,
        },
        "id",
        required=("kind", "title", "short", "position"),
    ),
    "names": TableSpec(
        {"id": int, "instrument": str, "text": str, "lang": str, "kind": str},
        "id",
        (("instrument", "instruments"),),
        ("instrument", "text", "lang", "kind"),
    ),
    "bodies": TableSpec({"id": str, "kind": str, "title": str, "monitors": str}, "id", required=("title",)),
    "provisions": TableSpec(
        {
            "id": str,
            "instrument": str,
            "path": str,
            "parent": str,
            "position": int,
            "depth": int,
            "label": str,
            "heading": str,
            "headings": str,
            "summary": str,
            "summaries": str,
            "official_heading": int,
            "review": str,
            "akn": str,
            "uri": str,
            "confidence": str,
            "note": str,
        },
        "id",
        (("instrument", "instruments"), ("parent", "provisions")),
        ("instrument", "path", "position", "depth", "label"),
    ),
    "relations": TableSpec(
        {
            "id": int,
            "source": str,
            "verb": str,
            "reverse": str,
            "target": str,
            "stated_in": str,
            "reason": str,
            "confidence": str,
            "judgement": int,
        },
        "id",
        required=("source", "verb", "reverse", "target"),
    ),
    "posts": TableSpec(
        {
            "id": str,
            "source": str,
            "start": int,
            "end": int,
            "locator": str,
            "author": str,
            "role": str,
            "translation_of": str,
            "parent": str,
            "thread": str,
            "position": int,
            "title": str,
            "lang": str,
            "languages": str,
            "date": str,
            "text": str,
            "offsets": str,
            "hash": str,
        },
        "id",
        (("parent", "posts"),),
        ("text", "lang", "position", "hash"),
    ),
    "documents": TableSpec(
        {
            "id": str,
            "title": str,
            "kind": str,
            "body": str,
            "state": str,
            "year": str,
            "session": str,
            "cycle": str,
        },
        "id",
        required=("title",),
    ),
    "citations": TableSpec(
        {
            "id": int,
            "post": str,
            "start": int,
            "end": int,
            "source_start": int,
            "source_end": int,
            "text": str,
            "target": str,
            "instrument": str,
            "provision": str,
            "document": str,
            "paragraph": str,
            "kind": str,
            "status": str,
            "confidence": float,
            "rule": str,
            "via_start": int,
            "via_end": int,
            "via_text": str,
            "evidence": str,
            "evidence_start": int,
            "evidence_end": int,
            "voice": str,
            "candidates": str,
            "note": str,
        },
        "id",
        (
            ("post", "posts"),
            ("instrument", "instruments"),
            ("provision", "provisions"),
            ("document", "documents"),
        ),
        ("post", "start", "end", "text", "kind", "status"),
    ),
    "issues": TableSpec(
        {
            "id": str,
            "label": str,
            "labels": str,
            "scope": str,
            "broader": str,
            "related": str,
            "concepts": str,
        },
        "id",
        required=("label",),
    ),
    "issue_provisions": TableSpec(
        {"issue": str, "target": str, "reason": str}, ("issue", "target"), (("issue", "issues"),)
    ),
    "tags": TableSpec(
        {
            "id": int,
            "post": str,
            "passage": int,
            "start": int,
            "end": int,
            "issue": str,
            "terms": str,
            "spans": str,
            "negated": int,
        },
        "id",
        (("post", "posts"), ("issue", "issues")),
        ("post", "passage", "start", "end", "issue"),
    ),
    "stages": TableSpec(
        {"id": str, "position": int, "label": str, "labels": str, "scope": str}, "id", required=("position", "label")
    ),
    "stage_provisions": TableSpec(
        {"stage": str, "target": str, "reason": str}, ("stage", "target"), (("stage", "stages"),)
    ),
    "stage_tags": TableSpec(
        {
            "id": int,
            "post": str,
            "passage": int,
            "start": int,
            "end": int,
            "stage": str,
            "terms": str,
            "spans": str,
            "negated": int,
        },
        "id",
        (("post", "posts"), ("stage", "stages")),
        ("post", "passage", "start", "end", "stage"),
    ),
    "states": TableSpec(
        {"id": str, "alpha3": str, "name": str, "official": str, "names": str},
        "id",
        required=("alpha3", "name", "official", "names"),
    ),
    "bindings": TableSpec(
        {"state": str, "treaty": str, "status": str, "year": int, "as_of": str, "source": str, "note": str},
        ("state", "treaty"),
        (("state", "states"), ("treaty", "instruments")),
        ("status", "as_of", "source"),
    ),
    "state_mentions": TableSpec(
        {"id": int, "post": str, "state": str, "start": int, "end": int, "text": str, "kind": str},
        "id",
        (("post", "posts"), ("state", "states")),
        ("post", "state", "start", "end", "text", "kind"),
    ),
}

INDEXES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("names", ("instrument",)),
    ("provisions", ("instrument", "position")),
    ("provisions", ("parent",)),
    ("relations", ("source",)),
    ("relations", ("target",)),
    ("posts", ("parent",)),
    ("posts", ("thread",)),
    ("posts", ("author",)),
    ("posts", ("lang",)),
    ("citations", ("post", "start")),
    ("citations", ("provision",)),
    ("citations", ("document",)),
    ("documents", ("state", "body")),
    ("citations", ("instrument", "kind")),
    ("citations", ("kind", "status")),
    ("issue_provisions", ("target",)),
    ("tags", ("post", "start")),
    ("tags", ("issue",)),
    ("stage_provisions", ("target",)),
    ("stage_tags", ("post", "start")),
    ("stage_tags", ("stage",)),
    ("bindings", ("treaty",)),
    ("state_mentions", ("post", "start")),
    ("state_mentions", ("state",)),
)

FULL_TEXT: dict[str, tuple[str, ...]] = {
    "posts": ("text", "author", "title"),
    "provisions": ("label", "heading", "summary"),
}


def create(db: Database) -> None:
    """Create all tables, full-text tables and views in an empty database, with foreign keys on.

    Indexes come last (`create_indexes`), since filling a table without them is faster.

    >>> from sqlite_utils import Database
    >>> db = Database(memory=True)
    >>> create(db)
    >>> "v_citations" in db.view_names(), db.execute("pragma user_version").fetchone()
    (True, (3,))
    """
    for name, spec in TABLES.items():
        db.table(name).create(
            spec.columns,
            pk=spec.pk,
            foreign_keys=[(column, other, "id") for column, other in spec.foreign],
            not_null=spec.required,
        )
    for name, columns in FULL_TEXT.items():
        db.table(name).enable_fts(columns, tokenize=TOKENIZER)
    for name, sql in VIEWS.items():
        db.create_view(name, sql.strip())
    db.execute(f"pragma application_id = {APPLICATION}")
    db.execute(f"pragma user_version = {VERSION}")
    db.execute("pragma foreign_keys = on")


def create_indexes(db: Database) -> None:
    """Create the indexes, fill the full-text tables and gather the query planner's figures."""
    for table, columns in INDEXES:
        db.table(table).create_index(columns, if_not_exists=True)
    for name in FULL_TEXT:
        db.table(name).rebuild_fts()
    db.execute("analyze")
