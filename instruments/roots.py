"""Names that mean a part of an instrument, whose numbers are those of the part: "Beijing Declaration, para. 3"."""

from __future__ import annotations

from dataclasses import dataclass

from instruments.folding import fold, words
from instruments.models import Body, Instrument, Name


@dataclass(frozen=True, slots=True)
class Root:
    """The part that a name counts in.

    Attributes:
        path: The part's path in the instrument.
        name: The name, folded.
        whole: Whether all words of the name stand in a full title of the instrument, so that people use it for the
            whole text too: a number that the part lacks is then one of the whole.
    """

    path: str
    name: str
    whole: bool


def root_of(name: Name, record: Instrument | Body) -> Root | None:
    """The part that a name of an entry counts in, None for a name of the whole.

    >>> from instruments.load import catalogue
    >>> beijing = catalogue().instruments["beijing-platform"]
    >>> [root_of(n, beijing).path for n in beijing.names if n.text == "Beijing Declaration"]
    ['declaration']
    """
    if name.root is None:
        return None
    folded = fold(name.text)
    stems = {word for word, _, _ in words(folded)}
    titles = [*record.titles.values(), *(n.text for n in record.names if n.kind == "official")]
    whole = any(stems <= {word for word, _, _ in words(fold(title))} for title in titles)
    return Root(name.root, folded, whole)
