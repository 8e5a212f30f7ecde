"""The command ``export``: maps, graphs and tables for other programs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from instruments.output import Fail
from kb import talk
from kb.talk import confidence_option, db_option, opened, voice_option

MAP_FILES = ".xlsx, .csv, .md, .json, .html, .docx, .svg, .png"
MAP_EXTRAS = dict.fromkeys(("svg", "png"), ("plots", "matplotlib"))
judgements_option = click.option(
    "--judgements", is_flag=True, help="Also the relations between provisions that are our own judgement."
)


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
  rightsgraph export issue-map --out map.docx --lang es
  rightsgraph export issue-map --out map.html --exclude-role moderator
  rightsgraph export issue-map --out map.svg
  rightsgraph export issue-map --out map.xlsx --voice own --min-confidence sure
  rightsgraph export issue-map --out transit.xlsx --stage transit
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help=f"The file to write: {MAP_FILES}.")
@click.option(
    "--exclude-role", multiple=True, type=click.Choice(["moderator", "participant"]), help="Leave out their posts."
)
@voice_option
@confidence_option
@click.option("--post-lang", multiple=True, help="Only posts in this language (en, es, fr …); repeatable.")
@click.option(
    "--lang", type=click.Choice(["en", "es", "fr"]), default="en", show_default=True, help="The language of the map."
)
@click.option("--stage", multiple=True, help="Only passages about this stage of migration; repeatable.")
@db_option
def issue_map(
    *,
    out: Path,
    exclude_role: tuple[str, ...],
    voice: tuple[str, ...],
    min_confidence: float,
    post_lang: tuple[str, ...],
    lang: str,
    stage: tuple[str, ...],
    db: Path,
) -> None:
    """Write the map of instruments to issues, with its evidence.

    A cell counts the passages that are about the issue and cite the instrument. The workbook has the sheets
    matrix, evidence (the sentences), provisions, codebook and about; the Word document has the sentences as
    footnotes (pip install "rightsgraph[word]"), the pictures are for print (pip install "rightsgraph[plots]").
    """
    from kb.export.issue_map import save

    kind = talk.suffix_of(out, tuple(one.strip(".") for one in MAP_FILES.split(", ")))
    options = {"exclude_roles": exclude_role, "voices": voice, "langs": post_lang, "lang": lang, "stages": stage}
    with opened(db, min_confidence=min_confidence) as base, extra(*MAP_EXTRAS.get(kind, ("word", "python-docx"))):
        talk.check_stages(base, stage)
        data = save(base, out, format=kind, **options)  # type: ignore[arg-type]
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
@voice_option
@confidence_option
@judgements_option
@db_option
def export_graph(
    out: Path, everything: bool, voice: tuple[str, ...], min_confidence: float, judgements: bool, db: Path
) -> None:
    """Write the graph of posts, provisions, instruments and issues for Gephi, yEd or networkx."""
    from kb.export.graph import save

    kind = talk.suffix_of(out, ("gexf", "graphml"))
    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        nodes, edges = save(base, out, format=kind, everything=everything, judgements=judgements)  # type: ignore[arg-type]
    click.echo(f"{out}: {nodes} nodes, {edges} edges", err=True)


@export.command(
    "tables",
    epilog="""\b
Examples:
  rightsgraph export tables --out citations.csv
  rightsgraph export tables --table provisions --bom --out provisions.csv
  rightsgraph export tables --out citations.parquet
  rightsgraph export tables --out -
""",
)
@click.option("--out", required=True, help="The file to write, .csv or .parquet, or - for CSV on standard output.")
@click.option(
    "--table",
    type=click.Choice(["citations", "provisions", "edges", "issue-map"]),
    default="citations",
    show_default=True,
    help="Which table.",
)
@click.option("--bom", is_flag=True, help="Begin with a byte order mark, so that Excel reads the accents right.")
@voice_option
@confidence_option
@judgements_option
@db_option
def tables(
    out: str, table: Any, bom: bool, voice: tuple[str, ...], min_confidence: float, judgements: bool, db: Path
) -> None:
    """Write a table as CSV or Parquet: one row a link, with ids and addresses, and beside it CITATION.cff.

    Parquet needs duckdb: pip install "rightsgraph[parquet]".
    """
    from kb.export import tables as csv

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        if out == "-":
            csv.write(base, sys.stdout, table=table, bom=bom, judgements=judgements)
            return
        with extra("parquet", "duckdb"):
            count = csv.save(base, out, table=table, bom=bom, judgements=judgements)
        csv.cite_file(base, Path(out).resolve().parent)
    click.echo(f"{out}: {count} rows", err=True)


base_url_option = click.option(
    "--base-url", default="", help="Where the site is published: addresses of posts and provisions lie below it."
)


@export.command(
    "linked-data",
    epilog="""\b
Examples:
  rightsgraph export linked-data --out kb.jsonld
  rightsgraph export linked-data --out kb.ttl --judgements --base-url https://example.org/rights
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .jsonld or .ttl.")
@click.option("--everything", is_flag=True, help="All provisions of the catalogue, not only those with a link.")
@click.option("--judgements", is_flag=True, help="Also relations that are our own judgement, each marked.")
@base_url_option
@voice_option
@confidence_option
@db_option
def linked_data(
    *,
    out: Path,
    everything: bool,
    judgements: bool,
    base_url: str,
    voice: tuple[str, ...],
    min_confidence: float,
    db: Path,
) -> None:
    """Write the knowledge base as linked data: ELI, schema.org, SKOS, CiTO and PROV as JSON-LD or Turtle.

    Turtle needs rdflib: pip install "rightsgraph[linked-data]".
    """
    from kb.export.linked_data import save

    kind = talk.suffix_of(out, ("jsonld", "ttl"))
    with opened(db, min_confidence=min_confidence, voices=voice) as base, extra("linked-data", "rdflib"):
        count = save(base, out, format=kind, everything=everything, judgements=judgements, base_url=base_url)  # type: ignore[arg-type]
    click.echo(f"{out}: {count} records", err=True)


@export.command(
    "annotations",
    epilog="""\b
Examples:
  rightsgraph export annotations --out citations.anno.jsonld
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The JSON-LD file to write.")
@base_url_option
@voice_option
@confidence_option
@db_option
def web_annotations(out: Path, base_url: str, voice: tuple[str, ...], min_confidence: float, db: Path) -> None:
    """Write each link as a W3C Web Annotation: the words it stands on, by position and by quotation, and its target."""
    from kb.export.annotations import save

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        count = save(base, out, base_url=base_url)
    click.echo(f"{out}: {count} annotations", err=True)


@export.command(
    "linked-text",
    epilog="""\b
Examples:
  rightsgraph export linked-text --out posts.html
  rightsgraph export linked-text --out one.docx --post POST-ID
""",
)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The file to write: .md, .html or .docx.")
@click.option("--post", multiple=True, help="Only this post (its id); repeatable.")
@click.option("--lang", type=click.Choice(["en", "es", "fr"]), default="en", help="The language of the references.")
@voice_option
@confidence_option
@db_option
def linked_text(
    out: Path, post: tuple[str, ...], lang: str, voice: tuple[str, ...], min_confidence: float, db: Path
) -> None:
    """Write the posts with their citations linked to the official pages.

    Word needs python-docx: pip install "rightsgraph[word]".
    """
    from kb.export.linked_text import save

    kind = talk.suffix_of(out, ("md", "html", "docx"))
    with opened(db, min_confidence=min_confidence, voices=voice) as base, extra("word", "python-docx"):
        for one in post:
            talk.check_post(base, one)
        posts, links = save(base, out, format=kind, post=post, lang=lang)  # type: ignore[arg-type]
    click.echo(f"{out}: {posts} posts, {links} links", err=True)


@contextlib.contextmanager
def extra(name: str, package: str) -> Iterator[None]:
    """Say in one sentence which extra to install where a package is missing."""
    try:
        yield
    except ImportError as error:
        raise Fail(f"{package} is not installed", f'pip install "rightsgraph[{name}]"') from error
