"""Which language a sentence is in, by its frequent words: cheap, and used only where a word is ambiguous."""

from __future__ import annotations

import functools
import re

from instruments.folding import fold
from instruments.vocabulary import vocabularies

_WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _stops() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for lang, v in vocabularies().items():
        for word in v.stops:
            table.setdefault(fold(word), []).append(lang)
    return {w: tuple(langs) for w, langs in table.items()}


def guess(text: str, default: str = "") -> str:
    """The language whose frequent words a folded text holds most of; the default where none or several lead.

    >>> guess("las mujeres que migran para trabajar en los hogares")
    'es'
    """
    votes: dict[str, float] = {}
    for word in _WORD.findall(text):
        langs = _stops().get(word, ())
        for lang in langs:
            votes[lang] = votes.get(lang, 0.0) + 1 / len(langs)
    if not votes:
        return default
    ranked = sorted(votes.items(), key=lambda v: -v[1])
    if len(ranked) > 1 and ranked[0][1] - ranked[1][1] < 0.4:
        return default if default in dict(ranked[:2]) else ranked[0][0]
    return ranked[0][0]
