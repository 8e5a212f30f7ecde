"""Titles written nearly right: typed or recognised by machine with errors, words left out or swapped.

Only titles of several words, only where a noun of the field begins one ("convention", "protocol"), and
only from a cut-off up: a short name has no room for errors. Acronyms are never matched this way.
"""

from __future__ import annotations

import functools
import re

from rapidfuzz import fuzz, process

from instruments.folding import WORD, fold
from instruments.load import Catalogue, catalogue
from linker.mentions import INSTRUMENT, Mention
from linker.scan import Finder, Hits

CUTOFF = 84.0
_LEAST_WORDS = 5
_HEAD = re.compile(
    r"(?<!\w)(?:international\s+|united\s+nations\s+|un\s+|universal\s+|optional\s+)?"
    r"(?:convention|conventions|convenci[o]n|convenio|covenant|pact|pacto|pacte|declaration|declaracion|protocol|protocolo|protocole)(?=\s+(?:\w+\s+){0,2}?(?:on|of|for|to|against|sobre|de|contra|para|relati\w+|sur|pour|contre|international\w*|universel\w*)\b)"
)


@functools.cache
def _titles(cat: Catalogue | None = None) -> dict[str, dict[str, str]]:
    """Head noun to the folded titles that begin with it (after at most two words) and their instruments."""
    out: dict[str, dict[str, str]] = {}
    for inst in (cat or catalogue()).instruments.values():
        for text in {
            *inst.titles.values(),
            *(n.text for n in inst.names if n.kind in ("official", "short", "variant")),
        }:
            folded = re.sub(r"\W+", " ", fold(text)).strip()
            tokens = folded.split()
            if len(tokens) < _LEAST_WORDS:
                continue
            for noun in tokens[:3]:
                if _HEAD_NOUN.fullmatch(noun):
                    out.setdefault(noun, {})[folded] = inst.id
                    break
    return out


_HEAD_NOUN = re.compile(
    r"convention|convencion|convenio|covenant|pact|pacto|pacte|declaration|declaracion|protocol|protocolo|protocole"
)


HEAD = Finder(_HEAD, ("conven", "covenant", "pact", "declarat", "declaracion", "protocol"), before=40)


def fuzzy_names(text: str, original: str, cat: Catalogue | None = None, hits: Hits | None = None) -> list[Mention]:
    """Titles of the catalogue that stand in a folded text nearly, not exactly; by place."""
    out: list[Mention] = []
    titles = _titles(cat)
    for m in HEAD.matches(text, hits):
        if out and m.start() < out[-1].end:
            continue
        noun = m[0].split()[-1]
        noun = noun[:-1] if noun == "conventions" else noun
        if noun not in titles:
            continue
        stop = _STOP.search(text, m.start(), m.start() + _WINDOW)
        window = text[m.start() : stop.start() if stop else m.start() + _WINDOW]
        best = _best(window, noun, cat)
        if best is not None:
            length, target, score = best
            out.append(
                Mention(
                    m.start(),
                    m.start() + length,
                    INSTRUMENT,
                    (target,),
                    "fuzzy-title",
                    note=f"title written with differences ({score:.0f} % alike)",
                )
            )
    return out


_STOP = re.compile(r"[.;:?!“”\"()]|\n\s*\n")
_WINDOW = 220  # characters that a title may take


@functools.lru_cache(maxsize=2048)
def _best(window: str, noun: str, cat: Catalogue | None) -> tuple[int, str, float] | None:
    """The title that a window begins with nearly: its length there, its instrument, how alike (0 to 100)."""
    ends = [w.end() for w in WORD.finditer(window)]
    if len(ends) < _LEAST_WORDS:
        return None
    pool = _titles(cat)[noun]
    plain = re.sub(r"\W+", " ", window[: ends[-1]])
    near = process.extract(plain, list(pool), scorer=fuzz.partial_ratio, limit=4, score_cutoff=70)
    best: tuple[float, int, str] | None = None
    for title, _, _ in near:
        count = len(title.split())
        last = title.split()[-1]
        for n in range(max(_LEAST_WORDS, count - 3), min(len(ends), count + 4) + 1):
            written = re.sub(r"\W+", " ", window[: ends[n - 1]])
            if fuzz.ratio(written.rsplit(" ", 1)[-1], last) < 70:
                continue
            score = fuzz.ratio(written, title)
            if score >= CUTOFF and (best is None or score > best[0]):
                best = (score, ends[n - 1], pool[title])
    return (best[1], best[2], best[0]) if best else None
