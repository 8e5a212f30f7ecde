"""The command ``export``: maps, graphs and tables for other programs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, get_args

import click

from kb import talk
from kb.records import Voice
from kb.talk import db_option, opened


@click.group(
    epilog="""\b
Examples:
  rightsgraph export issue-map --out map.xlsx
  rightsgraph export graph --out graph.gexf
  rightsgraph export tables --out citations.csv
"""
)
def export() -> None:
    """Write maps, graphs and tables for other programs. Each file is written whole or not at all."""


@export.command(
    "issue-map",
    epilog="""\b
Examples:
  rightsgraph export issue-map --out map.xlsx
  rightsgraph export issue-map --out map.json --exclude-role moderator
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .xlsx or .json.")
@click.option(
    "--exclude-role", multiple=True, type=click.Choice(["moderator", "participant"]), help="Leave out their posts."
)
@click.option("--voice", multiple=True, type=click.Choice(get_args(Voice)), help="Only this voice; repeatable.")
@click.option("--lang", "-l", multiple=True, help="Only posts in this language; repeatable.")
@db_option
def issue_map(
    *, out: Path, exclude_role: tuple[str, ...], voice: tuple[str, ...], lang: tuple[str, ...], db: Path
) -> None:
    """Write the map of instruments to issues, with its evidence.

    A cell counts the passages that are about the issue and cite the instrument. The workbook has the sheets
    matrix, evidence (the sentences), provisions, codebook and about.
    """
    from kb.export.issue_map import save

    kind = talk.suffix_of(out, ("xlsx", "json"))
    with opened(db) as base:
        data = save(base, out, format=kind, exclude_roles=exclude_role, voices=voice, langs=lang)  # type: ignore[arg-type]
    cells = sum(1 for cell in data["cells"] if cell["provision"] is None and cell["passages"])
    click.echo(f"{out}: {cells} cells, {len(data['evidence'])} sentences", err=True)


@export.command(
    "graph",
    epilog="""\b
Examples:
  rightsgraph export graph --out graph.gexf
  rightsgraph export graph --out graph.graphml --everything
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .gexf or .graphml.")
@click.option("--everything", is_flag=True, help="All provisions of the catalogue, not only those with a link.")
@db_option
def export_graph(out: Path, everything: bool, db: Path) -> None:
    """Write the graph of posts, provisions, instruments and issues for Gephi, yEd or networkx."""
    from kb.export.graph import save

    kind = talk.suffix_of(out, ("gexf", "graphml"))
    with opened(db) as base:
        nodes, edges = save(base, out, format=kind, everything=everything)  # type: ignore[arg-type]
    click.echo(f"{out}: {nodes} nodes, {edges} edges", err=True)


@export.command(
    "tables",
    epilog="""\b
Examples:
  rightsgraph export tables --out citations.csv
  rightsgraph export tables --table provisions --bom --out provisions.csv
  rightsgraph export tables --out -
""",
)
@click.option("--out", required=True, help="The CSV file to write, or - for standard output.")
@click.option(
    "--table",
    type=click.Choice(["citations", "provisions", "edges", "issue-map"]),
    default="citations",
    show_default=True,
    help="Which table.",
)
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads the accents right.")
@db_option
def tables(out: str, table: Any, bom: bool, db: Path) -> None:
    """Write a table as CSV: one row a link, with ids and addresses."""
    from kb.export import tables as csv

    with opened(db) as base:
        if out == "-":
            csv.write(base, sys.stdout, table=table, bom=bom)
            return
        count = csv.save(base, out, table=table, bom=bom)
    click.echo(f"{out}: {count} rows", err=True)
