"""The command ``graph``: what is cited together, and what stands next to what."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from instruments.output import Format, format_option
from kb import talk
from kb.talk import db_option, limit_option, opened, target


@click.group(
    epilog="""\b
Examples:
  rightsgraph graph cited-together "CEDAW 12"
  rightsgraph graph neighbours "SDG 8.8"
"""
)
def graph() -> None:
    """Ask the graph what is cited together and what stands next to what."""


@graph.command(
    "cited-together",
    epilog="""\b
Examples:
  rightsgraph graph cited-together
  rightsgraph graph cited-together "CEDAW art. 11"
  rightsgraph graph cited-together --level instrument
""",
)
@click.argument("what", required=False)
@click.option(
    "--level",
    type=click.Choice(["provision", "instrument"]),
    default="provision",
    show_default=True,
    help="Pair provisions, or whole instruments.",
)
@limit_option
@db_option
@format_option
def cited_together(*, what: str | None, level: Any, limit: int | None, db: Path, format: Format) -> None:
    """List pairs that the same posts cite, most posts first; with WHAT, only its pairs."""
    from kb import measures

    with opened(db) as base:
        wanted = target(base, what) if what is not None else None
        rows = measures.cited_together(base, wanted, level=level, limit=talk.most(limit, format, more=1))
    columns = ("first", "first_label", "second", "second_label", "posts")
    talk.show_rows(rows, format, columns, limit, noun="pair")


@graph.command(
    "neighbours",
    epilog="""\b
Examples:
  rightsgraph graph neighbours cedaw-gr26#para_26
  rightsgraph graph neighbours "SDG 8.8" --format json
""",
)
@click.argument("what")
@limit_option
@db_option
@format_option
def neighbours(what: str, limit: int | None, db: Path, format: Format) -> None:
    """List what stands one step away from WHAT: parts, relations, issues, citing posts, what is cited with it."""
    from kb import measures

    with opened(db) as base:
        rows = measures.neighbours(base, target(base, what), limit=talk.most(limit, format, more=1))
    talk.show_rows(rows, format, ("verb", "other", "label", "count"), limit, noun="neighbour")
