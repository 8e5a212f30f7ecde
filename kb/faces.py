"""Records as lines of plain text for people at a terminal."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any

WIDTH = 100
MANY = 12
SHORT = 60
REST = ("languages", "citations", "instruments", "provisions", "issues", "stages", "sources")


def provision(record: dict[str, Any]) -> Iterator[str]:
    """What is known of a provision or an instrument, without its citations."""
    if "path" in record:
        yield f"{record['id']}: {record['instrument_name']}, {record['label']}"
        yield record["instrument_title"]
        yield from _field("stands in", "; ".join(_name(row) for row in record["above"]))
        official = "" if record["official_heading"] else " (not official)"
        yield from _field("heading" + official, record["heading"])
        yield from _field(f"summary (not official, {record['review']})", record["summary"])
        yield from _field("identifier", record["uri"] or record["akn"])
    else:
        yield f"{record['id']}: {record['short']}"
        yield record["title"]
        yield from _field("kind", record["kind"])
        yield from _field("body", record["body"])
        yield from _field("symbols", ", ".join([*record["symbols"], *record["codes"]]))
        yield from _field("adopted", record["adopted"])
        yield from _field("in force", record["in_force"])
        yield from _field("also called", _some([f"{n['text']} ({n['lang']})" for n in record["names"]]))
        yield from _field("States bound", _bound(record["bound"]))
    for lang, address in record["addresses"].items():
        yield from _field(f"official page ({lang})", address)
    yield from _field("note", record["note"])
    yield from _field("parts", _some([_name(row) for row in record["below"]]))
    for row in record["relations"]:
        yield from _field(row["verb"], f"{row['other']} ({row['stated_in']})")
    for row in record["issues"]:
        yield from _field("addresses", f"{row['issue']}: {row['reason']}")
    many, posts = record["count"], record["posts"]
    yield from _field("cited", f"{many} time{'' if many == 1 else 's'} in {posts} post{'' if posts == 1 else 's'}")


def post(record: dict[str, Any]) -> Iterator[str]:
    """A post with its text, without its citations."""
    yield f"{record['id']}: {record['title'] or record['author'] or 'no title'}"
    yield from _field("author", " · ".join(x for x in (record["author"], record["role"]) if x))
    mixed = [lang for lang in record["languages"] if lang != record["lang"]]
    yield from _field("language", record["lang"] + (f" (also {', '.join(mixed)})" if mixed else ""))
    yield from _field("date", record["date"])
    yield from _field("replies to", record["parent"])
    yield from _field("translation of", record["translation_of"])
    place = (
        f", {record['start']}–{record['end']}"
        if record["start"] is not None
        else record["locator"] and f", {record['locator']}"
    )
    yield from _field("source", f"{record['source']}{place}" if record["source"] else "")
    yield from _field("replies", ", ".join(row["id"] for row in record["replies"]))
    yield from _field("issues", _counted(record["tags"]))
    yield from _field("stages of migration", _counted(record["stages"]))
    yield from _field("States", "; ".join(f"{one['name']} (state:{one['state']})" for one in record["states"]))
    yield ""
    yield record["text"]


def _bound(tally: dict[str, Any] | None) -> str:
    """How many States an instrument binds, with the date of that."""
    if tally is None:
        return ""
    if tally["unknown"] == tally["states"]:
        return "unknown (tell with `rightsgraph states import FILE`)"
    return f"{tally['bound']} of {tally['states']} (as of {tally['as_of']})"


def _counted(tags: list[dict[str, Any]]) -> str:
    seen = Counter(tag["label"] for tag in tags)
    return "; ".join(f"{label} ({n})" if n > 1 else label for label, n in seen.items())


def figures(record: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The figures of `kb.query.stats` as tables: a title and rows each."""
    names = ("posts", "threads", "authors", "links")
    yield "", [{"what": name, "number": record[name]} for name in names]
    titles = {
        "languages": "Languages",
        "citations": "Citations",
        "instruments": "Most cited instruments",
        "provisions": "Most cited provisions",
        "issues": "Issues",
        "stages": "Stages of migration",
        "sources": "Sources",
    }
    for key in REST:
        yield (
            titles[key],
            [{**row, "sha256": (row["sha256"] or "")[:12]} if key == "sources" else row for row in record[key]],
        )
    yield "Build", [{"key": key, "value": value} for key, value in record["build"].items()]


def flat(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The figures of `kb.query.stats` one a row: section, name, figure, value."""
    for name in ("posts", "threads", "authors", "links"):
        yield {"section": "all", "name": name, "figure": "number", "value": record[name]}
    for section in REST:
        for row in record[section]:
            words = [str(v) for v in row.values() if isinstance(v, str)]
            for figure, value in row.items():
                if isinstance(value, int):
                    yield {"section": section, "name": " ".join(words[:2]), "figure": figure, "value": value}
    for key, value in record["build"].items():
        yield {"section": "build", "name": key, "figure": "value", "value": value}


def short(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Citations for a table of people: what was written and the note cut short, the sentence whole."""
    return [
        {**row, "text": _cut(row["text"]), "note": _cut(row["note"]), "evidence": " ".join(row["evidence"].split())}
        for row in rows
    ]


def _cut(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def _some(names: list[str]) -> str:
    rest = len(names) - MANY
    return "; ".join(names) if rest <= 2 else "; ".join(names[:MANY]) + f"; and {rest} more"


def _name(row: dict[str, Any]) -> str:
    return f"{row['label']} ({row['heading']})" if row["heading"] else str(row["label"])


def _field(name: str, value: object) -> Iterator[str]:
    """A named line, wrapped and indented; none where there is nothing to say."""
    if value:
        yield from textwrap.wrap(f"{name}: {value}", WIDTH, initial_indent="  ", subsequent_indent="      ")
