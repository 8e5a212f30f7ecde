"""Text cut into passages (paragraphs, list items with their lead-in) and sentences, in any of the languages at hand.

Rules, not a model: one pass of regular expressions over the text, the same for every language, so that
a post that mixes languages is cut alike throughout. All spans are code points, end exclusive, without
the white space around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from typing import NamedTuple


def word_set(text: str) -> frozenset[str]:
    """The words of a list written as text.

    >>> sorted(word_set("art para"))
    ['art', 'para']
    """
    return frozenset(text.split())


# Abbreviations that announce a number, a letter or a word in lower case: "art. 12", "No. 26", "párr. IV".
_BEFORE_NUMBER = word_set(
    """
    art arts para paras par pars párr párrs parr parrs parágr no nos nº núm núms num nums n nn nr sec secs sect ch chap
    chaps cap caps p pp pg págs pág pag fig figs lit inc incs al alin vol vols ed eds ann add rev rec recs obj gen reg
    res resol dec doc docs c ver op cit ib ibid id tít tit título apdo ap disp
    ст стст п пп ч гл см ср т с стр г гг д др рис табл
    """
)
# Abbreviations that something always follows: "p. ej. la CEDAW", "vs. Mexico".
_NEVER_END = word_set("v vs cf cfr viz approx aprox ca ej ex e.g i.e eg ie p.ej p.ex т.е")
# Titles: the name follows.
_BEFORE_NAME = word_set(
    """
    dr dra drs dres mr mrs ms messrs mx prof profa st sr sra srta sres sras d dña mme mlle mgr me hon gov sen rep rev
    gral lic ing arq abg mag jr amb
    """
)
# Abbreviations that end a sentence only when a new one clearly starts.
_MAY_END = word_set("etc al ff ss sig sigs seq inc ltd co corp dept jan feb mar apr jun jul aug sept sep oct nov dec")
_UNIT = (
    r"(?:art(?:icle|icles|ículo|ículos|iculo|iculos|igo|igos|s)?|para(?:s|graph|graphs|graphe|graphes)?|p[aá]rr(?:afos?|s)?"
    r"|par[aá]grafos?|goals?|targets?|objectives?|objetivos?|objectifs?|metas?|cibles?|indicators?|indicador(?:es)?"
    r"|indicateurs?|sections?|secci[oó]n(?:es)?|se[cç][aã]o|chapter|chapitre|cap[ií]tulo|part|parte|partie|annex|anexo|annexe"
    r"|principle|principio|principe|rule|regla|règle|standards?|recommendations?|recomendaci[oó]n(?:es)?|recommandations?"
    r"|comments?|observaci[oó]n(?:es)?|observations?|convention|convenio|conventions|nos?|n[º°]|n[uú]ms?|sdgs?|ods|odd"
    r"|gr|gc|rg|og|c|step|phase|question|pregunta|item|point|punto"
    r"|статья|статьи|пункт|пункта|цель)"
)
_HEADING_NUMBER = re.compile(rf"\W*{_UNIT}\.?\s+(?:\d+|[IVXLC]+)(?:\.\w+)*\Z", re.I)
_ENDS_IN_UNIT = re.compile(rf"(?:\A|[^\w])(?:{_UNIT}|№|§)\.?\s*\Z", re.I)
# Words that open a sentence more often than they continue a name after "U.N." or "J."
_OPENERS = word_set(
    """
    the this that these those we i it they he she you there in on at for if when while as but and however also our their
    its according from to a an what how why who
    el la los las lo esto esta este estos estas eso en de por para con si cuando como pero y sin nuestra nuestro un una
    le les ce cette ces cela il elle ils elles nous vous on dans pour par avec si quand mais et selon une
    o os as um uma não nós
    в на и но это мы они
    """
)

_LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_END = re.compile(
    r"(?P<wide>[。！？｡]+)[\"'”’»」』）)\]]*"
    r"|(?<![.!?…؟۔])(?P<stop>[.!?…؟۔]++)[\"'”’»)\]]*+(?=\s|\Z)"
    r"|(?<=[^\W\d_]{3})(?P<tight>[.!?])(?=[A-ZÁÉÍÓÚÀÂÈÊÎÔÛÇÑ¿¡][a-záéíóúàâèêîôûçñ]+[\s,])"
    r"|(?<=\s)(?P<loose>\.)(?=[^\W\d_]{2,}[\s,])"
)
_STOP = re.compile(r"[。！？｡.!?…؟۔]")
_SPACE = re.compile(r"\s*")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_BEFORE = re.compile(r"[\w.º°№-]+\Z")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}\Z")
_ROMAN = re.compile(r"[IVXLC]+\b")
_BARE_MARKER = re.compile(
    r"(?:[^\w\s(]\s*)?(?:\(?\d{1,3}(?:\.\d{1,3})*[.)]?|\(?[^\W\d_][.)]?|\(?[ivxlc]{1,5}[.)]?)\Z", re.I
)
_INLINE_NUMBER = re.compile(r"[:;]\s*\(?\d{1,2}\Z")
_CLOSED = re.compile(r"[.!?…:;。！？；：؟۔][\"'”’»)\]]*\Z")

_MARKER = re.compile(
    r"(?P<bullet>[•·●○▪■◦‣§➢►✓➔]|[-–—*+](?=\s|[^\W\d_])|o(?=[ \t\u00a0]{2}|\t))[ \t\u00a0]*"
    r"(?:\(?\d{1,3}[.)](?=\s))?"
    r"|(?P<number>\(\d{1,3}\)|\d{1,3}[.)](?=[\s\u00a0]|[^\W\d_]))"
    r"|(?P<decimal>\d{1,2}\.(?:\d{1,2}|[a-z])(?:\.\d{1,2})?\.?(?=[ \t\u00a0]+[\"“«¿¡(]?[^\W\d_a-zà-ÿ]))"
    r"|(?P<lettered>\d{1,3}[ ]?\(?[a-z]\)(?=\s))"
    r"|(?P<roman>\(?(?:ii|iii|iv|vi|vii|viii|ix|xi|xii)\)|\(?[ivx]\)|(?:ii|iii|iv|vi|vii|viii|ix)\.(?=\s))"
    r"|(?P<letter>\(?[a-z]{1,2}\)|[a-z]\.(?=\s))"
)
_FIRST = re.compile(r"\W*(?:1|a|i)\W*\Z", re.I)


class Passage(NamedTuple):
    """A paragraph or a list item, with the span of its list's lead-in (empty where it has none)."""

    start: int
    end: int
    lead_start: int
    lead_end: int


class _Line(NamedTuple):
    start: int
    end: int
    gap: bool  # a blank line stands before it


def _lines(text: str, first: int = 0, last: int | None = None) -> Iterator[_Line]:
    """The lines that are not blank, trimmed, each saying whether a blank line stands before it."""
    before = first
    for match in _LINE.finditer(text, first, len(text) if last is None else last):
        line = match.group()
        stripped = line.strip()
        if not stripped:
            continue
        start = match.start() + len(line) - len(line.lstrip())
        between = text[before : match.start()]
        breaks = between.count("\n") or len(between.strip(" \t\u00a0"))
        yield _Line(start, start + len(stripped), breaks > 1)
        before = match.end()


def _continues(text: str, last: _Line, line: _Line, *, wrapped: bool) -> bool:
    """Whether a line goes on with the paragraph of the line before it."""
    tail = text[max(last.start, last.end - 24) : last.end]
    first = text[line.start]
    lower = first.islower() and not _marker(text, line)
    if line.gap:
        return lower and last.end - last.start >= 40 and (tail[-1].isalpha() or tail[-1] == ",")
    if _ENDS_IN_UNIT.search(tail) and (first.isdigit() or first in "(["):
        return True
    if _marker(text, line):
        return False
    if lower and not _CLOSED.search(tail):
        return True
    return wrapped or (last.end - last.start >= 60 and not _CLOSED.search(tail))


def _marker(text: str, line: _Line) -> re.Match[str] | None:
    return _MARKER.match(text, line.start, line.end)


def _wrapped(block: list[_Line]) -> bool:
    """Whether a block of lines looks like one paragraph broken at a fixed width."""
    lengths = [line.end - line.start for line in block]
    full = lengths[:-1]
    return len(full) >= 2 and max(lengths) <= 100 and min(full) >= 40 and max(full) - min(full) <= 30


def paragraphs(text: str, first: int = 0, end: int | None = None) -> Iterator[_Line]:
    """Paragraphs and list items, in order; lines that only a line width broke are joined."""
    block: list[_Line] = []
    current: _Line | None = None
    last: _Line | None = None
    lines = list(_lines(text, first, end))
    wrapped = False
    for index, line in enumerate(lines):
        if line.gap or not block:
            rest = (lines[at] for at in range(index + 1, len(lines)))
            block = [line, *takewhile(lambda follower: not follower.gap, rest)]
            wrapped = _wrapped(block)
        if current is not None and last is not None and _continues(text, last, line, wrapped=wrapped):
            current = _Line(current.start, line.end, current.gap)
        else:
            if current is not None:
                yield current
            current = line
        last = line
    if current is not None:
        yield current


def passages(text: str) -> list[Passage]:
    """Cut a text into paragraphs and list items, each item with the span of its list's lead-in.

    The lead-in is the last sentence before the list, when it ends in a colon or in no stop at all; an
    item that ends in a colon leads the items of another kind that follow it.

    >>> text = "We ask that:\\n- CEDAW is used;\\n- GR 26 is read.\\nThank you."
    >>> [(text[p.start:p.end], text[p.lead_start:p.lead_end]) for p in passages(text)][1:]
    [('- CEDAW is used;', 'We ask that:'), ('- GR 26 is read.', 'We ask that:'), ('Thank you.', '')]
    """
    found: list[Passage] = []
    lists: list[tuple[str, tuple[int, int]]] = []  # open lists: kind of marker, lead-in
    interrupted: list[tuple[str, tuple[int, int]]] = []
    lead: tuple[int, int] | None = None
    for start, end, _ in paragraphs(text):
        marker = _MARKER.match(text, start, end)
        if marker is None:
            if lists:
                interrupted, lists = [opened for opened in lists if opened[0].isalpha()], []
            found.append(Passage(start, end, start, start))
            lead = _lead(text, start, end, colon=False)
            continue
        kind = _kind(marker)
        if (
            not lists
            and lead is None
            and not _FIRST.match(marker.group())
            and any(kind == known for known, _ in interrupted)
        ):
            lists = interrupted
        kinds = [known for known, _ in lists]
        if kind in kinds:
            del lists[kinds.index(kind) + 1 :]
        elif lists:
            outer = _lead(text, found[-1].start, found[-1].end, colon=True)
            lists.append((kind, outer or lists[-1][1]))
        else:
            lists.append((kind, lead or (start, start)))
        lead = None
        span = lists[-1][1]
        found.append(Passage(start, end, *(span if span[0] != span[1] else (start, start))))
    return found


def _kind(marker: re.Match[str]) -> str:
    """The kind of a list marker: its character for a bullet, else number, decimal, letter or roman."""
    kind = marker.lastgroup or ""
    return marker.group("bullet") if kind == "bullet" else kind


def _lead(text: str, start: int, end: int, *, colon: bool) -> tuple[int, int] | None:
    """The last sentence of a paragraph, where it can lead a list in."""
    last = text[end - 1]
    if last not in ":：" and (colon or not (last.isalnum() or last in ",;–—-")):
        return None
    return list(cut(text, start, end))[-1]


def sentences(text: str) -> list[tuple[int, int]]:
    """Cut a text into sentences: no sentence crosses a passage, none is cut inside "No. 26" or "p. ej. la CEDAW".

    >>> text = "See art. 12 and para. 26. Véase la RG núm. 26, p. ej. el párr. 24. D’accord ?"
    >>> [text[start:end] for start, end in sentences(text)]
    ['See art. 12 and para. 26.', 'Véase la RG núm. 26, p. ej. el párr. 24.', 'D’accord ?']
    """
    return [span for start, end, _ in paragraphs(text) for span in cut(text, start, end)]


def cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one passage."""
    begin = start
    for match in _stops(text, start, end):
        after = _after(text, match.end(), end)
        if after >= end:
            break
        if match.lastgroup == "loose" or match.start() < begin:
            stop = match.start() > begin
        else:
            stop = match.lastgroup != "stop" or _ends(text, begin, match, after)
        if stop:
            yield begin, match.end()
            begin = after
    if begin < end:
        yield begin, end


def _stops(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of `_END`, tried only where one of the marks stands with which each begins."""
    for mark in _STOP.finditer(text, start, end):
        if mark.start() >= start and (match := _END.match(text, mark.start(), end)):
            start = match.end()
            yield match


def _after(text: str, at: int, end: int) -> int:
    space = _SPACE.match(text, at, end)
    return space.end() if space else at


def _ends(text: str, begin: int, stop: re.Match[str], after: int) -> bool:
    """Whether a stop followed by white space ends a sentence."""
    at, mark = stop.start(), stop.group("stop")
    head = text[max(begin, at - 40) : at]
    following = text[after : after + 32]
    first = following[0]
    if at - begin < 12 and _BARE_MARKER.match(text[begin:at].strip()):
        return False
    if mark != ".":
        return not first.islower()
    if _HEADING_NUMBER.match(text[begin : min(at, begin + 60)]) and at - begin < 60:
        return False
    if _INLINE_NUMBER.search(head):
        return False
    found = _BEFORE.search(head)
    token = found.group() if found else ""
    return _token_ends(token, first, following)


def _token_ends(token: str, first: str, following: str) -> bool:
    """Whether a token with a full stop after it ends a sentence, given what follows."""
    folded = token.casefold()
    last = folded.rsplit(".", 1)[-1]
    word = _WORD.match(following)
    opener = word is not None and first.isupper() and word.group().casefold() in _OPENERS
    if folded in _NEVER_END:
        return False
    if _DOTTED.fullmatch(token) or (len(token) == 1 and token.isalpha()):
        return opener
    if folded in _BEFORE_NAME and token[:1].isupper():
        return False
    if last in _BEFORE_NUMBER and (first.isdigit() or first in '([№§"“«' or _is_numeral(following) or first.islower()):
        return False
    if last in _MAY_END:
        return first.isupper()
    if first.islower():
        return len(last) >= 4 and last.isalpha() and last not in _BEFORE_NUMBER
    return True


def _is_numeral(following: str) -> bool:
    """Whether a Roman numeral or a lone letter stands next: "art. VIII", "para. b"."""
    if _ROMAN.match(following):
        return True
    return len(following) > 1 and following[0].isalpha() and not following[1].isalpha() and following[1] not in "’'"
