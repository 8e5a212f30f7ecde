"""The commands of the site: build it, and look at it."""

from __future__ import annotations

from pathlib import Path

import click

from instruments.output import Fail
from kb.talk import confidence_option, db_option, opened, voice_option

DEFAULT = "build/site"


@click.group(
    epilog="""\b
Examples:
  rightsgraph site build --out build/site
  rightsgraph site serve --out build/site
"""
)
def site() -> None:
    """Build the site that people read, and serve it on this machine."""


@site.command(
    epilog="""\b
Examples:
  rightsgraph site build --db build/kb.db --out build/site
  rightsgraph site build --db kb.db --out public --base-url https://example.org/rights
"""
)
@db_option
@voice_option
@confidence_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=DEFAULT,
    show_default=True,
    help="The site's folder: new, empty, or a site built before, which is replaced whole.",
)
@click.option("--base-url", default="", help="Where the site will be published; adds canonical links and a site map.")
def build(*, db: Path, voice: tuple[str, ...], min_confidence: float, out: Path, base_url: str) -> None:
    """Write the knowledge base as pages that open from the folder or on any static host."""
    from kb import site as pages

    with opened(db, min_confidence=min_confidence, voices=voice) as base:
        report = pages.build(base, out, base_url=base_url)
    parts = ", ".join(f"{number} {name}" for name, number in report.pages.items())
    click.echo(f"{report.total} pages ({parts}), {report.bytes / 1e6:.1f} MB", err=True)
    click.echo(out / "index.html")


@site.command(
    epilog="""\b
Examples:
  rightsgraph site serve
  rightsgraph site serve --out public --port 8080
"""
)
@click.option(
    "--out", type=click.Path(path_type=Path), default=DEFAULT, show_default=True, help="The folder of a built site."
)
@click.option("--port", type=click.IntRange(0, 65535), default=8700, show_default=True, help="0 takes any free port.")
def serve(*, out: Path, port: int) -> None:
    """Serve a built site on this machine only, until Ctrl-C is pressed."""
    from kb import errors, site_server

    try:
        server = site_server.server(out, port)
    except errors.KBError as error:
        raise Fail(error.message, error.hint) from error
    with server:
        click.echo(f"http://127.0.0.1:{server.server_port}/")
        click.echo("press Ctrl-C to stop", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
