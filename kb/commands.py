"""The commands that ask the knowledge base: query, show, stats."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from instruments.output import Format, emit, format_option
from kb import talk
from kb.records import Kind, Status
from kb.talk import confidence_option, db_option, limit_option, opened, saved_options, target, voice_option


@click.command(
    epilog="""\b
Examples:
  rightsgraph query "C189 art. 15"
  rightsgraph query cedaw#art_11 --format csv > article-11.csv
  rightsgraph query --instrument ny-declaration
  rightsgraph query "GR26 para 26" --kind quotation --lang es
  rightsgraph query --stage transit --instrument CEDAW
  rightsgraph query --state Nepal
  rightsgraph query --author moderator --status ambiguous
  rightsgraph query "CEDAW 11" --min-confidence likely --voice own
  rightsgraph query --text '"domestic workers" recruit*'
  rightsgraph query --document CEDAW/C/DOM/CO/6-7
  rightsgraph query --state CM --body cedaw-committee
  rightsgraph query --issue domestic-work --group-by instrument,lang
  rightsgraph query C189 --lang es --save c189-es
  rightsgraph query --run c189-es
"""
)
@click.argument("what", required=False)
@click.option("--instrument", "-i", multiple=True, help="Only citations of this instrument (id or name); repeatable.")
@click.option("--document", help="Only citations of this document: its symbol, or its id as `show` gives it.")
@click.option("--state", multiple=True, help="Only posts that name this State, and documents on it (code or name).")
@click.option("--body", multiple=True, help="Only this body and its documents (id or name); repeatable.")
@click.option("--exact", is_flag=True, help="The provision itself, without the paragraphs and points below it.")
@click.option("--kind", "-k", multiple=True, type=click.Choice(get_args(Kind)), help="Only this kind; repeatable.")
@click.option("--status", multiple=True, type=click.Choice(get_args(Status)), help="Only this status; repeatable.")
@voice_option
@confidence_option
@click.option("--lang", "-l", multiple=True, help="Only posts in this language (en, es, fr …); repeatable.")
@click.option("--author", "-a", help="Only posts of this author; a part of the name will do.")
@click.option(
    "--role", type=click.Choice(["moderator", "participant"]), help="Only posts of moderators or participants."
)
@click.option("--thread", help="Only posts of this thread.")
@click.option("--post", help="Only this post.")
@click.option("--issue", help="Only passages about this issue (its id, such as domestic-work).")
@click.option(
    "--stage", multiple=True, help="Only passages about this stage of migration: origin, transit …; repeatable."
)
@click.option("--text", "-t", help='Only posts with all these words; "a phrase" and a beginning* work too.')
@click.option("--count", "only_count", is_flag=True, help="Print the number of citations and nothing else.")
@click.option("--group-by", help="Count by these, with commas between: provision, instrument, issue, author, lang …")
@click.option(
    "--sort",
    type=click.Choice(["citations", "posts", "authors", "name"]),
    default="citations",
    help="The order of groups.",
)
@saved_options
@limit_option
@db_option
@format_option
def query(
    *,
    what: str | None,
    db: Path,
    format: Format,
    limit: int | None,
    only_count: bool,
    exact: bool,
    instrument: tuple[str, ...],
    document: str | None,
    state: tuple[str, ...],
    body: tuple[str, ...],
    issue: str | None,
    post: str | None,
    text: str | None,
    min_confidence: float,
    group_by: str | None,
    sort: str,
    **filters: Any,
) -> None:
    """Find the posts that cite a provision or an instrument, each with the sentence that proves it.

    WHAT is a provision or an instrument as people write it ("CEDAW 12(2)", "SDG 8.8") or its id
    (cedaw#art_12__para_2). An article finds its paragraphs and points too. All conditions must hold together;
    --text without any other lists the posts that it finds.
    """
    from kb import faces, groups, reviews
    from kb import query as ask

    chosen = {name: value or None for name, value in filters.items()}
    about = (what, instrument, document, state, body, issue, post)
    if text is not None:
        talk.check_text(text)
    with opened(db, min_confidence=min_confidence) as base:
        if (
            text is not None
            and not only_count
            and not group_by
            and not any([*about, *(v for k, v in chosen.items() if k not in ("lang", "author"))])
        ):
            rows = ask.posts(
                base, text=text, lang=chosen["lang"], author=chosen["author"], limit=talk.most(limit, format, more=1)
            )
            talk.show_rows(rows, format, ("post", "author", "lang", "citations", "snippet"), limit, noun="post")
            return
        if issue is not None:
            talk.check_issue(base, issue)
        talk.check_stages(base, chosen["stage"] or ())
        if post is not None:
            talk.check_post(base, post)
        found = target(base, what, bodies=True) if what is not None else None
        conditions: dict[str, Any] = {
            "target" if found is not None and ask.is_body(base, found) else "provision": found,
            "subtree": not exact,
            "instrument": [talk.instrument_id(base, name) for name in instrument] or None,
            "document": reviews.needed(base, document) if document is not None else None,
            "state": [talk.state_code(name) for name in state] or None,
            "body": [talk.body_id(base, name) for name in body] or None,
            "issue": issue,
            "post": post,
            "text": text,
            **chosen,
        }
        if only_count:
            click.echo(ask.count(base, **conditions))
            return
        if group_by:
            by = talk.groups(group_by)
            cap = talk.most(limit, format, more=1)
            rows = groups.grouped(base, by, sort=sort, limit=cap, **conditions)
            talk.show_rows(rows, format, groups.columns(by), limit, noun="group")
            return
        rows = ask.citations(base, **conditions, limit=talk.most(limit, format, more=1))
        columns = talk.columns_of(rows) if format == "table" else ask.CITATION_COLUMNS
        rows = faces.short(rows) if format == "table" else rows
        talk.show_rows(rows, format, columns, limit, noun="citation")


@click.command(
    epilog="""\b
Examples:
  rightsgraph show "CEDAW 12(2)"
  rightsgraph show ny-declaration#para_31
  rightsgraph show POST-ID
  rightsgraph show state:NP
  rightsgraph show CEDAW/C/DOM/CO/6-7
  rightsgraph show "SDG 8.8" --format json
"""
)
@click.argument("what")
@voice_option
@confidence_option
@limit_option
@db_option
@format_option
def show(what: str, voice: tuple[str, ...], min_confidence: float, limit: int | None, db: Path, format: Format) -> None:
    """Show a provision, an instrument, a document, a post or a State, with all that links to it.

    WHAT is a provision or an instrument (as people write it, or its id), a document's symbol or id, a post's id, or
    state: with a State's code or name. json gives the whole record; jsonl and csv its citations, or what binds the
    State.
    """
    from kb import faces, query, reviews, states

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        if states.is_state(what):
            record = states.show(base, what)
            if format == "json":
                talk.show_json(record)
            elif format == "table":
                click.echo("\n".join(states.lines(record)))
            else:
                emit(states.rows(record), format)
            return
        if query.has_post(base, what):
            record = query.show_post(base, what)
            lines = faces.post(record)
        elif (document := reviews.find(base, what)) is not None:
            record = reviews.show(base, document)
            lines = reviews.lines(record)
        else:
            record = query.show_provision(base, target(base, what), limit=talk.most(limit, format))
            lines = faces.provision(record)
        if format == "json":
            talk.show_json(record)
        elif format == "table":
            for line in lines:
                click.echo(line)
            if record["citations"]:
                click.echo()
                emit(faces.short(record["citations"]), format, talk.columns_of(record["citations"]))
        else:
            emit(record["citations"], format, query.CITATION_COLUMNS)


@click.command(
    epilog="""\b
Examples:
  rightsgraph stats
  rightsgraph stats --top 25 --format json
  rightsgraph stats --voice own --min-confidence likely
"""
)
@click.option("--top", type=click.IntRange(min=1), default=10, show_default=True, help="How many of the most cited.")
@voice_option
@confidence_option
@db_option
@format_option
def stats(top: int, voice: tuple[str, ...], min_confidence: float, db: Path, format: Format) -> None:
    """Show the figures of the knowledge base: posts, languages, citations, the most cited, issues, stages, build."""
    from kb import faces, query

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        figures = query.stats(base, top=top)
    if format == "json":
        talk.show_json(figures)
    elif format == "table":
        for title, rows in faces.figures(figures):
            if rows:
                emit(rows, format, title=title)
                click.echo()
    else:
        emit(faces.flat(figures), format, ("section", "name", "figure", "value"))
