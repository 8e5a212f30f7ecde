"""Lists read again by the tree: "articles 7 and 9, paragraphs 2, 10 and 14" where article 9 has no paragraph 10.

A list of articles with paragraphs between them can be read in two ways. The one that the instrument's own tree holds
is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from linker.grammar import Item, Step

if TYPE_CHECKING:
    from linker.resolve import Found

Resolve = Callable[[Sequence[Step]], "Found | None"]


def closes_unit(text: str, start: int, at: int) -> bool:
    """Whether the bracket that closes at an offset was opened inside the list, before a unit word: "19 (para. 2)".

    >>> closes_unit("articles 19 (para. 2) and 21", 0, 20), closes_unit("(see articles 19, para. 2)", 5, 25)
    (True, False)
    """
    return text[at : at + 1] == ")" and text.rfind("(", max(start, at - 60), at) > text.rfind(")", max(0, at - 60), at)


_ENUMERATED = re.compile(r"\([a-z]\)\s*[a-z]{2}")


def enumerated(text: str, start: int, at: int, last: Item) -> bool:
    """Whether a letter counts the sentence's own parts: "under article 14; (b) the text …", or heads a line.

    >>> enumerated("under article 14; (b) the text", 16, 18, Item(6, 16, (Step("art", "14"),)))
    True
    """
    if not _ENUMERATED.match(text, at):
        return False
    return "\n" in text[start:at] or (";" in text[start:at] and last.steps[-1].value.isdigit())


def regroup(items: Sequence[Item], text: str, found: Resolve) -> list[Item]:
    """The items of a list of articles, those moved that the tree holds only elsewhere in the list.

    Args:
        items: the list as it was read.
        text: the folded text.
        found: the place of some steps in the instrument's tree.

    Returns:
        The items in order of place; one that fits as it was read stays as it is.
    """
    if not any(len(i.steps) > 1 and i.steps[1].unit == "para" for i in items):
        return list(items)
    out: list[Item] = []
    moved: tuple[Step, Step] | None = None  # the article that was read, and the one that was meant
    for item in items:
        head, *below = item.steps
        if moved and head != moved[0]:
            moved = None
        steps: tuple[Step, ...] = (moved[1], *below) if moved else item.steps
        place = found(steps)
        if item.upto is None and text[item.start].isdigit() and not _whole(place):
            ends = place is not None and "ends above" in place.note
            article: tuple[Step, ...] = ()
            if below and below[0].unit == "para":
                article = (Step(head.unit, below[0].value), *below[1:])
            inside = out and any(s.unit == "para" for s in out[-1].steps[1:])
            lower = (out[-1].steps[0], Step("para", steps[0].value), *steps[1:]) if inside and not article else ()
            if article and not ends and _whole(found(article)):
                steps, moved = article, (head, article[0])
            elif lower and _whole(found(lower)):
                steps = lower
        refined = moved is not None and out and out[-1].steps == moved[1:] and not text[item.start].isdigit()
        start = out.pop().start if refined else item.start  # "14, paragraphs 1": one place, not two
        out.append(replace(item, start=start, steps=steps))
    return out


def _whole(place: Found | None) -> bool:
    return place is not None and not place.tail
