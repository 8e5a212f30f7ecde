"""Near misses: what a query that resolves to nothing may have meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from instruments.index import Index, all_names, words
from instruments.typed import SWAPPED, Query, matches

_PLURALS = {
    "art": "articles",
    "para": "paragraphs",
    "point": "points",
    "goal": "goals",
    "target": "targets",
    "indicator": "indicators",
    "obj": "objectives",
    "part": "parts",
    "annex": "annexes",
    "recital": "recitals",
    "item": "items",
}


@dataclass(frozen=True)
class Lookup:
    """What a query means.

    Attributes:
        target: The instrument, provision or body, when only one can be meant; else None.
        candidates: When several can be meant, all of them; when none can, near misses. Best first.
        suggestion: A sentence for the user when target is None.
        note: How the query was read, where that needs saying ("draft numbering").
        several: Whether the candidates are all that the query can mean, and not near misses.
    """

    target: str | None
    candidates: tuple[str, ...] = ()
    suggestion: str = ""
    note: str = ""
    several: bool = False


def near_number(parts: Query, works: Iterable[str], made: Index) -> Lookup:
    """Near misses of numbers that no possible work has: the deepest place above, and labels like the one typed."""
    from rapidfuzz import fuzz, process

    ident = next((w for w in works if w in made.catalogue.instruments), "")
    if not ident:
        names = ", ".join(made.short(w) for w in works)
        watched = [m for w in works if w in made.catalogue.bodies for m in made.catalogue.bodies[w].monitors]
        near = tuple(f"{m}#{p}" for m in watched for p in matches(m, parts.steps, made)[0])
        hint = f"; did you mean {listed(near, made)}?" if near else ""
        return Lookup(None, near, f"{names} is a body and has no provisions{hint}")
    tree = made.catalogue.trees[ident]
    if not tree:
        return Lookup(None, (ident,), f"{made.short(ident)} has no provisions to cite; did you mean the whole of it?")
    for length in range(len(parts.steps) - 1, 0, -1):
        above, _ = matches(ident, parts.steps[:length], made)
        if above:
            children = made.catalogue.children(ident, above[0])
            has = _count(children, made, ident, above[0])
            wrong = "".join(f"({s.value})" for s in parts.steps[length:])
            target = f"{ident}#{above[0]}"
            near = (target, *(f"{ident}#{c}" for c in children[:4]))
            return Lookup(
                None, near, f"{made.say(target)} has {has} and no {wrong}; did you mean {listed(near, made)}?"
            )
    top = [p for p in tree if "__" not in p]
    unit = made.catalogue.instruments[ident].unit or top[0].partition("_")[0]
    units = next(iter(sorted(parts.steps[0].units)), unit)
    main = [p for p in top if p.startswith(units + "_")] or [p for p in top if p.startswith(unit + "_")]
    typed = " ".join(step.value for step in parts.steps)
    labels = {p: tree[p].label for p in main}
    scored = process.extract(typed, {p: p.partition("_")[2] for p in main}, scorer=fuzz.ratio, limit=3)
    near = tuple(f"{ident}#{path}" for _, _, path in scored) if labels else ()
    kind = main[0].partition("_")[0] if main else unit
    has = f"{len(main)} {_PLURALS.get(kind, 'provisions')}"
    return Lookup(None, near, f"{made.short(ident)} has {has} and no {typed}; did you mean {listed(near, made)}?")


def _count(children: Iterable[str], made: Index, ident: str, path: str) -> str:
    kinds = [child.rpartition("__")[2].partition("_")[0] for child in children]
    if not kinds:
        return "nothing below it"
    kind = kinds[0]
    count = kinds.count(kind)
    plural = _PLURALS.get(kind, "places")
    return f"{count} {plural if count > 1 else plural[:-1]}"


def near_id(typed: str, made: Index) -> Lookup:
    """The ids most like one that no provision has."""
    from rapidfuzz import fuzz, process

    ident, _, path = typed.partition("#")
    scored = process.extract(path, list(made.catalogue.trees[ident]), scorer=fuzz.ratio, limit=3, score_cutoff=60)
    near = tuple(f"{ident}#{found}" for found, _, _ in scored)
    hint = f"did you mean {', '.join(near)}?" if near else f"list them with: rightsgraph instruments show {ident}"
    return Lookup(None, near, f"{made.short(ident)} has no provision {path!r}; {hint}")


def near_series(parts: Query, made: Index) -> Lookup:
    """The members of any series with the number that the named one lacks."""
    kinds, number = parts.series or (frozenset(), 0)
    pool = set(kinds) | {SWAPPED[kind] for kind in kinds if kind in SWAPPED}
    near = sorted(
        ident for (kind, n), idents in made.series.items() if kind in pool and n == number for ident in idents
    )
    kind = " or ".join(sorted(kinds)).replace("-", " ")
    hint = f"did you mean {listed(near, made)}?" if near else "see: rightsgraph instruments list"
    return Lookup(None, tuple(near), f"the catalogue has no such {kind} No. {number}; {hint}")


def near_words(parts: Query, works: Sequence[str], made: Index) -> Lookup:
    """Entries whose name, or provisions whose heading, is like the words that are left over."""
    from rapidfuzz import fuzz, process

    instruments = [w for w in works if w in made.catalogue.instruments]
    rest = " ".join(parts.rest)
    if instruments:
        near = _by_heading(rest, instruments, made)
        if near:
            return Lookup(None, near, f"did you mean {listed(near, made)}?")
        return Lookup(
            None, tuple(instruments), f"no {rest!r} in {listed(instruments, made)}; leave it out or give a number"
        )
    pool = list(all_names(made))
    best: dict[str, float] = {}
    for _, score, at in process.extract(rest, [n for n, _ in pool], scorer=fuzz.ratio, limit=12, score_cutoff=72):
        best[pool[at][1]] = max(score, best.get(pool[at][1], 0.0))
    near = tuple(sorted(best, key=lambda ident: (-best[ident], ident))[:5])
    if not near and not parts.steps:
        near = _by_heading(rest, made.catalogue.instruments, made)
    if parts.steps:
        exact = [f"{i}#{p}" for i in near for p in matches(i, parts.steps, made)[0]]
        near = tuple(exact[:5]) or near
    if near:
        return Lookup(None, near, f"nothing is called {rest!r}; did you mean {listed(near, made)}?")
    return Lookup(None, (), f"nothing is called {rest!r}; see: rightsgraph instruments list")


def _by_heading(rest: str, idents: Iterable[str], made: Index) -> tuple[str, ...]:
    """The provisions whose headings have all the words, five at most."""
    from rapidfuzz import fuzz, process

    headings = {
        f"{ident}#{p.path}": " ".join(words(" ".join(p.heading.values())))
        for ident in idents
        for p in made.catalogue.instruments[ident].provisions
        if p.heading
    }
    scored = process.extract(rest, headings, scorer=fuzz.token_set_ratio, limit=5, score_cutoff=80)
    return tuple(target for _, _, target in scored)


def listed(targets: Iterable[str], made: Index) -> str:
    """Targets as a sentence lists them: label and id, five at most."""
    named = [f"{made.say(t)} ({t})" for t in targets]
    more = f" and {len(named) - 5} more" if len(named) > 5 else ""
    return ", ".join(named[:5]) + more
