"""Provision ids: a work and a path in it, written ``ilo-c189#art_15__para_1__point_a``.

The steps of a path are Akoma Ntoso eIds (``art_15``) joined by two underscores. An id is a value:
it is parsed once, compared and hashed by its parts, and ``parse(str(x)) == x``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

INSTRUMENT = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
STEP = re.compile(r"[a-z]+(?:_[0-9A-Za-z](?:[0-9A-Za-z.-]*[0-9A-Za-z])?)?")


class ProvisionId(NamedTuple):
    """One provision of one instrument, or the instrument itself when ``path`` is empty.

    >>> pid = parse("ilo-c189#art_15__para_1__point_a")
    >>> pid.instrument, pid.steps
    ('ilo-c189', ('art_15', 'para_1', 'point_a'))
    >>> str(pid.up())
    'ilo-c189#art_15__para_1'
    """

    instrument: str
    path: str = ""

    def __str__(self) -> str:
        return f"{self.instrument}#{self.path}" if self.path else self.instrument

    @property
    def steps(self) -> tuple[str, ...]:
        """The steps of the path, outermost first; empty for an instrument."""
        return tuple(self.path.split("__")) if self.path else ()

    def up(self) -> ProvisionId:
        """The id with its last step cut off: the enclosing place *by name*.

        The parent in the tree is the one that the catalogue states: ``part_3`` holds ``art_8``,
        and no prefix says so.
        """
        return ProvisionId(self.instrument, "__".join(self.steps[:-1]))

    def child(self, step: str) -> ProvisionId:
        """The id one step further down.

        >>> str(parse("cedaw#art_12").child("para_2"))
        'cedaw#art_12__para_2'
        """
        return ProvisionId(self.instrument, f"{self.path}__{step}" if self.path else step)


def parse(text: str) -> ProvisionId:
    """Read an id.

    Args:
        text: ``instrument`` or ``instrument#step__step``.

    Returns:
        The id, whether or not any catalogue has such a provision.

    Raises:
        ValueError: when the text is no well-formed id; the message names the part that is wrong.

    >>> parse("sdgs#target_8.8")
    ProvisionId(instrument='sdgs', path='target_8.8')
    >>> parse("cedaw#")
    Traceback (most recent call last):
    ...
    ValueError: 'cedaw#': nothing stands after '#'
    """
    instrument, hash_, path = text.partition("#")
    if not INSTRUMENT.fullmatch(instrument):
        raise ValueError(f"{text!r}: {instrument!r} is no instrument id (lower-case letters, digits and hyphens)")
    if hash_ and not path:
        raise ValueError(f"{text!r}: nothing stands after '#'")
    for step in path.split("__") if path else ():
        if not STEP.fullmatch(step):
            raise ValueError(f"{text!r}: {step!r} is no step (such as art_12, para_2, point_a)")
    return ProvisionId(instrument, path)
