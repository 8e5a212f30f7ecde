"""Tables, indexes, full-text search and views of the knowledge base.

The names are public: people write SQL against them. A change of a name or a meaning raises `VERSION`,
which stands in the file as ``user_version`` beside rightsgraph's own ``application_id``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kb import bands

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

CITATIONS_VIEW = f"""
select
    c.id, c.post, p.author, p.role, p.lang, p.thread, p.date, p.source,
    c.kind, c.status, c.text, c.target, c.instrument, c.provision, c.document, c.paragraph,
    d.state as document_state, d.body as document_body,
    i.short as instrument_name, i.title as instrument_title, v.label as provision_label, v.heading,
    case
        when v.id is not null then i.short || ', ' || v.label
        when i.id is not null then i.short
        when b.id is not null then b.title
        when d.id is not null and c.paragraph <> ''
            then d.title || ', ' || replace(replace(c.paragraph, 'para_', 'para. '), '__point_', ' ')
        when d.id is not null then d.title
        else c.target
    end as label,
    coalesce(
        v.uri,
        (select a.value from json_each(i.addresses) a where a.key = p.lang),
        json_extract(i.addresses, '$.en'),
        (select a.value from json_each(i.addresses) a limit 1)
    ) as address,
    c.evidence, c.via_text as via, c.voice, c.note, c.confidence,
    case when c.instrument is not null then {bands.SQL} end as band, c.rule,
    c.start, c.end, c.source_start, c.source_end
from citations c
join posts p on p.id = c.post
left join instruments i on i.id = c.instrument
left join provisions v on v.id = c.provision
left join bodies b on c.kind = 'body' and b.id = c.target
left join documents d on d.id = c.document
"""

PROVISION_COUNTS_VIEW = """
select
    v.id as provision, v.instrument, v.label, v.heading, v.parent,
    count(c.id) as citations,
    count(distinct c.post) as posts,
    count(distinct p.author) as authors,
    count(distinct case when c.kind <> 'quotation' then c.post end) as cited,
    count(distinct case when c.kind = 'quotation' then c.post end) as quoted
from provisions v
join citations c on c.provision = v.id
join posts p on p.id = c.post
group by v.id
"""

ISSUE_MAP_SQL = """
with hits as (
    select distinct t.issue, t.post, t.passage, p.author, c.kind = 'quotation' as quoted, c.instrument, c.provision
    from tags t
    join citations c on c.post = t.post and c.start >= t.start and c.start < t.end
    join posts p on p.id = t.post
    where c.status = 'resolved' and c.instrument is not null {where}
),
spread as (
    select issue, post, passage, author, quoted, instrument, null as provision from hits
    union
    select issue, post, passage, author, quoted, instrument, provision from hits where provision is not null
),
counted as (
    select
        instrument, provision, issue,
        count(distinct post || char(31) || passage) as passages,
        count(distinct post) as posts,
        count(distinct author) as authors,
        count(distinct case when not quoted then post || char(31) || passage end) as cited,
        count(distinct case when quoted then post || char(31) || passage end) as quoted
    from spread
    group by instrument, provision, issue
),
known as (
    select a.issue, coalesce(v.instrument, a.target) as instrument, v.id as provision
    from issue_provisions a left join provisions v on v.id = a.target
    where v.id is not null or a.target in (select id from instruments)
),
curated as (
    select issue, instrument, null as provision from known
    union
    select issue, instrument, provision from known where provision is not null
)
select k.*, exists(
    select 1 from curated d
    where d.issue = k.issue and d.instrument = k.instrument and d.provision is k.provision
) as curated
from counted k
union all
select d.instrument, d.provision, d.issue, 0, 0, 0, 0, 0, 1 from curated d
where not exists (
    select 1 from counted k
    where k.issue = d.issue and k.instrument = d.instrument and k.provision is d.provision
)
"""
"""One row for each cell of the issue map, a row without provision standing for the whole instrument:
a passage counts once there, whatever of the instrument it cites."""

VIEWS: dict[str, str] = {
    "v_citations": CITATIONS_VIEW,
    "v_provision_counts": PROVISION_COUNTS_VIEW,
    "v_issue_map": ISSUE_MAP_SQL.format(where=""),
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
