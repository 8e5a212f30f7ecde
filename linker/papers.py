"""Documents of the review processes named in words: which body's they are, of which State, cycle and year.

"the concluding observations from the last CEDAW review of Cameroon", "observaciones finales sobre México",
"UPR recommendation 114.23", "the third cycle of the UPR": each becomes a ``document`` with a slug that says so.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from instruments.documents import CODES, read, slug
from instruments.load import Catalogue
from instruments.states import find_states, states
from instruments.vocabulary import vocabularies
from linker.grammar import alternation
from linker.mentions import BODY, DOCUMENT, INSTRUMENT, Mention
from linker.scan import Finder, Hits, head

REVIEW, PROCESS = "review-document", "process-document"
"""The rules: what a committee hands down (its paragraphs are cited), and what else the process knows."""

_APART = re.compile(r"[\n,;.:]|(?<!\w)(?:and|y|et)\s+(?:the|el|la|los|le|les)\s")
_STOP = re.compile(r"\n|[.!?;](?=\s)")
_ON = re.compile(
    r"\s+(?:on|of|for|to|sobre|de|a|para|concernant|relatives?\s+(?:a|au|aux)|pour|sur)\s+(?:(?:the|el|la|los|le|les)\s+|l')?"
)
_AFTER_YEAR = re.compile(
    r"(?:'s)?(?:\s+(?:committee|comite|review|session|[a-z]+(?:th|rd|nd|st|nth|o|eme)|and|y|et|combined|periodic|periodicos?"
    r"|periodiques?|informes?|reports?|rapports?)){0,7}[\s,(]*(?:(?:of|in|from|de|en|du|adopted in|issued in)\s+)?"
    r"((?:19|20)\d\d)(?![\d/])"
)
_BEFORE_YEAR = re.compile(r"(?<![\d/.-])((?:19|20)\d\d)\s+(?:[a-z]+\s+){0,2}$")
_ADJACENT = re.compile(r"(?:'s|s')?[\s,(]*(?:(?:committee|last|latest|recent|previous|own|final)(?:'s)?\s+){0,3}")
_NUMBERS = re.compile(r"\s*(?:,|and|y|et|&|e)\s*(?:and\s+)?(?P<number>\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_NO_STATE_YET = 90  # characters from a document's name in which its State is looked for first
_CARRY = 900  # characters over which the body of a process is remembered


@dataclass(frozen=True)
class _Patterns:
    phrase: Finder
    codes: dict[str, str]
    cycle: re.Pattern[str]
    numbers: dict[str, int]
    recommendation: re.Pattern[str]


@functools.cache
def _patterns() -> _Patterns:
    codes: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for v in vocabularies().values():
        for code, phrases in v.documents.items():
            codes |= {_plain(p): code for p in phrases}
        numbers |= {_plain(w): n for n, w in enumerate(v.ordinals, 1)}
    cycles = alternation(w for v in vocabularies().values() for w in v.cycles)
    one = rf"(?:{alternation(numbers)}|\d{{1,2}}\s?(?:st|nd|rd|th|er|e|eme|o|º|°)?)"
    return _Patterns(
        phrase=Finder(re.compile(rf"(?<!\w)(?:{alternation(codes)})(?!\w)"), tuple(map(head, codes))),
        codes=codes,
        cycle=re.compile(
            rf"(?<!\w)(?P<first>{one})(?:\s*(?:and|to|y|et|a|-|/)\s*(?P<last>{one}))?\s+"
            rf"(?:(?:combined|consolidated|upr|epu|combinados?|combines?)\s+)?(?P<noun>{cycles})(?!\w)"
        ),
        numbers=numbers,
        recommendation=re.compile(
            r"(?<!\w)(?:recommendations?|recomendacion(?:es)?|recommandations?)\s+"
            r"(?:(?:no|nos|number|num|nums|n)\.?[°º]?\s*)?(?P<number>\d{1,3}\.\d{1,3})(?![\d.]*\d)"
        ),
    )


def code_of(letters: str) -> str:
    """The two-letter code of a State's three letters, the letters themselves for others."""
    return next((s.code for s in states().values() if s.alpha3 == letters), letters)


def _plain(words: str) -> str:
    from instruments.folding import fold

    return re.sub(r"\s+", " ", fold(words))


def phrases() -> Finder:
    """What finds the documents that are named by what they are."""
    return _patterns().phrase


def papers(
    text: str, original: str, mentions: Sequence[Mention], cat: Catalogue, lang: str, hits: Hits | None = None
) -> list[Mention]:
    """The documents of review processes that a folded text names, by place.

    Args:
        text: The folded text.
        original: The text before folding, in which States are found.
        mentions: What else is named, of which bodies and instruments tell whose a document is.
        cat: The catalogue.
        lang: The text's main language.
        hits: Where the literals of the text stand, found anew when None.
    """
    p = _patterns()
    found = sorted(
        [*p.phrase.matches(text, hits), *_of_the_upr(p, text, mentions)], key=lambda m: (m.start(), -m.end())
    )
    if not found:
        return []
    reader = _Reader(text, original, mentions, cat, lang)
    out: list[Mention] = []
    apart = [m for n, m in enumerate(found) if n == 0 or not _is_its_report(p, text, found[n - 1], m)]
    for m, following in pairwise([*apart, None]):
        if m is not None and not (out and m.start() < out[-1].end):
            out += reader.read(m, following.start() if following else len(text), out)
    return out


def _is_its_report(p: _Patterns, text: str, before: re.Match[str], m: re.Match[str]) -> bool:
    """Whether a report is the one that the observations just named are on: "on Nepal's fourth periodic report"."""
    codes = [p.codes.get(re.sub(r"\s+", " ", x[0]), "") for x in (before, m)]
    between = text[before.end() : m.start()]
    return codes[1] == "report" and codes[0] in ("co", "loi") and len(between) < 90 and not _APART.search(between)


def _of_the_upr(p: _Patterns, text: str, mentions: Sequence[Mention]) -> Iterator[re.Match[str]]:
    """Numbered recommendations and cycles in sentences that name the Universal Periodic Review."""
    last = -1
    for upr in mentions:
        if upr.type != BODY or upr.target != "upr":
            continue
        a, b = _sentence(text, upr.start)
        if a < last:
            continue
        last = min(len(text), b + _CARRY)
        yield from p.recommendation.finditer(text, a, min(len(text), b + _CARRY))
        yield from (m for m in p.cycle.finditer(text, a, b) if m["noun"].endswith(("cycle", "ciclo", "round", "ronda")))


def _sentence(text: str, offset: int) -> tuple[int, int]:
    """The line or sentence around an offset, at most 600 characters of it each way."""
    start = max(0, offset - 600)
    for stop in _STOP.finditer(text, start, offset):
        start = stop.end()
    end = _STOP.search(text, offset, min(len(text), offset + 600))
    return start, end.start() if end else min(len(text), offset + 600)


class _Reader:
    """Reads the documents of one text, in order of place."""

    def __init__(self, text: str, original: str, mentions: Sequence[Mention], cat: Catalogue, lang: str) -> None:
        self.text, self.original, self.cat, self.lang = text, original, cat, lang
        self.bodies = sorted(
            (m for m in mentions if m.target and m.type in (BODY, INSTRUMENT) and self._body(m)), key=lambda m: m.start
        )
        self.symbols = [m for m in mentions if m.type == DOCUMENT and m.rule == "symbol"]
        self._states: dict[tuple[int, int], list[tuple[int, int, str]]] = {}

    def _body(self, m: Mention) -> str:
        if m.type == BODY:
            return m.target if m.target and m.target in self.cat.bodies else ""
        inst = self.cat.instruments.get(m.target or "")
        return (inst.body or "") if inst is not None and inst.kind == "treaty" else ""

    def read(self, m: re.Match[str], following: int, earlier: list[Mention]) -> list[Mention]:
        """The documents that a phrase names: several for a list of recommendations, none for what only sounds so."""
        code = _patterns().codes.get(re.sub(r"\s+", " ", m[0]), "")
        a, b = _sentence(self.text, m.start())
        upr = "number" in m.re.groupindex or "noun" in m.re.groupindex
        code = code or ("rec" if "number" in m.re.groupindex else "cycle")
        body = "upr" if upr else self._whose(m, a, b, following)
        if code == "report" and (not body or not self._in(a, b)):
            return []  # a national report to anybody
        state = self._state(m, a, b, following)
        same = [e for e in earlier if e.rule == REVIEW or e.noun == "upr"]
        if code in ("co", "loi", "rec") and not state and same:
            states = {read(e.target or "").state for e in same} - {""}
            bodies = {read(e.target or "").body for e in same} - {""}
            if len(states) == 1 and (not body or bodies <= {body}):
                state = states.pop()
                body = body or next(iter(bodies), "")
        beside = self._symbol_beside(m, code, body, state, a, b, following)
        if beside is not None:
            return [Mention(m.start(), m.end(), DOCUMENT, beside.targets, REVIEW, beside.note, evident=True, noun=body)]
        target = slug(code, body, state, cycle=self._cycle(m, a, b, following), year=self._year(m, a, b, following))
        rule = REVIEW if code in ("co", "loi") else PROCESS
        whole = bool(body and state)
        made = Mention(m.start(), m.end(), DOCUMENT, (target,), rule, read(target).note, evident=whole, noun=body)
        if code != "rec":
            return [made]
        return [made, *self._numbered(m, made)]

    def _symbol_beside(
        self, m: re.Match[str], code: str, body: str, state: str, a: int, b: int, following: int
    ) -> Mention | None:
        """The symbol that stands in the same phrase and is of this kind, body and State: it is the document's name."""
        for x in self.symbols:
            if a <= x.start < min(b, following) and x.target:
                said = read(x.target)
                same_state = not state or not said.state or code_of(said.state) == state
                if said.kind == CODES.get(code) and said.body in ("", body) and same_state and x.start >= m.end():
                    return x
        return None

    def _numbered(self, m: re.Match[str], first: Mention) -> Iterator[Mention]:
        """Each number of a list of recommendations is a paragraph of the report that holds them."""
        target, at = first.targets[0], m.end()
        first.targets = (f"{target}#para_{m['number']}",)
        while more := _NUMBERS.match(self.text, at):
            at = more.end()
            paragraph = (f"{target}#para_{more['number']}",)
            yield Mention(more.start("number"), at, DOCUMENT, paragraph, PROCESS, first.note, evident=first.evident)

    def _in(self, a: int, b: int) -> list[Mention]:
        return [x for x in self.bodies if a <= x.start < b]

    def _whose(self, m: re.Match[str], a: int, b: int, following: int) -> str:
        """The body whose document it is: beside the name, in its sentence, or last named before it."""
        here = [x for x in self._in(a, b) if x.end <= m.start() or x.start >= m.end()]
        before = [x for x in here if x.end <= m.start()]
        after = [x for x in here if m.end() <= x.start < max(following, m.end() + 1)]
        if before and _ADJACENT.fullmatch(self.text, before[-1].end, m.start()):
            return self._body(before[-1])
        named = [x for x in (*after, *reversed(before)) if x.type == BODY] or [*after, *reversed(before)]
        if named:
            return self._body(named[0])
        carried = [x for x in self.bodies if x.type == BODY and a - _CARRY <= x.start < a]
        return self._body(carried[-1]) if carried else ""

    def _states_in(self, a: int, b: int) -> list[tuple[int, int, str]]:
        if (a, b) not in self._states:
            self._states[a, b] = [(s + a, e + a, c) for s, e, c in find_states(self.original[a:b], self.lang)]
        return self._states[a, b]

    def _state(self, m: re.Match[str], a: int, b: int, following: int) -> str:
        """The State that a document is on: named behind it, else before it in the sentence."""
        found = self._states_in(a, b)
        near = [c for s, _, c in found if m.end() <= s < min(following, m.end() + _NO_STATE_YET)]
        near = [*self._directly(m, a, b), *near]
        before = [c for _, e, c in found if e <= m.start()]
        further = [c for s, _, c in found if m.end() <= s < following]
        return next(iter([*near, *reversed(before), *further]), "")

    def _directly(self, m: re.Match[str], a: int, b: int) -> Iterator[str]:
        """The State right behind "observations on": a name that a person bears too is the State there."""
        for at in (m.end(), *(x.end for x in self._in(a, b) if x.start >= m.end())):
            if on := _ON.match(self.text, at, b):
                found = find_states("in " + self.original[on.end() : on.end() + 40], self.lang)
                yield from (code for start, _, code in found[:1] if start == len("in "))

    def _cycle(self, m: re.Match[str], a: int, b: int, following: int) -> str:
        p = _patterns()
        inside = p.cycle.match(m[0]) or p.cycle.search(self.text, max(a, m.start() - 40), m.end())
        found = inside or p.cycle.search(self.text, m.end(), min(b, following, m.end() + 120))
        if found is None:
            return ""
        ends = [self._number(found[name]) for name in ("first", "last") if found[name]]
        return "-".join(str(n) for n in ends if 0 < n < 40)

    @staticmethod
    def _number(written: str) -> int:
        digits = re.match(r"\d+", written)
        return int(digits[0]) if digits else _patterns().numbers[re.sub(r"\s+", " ", written)]

    def _year(self, m: re.Match[str], a: int, b: int, following: int) -> str:
        """The year beside the name, or behind the State or the body that its phrase goes on with."""
        before = _BEFORE_YEAR.search(self.text, max(0, m.start() - 30), m.start())
        if before:
            return before[1]
        end = min(b, following, m.end() + 110)
        places = [m.end(), *(e for _, e, _ in self._states_in(a, b)), *(x.end for x in self._in(a, b))]
        after = (_AFTER_YEAR.match(self.text, at, end) for at in sorted(places) if m.end() <= at < end)
        return next((y[1] for y in after if y), "")
