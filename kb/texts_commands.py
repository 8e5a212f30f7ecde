"""The commands of official wordings."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from instruments.output import Fail, Format, emit, format_option

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.texts_recognise import Recognised

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def texts_option(command: Decorated) -> Decorated:
    """Add ``--texts DIR``, passed on as ``where``."""
    return click.option(
        "--texts",
        "where",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="RIGHTSGRAPH_TEXTS",
        show_envvar=True,
        help="The folder of your wordings; by default one in your data folder.",
    )(command)


def instruments_option(command: Decorated) -> Decorated:
    """Add ``--instruments DIR``, passed on as ``overlay``."""
    return click.option(
        "--instruments",
        "overlay",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        multiple=True,
        help="A folder of your own instruments, laid over the shipped ones.",
    )(command)


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Turn the errors of the layers below into one sentence."""
    from instruments.errors import CatalogueError
    from kb.errors import KBError

    try:
        yield
    except KBError as error:
        raise Fail(error.message, error.hint) from error
    except CatalogueError as error:
        raise Fail(f"{error.file}: {error.problem}", error.hint) from error


def _catalogue(overlay: tuple[Path, ...]) -> Catalogue:
    from instruments.load import catalogue

    return catalogue(overlay=overlay) if overlay else catalogue()


def _target(catalogue: Catalogue, typed: str) -> str:
    """The id of what was typed."""
    from instruments.lookup import lookup

    found = lookup(typed, catalogue)
    if found.target is None:
        raise Fail(f"{typed}: no such instrument or provision", found.suggestion)
    return found.target


@click.group(
    epilog="""\b
Examples:
  rightsgraph texts add ny-declaration.pdf
  rightsgraph texts list
  rightsgraph texts show "CEDAW 12"
"""
)
def texts() -> None:
    """Official wordings: bring yours in, see what you have, and make fingerprints of many."""


@texts.command(
    name="add",
    epilog="""\b
Examples:
  rightsgraph texts add ny-declaration.pdf
  rightsgraph texts add icrmw.docx --instrument icrmw --lang en
  rightsgraph texts add draft.html --partial
""",
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--instrument", "-i", help="The instrument's id, where the file does not tell it.")
@click.option("--lang", "-l", help="The language, where the file does not tell it (en, es, fr …).")
@click.option("--partial", is_flag=True, help="Take a wording that lacks provisions too.")
@texts_option
@instruments_option
def add(
    files: tuple[Path, ...],
    instrument: str | None,
    lang: str | None,
    partial: bool,
    where: Path | None,
    overlay: tuple[Path, ...],
) -> None:
    """Bring in official wordings: text, Markdown, HTML, PDF or DOCX.

    Each is cut into the provisions of its instrument and compared with them; one that lacks some is refused
    unless --partial is given. From then on quotations are compared with it. The wordings stay in a folder of your own.
    """
    from kb.texts_recognise import recognise

    catalogue = _catalogue(overlay)
    instrument = _target(catalogue, instrument).partition("#")[0] if instrument else None
    for file in files:
        with _told():
            _keep(recognise(file, catalogue, instrument=instrument, lang=lang), partial, where, str(file))


def _keep(found: Recognised, partial: bool, where: Path | None, place: str, address: str = "") -> None:
    """Say what was found, and keep it unless it is incomplete and that was not asked for."""
    from kb import texts_store

    wording = found.wording
    click.echo(found.found.line())
    if found.extra:
        more = f" and {len(found.extra) - 5} more" if len(found.extra) > 5 else ""
        click.echo(f"not in the instrument's entry: {', '.join(found.extra[:5])}{more}")
    if found.found.missing and not partial:
        raise Fail(
            f"{place}: {len(found.found.missing)} provisions of {wording.instrument} were not found in it",
            "check the file, or take it as it is with --partial",
        )
    kept = texts_store.keep(
        texts_store.Held(
            instrument=wording.instrument,
            lang=wording.lang,
            source=wording.source,
            sha256=found.sha256,
            address=address,
            missing=found.found.missing,
            pieces=tuple((piece.path, piece.text.strip()) for piece in wording.pieces),
        ),
        where,
    )
    click.echo(f"{'partial' if found.found.missing else 'complete'}: kept as {kept}", err=True)


@texts.command(
    name="list",
    epilog="""\b
Examples:
  rightsgraph texts list
  rightsgraph texts list --format json
""",
)
@texts_option
@format_option
def list_(where: Path | None, format: Format) -> None:
    """List the wordings that you brought in, with their source and its hash."""
    from kb import texts_store

    columns = ("instrument", "lang", "provisions", "missing", "source", "sha256")
    with _told():
        rows = [
            {
                "instrument": held.instrument,
                "lang": held.lang,
                "provisions": len({path for path, _ in held.pieces}),
                "missing": len(held.missing),
                "source": held.address or held.source,
                "sha256": held.sha256[:12] if format == "table" else held.sha256,
            }
            for held in texts_store.every(where)
        ]
        if not emit(rows, format, columns) and format == "table":
            click.echo(f"no wordings in {texts_store.folder(where)}; bring one in with `texts add FILE`", err=True)


@texts.command(
    name="show",
    epilog="""\b
Examples:
  rightsgraph texts show "CEDAW 12"
  rightsgraph texts show icrmw#art_25 --lang es
""",
)
@click.argument("what")
@click.option("--lang", "-l", default="en", show_default=True, help="The language.")
@texts_option
@instruments_option
def show(what: str, lang: str, where: Path | None, overlay: tuple[Path, ...]) -> None:
    """Print the official wording of a provision or a whole instrument, where you brought it in."""
    from kb import texts as work
    from kb import texts_store

    catalogue = _catalogue(overlay)
    target = _target(catalogue, what)
    with _told():
        text = work.wording(target, lang, catalogue, where)
        if text is None:
            have = texts_store.languages(target.partition("#")[0], where)
            hint = "bring it in with `rightsgraph texts add FILE`"
            if have:
                hint = f"there is {', '.join(have)}" if lang not in have else "what was brought in lacks it"
            raise Fail(f"{target}: no wording in {lang!r}", hint)
    click.echo(text)


@texts.command(
    name="remove",
    epilog="""\b
Examples:
  rightsgraph texts remove icrmw
  rightsgraph texts remove icrmw --lang es
""",
)
@click.argument("instrument")
@click.option("--lang", "-l", help="Only this language.")
@texts_option
def remove(instrument: str, lang: str | None, where: Path | None) -> None:
    """Remove an instrument's wordings from your folder."""
    from kb import texts_store

    with _told():
        gone = texts_store.remove(instrument, lang, where)
    if not gone:
        raise Fail(f"{instrument}: no such wording", "`rightsgraph texts list` shows what there is")
    click.echo(f"removed {instrument} ({', '.join(gone)})", err=True)


@texts.command(
    name="fetch",
    epilog="""\b
Examples:
  rightsgraph texts fetch ny-declaration
  rightsgraph texts fetch cedaw --lang es
  rightsgraph texts fetch icrmw --address https://example.org/icrmw.pdf
""",
)
@click.argument("instrument")
@click.option("--lang", "-l", default="en", show_default=True, help="The language.")
@click.option("--address", help="Another address than the one that the instrument's entry names.")
@click.option("--partial", is_flag=True, help="Take a wording that lacks provisions too.")
@click.option("--offline", is_flag=True, envvar="RIGHTSGRAPH_OFFLINE", show_envvar=True, help="Never go online.")
@texts_option
@instruments_option
def fetch(
    instrument: str,
    lang: str,
    address: str | None,
    partial: bool,
    offline: bool,
    where: Path | None,
    overlay: tuple[Path, ...],
) -> None:
    """Download an instrument's official wording and bring it in as `texts add` does.

    Only the address of the instrument's own entry, or the one you give, is asked.
    """
    from kb.texts_fetch import download
    from kb.texts_recognise import recognise

    catalogue = _catalogue(overlay)
    ident = _target(catalogue, instrument).partition("#")[0]
    chosen = address or catalogue.instruments[ident].addresses.get(lang)
    if chosen is None:
        raise Fail(f"{ident}: its entry names no official address in {lang!r}", "give one with --address URL")
    with _told(), tempfile.TemporaryDirectory() as temporary:
        got = download(chosen, offline=offline)
        path = Path(temporary) / f"download{got.ending}"
        path.write_bytes(got.data)
        found = recognise(path, catalogue, instrument=ident, lang=lang, source=got.address)
        _keep(found, partial, where, chosen, got.address)


@texts.command(
    name="fingerprint",
    epilog="""\b
Examples:
  rightsgraph texts fingerprint ../shared/texts
  rightsgraph texts fingerprint wordings --out build/fingerprints
""",
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to write; by default the package's own folder.",
)
def fingerprint_command(*, folder: Path, out: Path | None) -> None:
    """Cut the wordings in FOLDER along each instrument's provisions and write their fingerprints.

    A file is named <id>.<lang>.txt (.md, .json). A fingerprint holds figures and no text. Standard output says
    what each wording has, which files were not used, and which instruments have no wording.
    """
    from instruments.load import catalogue
    from instruments.prints import FOLDER
    from kb import texts as work

    with _told():
        try:
            report = work.make_fingerprints(folder, out or FOLDER, catalogue())
        except OSError as error:
            raise Fail(f"{error.filename or out}: {error.strerror}", "choose another --out") from error
    for found in report.found:
        click.echo(found.line())
    for place, why in report.unused:
        click.echo(f"not used: {place}: {why}")
    click.echo(f"no wording: {', '.join(report.without) or 'none'}")
    complete = sum(found.complete for found in report.found)
    click.echo(f"{len(report.found)} wordings, {complete} complete, {report.size / 1e6:.1f} MB", err=True)
