"""References as United Nations documents write them: "CEDAW, art. 12 (2)"."""

from __future__ import annotations

import re

_LABEL = re.compile(r"(Article|Paragraph|Target|Goal|Objective|Indicator) ([0-9A-Za-z.]+)((?:\([0-9A-Za-z]+\))*)")
_UNITS = {
    "Article": {"en": "art.", "es": "art.", "fr": "art."},
    "Paragraph": {"en": "para.", "es": "párr.", "fr": "par."},
    "Target": {"en": "target", "es": "meta", "fr": "cible"},
    "Goal": {"en": "Goal", "es": "Objetivo", "fr": "objectif"},
    "Objective": {"en": "objective", "es": "objetivo", "fr": "objectif"},
    "Indicator": {"en": "indicator", "es": "indicador", "fr": "indicateur"},
}


def reference(target: str, label: str, lang: str = "en") -> str:
    """A citation's label in the United Nations' style; as it is where its shape or the language is not known.

    Args:
        target: The id of what is cited; an instrument keeps its label.
        label: The short name and the place in English, as ``v_citations`` gives it.
        lang: ``en``, ``es`` or ``fr``.

    >>> reference("cedaw#art_12__para_2", "CEDAW, Article 12(2)")
    'CEDAW, art. 12 (2)'
    >>> reference("cedaw#art_12__para_2", "CEDAW, Article 12(2)", "es")
    'CEDAW, art. 12 2)'
    """
    name, comma, place = label.rpartition(", ")
    found = _LABEL.fullmatch(place)
    if "#" not in target or not comma or found is None or lang not in ("en", "es", "fr"):
        return label
    unit, number, groups = found.groups()
    opening = "(" if lang == "en" else ""
    points = "".join(f" {opening}{point})" for point in re.findall(r"\(([^)]+)\)", groups))
    return f"{name}, {_UNITS[unit][lang]} {number}{points}"
