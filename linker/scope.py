"""What a pinpoint is attached with: the text, its mentions, its lists, and what was attached before."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from instruments.load import Catalogue
from linker.context import Context
from linker.grammar import Chain, Grammar
from linker.heads import Lists
from linker.mentions import GENERIC, INSTRUMENT, Mention
from linker.resolve import resolve, resolve_bare
from linker.spans import Spans

LINE_HEADING = re.compile(r"(?:^|\n)[ \t]*(?:[-•·*§–]\s*)?$")


@dataclass(slots=True)
class Pin:
    """One pinpoint with what it resolved to. ``expanded`` are the members of a range, ``foreign`` says that
    it belongs to something that the catalogue does not have."""

    start: int
    end: int
    targets: tuple[str, ...]
    rule: str
    via: Mention | None = None
    note: str = ""
    expanded: tuple[str, ...] = ()
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """The instruments that a chain may belong to, in order of preference, and how that was told."""

    options: tuple[str, ...]
    rule: str
    via: Mention | None
    before: bool = False
    after: bool = False
    certain: bool = False


@dataclass(slots=True)
class Scope:
    """One text while its pinpoints are attached. ``text`` is folded; ``made`` grows in order of place."""

    context: Context
    text: str
    cat: Catalogue
    grammar: Grammar
    lists: Lists
    lang: str = ""
    made: list[tuple[Pin, str]] = field(default_factory=list)

    def other_unit(self, owner: Owner, chain: Chain) -> bool:
        """Whether a chain's unit is not the one by which its would-be instruments are numbered."""
        head = chain.items[0].steps[0].unit
        return all(self.cat.instruments[t].unit != head for t in owner.options)

    def fits(self, owner: Owner, chain: Chain) -> bool:
        """Whether an owner has any instrument in whose tree the chain exists."""
        return any(resolve(self.cat, t, chain.items[0].steps) for t in owner.options)

    def fitting(self, m: Mention, chain: Chain) -> tuple[str, ...]:
        """The instruments of a mention in whose tree the chain's first item exists."""
        if m.type not in (INSTRUMENT, GENERIC):
            return ()
        out = []
        for t in m.targets:
            found = resolve(self.cat, t, chain.items[0].steps)
            if found is None:
                continue
            if chain.unit == "para" and found.tail and found.tail[0].isdigit():
                continue  # "paragraph 3.9" is one of the document itself
            if (
                found.mislabelled
                and chain.unit == "art"
                and self.cat.instruments[t].kind not in ("general-recommendation", "general-comment", "declaration")
            ):
                continue
            out.append(t)
        return tuple(out)

    def rough(self, target: str, chain: Chain) -> bool:
        """Whether a chain fits an instrument only by another unit than the one written, or not to its end."""
        found = resolve(self.cat, target, chain.items[0].steps)
        return found is None or found.mislabelled or bool(found.tail)

    def partial(self, target: str, chain: Chain) -> bool:
        """Whether only the outer levels of the chain exist."""
        found = resolve(self.cat, target, chain.items[0].steps)
        return found is None or bool(found.tail)

    def near(self, m: Mention, chain: Chain) -> bool:
        """Whether a mention stands near enough before a chain to be inherited across sentences."""
        between = self.text[m.end : chain.start]
        if "\n" not in between.strip(" ") and len(between) < 600:
            return True
        return (len(between) < 1500 and between.rstrip().endswith(":")) or (
            len(between) < 400 and not re.search(r"\n\s*\n", between)
        )

    def main_treaties(self) -> tuple[str, ...]:
        """The treaty, with its protocols, that seven of the last ten articles belong to, the most cited first.

        Empty while fewer than two articles were attached, or where treaties of several bodies are cited.
        """
        last = [i for _, i in self.made[-40:] if i and self.cat.instruments[i].unit == "art"][-10:]
        if len(last) < 2:
            return ()
        families = Counter(self.cat.instruments[i].body or i for i in last)
        family, count = families.most_common(1)[0]
        if count < 0.7 * len(last):
            return ()
        return tuple(i for i, _ in Counter(last).most_common() if (self.cat.instruments[i].body or i) == family)

    def bare(self, m: Mention, chain: Chain) -> tuple[str, ...]:
        """The instruments of a mention that have the number as one of their own."""
        if m.type not in (INSTRUMENT, GENERIC):
            return ()
        return tuple(t for t in m.targets if resolve_bare(self.cat, t, chain.items[0].steps))

    def numbered_by_paragraph(self, targets: tuple[str, ...]) -> bool:
        """Whether all of some instruments are numbered by paragraph."""
        return all(self.cat.instruments[t].unit == "para" for t in targets)

    def whole(self, targets: tuple[str, ...], chain: Chain) -> bool:
        """Whether the whole of the chain exists in the first target."""
        found = resolve(self.cat, targets[0], chain.items[0].steps)
        return found is not None and not found.tail


def index(context: Context, offset: int) -> int:
    """The place in the mentions' order of the first that begins at or after an offset."""
    return bisect.bisect_left(context.starts, offset)


def apart(chains: Iterable[Chain], others: Iterable[Chain]) -> list[Chain]:
    """The chains that share no character with any of the others."""
    taken = Spans((c.start, c.end) for c in others)
    return [c for c in chains if taken.free(c.start, c.end)]
