"""Find, resolve, link: every reference to an instrument in a text, as records.

`find` runs the parts in order: what is named (`names`, `series`, `symbols`, `mentions`), what is pointed
at (`grammar`, `heads`), what a pinpoint belongs to (`attach`, `context`) and where it stands in the
instrument's tree (`resolve`). It imports no spaCy and touches no database.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from instruments.folding import fold
from instruments.load import Catalogue, catalogue
from kb.records import Candidate, Citation, Via
from kb.sentences import Sentences
from linker import documents, symbols, trace
from linker.attach import Pins
from linker.composed import Composed
from linker.confidence import confidence
from linker.context import Context, Nouns
from linker.definitions import define
from linker.fuzzy import fuzzy_names
from linker.mentions import (
    BODY,
    DOCUMENT,
    GENERIC,
    INSTRUMENT,
    OTHER,
    Mention,
    classify,
    generics,
    laws,
    ordinary,
    series_mentions,
)
from linker.names import index
from linker.papers import papers
from linker.patterns import apply_patterns
from linker.quoting import citation, quotes
from linker.scope import Pin
from linker.series import series_index
from linker.seriesbody import settle_series
from linker.spans import QuotationMarks, Spans
from linker.triggers import triggers

ABOVE = "named in a post that this one answers"
_URL = re.compile(r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.\w{1,24})+")


@functools.cache
def _nouns(cat: Catalogue) -> Nouns:
    return Nouns(cat)


def find(
    text: str, *, lang: str | None = None, context: Sequence[str] = (), catalogue: Catalogue | None = None
) -> list[Citation]:
    """What `linker.find` does; it stands apart so that importing the package costs nothing.

    >>> [(c.text, c.target) for c in find("The report relies on article 12(2) of CEDAW.")]
    [('article 12(2) of CEDAW', 'cedaw#art_12__para_2')]
    """
    cat = catalogue or _shipped()
    composed = Composed(text)
    found = _Text(cat, composed.text, lang or "", context).citations()
    made = sorted((composed.back(c) for c in found), key=_order) if composed.changed else found
    trace.note("read", 0, len(composed.text), composed, found, made)
    return made


def _addresses(text: str) -> list[tuple[int, int]]:
    """The spans of addresses on the web and of mail, in which nothing is named."""
    if "://" not in text and "www." not in text and "@" not in text:
        return []
    return [m.span() for m in _URL.finditer(text)]


def _order(c: Citation) -> tuple[int, int, str]:
    return c.start, -c.end, c.target or ""


def _shipped() -> Catalogue:
    return catalogue()


class _Text:
    """One text on its way from names to citations."""

    def __init__(self, cat: Catalogue, text: str, lang: str, context: Sequence[str]) -> None:
        self.cat, self.text, self.lang = cat, text, lang
        self.folded = fold(text)
        self.hits = triggers(cat).scan(self.folded)
        self.marks = QuotationMarks(text)
        self.mentions = self._mentions()
        self.sentences = Sentences(text)
        before: list[Mention] = []
        for parent in context:
            with trace.silence():
                named = _Text(cat, Composed(parent).text, "", ()).resolved_instruments()
            for m in named:
                trace.note("parent", m.start, m.end, m, parent)
            before += named
        self.context = Context(cat, self.mentions, self.sentences, self.folded, _nouns(cat), before)
        settle_series(self.context, self.series, cat)
        left = [m for m in self.context.mentions if not m.absorbed]
        self.context = Context(cat, left, self.sentences, self.folded, _nouns(cat), before)
        for m in self.context.mentions:
            if m.type == GENERIC:
                self.context.settle(m)

    def resolved_instruments(self) -> list[Mention]:
        return [m for m in self.context.mentions if m.type == INSTRUMENT and m.target]

    def _mentions(self) -> list[Mention]:
        text, folded = self.text, self.folded
        blocked = _addresses(text)
        found: list[Mention] = []
        addresses = Spans(blocked)
        for start, end in blocked:
            trace.note("address", start, end)
        for s in symbols.find(text, self.cat, self.hits):
            if addresses.free(s.start, s.end):
                kind, note = (INSTRUMENT, "") if s.instruments else (DOCUMENT, s.document.note)
                found.append(Mention(s.start, s.end, kind, s.targets, "symbol", note, noun=s.document.body))
        taken = Spans([*blocked, *((m.start, m.end) for m in found)])
        every = index(self.cat).find(folded, text, self.hits)
        names = [h for h in every if taken.free(h.start, h.end)]
        trace.dropped("in-address-or-symbol", every, names)
        runs = series_mentions(series_index(self.cat).find(folded, text, self.hits))
        numbered = [pair for pair in runs if taken.free(pair[1].start, pair[1].end)]
        by_number = {s.start: s.end for _, s in numbered}
        starts = Spans((s.start + 1, s.end) for _, s in numbered)
        names = [h for h in names if h.end > by_number.get(h.start, -1) and starts.free(h.start, h.start + 1)]
        titles = Spans((h.start, h.end) for h in names)
        numbered = [(h, s) for h, s in numbered if titles.free(s.start, s.end)]
        self.series = numbered
        found += classify(names, folded, self.cat)
        before = [*found]
        apply_patterns(found, folded, text, self.cat, self.hits)
        trace.dropped("pattern", before, found)
        found += [s for _, s in numbered]
        taken = Spans([*blocked, *((m.start, m.end) for m in found)])
        found += [m for m in fuzzy_names(folded, text, self.cat, self.hits) if taken.free(m.start, m.end)]
        taken = Spans([*blocked, *((m.start, m.end) for m in found)])
        found += [
            Mention(start, end, GENERIC, (), "generic-name", weights=dict.fromkeys(ids, 1.0))
            for start, end, ids in index(self.cat).generic_names(folded, self.hits)
            if taken.free(start, end) and not ordinary(folded, text, start, end)
        ]
        taken = Spans([*blocked, *((m.start, m.end) for m in found)])
        more = [*generics(folded, text, taken, self.hits), *laws(text, self.hits)]
        more += documents.reports(folded, self.hits)
        more += papers(folded, text, found, self.cat, self.lang, self.hits)
        found += [m for m in more if m.type == GENERIC or m.rule == "unknown-title" or taken.free(m.start, m.end)]
        define(found, folded, text, self.cat)
        return found

    # -- from pins and mentions to citations

    def citations(self) -> list[Citation]:
        out: list[Citation] = []
        if self.mentions:
            pins = Pins(self.context, self.folded, self.cat, self.lang, self.hits).all()
            trace.note("pins", 0, 0, None, *pins)
            for pin in pins:
                out += self._pin(pin)
            taken = Spans((c.start, c.end) for c in out if c.kind == "pinpoint" and c.status == "resolved")
            for part in documents.parts(self.context, self.text):
                if taken.free(part.start, part.end):
                    out += self._mention(part)
        else:
            trace.note("no-mention", 0, len(self.text))
        for m in self.context.mentions:
            if not m.absorbed:
                out += self._mention(m)
        trace.note("mentions", 0, 0, None, *self.context.mentions)
        quoted = quotes(self.text, out, self.cat)
        trace.note("quotes", 0, 0, None, *quoted)
        out += [citation(self.text, q, out, self.context.sentence(q.start)) for q in quoted]
        unique = {(c.start, c.end, c.target, c.kind, c.status): c for c in out}
        return sorted(unique.values(), key=_order)

    def _pin(self, pin: Pin) -> list[Citation]:
        via, note = self._via(pin.via, pin.start, pin.end, pin.note)
        if pin.foreign and pin.targets and pin.via is not None:
            status = "resolved" if documents.is_known(pin.via) else "unresolved"
            return [self._citation(pin.start, pin.end, "document", status, pin.targets[0], pin.rule, via, note)]
        status = "resolved" if pin.targets and len(pin.targets) == 1 else "ambiguous" if pin.targets else "unresolved"
        if pin.expanded:
            return [
                self._citation(pin.start, pin.end, "pinpoint", "resolved", t, pin.rule, via, note) for t in pin.expanded
            ]
        if status == "resolved":
            return [self._citation(pin.start, pin.end, "pinpoint", "resolved", pin.targets[0], pin.rule, via, note)]
        candidates = tuple(Candidate(t, round(1 / len(pin.targets), 3)) for t in pin.targets)
        kind = "other" if pin.foreign else "pinpoint"
        return [self._citation(pin.start, pin.end, kind, status, None, pin.rule, via, note, candidates)]

    def _mention(self, m: Mention) -> list[Citation]:
        if m.type == GENERIC:
            if not m.targets:
                return []
            via, note = self._via(m, m.start, m.end, m.note)
            if m.target:
                return [self._citation(m.start, m.end, "anaphor", "resolved", m.target, m.rule, via, note)]
            candidates = tuple(Candidate(t, round(1 / len(m.targets), 3)) for t in m.targets)
            return [
                self._citation(
                    m.start, m.end, "anaphor", "ambiguous", None, m.rule, None, "several antecedents", candidates
                )
            ]
        if m.type == INSTRUMENT:
            if m.target:
                root = m.root(m.target)
                part = root is not None and not root.whole  # the name of an annex alone
                target, kind = (f"{m.target}#{root.path}", "pinpoint") if root and part else (m.target, "instrument")
                via, note = self._via(m, m.start, m.end, m.note)
                return [self._citation(m.start, m.end, kind, "resolved", target, m.rule, via, note)]
            if len(m.targets) > 1:
                candidates = tuple(Candidate(t, round(1 / len(m.targets), 3)) for t in m.targets)
                note = m.note or "several instruments carry this name or number"
                return [self._citation(m.start, m.end, "instrument", "ambiguous", None, m.rule, None, note, candidates)]
            return []
        if m.rule == "unknown-title":
            return []
        kind = {BODY: "body", DOCUMENT: "document", OTHER: "other"}[m.type]
        target = m.target or re.sub(r"[^a-z0-9]+", "-", fold(self.text[m.start : m.end])).strip("-")
        partly = (
            m.type == DOCUMENT
            and m.rule != "symbol"
            and not (m.via or m).evident
            and not (m.via and m.via.rule == "symbol")
        )
        status = "resolved" if m.target and not partly else "unresolved"
        via = Via(m.via.start, m.via.end, self.text[m.via.start : m.via.end]) if m.via else None
        return [self._citation(m.start, m.end, kind, status, target, m.rule, via, m.note)]

    def _via(self, m: Mention | None, start: int, end: int, note: str) -> tuple[Via | None, str]:
        """The words that an instrument was taken from, where they stand apart from a span of this text; the note says
        so where they stand in a text that this one answers to."""
        seen: list[Mention] = []
        while m is not None and start <= m.start and m.end <= end and not self._above(m):
            seen.append(m)
            m = m.via if not any(m.via is s for s in seen) else None
        if m is None:
            return None, note
        if self._above(m):
            return None, "; ".join(filter(None, (note, ABOVE)))
        return Via(m.start, m.end, self.text[m.start : m.end]), note

    def _above(self, m: Mention) -> bool:
        """Whether a mention stands in a text that this one answers to."""
        return any(m is b for b in self.context.before)

    def _citation(
        self,
        start: int,
        end: int,
        kind: str,
        status: str,
        target: str | None,
        rule: str,
        via: Via | None = None,
        note: str = "",
        candidates: tuple[Candidate, ...] = (),
    ) -> Citation:
        a, b = self.context.sentence(start)
        evidence = self.text[a:b].strip() if a <= start and end <= b else self.text[min(a, start) : max(b, end)].strip()
        return Citation(
            start=start,
            end=end,
            text=self.text[start:end],
            kind=kind,  # type: ignore[arg-type]
            status=status,  # type: ignore[arg-type]
            target=target,
            confidence=confidence(rule) if status == "resolved" else 0.0,
            rule=rule,
            via=via,
            evidence=evidence,
            evidence_start=min(a, start),
            evidence_end=max(b, end),
            voice="quoted" if self.marks.inside(start) else "own",
            candidates=candidates,
            note=note,
        )
