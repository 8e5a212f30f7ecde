"""Taking a typed query apart, and matching its numbers against an instrument's provisions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from instruments.index import Index, Words, grammar, longest
from instruments.models import Instrument, SeriesKind
from instruments.roots import Root

_ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
SWAPPED: dict[SeriesKind, SeriesKind] = {
    "general-recommendation": "general-comment",
    "general-comment": "general-recommendation",
}
_COUNTED = {
    "art": ("art",),
    "para": ("para",),
    "goal": ("goal", "target", "indicator"),
    "obj": ("obj", "para"),
}
_HOLDERS = frozenset({"part", "annex", "section", "chapter", "recital"})


# Chinese writes the unit behind its number; a number without a word for it takes that of the other languages.
_HAN = (
    (re.compile(r"第\s*(\d+)\s*[号號项項]\s*(一般性?(?:建[议議]|意[见見])|公[约約]|建[议議][书書])"), r" \2 \1 "),
    (re.compile(r"第\s*(\d+)\s*[条條]"), r" article \1 "),
    (re.compile(r"第\s*(\d+)\s*[款段]"), r" paragraph \1 "),
    (re.compile(r"具[体體]目[标標]\s*(\d)"), r" target \1"),
    (re.compile(r"(?<!具[体體])目[标標]\s*(\d)"), r" goal \1"),
)


def spread(query: str) -> str:
    """A query with its Chinese numbers in the order of the other languages, unit first.

    >>> spread("第26号一般性建议第3段").split()
    ['一般性建议', '26', 'paragraph', '3']
    """
    for pattern, order in _HAN:
        query = pattern.sub(order, query)
    return query


class Step(NamedTuple):
    """A number or letter of the query, with the units that the word before it can mean (none: no word)."""

    units: frozenset[str]
    value: str


class Query(NamedTuple):
    """A query, taken apart; ``roots`` are the parts that its names count in, by instrument."""

    named: list[set[str]]
    generic: list[set[str]]
    series: tuple[frozenset[SeriesKind], int] | None
    steps: tuple[Step, ...]
    rest: Words
    roots: dict[str, Root]


def take_apart(tokens: Words, made: Index) -> Query:
    """Split a query's tokens into names, a series number, numbers with their units, and the words left over."""
    words_of = grammar()
    named: list[set[str]] = []
    generic: list[set[str]] = []
    series: tuple[frozenset[SeriesKind], int] | None = None
    steps: list[Step] = []
    rest: list[str] = []
    roots: dict[str, Root] = {}
    units: frozenset[str] = frozenset()
    at = 0
    while at < len(tokens):
        token = tokens[at]
        name = longest(tokens, at, made.names)
        head = _series(tokens, at, made) if not name or (name == 1 and series is None) else None
        if name and not (name == 1 and units and _is_value(token)) and not (head and head[2] - at > name):
            key = tokens[at : at + name]
            named.append(made.names[key])
            roots |= {ident: made.roots[key, ident] for ident in made.names[key] if (key, ident) in made.roots}
            at += name
        elif head and series is None:
            series, at = (head[0], head[1]), head[2]
        elif unit := longest(tokens, at, words_of.units):
            units = words_of.units[tokens[at : at + unit]]
            at += unit
            if "preamble" in units:
                steps.append(Step(units, "preamble"))
                units = frozenset()
        elif any_name := longest(tokens, at, made.generic):
            generic.append(made.generic[tokens[at : at + any_name]])
            at += any_name
        elif token[0].isdigit() or (_is_value(token) and (units or steps) and not _joins(tokens, at)):
            steps.append(Step(units, token))
            units = frozenset()
            at += 1
        else:
            if token not in words_of.idle:
                rest.append(token)
            at += 1
    return Query(named, generic, series, tuple(steps), tuple(rest), roots)


def _is_value(token: str) -> bool:
    return len(token) == 1 or token in _ROMAN


def _joins(tokens: Words, at: int) -> bool:
    """Whether a letter is a word ("y", "a", "o") between two numbers."""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    return tokens[at] in grammar().idle and after[:1].isdigit()


def _series(tokens: Words, at: int, made: Index) -> tuple[frozenset[SeriesKind], int, int] | None:
    """A series head with its number ("general recommendation No. 26", "GR 26", "C189"): kinds, number, end."""
    words_of = grammar()
    for table in (words_of.series, words_of.acronyms):
        length = longest(tokens, at, table)
        if not length:
            continue
        end = at + length
        kinds = table[tokens[at:end]]
        while end < len(tokens) and tokens[end] in words_of.idle and len(tokens[end]) <= 8:
            end += 1
        if end < len(tokens) and tokens[end].isdecimal():
            number = int(tokens[end])
            general = frozenset(kind for kind in kinds if kind in SWAPPED)
            known = frozenset(kind for kind in kinds if (kind, number) in made.series)
            if known or (general and (length > 1 or table is words_of.acronyms)):
                return known or general, number, end + 1
    return None


def matches(ident: str, steps: tuple[Step, ...], made: Index, root: Root | None = None) -> tuple[list[str], str]:
    """The paths of an instrument that the numbers can mean, and a note on how they were read.

    In this order: the numbers of the part that a name counts in; the numbers as typed; a number of another numbering;
    points taken for levels ("12.2"); levels left out ("15(a)" for 15(1)(a)).
    """
    inst = made.catalogue.instruments.get(ident)
    if inst is None:
        return [], ""
    table = made.values(ident)
    plain, *dotted = _readings(steps)
    if root is not None:
        key = tuple(step.partition("_")[2].lower() or step for step in root.path.split("__"))
        if paths := [
            p
            for p in table.get((*key, *plain), ())
            if p.startswith(f"{root.path}__") and fits(p.removeprefix(f"{root.path}__"), steps)
        ]:
            return _own(inst, paths, made), ""
        if not root.whole:
            return [], ""
    if paths := _chosen(inst, table.get(plain, ()), steps):
        own = _own(inst, paths, made)
        return own, "" if any(fits(p, steps) for p in paths) else f"read as {made.say(f'{ident}#{own[0]}')}"
    if draft := _renumbered(inst, steps):
        return draft
    for values in dotted:
        if paths := _chosen(inst, table.get(values, ()), steps):
            return _own(inst, paths, made), ""
    deeper = [
        path
        for values in (plain, *dotted)
        if len(values) > 1
        for key, found in table.items()
        if len(key) > len(values) and key[0] == values[0] and key[-len(values) + 1 :] == values[1:]
        for path in found
        if _is_main(inst, path) or steps[0].units
    ]
    own = _own(inst, deeper, made)
    return own, f"read as {made.say(f'{ident}#{own[0]}')}" if len(own) == 1 else ""


def _own(inst: Instrument, paths: Iterable[str], made: Index) -> list[str]:
    """Paths and aliases as the paths themselves, each once."""
    return list(dict.fromkeys(made.catalogue.path(inst.id, path) or path for path in paths))


def _renumbered(inst: Instrument, steps: tuple[Step, ...]) -> tuple[list[str], str] | None:
    """What "2.10" means in another numbering of the instrument, such as a draft's."""
    section, _, number = steps[0].value.partition(".")
    if len(steps) > 1 or not section.isdecimal() or not number.isdecimal():
        return None
    for numbering in inst.numberings:
        for span in numbering.ranges:
            if span.section == int(section) and span.first <= int(number) <= span.last:
                path = f"{numbering.step}_{int(number) + span.add}"
                return [path], f"{numbering.note}: {numbering.name}, {steps[0].value}"
    return None


def _readings(steps: tuple[Step, ...]) -> Iterator[Words]:
    """The values to look for: as typed (Roman numerals of parts and annexes as digits), then with dots as levels."""
    roman = tuple(str(_ROMAN.index(s.value)) if s.value in _ROMAN and s.units & _HOLDERS else s.value for s in steps)
    yield roman
    split = tuple(part for value in roman for part in value.split("."))
    if split != roman:
        yield split


def _chosen(inst: Instrument, paths: Iterable[str], steps: tuple[Step, ...]) -> list[str]:
    """Of paths with the right numbers those of the named units; where no unit is named, main provisions only."""
    if not steps[0].units:
        paths = [p for p in paths if _is_main(inst, p)]
    some = [p for p in paths if fits(p, steps)] or list(paths)
    if len(some) > 1:
        some = [p for p in some if p.partition("_")[0] == inst.unit] or some
    return some


def _is_main(inst: Instrument, path: str) -> bool:
    """Whether a path begins with what the instrument counts by, so that a number alone can mean it."""
    return path.partition("_")[0] in _COUNTED.get(inst.unit, (path.partition("_")[0],))


def fits(path: str, steps: tuple[Step, ...]) -> bool:
    """Whether each step of a path is of a unit that the query named for it, if it named one."""
    kinds = [step.partition("_")[0] for step in path.split("__")]
    return len(kinds) < len(steps) or all(
        not step.units or kind in step.units or (kind == "goal" and "obj" in step.units)
        for kind, step in zip(kinds, steps, strict=False)
    )
