"""Why a text is linked as it is: for each citation what fired, what competed, and what context was used.

`explain` runs the linker with somebody listening (`linker.trace`) and sorts what was noted; it has no rules of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from instruments.index import index
from instruments.load import Catalogue
from instruments.load import catalogue as shipped
from kb.bands import Band, band, sentence
from kb.records import Citation
from kb.schema import LINKS
from linker import finding, trace
from linker.composed import Composed
from linker.confidence import calibration, family, measured
from linker.forms import FORMS, form, trigger
from linker.grammar import Chain
from linker.mentions import Mention
from linker.reasons import CONTEXT, CUES, ENDS, LOST, NOTHING
from linker.rules import RULES
from linker.scope import Owner, Pin
from linker.trace import Event

_NEAR = 12  # characters behind what was rejected that its reason still speaks for
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*|\S")


class Rival(Struct, frozen=True):
    """An instrument that was looked at for a citation and is not its target: where it is named (code points, end
    exclusive), and why it lost."""

    target: str
    label: str
    start: int
    end: int
    text: str
    reason: str


class Source(Struct, frozen=True):
    """Words elsewhere that a citation leans on: what they are to it, the words, and their place; None where they
    stand in a post that this one answers."""

    what: str
    text: str
    start: int | None = None
    end: int | None = None


class Trace(Struct, frozen=True, kw_only=True):
    """Why something is a citation, or why it is none.

    ``start``, ``end`` and ``text`` are its words (code points into the text, end exclusive); ``citation`` is the record
    that `linker.find` gives, None where there is none. ``rule`` is what fired and ``because`` that rule in a sentence;
    ``trigger`` are the words that set it off and ``form`` is how they were read. ``rivals`` lost, ``context`` was used,
    ``cues`` told an instrument from its committee, ``notes`` say what else is to be known. ``band`` is the band of the
    ``confidence`` (0 to 1) and ``measured`` what it rests on. ``why_not`` says why there is no citation.
    """

    start: int
    end: int
    text: str
    citation: Citation | None = None
    label: str = ""
    rule: str = ""
    because: str = ""
    trigger: str = ""
    form: str = ""
    rivals: tuple[Rival, ...] = ()
    context: tuple[Source, ...] = ()
    cues: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    confidence: float = 0.0
    band: Band | None = None
    measured: tuple[str, ...] = ()
    why_not: tuple[str, ...] = ()


def explain(
    text: str,
    *,
    lang: str | None = None,
    context: Sequence[str] = (),
    catalogue: Catalogue | None = None,
    offset: int | None = None,
) -> list[Trace]:
    """What `linker.explain` does.

    >>> (trace,) = explain("Not the CRC: article 12 of CEDAW.", offset=13)
    >>> trace.rule, trace.trigger, [(r.target, r.text) for r in trace.rivals]
    ('named-after', 'article', [('crc', 'CRC')])
    """
    if offset is not None and not 0 <= offset < max(1, len(text)):
        raise ValueError(f"offset {offset}: the text has {len(text)} characters, counted from 0")
    cat = catalogue or shipped()
    with trace.listening() as heard:
        finding.find(text, lang=lang, context=context, catalogue=cat)
    run = _Run(text, cat, heard.events)
    if offset is None:
        return [run.citation(raw, c) for raw, c in run.pairs]
    held = [(raw, c) for raw, c in run.pairs if c.start <= offset < c.end]
    return [run.citation(raw, c) for raw, c in held] or [run.nothing(offset)]


def recorded(c: Citation, catalogue: Catalogue | None = None) -> Trace:
    """What a citation says of itself, where no run of the linker over its text alone gives it (as one that another post
    of the corpus attests)."""
    return _trace(c, catalogue or shipped())


class _Run:
    """The notes of one run over one text."""

    def __init__(self, text: str, cat: Catalogue, events: Sequence[Event]) -> None:
        self.text, self.cat, self.events = text, cat, events
        self.composed: Composed = Composed(text)
        self.found: list[Citation] = []
        self.pins: tuple[Pin, ...] = ()
        self.mentions: tuple[Mention, ...] = ()
        for e in events:
            if e.code == "read":
                self.composed, self.found = e.about, list(e.data[0])
            elif e.code == "pins":
                self.pins = e.data
            elif e.code == "mentions":
                self.mentions = e.data
        changed = self.composed.changed
        pairs = [(c, self.composed.back(c) if changed else c) for c in self.found]
        self.pairs = sorted(pairs, key=lambda p: (p[1].start, -p[1].end, p[1].target or ""))
        self.owners = [e for e in events if e.code == "owner"]

    def at(self, start: int, end: int) -> tuple[int, int]:
        """A span of the composed text in the text itself."""
        if not self.composed.changed:
            return start, end
        return self.composed.offset(start), self.composed.offset(end, end=True)

    def words(self, start: int, end: int) -> str:
        a, b = self.at(start, end)
        return " ".join(self.text[a:b].split())

    def citation(self, raw: Citation, c: Citation) -> Trace:
        """A citation with all that was noted of it."""
        made: dict[str, Any] = {}
        pin = next((p for p in self.pins if (p.start, p.end, p.rule) == (raw.start, raw.end, raw.rule)), None)
        event = self._owner(pin) if pin is not None and raw.kind in ("pinpoint", "other") else None
        mention = next((m for m in self.mentions if (m.start, m.end, m.rule) == (raw.start, raw.end, raw.rule)), None)
        named: Mention | None = mention
        if event is not None:
            chain: Chain = event.about
            owner: Owner | None = event.data[0] if event.data else None
            named = owner.via if owner is not None else None
            made["trigger"], made["form"] = (
                trigger(self.composed.text, chain),
                form(self.composed.text, chain, raw.start, raw.end),
            )
            beside = self.words(named.start, named.end) if named is not None else ""
            made["rivals"] = self._rivals(c, chain=chain, beside=beside)
        elif mention is not None:
            made["trigger"] = c.text
            made["rivals"] = self._rivals(c, mention=mention)
        if named is not None:
            spans = {(named.start, named.end), *((e.start, e.end) for e in self._named(named))}
            made["cues"] = tuple(
                dict.fromkeys(CUES[e.code] for e in self.events if e.code in CUES and (e.start, e.end) in spans)
            )
        made["context"] = self._sources(c, named)
        if event is not None and c.rule == "foreign" and named is None:
            made["context"] = tuple(self._elsewhere(event.about))
        return _trace(c, self.cat, **made)

    def _named(self, m: Mention) -> Iterator[Event]:
        """The notes on names within a mention: it may have taken in the words around its name."""
        return (e for e in self.events if e.code in CUES and m.start <= e.start and e.end <= m.end)

    def _owner(self, pin: Pin) -> Event | None:
        """Where it was settled whose number a pin is."""
        held = [e for e in self.owners if any(pin.start <= i.start and i.end <= pin.end for i in e.about.items)]
        return max(held, key=lambda e: e.start, default=None)

    def _rivals(
        self, c: Citation, *, chain: Chain | None = None, mention: Mention | None = None, beside: str = ""
    ) -> tuple[Rival, ...]:
        chosen = (c.target or "").partition("#")[0]
        winner = self._label(chosen) if chosen else f"“{beside}”" if beside else "what was chosen"
        lost: dict[str, Event] = {}
        for e in self.events:
            mine = e.about is mention if chain is None else isinstance(e.about, Chain) and e.about.start == chain.start
            if e.code not in LOST or not mine or not e.data:
                continue
            for target in e.data[0]:
                before = lost.get(target)
                if target != chosen and (before is None or before.code == "outrun"):
                    lost[target] = e
        said = {
            t: Rival(t, self._label(t), *self.at(e.start, e.end), self.words(e.start, e.end), self._say(e, t, winner))
            for t, e in lost.items()
        }
        for one in c.candidates:
            t = one.target.partition("#")[0]
            if one.target not in said and t not in said:
                reason = f"it fits as well as the others (score {one.score:g})"
                said[one.target] = Rival(one.target, self._label(one.target), c.start, c.end, c.text, reason)
        return tuple(sorted(said.values(), key=lambda r: (-r.start, r.target)))

    def _say(self, e: Event, target: str, winner: str) -> str:
        return LOST[e.code].format(of=self._label(target), winner=winner)

    def _sources(self, c: Citation, named: Mention | None) -> tuple[Source, ...]:
        if c.via is not None:
            return (Source(CONTEXT.get(c.rule, "where the instrument is named"), c.via.text, c.via.start, c.via.end),)
        while named is not None:
            for e in self.events:
                if e.code == "parent" and e.about is named:
                    return (Source(finding.ABOVE, e.data[0][named.start : named.end]),)
            named = named.via
        return ()

    def _elsewhere(self, chain: Chain) -> Iterator[Source]:
        """What a number belongs to that is in no catalogue: the words that say so."""
        for e in self.events:
            mine = isinstance(e.about, Chain) and e.about.start == chain.start
            if mine and (
                e.code in ("of-something-else", "national-level") or (e.code == "scope-ended" and not e.data[0])
            ):
                yield Source(ENDS[e.code], self.words(e.start, e.end), *self.at(e.start, e.end))

    def nothing(self, offset: int) -> Trace:
        """Why there is no citation at an offset."""
        where = (
            next((n for n in range(len(self.composed.text)) if self.at(n, n + 1)[1] > offset), 0)
            if self.composed.changed
            else offset
        )
        refused = [e for e in self.events if e.code in NOTHING or (e.code == "owner" and e.data == (None,))]
        here = [e for e in refused if e.start <= where < e.end and e.code != "no-mention"]
        here = here or [
            e for e in refused if 0 <= where - e.end < _NEAR and "\n" not in self.composed.text[e.end : where]
        ]
        if not here:
            word = next((m for m in _WORD.finditer(self.text) if m.start() <= offset < m.end()), None)
            a, b = (word.start(), word.end()) if word else (offset, min(len(self.text), offset + 1))
            said = [_bare(self.text[a:b])]
            said += [NOTHING["no-mention"] for e in self.events if e.code == "no-mention"][:1]
            return Trace(start=a, end=b, text=self.text[a:b], why_not=tuple(said))
        first = max(here, key=lambda e: (e.end - e.start, e.start))
        a, b = self.at(first.start, first.end)
        reasons = [self._refusal(e) for e in here]
        rivals: tuple[Rival, ...] = ()
        made: dict[str, Any] = {}
        if isinstance(first.about, Chain):
            rivals = self._rivals(_none(self.text[a:b], a, b), chain=first.about)
            made = {
                "trigger": trigger(self.composed.text, first.about),
                "form": form(self.composed.text, first.about, first.start, first.end),
            }
        return Trace(start=a, end=b, text=self.text[a:b], why_not=tuple(dict.fromkeys(reasons)), rivals=rivals, **made)

    def _refusal(self, e: Event) -> str:
        code = "no-owner" if e.code == "owner" else e.code
        of = self._label(str(e.data[0])) if e.data and isinstance(e.data[0], str) else ""
        return NOTHING[code].format(words=self.words(e.start, e.end), of=of)

    def _label(self, target: str) -> str:
        return _label(target, self.cat)


def _label(target: str, cat: Catalogue) -> str:
    ident = target.partition("#")[0]
    return index(cat).say(target) if ident in cat.instruments or ident in cat.bodies else target


def _none(text: str, start: int, end: int) -> Citation:
    return Citation(start=start, end=end, text=text, kind="pinpoint", status="unresolved")


def _bare(word: str) -> str:
    if word[:1].isdigit():
        return (
            f"“{word}” is a bare number: it counts only behind a word such as “article”, beside an instrument's name,"
            " or as an item of a list under one"
        )
    return f"“{word}” is no name of an instrument, no document symbol, and no word for a part of one before a number"


def _trace(c: Citation, cat: Catalogue, **made: Any) -> Trace:
    link = c.status == "resolved" and c.kind in LINKS
    rule = RULES.get(c.rule)
    name = band(c.confidence) if link else None
    said: list[str] = []
    if link:
        known = calibration().rules.get(c.rule)
        said += (
            [f"{known.right} of {known.links} links by this rule were right"]
            if known
            else ["this rule was never measured"]
        )
        said += [f"{m.band}: {sentence(m)}" for m in measured() if m.band == name]
    return Trace(
        start=c.start,
        end=c.end,
        text=c.text,
        citation=c,
        label=_label(c.target, cat) if c.target else "",
        rule=c.rule,
        because=rule.sentence if rule is not None else "",
        notes=tuple(filter(None, c.note.split("; "))),
        confidence=c.confidence,
        band=name,
        measured=tuple(said),
        **({"trigger": c.text, "form": FORMS.get(family(c.rule), "")} | made),
    )
