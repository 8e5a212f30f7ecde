"""Documents of the review processes as page contexts: who cites which paragraph of what was said to which State."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from kb import pages, reviews, site_paths
from kb.site_facts import Facts, plural
from kb.site_pages import citations
from kb.site_posts import sentences

PLACE = "documents.html"
_COLUMNS = (("kind", "Kind"), ("year", "Year"), ("session", "Session"), ("cycle", "Cycle"))


def overview(facts: Facts) -> pages.DocumentsPage:
    """All documents that posts name, by body, most cited first."""
    sql = (
        "select d.*, count(c.id) as citations, count(distinct c.post) as posts from documents d"
        " left join citations c on c.document = d.id group by d.id order by d.body = '', d.body, citations desc, d.id"
    )
    rows = list(facts.db.query(sql))
    return pages.DocumentsPage(
        path=PLACE,
        root="",
        title="Documents",
        section="documents",
        description="Documents of the United Nations and its review processes that posts name, with who cites what.",
        groups=tuple(
            (facts.body(body) or "Other documents", tuple(_row(facts, row) for row in group))
            for body, group in groupby(rows, key=lambda row: str(row["body"] or ""))
        ),
    )


def _row(facts: Facts, row: dict[str, Any]) -> pages.Row:
    small = row["id"] if "/" in row["id"] else "named in words"
    return pages.Row(link=facts.link(row["id"]), small=small, figures=(row["citations"], row["posts"]))


def document(facts: Facts, target: str) -> pages.DocumentPage:
    """The page of a document."""
    record = next(iter(facts.db.query("select * from documents where id = ?", [target])))
    found = citations(facts, "c.document = ?", (target,))
    path = site_paths.document(target)
    by_paragraph: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        by_paragraph.setdefault(row["paragraph"] or "", []).append(row)
    order = [row["paragraph"] for row in reviews.paragraphs(facts.db, target)]
    return pages.DocumentPage(
        path=path,
        root=site_paths.root(path),
        title=record["title"],
        section="documents",
        description=f"Who cites which paragraph of {record['title']}.",
        id=target,
        facts=tuple(_facts(facts, record)),
        figures=(plural(len(found), "citation"), plural(len({row["post"] for row in found}), "post")),
        whole=tuple(sentences(facts, by_paragraph.get("", []))),
        paragraphs=tuple(
            pages.Paragraph(
                anchor=site_paths.anchor(one),
                label=reviews.paragraph(one),
                citing=tuple(sentences(facts, by_paragraph[one])),
            )
            for one in order
        ),
    )


def _facts(facts: Facts, record: dict[str, Any]) -> list[pages.Named]:
    said = [("Symbol", record["id"] if "/" in record["id"] else ""), ("Issued by", facts.body(record["body"] or ""))]
    said.append(("State", reviews.state_name(record["state"] or "")))
    said += [(name, record[column] or "") for column, name in _COLUMNS]
    return [pages.Named(name=name, values=(pages.Link(text=value),)) for name, value in said if value]
