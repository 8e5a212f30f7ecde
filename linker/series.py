"""Numbered series: "General Recommendation No. 26", "GR 26 and 32", "C97, C143 and C189".

A series has a kind and a number; which body it belongs to is said beside it, or nearby, or by its year
or title. What that leaves open stays open: the candidates are kept.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.folding import fold
from instruments.load import Catalogue, catalogue
from instruments.models import Instrument
from instruments.vocabulary import vocabularies
from linker import trace
from linker.grammar import alternation, grammar, roman
from linker.hanseries import han_series
from linker.scan import Finder, Hits, head

RECOMMENDATIONS = ("general-recommendation", "general-comment")
_ROMAN_HEADS = ("recommendation", "comment", "recomendacion", "recommandation", "observacion", "observation")
ILO = ("ilo-convention", "ilo-protocol", "ilo-recommendation")
_ARABIC = re.compile(r"[\u0621-\u064a]")
# "and", "with" and "for" are written on to the next word
_ARABIC_START = r"(?:(?<!\w)|(?<=(?<!\w)[وفبك])|(?<=(?<!\w)ل)|(?<=(?<!\w)[وف][بكل]))"


@dataclass(frozen=True, slots=True)
class SeriesHit:
    """A number of a series at a span; ``candidates`` are the instruments that it may be.

    ``head`` is where the words that announce the series begin, ``weak`` says that they are ordinary
    words ("convention", "recommendation") that need support from nearby.
    """

    start: int
    end: int
    head: int
    kind: str
    number: int
    year: str
    candidates: tuple[str, ...]
    weak: bool


def _with_dots(pattern: str) -> str:
    """Words of a phrase may be abbreviations: "Gen. Rec."."""
    return pattern.replace(r"\s+", r"\.?\s+")


class SeriesIndex:
    """The numbered series of a catalogue, and the patterns that find them."""

    def __init__(self, cat: Catalogue) -> None:
        self.cat = cat
        self.by_number: dict[tuple[str, int], list[Instrument]] = {}
        for inst in cat.instruments.values():
            if inst.series:
                self.by_number.setdefault((inst.series.kind, inst.series.number), []).append(inst)
        phrases: dict[str, list[str]] = {}
        acronyms: dict[str, list[str]] = {}
        for v in vocabularies().values():
            for kind, found in v.series.items():
                for phrase in found:
                    phrases.setdefault(fold(phrase), []).append(kind)
            for kind, found in v.series_acronyms.items():
                for acronym in found:
                    acronyms.setdefault(fold(acronym), []).append(kind)
        self.phrases, self.acronyms = phrases, acronyms
        marks = grammar().marks
        number = rf"(?:\s*(?:{marks})(?!\w)\s?\.?:?)?\s*[#№]?\s*(?P<number>\d{{1,3}})(?![\d])(?!\.\d)(?!\s?%)"
        self.roman = re.compile(
            rf"(?<!\w)(?P<head>general\s+(?:recommendation|comment)s?|recomendacion\s+general|recommandation\s+generale|observacion\s+general|observation\s+generale)(?P<mark>(?:\s*(?:{marks})(?!\w)\.?)?\s+(?P<number>[ivxl]{{1,7}}))(?!\w)"
        )
        self.phrase = re.compile(
            rf"(?<!\w)(?P<head>{_with_dots(alternation(phrases))})\.?(?:\s*\(?(?:gr|gc|rg|og)\)?)?(?P<mark>{number})"
        )
        self.acronym = re.compile(rf"(?<![\w/.-])(?P<head>{alternation(acronyms)})\.?(?P<mark>[\s-]?{number})(?!\w)")
        arabic = alternation(p for p in phrases if _ARABIC.match(p))
        self.arabic = re.compile(rf"{_ARABIC_START}(?P<head>{arabic})(?P<mark>{number})")
        joins = alternation(w for v in vocabularies().values() for w in v.joins)
        self.more = re.compile(
            rf"(?:\s*\((?:19|20)\d\d\))?\s*(?:,|;|(?:,\s*)?(?:{joins})(?=\s)|&|/)\s*(?:(?:{marks})(?!\w)\.?\s*)?(?P<acronym>[a-z]{{1,2}}\.?[\s-]?)?(?P<number>\d{{1,3}})(?![\d\w])(?!\.\d)(?!\s?%)(?!\s?\([a-z0-9]{{1,3}}\))"
        )
        self.after_title = re.compile(
            rf"(?:\s*\((?:19|20)\d\d\))?\s(?:on|sobre|sur|concerning|relativa?)\s[^.;:\n]{{3,90}}?\s(?:{joins})\s+(?:{marks})(?!\w)\.?\s*(?P<number>\d{{1,3}})(?!\d)"
        )
        self.finders = (
            Finder(self.phrase, tuple(map(head, phrases))),
            Finder(self.acronym, before=40),
            Finder(self.roman, _ROMAN_HEADS, before=24),
        )
        self.year = re.compile(r"\s*\(((?:19|20)\d\d)\)|,\s*((?:19|20)\d\d)\b")

    def find(self, text: str, original: str, hits: Hits | None = None) -> Iterator[SeriesHit]:
        """All series numbers of a folded text, by place."""
        last = 0
        phrases, acronyms, romans = (finder.matches(text, hits) for finder in self.finders)
        found = [*phrases, *acronyms]
        found += [m for m in romans if original[m.start("number") : m.end("number")].isupper() and roman(m["number"])]
        if not text.isascii() and _ARABIC.search(text):
            found += self.arabic.finditer(text)
        for m in sorted(found, key=lambda m: (m.start(), -m.end())):
            if m.start() < last:
                continue
            head = re.sub(r"[.\s]+", " ", m["head"]).strip()
            head = head.removesuffix("s") if m.re is self.roman else head
            acronym = m.re is self.acronym
            if acronym and not self._acronym_fits(original, m, head):
                trace.note("series-case", m.start(), m.end())
                continue
            kinds = (self.acronyms if acronym else self.phrases)[head]
            for hit in self._run(text, m, kinds, weak=self._weak(head, acronym)):
                last = hit.end
                yield hit
        for h in han_series(text):
            if candidates := self._candidates([h.kind], h.number):
                yield SeriesHit(h.start, h.end, h.start, h.kind, h.number, h.year, candidates, False)

    def _acronym_fits(self, original: str, m: re.Match[str], head: str) -> bool:
        written = original[m.start("head") : m.end("head")]
        if len(head) == 1:
            gap = m.start("number") - m.end("head")
            return written.isupper() and gap <= 1 and (int(m["number"]) > 20)
        return written.isupper() or head in ("gr", "rg") or written.istitle()

    @staticmethod
    def _weak(head: str, acronym: bool) -> bool:
        return len(head) == 1 if acronym else " " not in head

    def _run(self, text: str, m: re.Match[str], kinds: list[str], *, weak: bool) -> Iterator[SeriesHit]:
        """The first number of a run and those joined to it."""
        start, end = m.start(), m.end("number")
        number = int(m["number"]) if m["number"].isdigit() else roman(m["number"]) or 0
        head = m.start()
        while True:
            year = self.year.match(text, end)
            if year and year[2]:
                year = None
            candidates = self._candidates(kinds, number)
            stop = year.end() if year else end
            if candidates:
                yield SeriesHit(start, end, head, kinds[0], number, (year[1] or "") if year else "", candidates, weak)
            elif head == start:
                trace.note("no-such-series-number", start, end)
                return
            more = self.more.match(text, end) or self.after_title.match(text, end)
            if more is None or (more.groupdict().get("acronym") and not self._same_acronym(text, m, more)):
                return
            number = int(more["number"])
            start = more.start("acronym") if more.groupdict().get("acronym") else more.start("number")
            mark = re.compile(rf"(?:{grammar().marks})(?!\w)\.?\s*$").search(text, stop, more.start("number"))
            if mark and not more.groupdict().get("acronym"):
                start = mark.start()
            end = more.end("number")
            if not self._candidates(kinds, number):
                return

    def _same_acronym(self, text: str, m: re.Match[str], more: re.Match[str]) -> bool:
        return more["acronym"].strip(" .-") == m["head"]

    def _candidates(self, kinds: list[str], number: int) -> tuple[str, ...]:
        found = [i.id for kind in kinds for i in self.by_number.get((kind, number), ())]
        if any(k in RECOMMENDATIONS for k in kinds):  # people swap the two: the other kind is a last resort
            found += [
                i.id for kind in RECOMMENDATIONS if kind not in kinds for i in self.by_number.get((kind, number), ())
            ]
        return tuple(dict.fromkeys(found))


@functools.cache
def series_index(cat: Catalogue | None = None) -> SeriesIndex:
    """The series index of a catalogue (the shipped one by default), built once."""
    return SeriesIndex(cat or catalogue())
