"""Citations as W3C Web Annotations (JSON-LD): each with the words it stands on and the provision it leads to.

One annotation a line, so that a file of any size can be read line by line once its head and its tail are off. The
target is the post, by position (code points) and by quotation with the words around it; the body is the provision's
address, with its label.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from kb.export.files import writing
from kb.export.linked_data import Addresses
from kb.query import build_record

if TYPE_CHECKING:
    from sqlite_utils import Database

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32


def records(db: Database, *, base_url: str = "") -> Iterator[dict[str, Any]]:
    """One annotation for each link, in the order of posts and places in them (see the module).

    Args:
        db: The database.
        base_url: Where the site is published; IRIs lie below it.
    """
    at = Addresses(base_url)
    sql = """
        select c.id, c.post, c.start, c.end, c.text, c.kind, c.voice, c.note, c.confidence, c.rule, v.label as label,
            c.instrument, c.provision, p.text as body, p.lang, v.address, o.uri
        from citations c join posts p on p.id = c.post join v_citations v on v.id = c.id
        left join provisions o on o.id = c.provision
        where c.instrument is not null order by c.id
    """
    for row in db.query(sql):
        start, end, text = row["start"], row["end"], row["body"]
        cited = at.provision(row["provision"], row["uri"]) if row["provision"] else at.instrument(row["instrument"])
        said = {"kind": row["kind"], "voice": row["voice"], "rule": row["rule"], "note": row["note"]}
        comment = "; ".join(f"{name}: {value}" for name, value in said.items() if value)
        yield {
            "id": at.of("annotation", str(row["id"])),
            "type": "Annotation",
            "motivation": "linking",
            "body": [
                {"type": "SpecificResource", "source": cited, "purpose": "linking"},
                _said("describing", row["label"]),
                _said("commenting", f"{comment}; confidence: {row['confidence']}"),
                *([{"id": row["address"], "format": "text/html"}] if row["address"] else []),
            ],
            "target": {
                "source": at.post(row["post"]),
                "selector": [
                    {"type": "TextPositionSelector", "start": start, "end": end},
                    {
                        "type": "TextQuoteSelector",
                        "exact": text[start:end],
                        "prefix": text[max(0, start - AROUND) : start],
                        "suffix": text[end : end + AROUND],
                    },
                ],
            },
        }


def write(db: Database, out: IO[str], *, base_url: str = "") -> int:
    """Write a page of annotations as JSON-LD, and give their number."""
    at, record = Addresses(base_url), build_record(db)
    label = f"rightsgraph, build {record['build_id']}"
    page = {
        "@context": CONTEXT,
        "id": at.of("annotations", record["build_id"]),
        "type": "AnnotationPage",
        "label": label,
    }
    out.write(json.dumps(page, ensure_ascii=False)[:-1] + ', "items": [')
    count = 0
    for count, one in enumerate(records(db, base_url=base_url), 1):
        out.write((",\n" if count > 1 else "\n") + json.dumps(one, ensure_ascii=False))
    out.write("\n]}\n")
    return count


def save(db: Database, path: str | Path, *, base_url: str = "") -> int:
    """Write to a file, whole or not at all, and give the number of annotations."""
    with writing(path) as part, part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        return write(db, out, base_url=base_url)


def _said(purpose: str, text: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "language": "en", "value": text}
