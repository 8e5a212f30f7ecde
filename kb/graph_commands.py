"""The command ``graph``: what is cited together, what leads where, what is central, and when."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from instruments.output import Format, format_option
from kb import talk
from kb.talk import confidence_option, db_option, limit_option, opened, target, voice_option

level_option = click.option(
    "--level",
    type=click.Choice(["provision", "instrument"]),
    default="provision",
    show_default=True,
    help="Provisions, or whole instruments.",
)
issue_option = click.option("--issue", help="Only what is cited in passages about this issue (its id).")


@click.group(
    epilog="""\b
Examples:
  rightsgraph graph cited-together "CEDAW 12"
  rightsgraph graph neighbours "SDG 8.8"
  rightsgraph graph path "SDG 8.8" "ICRMW art. 25" --judgements
  rightsgraph graph rank --issue domestic-work
  rightsgraph graph timeline CEDAW --by year
"""
)
def graph() -> None:
    """Ask the graph what is cited together, what leads from one provision to another, what stands in the middle."""


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
@level_option
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def cited_together(
    *,
    what: str | None,
    level: Any,
    voice: tuple[str, ...],
    min_confidence: float,
    limit: int | None,
    db: Path,
    format: Format,
) -> None:
    """List pairs that the same posts cite, most posts first; with WHAT, only its pairs."""
    from kb import measures

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
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
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def neighbours(
    what: str, voice: tuple[str, ...], min_confidence: float, limit: int | None, db: Path, format: Format
) -> None:
    """List what stands one step away from WHAT: parts, relations, issues, citing posts, what is cited with it."""
    from kb import measures

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        rows = measures.neighbours(base, target(base, what), limit=talk.most(limit, format, more=1))
    talk.show_rows(rows, format, ("verb", "other", "label", "count"), limit, noun="neighbour")


@graph.command(
    "path",
    epilog="""\b
Examples:
  rightsgraph graph path "SDG 8.8" "ICRMW art. 25" --judgements
  rightsgraph graph path "GR 26" "CEDAW 11"
  rightsgraph graph path sdgs#target_5.2 ilo-c189 --judgements --issues --format json
""",
)
@click.argument("source")
@click.argument("goal", metavar="TARGET")
@click.option("--judgements", is_flag=True, help="Also through relations that are our own judgement.")
@click.option("--issues", is_flag=True, help="Also through an issue that both ends address (our judgement too).")
@limit_option
@db_option
@format_option
def path(
    *, source: str, goal: str, judgements: bool, issues: bool, limit: int | None, db: Path, format: Format
) -> None:
    """Show how curated relations lead from SOURCE to TARGET, shortest first, with what each step rests on.

    Steps go through relations that a text states ("paragraph 26 interprets article 11"); --judgements adds our own,
    each marked. An instrument stands for all of its provisions.
    """
    from kb import paths

    with opened(db) as base:
        ends = target(base, source), target(base, goal)
        wanted = limit or (5 if limit is None else 1_000)
        found = paths.paths(base, *ends, judgements=judgements, issues=issues, limit=wanted)
        names = paths.labels(base, sorted({node for steps in found for s in steps for node in (s.source, s.target)}))
        rows = [
            {
                "path": n,
                "step": k,
                "source": step.source,
                "source_label": names.get(step.source, step.source),
                "verb": step.verb,
                "target": step.target,
                "target_label": names.get(step.target, step.target),
                "stated_in": step.stated_in,
                "reason": step.reason,
                "judgement": step.judgement,
            }
            for n, steps in enumerate(found, 1)
            for k, step in enumerate(steps, 1)
        ]
        more = [] if rows or judgements else paths.paths(base, *ends, judgements=True, issues=issues, limit=wanted)
    columns = ("path", "step", "source_label", "verb", "target_label", "stated_in", "reason")
    talk.show_rows(rows, format, columns, 0, noun="step")
    if more:
        click.echo("a path leads there through our own judgement: add --judgements", err=True)


@graph.command(
    "rank",
    epilog="""\b
Examples:
  rightsgraph graph rank --issue domestic-work
  rightsgraph graph rank --by betweenness --level instrument
  rightsgraph graph rank --issue trafficking --by authors --format csv
""",
)
@issue_option
@click.option(
    "--by",
    type=click.Choice(["posts", "authors", "citations", "eigenvector", "betweenness"]),
    default="posts",
    show_default=True,
    help="What the score is: a count, or a measure on the graph of what is cited together.",
)
@level_option
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def rank(
    *,
    issue: str | None,
    by: Any,
    level: Any,
    voice: tuple[str, ...],
    min_confidence: float,
    limit: int | None,
    db: Path,
    format: Format,
) -> None:
    """List the provisions that stand in the middle of a discussion, highest score first."""
    from kb import ranks

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        if issue is not None:
            talk.check_issue(base, issue)
        rows = ranks.rank(base, issue=issue, by=by, level=level, limit=talk.most(limit, format, more=1))
    talk.show_rows(rows, format, ("target", "label", "score", "citations", "posts", "authors"), limit, noun="row")


@graph.command(
    "timeline",
    epilog="""\b
Examples:
  rightsgraph graph timeline
  rightsgraph graph timeline "CEDAW 12" --by year
  rightsgraph graph timeline --issue trafficking --by week --format csv
""",
)
@click.argument("what", required=False)
@issue_option
@click.option(
    "--by",
    "period",
    type=click.Choice(["day", "week", "month", "year"]),
    default="month",
    show_default=True,
    help="How long a period is.",
)
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def timeline(
    *,
    what: str | None,
    issue: str | None,
    period: Any,
    voice: tuple[str, ...],
    min_confidence: float,
    limit: int | None,
    db: Path,
    format: Format,
) -> None:
    """Count citations by the dates of their posts, of everything or of WHAT; posts without a date come last."""
    from kb import ranks

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        if issue is not None:
            talk.check_issue(base, issue)
        wanted = target(base, what) if what is not None else None
        rows = ranks.timeline(base, period=period, issue=issue, provision=wanted)
    for row in rows:
        row["period"] = row["period"] or "no date"
    talk.show_rows(rows, format, ("period", "citations", "posts", "authors", "corpus"), limit, noun="period")
