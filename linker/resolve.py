"""From a pinpoint as written to the place in the instrument's own tree.

The tree decides: "11.1.f", "11(1)(f)" and "11, paragraph 1, point f" are one place, "art. 24" of a text
that has only paragraphs means paragraph 24, and what the tree does not hold is never invented.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from instruments.load import Catalogue
from instruments.models import Instrument
from instruments.roots import Root
from linker.grammar import Step, roman

MISLABELLED = "mislabelled: says {said}, the instrument has {has}"
_WORDS = {"art": "article", "para": "paragraph", "goal": "goal", "obj": "objective", "point": "point"}


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a tree: its path, what of the pinpoint the tree does not hold, and what was amended."""

    path: str
    tail: tuple[str, ...] = ()
    note: str = ""
    mislabelled: bool = False


def resolve(cat: Catalogue, instrument: str, steps: Sequence[Step], root: Root | None = None) -> Found | None:
    """The provision that the steps mean in an instrument, or None where it has no such place.

    When the outer levels exist and an inner one does not, the deepest that exists is given and
    ``tail`` holds the rest. With a root the numbers are those below it; what it lacks is looked for in the
    whole text where the name serves for that too.
    """
    inst = cat.instruments.get(instrument)
    if inst is None or not inst.provisions:
        return None
    if root is not None:
        below = _below(cat, instrument, root.path, steps)
        if below is not None or not root.whole:
            return below
    return _dotted(cat, inst, steps) or _plain(cat, inst, steps)


def resolve_bare(cat: Catalogue, instrument: str, steps: Sequence[Step]) -> Found | None:
    """The provision that a number without any unit word means: a number of its own, whole, or nothing.

    A dotted number must be one number of the instrument ("8.8", a draft's "2.10"), never an article and its
    paragraph: most dotted numbers at the head of a line are those of the document itself.
    """
    inst = cat.instruments.get(instrument)
    if inst is None or not inst.provisions:
        return None
    dotted = (len(steps) > 1 and all(s.value.isdigit() for s in steps[:2])) or (inst.unit == "goal")
    found = _dotted(cat, inst, steps) if dotted else _plain(cat, inst, steps)
    return found if found is not None and not found.tail else None


def _dotted(cat: Catalogue, inst: Instrument, steps: Sequence[Step]) -> Found | None:
    """Numbers that are one number with a dot: SDG targets, a draft's section and paragraph, ICPD paragraphs."""
    values = [s.value for s in steps]
    if len(values) < 2 or any(s.unit not in (None, "hyphen") for s in steps[1:]) or not values[0].isdigit():
        return None
    unit = steps[0].unit
    if inst.unit == "goal" and unit in (None, "goal", "target", "indicator", "obj", "point"):
        for count, kind in ((3, "indicator"), (2, "target")):
            path = f"{kind}_{'.'.join(values[:count])}"
            if len(values) >= count and cat.path(inst.id, path):
                return Found(path, tuple(values[count:]))
    for numbering in inst.numberings:
        if unit in (None, "para", "point", "art", "section") and values[1].isdigit():
            section, number = int(values[0]), int(values[1])
            for r in numbering.ranges:
                if r.section == section and r.first <= number <= r.last:
                    path = f"{numbering.step}_{r.add + number}"
                    if cat.path(inst.id, path):
                        return Found(path, tuple(values[2:]), f"{numbering.note} {values[0]}.{values[1]}")
    for name in (unit, inst.unit):
        path = f"{name}_{values[0]}.{values[1]}"
        if name and cat.path(inst.id, path):
            return _descend(cat, inst.id, path, steps[2:], "")
    return None


def _plain(cat: Catalogue, inst: Instrument, steps: Sequence[Step]) -> Found | None:
    head = steps[0]
    if head.unit == "preamble":
        return _descend(cat, inst.id, "preamble", steps[1:], "") if cat.path(inst.id, "preamble") else None
    if head.unit == "target" and inst.unit == "goal":
        return None
    for unit in _units(inst, head.unit):
        for value in _spellings(head.value):
            path = cat.path(inst.id, f"{unit}_{value}")
            if path is None:
                continue
            wrong = head.unit == "art" and unit != "art"
            note = MISLABELLED.format(said="article", has=f"{_WORDS.get(unit, unit)}s") if wrong else ""
            found = _descend(cat, inst.id, path, steps[1:], note)
            return Found(found.path, found.tail, found.note, wrong)
    return None


def _below(cat: Catalogue, instrument: str, part: str, steps: Sequence[Step]) -> Found | None:
    """The place below a part; a number said to be a chapter's or an annex's is none of its paragraphs."""
    head = steps[0]
    if head.unit in (None, "art", "para", "point", "item"):
        child = _child(cat, instrument, part, head)
    else:
        child = next((c for c in cat.children(instrument, part) if c == f"{part}__{head.unit}_{head.value}"), None)
    if child is None:
        return None
    found = _descend(cat, instrument, child, steps[1:], "")
    wrong = head.unit == "art" and not child.startswith(f"{part}__art_")
    note = MISLABELLED.format(said="article", has="paragraphs") if wrong else ""
    return Found(found.path, found.tail, "; ".join(filter(None, (note, found.note))), wrong)


def _units(inst: Instrument, unit: str | None) -> tuple[str, ...]:
    """The units to try for the one that was written, the written one first."""
    main = inst.unit or "art"
    if unit is None:
        return (main,)
    if main == "para" and unit in ("art", "point", "section"):
        return (unit, "para")
    if main == "goal" and unit == "obj":
        return ("goal",)
    if main == "obj" and unit == "goal":
        return ("obj",)
    if unit == "recital":
        return ("preamble__recital",)
    return (unit,)


def _spellings(value: str) -> tuple[str, ...]:
    number = roman(value)
    return (value, value.upper(), str(number)) if number else (value,) if value.isdigit() else (value, value.upper())


def _descend(cat: Catalogue, instrument: str, path: str, steps: Sequence[Step], note: str) -> Found:
    for depth, step in enumerate(steps):
        below = _child(cat, instrument, path, step)
        if below is None:
            rest = tuple(s.value for s in steps[depth:])
            has = bool(cat.children(instrument, path))
            reason = f"not in the tree: ({')('.join(rest)})" if has else f"the tree ends above ({')('.join(rest)})"
            return Found(path, rest, "; ".join(filter(None, (note, reason))))
        path = below
    return Found(path, (), note)


def _child(cat: Catalogue, instrument: str, path: str, step: Step) -> str | None:
    """The child that a step means: by its unit first, by any unit of the same kind of number else."""
    children = cat.children(instrument, path)
    value = step.value
    units = ("para", "point", "item") if value.isdigit() else ("point", "para", "item")
    for unit in dict.fromkeys((step.unit, *units, "recital", "section")):
        child = f"{path}__{unit}_{value.upper() if unit == 'section' else value}"
        if child in children:
            return child
    # "article 16(c)" where only 16(1) has points: one level left out, if that leaves no choice.
    inner = [c for child in children for c in cat.children(instrument, child) if c.endswith(f"_{value}")]
    if len(inner) == 1 and not value.isdigit():
        return inner[0]
    return None


def expand(cat: Catalogue, instrument: str, path: str, upto: str) -> list[str]:
    """The members of a range from a path to a sibling with another last number, both included, in order.

    Empty when the far end does not exist or does not come after the near one.
    """
    stem = path.rpartition("_")[0]
    prefix, _, unit = stem.rpartition("__")
    last = f"{stem}_{upto}"
    tree = cat.trees[instrument]
    if last not in tree:
        last = f"{stem}_{roman(upto)}" if roman(upto) else last
    if last not in tree or path not in tree:
        return []
    head = f"{prefix}__{unit}_" if prefix else f"{unit}_"
    siblings = [p for p in tree if p.startswith(head) and "__" not in p[len(head) :]]
    at, to = siblings.index(path), siblings.index(last)
    return siblings[at : to + 1] if at < to else []
