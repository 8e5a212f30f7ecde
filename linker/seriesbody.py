"""Which body a numbered recommendation or comment belongs to."""

from __future__ import annotations

import bisect
import functools
import re

from rapidfuzz import fuzz

from instruments.folding import fold
from instruments.load import Catalogue
from instruments.models import Instrument
from linker import trace
from linker.context import Context
from linker.mentions import BODY, DOCUMENT, GENERIC, INSTRUMENT, Mention, cues
from linker.series import ILO, SeriesHit

_ADJACENT = re.compile(r"(?:'s)?[\s,:(-]*(?:(?:and|y|et)\s+)?(?:(?:its|the|his|su|sus|la|el|las|los|sa|les|ses)\s+)*")
_OF = re.compile(
    r"(?:\s*\((?:19|20)\d\d\))?(?:\s*(?:(?:of|by|from|de|del|du|da|do|das|dos)(?!\w)|d')\s*(?:(?:the|la|el|le|l')\s*)*"
    r"|\s+(?:(?:الصادره?|الذي\s+اعتمدته|التي\s+اعتمدتها)\s+)?(?:عن\s+|من\s+)?(?=[\u0621-\u064a])|\s+(?=[а-я]))"
)
_TITLE = re.compile(
    r"(?:\s*\((?:19|20)\d\d\))?[\s,:(-]*(?:(?:on|sobre|sur|concerning|concernant|relativa?|relatif)\s+)?([^.;\n)]{8,110})"
)
_ILO_WORD = re.compile(
    r"(?<!\w)(?:ilo|oit|мот|international labour organi[sz]ation|labour convention"
    r"|organizacion internacional del trabajo)(?!\w)|国际劳工|منظمه العمل الدوليه"
)


_NUMBER_IN_TITLE = re.compile(r"\d+(?:\s*\(\d{4}\))?[\s:,]*(?:on|sobre|sur|concerning|relativa a|:)?\s*")
# "its general comment No. 3": that of the committee that speaks
_OWN = re.compile(r"(?<!\w)(?:its|our|the\s+(?:present\s+)?committee's|sus?|ses|sa|son)\s+(?:[a-z]+\s+)?$")
_SPOKEN = 12  # mentions looked at before a series number
_FOLLOWING = 60  # mentions looked at behind a series number
# What the talk is of where "C189" is the convention and not a flight.
_LABOUR = re.compile(
    r"(?<!\w)(?:conventions?|convencion|convenios?|ratif\w+|articles?|articulos?|arts?|labou?r|workers?|trabaj\w+|travail\w*|treat(?:y|ies)|domestic|work|standards?|rights?|derechos|droits)(?!\w)"
)


def settle_series(context: Context, series: list[tuple[SeriesHit, Mention]], cat: Catalogue) -> None:
    """Narrow each series mention's candidates to the one that the text supports, if it supports one."""
    for hit, mention in series:
        if hit.kind in ILO or any(c.startswith("ilo-") for c in hit.candidates):
            _settle_ilo(context, hit, mention, cat)
        if not mention.targets or len(mention.targets) == 1:
            if mention.target and hit.weak:
                _support(context, hit, mention, cat)
            _absorb(context, hit, mention, cat)
            continue
        _narrow(context, hit, mention, cat)
        _absorb(context, hit, mention, cat)


def _settle_ilo(context: Context, hit: SeriesHit, mention: Mention, cat: Catalogue) -> None:
    ilo = tuple(c for c in mention.targets if c.startswith("ilo-"))
    others = tuple(c for c in mention.targets if not c.startswith("ilo-"))
    a, b = context.sentence(hit.head)
    near = context.text[max(0, min(a, hit.start - 120)) : max(b, hit.end + 60)]
    around = context.text[max(0, hit.start - 160) : hit.end + 160]
    labour = hit.number > 60 and (not hit.weak or hit.end - hit.start > 6 or bool(_LABOUR.search(around)))
    supported = (
        labour
        or bool(_ILO_WORD.search(near))
        or any(t.startswith("ilo-") for m in context.preceding(hit.start, 10) for t in m.targets if m is not mention)
    )
    if supported and (not others or labour or _ILO_WORD.search(near)):
        mention.targets = ilo
    elif others:
        mention.targets = others
    else:
        trace.note("no-ilo-support", mention.start, mention.end, mention)
        mention.targets = ()


def _support(context: Context, hit: SeriesHit, mention: Mention, cat: Catalogue) -> None:
    """A weak head ("Recommendation no 26") counts only where its body is at hand."""
    inst = cat.instruments[mention.targets[0]]
    if inst.kind.startswith("ilo-"):
        return
    if not any(_body(m, cat) == inst.body for m in context.preceding(hit.start, 6)):
        trace.note("no-body-at-hand", mention.start, mention.end, mention, inst.id)
        mention.targets = ()


def _body(m: Mention, cat: Catalogue) -> str | None:
    if m.type in (INSTRUMENT, GENERIC) and m.target:
        return cat.instruments[m.target].body
    if m.type == BODY and m.target:
        return m.target
    if m.type == DOCUMENT and m.noun:
        return m.noun
    return None


def _narrow(context: Context, hit: SeriesHit, mention: Mention, cat: Catalogue) -> None:
    options = {c: cat.instruments[c] for c in mention.targets}
    own = [c for c, i in options.items() if i.series and i.series.kind == hit.kind]

    def pick(body: str | None) -> str | None:
        found = [c for c, i in options.items() if body and i.body == body]
        return found[0] if found else None

    how = "by-body-beside"
    beside, via = _beside(context, hit, cat)
    chosen = pick(beside)
    if chosen is not None:
        mention.via = via
    if chosen is None:
        how = "by-year"
        by_year = [c for c in own or options if hit.year and (options[c].adopted or "").startswith(hit.year)]
        chosen = by_year[0] if len(by_year) == 1 else None
    if chosen is None:
        how = "by-title"
        chosen = _by_title(context, hit, {c: options[c] for c in own or options})
    rule = "series"
    if chosen is None and _OWN.search(context.text, max(0, hit.head - 40), hit.head):
        how, (spoken, mention.via) = "by-speaker", _speaker(context, hit, cat)
        rule, chosen = "series-own", pick(spoken)
    if chosen is None:
        rule, how = "series-nearby", "by-body-before"
        bodies = [b for m in context.preceding(hit.start, 30) if m is not mention and (b := _body(m, cat))]
        bodies = [b for b in bodies if any(options[c].body == b for c in own or options)]
        if bodies:
            chosen = next((c for c in own or options if options[c].body == bodies[0]), None)
            mention.via = next(
                m for m in context.preceding(hit.start, 30) if m is not mention and _body(m, cat) == bodies[0]
            )
    if chosen is None:
        following = context.mentions[bisect.bisect_left(context.starts, hit.end) :][:_FOLLOWING]
        later = [(b, m) for m in following if m is not mention and (b := _body(m, cat))]
        later = [(b, m) for b, m in later if any(options[c].body == b for c in own or options)]
        if later and len({b for b, _ in later}) == 1:
            how, mention.via = "by-body-behind", later[0][1]
            chosen = next(c for c in own or options if options[c].body == later[0][0])
    if chosen is None:
        above = [
            (b, m)
            for m in reversed(context.before)
            if (b := _body(m, cat)) and any(options[c].body == b for c in own or options)
        ]
        if above:
            how, mention.via = "by-body-above", above[0][1]
            chosen = next((c for c in own or options if options[c].body == above[0][0]), None)
    if chosen is None and len(options) == 1:
        chosen = next(iter(options))
    if chosen is not None:
        for c in options:
            trace.note("won" if c == chosen else how, mention.start, mention.end, mention, (c,), chosen)
        mention.targets, mention.rule = (chosen,), rule
    else:
        mention.targets = tuple(options)


def _speaker(context: Context, hit: SeriesHit, cat: Catalogue) -> tuple[str | None, Mention | None]:
    """The committee that a text speaks for, that of the treaty that it calls "the Convention", and where it does."""
    for m in context.preceding(hit.head, _SPOKEN):
        if m.type == GENERIC and "treaty" in cues().nouns.get(m.noun, ()):
            found = context.antecedents(m)
            return (cat.instruments[found[0][0]].body, m) if found else (None, None)
    return None, None


def _beside(context: Context, hit: SeriesHit, cat: Catalogue) -> tuple[str | None, Mention | None]:
    """The body named right before or right after ("CEDAW GR 26", "general comment No. 20 of CESCR"), and where."""
    for m in context.preceding(hit.head, 3):
        gap = context.text[m.end : hit.head]
        if len(gap) < 40 and _ADJACENT.fullmatch(gap) and (b := _body(m, cat)):
            return b, m
    of = _OF.match(context.text, hit.end)
    after = context.starting_at(of.end()) if of else None
    return (_body(after, cat), after) if after is not None else (None, None)


def _by_title(context: Context, hit: SeriesHit, options: dict[str, Instrument]) -> str | None:
    """The candidate whose title goes on as the text does."""
    t = _TITLE.match(context.text, hit.end)
    if t is None:
        return None
    named = {c: (*inst.titles.values(), *(n.text for n in inst.names)) for c, inst in options.items()}
    return _likest(t[1], tuple((c, _rests(texts)) for c, texts in named.items()))


@functools.cache
def _rests(titles: tuple[str, ...]) -> tuple[str, ...]:
    """What follows the number in an instrument's titles, folded."""
    rests = (_NUMBER_IN_TITLE.split(fold(title), maxsplit=1)[-1] for title in titles)
    return tuple(dict.fromkeys(rest[:60] for rest in rests if len(rest) >= 8))


@functools.lru_cache(maxsize=512)
def _likest(text: str, options: tuple[tuple[str, tuple[str, ...]], ...]) -> str | None:
    scores = []
    for candidate, rests in options:
        alike = [fuzz.partial_ratio(rest, text[: len(rest) + 12]) for rest in rests]
        scores.append((max(alike, default=0.0), candidate))
    scores.sort(reverse=True)
    clear = len(scores) == 1 or scores[0][0] - scores[1][0] >= 12
    return scores[0][1] if scores and scores[0][0] >= 80 and clear else None


def _absorb(context: Context, hit: SeriesHit, mention: Mention, cat: Catalogue) -> None:
    """Take an instrument's name right before ("CEDAW GR 26") or after ("GR 26 of CEDAW") into the span."""
    if mention.target is None:
        return
    inst = cat.instruments[mention.target]
    if hit.start == hit.head:
        for m in context.preceding(hit.start, 2):
            gap = context.text[m.end : hit.start]
            beside = m.rule == "name:acronym" and re.fullmatch(r"(?:'s)?\s*-?\s*", gap)
            own = inst.about in m.targets or inst.body in m.targets or inst.body == _body(m, cat)
            if m.type in (INSTRUMENT, BODY) and beside and own:
                mention.start = m.start
                m.absorbed = True
                break
    of = _OF.match(context.text, mention.end)
    if (
        of
        and (m2 := context.starting_at(of.end())) is not None
        and m2.type == INSTRUMENT
        and m2.target == inst.about
        and m2.rule == "name:acronym"
    ):
        mention.end = m2.end
        m2.absorbed = True
