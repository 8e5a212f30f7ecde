"""Names that lean on each other: appositions, coordinated titles, swapped letters, ministries, statements."""

from __future__ import annotations

import functools
import re
from itertools import pairwise

from instruments.folding import fold
from instruments.load import Catalogue, catalogue
from linker import trace
from linker.lang import guess
from linker.mentions import BODY, INSTRUMENT, Mention
from linker.scan import Finder, Hits, near
from linker.spans import Spans

_NOUN_BEFORE = re.compile(
    r"(?<!\w)(?:convention|convencion|convenio|pacto|pacte|covenant|protocol|protocolo|declaration|declaracion|اتفاقيه)\s+$"
)
_MINISTRY = re.compile(
    r"(?:Ministerio|Ministry|Ministère|Secretar[ií]a|Departamento|Department|Comisión|Commission|Institut[oe]?)(?:\s+(?:de|del|of|for|and|y|e|et|la|las|los|le|les|des|du|the|[A-ZÁÉÍÓÚÑ][\w-]+|,))*\s+$"
)
_ACRONYM = re.compile(r"(?<![\w-])[A-Z]{5,8}(?![\w])")
_STATEMENT = re.compile(r"(?<!\w)(?:joint\s+statement|declaracion\s+conjunta|declaration\s+conjointe)(?!\w)")
_BY = re.compile(
    r"\s+(?:(?:issued|made|adopted|emitida|publiee)\s+)?(?:by|of|from|that|which|que|del?|du|por|par)\s+(?:the\s+|la\s+|el\s+|le\s+)*"
)
_PLURAL_HEAD = re.compile(
    r"(?:international\s+)?(?:covenants|pactos(?:\s+internacionales)?|pactes(?:\s+internationaux)?)(?!\w)"
)
_AND = re.compile(r"[\s,]*(?:and|y|et)\s+(?:on\s+|de\s+(?:los\s+)?|sur\s+(?:les\s+)?|relatifs?\s+aux\s+)?(?:the\s+)?")

PLURAL_HEAD = Finder(_PLURAL_HEAD, ("covenants", "pactos", "pactes"), before=24)
STATEMENT = Finder(_STATEMENT, ("statement", "conjunta", "conjointe"), before=32)


def apply_patterns(mentions: list[Mention], text: str, original: str, cat: Catalogue, hits: Hits | None = None) -> None:
    """Amend and extend the mentions of a folded text, in place."""
    mentions.sort(key=lambda m: m.start)
    _noun_before(mentions, text)
    _owner_before(mentions, text, cat)
    _ministries(mentions, original, cat)
    _coordinated_titles(mentions, text, hits)
    _apposition(mentions, text)
    _statements(mentions, text, cat, hits)
    _swapped(mentions, original, cat)
    _short_acronyms(mentions, text, cat)


def _noun_before(mentions: list[Mention], text: str) -> None:
    """ "la convention CEDAW": the noun belongs to the name."""
    taken = Spans((m.start, m.end) for m in mentions)
    for m in mentions:
        n = _NOUN_BEFORE.search(text, max(0, m.start - 24), m.start) if m.rule == "name:acronym" else None
        if m.type == INSTRUMENT and n and taken.free(n.start(), m.start):
            m.start, m.evident = n.start(), True


def _owner_before(mentions: list[Mention], text: str, cat: Catalogue) -> None:
    """ "CEDAW General Recommendation No. 26 on women migrant workers": the acronym belongs to the title behind it."""
    for before, m in pairwise(mentions):
        inst = cat.instruments.get(m.target or "")
        if inst is None or not inst.series or before.rule not in ("name:acronym", "name:variant") or not before.target:
            continue
        if re.fullmatch(r"(?:'s)?\s+", text[before.end : m.start]) and before.target in (inst.about, inst.body):
            m.start, before.absorbed = before.start, True
    mentions[:] = [m for m in mentions if not m.absorbed]


def _ministries(mentions: list[Mention], original: str, cat: Catalogue) -> None:
    """An instrument's name as a part of an authority's name is no citation of it."""
    for m in mentions:
        if m.type == INSTRUMENT and _MINISTRY.search(original[max(0, m.start - 70) : m.start]):
            m.type, m.targets, m.rule, m.note = BODY, (), "authority-name", "part of an authority's name"


@functools.cache
def _tails(cat: Catalogue | None = None) -> dict[str, list[tuple[str, str]]]:
    """Folded tails of titles behind "covenant on": ("economic social and cultural rights", "icescr")."""
    out: dict[str, list[tuple[str, str]]] = {}
    head = re.compile(
        r"^(?:international\s+)?(covenant|pacto|pacte)(?:\s+internacional|\s+international)?\s+(?:on|de(?:\s+los)?|relatif\s+aux)\s+(.+)$"
    )
    for inst in (cat or catalogue()).instruments.values():
        for title in inst.titles.values():
            m = head.match(fold(title))
            if m:
                out.setdefault(m[1], []).append((m[2], inst.id))
    return out


def _coordinated_titles(mentions: list[Mention], text: str, hits: Hits | None) -> None:
    """ "the International Covenants on Civil and Political Rights and on Economic, Social and Cultural Rights"."""
    for head in PLURAL_HEAD.matches(text, hits):
        noun = head[0].split()[0].removesuffix("s") if not head[0].startswith("international") else "covenant"
        found = []
        for tail, target in _tails().get(noun, ()):
            pattern = re.compile(r"[\s,]+".join(re.escape(w) for w in re.findall(r"\w+", tail)))
            if m := pattern.search(text, head.end(), head.end() + 160):
                found.append((m.start(), m.end(), target))
        found.sort()
        if len(found) < 2:
            continue
        for n, (start, end, target) in enumerate(found):
            begin = head.start() if n == 0 else start
            mentions[:] = [m for m in mentions if m.end <= begin or m.start >= end]
            mentions.append(Mention(begin, end, INSTRUMENT, (target,), "coordinated-title", evident=True))
    mentions.sort(key=lambda m: m.start)


def _apposition(mentions: list[Mention], text: str) -> None:
    """ "Committee on … (CEDAW)": an acronym in brackets is what the title before it is."""
    for before, m in pairwise(mentions):
        if m.rule not in ("name:acronym", "name:variant") or before.type not in (INSTRUMENT, BODY) or not before.target:
            continue
        if before.target in m.targets and len(m.targets) > 1 and re.fullmatch(r"\s*\(\s*", text[before.end : m.start]):
            m.targets = (before.target,)
            continue
        if (
            re.fullmatch(r"\s*[(\[\-–,\"“]{1,2}\s*", text[before.end : m.start])
            and m.type != before.type
            and before.rule != m.rule
        ):
            related = before.type == BODY and m.target is not None
            if related or before.target in m.weights:
                m.type, m.targets, m.evident = before.type, before.targets, True


def _statements(mentions: list[Mention], text: str, cat: Catalogue, hits: Hits | None) -> None:
    """ "the joint statement by the CMW and CEDAW": the statement of the catalogue that one of them issued."""
    statements = {i.body: i.id for i in cat.instruments.values() if i.kind == "statement" and i.body}
    if not statements:
        return
    taken = Spans((m.start, m.end) for m in mentions)
    for s in STATEMENT.matches(text, hits):
        if not taken.free(s.start(), s.start() + 1):
            continue
        by = _BY.match(text, s.end())
        if by is None:
            continue
        bodies = [m for m in mentions if by.end() <= m.start < by.end() + 160 and m.type in (BODY, INSTRUMENT)]
        issuers = {
            t
            for m in bodies
            for t in (*m.targets, *(cat.instruments[t].body for t in m.targets if t in cat.instruments))
        }
        known = {statements[b] for b in issuers if b in statements}
        if len(known) == 1:
            mentions.append(Mention(s.start(), s.end(), INSTRUMENT, tuple(known), "statement-by", evident=True))
            for m in bodies:
                body = next((b for b in statements if b in m.targets), None) or next(
                    (cat.instruments[t].body for t in m.targets if t in cat.instruments), None
                )
                if m.rule == "name:acronym" and body:
                    m.type, m.targets = BODY, (body,)
    mentions.sort(key=lambda m: m.start)


def _swapped(mentions: list[Mention], original: str, cat: Catalogue) -> None:
    """A long acronym with two neighbouring letters swapped, where the right one stands in the same text."""
    known = {
        original[m.start : m.end]: m for m in mentions if m.rule == "name:acronym" and m.target and m.end - m.start >= 5
    }
    taken = Spans((m.start, m.end) for m in mentions)
    for a in near(_ACRONYM, original, capitals(original), 0):
        if not taken.free(a.start(), a.end()):
            continue
        for right, m in known.items():
            if len(right) == len(a[0]) and _transposed(right, a[0]):
                mentions.append(
                    Mention(a.start(), a.end(), m.type, m.targets, "name:misspelling", note=f"written for {right}")
                )
                break
        else:
            alike = [(right, target) for right, target in _long_acronyms(cat) if _one_slip(right, a[0])]
            if len({t for _, t in alike}) == 1:
                mentions.append(
                    Mention(
                        a.start(),
                        a.end(),
                        INSTRUMENT,
                        (alike[0][1],),
                        "name:misspelling",
                        note=f"written for {alike[0][0]}",
                    )
                )
    mentions.sort(key=lambda m: m.start)


_CAPITALS = bytes(65 if 65 <= code <= 90 else 0 for code in range(256))


def capitals(text: str) -> list[int]:
    """Where runs of five and more capital letters begin, and some places more.

    >>> capitals("the CEDAW and the UN")
    [4]
    """
    marks = text.encode("utf-32-le", "surrogatepass")[::4].translate(_CAPITALS)  # the lowest byte of each character
    out = []
    at = marks.find(b"AAAAA")
    while at >= 0:
        out.append(at)
        end = marks.find(b"\0", at)
        at = marks.find(b"AAAAA", end) if end >= 0 else -1
    return out


@functools.cache
def _long_acronyms(cat: Catalogue) -> tuple[tuple[str, str], ...]:
    """Acronyms of five letters and more that one instrument alone carries."""
    found = [
        (n.text, i.id)
        for i in cat.instruments.values()
        for n in i.names
        if n.kind == "acronym" and n.text.isupper() and n.text.isalpha() and len(n.text) >= 5
    ]
    return tuple((a, t) for a, t in found if sum(x == a for x, _ in found) == 1)


def _one_slip(right: str, written: str) -> bool:
    """Whether two neighbouring letters are swapped, or one letter more or less stands behind the first."""
    if right[0] != written[0] or right == written:
        return False
    if len(right) == len(written):
        return _transposed(right, written)
    long, short = (right, written) if len(right) > len(written) else (written, right)
    return (
        len(long) == len(short) + 1
        and len(short) >= 5
        and any(long[:n] + long[n + 1 :] == short for n in range(1, len(long)))
    )


_ARTICLE_OF = re.compile(r"\bart[a-z]*\.?\s[\d\s(),a-z]{1,24}\b(?:of|de|du|del|da|do)\s+(?:the\s+|la\s+|el\s+|le\s+)?$")


def _short_acronyms(mentions: list[Mention], text: str, cat: Catalogue) -> None:
    """A three-letter acronym alone in a text of another language or in a table of figures is somebody else's."""
    long = {m.target for m in mentions if m.end - m.start > 3}
    others = {m.target for m in mentions if m.target}
    dropped = set()
    for m in mentions:
        if m.rule != "name:acronym" or m.type != INSTRUMENT or m.end - m.start > 3 or not m.target:
            continue
        supported = m.target in long or bool(_ARTICLE_OF.search(text, max(0, m.start - 40), m.start))
        number = re.match(r"\s+(\d+)", text[m.end : m.end + 8])
        goals = cat.instruments[m.target].unit == "goal"
        out_of_bounds = goals and number is not None and cat.path(m.target, f"goal_{number[1]}") is None
        langs = {n.lang for n in cat.instruments[m.target].names if fold(n.text) == text[m.start : m.end]}
        here = guess(text[max(0, m.start - 300) : m.end + 300])
        stranger = here in ("es", "fr", "en") and here not in langs and not number
        if (out_of_bounds or (stranger and others == {m.target})) and not supported:
            dropped.add(id(m))
            trace.note("no-such-goal" if out_of_bounds else "stranger-acronym", m.start, m.end)
    mentions[:] = [m for m in mentions if id(m) not in dropped]


def _transposed(a: str, b: str) -> bool:
    differ = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    return (
        len(differ) == 2
        and differ[1] == differ[0] + 1
        and a[differ[0]] == b[differ[1]]
        and a[differ[1]] == b[differ[0]]
    )
