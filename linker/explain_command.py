"""`rightsgraph explain`: why a text is linked as it is, in plain words."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import click
import msgspec

from instruments.errors import CatalogueError
from instruments.load import Catalogue, catalogue
from instruments.output import Fail, emit
from kb import bands, links, posts, query, talk
from kb.records import Citation, Post
from linker.cited import cited
from linker.confidence import measured
from linker.explain_text import lines
from linker.explaining import Trace, explain, recorded
from linker.gold import parents
from linker.rules import RULES
from linker.run import placed
from linker.version import rules_hash

Read = Callable[[str, str | None, dict[str, Any]], list[Post]]
Options = Callable[[Any], Any]
Found = Iterator[tuple[Post, list[Trace]]]


STDIN = "<stdin>"


class _Dash(click.Command):
    """A command that takes "-:12" for a place in standard input, where click would see an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments."""
        return super().parse_args(ctx, [STDIN + a[1:] if re.fullmatch(r"-:\d+", a) else a for a in args])


def command(read: Read, source_options: Options) -> click.Command:
    """The command ``explain``.

    Args:
        read: Reads the posts of a source, given the reader's name and the options of ``source_options``.
        source_options: Adds the options by which sources are read.
    """

    @click.command(
        "explain",
        cls=_Dash,
        epilog="""\b
Examples:
  rightsgraph explain report.txt
  rightsgraph explain report.txt:1204
  echo "See art. 12 of CEDAW." | rightsgraph explain -
  rightsgraph explain report.txt --band check
  rightsgraph explain --db build/kb.db POST-ID:57 --format json
  rightsgraph explain --bands
""",
    )
    @click.argument("where", metavar="FILE[:OFFSET]", required=False)
    @click.option(
        "--db", type=click.Path(path_type=Path), help="Explain a post of this knowledge base: give POST[:OFFSET]."
    )
    @click.option("--post", help="Only this post of FILE; OFFSET then counts in its text.")
    @click.option("--band", type=click.Choice(bands.BANDS), help="Only links of this band.")
    @click.option("--bands", "show_bands", is_flag=True, help="Show the bands and what was measured of each.")
    @click.option("--rules", "show_rules", is_flag=True, help="Show the rules, with what was measured of each.")
    @click.option(
        "--instruments",
        "overlay",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        multiple=True,
        help="A folder of your own instruments, laid over the shipped ones.",
    )
    @click.option(
        "--format",
        "format",
        type=click.Choice(("text", "json", "jsonl")),
        default="text",
        show_default=True,
        help="Text for people; json or jsonl for programs.",
    )
    @source_options
    def explain_(
        *,
        where: str | None,
        db: Path | None,
        post: str | None,
        band: bands.Band | None,
        show_bands: bool,
        show_rules: bool,
        overlay: tuple[Path, ...],
        format: Literal["text", "json", "jsonl"],
        reader: str | None,
        **options: Any,
    ) -> None:
        """Say why a text is linked as it is: which rule fired, what competed and why it lost, what context was used.

        With OFFSET (a character of FILE, counted from 0) only what stands there; where there is no citation, why not.
        - reads standard input.
        """
        if show_bands or show_rules:
            _tables(show_bands, show_rules, format)
            return
        if where is None:
            raise click.UsageError("name a FILE, or - for standard input")
        try:
            cat = catalogue(overlay=overlay) if overlay else catalogue()
        except CatalogueError as error:
            raise Fail(str(error)) from error
        name, offset = split(where)
        if db is not None:
            found = _of_database(db, name, offset, cat)
        else:
            name = "-" if name == STDIN else name
            found = _of_posts(read(name, reader, options), name, post, offset, cat)
        _write(found, name, format, band)

    return explain_


def split(where: str) -> tuple[str, int | None]:
    """A file (or post) and the offset behind its last colon, None where there is none.

    >>> split("report.txt:12"), split("-"), split("p-1:0")
    (('report.txt', 12), ('-', None), ('p-1', 0))
    """
    m = re.fullmatch(r"(.+):(\d+)", where)
    if m is None or Path(where).exists():
        return where, None
    return m[1], int(m[2])


def _of_posts(read: Sequence[Post], name: str, wanted: str | None, offset: int | None, cat: Catalogue) -> Found:
    """The traces of posts in memory."""
    if wanted is not None and wanted not in {p.id for p in read}:
        raise Fail(f"{name}: there is no post {wanted!r}", f"`rightsgraph posts {name}` lists them")
    if wanted is None and offset is not None:
        wanted, offset = _place(read, name, offset)
    texts = {p.id: p.text for p in read}
    parent_of = {p.id: p.parent for p in read}
    whole = {p.id: found for p, found in cited(read)} if len(read) > 1 else {}
    for one in read:
        if wanted in (None, one.id):
            context = [texts[p] for p in parents(one.id, parent_of) if p in texts]
            yield one, _traces(one, context, whole.get(one.id, ()), offset, cat)


def _place(read: Sequence[Post], name: str, offset: int) -> tuple[str, int]:
    """The post that holds a character of a source, and where in its text."""
    for post in read:
        if post.start is not None and post.end is not None and post.start <= offset < post.end:
            return post.id, post.text_offset(offset)
    if len(read) == 1 and read[0].start is None:
        return read[0].id, offset
    if any(post.start is None for post in read):
        raise click.UsageError(f"{name} has several posts; say which with --post, and count OFFSET in its text")
    hint = f"`rightsgraph posts {name}` lists the posts"
    raise Fail(f"{name}: character {offset} stands in no post", hint)


def _of_database(db: Path, name: str, offset: int | None, cat: Catalogue) -> Found:
    """The traces of a post of a database."""
    with talk.opened(db) as base:
        talk.check_post(base, name)
        if query.build_record(base).get("rules") not in (None, rules_hash()):
            click.echo(f"{db} was built with other rules than today's; build it again to see the same links", err=True)
        (post,) = posts.read(base, [name])
        above = parents(name, dict(base.execute("select id, parent from posts").fetchall()))
        context = [p.text for p in posts.read(base, above)] if above else []
        yield post, _traces(post, context, list(links.read(base, name)), offset, cat)


def _traces(
    post: Post, context: Sequence[str], known: Sequence[Citation], offset: int | None, cat: Catalogue
) -> list[Trace]:
    """The traces of a post, with those of the citations that only its corpus tells."""
    lang = None if post.lang in ("", "und", "mul") else post.lang
    try:
        found = explain(post.text, lang=lang, context=context, catalogue=cat, offset=offset)
    except ValueError as error:
        raise click.UsageError(f"{post.id}: {error}") from error
    more = [c for c in known if c.rule == "quotation:attested" and (offset is None or c.start <= offset < c.end)]
    if more:
        found = [t for t in found if t.citation is not None] + [recorded(c, cat) for c in more]
    out = [msgspec.structs.replace(t, citation=placed(t.citation, post)) if t.citation else t for t in found]
    return sorted(out, key=lambda t: (t.start, -t.end))


def _write(found: Found, name: str, format: str, band: bands.Band | None) -> None:
    out: list[dict[str, Any]] = []
    shown = 0
    for post, traces in found:
        kept = [t for t in traces if band in (None, t.band)]
        if format == "text":
            if kept and shown:
                click.echo()
            shown += len(kept)
            place = name if post.start is not None and not post.parent and post.id == name else post.id
            for line in lines(kept, place):
                click.echo(line)
            continue
        rows = [{"post": post.id} | msgspec.to_builtins(t) for t in kept]
        if format == "jsonl":
            for row in rows:
                click.echo(json.dumps(row, ensure_ascii=False))
        out += rows
    if format == "json":
        click.echo(json.dumps(out, ensure_ascii=False, indent=2))
    elif format == "text" and not shown:
        click.echo("no citation found; FILE:OFFSET says why there is none at a place", err=True)


def _tables(show_bands: bool, show_rules: bool, format: str) -> None:
    kind: Any = "table" if format == "text" else format
    if show_bands:
        emit((_band(m) for m in measured()), kind)
    if show_rules:
        from linker.confidence import calibration, confidence

        known = calibration().rules
        rows = []
        for name, rule in RULES.items():
            seen = known.get(name)
            value = confidence(name)
            row = {"rule": name, "band": bands.band(value), "confidence": value}
            row |= {"links": seen.links if seen else 0, "right": seen.right if seen else 0, "says": rule.sentence}
            rows.append(row)
        emit(rows, kind)


def _band(m: bands.Measured) -> dict[str, Any]:
    return {
        "band": m.band,
        "confidence": f"from {bands.LEAST[m.band]:g}",
        "links": m.links,
        "right": m.right,
        "precision": f"{m.precision:.3f} ({m.low:.3f}-{m.high:.3f})",
        "what to do": bands.MEANING[m.band],
    }
