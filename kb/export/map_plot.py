"""The issue map as a heat map for print, drawn by matplotlib: SVG with text as text, or PNG at 300 dots an inch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kb.export.map_grid import grid
from kb.export.map_page import about
from kb.export.map_words import words

COLOURS = "Oranges"
LIGHT, DARK, GREY = "#ffffff", "#1d1d1f", "#555555"
STYLE: Any = {"svg.hashsalt": "rightsgraph", "svg.fonttype": "none", "font.family": "DejaVu Sans", "font.size": 8}
CELL, LEFT, RIGHT, ABOVE, BELOW = 0.34, 3.4, 1.2, 3.6, 0.6  # inches
DOTS = 300
LONGEST = 44


def write(data: dict[str, Any], path: Path, format: str) -> None:
    """Draw the map; empty rows and columns are left out, and each cell shows its number.

    Args:
        data: The map, as `kb.export.issue_map.issue_map` gives it.
        path: The file.
        format: ``svg`` or ``png``.

    Raises:
        ImportError: matplotlib is not installed (``pip install 'rightsgraph[plots]'``).
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    told, form = words(data["about"]["lang"]), grid(data)
    empty = {"passages": 0}
    numbers = [[form.cells.get((row, column), empty)["passages"] for column, _ in form.columns] for row, _ in form.rows]
    numbers = numbers or [[0]]
    most = max(max(line) for line in numbers) or 1
    high, wide = len(numbers) * CELL, len(numbers[0]) * CELL
    tall, broad = high + ABOVE + BELOW, wide + LEFT + RIGHT
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(broad, tall))
        (FigureCanvasSVG if format == "svg" else FigureCanvasAgg)(figure)
        axes = figure.add_axes((LEFT / broad, BELOW / tall, wide / broad, high / tall))
        axes.imshow(numbers, cmap=COLOURS, vmin=0, vmax=most, aspect="auto")
        axes.set_yticks(range(len(form.rows)), [_cut(name) for _, name in form.rows])
        labels = [_cut(label) for _, label in form.columns]
        axes.set_xticks(range(len(labels)), labels, rotation=60, ha="left", rotation_mode="anchor")
        axes.xaxis.tick_top()
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        for r, line in enumerate(numbers):
            for c, number in enumerate(line):
                if number:
                    colour = LIGHT if number > 0.6 * most else DARK
                    axes.text(c, r, str(number), ha="center", va="center", color=colour)
        figure.text(0.02, 0.25 / tall, f"{told['cell']}. {about(data)}", fontsize=6, color=GREY)
        figure.text(0.02, 1 - 0.3 / tall, told["title"], fontsize=11, weight="bold")
        title = {"Title": told["title"]}
        known = {"Date": None, "Creator": "rightsgraph"} if format == "svg" else {"Software": "rightsgraph"}
        figure.savefig(path, format=format, dpi=DOTS, metadata={**title, **known})


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
