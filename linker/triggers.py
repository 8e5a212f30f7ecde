"""The literals of all patterns and names of a catalogue, looked for in one pass."""

from __future__ import annotations

import functools

from instruments.load import Catalogue, catalogue
from linker import chains, documents, fuzzy, mentions, papers, patterns, resolutions, symbols
from linker.grammar import grammar
from linker.names import index
from linker.scan import Finder, Literals
from linker.series import series_index


@functools.cache
def triggers(cat: Catalogue | None = None) -> Literals:
    """What to look for in a folded text before anything else (the shipped catalogue by default), built once."""
    cat = cat or catalogue()
    names = index(cat)
    literals = [*names.firsts, *grammar().heads, *mentions.LAW_WORDS]
    for finder in finders(cat):
        literals += finder.literals
    return Literals(filter(None, literals))


def finders(cat: Catalogue) -> tuple[Finder, ...]:
    """All patterns that are looked for near their literals, in the folded text."""
    return (
        *series_index(cat).finders,
        mentions.cues().finder,
        index(cat).generic_finder,
        fuzzy.HEAD,
        patterns.PLURAL_HEAD,
        patterns.STATEMENT,
        documents.REPORT,
        papers.phrases(),
        chains.HEADED,
        chains.PREAMBLE,
        resolutions.RESOLUTION,
        symbols.ILO,
        symbols.SERIES,
        symbols.SERIES_NAME,
    )
