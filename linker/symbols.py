"""UN document symbols, resolution numbers, treaty series and ILO references, found as a grammar.

A symbol is a head and parts between slashes; it is read part by part, so that spaces, line breaks, lower case and
typographic dashes inside it do no harm. One that is an instrument's own is that instrument; any other is a
``document``, and `instruments.documents` says what its parts stand for.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.documents import NO_STATES, Document, read
from instruments.load import Catalogue, catalogue
from linker.resolutions import resolutions
from linker.scan import Finder, Hits

_TREATY_HEADS = "CEDAW|CCPR|CERD|CAT|CRC|CRPD|CMW|CED"
_HEAD = re.compile(
    rf"(?<![\w/.])(?:{_TREATY_HEADS}|A|E|S|ST|HRI|INT|DP|UNEP|FCCC|LC|TD|HSP|IDB|ECE|UNW|DC)"
    r"(?=[ \t\u00a0]?(?:\r?\n[ \t]{0,4})?$)",
    re.I | re.A,
)
_PLAIN = re.compile("/")
_STROKE = re.compile(r"[/\u2044\u2215\uff0f]")
_SLASH = re.compile(r"[ \t\u00a0]?(?:\r?\n[ \t]*)?[/\u2044\u2215\uff0f][ \t\u00a0]?(?:\r?\n[ \t]*)?")
_DASH = "[-\u2010\u2011\u2012\u2013\u2212]"
_SUFFIXES = "ADD|REV|CORR|MISC"
_DOTTED = "CN|CONF|CRP|C|WG|AC|SR|PV|L|WP|NGO|INF|RES|SUB|R|SC|PET|BUR|GC"
_PART = re.compile(
    rf"(?P<dotted>(?:{_SUFFIXES}|{_DOTTED})\.[ ]?\d{{1,4}}(?:\.\d{{1,3}})?(?:{_DASH}[ ]?\d{{1,4}})?)(?![\w])"
    rf"|(?P<undotted>(?:(?:{_SUFFIXES})[ ]?|CN|WG|AC|CONF|C)\d{{1,3}})(?!\w)"
    rf"|(?P<session>E?S{_DASH}\d{{1,2}})(?!\w)"
    rf"|(?P<number>\d{{1,5}}(?:{_DASH}[ ]?(?:\r?\n[ ]*)?\d{{1,3}})?[A-Z]?)(?!\w)"
    r"|(?P<word>[A-Z]{1,8})(?![\w])"
    r"|(?P<other>[A-Z][A-Z0-9]{1,9})(?!\w)",
    re.I | re.A,
)
_YEAR_OR_SESSION = re.compile(
    r"(?:[ \t\u00a0]?\n?[ ]?(?:\[?[A-D]\]?(?!\w)[ ]?)?\((?:(?:19|20)\d\d|[IVXLC]{1,7}(?:-[IVX]{1,4})?)\)"
    r"(?:[ ]?\[?[A-D]\]?(?!\w))?|[ ]?\[[A-D]\])",
    re.A,
)
_WORDS = NO_STATES | frozenset(
    "C D Q R GC CO OP SP SR WG SUB OPSC OPAC OPIC GE MC CORE GEN HLPF ICEF WGAD WGEID CEB PSWG COAR FU A B S EU".split()  # noqa: SIM905
)
_BEFORE_STATE = frozenset(("C", "OPSC", "OPAC", "CORE", "NGO"))
_PART_OF = re.compile(r"[ \u00a0]\(Part[ ][IVX]{1,4}\)")
_SECOND = re.compile(r"C|SP|OP|GC|RES|HRC|ADR|GEN|CORE|MC|HLPF|ICEF|(?:C|CN|CONF|AC)\.\d+|\d{2,4}")
_MOST_PARTS = 12
_LONE = re.compile(r"[AES]/\d{2,5}[A-Z]?")
_SR_MORE = re.compile(r"\s+(?:and|y|et|,)\s+(\d{2,4})(?!\d|/)")
_SUFFIX_MORE = re.compile(r"(?:\s*,\s*|\s+(?:and|y|et|&)\s+)((?:Add|Corr|Rev)\.\d{1,3})(?![\w.]\d)", re.I)
_JOINT = re.compile(rf"\s?(?:{_DASH}|/)\s?")
_ILO = re.compile(r"(?<![\w/.])(?:GB\.\d{1,3}|ILC\.?\d{2,3})(?:/[A-Z0-9]{1,8}(?:\([A-Z0-9]{1,5}\))*(?:\.\d+)?){1,5}")
_SERIES = re.compile(
    r"(?<![\w.])(?P<volume>\d{1,4})\s(?:U\.?\s?N\.?\s?T\.?\s?S\.?|R\.?T\.?N\.?U\.?)[\s,]{1,3}(?:p\.?\s?)?(?P<page>\d{1,4})(?!\d)"
)
_SERIES_NAME = re.compile(
    r"(?:[Tt]reaty\s[Ss]eries|TREATY\sSERIES|[Rr]ecueil\sdes\s[Tt]rait[ée]s|(?:Serie|Recopilaci[óo]n)\sde\s(?:los\s)?Tratados|UNTS)"
    r"[”\"»]?[\s,]{1,3}vol(?:\.|ume|umen)?\s?(?P<volume>\d{1,4})(?:[\s,]{1,3}(?:(?:No\.?|n[°º]\.?|núm\.?)\s?[\w-]{1,8}[\s,]{1,3})?"
    r"(?:p|pp|page|pág|págs|página)\.?\s?(?P<page>\d{1,4}))?"
)
_OF_SERIES = re.compile(r"(?:United\sNations|Naciones\sUnidas|Nations\sUnies|UN)[\s,]{1,3}[“\"«]?\s?$")


@dataclass(frozen=True, slots=True)
class SymbolHit:
    """A symbol at a span: the instruments that it is (several where two share it), or what the document's id says."""

    start: int
    end: int
    document: Document
    instruments: tuple[str, ...] = ()
    note: str = ""

    @property
    def targets(self) -> tuple[str, ...]:
        """The instruments, or the document's id."""
        return self.instruments or (self.document.id,)


@functools.cache
def _own(cat: Catalogue | None = None) -> dict[str, tuple[str, ...]]:
    """The instruments by their symbols and their places in the treaty series."""
    out: dict[str, tuple[str, ...]] = {}
    for inst in (cat or catalogue()).instruments.values():
        for symbol in (*inst.symbols, *(c for c in inst.codes if c.startswith("UNTS "))):
            out[_key(symbol)] = (*out.get(_key(symbol), ()), inst.id)
    return {key: tuple(dict.fromkeys(ids)) for key, ids in out.items()}


def _key(symbol: str) -> str:
    return re.sub(r"[\s\[\]]", "", symbol).upper()


def instruments_of(symbol: str, cat: Catalogue | None = None) -> tuple[str, ...]:
    """The instruments whose own symbol it is; a revision or corrigendum stands for what it revises or corrects.

    >>> instruments_of("CRC/C/GC/9/Corr.1"), instruments_of("CRC/C/FRA/CO/5")
    (('crc-gc9',), ())
    """
    own = _own(cat)
    key = _key(symbol)
    while True:
        if key in own:
            return own[key]
        if (whole := re.sub(rf"^({_TREATY_HEADS})/(?!C/)", r"\1/C/", key)) in own:
            return own[whole]  # "CEDAW/2009/WP.1/R"
        shorter = re.sub(r"/(?:REV|CORR)\.\d+$", "", key)
        if shorter == key:
            return ()
        key = shorter


ILO = Finder(_ILO, ("gb.", "ilc"))
SERIES = Finder(_SERIES)
SERIES_NAME = Finder(_SERIES_NAME, ("treaty", "recueil", "serie", "recopilacion", "unts"))


def find(text: str, cat: Catalogue | None = None, hits: Hits | None = None) -> Iterator[SymbolHit]:
    """All symbols, resolution numbers, treaty series and ILO references of a text, by place."""
    found: list[SymbolHit] = []
    if "/" in text or "\u2044" in text or "\u2215" in text or "\uff0f" in text:
        _symbols(text, cat, found)
        found += [_hit(m.start(), m.end(), m[0], cat) for m in ILO.matches(text, hits)]
    for start, end, symbol in resolutions(text, hits):
        if not any(h.start < end and start < h.end for h in found):
            found.append(_hit(start, end, symbol, cat))
    found += (_hit(*series, cat) for series in _treaty_series(text, hits))
    yield from sorted(found, key=lambda h: h.start)


def _treaty_series(text: str, hits: Hits | None) -> Iterator[tuple[int, int, str]]:
    """Volumes of the treaty series, with the page where it stands: start, end, "UNTS 1249/13"."""
    for m in (*SERIES.matches(text, hits), *SERIES_NAME.matches(text, hits)):
        before = _OF_SERIES.search(text, max(0, m.start() - 20), m.start()) if m.re is _SERIES_NAME else None
        place = f"UNTS {m['volume']}/{m['page']}" if m["page"] else f"UNTS {m['volume']}"
        yield before.start() if before else m.start(), m.end(), place


def _hit(start: int, end: int, symbol: str, cat: Catalogue | None) -> SymbolHit:
    found = instruments_of(symbol, cat)
    return SymbolHit(start, end, read(symbol), found)


def _symbols(text: str, cat: Catalogue | None, hits: list[SymbolHit]) -> None:
    pos = 0
    for stroke in (_PLAIN if text.isascii() else _STROKE).finditer(text):
        at = stroke.start()
        head = _HEAD.search(text, max(pos, at - 14), at) if at >= pos else None
        read_to = _read(text, head) if head else None
        if head is None or read_to is None:
            continue
        pos, symbol = read_to
        hit = _hit(head.start(), pos, symbol, cat)
        last = hits[-1] if hits else None
        joint = last is not None and _JOINT.fullmatch(text, last.end, hit.start)
        if last is not None and joint and _same_work(last.instruments, hit.instruments, cat):
            hits[-1] = SymbolHit(last.start, pos, last.document, last.instruments)
            continue
        hits.append(hit)
        if hit.document.kind == "summary record" and (more := _SR_MORE.match(text, pos)):
            hits.append(_hit(more.start(1), more.end(1), re.sub(r"\d+$", more[1], symbol), cat))
        base = re.sub(r"/(?:Add|Corr|Rev)\.\d+$", "", symbol)
        while suffix := _SUFFIX_MORE.match(text, pos):
            pos = suffix.end()
            if not hit.instruments:
                hits.append(_hit(suffix.start(1), pos, f"{base}/{suffix[1].capitalize()}", cat))


def _same_work(a: tuple[str, ...], b: tuple[str, ...], cat: Catalogue | None) -> bool:
    known = (cat or catalogue()).instruments
    return bool(a and b) and (known[a[0]].joint == b[0] or known[b[0]].joint == a[0])


def _read(text: str, head: re.Match[str]) -> tuple[int, str] | None:
    """Where the symbol that begins with a head ends, and the symbol as it is written in full; None when it is none."""
    parts = [head[0].upper()]
    end = head.end()
    capital = head[0].isupper()
    while slash := _SLASH.match(text, end):
        part = _PART.match(text, slash.end())
        if part is None:
            break
        written = _part(part, capital=capital)
        spaced = len(slash[0]) > 1
        loose = part["other"] or (part["word"] and written not in _WORDS and parts[-1] not in _BEFORE_STATE)
        if written is None or (spaced and loose):
            break
        if len(parts) == 1 and parts[0] != "INT" and not _fits_second(parts[0], written, capital=capital):
            return None
        parts.append(written)
        end = part.end()
        if len(parts) > _MOST_PARTS:
            return None
        if "RES" in parts and part["number"] and (session := _YEAR_OR_SESSION.match(text, end)):
            parts[-1] += re.sub(r"[\s\[\]]", "", session[0])
            end = session.end()
    symbol = "/".join(parts)
    if not re.search(r"\d", symbol) or len(parts) < 2:
        return None
    if len(parts) == 2 and not (capital and (_LONE.fullmatch(symbol) or "." in parts[1])):
        return None
    if re.fullmatch(r"[A-Z]{1,8}", parts[-1]) and parts[-1] != "R":
        return None  # a symbol ends in a number
    if volume := _PART_OF.match(text, end):
        return volume.end(), symbol + volume[0].replace("\u00a0", " ")
    return end, symbol


def _fits_second(head: str, part: str, *, capital: bool) -> bool:
    if len(head) > 1 and head in ("DP", "UNEP", "FCCC", "LC", "TD", "HSP", "IDB", "ECE", "ST", "UNW", "DC"):
        return capital
    if re.fullmatch(r"E?S-\d+|PRST|PV\.\d+|AGENDA|INF|NGO|L\.\d+|BUR|ICEF", part):
        return capital
    return bool(_SECOND.fullmatch(part)) and (capital or not part.isdigit() or head == "A")


def _part(m: re.Match[str], *, capital: bool) -> str | None:
    """A part in its usual form, None for a word that no symbol has."""
    upper = re.sub(_DASH, "-", re.sub(r"\s", "", m[0]).upper())
    if m["undotted"]:
        upper = re.sub(r"^([A-Z]+)(\d)", r"\1.\2", upper)
    if m["dotted"] or m["undotted"]:
        return re.sub(rf"^({_SUFFIXES}|SUB)(?=\.)", lambda s: s[0].capitalize(), upper)
    if m["word"]:
        known = upper in _WORDS or len(upper) == 3
        return upper if m[0].isupper() or (known and (capital or m[0].islower())) else None
    if m["other"]:
        return upper if m[0].isupper() and capital else None
    return upper
