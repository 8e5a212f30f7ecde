"""The numbering that an official wording shows: which articles, paragraphs and lettered points it marks, and where.

Only marks that stand where marks stand count: at the start of a line, or "(b)" after a semicolon or colon; and only
in sequence, so that "article 2 (f)" within a sentence opens nothing. Unnumbered places (a preamble, parts, list
items without a letter) are not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

Unit = Literal["art", "para", "goal", "obj"]

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HEADS: dict[Unit, re.Pattern[str]] = {
    "art": re.compile(
        r"^[ \t#*]*(?:Article|ARTICLE|Art[ií]culo|Artigo|المادة|Статья)[ \t]+(?P<n>\d+)\b\.?"
        r"|^第(?P<z>[\d〇零一二三四五六七八九十百]+)[ \t]*[條条]",
        re.MULTILINE,
    ),
    "para": re.compile(r"^[ \t]*(?P<n>\d{1,3})(?:[.)]|(?=\s))[ \t]*", re.MULTILINE),
    "obj": re.compile(r"^[ \t#*]*(?:Objective|Objetivo|Objectif)[ \t]+(?P<n>\d+)\b", re.MULTILINE | re.IGNORECASE),
    "goal": re.compile(
        r"^(?P<kind>Goal|Target|Indicator|Objetivo|Meta|Indicador|Objectif|Cible|Indicateur)[ \t]+(?P<n>\d+(?:\.\w+)*)",
        re.MULTILINE,
    ),
}
_GOAL_KINDS = {1: "goal", 2: "target", 3: "indicator"}
_MARK = re.compile(
    r"(?:^[ \t]*|(?<=\d\.)|(?<=\d\. )|(?P<inline>(?<=[;:] )|(?<=; and )|(?<=; or )|(?<=[;:])(?=\()))"
    r"(?:(?P<num>\d{1,2})(?: ?[.)°]|-)(?!\d)|(?P<bare>\d{1,2})(?= [^\W\d_a-z])"
    r"|\(?(?P<letter>[a-zñ]|[ivx]{1,5})[).](?![a-z]\.))",
    re.MULTILINE,
)


class Mark(NamedTuple):
    """A place that the text marks: its path, and where its text starts and ends (code points, end exclusive)."""

    path: str
    start: int
    end: int


def outline(text: str, unit: Unit = "art") -> list[Mark]:
    """Find what a wording numbers.

    Args:
        text: The wording, one heading line ("Article 3") or number ("3. ") at each main provision.
        unit: The main unit: ``art``, ``para``, ``goal`` or ``obj``.

    Returns:
        The marked places in the order of the text, a parent before its children and reaching to their end.

    >>> [mark.path for mark in outline("Article 1\\n1. One:\\n(a) x; (b) y;\\n2. Two.\\nArticle 2\\nThree.")]
    ['art_1', 'art_1__para_1', 'art_1__para_1__point_a', 'art_1__para_1__point_b', 'art_1__para_2', 'art_2']
    """
    heads = list(_heads(text, unit))
    found = []
    for (path, start, body), (_, end, _) in pairwise([*heads, ("", len(text), len(text))]):
        if not path:
            break
        found.append(Mark(path, start, end))
        if unit != "goal":
            found.extend(_marks(text, path, body, end, numbered=unit == "art"))
    return found


def paths(text: str, unit: Unit = "art") -> set[str]:
    """The paths of an outline."""
    return {mark.path for mark in outline(text, unit)}


def _heads(text: str, unit: Unit) -> Iterator[tuple[str, int, int]]:
    """Path, start, and end of the heading of each main provision; numbers that go back or leap are no headings.

    A second Article 1 begins another text (a protocol printed after its covenant): an empty path ends the outline.
    """
    last = 0
    for head in _HEADS[unit].finditer(text):
        number = head.group("n") or head.groupdict().get("z") or ""
        if unit == "goal":
            kind = _GOAL_KINDS.get(number.count(".") + 1, "")
            if kind:
                yield f"{kind}_{number}", head.start(), head.end()
        elif last < (value := _number(number)) <= last + (1 if unit == "para" else 20):
            last = value
            yield f"{unit}_{value}", head.start(), head.end()
        elif unit == "art" and value == 1:
            yield "", head.start(), head.end()
            return


def _number(text: str) -> int:
    """A number in digits of any script, or in Chinese numerals up to 199."""
    if text.isdecimal():
        return int(text)
    hundreds, _, rest = text.replace("零", "〇").rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    digits = "〇一二三四五六七八九"
    value = 100 * (digits.index(hundreds) if hundreds else 0)
    value += 10 * (digits.index(tens.strip("〇")) if tens.strip("〇") else 1) if ten else 0
    return value + (digits.index(ones.strip("〇")) if ones.strip("〇") else 0)


def _marks(text: str, path: str, start: int, end: int, *, numbered: bool) -> Iterator[Mark]:
    """The numbered paragraphs and lettered points of one main provision."""
    marks = list(_MARK.finditer(text, start, end))
    levels: list[tuple[str, str]] = []  # style and last value of each open list, outermost first
    open_: list[tuple[str, int]] = []
    found: list[tuple[int, Mark]] = []

    def close(depth: int, at: int) -> None:
        while len(open_) > depth:
            name, since = open_.pop()
            found.append((since, Mark(name, since, at)))

    for i, mark in enumerate(marks):
        after = next((m.group("letter") for m in marks[i + 1 : i + 2]), None)
        place = _place(mark, after, levels, numbered=numbered)
        if place is None:
            continue
        depth, style, value = place
        close(depth, mark.start())
        del levels[depth:]
        levels.append((style, value))
        above = open_[-1][0] if open_ else path
        open_.append((f"{above}__{'para' if style == 'num' else 'point'}_{value}", mark.start()))
    close(0, end)
    yield from (mark for _, mark in sorted(found, key=lambda f: (f[0], len(f[1].path))))


def _place(
    mark: re.Match[str], after: str | None, levels: list[tuple[str, str]], *, numbered: bool
) -> tuple[int, str, str] | None:
    """In which open list a mark stands, or which it opens: depth, style and value; None when it is no mark."""
    if value := mark.group("num") or mark.group("bare"):
        last = int(levels[0][1]) if levels and levels[0][0] == "num" else 0
        fits = numbered and not mark.group("inline") and int(value) == last + 1 and (last or not levels)
        return (0, "num", value) if fits else None
    value = mark.group("letter")
    goes_on = [d for d, (style, last) in enumerate(levels) if _follows(style, last, value)]
    inner = levels[-1][0] if levels else "num"
    opens = {"a": "alpha", "i": "roman"}.get(value)
    if opens == "roman" and (inner == "roman" or (goes_on and after != "ii")):
        opens = None
    if opens == "alpha" and any(style == "alpha" for style, _ in levels):
        opens = None
    if opens and not (goes_on and opens == "alpha"):
        return len(levels), opens, value
    if goes_on:
        return goes_on[-1], levels[goes_on[-1]][0], value
    return None


def _follows(style: str, last: str, value: str) -> bool:
    """Whether a value comes next in a list; one may be missing, as where a scan lost its mark."""
    order = _ROMAN if style == "roman" else tuple(_LETTERS)
    if style == "num" or last not in order or value not in order:
        return False
    return 1 <= order.index(value) - order.index(last) <= 2
