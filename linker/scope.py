"""What a pinpoint is attached with: the text, its mentions, its lists, and what was attached before."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from instruments.load import Catalogue
from linker import trace
from linker.context import Context
from linker.grammar import Chain, Grammar, Step
from linker.heads import Lists
from linker.mentions import GENERIC, INSTRUMENT, Mention
from linker.resolve import Found, resolve, resolve_bare
from linker.spans import Spans

LINE_HEADING = re.compile(r"(?:^|\n)[ \t]*(?:[-•·*§–]\s*)?$")


_HEADING_ENDS = re.compile(r"[ \t]*(?:\n|$|[.:-])|[^\n.;]{0,60}(?:\n|$)")


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
    _protocols: tuple[str, ...] | None = None

    def other_unit(self, owner: Owner, chain: Chain) -> bool:
        """Whether a chain's unit is not the one by which its would-be instruments are numbered."""
        head = chain.items[0].steps[0].unit
        return all(self.cat.instruments[t].unit != head for t in owner.options)

    def found(self, target: str, steps: Sequence[Step], m: Mention | None) -> Found | None:
        """Where steps stand in an instrument, counted as the name does that it was taken from."""
        return resolve(self.cat, target, steps, m.root(target) if m is not None else None)

    def fits(self, owner: Owner, chain: Chain) -> bool:
        """Whether an owner has any instrument in whose tree the chain exists."""
        return any(self.found(t, chain.items[0].steps, owner.via) for t in owner.options)

    def fitting(self, m: Mention, chain: Chain) -> tuple[str, ...]:
        """The instruments of a mention in whose tree the chain's first item exists."""
        if m.type not in (INSTRUMENT, GENERIC):
            return ()
        out = []
        for t in m.targets:
            found = self.found(t, chain.items[0].steps, m)
            if found is None:
                trace.note("no-such-number", m.start, m.end, chain, (t,))
                continue
            if chain.unit == "para" and found.tail and found.tail[0].isdigit():
                trace.note("own-paragraph", m.start, m.end, chain, (t,))
                continue  # "paragraph 3.9" is one of the document itself
            if (
                found.mislabelled
                and chain.unit == "art"
                and self.cat.instruments[t].kind not in ("general-recommendation", "general-comment", "declaration")
            ):
                trace.note("other-unit", m.start, m.end, chain, (t,))
                continue
            out.append(t)
        return tuple(out)

    def heads(self, chain: Chain) -> bool:
        """Whether a chain is the heading of a line, and not the beginning of a sentence."""
        return bool(
            LINE_HEADING.search(self.text, max(0, chain.start - 12), chain.start)
            and _HEADING_ENDS.match(self.text, chain.end)
        )

    def rough(self, target: str, chain: Chain) -> bool:
        """Whether a chain fits an instrument only by another unit than the one written, or not to its end."""
        found = resolve(self.cat, target, chain.items[0].steps)
        return found is None or found.mislabelled or bool(found.tail)

    def mislabels(self, target: str, chain: Chain) -> bool:
        """Whether an article would be a paragraph of a text that has no articles."""
        found = resolve(self.cat, target, chain.items[0].steps)
        return chain.unit == "art" and found is not None and found.mislabelled

    def treaty_meant(self, target: str, chain: Chain) -> bool:
        """Whether an article is the treaty's, and no mislabelled paragraph of a comment on it: both are spoken of."""
        if not self.mislabels(target, chain):
            return False
        about = self.cat.instruments[target].about
        near = (m for m in self.context.preceding(chain.start, 8) if m.type == GENERIC and chain.start - m.end < 600)
        return about is not None and any(m.target == about for m in near)

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
        """The treaty, with its protocols, that seven of the last ten articles belong to, treaties first.

        Empty while fewer than two articles were attached, or where treaties of several bodies are cited.
        """
        last = [i for _, i in self.made[-40:] if i and self.cat.instruments[i].unit == "art"][-10:]
        if len(last) < 2:
            return ()
        families = Counter(self.cat.instruments[i].body or i for i in last)
        family, count = families.most_common(1)[0]
        if count < 0.7 * len(last):
            return ()
        own = [i for i, _ in Counter(last).most_common() if (self.cat.instruments[i].body or i) == family]
        own += [i for i in self.protocols() if self.cat.instruments[i].about in own and i not in own]
        return tuple(sorted(own, key=lambda i: self.cat.instruments[i].kind == "protocol"))

    def protocols(self) -> tuple[str, ...]:
        """The protocols that the text speaks of, in order of place."""
        if self._protocols is None:
            spoken = dict.fromkeys(t for m in self.context.mentions for t in m.targets if t in self.cat.instruments)
            self._protocols = tuple(t for t in spoken if self.cat.instruments[t].kind == "protocol")
        return self._protocols

    def last_named(self, instrument: str) -> Mention | None:
        """Where the last number that an instrument was given took it from."""
        return next((pin.via for pin, i in reversed(self.made) if i == instrument and pin.via is not None), None)

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
