"""`rightsgraph evaluate`: the figures of the linker on a gold set, in plain words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from instruments.output import Fail, emit
from kb.schema import LINKS
from kb.talk import confidence_option

if TYPE_CHECKING:
    from linker.evaluate import Scores
    from linker.figures import Figures


@click.command(
    epilog="""\b
Examples:
  rightsgraph evaluate tests/gold
  rightsgraph evaluate tests/gold --lang es --errors 10
  rightsgraph evaluate tests/gold --skip quotation --json
  rightsgraph evaluate tests/gold --save before.jsonl
  rightsgraph evaluate tests/gold --against before.jsonl
"""
)
@click.argument("gold_dir", type=click.Path(path_type=Path))
@click.option("--predictions", type=click.Path(path_type=Path), help="Score this JSON Lines file, not the linker.")
@click.option("--lang", help="Only units in this main language (en, es, fr …).")
@click.option("--doc", help="Only units of this document.")
@click.option("--skip", type=click.Choice(LINKS), help="Leave this kind of link out.")
@confidence_option
@click.option("--errors", type=click.IntRange(min=0), default=0, help="List up to N misses and N false alarms.")
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Earlier predictions: list citations gained and lost, and how far each group moved.",
)
@click.option("--save", type=click.Path(path_type=Path), help="Write the predictions to this file, as JSON Lines.")
@click.option("--json", "as_json", is_flag=True, help="All figures as JSON.")
def evaluate(
    *,
    gold_dir: Path,
    predictions: Path | None,
    lang: str | None,
    doc: str | None,
    skip: str | None,
    min_confidence: float,
    errors: int,
    against: Path | None,
    save: Path | None,
    as_json: bool,
) -> None:
    """Score the linker against a gold set: what it finds, what it misses, what it makes up.

    GOLD_DIR holds units.jsonl, mentions.jsonl and the texts. Precision is the share of the links found that are
    right, recall the share of the marked ones that are found, F1 both in one; the interval is where 95 of 100
    like sets would lie (units drawn again at random, always the same way).
    """
    import msgspec

    from linker.evaluate import evaluate as run
    from linker.gold import GoldError

    try:
        scores = run(
            gold_dir,
            predictions=predictions,
            against=against,
            lang=lang,
            doc=doc,
            skip=skip,
            min_confidence=min_confidence,
        )
        if save is not None:
            save.write_bytes(b"".join(msgspec.json.encode(p) + b"\n" for p in scores.predictions))
    except GoldError as error:
        raise Fail(str(error)) from error
    except OSError as error:
        raise Fail(f"{error.filename}: {error.strerror}", "check the path and its permissions") from error
    if as_json:
        click.echo(json.dumps(scores.as_dict(), ensure_ascii=False, indent=1))
        return
    _show(scores)
    for name, marks in (("missed", scores.missed), ("false alarm", scores.wrong)):
        for m in marks[:errors]:
            click.echo(f"{name}: {m.unit} {m.start}-{m.end} {m.kind} {m.target} {m.text[:90]!r}")
    if against is not None:
        _show_changes(scores, against)


def _show(scores: Scores) -> None:
    rows = [_row("mentions", scores.mentions), _row("links (post cites provision)", scores.links)]
    emit(rows, "table")
    for by, title in (("kind", "by kind"), ("lang", "by language"), ("instrument", "by instrument")):
        click.echo()
        emit([_row(name, figures) for name, figures in scores.groups[by].items()], "table", title=title)
    exact = ", ".join(f"{kind} {ratio}" for kind, ratio in scores.exact.items())
    apart = ", ".join(f"{kind} {ratio} ({found} predicted)" for kind, (ratio, found) in scores.marked.items())
    click.echo(f"\nkind right: {scores.kind} of the hits\nspan exact: {exact or 'none'}")
    click.echo(f"traps sprung: {scores.traps}\nmarked as such: {apart}")
    click.echo("(An interval of 1.000-1.000 says that no error was seen here, not that there is none.)")


def _row(name: str, figures: Figures) -> dict[str, Any]:
    def shown(measure: str) -> str:
        low, high = figures.intervals.get(measure, (None, None))
        defined = {"precision": figures.predicted, "recall": figures.gold, "f1": figures.predicted + figures.gold}
        if not defined[measure]:
            return "-"
        value = f"{getattr(figures, measure):.3f}"
        return f"{value} ({low:.3f}-{high:.3f})" if low is not None and high is not None else value

    measures = {measure: shown(measure) for measure in ("precision", "recall", "f1")}
    return {"": name, **measures, "marked": figures.gold, "found": figures.predicted, "right": figures.hits}


def _show_changes(scores: Scores, against: Path) -> None:
    for name, changes in (("gained", scores.gained), ("lost", scores.lost)):
        click.echo(f"\n{name} against {against}: {_count([c.verdict for c in changes])}")
        for c in changes:
            m = c.mark
            verdict = c.verdict or "not judged"
            click.echo(f"  {verdict}: {m.unit} {m.start}-{m.end} {m.kind} {m.target or m.status} {m.text[:80]!r}")
    _show_moves(scores)


def _show_moves(scores: Scores) -> None:
    """By how much each group moved, with the interval of the difference."""
    titles = (("all", "all"), ("kind", "by kind"), ("lang", "by language"), ("instrument", "by instrument"))
    for by, title in titles:
        rows = [
            {
                "": name,
                "gained": f"{d.gained} ({d.gained_right} right, {d.gained_wrong} wrong)",
                "lost": f"{d.lost} ({d.lost_right} right, {d.lost_wrong} wrong)",
                **{f"{m} moved": _moved(d.moved[m]) for m in ("precision", "recall", "f1")},
            }
            for name, d in scores.changes.get(by, {}).items()
        ]
        if rows:
            click.echo()
            emit(rows, "table", title=title if by != "all" else "")


def _moved(values: tuple[float, float, float]) -> str:
    value, low, high = (v + 0.0 for v in values)
    return f"{value:+.3f} ({low:+.3f} to {high:+.3f})"


def _count(verdicts: Sequence[str]) -> str:
    if not verdicts:
        return "none"
    return f"{len(verdicts)} ({verdicts.count('right')} right, {verdicts.count('wrong')} wrong)"
