"""Pinpoints that go back to the article cited before: "paragraph 3 of the same article", "del mismo artículo"."""

from __future__ import annotations

import re
from dataclasses import replace

from linker.grammar import Chain, Step
from linker.scope import Owner, Scope

_SAME = re.compile(
    r",?\s*(?:of|in)\s+(?:the\s+same|that|this|the\s+said)\s+(?:article|provision)(?!\w)"
    r"|,?\s*(?:de|en)\s*(?:(?:l|e)l\s+mismo|ese|este|dicho)\s+(?:articulo|precepto)(?!\w)|,?\s*del\s+mismo\s+articulo(?!\w)"
    r"|,?\s*(?:du\s+meme|de\s+cet|dudit|de\s+ce\s+meme)\s+article(?!\w)"
    r"|\s+thereof(?!\w)"
)
_REACH = 600  # characters back to the article


def same_article(s: Scope, chain: Chain) -> tuple[Chain, Owner | None] | None:
    """A paragraph of the article cited last, as a chain with that article before it, and whose it is.

    Returns:
        None where the chain does not go back; an owner without options where the article belongs to something that
        the catalogue does not have.
    """
    if chain.unit not in ("para", "point"):
        return None
    m = _SAME.match(s.text, chain.end)
    if m is None or not s.made:
        return None
    pin, instrument = s.made[-1]
    if chain.start - pin.end > _REACH or pin.end > chain.start:
        return None
    end = m.end() if "thereof" not in m[0] else chain.end
    if not instrument or not pin.targets:
        return chain, Owner((), "foreign", None, certain=True)
    unit, _, value = pin.targets[0].partition("#")[2].split("__")[0].partition("_")
    if unit != "art":
        return None
    items = [replace(i, steps=(Step(unit, value), *i.steps)) for i in chain.items]
    items[-1] = replace(items[-1], end=end)
    return replace(chain, end=end, items=tuple(items), unit="art"), Owner((instrument,), "same-article", pin.via)
