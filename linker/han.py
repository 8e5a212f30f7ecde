"""Chinese pinpoints, whose unit stands behind the number: 第12条第2款."""

from __future__ import annotations

import re
from collections.abc import Iterator

from linker.grammar import Chain, Item, Step

_HAN_NUMBER = r"\d{1,3}|[一二三四五六七八九十百]{1,5}"
_HAN = re.compile(
    rf"第\s*(?P<art>{_HAN_NUMBER})\s*[条條](?:\s*第?\s*[(（]?(?P<para>{_HAN_NUMBER})[)）]?\s*款)?(?:\s*[(（](?P<point>[a-z])[)）]\s*[项項]?)?"
    rf"|第\s*(?P<only>{_HAN_NUMBER})\s*段|具[体體]目[标標]\s*(?P<target>\d{{1,2}}\.(?:\d{{1,2}}|[a-d]))|(?<!具[体體])目[标標]\s*(?P<goal>\d{{1,2}})(?![\d.])"
)


def han_number(text: str) -> str:
    """A Chinese numeral below a thousand in digits; digits come back as they are.

    >>> han_number("二十六"), han_number("十"), han_number("12")
    ('26', '10', '12')
    """
    if text.isdigit() and text.isascii():
        return text
    digits = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
    total, held = 0, 0
    for char in text:
        if char in digits:
            held = digits[char]
        else:
            total, held = total + max(held, 1) * {"十": 10, "百": 100}[char], 0
    return str(total + held)


def han_chains(text: str) -> Iterator[Chain]:
    """Chinese pinpoints, whose unit stands behind the number: 第12条第2款.

    >>> [[s.value for s in c.items[0].steps] for c in han_chains("第12条第2款")]
    [['12', '2']]
    """
    if "第" not in text and "目" not in text:
        return
    for m in _HAN.finditer(text):
        if m["target"]:
            steps = [Step("target" if n == 0 else None, v) for n, v in enumerate(m["target"].split("."))]
        elif m["goal"]:
            steps = [Step("goal", m["goal"])]
        else:
            steps = [Step("para", han_number(m["only"]))] if m["only"] else [Step("art", han_number(m["art"]))]
            steps += [Step(None, han_number(m["para"]))] if m["para"] else []
            steps += [Step(None, m["point"])] if m["point"] else []
        yield Chain(m.start(), m.end(), (Item(m.start(), m.end(), tuple(steps)),), steps[0].unit or "art")
