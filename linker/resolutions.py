"""Resolutions by their numbers: "General Assembly resolution 71/1", "résolution 1325 (2000) du Conseil de sécurité"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linker.scan import Finder, Hits

_WORD = r"(?:resolutions?|resoluci[oó]n(?:es)?|r[eé]solutions?|res\.|UNSCRs?|SCRs?)"
_NUMBERS = (
    r"(?P<session>\d{1,2}|S-\d{1,2})/(?P<item>\d{1,3})"
    r"|(?P<year>(?:19|20)\d\d)/(?P<of_year>\d{1,3})"
    r"|(?P<old>\d{2,4})(?-i:\s?(?:(?P<part>[A-D])\s?)?\((?P<roman>[IVXLC]{1,7}(?:-[IVX]{1,4})?)\)(?:\s?\[?(?P<part2>[A-D])\]?(?!\w))?)"
    r"|(?P<alone>\d{3,4})(?:\s?\((?P<when>(?:19|20)\d\d)\))?"
)
_ORGANS = {
    "council": r"human\s+rights\s+council|consejo\s+de\s+(?:los\s+)?derechos\s+humanos"
    r"|conseil\s+des\s+droits\s+de\s+l[’']homme",
    "assembly": r"general\s+assembly|asamblea\s+general|assembl[ée]e\s+g[ée]n[ée]rale|GA|UNGA",
    "security": r"security\s+council|consejo\s+de\s+seguridad|conseil\s+de\s+s[ée]curit[ée]|UNSC",
    "ecosoc": r"economic\s+and\s+social\s+council|consejo\s+econ[óo]mico\s+y\s+social|ECOSOC"
    r"|conseil\s+[ée]conomique\s+et\s+social",
    "commission": r"commission\s+on\s+human\s+rights|comisi[óo]n\s+de\s+derechos\s+humanos"
    r"|commission\s+des\s+droits\s+de\s+l[’']homme",
}
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _ORGANS.items())
_RESOLUTION = re.compile(rf"(?<!\w)(?P<word>{_WORD})\s+(?:{_NUMBERS})(?![\d/])", re.I)
_BEFORE = re.compile(rf"(?<!\w)(?:{_NAMED})(?:[’']s)?\s+$", re.I)
_AFTER = re.compile(
    r"(?:\s*\([^()\n]{1,30}\))?[\s,]*(?:of|de|del|du)\s*(?:the\s+|la\s+|el\s+|l[’']\s*|United\s+Nations\s+|UN\s+)*"
    rf"(?:{_NAMED})(?!\w)",
    re.I,
)
_MORE = re.compile(r"\s*(?:,|and|y|et|;)\s*(?:and\s+)?(\d{1,2}/\d{1,3})(?!\d|/)")
_FIRST_COUNCIL_SESSION_OF_ASSEMBLY = 30  # the Assembly's sessions before it had no numbers of this form


RESOLUTION = Finder(_RESOLUTION, ("resol", "res.", "unscr", "scr"))


def resolutions(text: str, hits: Hits | None = None) -> Iterator[tuple[int, int, str]]:
    """Resolutions in words, with their symbols: start, end, symbol, by place.

    >>> list(resolutions("Security Council resolution 1325 (2000)"))
    [(0, 39, 'S/RES/1325(2000)')]
    """
    for m in RESOLUTION.matches(text, hits):
        before = _BEFORE.search(text, max(0, m.start() - 60), m.start())
        organ = _organ(before) or _organ(_AFTER.match(text, m.end()))
        symbol = _symbol(m, organ)
        if symbol is None:
            continue
        yield before.start() if before else m.start(), m.end(), symbol
        at = m.end()
        while m["session"] and (more := _MORE.match(text, at)):
            at = more.end()
            yield more.start(1), more.end(1), f"{symbol.rpartition('/RES/')[0]}/RES/{more[1]}"


def _organ(m: re.Match[str] | None) -> str:
    return next((name for name in _ORGANS if m[name]), "") if m else ""


def _symbol(m: re.Match[str], organ: str) -> str | None:
    if m["session"]:
        first = m["session"]
        council = organ == "council" or (
            organ != "assembly" and first.isdigit() and int(first) < _FIRST_COUNCIL_SESSION_OF_ASSEMBLY
        )
        return f"{'A/HRC/RES' if council else 'A/RES'}/{first}/{m['item']}"
    if m["year"]:
        return f"{'E/CN.4/RES' if organ == 'commission' else 'E/RES'}/{m['year']}/{m['of_year']}"
    if m["old"]:
        return f"A/RES/{m['old']}{m['part'] or m['part2'] or ''}({m['roman'].upper()})"
    if organ == "security" or m["word"].upper().startswith(("UNSCR", "SCR")):
        return f"S/RES/{m['alone']}" + (f"({m['when']})" if m["when"] else "")
    if m["when"]:  # only the Security Council numbers its resolutions so
        return f"S/RES/{m['alone']}({m['when']})"
    return None
