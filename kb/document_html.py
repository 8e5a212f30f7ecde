"""The text of an HTML page: one line a block, lists with their numbers, without scripts and navigation."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from kb.text import word_set

_BLOCKS = word_set(
    """
    address article aside blockquote br caption dd div dl dt figcaption footer h1 h2 h3 h4 h5 h6 header hr li main ol
    p pre section table tbody td tfoot th thead title tr ul
    """
)
_SKIPPED = word_set("script style nav header footer noscript template svg button select form")
_SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def list_mark(kind: str, number: int) -> str:
    """How the items of a list are marked; ``kind`` is ``a`` or ``i``, in either case, or anything else for figures.

    >>> list_mark("a", 2), list_mark("I", 4), list_mark("1", 7)
    ('(b)', '(iv)', '7.')
    """
    if kind in ("a", "A") and number <= len(_LETTERS):
        return f"({_LETTERS[number - 1]})"
    if kind in ("i", "I") and number <= len(_ROMAN):
        return f"({_ROMAN[number - 1]})"
    return f"{number}."


def text_of(page: str) -> str:
    """The text of a page.

    >>> text_of("<nav>Menu</nav><h2>Article 1</h2><p>One\\n<b>lamp</b>.</p><ol type='a'><li>oil<li>wick</ol>")
    'Article 1\\nOne lamp.\\n(a) oil\\n(b) wick'
    """
    parser = _Parser()
    parser.feed(page)
    parser.close()
    lines = (_SPACE.sub(" ", line).strip() for line in parser.lines())
    return "\n".join(line for line in lines if line)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._skipped: list[str] = []
        self._lists: list[tuple[str, int]] = []  # type and next number of each open list

    def lines(self) -> list[str]:
        return "".join(self._parts).split("\u2028")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _SKIPPED:
            self._skipped.append(tag)
        if tag in _BLOCKS:
            self._parts.append("\u2028")
        if tag == "ol":
            start = given.get("start") or "1"
            self._lists.append((given.get("type") or "1", int(start) if start.isdecimal() else 1))
        elif tag == "ul":
            self._lists.append(("", 0))
        elif tag == "li" and self._lists and self._lists[-1][0]:
            kind, number = self._lists[-1]
            self._lists[-1] = (kind, number + 1)
            self.handle_data(f"{list_mark(kind, number)} ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._skipped:
            while self._skipped.pop() != tag:
                pass
        if tag in _BLOCKS:
            self._parts.append("\u2028")
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()

    def handle_data(self, data: str) -> None:
        if not self._skipped:
            self._parts.append(data)
