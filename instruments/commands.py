"""``rightsgraph instruments``: the curated facts on the command line."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from instruments.output import Fail, Format, emit, format_option

if TYPE_CHECKING:
    from instruments.load import Catalogue

Command = TypeVar("Command", bound=Callable[..., Any])
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


def overlay_option(command: Command) -> Command:
    """Add ``--overlay DIR`` (several times) to a command and turn `CatalogueError` into `Fail`."""
    option = click.option(
        "--overlay",
        multiple=True,
        type=FOLDER,
        metavar="DIR",
        help="A folder of your own facts (data/, bodies/, issues/, stages/) over the shipped ones; repeatable.",
    )

    @functools.wraps(command)
    def told(*args: Any, **kwargs: Any) -> Any:
        from instruments.errors import CatalogueError

        try:
            return command(*args, **kwargs)
        except CatalogueError as error:
            raise Fail(str(error)) from None

    return option(told)  # type: ignore[return-value]


def to_option(command: Command) -> Command:
    """Add ``--to DIR``, passed on as ``to``."""
    return click.option(
        "--to",
        type=click.Path(file_okay=False, path_type=Path),
        default="my-facts",
        show_default=True,
        metavar="DIR",
        help="Your folder of facts; made when it is missing.",
    )(command)


def _catalogue(overlay: tuple[Path, ...]) -> Catalogue:
    from instruments.load import catalogue

    return catalogue(overlay=overlay)


@click.group(no_args_is_help=True)
def instruments() -> None:
    """Look at the curated instruments: names, provisions, relations; check and format their files.

    \b
    Examples:
      rightsgraph instruments list
      rightsgraph instruments show "CEDAW 12(2)"
      rightsgraph instruments check
    """


@instruments.command("list")
@click.option("--kind", metavar="KIND", help="Only instruments of this kind, such as treaty or general-comment.")
@click.option("--body", metavar="BODY", help="Only instruments of this body, such as cedaw-committee.")
@overlay_option
@format_option
def list_(format: Format, overlay: tuple[Path, ...], kind: str | None, body: str | None) -> None:
    """List the instruments.

    \b
    Examples:
      rightsgraph instruments list --kind treaty
      rightsgraph instruments list --body cmw-committee --format csv > cmw.csv
    """
    known = _catalogue(overlay)
    _known("kind", kind, {inst.kind for inst in known.instruments.values()})
    _known("body", body, set(known.bodies))
    rows = (
        {
            "id": inst.id,
            "kind": inst.kind,
            "title": inst.titles.get("en", inst.id),
            "adopted": inst.adopted,
            "in_force": inst.in_force,
            "body": inst.body,
            "symbols": list(inst.symbols),
            "provisions": len(inst.provisions),
        }
        for inst in known.instruments.values()
        if (kind is None or inst.kind == kind) and (body is None or inst.body == body)
    )
    emit(rows, format, ("id", "title", "adopted", "provisions") if format == "table" else None)


@instruments.command()
@click.argument("query", metavar="ID_OR_QUERY", nargs=-1, required=True)
@click.option("--lang", default="en", show_default=True, metavar="LANG", help="Language of headings and summaries.")
@overlay_option
@format_option
def show(query: tuple[str, ...], format: Format, overlay: tuple[Path, ...], lang: str) -> None:
    """Show an instrument with its provisions, or one provision with what lies below it.

    ID_OR_QUERY is an id (cedaw#art_12) or what you would type into a search box. Summaries, and headings that are not
    said to be official, are the project's own words; each summary says whether somebody has reviewed it.

    \b
    Examples:
      rightsgraph instruments show cedaw
      rightsgraph instruments show "CEDAW 12(2)"
      rightsgraph instruments show GR26 para 26(l) --format json
    """
    from instruments.lookup import lookup
    from instruments.show import SHOWN, body, head, provision

    known = _catalogue(overlay)
    found = lookup(" ".join(query), known)
    if found.target is None:
        raise Fail(
            f"{' '.join(query)!r}: {found.suggestion or 'not in the catalogue; see: rightsgraph instruments list'}"
        )
    if found.note:
        click.echo(found.note, err=True)
    if found.target in known.bodies:
        emit([body(known, found.target)], format)
        return
    ident, _, path = found.target.partition("#")
    inst = known.instruments[ident]
    if format == "table":
        click.echo("\n".join((*head(known, inst, path, lang), "")))
    tree = known.subtree(ident, path) if path else iter(known.trees[ident])
    emit((provision(known, inst, p, lang) for p in tree), format, SHOWN if format == "table" else None)


@instruments.command()
@click.argument("folder", required=False, type=FOLDER)
@overlay_option
@format_option
def check(folder: Path | None, format: Format, overlay: tuple[Path, ...]) -> None:
    """Check the curated files: schema first, then the rules across files.

    FOLDER holds data/, bodies/, issues/ and stages/; the shipped facts when left out. Exits with 1 when a rule is
    broken.

    \b
    Examples:
      rightsgraph instruments check
      rightsgraph instruments check --overlay my-facts
    """
    from instruments.check import RULES, entries, problems
    from instruments.load import HERE

    facts, unread = entries([folder or HERE, *overlay])
    if not facts.entries and not unread:
        raise Fail(f"{folder}: no TOML file in data/, bodies/, issues/ or stages/", "give the folder that holds them")
    found = unread + problems(facts)
    if folder is None:
        from instruments.states_check import check as check_states

        found += check_states(facts.catalogue)
    emit((p._asdict() for p in found), format, ("file", "rule", "text"))
    if found:
        files = len({p.file for p in found})
        count = f"{len(found)} problem{'s' * (len(found) > 1)} in {files} file{'s' * (files > 1)}"
        raise Fail(count, "correct what is listed and check again")
    click.echo(f"{len(facts.entries)} files keep all {len(RULES)} rules", err=True)


@instruments.command("format")
@click.argument("folder", required=False, type=FOLDER)
@click.option("--check", "only_check", is_flag=True, help="Rewrite nothing; exit with 1 when a file would change.")
@click.option("--drop-comments", is_flag=True, help="Rewrite files with comments too, without the comments.")
@overlay_option
def format_(folder: Path | None, only_check: bool, drop_comments: bool, overlay: tuple[Path, ...]) -> None:
    """Bring the curated files into their one canonical form.

    Facts never change; a comment has no place in the form, so a file with comments is left alone unless told.

    \b
    Examples:
      rightsgraph instruments format --check
      rightsgraph instruments format my-facts
    """
    from instruments.format import comments, format_text, write
    from instruments.load import HERE, files

    changed, commented = [], []
    for place in (folder or HERE, *overlay):
        for path, kind in files(place):
            text = path.read_text(encoding="utf-8")
            new = format_text(text, kind, file=f"{path.parent.name}/{path.name}")
            if new == text:
                continue
            if comments(text) and not drop_comments:
                commented.append(f"{path.parent.name}/{path.name}, line {comments(text)[0]}")
                continue
            changed.append(path)
            if not only_check:
                write(path, new)
    for path in changed:
        click.echo(f"{path.parent.name}/{path.name}")
    if commented:
        hint = "move them into note keys, or pass --drop-comments"
        raise Fail(f"comments would be lost in {'; '.join(commented)}", hint)
    if only_check and changed:
        raise Fail(f"{len(changed)} files are not in canonical form", "run: rightsgraph instruments format")


@instruments.command()
@click.argument("kind", required=False, type=click.Choice(("instrument", "body", "issue")))
@click.option("--write", is_flag=True, help="Rewrite the published schema files where they differ.")
def schema(kind: str | None, write: bool) -> None:
    """Print the JSON Schema of a kind of file, or of all three.

    \b
    Examples:
      rightsgraph instruments schema instrument > instrument.schema.json
      rightsgraph instruments schema --write
    """
    from instruments import schema as schemas

    if write:
        for path in schemas.write():
            click.echo(path.name)
        return
    built = schemas.build()
    click.echo(schemas.text(built[kind] if kind else built), nl=False)


@instruments.command()
@click.argument("ident", metavar="ID")
@to_option
def new(ident: str, to: Path) -> None:
    """Write a commented skeleton of an instrument, to fill in.

    ID is lower-case letters, digits and hyphens. The file is data/ID.toml in the folder of --to; one that is there is
    never replaced.

    \b
    Examples:
      rightsgraph instruments new harbour-charter
      rightsgraph instruments new harbour-charter --to my-facts
    """
    from instruments.skeleton import skeleton, write

    click.echo(_told(lambda: write(to, ident, skeleton(ident))))


@instruments.command("import-outline")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--id", "ident", required=True, metavar="ID", help="The id that the instrument gets.")
@click.option("--title", default="", metavar="TEXT", help="Its title in English; made of the id when left out.")
@click.option("--unit", type=click.Choice(("art", "para", "obj", "goal")), help="What its main numbers are.")
@to_option
def import_outline(file: Path, ident: str, title: str, unit: Any, to: Path) -> None:
    """Make a draft of an instrument from a numbered text: its numbers and structure, none of its words.

    FILE is plain text with "Article 1" or "1. " at the start of lines. Complete the draft by hand; instruments check
    says what is missing.

    \b
    Examples:
      rightsgraph instruments import-outline charter.txt --id harbour-charter --to my-facts
      rightsgraph instruments import-outline rules.txt --id harbour-rules --unit para --title "Harbour Rules"
    """
    from instruments.skeleton import canonical, draft, write

    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise Fail(f"{file}: not readable as UTF-8 text", "save it as plain text in UTF-8") from None
    entry = _told(lambda: draft(text, ident, unit=unit, title=title, source=file.name))
    path = _told(lambda: write(to, ident, canonical(entry)))
    tops = sum(p.parent is None for p in entry.provisions)
    click.echo(f"{path}: {len(entry.provisions)} provisions, {tops} of them at the top")


def _told(call: Callable[[], Any]) -> Any:
    """What a function gives; a `CatalogueError` of it becomes `Fail`."""
    from instruments.errors import CatalogueError

    try:
        return call()
    except CatalogueError as error:
        raise Fail(str(error)) from None


@instruments.command()
@click.option("--texts", type=FOLDER, metavar="DIR", help="A folder of official wordings named ID.LANG.txt.")
@overlay_option
@format_option
def coverage(format: Format, overlay: tuple[Path, ...], texts: Path | None) -> None:
    """Show how much of each instrument is in the catalogue, and how it compares with official wordings.

    \b
    Examples:
      rightsgraph instruments coverage
      rightsgraph instruments coverage --texts ~/wordings --format csv
    """
    from instruments.coverage import rows

    emit(rows(_catalogue(overlay), texts), format)


def _known(option: str, value: str | None, values: set[str]) -> None:
    """Refuse a value that nothing has, as misuse, with the values that there are."""
    if value is None or value in values:
        return
    from rapidfuzz import process

    near = [v for v, _, _ in process.extract(value, sorted(values), limit=3, score_cutoff=60)]
    hint = f"did you mean {', '.join(near)}?" if near else f"there are {', '.join(sorted(values))}"
    raise click.BadParameter(f"{value!r} is none; {hint}", param_hint=f"--{option}")
