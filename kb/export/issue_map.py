"""The issue map: which instruments are cited where an issue is discussed, with the sentences that prove it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

from kb import bands, references, views
from kb.export import map_page
from kb.export.files import writing
from kb.narrow import narrowed
from kb.query import build_record

if TYPE_CHECKING:
    from sqlite_utils import Database

Format = Literal["xlsx", "json", "csv", "md", "html", "docx", "svg", "png"]

MEANING = {
    "cell": "An instrument (provision empty) or one of its provisions, and an issue.",
    "passages": "Passages (paragraphs, list items) about the issue that cite or quote the instrument or provision.",
    "posts": "Posts that these passages stand in.",
    "authors": "Distinct authors of these posts; posts without an author are not counted here.",
    "cited": "Passages that name or cite it.",
    "quoted": "Passages that reproduce its wording.",
    "curated": "Whether rightsgraph's own list says that it addresses the issue; cited by nobody when passages is 0.",
    "stages": "Stages of migration (origin, transit, destination, return) that the passage is about.",
    "whole": "A row for a whole instrument counts a passage once, whatever of the instrument it cites.",
}


def issue_map(
    db: Database,
    *,
    exclude_roles: Sequence[str] = (),
    voices: Sequence[str] = (),
    langs: Sequence[str] = (),
    stages: Sequence[str] = (),
    lang: str = "en",
) -> dict[str, Any]:
    """The map as plain data.

    Args:
        db: The database.
        exclude_roles: Leave out what these write (``moderator``).
        voices: Only citations in these voices (``own``, ``quoted``, ``translated``); all when empty.
        langs: Only posts in these languages; all when empty.
        stages: Only passages about one of these stages of migration; all when empty. Curated cells stay.
        lang: The language of names, labels and references (``en``, ``es``, ``fr``).

    Returns:
        ``cells``: instrument, provision (None for the whole instrument), issue, passages, posts, authors, cited,
        quoted, curated (see `MEANING`), instruments in the catalogue's order.
        ``evidence``: one entry for each citation in a passage about an issue: issue, instrument, provision, target,
        label, evidence (the sentence), text, via, kind, voice, confidence, band, note, author, role, lang, date, post,
        passage, start, end, terms, negated, stages, address, source, source_start, source_end, reference (as the
        United Nations write it: "CEDAW, art. 12 (2)").
        ``about``: build_id, date, versions, lang, filters, bands (band, least, meaning, measured), meaning, instruments
        (id, short, title, name in that language), issues and stages (id, label,
        scope).
    """
    where, values = _filters(exclude_roles, voices, langs, stages)
    cells = [
        {**row, "curated": bool(row["curated"])}
        for row in db.query(
            f"select m.* from ({views.ISSUE_MAP_SQL.format(where=where)}) m"
            " join instruments i on i.id = m.instrument left join provisions v on v.id = m.provision"
            " order by i.position, v.position, m.issue",
            values,
        )
    ]
    named = references.names(db, (row[0] for row in db.execute("select id from instruments").fetchall()), lang)
    paths = dict(db.execute("select id, path from provisions where id in (select provision from citations)").fetchall())
    evidence = [
        {
            **row,
            "terms": json.loads(row["terms"]),
            "negated": bool(row["negated"]),
            "reference": references.reference(named[row["instrument"]], paths.get(row["provision"], ""), lang),
            "stages": json.loads(row["stages"]),
        }
        for row in db.query(
            "select t.issue, c.instrument, c.provision, c.target, c.label, c.evidence, c.text, c.via, c.kind, c.voice,"
            " c.confidence, c.band, c.note, c.author, c.role, c.lang, c.date, c.post, t.passage, c.start, c.end,"
            f" t.terms, t.negated, {_STAGES} as stages, c.address, c.source, c.source_start, c.source_end"
            " from tags t join v_citations c on c.post = t.post and c.start >= t.start and c.start < t.end"
            " join posts p on p.id = t.post"
            f" where c.status = 'resolved' and c.instrument is not null {where} order by t.issue, c.id, t.id",
            values,
        )
    ]
    record, known = build_record(db), bands.read(db)
    about = {key: record.get(key) for key in ("build_id", "date", "project_version", "schema_version", "catalogue")}
    used = {cell["instrument"] for cell in cells}
    return {
        "cells": cells,
        "evidence": evidence,
        "about": {
            **about,
            "lang": lang,
            "filters": {
                "exclude_roles": list(exclude_roles),
                "voices": list(voices),
                "langs": list(langs),
                "stages": list(stages),
                "min_confidence": narrowed(db).min_confidence,
            },
            "bands": [
                {"band": name, "least": bands.LEAST[name], "meaning": meaning}
                | ({"measured": bands.sentence(known[name])} if name in known else {})
                for name, meaning in bands.MEANING.items()
            ],
            "meaning": MEANING,
            "instruments": [
                {**row, "name": named[row["id"]]}
                for row in db.query("select id, short, title from instruments order by position")
                if row["id"] in used
            ],
            "issues": _concepts(db, "issues", "id", lang),
            "stages": _concepts(db, "stages", "position, id", lang),
        },
    }


def write_json(data: dict[str, Any], out: IO[str]) -> None:
    """Write the map as JSON, one and the same text for the same map."""
    out.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


FIGURES = ("passages", "posts", "authors", "cited", "quoted")
EVIDENCE_COLUMNS = (
    *(
        "issue",
        "issue_label",
        "instrument",
        "provision",
        "reference",
        "passages",
        "posts",
        "authors",
        "cited",
        "quoted",
    ),
    *(
        "evidence",
        "text",
        "via",
        "kind",
        "voice",
        "band",
        "author",
        "role",
        "lang",
        "date",
        "post",
        "address",
        "build_id",
    ),
)


def write_csv(data: dict[str, Any], out: IO[str]) -> None:
    """Write one row a sentence with the figures of its cell (the provision's, else the instrument's), cells guarded."""
    from instruments.output import emit

    figures = {(cell["instrument"], cell["provision"], cell["issue"]): cell for cell in data["cells"]}
    labels = {issue["id"]: issue["label"] for issue in data["about"]["issues"]}
    rows = (
        {
            **{key: figures[e["instrument"], e["provision"], e["issue"]][key] for key in FIGURES},
            **e,
            "issue_label": labels[e["issue"]],
            "build_id": data["about"]["build_id"],
        }
        for e in data["evidence"]
    )
    emit(rows, "csv", EVIDENCE_COLUMNS, file=out)


WRITERS = {"json": write_json, "csv": write_csv, "md": map_page.write_markdown, "html": map_page.write_html}


def save(db: Database, path: str | Path, *, format: Format = "xlsx", **options: Any) -> dict[str, Any]:
    """Write the map to a file, whole or not at all, and give its data (see `issue_map`).

    Raises:
        ImportError: ``docx`` needs python-docx, ``svg`` and ``png`` need matplotlib.
    """
    data = issue_map(db, **options)
    with writing(path) as part:
        if format in WRITERS:
            newline = "" if format == "csv" else "\n"
            with part.open("w", encoding="utf-8", errors="replace", newline=newline) as out:
                WRITERS[format](data, out)
        elif format == "docx":
            from kb.export import map_word

            map_word.write(data, part)
        elif format in ("svg", "png"):
            from kb.export import map_plot

            map_plot.write(data, part, format)
        else:
            from kb.export import xlsx

            xlsx.write_issue_map(data, _provisions(db, data), part)
    return data


def _provisions(db: Database, data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Label, heading and summary of the provisions that the map's cells name, by id."""
    wanted = json.dumps([cell["provision"] for cell in data["cells"] if cell["provision"]])
    sql = """
        select v.id, i.short || ', ' || v.label as label, v.heading, v.summary
        from provisions v join instruments i on i.id = v.instrument where v.id in (select value from json_each(?))
    """
    return {row["id"]: row for row in db.query(sql, [wanted])}


def _concepts(db: Database, table: str, order: str, lang: str) -> list[dict[str, Any]]:
    """Id, label in the language and scope of the issues or of the stages of migration."""
    label = "coalesce((select l.value from json_each(labels) l where l.key = ?), label)"
    return list(db.query(f"select id, {label} as label, scope from {table} order by {order}", [lang]))


_STAGES = (
    "(select json_group_array(stage) from (select g.stage from stage_tags g join stages o on o.id = g.stage"
    " where g.post = t.post and g.passage = t.passage order by o.position, o.id))"
)


def _filters(
    roles: Sequence[str], voices: Sequence[str], langs: Sequence[str], stages: Sequence[str]
) -> tuple[str, list[str]]:
    clauses: list[str] = []
    values: list[str] = []
    for column, negated, chosen in (("p.role", "not ", roles), ("c.voice", "", voices), ("p.lang", "", langs)):
        if chosen:
            clauses.append(f"and {column} {negated}in ({', '.join('?' * len(chosen))})")
            values += chosen
    if stages:
        marks = ", ".join("?" * len(stages))
        clauses.append(
            "and exists(select 1 from stage_tags g where g.post = t.post and g.passage = t.passage"
            f" and g.stage in ({marks}))"
        )
        values += stages
    return " ".join(clauses), values
