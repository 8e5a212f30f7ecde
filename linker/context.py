"""What a pinpoint or an anaphor takes its instrument from: adjacency, direction, scope and competition."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from instruments.folding import fold, words
from instruments.load import Catalogue
from kb.sentences import Sentences
from linker import trace
from linker.mentions import BODY, DOCUMENT, GENERIC, INSTRUMENT, OTHER, Mention, cues

_NEAR = 400  # characters within which a mention is near
_AHEAD = 80  # mentions looked at behind an anaphor that has nothing before it
_CLEAR = 0.75  # by how much the best antecedent must lead


class Nouns:
    """The generic nouns by which each instrument may be called: those that stand in its own titles and names."""

    def __init__(self, cat: Catalogue) -> None:
        self.cat = cat
        self._of: dict[str, frozenset[str]] = {}

    def of(self, instrument: str) -> frozenset[str]:
        """The folded words of an instrument's titles and names."""
        if instrument not in self._of:
            inst = self.cat.instruments[instrument]
            texts = [*inst.titles.values(), *(n.text for n in inst.names if n.kind in ("official", "short", "generic"))]
            self._of[instrument] = frozenset(w for t in texts for w, _, _ in words(fold(t)))
        return self._of[instrument]

    def fits(self, instrument: str, noun: str) -> bool:
        """Whether "the <noun>" may mean the instrument."""
        inst = self.cat.instruments.get(instrument)
        if inst is None or inst.kind not in cues().nouns.get(noun, ()):
            return False
        return all(w in self.of(instrument) for w in noun.split())

    def is_second(self, instrument: str) -> bool:
        """Whether the instrument's own titles call it the second of its kind."""
        return bool(self.of(instrument) & {"second", "segundo", "deuxieme", "второй"})


Counted = dict[str, tuple[float, Mention]]


@dataclass(slots=True)
class _Tally:
    """How often each instrument that fits a noun was named so far, with its nearest mention."""

    at: int = 0
    direct: Counted = field(default_factory=dict)
    indirect: Counted = field(default_factory=dict)


class Context:
    """The mentions of a text in order, with its sentences and paragraphs, and what may be inherited from them."""

    def __init__(
        self,
        cat: Catalogue,
        mentions: Sequence[Mention],
        sentences: Sentences,
        text: str,
        nouns: Nouns,
        before: Sequence[Mention] = (),
    ) -> None:
        self.cat = cat
        self.text = text
        self.nouns = nouns
        self.mentions = sorted(mentions, key=lambda m: (m.start, -m.end))
        self.starts = [m.start for m in self.mentions]
        self.sentences = sentences
        self.before = before
        self._score: dict[str, float] = {}
        self._tallies: dict[tuple[str, bool], _Tally] = {}
        self._memo: dict[tuple[str, bool, tuple[str, ...]], list[str]] = {}

    def sentence(self, offset: int) -> tuple[int, int]:
        """The span of the sentence that holds an offset."""
        return self.sentences.at(offset)

    def preceding(self, offset: int, limit: int = 40) -> Iterator[Mention]:
        """The mentions that end before an offset, nearest first."""
        at = bisect.bisect_left(self.starts, offset) - 1
        count = 0
        while at >= 0 and count < limit:
            m = self.mentions[at]
            if m.end <= offset:
                count += 1
                yield m
            at -= 1

    def following(self, offset: int) -> Mention | None:
        """The first mention that begins at or after an offset."""
        at = bisect.bisect_left(self.starts, offset)
        return self.mentions[at] if at < len(self.mentions) else None

    def starting_at(self, offset: int) -> Mention | None:
        """The mention that begins exactly there, or None."""
        at = bisect.bisect_left(self.starts, offset)
        return self.mentions[at] if at < len(self.mentions) and self.starts[at] == offset else None

    def instruments_of(self, m: Mention) -> tuple[str, ...]:
        """The instruments that a mention speaks of: its own, or those that a body monitors."""
        if m.type == INSTRUMENT:
            return m.targets
        if m.type == GENERIC:
            return m.targets
        if m.type == BODY:
            return tuple(i for b in m.targets if b in self.cat.bodies for i in self.cat.bodies[b].monitors)
        if m.type == DOCUMENT and m.noun in self.cat.bodies:
            return self.cat.bodies[m.noun].monitors
        return ()

    def antecedents(self, g: Mention) -> list[tuple[str, Mention]]:
        """What "the <noun>" may mean, best first, one entry for each instrument with its nearest mention.

        An instrument counts for as often as the text names it (its committee and its documents count with
        it), more when it stands in the same sentence or near by. What is only implied (the treaty of a
        recommendation, the protocol of a treaty) serves where nothing is named, what follows where nothing
        stands before, and what the text answers to last.
        """
        found, indirect = self._before_noun(g)
        found = found or indirect or self._only_later(g)
        if not found:
            for m in reversed(self.before):
                for i in self._options(g, m.targets):
                    found.setdefault(i, (1.0, m))
        start, _ = self.sentence(g.start)
        ranked = []
        for i, (count, m) in found.items():
            near = 3.0 if m.start >= start else 1.5 if 0 <= g.start - m.end <= _NEAR else 0.0
            ranked.append((count + near, m.start, i, m))
        ranked.sort(key=lambda r: (-r[0], -r[1]))
        self._score = {i: score for score, _, i, _ in ranked}
        return [(i, m) for _, _, i, m in ranked]

    def _before_noun(self, g: Mention) -> tuple[Counted, Counted]:
        """What stands before an anaphor, counted once for each noun as the text goes on."""
        key = (g.noun, bool(_SECOND.search(self.text, max(0, g.start - 12), g.end)))
        tally = self._tallies.setdefault(key, _Tally())
        while tally.at < len(self.mentions) and self.mentions[tally.at].end <= g.start:
            m = self.mentions[tally.at]
            tally.at += 1
            if m.type == INSTRUMENT and len(m.targets) > 1:
                continue
            weight = 0.5 if m.type == GENERIC else 1.0
            if m.type in (INSTRUMENT, GENERIC):
                options, into = self._options(g, m.targets), tally.direct
                if not options:  # a general recommendation speaks of its treaty, a treaty of its protocol
                    options, into = self._options(g, self._related(m.targets)), tally.indirect
            else:
                options, into = self._options(g, self.instruments_of(m)), tally.direct
            if len(options) == 1:
                into[options[0]] = (into.get(options[0], (0.0, m))[0] + weight, m)
        return dict(tally.direct), dict(tally.indirect)

    def _only_later(self, g: Mention) -> Counted:
        """What follows, where it is the only one: looked for among the next mentions."""
        later: Counted = {}
        at = bisect.bisect_left(self.starts, g.end)
        for m in self.mentions[at : at + _AHEAD]:
            if m.type != GENERIC and len(m.targets) == 1:
                for i in self._options(g, self.instruments_of(m)):
                    later.setdefault(i, (1.0, m))
        return later if len(later) == 1 else {}

    def _related(self, targets: Sequence[str]) -> list[str]:
        out = []
        for t in targets:
            inst = self.cat.instruments[t]
            if inst.about:
                out.append(inst.about)
            if inst.body and inst.kind == "treaty" and inst.body in self.cat.bodies:
                out += self.cat.bodies[inst.body].monitors
        return out

    def _options(self, g: Mention, instruments: Sequence[str]) -> list[str]:
        """Those of some instruments that "the <noun>" may mean; a second protocol only where the text says "second"."""
        second = bool(_SECOND.search(self.text, max(0, g.start - 12), g.end))
        key = (g.noun, second, tuple(instruments))
        options = self._memo.get(key)
        if options is None:
            options = [i for i in instruments if self.nouns.fits(i, g.noun)]
            if len(options) > 1 and not second:
                options = [i for i in options if not self.nouns.is_second(i)] or options
            self._memo[key] = options
        return options

    def _settle_name(self, g: Mention) -> None:
        """A generic name is the one of its carriers that the text, or what it answers to, names in full."""
        named = {
            t: m for m in (*self.before, *self.mentions) if m.type == INSTRUMENT for t in m.targets if t in g.weights
        }
        if len(named) == 1:
            ((target, via),) = named.items()
            g.targets, g.via = (target,), via
        elif len(named) > 1:
            nearest = next((t for m in self.preceding(g.start, 40) for t in m.targets if t in named), None)
            g.targets = (nearest,) if nearest else tuple(named)

    def settle(self, g: Mention) -> None:
        """Resolve an anaphor to its one clear antecedent, or leave its candidates; a defined term means what it was."""
        if g.rule == "anaphor-defined":
            return
        if g.rule == "generic-name":
            self._settle_name(g)
            return
        found = self.antecedents(g)
        if not found:
            trace.note("no-antecedent", g.start, g.end, g)
            return
        first, via = found[0]
        if _LATTER.search(self.text, g.start, g.end):
            first, via = max(found, key=lambda f: f[1].start)
        elif len(found) > 1 and self._score[first] - self._score[found[1][0]] < _CLEAR:
            g.targets = tuple(i for i, _ in found[:5])
            for i, m in found[:5]:
                trace.note("antecedents-alike", m.start, m.end, g, (i,), self._score[i])
            return
        for i, m in found[:5]:
            trace.note("won" if i == first else "named-less", m.start, m.end, g, (i,), first)
        if via in self.before or g.rule != "anaphor-lower" or g.start - via.end <= _NEAR:
            g.targets, g.via = (first,), via
        else:
            trace.note("antecedent-far", g.start, g.end, g, first)


_SECOND = re.compile(r"\b(?:second|segundo|deuxieme)\b")
_LATTER = re.compile(r"\b(?:ultim[ao]|latter|dernier|derniere)\b")
__all__ = ["BODY", "DOCUMENT", "GENERIC", "INSTRUMENT", "OTHER", "Context", "Nouns"]
