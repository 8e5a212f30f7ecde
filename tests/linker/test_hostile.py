"""No input, however hostile, takes more than linear time."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from linker import find

SHAPES: dict[str, Callable[[int], str]] = {
    "prose": lambda n: "The women who came here last year work in homes and on farms. " * (n // 62),
    "prose with citations": lambda n: "We rely on article 12 of CEDAW and on the CRC.\n\n" * (n // 48),
    "one paragraph of citations": lambda n: "We rely on article 12 of CEDAW and on the CRC. " * (n // 47),
    "brackets with letters": lambda n: "(a)" * (n // 3),
    "an article with brackets": lambda n: "CEDAW article 2" + "(a)" * (n // 3),
    "digits": lambda n: "1" * n,
    "digits after an article": lambda n: "CEDAW article " + "1" * n,
    "numbers": lambda n: "12 " * (n // 3),
    "a list of articles": lambda n: "CEDAW articles " + "12, " * (n // 4),
    "opening brackets": lambda n: "(" * n,
    "nested brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "combining marks": lambda n: "e" + "\u0301" * n,
    "unit words": lambda n: "article " * (n // 8),
    "articles with numbers": lambda n: "article 1 " * (n // 10),
    "a name again and again": lambda n: "CEDAW " * (n // 6),
    "names run together": lambda n: "CEDAW" * (n // 5),
    "anaphors": lambda n: "CEDAW. " + "The Convention holds. " * (n // 22),
    "series": lambda n: "GR 26 " * (n // 6),
    "series in a list": lambda n: "CEDAW GR 26" + ", 26" * (n // 4),
    "blanks": lambda n: "article" + " " * n + "12",
    "line ends": lambda n: "CEDAW" + "\n" * n + "article 12",
    "dots": lambda n: "8." * (n // 2),
    "hyphens": lambda n: "articles 1" + "-2" * (n // 2),
    "slashes": lambda n: "A/" * (n // 2),
    "a symbol that goes on": lambda n: "CEDAW/C" + "/1" * (n // 2),
    "quotation marks": lambda n: '"CEDAW ' * (n // 7),
    "opening quotation marks": lambda n: "“CEDAW " * (n // 7),
    "list heads": lambda n: "SDG targets:\n" + "8.8 work\n" * (n // 9),
    "capital words": lambda n: "Convention On The " * (n // 18),
    "act": lambda n: "Republic Migrant Workers Overseas " * (n // 34) + "Act",
    "ministry": lambda n: "Ministry of " * (n // 12) + "CEDAW",
    "of": lambda n: "article 1 " + "of the " * (n // 7),
    "an address": lambda n: "a" * n + "@" + "b" * 10,
    "an address that goes on": lambda n: "http://" + "a/" * (n // 2),
    "words without a break": lambda n: "a" * n,
    "Chinese": lambda n: "第十二条" * (n // 4),
    "levels": lambda n: "CEDAW paragraph 1" + " of paragraph 1" * (n // 15),
}
LENGTH = 12_500
WARM = "The CRC, CEDAW GR 26 and article 12."


def seconds(text: str) -> float:
    start = time.process_time()
    find(text)
    return time.process_time() - start


@pytest.mark.parametrize("shape", SHAPES)
def test_four_times_the_text_takes_nowhere_near_sixteen_times_the_time(shape: str) -> None:
    find(WARM)
    once = min(seconds(SHAPES[shape](LENGTH)) for _ in range(2))
    fourfold = min(seconds(SHAPES[shape](4 * LENGTH)) for _ in range(2))
    assert fourfold < max(9 * once, 1.5), f"{LENGTH} characters took {once:.2f} s, four times as many {fourfold:.2f} s"
