"""Numbers that stand alone: at the head of a line ("8.8 Protect …", "24(j) Diplomatic …") or in running text.

A list belongs to the instrument of its lead-in: what an item's own words name does not carry over
to the next item.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from itertools import repeat
from typing import TYPE_CHECKING

from linker.chains import following_items
from linker.grammar import Chain, Item, Step
from linker.scan import Finder, Hits

if TYPE_CHECKING:
    from linker.scope import Owner

_HEAD = re.compile(
    r"(?m)^[ \t\u00a0]*(?:[-•·▪●*§–o][ \t\u00a0]+|[-•·▪●*§–][ \t\u00a0]*)?"
    r"(?P<dotted>\d{1,2}\.(?:\d{1,2}(?:\.\d{1,2})?|[a-d])(?![\w%]|\s?%|[.,]\d))(?=[\s:.)–-]+[^\W\d])"
    r"|(?m:^)[ \t\u00a0]*(?:[-•·▪●*§–][ \t\u00a0]*)?(?P<number>\d{1,3})\s?\(?(?P<letter>[a-z])\)"
    r"(?:\s?\((?P<roman>[ivx]+)\))?(?=[\s:.–-]+[^\W\d])"
)
_INLINE = re.compile(
    r"(?<![\w.,/$€£(-])(?P<number>\d{1,3})\s?\((?P<letter>[a-z])\)(?:\s?\((?P<roman>[ivx]+)\))?(?!\w)"
    r"|(?:(?<=[.:!?]\s)|(?<=[.:!?]\n)|(?<=\swas\s)|(?<=\sin\s)|(?<=\sdraft\s)|(?<=\sen\s)|(?<=\sand\s)|(?<=,\s)|(?<=\sy\s)|(?<=\set\s)|(?<=&\s))(?P<dotted>\d{1,2}\.(?:\d{1,2}|[a-d]))(?![\w%]|\s?%|[.,]\d|\s(?:million|billion|per\s?cent|times|years|hours))"
)

INLINE = Finder(_INLINE)


def _steps(m: re.Match[str]) -> tuple[Step, ...]:
    if m["dotted"]:
        return tuple(Step("target" if n == 0 else None, v) for n, v in enumerate(m["dotted"].split(".")))
    steps = (Step(None, m["number"]), Step(None, m["letter"]))
    return (*steps, Step(None, m["roman"])) if m["roman"] else steps


def _chain(m: re.Match[str]) -> Chain:
    start = m.start("dotted") if m["dotted"] else m.start("number")
    steps = _steps(m)
    steps = tuple(Step(None, s.value) for s in steps) if m["dotted"] else steps
    return Chain(start, m.end(), (Item(start, m.end(), steps),), "target" if m["dotted"] else "para")


def lines(text: str, hits: Hits | None = None) -> Iterator[Chain]:
    """Numbers at the head of a line that can be a provision's: dotted, or with a letter; never a plain "1."."""
    if hits is None:
        return (_chain(m) for m in _HEAD.finditer(text))
    starts = sorted({text.rfind("\n", 0, at) + 1 for at in hits.numbers})
    return (_chain(m) for m in map(_HEAD.match, repeat(text), starts) if m)


def inline(text: str, hits: Hits | None = None) -> Iterator[Chain]:
    """Numbers with a letter in running text, and dotted ones behind a comma or an "and"."""
    for m in INLINE.matches(text, hits):
        chain = _chain(m)
        if chain.unit == "para":
            items = following_items(text, chain.items[0])
            chain = Chain(chain.start, items[-1].end, items, "para")
        yield chain


class Lists:
    """The items that heads begin: each runs to the end of its paragraph."""

    def __init__(self, text: str, chains: list[Chain]) -> None:
        self.starts = sorted({c.start for c in chains})
        self._known = set(self.starts)
        self.ends = [_item_end(text, s) for s in self.starts]
        self.owners: dict[int, Owner] = {}

    def _item(self, offset: int) -> int:
        at = bisect.bisect_right(self.starts, offset) - 1
        return at if at >= 0 and offset < self.ends[at] else -1

    def inside(self, offset: int) -> bool:
        """Whether an offset lies in the words of an item."""
        return self._item(offset) >= 0

    def lead(self, offset: int) -> int | None:
        """Where the item that holds an offset begins, or None."""
        at = self._item(offset)
        return self.starts[at] if at >= 0 else None

    def own(self, start: int, owner: Owner) -> None:
        """Remember whose number heads the item that begins at an offset."""
        if start in self._known:
            self.owners[start] = owner

    def owner(self, offset: int) -> Owner | None:
        """Whose number heads the item that holds an offset."""
        at = self._item(offset)
        return self.owners.get(self.starts[at]) if at >= 0 else None

    def previous_owner(self, start: int) -> Owner | None:
        """Whose number heads the nearest earlier item that has one."""
        at = bisect.bisect_left(self.starts, start) - 1
        while at >= 0:
            if self.starts[at] in self.owners:
                return self.owners[self.starts[at]]
            at -= 1
        return None


def _item_end(text: str, start: int) -> int:
    stop = re.compile(r"\n[ \t\u00a0]*(?:\n|[-•·▪●*§–][ \t\u00a0]|\d{1,2}\.\d|\d{1,3}\s?\(?[a-z]\))").search(
        text, start
    )
    return stop.start() if stop else len(text)
