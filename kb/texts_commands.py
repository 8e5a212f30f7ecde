"""The commands of official wordings."""

from __future__ import annotations

from pathlib import Path

import click

from instruments.output import Fail


@click.group()
def texts() -> None:
    """Official wordings, and the fingerprints of them by which quotations are found."""


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
    from instruments.errors import CatalogueError
    from instruments.load import catalogue
    from instruments.prints import FOLDER
    from kb import texts as work

    try:
        report = work.make_fingerprints(folder, out or FOLDER, catalogue())
    except CatalogueError as error:
        raise Fail(f"{error.file}: {error.problem}", error.hint) from error
    except OSError as error:
        raise Fail(f"{error.filename or out}: {error.strerror}", "choose another --out") from error
    for found in report.found:
        click.echo(found.line())
    for place, why in report.unused:
        click.echo(f"not used: {place}: {why}")
    click.echo(f"no wording: {', '.join(report.without) or 'none'}")
    complete = sum(found.complete for found in report.found)
    click.echo(f"{len(report.found)} wordings, {complete} complete, {report.size / 1e6:.1f} MB", err=True)
