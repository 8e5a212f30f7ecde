"""The issue map as Markdown and as one HTML page that needs nothing else and runs nothing."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from kb.export.references import reference
from kb.site_text import printable

_HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Issue map</title>
</head>
<body>
<main>
<h1>Issue map</h1>
"""
EVIDENCE = ("Issue", "Reference", "Sentence", "Author", "Post", "Official page")


def write_markdown(data: dict[str, Any], out: IO[str]) -> None:
    """Write the map (see `kb.export.issue_map.issue_map`) as two Markdown tables."""
    out.write(f"# Issue map\n\n{_md(_about(data))}\n\n")
    for title, columns, rows in _tables(data):
        out.write(f"## {title}\n\n{_row(columns)}|{' --- |' * len(columns)}\n")
        out.writelines(_row(row) for row in rows)
        out.write("\n")


def write_html(data: dict[str, Any], out: IO[str]) -> None:
    """Write the map as a page without scripts, all text escaped; only https addresses become links."""
    out.write(f"{_HEAD}<p>{_html(_about(data))}</p>\n")
    for title, columns, rows in _tables(data):
        out.write(f"<table>\n<caption>{title}</caption>\n<thead><tr>")
        out.writelines(f'<th scope="col">{_html(name)}</th>' for name in columns)
        out.write("</tr></thead>\n<tbody>\n")
        for first, *rest in rows:
            cells = "".join(f"<td>{_link(value)}</td>" for value in rest)
            out.write(f'<tr><th scope="row">{_html(first)}</th>{cells}</tr>\n')
        out.write("</tbody>\n</table>\n")
    out.write("</main>\n</body>\n</html>\n")


def _tables(data: dict[str, Any]) -> Iterator[tuple[str, Sequence[str], Iterable[Sequence[str]]]]:
    issues = {issue["id"]: issue["label"] for issue in data["about"]["issues"]}
    whole = {(c["instrument"], c["issue"]): c["passages"] for c in data["cells"] if c["provision"] is None}
    used = [key for key in issues if any(n for (_, issue), n in whole.items() if issue == key)]
    rows = [
        [one["short"], *(str(whole.get((one["id"], issue), 0)) for issue in used)]
        for one in data["about"]["instruments"]
        if any(whole.get((one["id"], issue)) for issue in used)
    ]
    yield "Passages that cite the instrument", ["Instrument", *(issues[key] for key in used)], rows
    keys = ("evidence", "author", "post", "address")
    found = (
        [issues.get(e["issue"], e["issue"]), reference(e["target"], e["label"]), *(e[key] or "" for key in keys)]
        for e in data["evidence"]
    )
    yield "Evidence", EVIDENCE, found


def _about(data: dict[str, Any]) -> str:
    about = data["about"]
    chosen = [f"{key.replace('_', ' ')}: {', '.join(value)}" for key, value in about["filters"].items() if value]
    return "; ".join([f"Build {about['build_id']}", f"date {about['date'] or 'unknown'}", *chosen])


def _row(values: Sequence[str]) -> str:
    return f"| {' | '.join(_md(value) for value in values)} |\n"


def _md(value: str) -> str:
    text = " ".join(_html(value).split())
    return "".join(f"\\{one}" if one in "\\`*_[]|" else one for one in text)


def _html(value: str) -> str:
    return html.escape(printable(value))


def _link(value: str) -> str:
    text = _html(value)
    return f'<a href="{text}">{text}</a>' if value.startswith("https://") and " " not in value else text
