"""In-text definitions: 'the International Convention on … ("the Migrant Workers Convention")', "(en adelante, …)".

A term means what a text says that it means, from there to the text's end; a later definition of the same term wins.
What is defined may be an instrument of the catalogue, or something else that uses the same words: a national law, a
regional treaty, an organization. Then the term links to nothing and ends what is inherited.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import ahocorasick_rs

from instruments.folding import fold
from instruments.load import Catalogue
from instruments.vocabulary import vocabularies
from linker.grammar import alternation
from linker.mentions import BODY, DOCUMENT, GENERIC, INSTRUMENT, OTHER, Mention, cues
from linker.spans import Spans

_LEAD = (
    r"here(?:in)?after|henceforth|thereafter|hereby|en\s+adelante|en\s+lo\s+sucesivo|en\s+lo\s+que\s+sigue|ci-?\s?apres"
    r"|dorenavant|doravante|a\s+seguir|below"
)
_CALLED = (
    r"(?:also\s+)?(?:jointly\s+|collectively\s+|simply\s+)?(?:referred\s+to|called|known|abbreviated|cited|designated)"
    r"(?:\s+(?:here(?:in)?(?:after)?|below|simply|collectively))?(?:\s+as)?"
    r"|(?:tambien\s+)?(?:denominad[oa]s?|llamad[oa]s?|citad[oa]s?\s+como)|(?:egalement\s+)?(?:denomme|appele|designe|nomme)e?s?"
)
_ARTICLE = r"(?:the|la|el|los|las|les?|l'|o|a)"
_LEADING = re.compile(rf"[\s\"']*(?:{_ARTICLE}(?!\w)\s*)?")
_INTRO = re.compile(rf"(?:(?:{_LEAD}|{_CALLED})(?!\w)[\s,:]*){{1,3}}(?:as\s+|par\s+|como\s+)?")
_QUOTED = re.compile(rf"\s*(?:{_ARTICLE}\s*)?[\"']{{1,2}}\s?(?P<label>[^\"()\n;]{{2,70}}?)\s?(?:\"|'')")
_BARE = re.compile(rf"\s*(?:{_ARTICLE}\s*)?(?P<label>[^\"(),;.\n]{{2,60}}?)\s*(?=[),.;])")
_BRACKET = re.compile(r"\((?=[^()\n]{2,160}\))")
_OPENING = re.compile(r"[(,]\s*")
_INLINE = re.compile(rf",\s*(?=(?:{_LEAD})(?!\w))")
_OR = re.compile(r"[\s,]*(?:and|or|y|o|et|ou|,)\s*(?=(?:the\s+|la\s+|el\s+|le\s+|l')?[\"'])")
_BETWEEN = re.compile(
    r"[\s\"',]*(?:(?:of|de|del|du|,)?\s*(?:\d{1,2}(?:er)?\s+)?(?:de\s+)?(?:[a-z]{3,10}\s+)?(?:de\s+|of\s+)?"
    r"\(?(?:17|18|19|20)\d\d\)?[\s\"',]*|\([^()\n]{1,40}\)[\s\"',]*|\[[^\]\n]{1,40}\][\s\"',]*){0,3}"
)
_INNER = re.compile(r"[\w-]")
_ACRONYM = re.compile(r"[A-Z][A-Za-z]{0,2}[A-Z]{1,8}s?")
_SMALL = re.compile(
    r"(?:of|the|and|for|on|in|to|an?|or|against|by|del?|las?|los|el|y|e|en|para|por|contra|du|des|les?|l|et|pour|sur|d)$"
)
_OF_INSTRUMENTS = re.compile(
    r"(?:rules|principles|guidelines|standards|reglas|principios|directrices|regles|principes|directives|pact|treaty|plan|platform)$"
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what it means from ``start`` on: an instrument's or body's mention, or None for anything else."""

    start: int
    end: int
    label: str
    subject: Mention | None
    law: bool = False


@dataclass(slots=True)
class _Defined:
    """The definitions of one term, in order of place."""

    starts: list[int] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)

    def at(self, offset: int) -> Definition | None:
        """The last that stands before an offset."""
        n = bisect.bisect_right(self.starts, offset) - 1
        return self.definitions[n] if n >= 0 else None


@functools.cache
def _law_nouns() -> re.Pattern[str]:
    words = [w for v in vocabularies().values() for w in v.laws]
    return re.compile(
        rf"(?<!\w)(?:{alternation([*words, 'convention', 'convenio', 'treaty', 'tratado', 'traite'])})(?!\w)"
    )


def define(mentions: list[Mention], folded: str, original: str, cat: Catalogue) -> None:
    """Let the terms that a text defines mean what it says, in place.

    Args:
        mentions: what the text names so far, generic nouns included.
        folded: the folded text.
        original: the text itself, as long as the folded one.
        cat: the catalogue.
    """
    mentions.sort(key=lambda m: (m.start, -m.end))
    found = sorted(_definitions(mentions, folded, original, cat), key=lambda d: d.start)
    if not found:
        return
    by_label: dict[str, _Defined] = {}
    for d in found:
        term = by_label.setdefault(d.label, _Defined())
        term.starts.append(d.start)
        term.definitions.append(d)
    _generics(mentions, by_label)
    _terms(mentions, by_label, folded, original)
    mentions.sort(key=lambda m: (m.start, -m.end))


def _generics(mentions: list[Mention], by_label: dict[str, _Defined]) -> None:
    for m in mentions:
        if m.type != GENERIC or m.noun not in by_label:
            continue
        d = by_label[m.noun].at(m.end - 1)
        if d is None:
            continue
        if d.subject is None:
            m.type, m.targets, m.rule = OTHER, (), "unknown-title"
        elif d.subject.type == INSTRUMENT:
            m.targets, m.via, m.rule = d.subject.targets, d.subject, "anaphor-defined"


def _terms(mentions: list[Mention], by_label: dict[str, _Defined], folded: str, original: str) -> None:
    """Terms of a text's own: "the Migrant Workers Convention", an acronym."""
    nouns = cues().nouns
    labels = [label for label in by_label if label not in nouns]
    if not labels:
        return
    automaton = ahocorasick_rs.AhoCorasick(labels, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)
    by_start = {m.start: m for m in mentions}
    taken = Spans((m.start, m.end) for m in mentions if m.type != GENERIC)
    new: list[Mention] = []
    for n, start, end in automaton.find_matches_as_indexes(folded.replace("\n", " ")):
        if _INNER.match(folded[start - 1 : start]) or _INNER.match(folded[end : end + 1]):
            continue
        d = by_label[labels[n]].at(start)
        if d is None or original[start].isupper() != original[d.start].isupper():
            continue
        old = by_start.get(start)
        if old is not None and old.end == end:
            _renamed(old, d, folded)
        elif taken.free(start, end):
            new.append(_use(start, end, d))
    starts = Spans((n.start, n.end) for n in new)
    mentions[:] = [m for m in mentions if m.type != GENERIC or starts.free(m.start, m.end)] + new


def _use(start: int, end: int, d: Definition) -> Mention:
    if d.subject is None:
        return Mention(start, end, OTHER, (), "law" if d.law else "unknown-title")
    return Mention(start, end, d.subject.type, d.subject.targets, "name:defined", via=d.subject, evident=True)


def _renamed(old: Mention, d: Definition, folded: str) -> None:
    """A name of the catalogue that the text uses in another sense, or a treaty's acronym defined as its committee's."""
    if d.subject is None:
        if old.type in (INSTRUMENT, BODY):
            old.type, old.targets, old.rule = OTHER, (), "unknown-title"
    elif d.subject.type == BODY:
        if old.type == INSTRUMENT and not old.evident and cues().body_verbs.match(folded, old.end):
            old.type, old.targets, old.rule, old.via = BODY, d.subject.targets, "name:defined", d.subject
    elif old.type == INSTRUMENT and old.targets != d.subject.targets:
        old.targets, old.rule, old.via, old.evident = d.subject.targets, "name:defined", d.subject, True


def _definitions(mentions: Sequence[Mention], folded: str, original: str, cat: Catalogue) -> Iterator[Definition]:
    named = _Named(mentions, folded, original)
    for opening in _places(folded):
        for start, end, introduced in _labels(folded, original, opening):
            d = _definition(named, opening, (start, end), introduced, cat)
            if d is not None:
                yield d
    yield from _homonyms(named, cat)


def _places(folded: str) -> Iterator[int]:
    """Where a definition may begin: a bracket, or a comma before "hereinafter"."""
    for m in _BRACKET.finditer(folded):
        yield m.start()
    for m in _INLINE.finditer(folded):
        yield m.start()


def _trimmed(folded: str, m: re.Match[str]) -> tuple[int, int]:
    """A term without the article and the marks around it."""
    start, end = m.span("label")
    article = _LEADING.match(folded, start, end)
    start = article.end() if article else start
    while end > start + 1 and folded[end - 1] in " .,'":
        end -= 1
    return start, end


def _labels(folded: str, original: str, opening: int) -> Iterator[tuple[int, int, bool]]:
    """The terms behind an opening: start, end, and whether words like "hereinafter" introduce them."""
    begin = _OPENING.match(folded, opening)
    at = begin.end() if begin else opening
    close = folded.find(")", at) if folded[opening] == "(" else min(len(folded), at + 160)
    intro = _INTRO.match(folded, at, close)
    at = intro.end() if intro else at
    first = True
    while m := _QUOTED.match(folded, at, close):
        yield *_trimmed(folded, m), intro is not None
        first = False
        joined = _OR.match(folded, m.end(), close)
        if joined is None:
            return
        at = joined.end()
    if not first:
        return
    if intro and (m := _BARE.match(folded, at, close + 1)):
        yield *_trimmed(folded, m), True
    elif folded[opening] == "(" and _ACRONYM.fullmatch(original, at, close):
        yield at, close, False


class _Named:
    """A text with what it names, by where that ends."""

    def __init__(self, mentions: Sequence[Mention], folded: str, original: str) -> None:
        self.folded, self.original = folded, original
        self.mentions = sorted((m for m in mentions if m.type != GENERIC), key=lambda m: m.end)
        self.ends = [m.end for m in self.mentions]
        self.known = {m.start for m in self.mentions if m.type in (INSTRUMENT, BODY)}

    def last(self, offset: int) -> int:
        """The index of the last mention that ends before an offset, -1 for none."""
        return bisect.bisect_right(self.ends, offset) - 1

    def subject(self, opening: int) -> Mention | None:
        """What stands right before a definition, a date or a symbol between them aside."""
        at = self.last(opening)
        for m in reversed(self.mentions[max(0, at - 2) : at + 1]):
            if opening - m.end > 90:
                return None
            if _BETWEEN.fullmatch(self.folded, m.end, opening):
                return m
        return None

    def unknown_before(self, opening: int, label: str) -> bool:
        """Whether the noun of a term stands capitalised before its definition, in a name that is nobody's here."""
        begin = max(0, opening - 220)
        stop = max(self.folded.rfind(". ", begin, opening), self.folded.rfind("\n\n", begin, opening))
        begin = stop + 1 if stop >= 0 else begin
        at = self.last(opening)
        last = self.mentions[at] if at >= 0 else None
        last_word = label.rpartition(" ")[2]
        head = re.compile(rf"(?<!\w){re.escape(last_word)}(?!\w)")
        for m in head.finditer(self.folded, begin, opening):
            inside = last is not None and last.type == INSTRUMENT and m.start() < last.end
            if self.original[m.start()].isupper() and not inside:
                return True
        return last is not None and last.type == OTHER and last.start >= begin and opening - last.end < 60


def _definition(
    named: _Named, opening: int, span: tuple[int, int], introduced: bool, cat: Catalogue
) -> Definition | None:
    start, end = span
    written = named.original[start:end]
    label = re.sub(r"\s+", " ", named.folded[start:end])
    acronym = bool(_ACRONYM.fullmatch(written))
    subject = named.subject(opening)
    if subject is not None and (subject.type == DOCUMENT or (subject.type != OTHER and len(subject.targets) != 1)):
        return None
    if subject is not None and subject.type in (INSTRUMENT, BODY):
        if subject.type == BODY:
            return Definition(start, end, label, subject) if acronym else None
        if start in named.known:
            return None  # the catalogue's own acronym beside its own title
        if _names(label, subject.targets[0], acronym, cat):
            bare = acronym and not introduced and named.original[opening + 1] == written[0]
            if bare and not _abbreviates(written, named.original[subject.start : subject.end]):
                return None
            return Definition(start, end, label, subject)
        return Definition(start, end, label, None, law=True) if _law_nouns().search(label) else None
    if not _law_nouns().search(label) and label not in cues().nouns:
        return None
    if subject is not None or named.unknown_before(opening, label):
        return Definition(start, end, label, None, law=bool(subject and subject.rule == "law"))
    return None


def _names(label: str, target: str, acronym: bool, cat: Catalogue) -> bool:
    """Whether a term can name an instrument: by a noun of its kind, by an acronym, or as a set of rules."""
    inst = cat.instruments[target]
    kinds = cues().nouns
    words = label.split()
    noun = next((n for n in (label, " ".join(words[-2:]), words[-1], words[0]) if n in kinds), None)
    if noun is not None:
        return inst.kind in kinds[noun] or any(noun in fold(title) for title in inst.titles.values())
    return acronym or bool(_OF_INSTRUMENTS.search(label))


def _abbreviates(acronym: str, title: str) -> bool:
    """Whether an acronym's letters are initials of a title, in order, one of them free."""
    initials = [w[0] for w in re.findall(r"\w+", fold(title))]
    letters = [c for c in fold(acronym) if c.isalpha()]
    at = missed = 0
    for letter in letters:
        rest = initials[at:]
        if letter in rest:
            at += rest.index(letter) + 1
        else:
            missed += 1
    return len(letters) >= 3 and missed <= 1


_WORDS = re.compile(r"[\w'’-]+")
_SPELLED_OUT = re.compile(r"\((?P<acronym>[A-Z]{2,8})\)")


def _homonyms(named: _Named, cat: Catalogue) -> Iterator[Definition]:
    """Acronyms of the catalogue that the text spells out as something else: "Centro de Atención Temprana (CAT)"."""
    for m in _SPELLED_OUT.finditer(named.original):
        acronym = m["acronym"]
        if fold(acronym) not in _acronyms(cat) or named.subject(m.start()) is not None:
            continue
        words = [
            w for w in _WORDS.findall(named.original, max(0, m.start() - 120), m.start()) if not _SMALL.match(fold(w))
        ]
        words = words[-len(acronym) :]
        if "".join(w[0] for w in words).upper() == acronym and sum(w[0].isupper() for w in words) >= 2:
            yield Definition(m.start("acronym"), m.end("acronym"), fold(acronym), None)


@functools.cache
def _acronyms(cat: Catalogue) -> frozenset[str]:
    """The folded acronyms of a catalogue's instruments and bodies."""
    names = [n for i in cat.instruments.values() for n in i.names] + [n for b in cat.bodies.values() for n in b.names]
    return frozenset(fold(n.text) for n in names if n.kind == "acronym")
