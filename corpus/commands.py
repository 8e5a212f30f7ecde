"""The command that shows what the readers find in a source."""

from __future__ import annotations

from typing import Any

import click

from corpus.models import Columns, Problem, ReadError
from corpus.read import READERS
from instruments.output import Fail, Format, emit, format_option

FIELDS = ("id", "author", "role", "lang", "languages", "parent", "translation_of", "date", "source")
COLUMNS = (*FIELDS, "length", "begins")


def source_options(command: Any) -> Any:
    """Add ``--reader`` and the options that name a record's fields; pass them to `columns_of`."""
    named = {
        "id": "the post's id",
        "text": "the text",
        "lang": "the language",
        "author": "the author",
        "parent": "the id of the post replied to",
        "date": "the date",
    }
    for name, what in reversed(named.items()):
        help_text = f"The field or column that holds {what} (JSON Lines, CSV)."
        option = click.option(f"--{name}-column", default=name, show_default=True, metavar="NAME", help=help_text)
        command = option(command)
    help_text = "How to read the sources; chosen by content and name when left out."
    return click.option("--reader", type=click.Choice(list(READERS)), help=help_text)(command)


def columns_of(options: dict[str, Any]) -> Columns:
    """The columns that the options of `source_options` name; takes them out of the options.

    >>> options = {"text_column": "body", "reader": None}
    >>> columns_of(options).text, options
    ('body', {'reader': None})
    """
    names = {key: options.pop(key) for key in [key for key in options if key.endswith("_column")]}
    return Columns(**{key.removesuffix("_column"): value for key, value in names.items()})


def say(problem: Problem) -> None:
    """Tell a problem on standard error."""
    click.echo(f"{'Error' if problem.level == 'error' else 'Warning'}: {problem}", err=True)


@click.command("posts")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@source_options
@format_option
def posts(sources: tuple[str, ...], reader: str | None, format: Format, **options: Any) -> None:
    """Show which posts the readers find in a file, a directory or standard input (-).

    \b
    Examples:
      rightsgraph posts discussion.txt
      rightsgraph posts posts/ --format csv > posts.csv
      rightsgraph posts export.csv --text-column body --id-column nr
      cat page.html | rightsgraph posts --reader html -
    """
    from corpus.ingest import read_posts

    failed = False

    def tell(problem: Problem) -> None:
        nonlocal failed
        failed = failed or problem.level == "error"
        say(problem)

    try:
        found = read_posts(sources, reader=reader, columns=columns_of(options), report=tell)
        rows = [
            {field: getattr(post, field) for field in FIELDS}
            | {"languages": list(post.languages), "length": len(post.text), "begins": " ".join(post.text.split())[:40]}
            for post in found
        ]
    except ReadError as error:
        raise Fail(str(error)) from error
    emit(rows, format, COLUMNS)
    if failed:
        raise SystemExit(1)
