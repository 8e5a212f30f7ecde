"""The command line: it puts the packages together and only talks. Nothing imports it.

Commands are listed by name and imported when called, so that ``--help`` loads neither spaCy nor networkx.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.records import Post

# name: (where it lives, what it does in one line)
COMMANDS = {
    "demo": ("cli:demo", "Build the sample corpus and show what to try next."),
    "build": ("cli:build_command", "Read posts, link them, and write the knowledge base."),
    "cite": ("cli:cite_command", "Find the citations in a text, without a database."),
    "explain": ("cli:explain_command", "Why a text is linked as it is, or why a place is not."),
    "query": ("kb.commands:query", "Which posts cite what, with the sentence that proves it."),
    "show": ("kb.commands:show", "Everything about a provision, an instrument or a post."),
    "stats": ("kb.commands:stats", "What the knowledge base holds, in figures."),
    "states": ("kb.states_commands:states", "The UN's member States, and which treaties bind them."),
    "posts": ("corpus.commands:posts", "Which posts the readers find in a source."),
    "instruments": ("instruments.commands:instruments", "The curated instruments: list, show, check."),
    "silence": ("kb.silence_commands:silence", "What nobody cites, of all that addresses what posts are about."),
    "suggest": ("kb.silence_commands:suggest", "What a post might have cited, and why."),
    "export": ("kb.export_commands:export", "The issue map, the graph, tables: for reports and other tools."),
    "graph": ("kb.graph_commands:graph", "What is cited together, paths, ranks, time lines."),
    "site": ("kb.site_commands:site", "The knowledge base as a static site."),
    "texts": ("kb.texts_commands:texts", "Official wordings and the fingerprints made from them."),
    "quotes": ("linker.quotes_command:quotes", "Quotations in a document beside the official wordings."),
    "evaluate": ("linker.evaluate_command:evaluate", "Score the linker against hand-made labels."),
}


class Commands(click.Group):
    """A group that imports a command only when it is called or asked for help."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order of their use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        found = getattr(importlib.import_module(module), attribute)
        return found if isinstance(found, click.Command) else found()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or suggest the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else "; 'rightsgraph --help' lists the commands"
            raise click.UsageError(f"there is no command '{args[0]}'{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="rightsgraph", prog_name="rightsgraph")
def main() -> None:
    """Find every reference to a human-rights instrument in posts and documents, link it to the exact
    provision, and build a knowledge base of who cites what.

    \b
    Start here:
      rightsgraph demo                                 build and explore the sample corpus
      rightsgraph build posts/ --db build/kb.db        link your own posts
      rightsgraph query --db build/kb.db "CEDAW 12(2)" who cites it, with the sentence
    """


@functools.cache
def build_command() -> click.Command:
    """The command ``build``, made when it is called: its options come from `corpus`."""
    from corpus.commands import columns_of, source_options
    from corpus.models import ReadError
    from instruments.errors import CatalogueError
    from instruments.load import catalogue
    from instruments.output import Fail

    @click.command()
    @click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
    @click.option(
        "--db",
        type=click.Path(path_type=Path),
        default="build/kb.db",
        show_default=True,
        envvar="RIGHTSGRAPH_DB",
        help="Where to write the knowledge base.",
    )
    @click.option(
        "--instruments",
        "overlay",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        multiple=True,
        help="A folder of your own instruments, laid over the shipped ones.",
    )
    @click.option("--no-issues", is_flag=True, help="Leave the issue tags out (faster).")
    @click.option("--strict", is_flag=True, help="Fail, and keep the old database, when anything could not be read.")
    @source_options
    def build(
        sources: tuple[str, ...],
        db: Path,
        overlay: tuple[Path, ...],
        no_issues: bool,
        strict: bool,
        reader: str | None,
        **options: Any,
    ) -> None:
        """Read posts, find their citations, and write the knowledge base to one SQLite file.

        SOURCE is a file, a directory (all its files) or - for standard input: a discussion dump, JSON
        Lines, CSV, plain text, Markdown or HTML. The old database is replaced whole or not at all.

        \b
        Examples:
          rightsgraph build discussion.txt --db build/kb.db
          rightsgraph build posts/ notes.md --db build/kb.db
          rightsgraph build export.csv --reader csv --text-column body --db build/kb.db
        """
        columns = columns_of(options)
        try:
            cat = catalogue(overlay=overlay) if overlay else catalogue()
            counts = _build(sources, db, cat, reader=reader, columns=columns, issues=not no_issues, strict=strict)
        except (ReadError, CatalogueError) as error:
            raise Fail(str(error)) from error
        click.echo(
            f"{db}: {counts['posts']} posts, {counts['citations']} citations"
            f" ({counts['links']} links to {counts['instruments']} instruments), {counts['tags']} issue tags"
        )
        if counts["problems"]:
            raise SystemExit(1)

    return build


@functools.cache
def cite_command() -> click.Command:
    """The command ``cite``, made when it is called."""
    from corpus.commands import columns_of, say, source_options
    from corpus.models import Problem, ReadError
    from instruments.load import catalogue
    from instruments.output import Fail, emit
    from kb.talk import confidence_option, voice_option

    @click.command()
    @click.argument("sources", metavar="FILE...", nargs=-1, required=True)
    @click.option(
        "--format",
        "format",
        type=click.Choice(("table", "json", "jsonl", "csv", "markdown", "html")),
        default="table",
        show_default=True,
        help="A table for people; json, jsonl, csv for programs; markdown or html: the text with its links.",
    )
    @click.option("--all", "everything", is_flag=True, help="In the table, also bodies, documents and other laws.")
    @confidence_option
    @voice_option
    @source_options
    def cite(
        sources: tuple[str, ...],
        format: str,
        everything: bool,
        min_confidence: float,
        voice: tuple[str, ...],
        reader: str | None,
        **options: Any,
    ) -> None:
        """Find the citations in files, directories or standard input (-), without a database.

        json, jsonl and csv give every citation with its offsets (code points, end exclusive): start and
        end in the post's text, source_start and source_end in the file.

        \b
        Examples:
          rightsgraph cite report.txt
          echo "CEDAW art. 12(2) and SDG 8.8" | rightsgraph cite -
          rightsgraph cite discussion.txt --format jsonl > citations.jsonl
          rightsgraph cite report.md --format html > linked.html
        """
        from corpus.ingest import read_posts
        from kb.schema import LINKS
        from linker import cited
        from linker.annotate import as_html, markdown

        cat = catalogue()
        failed = False

        def report(problem: Problem) -> None:
            nonlocal failed
            failed = failed or problem.level == "error"
            say(problem)

        try:
            posts = list(read_posts(sources, reader=reader, columns=columns_of(options), report=report))
        except ReadError as error:
            raise Fail(str(error)) from error
        if format in ("markdown", "html"):
            write = markdown if format == "markdown" else as_html
            for post, found in cited.cited(posts):
                click.echo(write(post.text, cited.trusted(found, min_confidence, voice), cat, post.lang))
        else:
            rows = cited.rows(posts, min_confidence, voice)
            if format == "table":
                shown = (r for r in rows if everything or r["kind"] in LINKS)
                columns = ("post", "text", "target", "kind", "status", "band", "note")
                if not emit(({**r, "text": " ".join(r["text"].split())[:60]} for r in shown), "table", columns):
                    click.echo("no citation found; --all shows bodies, documents and other laws too", err=True)
            else:
                emit(rows, format, cited.FIELDS)  # type: ignore[arg-type]
        if failed:
            raise SystemExit(1)

    return cite


@functools.cache
def explain_command() -> click.Command:
    """The command ``explain``, made when it is called: how sources are read comes from `corpus`."""
    from corpus.commands import columns_of, say, source_options
    from corpus.ingest import read_posts
    from corpus.models import ReadError
    from instruments.output import Fail
    from linker.explain_command import command

    def read(source: str, reader: str | None, options: dict[str, Any]) -> list[Post]:
        try:
            return list(read_posts([source], reader=reader, columns=columns_of(options), report=say))
        except ReadError as error:
            raise Fail(str(error)) from error

    return command(read, source_options)


def _build(
    sources: tuple[str, ...],
    db: Path,
    cat: Catalogue,
    *,
    reader: str | None = None,
    columns: Any = None,
    issues: bool = True,
    strict: bool = False,
) -> dict[str, int]:
    """Compose corpus, linker and kb into one database; counts of what it holds."""
    from corpus.commands import say
    from corpus.ingest import read_posts
    from corpus.models import Problem, ReadError, SourceInfo
    from kb import bands
    from kb import build as kb_build
    from kb import posts as kb_posts
    from kb import states as kb_states
    from kb.talk import told
    from linker import run
    from linker.confidence import measured
    from linker.version import facts

    problems: list[Problem] = []
    infos: list[SourceInfo] = []

    def report(problem: Problem) -> None:
        if problem.level == "error":
            problems.append(problem)
            if strict:
                raise ReadError(problem.source, problem.text, problem.place)
        say(problem)

    with told(db), kb_build.replacing(db, make_folder=True) as database:
        kb_build.write_catalogue(database, cat)
        read = read_posts(sources, reader=reader, columns=columns, report=report, on_source=infos.append)
        count = kb_posts.write(database, _progress(read), report=lambda text: click.echo(f"Warning: {text}", err=True))
        run.link_posts(database, cat)
        kb_states.write_mentions(database)
        if issues:
            run.tag_posts(database, cat)
        kb_build.write_sources(
            database, [kb_build.Source(path=i.path, sha256=i.sha256, reader=i.reader) for i in infos]
        )
        bands.write(database, measured())
        kb_build.finish(database, facts())
        links = "kind in ('instrument', 'anaphor', 'pinpoint', 'quotation') and status = 'resolved'"
        return {
            "posts": count,
            "citations": database.execute("select count(*) from citations").fetchone()[0],
            "links": database.execute(f"select count(*) from citations where {links}").fetchone()[0],
            "instruments": database.execute(
                "select count(distinct instrument) from citations where instrument is not null"
            ).fetchone()[0],
            "tags": database.execute("select count(*) from tags").fetchone()[0],
            "problems": len(problems),
        }


def _progress(posts: Iterator[Post]) -> Iterator[Post]:
    """The posts as they come, counted on standard error when that is a terminal."""
    shown = sys.stderr.isatty()
    n = 0
    for n, post in enumerate(posts, 1):
        if shown and n % 100 == 0:
            click.echo(f"\rread {n} posts", nl=False, err=True)
        yield post
    if shown and n >= 100:
        click.echo(f"\rread {n} posts", err=True)


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default="build/demo",
    show_default=True,
    help="Folder for what is built.",
)
def demo(out: Path) -> None:
    """Build the sample corpus (posts written for this project, by nobody real) and say what to try next.

    \b
    Example:
      rightsgraph demo --out build/demo
    """
    from importlib.resources import files

    from instruments.load import catalogue
    from kb import build as kb_build
    from kb import site
    from kb.export import graph as graph_export
    from kb.export import issue_map
    from kb.query import stats

    sample = Path(str(files("corpus") / "sample" / "e-discussion.txt"))
    if sample.is_relative_to(Path.cwd()):
        sample = sample.relative_to(Path.cwd())
    db = out / "kb.db"
    counts = _build((str(sample),), db, catalogue())
    database = kb_build.open_db(db)
    try:
        issue_map.save(database, out / "map.xlsx")
        graph_export.save(database, out / "graph.gexf")
        top = stats(database, top=5)
        site.build(database, out / "site")
    finally:
        database.conn.close()
    click.echo(
        f"Linked the sample corpus: {counts['posts']} posts, {counts['links']} links to {counts['instruments']}"
        f" instruments, {counts['citations'] - counts['links']} bodies, documents, other laws and open questions,"
        f" {counts['tags']} issue tags."
    )
    click.echo(f"Most cited: {', '.join(_cited(top))}.\n")
    click.echo(
        "Built:\n"
        f"  {db}   the knowledge base (SQLite)\n"
        f"  {out / 'map.xlsx'}   instruments by issues, with the evidence\n"
        f"  {out / 'graph.gexf'}   the graph, for Gephi or networkx\n"
        f"  {out / 'site' / 'index.html'}   the site; open it in a browser\n"
    )
    run = "rightsgraph" if Path(sys.prefix).name != ".venv" else ".venv/bin/rightsgraph"
    click.echo(
        "Try next:\n"
        f'  {run} query --db {db} "C189 art 15"\n'
        f"  {run} query --db {db} --instrument ny-declaration\n"
        f'  {run} show --db {db} "CEDAW 12(2)"\n'
        f"  {run} stats --db {db}\n"
        f'  echo "GR 26, para 26(l), and SDG 8.8" | {run} cite -\n'
        f"  {run} build YOUR_POSTS --db build/kb.db"
    )


def _cited(figures: dict[str, Any]) -> list[str]:
    return [f"{row['label']} ({row['citations']})" for row in figures["instruments"]]


if __name__ == "__main__":
    main()
