"""Reading what people type into a search box: "CEDAW 12(2)", "GR26 para 26(l)", "ODS 8.8", an id.

Names, titles and series come from the catalogue, unit words from the vocabularies; nothing here knows an
instrument. A number resolves only where the catalogue has it; doubt gives candidates, never a guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from instruments.index import Index, index, words
from instruments.load import Catalogue
from instruments.models import SeriesKind
from instruments.near import Lookup, listed, near_id, near_number, near_series, near_words
from instruments.typed import SWAPPED, Query, fits, matches, spread, take_apart

__all__ = ["Lookup", "lookup"]

MANY = 12


def lookup(query: str, catalogue: Catalogue) -> Lookup:
    """Read a query.

    Args:
        query: What was typed: an id, or a name with or without numbers, in any language of the catalogue.
        catalogue: Where to look.

    Returns:
        One target; or candidates with a suggestion; an empty query gives neither.

    >>> from instruments.load import catalogue
    >>> lookup("CEDAW art. 12 para 2", catalogue()).target
    'cedaw#art_12__para_2'
    >>> lookup("CEDAW 45", catalogue()).suggestion.partition(";")[0]
    'CEDAW has 30 articles and no 45'
    """
    typed = query.strip().strip("\"'<>").strip()
    for ident in (typed, typed.lower()):
        if catalogue.has(ident) or ident in catalogue.bodies:
            instrument, _, path = ident.partition("#")
            own = catalogue.path(instrument, path) if path else ""
            return Lookup(f"{instrument}#{own}" if own else ident)
    made = index(catalogue)
    if "#" in typed and typed.partition("#")[0].lower() in catalogue.instruments:
        return near_id(typed.lower(), made)
    parts = take_apart(words(spread(typed)), made)
    if not any(parts):
        return Lookup(None, (), "type the name or id of an instrument, and a number")
    works, note = _works(parts, made)
    if parts.series and not works:
        return near_series(parts, made)
    if parts.steps:
        return _provision(parts, works, note, made)
    if parts.rest:
        return near_words(parts, works, made)
    if len(works) == 1 and (part := parts.roots.get(works[0])) and not part.whole:
        return Lookup(f"{works[0]}#{part.path}", (f"{works[0]}#{part.path}",), note=note)
    return _work(works, note, made)


def _works(parts: Query, made: Index) -> tuple[list[str], str]:
    """The instruments and bodies that the names and the series leave possible, and a note."""
    named = set.intersection(*parts.named) if parts.named else set()
    named = named or {ident for idents in parts.named for ident in idents}
    if parts.series is None:
        if not named and parts.generic:
            named = set.intersection(*parts.generic)
        return sorted(named), ""
    return _members(parts, named, made)


def _members(parts: Query, named: set[str], made: Index) -> tuple[list[str], str]:
    """The members of the series with that number; recommendations and comments are often taken for each other."""
    kinds, number = parts.series or (frozenset(), 0)
    exact = _numbered(kinds, number, named, made)
    swapped = _numbered({SWAPPED[kind] for kind in kinds if kind in SWAPPED}, number, named, made)
    note = f"read as {made.say(swapped[0])}" if len(swapped) == 1 else ""
    if parts.steps:
        if not any(matches(ident, parts.steps, made)[0] for ident in exact) and any(
            matches(ident, parts.steps, made)[0] for ident in swapped
        ):
            return swapped, note
        return (exact, "") if exact else (swapped, note)
    if not exact:
        return swapped, note
    return (exact if len(exact) == 1 or named else exact + swapped), ""


def _numbered(kinds: Iterable[SeriesKind], number: int, named: set[str], made: Index) -> list[str]:
    """The instruments with a number in some series, of the bodies and treaties that are named if any is."""
    found = {ident for kind in kinds for ident in made.series.get((kind, number), ())}
    return sorted(ident for ident in found if not named or _belongs(ident, named, made))


def _belongs(ident: str, named: set[str], made: Index) -> bool:
    """Whether a member of a series is that of a body or treaty that is named."""
    inst = made.catalogue.instruments[ident]
    body = inst.series.body if inst.series else inst.body
    record = made.catalogue.bodies.get(body or "")
    treaties = {i for i in named if i in made.catalogue.instruments and made.catalogue.instruments[i].body == body}
    return (
        ident in named
        or body in named
        or inst.about in named
        or bool(treaties or (record and named & set(record.monitors)))
    )


def _provision(parts: Query, works: Sequence[str], note: str, made: Index) -> Lookup:
    """The provision that the numbers mean in the works that are possible, or in any when none is named."""
    somewhere = works or [i.id for i in made.catalogue.instruments.values() if i.kind != "external"]
    found: list[tuple[str, str]] = []
    for ident in somewhere:
        paths, how = matches(ident, parts.steps, made, parts.roots.get(ident))
        if not works:
            dotted = "." in parts.steps[0].value
            paths = [p for p in paths if fits(p, parts.steps) and (parts.steps[0].units or dotted) and not how]
        found.extend((f"{ident}#{path}", how) for path in paths)
    if len(found) == 1:
        target, how = found[0]
        return Lookup(target, (target,), note="; ".join(filter(None, (note, how))))
    if found and (works or len(found) <= MANY):
        targets = tuple(target for target, _ in found)
        return Lookup(
            None, targets, f"{len(targets)} provisions can be meant: {listed(targets, made)}; say which", several=True
        )
    if not works:
        if parts.rest:
            return near_words(parts, works, made)
        return Lookup(None, (), "say of which instrument: put its name or acronym before the number")
    return near_number(parts, works, made)


def _work(works: Sequence[str], note: str, made: Index) -> Lookup:
    if len(works) == 1:
        return Lookup(works[0], (works[0],), note=note)
    return Lookup(
        None, tuple(works), f"{len(works)} entries can be meant: {listed(works, made)}; say which", several=True
    )
