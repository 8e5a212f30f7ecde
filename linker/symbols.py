"""UN document symbols, as a grammar: body, kind, State and year are read from the parts.

A symbol that is an instrument's own is that instrument; any other is a ``document``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from instruments.load import Catalogue, catalogue

_PREFIX = r"(?:A|E|S|ST|HRI|CEDAW|CCPR|CERD|CAT|CRC|CRPD|CMW|CED|DP|UNEP|FCCC|LC|TD|HSP|IDB|SPT)"
SYMBOL = re.compile(
    rf"(?<![\w/.]){_PREFIX}(?:/[A-Z0-9][A-Za-z0-9.]*(?:\s?\([A-Z0-9-]+\))?(?:[-–][0-9]+)?(?:\s?&\s?Corr\.\d)?)+"
    r"(?:\s?/\s?(?:CO|[0-9]+(?:[-–][0-9]+)?|Add|Rev|Corr|R)(?:\.?[0-9]+)?(?:[-–][0-9]+)?)*"
)
_BODIES = {
    "CEDAW": "cedaw-committee", "CCPR": "human-rights-committee", "CERD": "cerd-committee", "CAT": "cat-committee",
    "CRC": "crc-committee", "CRPD": "crpd-committee", "CMW": "cmw-committee", "CED": "ced-committee",
    "E/C.12": "cescr-committee",
    "A/HRC": "human-rights-council",
}  # fmt: skip
_KINDS = {
    "CO": "concluding observations", "Q": "list of issues", "D": "decision", "SR": "summary record",
    "GC": "general comment",
    "RES": "resolution", "WG": "working group",
}  # fmt: skip
_NO_STATES = frozenset(("RES", "DEC", "PRST", "REP", "INF", "MIN", "CRP", "AAR", "NGO"))
_RESOLUTION = re.compile(
    r"(?:(?P<council>human\s+rights\s+council\s+)|(?P<assembly>general\s+assembly\s+))?"
    r"(?:resolutions?|resoluci[oó]n(?:es)?|r[eé]solutions?|res\.)\s+(?P<number>\d{1,2}/\d{1,3})(?!\d|/)",
    re.I,
)
_MORE = re.compile(r"\s*(?:,|and|y|et|;)\s*(?:and\s+)?(\d{1,2}/\d{1,3})(?!\d|/)")
_SR_MORE = re.compile(r"\s+(?:and|y|et|,)\s+(\d{2,4})(?!\d|/)")


@dataclass(frozen=True, slots=True)
class SymbolHit:
    """A symbol at a span: the instrument that it is, or the normalised symbol of a document."""

    start: int
    end: int
    symbol: str
    instrument: str | None
    body: str = ""
    kind: str = ""
    state: str = ""

    @property
    def note(self) -> str:
        """What the symbol says of itself, in words."""
        parts = (self.kind, self.state and f"State {self.state}", self.body and f"by {self.body}")
        return ", ".join(filter(None, parts))


@functools.cache
def _own(cat: Catalogue | None = None) -> dict[str, str]:
    return {s: i.id for i in (cat or catalogue()).instruments.values() for s in i.symbols}


def read(symbol: str) -> tuple[str, str, str]:
    """Body, kind of document and State (ISO code) that a symbol names, each empty where it names none.

    >>> read("CEDAW/C/DOM/CO/6-7")
    ('cedaw-committee', 'concluding observations', 'DOM')
    """
    parts = symbol.split("/")
    body = _BODIES.get(parts[0]) or _BODIES.get("/".join(parts[:2]), "")
    kind = next((_KINDS[p.split(".")[0]] for p in parts[1:] if p.split(".")[0] in _KINDS), "")
    state = next((p for p in parts[2:] if re.fullmatch(r"[A-Z]{3}", p) and p not in _NO_STATES), "")
    return body, kind, state


def find(text: str, cat: Catalogue | None = None) -> Iterator[SymbolHit]:
    """All UN symbols and resolution numbers of a text, by place."""
    own = _own(cat)
    hits: list[SymbolHit] = []
    if "/" not in text:
        return
    for m in SYMBOL.finditer(text):
        written = m[0].rstrip(".-–")
        end = m.start() + len(written)
        symbol = re.sub(r"\s+", "", written).replace("–", "-")
        if (
            "/" not in symbol
            or not re.search(r"\d", symbol)
            or (symbol.split("/")[0] in ("A", "E", "S", "ST", "DP", "TD", "LC") and not re.search(r"\d", symbol))
        ):
            continue
        body, kind, state = read(symbol)
        hits.append(SymbolHit(m.start(), end, symbol, own.get(symbol), body, kind, state))
        if kind == "summary record" and (more := _SR_MORE.match(text, end)):
            other = re.sub(r"\d+$", more[1], symbol)
            hits.append(SymbolHit(more.start(1), more.end(1), other, None, body, kind))
    for m in _RESOLUTION.finditer(text):
        prefix = "A/HRC/RES" if m["council"] or int(m["number"].split("/")[0]) < 30 else "A/RES"
        at, start, number = m.end(), m.start(), m["number"]
        while True:
            symbol = f"{prefix}/{number}"
            if not any(h.start < at and start < h.end for h in hits):
                hits.append(
                    SymbolHit(
                        start,
                        at,
                        symbol,
                        own.get(symbol),
                        _BODIES.get("A/HRC", "") if m["council"] else "",
                        "resolution",
                    )
                )
            more = _MORE.match(text, at)
            if more is None:
                break
            number, start, at = more[1], more.start(1), more.end()
    yield from sorted(hits, key=lambda h: h.start)
