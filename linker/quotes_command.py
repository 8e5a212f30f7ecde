"""`rightsgraph quotes`: the quotations in a document beside the official wordings, with what was altered."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from instruments.output import Fail, Format, emit, format_option
from kb.talk import confidence_option

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.records import Citation

FIELDS = ("start", "end", "text", "target", "candidates", "state", "compared", "differences", "note")


@click.command(
    epilog="""\b
Examples:
  rightsgraph quotes report.docx
  rightsgraph quotes report.txt --altered
  rightsgraph quotes report.txt --provision "CEDAW 12" --format json
"""
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option("--provision", "-p", help="Only quotations of this provision, or of what is below it.")
@click.option("--altered", is_flag=True, help="Only quotations that differ from the wording.")
@click.option("--lang", "-l", help="The main language of the document.")
@click.option(
    "--texts",
    "where",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="RIGHTSGRAPH_TEXTS",
    show_envvar=True,
    help="The folder of your wordings.",
)
@confidence_option
@format_option
def quotes(
    file: Path,
    provision: str | None,
    altered: bool,
    lang: str | None,
    where: Path | None,
    min_confidence: float,
    format: Format,
) -> None:
    """Compare the quotations in FILE with the official wordings, word by word.

    FILE is text, Markdown, HTML, PDF or DOCX, or - for standard input. Where you have brought a wording in
    (`rightsgraph texts add`), the words that differ are named; elsewhere a fingerprint says only whether the
    quotation is verified or altered. Attributed quotations are a provision's by their author's word alone.
    """
    from instruments.load import catalogue as shipped
    from instruments.lookup import lookup
    from kb.documents import document, read_document
    from kb.errors import KBError

    catalogue = shipped()
    wanted = None
    if provision is not None and (wanted := lookup(provision, catalogue).target) is None:
        raise Fail(f"{provision}: no such provision", lookup(provision, catalogue).suggestion)
    try:
        dash = str(file) == "-"
        read = document(sys.stdin.buffer.read(), place="standard input") if dash else read_document(file)
        found = rows(read.text, catalogue, lang=lang, where=where, min_confidence=min_confidence)
    except KBError as error:
        raise Fail(error.message, error.hint) from error
    chosen = [
        row
        for row in found
        if (not altered or row["state"] == "altered")
        and (wanted is None or any(_below(t, wanted, catalogue) for t in (row["target"], *row["candidates"]) if t))
    ]
    if format == "table":
        shown = [{**row, "text": _short(row["text"]), "target": row["target"] or row["candidates"]} for row in chosen]
        if not emit(shown, format, ("target", "state", "compared", "text", "differences")):
            click.echo("no such quotation found", err=True)
    else:
        emit(chosen, format, FIELDS)


def rows(
    text: str,
    catalogue: Catalogue,
    *,
    lang: str | None = None,
    where: Path | None = None,
    min_confidence: float = 0.0,
) -> list[dict[str, Any]]:
    """The quotations of a text, each compared with the wording at hand.

    Args:
        text: the text; offsets are code points into it.
        catalogue: what it is linked against.
        lang: its main language.
        where: the folder of the user's wordings.
        min_confidence: leave out quotations of one provision below it (0 to 1).

    Returns:
        One row a quotation with the fields `FIELDS`: ``state`` is verified, altered or attributed; ``compared`` says
        with what (wording, fingerprint, or nothing); ``differences`` are sentences.
    """
    from linker import find

    found = [c for c in find(text, lang=lang, catalogue=catalogue) if c.kind == "quotation"]
    kept = [c for c in found if c.confidence >= min_confidence or c.status != "resolved"]
    return [_row(c, catalogue, where) for c in kept]


def _row(c: Citation, catalogue: Catalogue, where: Path | None) -> dict[str, Any]:
    from linker.differences import differences

    verified = c.rule == "quotation:wording"
    row: dict[str, Any] = {
        "start": c.start,
        "end": c.end,
        "text": c.text,
        "target": c.target,
        "candidates": [k.target for k in c.candidates],
        "state": ("altered" if "differs" in c.note else "verified") if verified else "attributed",
        "compared": "fingerprint" if verified else "",
        "differences": [],
        "note": c.note,
    }
    texts = [t for target in (c.target, *row["candidates"]) if target for t in _wordings(target, catalogue, where)]
    if texts:
        best = min((differences(c.text, wording) for wording in texts), key=len)
        if verified or len(best) <= len(c.text.split()) / 3:
            row |= {"compared": "wording", "differences": [d.sentence() for d in best]}
            row["state"] = "altered" if best else "verified"
    return row


def _wordings(target: str, catalogue: Catalogue, where: Path | None) -> list[str]:
    """The wordings of a provision in all languages that were brought in."""
    from kb import texts, texts_store

    instrument = target.partition("#")[0]
    found = (texts.wording(target, lang, catalogue, where) for lang in texts_store.languages(instrument, where))
    return [wording for wording in found if wording]


def _below(target: str, above: str, catalogue: Catalogue) -> bool:
    instrument, _, path = target.partition("#")
    work, _, head = above.partition("#")
    return instrument == work and (not head or path == head or head in catalogue.ancestors(instrument, path))


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 70 else f"{words[:69].rstrip()}…"
