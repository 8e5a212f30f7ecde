"""The posts themselves with their citations linked: Markdown, a page of HTML, or a Word document.

Every citation that leads somewhere is a link to the official address; where citations overlap, the one that begins
first and is longest is linked, and the members of a range share one link to its first. The text is otherwise as it
was read.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kb import query, references
from kb.export.files import writing
from kb.export.markup import is_address, md, plain

if TYPE_CHECKING:
    from sqlite_utils import Database

Format = Literal["md", "html", "docx"]
Piece = tuple[str, dict[str, Any] | None]

PARAGRAPHS = re.compile(r"\n[ \t]*\n+")
STYLE = (
    "body{max-width:42rem;margin:2rem auto;padding:0 1rem;font:1.05rem/1.6 Georgia,serif}"
    "a{color:#0b4f8a}article{border-top:1px solid #bbb;margin-top:2rem}.by{color:#555}"
    "@media(prefers-color-scheme:dark){body{background:#16181b;color:#e6e6e6}a{color:#8ec5ff}.by{color:#aaa}}"
)


def posts(db: Database, *, post: Sequence[str] = (), lang: str = "en") -> Iterator[dict[str, Any]]:
    """Posts with what is to be linked in them, in the order of the corpus.

    Args:
        db: The database.
        post: Only these; all when empty.
        lang: The language of the references in the links' titles.

    Yields:
        id, title, author, date, lang, text, and ``links``: start, end, address, reference, in order and not
        overlapping.
    """
    marks = f"where id in ({', '.join('?' * len(post))})" if post else ""
    named = references.names(db, (r[0] for r in db.execute("select id from instruments").fetchall()), lang)
    paths = dict(db.execute("select id, path from provisions where id in (select provision from citations)").fetchall())
    for row in db.query(f"select id, title, author, date, lang, text from posts {marks} order by rowid", list(post)):
        links: list[dict[str, Any]] = []
        found = query.citations(db, post=row["id"])
        for c in sorted(found, key=lambda c: (c["kind"] == "quotation", c["start"], -c["end"], c["id"])):
            free = all(c["end"] <= one["start"] or one["end"] <= c["start"] for one in links)
            if c["instrument"] and is_address(c["address"]) and free:
                name = references.reference(named[c["instrument"]], paths.get(c["provision"], ""), lang)
                links.append({"start": c["start"], "end": c["end"], "address": c["address"], "reference": name})
        yield {**row, "links": sorted(links, key=lambda one: one["start"])}


def pieces(post: dict[str, Any]) -> Iterator[Piece]:
    """The text of a post in pieces, each with its link or None; joined they are the text."""
    at = 0
    for link in post["links"]:
        yield post["text"][at : link["start"]], None
        yield post["text"][link["start"] : link["end"]], link
        at = link["end"]
    yield post["text"][at:], None


def save(
    db: Database, path: str | Path, *, format: Format, post: Sequence[str] = (), lang: str = "en"
) -> tuple[int, int]:
    """Write the posts to one file, whole or not at all.

    Returns:
        How many posts and how many links.
    """
    found = list(posts(db, post=post, lang=lang))
    build = query.build_record(db)["build_id"]
    with writing(path) as part:
        if format == "docx":
            _docx(found, part, build, lang)
        else:
            write = _markdown if format == "md" else _html
            with part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
                out.writelines(write(found, build))
    return len(found), sum(len(one["links"]) for one in found)


def _markdown(found: list[dict[str, Any]], build: str) -> Iterator[str]:
    yield f"<!-- rightsgraph, build {build}: {len(found)} posts -->\n"
    for post in found:
        yield f"\n## {md(_title(post))}\n\n{md(_by(post))}\n\n"
        for text, link in pieces(post):
            yield f'[{md(text)}](<{link["address"]}> "{md(link["reference"])}")' if link else md(text)
        yield "\n"


def _html(found: list[dict[str, Any]], build: str) -> Iterator[str]:
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>Posts with their citations</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>Posts with their citations</h1>\n<p>rightsgraph, build {html.escape(build)}: {len(found)} posts</p>\n"
    )
    for post in found:
        lang = html.escape(post["lang"])
        yield f'<article>\n<h2>{plain(_title(post))}</h2>\n<p class="by">{plain(_by(post))}</p>\n<div lang="{lang}">\n'
        body = "".join(
            f'<a href="{html.escape(link["address"])}" title="{plain(link["reference"])}">{plain(text)}</a>'
            if link
            else plain(text)
            for text, link in pieces(post)
        )
        yield from (f"<p>{part.strip()}</p>\n" for part in PARAGRAPHS.split(body) if part.strip())
        yield "</div>\n</article>\n"
    yield "</main>\n</body>\n</html>\n"


def _docx(found: list[dict[str, Any]], path: Path, build: str, lang: str) -> None:
    from kb.export import word

    document = word.document("Posts with their citations", lang)
    document.add_paragraph(f"rightsgraph, build {build}: {len(found)} posts")
    for post in found:
        document.add_heading(word.plain(_title(post)), 1)
        document.add_paragraph(word.plain(_by(post)))
        paragraph = document.add_paragraph()
        for text, link in pieces(post):
            if link:
                word.link(paragraph, link["address"], " ".join(text.split()), tip=link["reference"])
                continue
            first, *rest = PARAGRAPHS.split(text)
            paragraph.add_run(word.plain(first))
            for part in rest:
                paragraph = document.add_paragraph(word.plain(part))
    word.save(document, path)


def _title(post: dict[str, Any]) -> str:
    return str(post["title"] or post["author"] or post["id"])


def _by(post: dict[str, Any]) -> str:
    return " · ".join(part for part in (post["author"], post["date"], post["id"]) if part)
