"""What "the Convention" is in a text that never names it: the one treaty whose tree has all that is cited of it.

One pinpoint alone proves little. Where one of three levels ("article 22, paragraph 5 (b)") stands in no other treaty's
tree, all the rest fit that treaty too, and a word of its title is spoken of, it can be no other.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from instruments.folding import fold, words
from instruments.load import Catalogue
from linker.context import Context
from linker.grammar import Chain, Step
from linker.mentions import GENERIC, Mention
from linker.resolve import resolve

_GAP = re.compile(r"[\s,]*(?:of|de|du|del|d'|to|in|under)?\s*(?:(?:the|la|el|le|l')\s*)?")
_DEEP = 3
_FEW = 2  # two covenants are told apart by less than sixty conventions
_MOST = 200  # pinpoints looked at
_COMMON = 4  # a word in more treaties' titles than these tells none of them
_EMPTY = frozenset(
    ["other", "otros", "otras", "autres", "todas", "todos", "toutes", "their", "forms", "formas", "formes", "against"]
)


def settle_by_structure(context: Context, text: str, cat: Catalogue, chains: Iterable[Chain]) -> None:
    """Resolve the anaphors that have no antecedent, in place, by what is cited of them.

    Args:
        context: the text's mentions.
        text: the folded text.
        cat: the catalogue.
        chains: the pinpoints of the text.
    """
    open_ones = [m for m in context.mentions if m.type == GENERIC and not m.targets and m.rule != "generic-name"]
    if not open_ones:
        return
    cited = _cited(open_ones, text, chains)
    for noun, pinpoints in cited.items():
        target = _only(cat, context, noun, pinpoints, text)
        for m in open_ones:
            if target is not None and m.noun == noun:
                m.targets, m.rule = (target,), "anaphor-by-structure"
                m.note = "not named in the text: the only one that has every provision cited of it"


def _cited(open_ones: Sequence[Mention], text: str, chains: Iterable[Chain]) -> dict[str, list[tuple[Step, ...]]]:
    """What is cited of "the <noun>", for each noun."""
    starts = {m.start: m for m in open_ones} | {m.end - len(m.noun): m for m in open_ones}
    out: dict[str, dict[tuple[Step, ...], None]] = {}
    for chain in chains:
        gap = _GAP.match(text, chain.end)
        m = starts.get(gap.end()) if gap and chain.unit == "art" else None
        if m is not None and len(out.get(m.noun, ())) < _MOST:
            out.setdefault(m.noun, {}).update({item.steps: None for item in chain.items})
    return {noun: list(found) for noun, found in out.items()}


def _only(cat: Catalogue, context: Context, noun: str, pinpoints: list[tuple[Step, ...]], text: str) -> str | None:
    options = [i for i in cat.instruments if context.nouns.fits(i, noun)]
    deep = [p for p in pinpoints if len(p) >= (_DEEP if len(options) > _FEW else _DEEP - 1)]
    if not deep or len({p[0].value for p in pinpoints}) < 2:
        return None
    fits = [i for i in options if all(resolve(cat, i, list(p[:1])) for p in pinpoints)]
    has = {p: {i for i in options if (found := resolve(cat, i, p)) is not None and not found.tail} for p in deep}
    whole = {i for i in fits if all(i in found for found in has.values())}
    alone = any(len(found) == 1 for found in has.values())
    if len(whole) != 1 or not alone:
        return None
    (target,) = whole
    spoken = any(re.search(rf"(?<!\w){w}(?!\w)", text) for w in _own_words(cat).get(target, ()))
    return target if spoken else None


@functools.cache
def _own_words(cat: Catalogue) -> dict[str, frozenset[str]]:
    """The words of each instrument's titles that stand in few other treaties'."""
    titles: dict[str, set[str]] = {}
    for i in cat.instruments.values():
        if i.kind == "treaty":
            titles[i.id] = {w for t in i.titles.values() for w, _, _ in words(fold(t)) if len(w) > 4} - _EMPTY
    count = Counter(w for found in titles.values() for w in found)
    return {i: frozenset(w for w in found if count[w] <= _COMMON) for i, found in titles.items()}
