"""The commands ``silence`` and ``suggest``: what nobody cites, and what a post might have cited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from instruments.output import Format, emit, format_option
from kb import talk
from kb.talk import confidence_option, db_option, limit_option, opened, voice_option

ROWS = ("issue", "issue_label", "about", "target", "label", "posts", "anywhere", "above", "found", "reason")


@click.command(
    epilog="""\b
Examples:
  rightsgraph silence
  rightsgraph silence --issue domestic-work --all
  rightsgraph silence --instrument cedaw-gr26 --exclude-role moderator
  rightsgraph silence --format csv > silence.csv
"""
)
@click.option("--issue", multiple=True, help="Only this issue (its id); repeatable.")
@click.option("--instrument", "-i", multiple=True, help="Only provisions of this instrument (id or name); repeatable.")
@click.option("--min-posts", type=click.IntRange(min=1), default=1, help="Only issues of at least so many posts.")
@click.option("--lang", "-l", multiple=True, help="Only posts in this language; repeatable.")
@click.option("--author", "-a", help="Only posts of this author; a part of the name will do.")
@click.option(
    "--exclude-role",
    type=click.Choice(["moderator", "participant"]),
    help="Leave out what moderators or participants write.",
)
@click.option("--thread", help="Only posts of this thread.")
@voice_option
@confidence_option
@click.option("--all", "everything", is_flag=True, help="In the text for people, list every provision not found.")
@db_option
@format_option
def silence(
    *,
    issue: tuple[str, ...],
    instrument: tuple[str, ...],
    exclude_role: str | None,
    voice: tuple[str, ...],
    min_confidence: float,
    lang: tuple[str, ...],
    author: str | None,
    thread: str | None,
    min_posts: int,
    everything: bool,
    db: Path,
    format: Format,
) -> None:
    """Say, for each issue that posts are about, which provisions that address it nobody cites.

    Which provisions address an issue is our list (`rightsgraph show` names the reasons). "Not found" is what it says:
    the linker found no citation. How much it finds on labelled text stands below.
    """
    from kb import silence as report

    roles = {"moderator": "participant", "participant": "moderator"}
    with opened(db, min_confidence=min_confidence) as base:
        for one in issue:
            talk.check_issue(base, one)
        entries = report.silence(
            base,
            issue=list(issue) or None,
            instrument=[talk.instrument_id(base, name) for name in instrument] or None,
            role=roles[exclude_role] if exclude_role else None,
            voice=list(voice) or None,
            lang=list(lang) or None,
            author=author,
            thread=thread,
            min_posts=min_posts,
        )
        measured = report.recall(base)
    if format == "json":
        talk.show_json({"issues": entries, "recall": measured})
        return
    if format != "table":
        rows = (
            {"issue": e["issue"], "issue_label": e["label"], "about": e["posts"], **p}
            for e in entries
            for p in e["provisions"]
        )
        emit(rows, format, ROWS)
        return
    for entry in entries:
        click.echo("\n".join(report.sentences(entry, provisions=None if everything else 3)) + "\n")
    if not entries:
        click.echo("no issue found", err=True)
    click.echo(_caution(measured), err=True)


@click.command(
    epilog="""\b
Examples:
  rightsgraph suggest POST-ID
  rightsgraph suggest POST-ID --limit 5 --format json
"""
)
@click.argument("post")
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def suggest(
    post: str, voice: tuple[str, ...], min_confidence: float, limit: int | None, db: Path, format: Format
) -> None:
    """Suggest provisions that address what a post is about and that it does not cite.

    These are suggestions, never citations: they come from issue tags and from our list of what addresses an issue.
    """
    from kb import silence as report

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        talk.check_post(base, post)
        rows = report.suggestions(base, post, limit=talk.most(limit, format, more=1))
    if format in ("table", "csv"):
        rows = [{**row, "issues": "; ".join(row["issues"]), "reasons": " ".join(row["reasons"])} for row in rows]
    talk.show_rows(
        rows, format, ("target", "label", "issues", "passages", "named", "others", "reasons"), limit, noun="suggestion"
    )


def _caution(measured: dict[str, Any] | None) -> str:
    if measured is None:
        return "Not found: the linker found no citation; its recall was not recorded in this database."
    return (
        "Not found: the linker found no citation. On labelled text it finds"
        f" {measured['recall']:.1%} of the citations ({measured['low']:.1%} to {measured['high']:.1%};"
        f" {measured['marked']} marked in {', '.join(measured['gold'])}, which the rules were tuned on),"
        " so look yourself before you say never."
    )
