"""Documents of the United Nations by their ids: what a symbol, or the slug of one named in words, says of itself.

A symbol (``CEDAW/C/DOM/CO/6-7``) is read part by part: its organ, then what the parts behind it stand for. A document
that a text names in words has a slug (``cedaw-co-cm-c4-2011``): body, kind, State, cycle, year, each where it is known.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_TREATY = {
    "CEDAW": "cedaw-committee", "CCPR": "human-rights-committee", "CERD": "cerd-committee", "CAT": "cat-committee",
    "CRC": "crc-committee", "CRPD": "crpd-committee", "CMW": "cmw-committee", "CED": "ced-committee",
}  # fmt: skip
ORGANS = {
    "E/C.12": "cescr-committee", "CAT/OP": "spt", "A/HRC/WG.6": "upr", "A/HRC/WGAD": "wg-arbitrary-detention",
    "A/HRC/WGEID": "wg-enforced-disappearances", "A/HRC": "human-rights-council",
    "E/CN.4": "commission-on-human-rights", "E/CN.6": "csw", "A": "general-assembly", "S": "security-council",
    "E": "economic-and-social-council", "ST": "un-secretariat", "HRI": "treaty-bodies", "GB": "ilo", "ILC": "ilo",
    **{f"{head}/C": body for head, body in _TREATY.items()}, **_TREATY,
    **{f"INT/{head}": body for head, body in _TREATY.items()}, "INT/CESCR": "cescr-committee",
}  # fmt: skip
"""What a symbol's first parts stand for: a body's id; the longest run of parts that is here counts."""

TITLES = {
    "general-assembly": "General Assembly", "security-council": "Security Council",
    "economic-and-social-council": "Economic and Social Council", "un-secretariat": "United Nations Secretariat",
    "commission-on-human-rights": "Commission on Human Rights", "ilo": "International Labour Organization",
    "treaty-bodies": "Human rights treaty bodies",
    "wg-arbitrary-detention": "Working Group on Arbitrary Detention",
    "wg-enforced-disappearances": "Working Group on Enforced or Involuntary Disappearances",
    "csw": "Commission on the Status of Women",
}  # fmt: skip
"""What organs are called that issue documents; those of the catalogue's bodies are in their own entries."""

CODES = {
    "co": "concluding observations", "loi": "list of issues", "report": "State report", "shadow": "shadow report",
    "rec": "recommendations", "cycle": "review cycle", "mission": "mission report",
}  # fmt: skip
"""The kinds of documents that texts name in words, by the code that stands in the slug."""

SHORT = {
    "cedaw-committee": "cedaw", "human-rights-committee": "ccpr", "cerd-committee": "cerd", "cat-committee": "cat",
    "crc-committee": "crc", "crpd-committee": "crpd", "cmw-committee": "cmw", "ced-committee": "ced",
    "cescr-committee": "cescr", "human-rights-council": "hrcouncil", "upr": "upr", "spt": "spt",
    "ilo-ceacr": "ceacr", "sr-migrants": "srmigrants", "sr-trafficking": "srtrafficking", "sr-vaw": "srvaw",
}  # fmt: skip
"""The beginning of a slug for each body that texts name documents of."""

_PARTS = {
    "CO": "concluding observations", "COAR": "concluding observations", "Q": "list of issues", "D": "decision",
    "QPR": "list of issues prior to reporting", "GC": "general comment", "RES": "resolution", "DEC": "decision",
    "PRST": "presidential statement", "NGO": "written statement", "FCO": "follow-up", "FU": "follow-up",
    "CORE": "core document", "INF": "information note", "REP": "report", "OPINION": "opinion",
    "GEC": "general comment",
}  # fmt: skip
_DOTTED = {
    "SR": "summary record", "PV": "verbatim record", "L": "draft", "CRP": "conference room paper",
    "WP": "working paper",
}  # fmt: skip
_OLD_OBSERVATIONS = ("CCPR/C/79", "CRC/C/15", "E/C.12/1", "CERD/C/304")  # concluding observations of the 1990s
_UPR = {"1": "national report", "2": "United Nations compilation", "3": "stakeholders' summary"}
NO_STATES = frozenset(
    "RES DEC PRST REP INF MIN CRP AAR NGO QPR FCO CSS ADR HRC GEC CMW CED WGA GEN ESA LEG SGB DCP IDB PET".split()  # noqa: SIM905
)
_STATE = re.compile(r"[A-Z]{3}")
_NUMBER = re.compile(r"\d{1,3}(?:-\d{1,3})?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_SLUG = re.compile(
    rf"(?:(?P<body>{'|'.join(SHORT.values())})-)?(?P<kind>{'|'.join(CODES)})"
    r"(?:-(?P<state>[a-z]{2}))?(?:-c(?P<cycle>\d{1,2}(?:-\d{1,2})?))?(?:-(?P<year>(?:19|20)\d\d))?"
)


class Document(NamedTuple):
    """What a document's id says: issuing body, kind, State, year, session and cycle, each empty where it is silent.

    Attributes:
        id: The symbol or slug, without a paragraph.
        body: A body's id, of the catalogue or of `TITLES`.
        kind: What kind of document it is, in words.
        state: The State as written in the id: three letters in a symbol, two in a slug.
        year: The year that the id carries, not always the one of issue.
        session: The session of the body.
        cycle: The State's reporting cycle, or several ("6-7").
    """

    id: str
    body: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""
    session: str = ""
    cycle: str = ""

    @property
    def note(self) -> str:
        """The same in words."""
        parts = (
            self.kind,
            self.state and f"State {self.state.upper()}",
            self.body and f"by {self.body}",
            self.session and f"session {self.session}",
            self.cycle and f"cycle {self.cycle}",
            self.year,
        )
        return ", ".join(filter(None, parts))


def read(id: str) -> Document:
    """What a symbol or a slug says; a paragraph behind ``#`` is left out.

    >>> read("CEDAW/C/DOM/CO/6-7#para_12").note
    'concluding observations, State DOM, by cedaw-committee, cycle 6-7'
    >>> read("cedaw-co-cm-2014")[1:5]
    ('cedaw-committee', 'concluding observations', 'cm', '2014')
    """
    name = id.partition("#")[0]
    if name.startswith("UNTS "):
        return Document(name, kind="treaty series")
    return _symbol(name) if "/" in name else _slug(name)


def slug(kind: str, body: str = "", state: str = "", *, cycle: str = "", year: str = "") -> str:
    """The id of a document that is named in words; ``kind`` is one of `CODES`, ``state`` a two-letter code.

    >>> slug("co", "cedaw-committee", "NP", cycle="4", year="2011")
    'cedaw-co-np-c4-2011'
    """
    parts = (SHORT.get(body, ""), kind, state.lower(), cycle and f"c{cycle}", year)
    return "-".join(filter(None, parts))


def _slug(name: str) -> Document:
    m = _SLUG.fullmatch(name)
    if m is None:
        return Document(name)
    body = next((b for b, short in SHORT.items() if short == m["body"]), "")
    return Document(name, body, CODES[m["kind"]], m["state"] or "", m["year"] or "", cycle=m["cycle"] or "")


def _symbol(name: str) -> Document:
    parts = name.split("/")
    if parts[0].startswith(("GB.", "ILC.")):
        organ, _, session = parts[0].partition(".")
        return Document(name, ORGANS[organ], "ILO document", session=session)
    count = next((n for n in (3, 2, 1) if "/".join(parts[:n]) in ORGANS), 0)
    body = ORGANS["/".join(parts[:count])] if count else ""
    rest = parts[count or 1 :]
    kind = _kind(name, rest, body)
    if parts[0] == "HRI":
        kind = kind or "compilation of general comments" * ("GEN" in parts)
    state = next((p for p in rest if _STATE.fullmatch(p) and p not in NO_STATES), "")
    if "EU" in rest and body in _TREATY.values():
        state = "EU"
    year = _year(parts, rest)
    cycle = session = ""
    if state and body in (*_TREATY.values(), "cescr-committee") and parts[0] != "INT":
        cycle = next((p for p in rest[rest.index(state) + 1 :] if _NUMBER.fullmatch(p)), "")
        if not kind and cycle:
            kind = "State report"
    elif len(rest) > 1 and body not in ("un-secretariat", "security-council", "treaty-bodies"):
        deep = not re.match(r"(?:Add|Rev|Corr)\.", rest[1]) if len(parts[0]) == 1 else re.fullmatch(r"D|\d+", rest[1])
        numbered = deep and _NUMBER.fullmatch(rest[0])
        session = rest[0] if numbered or re.fullmatch(r"E?S-\d+", rest[0]) else ""
    if kind == "resolution" and len(rest) > 2 and _NUMBER.fullmatch(rest[1]):
        session = rest[1]
    if body == "upr" and state:
        kind = _UPR.get(rest[-1] if len(rest) < 4 else rest[rest.index(state) + 1], kind)
    return Document(name, body, kind, state, year, session, cycle)


def _kind(name: str, rest: list[str], body: str) -> str:
    if name.startswith(tuple(f"{old}/Add" for old in _OLD_OBSERVATIONS)):
        return "concluding observations"
    if "WGAD" in name and len(rest) == 2:
        return "opinion"
    named = [k for p in rest if (k := _PARTS.get(p) or _DOTTED.get(p.partition(".")[0] if "." in p else ""))]
    addendum = bool(rest) and rest[-1].startswith("Add.")
    if named:
        if addendum and named[0].startswith("list of issues"):
            return "replies to the list of issues"
        if addendum and named[0] == "concluding observations":
            return "follow-up to concluding observations"
        if named[0] == "draft" and len(named) > 1:
            return named[1]
        return named[0]
    if any(re.fullmatch(r"WG\.\d+", p) for p in rest):
        return "working group document"
    plain = [p for p in rest if re.fullmatch(r"\d+", p)]
    if body in ("human-rights-council", "general-assembly", "commission-on-human-rights", "csw") and len(plain) == 2:
        return "report addendum" if addendum else "report"
    return ""


def _year(parts: list[str], rest: list[str]) -> str:
    for p in reversed(parts):
        if m := re.search(r"\(((?:19|20)\d\d)\)", p):
            return m[1]
    return next((p for p in reversed(rest) if _YEAR.fullmatch(p)), "") if len(rest) > 1 else ""
