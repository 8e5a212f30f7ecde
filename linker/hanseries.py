"""Chinese series numbers, which stand before their noun: 第26号一般性建议, 第19号和第35号一般性建议, 第189号公约.

Pure functions over folded text, in which every character is in its simplified form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from linker.han import han_number

_VALUE = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,6})"
_YEAR = r"(?:[(（]\s*(?:19|20)\d\d\s*年?\s*[)）])?"
_ONE = rf"第\s*{_VALUE}\s*{_YEAR}\s*[号项]\s*{_YEAR}"
_NOUN = r"(?:联合)?一般性?(?:建议|意见)|公约|建议书|议定书"
_BEFORE = re.compile(
    rf"(?:国际劳工组织的?)?(?P<ones>{_ONE}(?:\s*(?:[、,，和及与]|以及)\s*{_ONE})*)\s*(?:的)?(?P<head>{_NOUN})"
)
_BEHIND = re.compile(rf"(?<!号)(?<!项)(?P<head>一般性?(?:建议|意见))\s*(?P<one>第\s*{_VALUE}\s*[号项])")
_NUMBER = re.compile(rf"第\s*({_VALUE})")
_WHEN = re.compile(r"(?:19|20)\d\d")
_KINDS = {
    "建议": "general-recommendation",
    "意见": "general-comment",
    "公约": "ilo-convention",
    "议书": "ilo-recommendation",
    "定书": "ilo-protocol",
}


@dataclass(frozen=True, slots=True)
class HanHit:
    """A number of a Chinese series: its span, the kind of its noun, its value and the year beside it."""

    start: int
    end: int
    kind: str
    number: int
    year: str


def han_series(text: str) -> Iterator[HanHit]:
    """The series numbers of a folded Chinese text, by place; the last of a list takes the noun into its span.

    >>> [(h.kind, h.number) for h in han_series("第19号和第三十五号一般性建议")]
    [('general-recommendation', 19), ('general-recommendation', 35)]
    """
    if "第" not in text:
        return
    for m in _BEFORE.finditer(text):
        ones = list(re.finditer(_ONE, m["ones"]))
        for n, one in enumerate(ones):
            start = m.start() if n == 0 else m.start("ones") + one.start()
            end = m.end() if n == len(ones) - 1 else m.start("ones") + one.end()
            yield _hit(start, end, m["head"], one[0])
    for m in _BEHIND.finditer(text):
        yield _hit(m.start(), m.end(), m["head"], m["one"])


def _hit(start: int, end: int, head: str, one: str) -> HanHit:
    number, year = _NUMBER.search(one), _WHEN.search(one)
    value = int(han_number(number[1])) if number else 0
    return HanHit(start, end, _KINDS[head[-2:]], value, year[0] if year else "")
