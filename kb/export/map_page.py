"""The issue map as Markdown, and as one page of HTML that needs nothing else and runs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from kb.export.map_grid import Grid, grid, shade
from kb.export.map_words import words
from kb.export.markup import is_address, md, plain

STYLE = """
body{margin:2rem auto;max-width:72rem;padding:0 1rem;font:1rem/1.55 Georgia,serif;color:#1d1d1f;background:#fff}
.wide{overflow-x:auto}
table{border-collapse:collapse;font-size:.85rem}
th,td{border:1px solid #d0d0d0;padding:.3rem .5rem;text-align:left;vertical-align:top}
thead th{min-width:5rem}
td.n{text-align:center;min-width:2.5rem}
td.n a{display:block;color:inherit}
.h1{background:#fdf0e2}.h2{background:#fbd9b8}.h3{background:#f8bd87}.h4{background:#f29b57}.h5{background:#e2762b}
section{margin-top:2rem;max-width:44rem}
blockquote{margin:.4rem 0 .2rem;padding-left:.8rem;border-left:3px solid #f29b57}
.by{color:#555;font-size:.85rem}
a{color:#0b4f8a}
@media(prefers-color-scheme:dark){body{background:#16181b;color:#e8e8e8}th,td{border-color:#444}a{color:#8ec5ff}
.by{color:#aaa}.h1,.h2,.h3,.h4,.h5{color:#1d1d1f}}
@media print{.wide{overflow:visible}}
"""
NOBODY = "○"


def write_html(data: dict[str, Any], out: IO[str]) -> None:
    """Write the map: the matrix, each number leading to its sentences below it."""
    told, form = words(data["about"]["lang"]), grid(data)
    out.write(
        f'<!doctype html>\n<html lang="{plain(data["about"]["lang"])}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline';"
        " base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{told['title']}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{told['title']}</h1>\n"
        f"<p>{plain(about(data))}</p>\n<p>{told['cell']}. {NOBODY} {told['nobody']}.</p>\n"
    )
    out.writelines(_matrix(form, told))
    for row, name in form.rows:
        for column, label in form.columns:
            if form.evidence.get((row, column)):
                out.writelines(_evidence(form, row, column, f"{name} · {label}", told))
    out.write("</main>\n</body>\n</html>\n")


def write_markdown(data: dict[str, Any], out: IO[str]) -> None:
    """Write the map as a table and the sentences below it."""
    told, form = words(data["about"]["lang"]), grid(data)
    out.write(f"# {told['title']}\n\n{_line(about(data))}\n\n{told['cell']}. {NOBODY} {told['nobody']}.\n\n")
    out.write(
        _row([told["row"], *(label for _, label in form.columns)]) + "|" + " --- |" * (len(form.columns) + 1) + "\n"
    )
    for row, name in form.rows:
        out.write(_row([name, *(_number(form.cells.get((row, column))) for column, _ in form.columns)]))
    for row, name in form.rows:
        for column, label in form.columns:
            entries = form.evidence.get((row, column))
            if entries:
                out.write(f"\n## {_line(name)} · {_line(label)}\n\n")
            for entry in entries or ():
                link = (
                    f"[{_line(entry['reference'])}](<{entry['address']}>)"
                    if is_address(entry["address"])
                    else _line(entry["reference"])
                )
                out.write(f"- {_line(entry['evidence'])} — {link}. {_line(by(entry, told))}\n")


def about(data: dict[str, Any]) -> str:
    """What the map holds, in one line: build, date, and the filters that it was made with."""
    known = data["about"]
    told = [f"{words(known['lang'])['build']} {known['build_id']}"]
    told += [str(known["date"])] if known.get("date") else []
    told += [
        f"{name.replace('_', ' ')}: {', '.join(value) if isinstance(value, list) else value}"
        for name, value in known["filters"].items()
        if value
    ]
    return "rightsgraph. " + "; ".join(told)


def by(entry: dict[str, Any], told: dict[str, str]) -> str:
    """Who said it where, and what the instrument was named by."""
    named = f"{told['named']}: {entry['via']}" if entry["via"] else ""
    denied = told["denied"] if entry["negated"] else ""
    return " · ".join(str(part) for part in (entry["author"], entry["date"], entry["post"], named, denied) if part)


def _matrix(form: Grid, told: dict[str, str]) -> Iterator[str]:
    most = max((cell["passages"] for cell in form.cells.values()), default=0)
    yield f'<div class="wide" tabindex="0" role="region" aria-label="{told["title"]}">\n<table>\n'
    yield f'<thead><tr><th scope="col">{told["row"]}</th>'
    yield from (f'<th scope="col">{plain(label)}</th>' for _, label in form.columns)
    yield "</tr></thead>\n<tbody>\n"
    for row, name in form.rows:
        yield f'<tr><th scope="row">{plain(name)}</th>'
        for column, _ in form.columns:
            cell = form.cells.get((row, column))
            number = _number(cell)
            passages = cell["passages"] if cell else 0
            shown = f'<a href="#{_anchor(row, column)}">{number}</a>' if passages else number
            yield f'<td class="n h{shade(passages, most)}">{shown}</td>'
        yield "</tr>\n"
    yield "</tbody>\n</table>\n</div>\n"


def _evidence(form: Grid, row: str, column: str, title: str, told: dict[str, str]) -> Iterator[str]:
    cell = form.cells[row, column]
    figures = ", ".join(f"{told[key]}: {cell[key]}" for key in ("passages", "posts", "authors", "cited", "quoted"))
    yield f'<section id="{_anchor(row, column)}">\n<h2>{plain(title)}</h2>\n<p class="by">{plain(figures)}</p>\n'
    for entry in form.evidence[row, column]:
        reference = plain(entry["reference"])
        if is_address(entry["address"]):
            reference = f'<a href="{plain(entry["address"])}">{reference}</a>'
        yield (
            f'<blockquote lang="{plain(entry["lang"])}">{plain(entry["evidence"])}</blockquote>\n'
            f'<p class="by">{reference} · {plain(by(entry, told))}</p>\n'
        )
    yield "</section>\n"


def _number(cell: dict[str, Any] | None) -> str:
    if cell is None:
        return ""
    return str(cell["passages"] or NOBODY)


def _anchor(row: str, column: str) -> str:
    return f"e-{plain(row)}-{plain(column)}"


def _row(values: list[str]) -> str:
    return f"| {' | '.join(_line(value) for value in values)} |\n"


def _line(value: object) -> str:
    """A text for one line of Markdown."""
    return md(" ".join(str(value or "").split()))
