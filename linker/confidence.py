"""How sure a link is: the smoothed precision of the rule that made it."""

from __future__ import annotations

_PRECISION: dict[str, float] = {}
_DEFAULT = 0.75


def confidence(rule: str) -> float:
    """The confidence (0 to 1) of a rule's links."""
    return _PRECISION.get(rule, _DEFAULT)
