"""The issue map as rows and columns: what every printed form of it starts from."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

Cell = dict[str, Any]


class Grid(NamedTuple):
    """The matrix without its empty rows and columns.

    ``rows`` and ``columns`` are (id, name) in order; ``cells`` the whole rows' cells and ``below`` those of
    provisions, by (row, column); ``evidence`` the citations, by (row, column).
    """

    rows: list[tuple[str, str]]
    columns: list[tuple[str, str]]
    cells: dict[tuple[str, str], Cell]
    below: dict[tuple[str, str], list[Cell]]
    evidence: dict[tuple[str, str], list[dict[str, Any]]]


def grid(data: dict[str, Any]) -> Grid:
    """The grid of a map (see `kb.export.issue_map.issue_map`)."""
    cells: dict[tuple[str, str], Cell] = {}
    below: dict[tuple[str, str], list[Cell]] = defaultdict(list)
    for cell in data["cells"]:
        at = (cell["instrument"], cell["issue"])
        if cell["provision"] is None:
            cells[at] = cell
        elif cell["passages"]:
            below[at].append(cell)
    used = {at for at, cell in cells.items() if cell["passages"]}
    evidence: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for entry in data["evidence"]:
        evidence[entry["instrument"], entry["issue"]].append(entry)
    about = data["about"]
    rows = [(one["id"], one["name"]) for one in about["instruments"] if any(one["id"] == row for row, _ in used)]
    columns = [(one["id"], one["label"]) for one in about["issues"] if any(one["id"] == issue for _, issue in used)]
    return Grid(rows, columns, cells, below, evidence)


def shade(passages: int, most: int) -> int:
    """How dark a cell is, 0 to 5, by equal steps up to the map's highest number.

    >>> [shade(n, 10) for n in (0, 1, 5, 10)]
    [0, 1, 3, 5]
    """
    return 0 if not passages else min(5, 1 + passages * 5 // (most + 1))
