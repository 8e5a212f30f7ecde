"""How the words of a citation were read, in words: "an article, with a level below it: 12(2)"."""

from __future__ import annotations

import re

from linker.grammar import Chain, Item

UNITS = {
    "art": "article", "para": "paragraph", "point": "point", "goal": "goal", "target": "target",
    "indicator": "indicator", "obj": "objective", "principle": "principle", "recital": "recital",
    "preamble": "preamble", "annex": "annex",
    "part": "part", "chapter": "chapter", "section": "section",
}  # fmt: skip
FORMS = {
    "name": "a name",
    "fuzzy": "a title, compared letter by letter",
    "coordinated": "a title that shares its head with another",
    "statement": "a kind of document, with those who issued it",
    "symbol": "a document symbol",
    "series": "a series and its number",
    "anaphor": "words that point back",
    "generic": "a name that several carry",
    "quotation": "words compared with wordings",
    "law": "a law's name",
    "review": "a kind of review document",
    "report": "a report's name",
    "document": "a numbered item, or quoted words, of a document",
    "authority": "an authority's name",
}
"""By a rule's family, how words that are no number were read."""

_HEAD = re.compile(r"[^\d(]{0,40}")


def trigger(text: str, chain: Chain) -> str:
    """The words that set a chain off: its unit word, or its number where it has none."""
    head = _HEAD.match(text, chain.start)
    word = " ".join(head[0].split()).rstrip(" .:#") if head else ""
    if word and len(word) < 30 and chain.start < chain.items[0].end:
        return word
    return text[chain.start : chain.items[0].end]


def form(text: str, chain: Chain, start: int, end: int) -> str:
    """How the member of a chain that stands within a span was read.

    >>> from linker.chains import chains
    >>> text = "articles 2(f) and 12 to 14"
    >>> (chain,) = chains(text)
    >>> form(text, chain, 0, 13), form(text, chain, 18, 26)
    ('article 2(f); 1 of a list of 2', 'article 12; a range up to 14; 2 of a list of 2')
    """
    held = [n for n, item in enumerate(chain.items) if start <= item.start and item.end <= end]
    n = held[-1] if held else 0
    item = chain.items[n]
    parts = [_item(text[item.start : item.end], item, chain.unit)]
    parts += [f"a range up to {item.upto}"] if item.upto else []
    parts += ["and what follows"] if item.onward else []
    parts += [f"{n + 1} of a list of {len(chain.items)}"] if len(chain.items) > 1 else []
    return "; ".join(parts)


def _item(written: str, item: Item, unit: str) -> str:
    out = ""
    for n, step in enumerate(item.steps):
        named = UNITS.get(step.unit or (unit if n == 0 else ""), "")
        if n == 0:
            out = f"{named} {step.value}".strip()
        elif f"{item.steps[n - 1].value}.{step.value}" in written:
            out += f".{step.value}"
        elif named:
            out += f", {named} {step.value}"
        else:
            out += f"({step.value})" if step.unit is None else f"-{step.value}"
    return out
