"""The instrument beside a pinpoint: right before it, right after it, or the thing that it says it belongs to."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import replace

from linker import trace
from linker.grammar import RANK, Chain, grammar
from linker.mentions import BODY, DOCUMENT, GENERIC, INSTRUMENT, OTHER, Mention
from linker.scope import Owner, Scope, index

_BEFORE = re.compile(
    r"(?:'s|')?(?:\s*\((?:19|20)\d\d\))?[\s,:()\[\-\"》」#]*(?:(?:in|en|dans|at|its|by|under)\s+)?"
    r"(?:(?:its|su|sus|son|ses|the|el|la|los|las|les|l')\s*)*"
)
_TITLED = re.compile(
    r"(?:\s*\((?:19|20)\d\d\))?(?:\s*(?:of|du|del)\s+(?:the\s+)?(?:comite|committee))?"
    r"\s*(?:(?:on|sobre|sur|relative\s+a|relativa\s+a|concerning|concernant|:)\s[^.;\n()]{3,140})?"
    r",?\s*(?:(?:19|20)\d\d,\s*)?(?:in\s+(?:its\s+)?)?"
)
_BELONGS = re.compile(r"[\s,]*(?<!\w)(?:of|de|du|del|des|de\s+la|de\s+l'|d')(?!\w)\s*")
_RIGHT = re.compile(r"(?:the|la|el|le|l')?\s*(?:right|rights|derecho|droit)(?!\w)")
_GLOSS = re.compile(r"\s*\((?!\s?(?:\d|[a-z]{1,4}\s?\)))[^()\n]{5,90}\)")
_LIST = re.compile(r"\s*(?:,|;)?\s*(?:and|or|y|e|o|et|ou|as\s+well\s+as)?\s*(?:of\s+|del?\s+|de\s+l')?")
_GLOSSES = 8
_GENITIVE = re.compile(r"\s*(?:of|de|du|del|des|de\s+la|de\s+l'|d')(?!\w)\s*")
EXPLICIT = re.compile(r"[\s,]*(?:of|de|du|del|des|d'|da|do|to|in|under|from)(?![\w])")
_OWN = re.compile(r"(?:'s)?\s+(?:(?:joint|own|first|recent)\s+)?")
_LAW_WORD = re.compile(
    r"(?:(?:the|la|le|el|l'|los|les|las)\s*)*(?:[\w'-]+\s+){0,4}?"
    r"(?:constitu\w+|code|codigo|law|ley|loi|act|bill|decree|decreto|regulation\w*|statute|charter|charte|carta|directive"
    r"|rules|agreement|treaty|tratado|resolution|report|reglamento)\b"
)
_ARTICLE = re.compile(r"\s(?:the|la|el|le|les|los|las)\s*$")
_PREPOSITIONS = frozenset(("", "of", "de", "du", "del", "des", "d'", "da", "do", "to", "in", "under"))


@functools.cache
def after_gap() -> re.Pattern[str]:
    """What may stand between a pinpoint and the name that it belongs to."""
    g = grammar()
    committee = r"(?:(?:the|its)\s+)?committee's\s+(?:(?:own|joint|previous|earlier|former)\s+)?"
    nouns = (
        r"(?:convention|convencion|convenio|protocol|protocolo|protocole|covenant|pacto|pacte|draft|adopted"
        r"|proyecto\s+de|projet\s+de)\s+"
    )
    return re.compile(
        rf"[\s,]*(?:(?:{g.of_words})(?!\w)|d'|de\s+l')?\s*(?:(?:{g.the_words})(?!\w)\s*|l'\s*)*(?:{committee})?(?:{nouns})?"
        r"[\s(\[\"']*(?:(?:the|la|le|el|l')\s*)?"
    )


def before(s: Scope, chain: Chain) -> Owner | None:
    """The instrument right before: "CEDAW, art. 12", "GR 24 (1999) on women and health, para. 6"."""
    body: Mention | None = None
    for m in s.context.preceding(chain.start, 2):
        gap = s.text[m.end : chain.start]
        if m.type == DOCUMENT and len(gap) < 12 and _BEFORE.fullmatch(gap):
            return Owner((), "foreign", m, certain=True)
        if m.type == BODY and RANK[chain.unit] >= RANK["target"] and _BEFORE.fullmatch(gap):
            body = m  # "observación general núm. 2 del CMW, párrafo 50"
            continue
        if m.type in (INSTRUMENT, GENERIC) and m.targets:
            if body is not None:
                of = m.numbered and _GENITIVE.fullmatch(s.text, m.end, body.start)
                return Owner(m.targets, "named-before", m, before=True, certain=True) if of else None
            adjacent = len(gap) < 60 and "\n\n" not in gap and _BEFORE.fullmatch(gap)
            titled = m.numbered and RANK[chain.unit] >= RANK["target"] and len(gap) < 170 and _TITLED.fullmatch(gap)
            if adjacent or titled:
                return Owner(m.targets, "named-before", m, before=True, certain=True)
        return None
    return None


def after(s: Scope, chain: Chain) -> Owner | None:
    """The instrument right after: "article 12 of CEDAW", "article 12 of the Convention", "of the Constitution"."""
    for m in next_mentions(s, chain.end):
        at = m.start
        if not after_gap().fullmatch(s.text, chain.end, at) or (
            m.type == BODY and not EXPLICIT.match(s.text, chain.end)
        ):
            continue
        if "\n\n" in s.text[chain.end : at] or ". " in s.text[chain.end : at]:
            return None
        if m.type == BODY and chain.unit == "art" and (own := tuple(t for t in m.weights if t in s.cat.instruments)):
            m.type, m.targets = INSTRUMENT, own  # a committee has no articles: its acronym is the treaty's here
        if m.type == INSTRUMENT and m.targets:
            return Owner(m.targets, "named-after", m, after=True, certain=True)
        if m.type in (OTHER, DOCUMENT):
            return Owner((), "foreign", m, after=True, certain=True)
    owned = committees_own(s, chain)
    if owned is not None:
        return owned
    generic = generic_after(s, chain)
    if generic is not None:
        return generic
    return unknown_after(s, chain)


def behind_gloss(s: Scope, chain: Chain, following: Callable[[int], Chain | None]) -> Owner | None:
    """The instrument behind words in brackets: "article 3 (prohibition of torture) and article 8 (…) of the Charter".

    Args:
        s: the text.
        chain: the pinpoint.
        following: the pinpoint that begins at an offset, or None.

    Returns:
        An owner that stands apart from the chain, so that neither takes in the words between them.
    """
    here, owner = chain, None
    for _ in range(_GLOSSES):
        gloss = _GLOSS.match(s.text, here.end)
        end = gloss.end() if gloss else here.end
        owner = after(s, replace(here, end=end)) if gloss or here is not chain else None
        join = _LIST.match(s.text, end)
        ahead = following(join.end()) if join and (owner is None) else None
        if owner is not None or ahead is None or not (gloss or here is not chain):
            break
        here = ahead
    return replace(owner, after=False) if owner is not None else None


def committees_own(s: Scope, chain: Chain) -> Owner | None:
    """ "paragraph 26 of the Migrant Workers Committee's general comment No. 1"."""
    for m in next_mentions(s, chain.end):
        if m.type != BODY or not after_gap().fullmatch(s.text, chain.end, m.start):
            continue
        n = s.context.following(m.end)
        if n is not None and n.type == INSTRUMENT and n.targets and _OWN.fullmatch(s.text, m.end, n.start):
            return Owner(n.targets, "named-after", n, after=True, certain=True)
    return None


def next_mentions(s: Scope, offset: int) -> list[Mention]:
    """The next mentions behind an offset, those that may still be adjacent."""
    at = index(s.context, offset)
    return [m for m in s.context.mentions[at : at + 3] if m.start - offset < 60]


def generic_after(s: Scope, chain: Chain) -> Owner | None:
    """The anaphor that a pinpoint belongs to: "article 12 of the Convention"."""
    explicit = re.compile(r"[\s,]*(?:of|de|du|del|des|d'|da|do|to|in|under)?\s*").match(s.text, chain.end)
    at = explicit.end() if explicit else chain.end
    i = index(s.context, at)
    for m in s.context.mentions[max(0, i - 1) : i + 2]:
        if (
            m.type == GENERIC
            and 0 <= m.start - chain.end <= 12
            and _ARTICLE.sub("", s.text[chain.end : m.start]).strip(" ,\n") in _PREPOSITIONS
        ):
            if m.targets:
                options = tuple(dict.fromkeys([*m.targets, *(t for t, _ in s.context.antecedents(m))]))
                return Owner(options, "anaphor-after", m, after=True, certain=len(m.targets) == 1)
            return Owner((), "unresolved-anaphor", m, after=True, certain=True)
    return None


def unknown_after(s: Scope, chain: Chain) -> Owner | None:
    """ "of" with something that is no instrument of ours: nothing is inherited past it."""
    g = _BELONGS.match(s.text, chain.end)
    if g is None or _RIGHT.match(s.text, g.end()):
        return None
    rest = s.text[g.end() : g.end() + 60]
    law = _LAW_WORD.match(rest)
    noun = re.match(r"(?:(?:the|this|that|la|le|el|los|les|las|l')\s*)+(?:[\w'-]+)", rest)
    if law or noun:
        trace.note("of-something-else", g.end(), g.end() + (law or noun).end(), chain)  # type: ignore[union-attr]
        return Owner((), "foreign", None, after=False, certain=True)
    return None
