"""Traces as lines of plain text, for people who are no programmers."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator

from linker.explaining import Trace

WIDTH = 100
_MARGIN = 14
_KINDS = {
    "instrument": "names an instrument",
    "anaphor": "points back to an instrument",
    "pinpoint": "cites a provision",
    "quotation": "repeats a provision's words",
    "body": "names a body, no instrument",
    "document": "names a document, no instrument",
    "other": "names a law or text outside the catalogue",
}
MOST = 6
"""How many rivals are shown."""


def lines(traces: Iterable[Trace], place: str) -> Iterator[str]:
    """The traces, one paragraph each, with a blank line between, and at the end what was measured of their bands.

    Args:
        traces: of one text.
        place: what the text is called: a file or a post.
    """
    measured: dict[str, None] = {}
    for n, trace in enumerate(traces):
        if n:
            yield ""
        measured |= dict.fromkeys(trace.measured[1:])
        words = " ".join(trace.text.split())
        words = words if len(words) <= 80 else words[:79].rstrip() + "…"
        yield f"{place}:{trace.start}-{trace.end}  “{words}”"
        yield from _nothing(trace) if trace.citation is None else _citation(trace)
    if measured:
        yield ""
    yield from measured


def _citation(trace: Trace) -> Iterator[str]:
    c = trace.citation
    assert c is not None
    what = _KINDS[c.kind]
    if c.status == "resolved":
        yield from _field("it", f"{what}: {trace.label}" + (f" ({c.target})" if trace.label != c.target else ""))
    elif c.status == "ambiguous":
        yield from _field("it", f"{what}, and several fit; none was chosen")
    else:
        yield from _field("it", f"{what}; not linked")
    yield from _field("because", f"{trace.because} (rule {trace.rule})")
    yield from _reading(trace)
    for source in trace.context:
        place = f" (characters {source.start}-{source.end})" if source.start is not None else ""
        yield from _field("taken from", f"“{' '.join(source.text.split())}”{place}: {source.what}")
    for cue in trace.cues:
        yield from _field("told by", cue)
    yield from _rivals(trace)
    for note in trace.notes:
        yield from _field("note", note)
    if c.voice != "own":
        yield from _field("voice", {"quoted": "inside a quotation", "translated": "in a translation"}[c.voice])
    if trace.band is not None:
        yield from _field("confidence", f"{trace.band} ({min(c.confidence, 0.99):.2f}): {trace.measured[0]}")


def _nothing(trace: Trace) -> Iterator[str]:
    yield from _field("it", "is no citation")
    for reason in trace.why_not:
        yield from _field("because", reason)
    yield from _reading(trace)
    yield from _rivals(trace)


def _reading(trace: Trace) -> Iterator[str]:
    if trace.form:
        apart = trace.trigger and " ".join(trace.trigger.split()) != " ".join(trace.text.split())
        yield from _field("read as", trace.form + (f", set off by “{trace.trigger}”" if apart else ""))


def _rivals(trace: Trace) -> Iterator[str]:
    for rival in trace.rivals[:MOST]:
        where = f"“{rival.text}” ({rival.start}-{rival.end})"
        name = "may be" if trace.citation is not None and trace.citation.status == "ambiguous" else "not"
        yield from _field(name, f"{rival.label}, {where}: {rival.reason}")
    if len(trace.rivals) > MOST:
        yield from _field("", f"and {len(trace.rivals) - MOST} more")


def _field(name: str, text: str) -> Iterator[str]:
    """A named line, wrapped and indented."""
    head = f"  {name}".ljust(_MARGIN)
    yield from textwrap.wrap(text, WIDTH, initial_indent=head, subsequent_indent=" " * _MARGIN, break_on_hyphens=False)
