"""``rightsgraph states``: the member States of the United Nations and what binds them, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from instruments.output import Fail, Format, emit, format_option


@click.group(no_args_is_help=True)
def states() -> None:
    """The UN's member States: their names, and which treaties bind them.

    Eighteen UN treaties are covered, as of the date that is shown. Everything else is unknown until you import a file
    of your own. What posts say of a State: rightsgraph show state:NP.

    \b
    Examples:
      rightsgraph states list
      rightsgraph states show Nepal
      rightsgraph states import ilo.csv --as-of 2024-05-01 --source NORMLEX
    """


@states.command("list")
@click.option("--treaty", metavar="TREATY", help="Only what is known of this treaty, as people write it.")
@click.option(
    "--status",
    type=click.Choice(["bound", "signed", "neither", "unknown"]),
    help="With --treaty, only the States of this status.",
)
@format_option
def list_(format: Format, treaty: str | None, status: str | None) -> None:
    """List the States; with --treaty, who is bound by it, since when and as of when.

    \b
    Examples:
      rightsgraph states list --format csv > states.csv
      rightsgraph states list --treaty ICRMW --status bound
    """
    from instruments.states import bindings, register

    if status and not treaty:
        raise click.UsageError("--status needs --treaty")
    if treaty is None:
        emit(
            (
                {"code": s.code, "alpha3": s.alpha3, **dict(s.name.by_lang()), "official": s.official.en}
                for s in register().states
            ),
            format,
        )
        return
    ident = _treaty(treaty)
    found = _told(bindings)
    rows = [
        _binding(found.get((s.code, ident)), {"state": s.code, "name": s.name.en, "treaty": ident})
        for s in register().states
    ]
    columns = ("state", "name", "status", "year", "as_of", "note") if format == "table" else None
    emit([row for row in rows if status is None or row["status"] == status], format, columns)


@states.command()
@click.argument("state", nargs=-1, required=True)
@format_option
def show(state: tuple[str, ...], format: Format) -> None:
    """Show what is known of one State: a code (NP, NPL) or a name in English, Spanish or French.

    \b
    Examples:
      rightsgraph states show NP
      rightsgraph states show República de Moldova --format json
    """
    from instruments.load import catalogue
    from instruments.states import bindings
    from instruments.states import states as known
    from kb import errors
    from kb.states import BINDING_KINDS, find

    try:
        code = find(" ".join(state))
    except errors.Unknown as error:
        raise Fail(error.message, error.hint) from error
    one, found = known()[code], _told(bindings)
    treaties = [i.id for i in catalogue().instruments.values() if i.kind in BINDING_KINDS or (code, i.id) in found]
    rows = [_binding(found.get((code, t)), {"state": code, "treaty": t}) for t in sorted(treaties)]
    if format == "table":
        click.echo(f"{code} ({one.alpha3}): {one.name.en}")
        for lang, official in one.official.by_lang():
            click.echo(f"{lang}: {official}")
        click.echo(f"also: {'; '.join(dict.fromkeys([n for _, n in one.names()] + list(one.acronyms)))}")
        click.echo()
    emit(rows, format, ("treaty", "status", "year", "as_of", "source", "note") if format == "table" else None)


@states.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as-of", default="", metavar="DATE", help="The date of the facts, where the file has no such column.")
@click.option("--source", default="", metavar="TEXT", help="Where they come from, where the file has no such column.")
@click.option("--treaty", default="", metavar="TREATY", help="Their treaty, where the file has no such column.")
@click.option("--replace", is_flag=True, help="Forget what was imported before.")
def import_(file: Path, as_of: str, source: str, treaty: str, replace: bool) -> None:
    """Import your own facts on who is bound by what, such as ratifications of ILO conventions.

    FILE is a CSV with the columns state (code or name), treaty, status (bound, signed, neither, unknown), and year,
    as_of, source, note where you have them. Your facts are kept in your data folder (RIGHTSGRAPH_STATES names another
    file), shown with their date and source, and stand before the shipped ones. Build again to have them in a database.

    \b
    Examples:
      rightsgraph states import ilo.csv --as-of 2024-05-01 --source NORMLEX
      rightsgraph states import c189.csv --treaty C189 --as-of 2024 --source "ministry's list"
    """
    from instruments.errors import CatalogueError
    from instruments.load import catalogue
    from instruments.states import own_file
    from instruments.states_import import read, stored, write

    place = own_file()
    try:
        new = read(file, catalogue(), as_of=as_of, source=source, treaty=treaty)
        if not new:
            raise Fail(f"{file}: no line below the header", "write one line a State and treaty")
        old = [] if replace or not place.is_file() else list(stored(place))
        write(place, {(b.state, b.treaty): b for b in (*old, *new)}.values())
    except CatalogueError as error:
        raise Fail(str(error)) from error
    except OSError as error:
        raise Fail(f"{error.filename or place}: {error.strerror}", "name another file in RIGHTSGRAPH_STATES") from error
    count = len({b.treaty for b in new})
    click.echo(f"{place}: {len(new)} facts on {count} {'treaty' if count == 1 else 'treaties'}")


def _treaty(typed: str) -> str:
    from instruments.load import catalogue
    from instruments.lookup import lookup

    known = catalogue()
    found = lookup(typed, known)
    if found.target is None or found.target not in known.instruments:
        raise Fail(f"{typed!r} is no instrument of the catalogue", found.suggestion or "rightsgraph instruments list")
    return found.target


def _told(bindings: Any) -> dict[tuple[str, str], Any]:
    from instruments.errors import CatalogueError

    try:
        found: dict[tuple[str, str], Any] = bindings()
    except CatalogueError as error:
        raise Fail(str(error)) from error
    return found


def _binding(one: Any, row: dict[str, Any]) -> dict[str, Any]:
    empty = {"status": "unknown", "year": None, "as_of": "", "source": "", "note": ""}
    return {**row, **({key: getattr(one, key) for key in empty} if one else empty)}
