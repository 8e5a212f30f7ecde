"""What the linker decided while it read a text, noted where it was decided.

In a normal run nobody listens and a note costs one look. `linker.explain` listens, and turns the notes into
`Trace` records; it decides nothing itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from instruments.load import Catalogue


@dataclass(frozen=True, slots=True)
class Event:
    """One decision: its code (a key of `linker.reasons.REASONS`), the span of the words that it is about (code
    points into the composed text, end exclusive), what it belongs to (a mention, a chain), and what else counts."""

    code: str
    start: int
    end: int
    about: Any = None
    data: tuple[Any, ...] = ()


@dataclass(slots=True)
class Sink:
    """The notes of one run in order, the text that they are about, and what it was linked against."""

    events: list[Event] = field(default_factory=list)
    text: str = ""
    cat: Catalogue | None = None
    parsed: Any = None


_SINK: ContextVar[Sink | None] = ContextVar("rightsgraph_trace", default=None)


def sink() -> Sink | None:
    """Where notes go now; None in a normal run.

    >>> sink() is None
    True
    """
    return _SINK.get()


def note(code: str, start: int, end: int, about: Any = None, *data: Any) -> None:
    """Note a decision, if anybody listens.

    Args:
        code: a key of `linker.reasons.REASONS`.
        start, end: the words that it is about.
        about: the mention or chain that it was made for.
        data: what the sentence of that code names.
    """
    held = _SINK.get()
    if held is not None:
        held.events.append(Event(code, start, end, about, data))


def dropped(code: str, before: Iterable[Any], kept: Iterable[Any]) -> None:
    """Note what a step left out of some hits that have a start and an end, if anybody listens."""
    held = _SINK.get()
    if held is not None:
        left = {(k.start, k.end) for k in kept}
        held.events += [Event(code, b.start, b.end) for b in before if (b.start, b.end) not in left]


@contextmanager
def listening() -> Iterator[Sink]:
    """Gather the notes of what runs in the block.

    >>> with listening() as heard:
    ...     note("no-number", 0, 7)
    >>> [event.code for event in heard.events]
    ['no-number']
    """
    held = Sink()
    token = _SINK.set(held)
    try:
        yield held
    finally:
        _SINK.reset(token)


@contextmanager
def silence() -> Iterator[None]:
    """Note nothing of what runs in the block: it reads another text."""
    token = _SINK.set(None)
    try:
        yield
    finally:
        _SINK.reset(token)
