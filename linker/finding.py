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
from instruments.vocabulary import vocabularies
from kb.records import Candidate, Citation, Via
from kb.text import sentences
from linker import documents, symbols
from linker.attach import Pins
from linker.confidence import confidence
from linker.context import Context, Nouns
from linker.fuzzy import fuzzy_names
from linker.grammar import alternation
from linker.mentions import (
    BODY,
    DOCUMENT,
    GENERIC,
    INSTRUMENT,
    OTHER,
    Mention,
    classify,
    cues,
    generics,
    laws,
    series_mentions,
)
from linker.names import index
from linker.patterns import apply_patterns
from linker.quoting import citation, quotes
from linker.scope import Pin
from linker.series import series_index
from linker.seriesbody import settle_series

_URL = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_QUOTES = {"“": "”", "«": "»", '"': '"', "„": "“"}


@functools.cache
def _nouns(cat: Catalogue) -> Nouns:
    return Nouns(cat)


@functools.cache
def _trigger() -> re.Pattern[str]:
    """What a text must hold, apart from names, for a pinpoint or series to be possible at all."""
    heads = [w for v in vocabularies().values() for t in (v.units, v.series) for ws in t.values() for w in ws]
    return re.compile(rf"(?<!\w)(?:{alternation(heads)})(?!\w)|\d")


def find(
    text: str, *, lang: str | None = None, context: Sequence[str] = (), catalogue: Catalogue | None = None
) -> list[Citation]:
    """Find every reference to an instrument, body, document or other law in a text.

    Args:
        text: the text as it is; offsets are code points into it, end exclusive.
        lang: its main language (BCP 47), which decides on words that mean several things where a
            sentence does not tell.
        context: the texts that it answers to (parent posts, nearest last); they serve anaphors only.
        catalogue: the catalogue to link against, by default the shipped one.

    Returns:
        All citations of all kinds and statuses, sorted by (start, -end, target); empty when there are
        none; one record for each target, so that a range or a shared span gives several.

    >>> [(c.text, c.target) for c in find("The report relies on article 12(2) of CEDAW.")]
    [('article 12(2) of CEDAW', 'cedaw#art_12__para_2')]
    """
    cat = catalogue or _shipped()
    return _Text(cat, text, lang or "", context).citations()


def _shipped() -> Catalogue:
    return catalogue()


class _Text:
    """One text on its way from names to citations."""

    def __init__(self, cat: Catalogue, text: str, lang: str, context: Sequence[str]) -> None:
        self.cat, self.text, self.lang = cat, text, lang
        self.folded = fold(text)
        self.mentions = self._mentions()
        self.sentences = sentences(text) if self.mentions or _trigger().search(self.folded) else []
        before: list[Mention] = []
        for parent in context:
            before += _Text(cat, parent, "", ()).resolved_instruments()
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
        blocked = (
            [(m.start(), m.end()) for m in _URL.finditer(text)]
            if ("://" in text or "www." in text or "@" in text)
            else []
        )
        found: list[Mention] = []
        for s in symbols.find(text, self.cat):
            if _free(blocked, s.start, s.end):
                kind = INSTRUMENT if s.instrument else DOCUMENT
                m = Mention(
                    s.start, s.end, kind, (s.instrument or s.symbol,), "symbol", note=s.note if not s.instrument else ""
                )
                m.noun = s.body
                found.append(m)
        blocked += [(m.start, m.end) for m in found]
        names = [h for h in index(self.cat).find(folded, text) if _free(blocked, h.start, h.end)]
        numbered = [
            pair
            for pair in series_mentions(series_index(self.cat).find(folded, text))
            if _free(blocked, pair[1].start, pair[1].end)
        ]
        spans = [(s.start, s.end) for _, s in numbered]
        names = [h for h in names if not any((a <= h.start and h.end <= b) or a < h.start < b for a, b in spans)]
        spans = [(h.start, h.end) for h in names]
        numbered = [(h, s) for h, s in numbered if not any(a < s.end and s.start < b for a, b in spans)]
        self.series = numbered
        found += classify(names, folded, self.cat)
        apply_patterns(found, folded, text, self.cat)
        found += [s for _, s in numbered]
        taken = sorted([*blocked, *((m.start, m.end) for m in found)])
        fuzzy = [m for m in fuzzy_names(folded, text, self.cat) if _free(taken, m.start, m.end)]
        found += fuzzy
        taken = sorted([*taken, *((m.start, m.end) for m in fuzzy)])
        for start, end, ids in index(self.cat).generic_names(folded):
            if _free(taken, start, end):
                found.append(Mention(start, end, GENERIC, (), "generic-name", weights=dict.fromkeys(ids, 1.0)))
        taken = sorted([*taken, *((m.start, m.end) for m in found if m.rule == "generic-name")])
        found += generics(folded, text, taken)
        found += [m for m in laws(text) if _free(taken, m.start, m.end)]
        found += [
            Mention(m.start(), m.end(), DOCUMENT, (), "review-document")
            for m in cues().document.finditer(folded)
            if _free(taken, m.start(), m.end())
        ]
        found += [m for m in documents.reports(folded) if _free(taken, m.start, m.end)]
        return found

    # -- from pins and mentions to citations

    def citations(self) -> list[Citation]:
        out: list[Citation] = []
        if self.mentions:
            pins = Pins(self.context, self.folded, self.cat, self.lang).all()
            for pin in pins:
                out += self._pin(pin)
            taken = [(c.start, c.end) for c in out if c.kind == "pinpoint" and c.status == "resolved"]
            for part in documents.parts(self.context, self.text):
                if _free(taken, part.start, part.end):
                    out += self._mention(part)
        for m in self.context.mentions:
            if not m.absorbed:
                out += self._mention(m)
        quoted = quotes(self.text, out, self.cat)
        out += [citation(self.text, q, out, self._sentence(q.start)) for q in quoted]
        unique = {(c.start, c.end, c.target, c.kind, c.status): c for c in out}
        return sorted(unique.values(), key=lambda c: (c.start, -c.end, c.target or ""))

    def _sentence(self, offset: int) -> tuple[int, int]:
        """The sentence that holds an offset, cut now if the text had nothing else to find."""
        if not self.context.sentences:
            self.sentences = sentences(self.text)
            self.context = Context(self.cat, self.context.mentions, self.sentences, self.folded, _nouns(self.cat))
        return self.context.sentence(offset)

    def _pin(self, pin: Pin) -> list[Citation]:
        via = None
        inside = pin.via is not None and pin.start <= pin.via.start and pin.via.end <= pin.end
        if pin.via is not None and not inside and pin.via not in self.context.before:
            via = Via(pin.via.start, pin.via.end, self.text[pin.via.start : pin.via.end])
        status = "resolved" if pin.targets and len(pin.targets) == 1 else "ambiguous" if pin.targets else "unresolved"
        if pin.expanded:
            return [
                self._citation(pin.start, pin.end, "pinpoint", "resolved", t, pin.rule, via, pin.note)
                for t in pin.expanded
            ]
        if status == "resolved":
            return [self._citation(pin.start, pin.end, "pinpoint", "resolved", pin.targets[0], pin.rule, via, pin.note)]
        candidates = tuple(Candidate(t, round(1 / len(pin.targets), 3)) for t in pin.targets)
        kind = "other" if pin.foreign else "pinpoint"
        return [self._citation(pin.start, pin.end, kind, status, None, pin.rule, via, pin.note, candidates)]

    def _mention(self, m: Mention) -> list[Citation]:
        if m.type == GENERIC:
            if not m.targets:
                return []
            via = (
                Via(m.via.start, m.via.end, self.text[m.via.start : m.via.end])
                if m.via and m.via not in self.context.before
                else None
            )
            if m.target:
                return [self._citation(m.start, m.end, "anaphor", "resolved", m.target, m.rule, via, m.note)]
            candidates = tuple(Candidate(t, round(1 / len(m.targets), 3)) for t in m.targets)
            return [
                self._citation(
                    m.start, m.end, "anaphor", "ambiguous", None, m.rule, None, "several antecedents", candidates
                )
            ]
        if m.type == INSTRUMENT:
            if m.target:
                return [self._citation(m.start, m.end, "instrument", "resolved", m.target, m.rule, None, m.note)]
            if len(m.targets) > 1:
                candidates = tuple(Candidate(t, round(1 / len(m.targets), 3)) for t in m.targets)
                note = m.note or "several instruments carry this name or number"
                return [self._citation(m.start, m.end, "instrument", "ambiguous", None, m.rule, None, note, candidates)]
            return []
        if m.rule == "unknown-title":
            return []
        kind = {BODY: "body", DOCUMENT: "document", OTHER: "other"}[m.type]
        target = m.target or re.sub(r"[^a-z0-9]+", "-", fold(self.text[m.start : m.end])).strip("-")
        status = "resolved" if m.target else "unresolved"
        via = Via(m.via.start, m.via.end, self.text[m.via.start : m.via.end]) if m.via else None
        return [self._citation(m.start, m.end, kind, status, target, m.rule, via, m.note)]

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
            voice="quoted" if _quoted(self.text, start) else "own",
            candidates=candidates,
            note=note,
        )


def _free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(a < end and start < b for a, b in taken)


def _quoted(text: str, offset: int) -> bool:
    """Whether an offset lies between a pair of quotation marks of its own paragraph."""
    begin = text.rfind("\n", 0, offset) + 1
    head = text[begin:offset]
    if head.count("“") > head.count("”") or head.count("«") > head.count("»"):
        return True
    return head.count('"') % 2 == 1
