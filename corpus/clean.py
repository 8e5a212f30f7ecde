"""Markup to text, with a map from each character of the text to its place in the source.

The map is a list of runs ``(text offset, source offset)``, as in `kb.records.Post.offsets`: from each run's
start on both count alike. Where the source is interrupted, an empty run marks the end of what went before,
also where one character stands for several (``&eacute;``). Characters that no source character stands for (a bullet, a
paragraph's line breaks) are mapped to the markup that they come from.
"""

from __future__ import annotations

import html
import re
from html.entities import html5
from typing import NamedTuple

from kb.text import word_set

_BREAKS = ("", " ", "\t", "\n", "\n\n")


class Cleaned(NamedTuple):
    """The text of a marked-up source, its offset map, and what the source says of itself (title, author)."""

    text: str
    offsets: tuple[tuple[int, int], ...]
    about: dict[str, str]


class Builder:
    """Collects text with its offsets.

    >>> builder = Builder()
    >>> builder.add("R", 0); builder.entity("&", 1, 6); builder.add("D", 6)
    >>> builder.done().text, builder.done().offsets
    ('R&D', ((0, 0), (2, 6)))
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[tuple[int, int]] = []
        self._length = 0
        self._source = -1  # the source offset that the next character continues at
        self._break = 0
        self._break_at = 0
        self.about: dict[str, str] = {}

    def add(self, text: str, at: int) -> None:
        """Add text that stands in the source as it is."""
        if not text:
            return
        self._open()
        self._put(text, at)

    def entity(self, text: str, at: int, end: int) -> None:
        """Add text that another spelling stands for in the source."""
        self._open()
        self._put(text, at)
        if self._source != end:
            self._mark(end)
            self._source = end

    def blank(self, kind: str, at: int) -> None:
        """Ask for white space (a blank, a tab, one line break or two) before the next text; the widest wins."""
        rank = _BREAKS.index(kind)
        if not self._break:
            self._break_at = at
        self._break = max(self._break, rank)

    def raw(self, text: str, at: int) -> None:
        """Add text in which white space counts, as it is."""
        if text.strip():
            self.add(text, at)
        elif self._length and not self._break:
            self._put(text, at)

    def done(self) -> Cleaned:
        """The text collected so far."""
        return Cleaned("".join(self._parts), tuple(self._runs), self.about)

    def _open(self) -> None:
        if self._break and self._length:
            self._put(_BREAKS[self._break], self._break_at)
        self._break = 0

    def _mark(self, at: int) -> None:
        """An empty run: here the text so far ends in the source."""
        if self._runs and self._runs[-1] != (self._length, at):
            self._runs.append((self._length, at))

    def _put(self, text: str, at: int) -> None:
        if at != self._source:
            self._mark(self._source)
            self._runs.append((self._length, at))
        self._parts.append(text)
        self._length += len(text)
        self._source = at + len(text)


_PIECE = re.compile(r"(?P<space>[ \t\r\n\f]+)|(?P<word>[^<& \t\r\n\f]+)|(?P<tag><)|(?P<entity>&)")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][^\s/>]*)")
_ATTRIBUTES = re.compile(r"[^\"'>]*+(?:\"[^\"]*\"[^\"'>]*+|'[^']*'[^\"'>]*+)*+>")
_ATTRIBUTE = re.compile(r"([A-Za-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7};?|#[xX][0-9A-Fa-f]{1,6};?|[A-Za-z][A-Za-z0-9]{1,31};?)")
_NEAR = 1024  # how far a tag that holds other signs than its own is followed
_HIDDEN = word_set("script style template noscript svg math iframe object select textarea canvas title")
_PARAGRAPH = word_set(
    "p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre section article figure hr header footer main nav aside form "
    "fieldset address details"
)
_LINE = word_set("br div li tr dt dd caption figcaption summary legend option body html center")


def from_html(source: str) -> Cleaned:
    """The text of an HTML page or fragment, with its offsets.

    Scripts, styles and other hidden elements are left out; paragraphs, headings and lists stand apart by
    a blank line, list items begin with their bullet or number, white space is one blank.

    >>> cleaned = from_html("<p>Art.&nbsp;12 of <b>CEDAW</b></p>")
    >>> cleaned.text, cleaned.offsets
    ('Art.\\xa012 of CEDAW', ((0, 3), (5, 13), (11, 19), (11, 22)))
    """
    builder = Builder()
    add_html(builder, source, 0, len(source))
    return builder.done()


def add_html(builder: Builder, source: str, start: int, end: int) -> None:
    """Add the text of a stretch of HTML to a builder."""
    at, pre = start, 0
    closes = _Closes(source, end)
    counters: list[int | None] = []  # open lists: the next number, None in a bulleted one
    while at < end:
        piece = _PIECE.match(source, at, end)
        if piece is None:  # cannot happen: the pieces cover every character
            break
        kind, following = piece.lastgroup, piece.end()
        if kind == "word":
            builder.add(piece.group(), at)
        elif kind == "space":
            if pre:
                builder.raw(piece.group(), at)
            else:
                builder.blank(" ", at)
        elif kind == "entity":
            following = _add_entity(builder, source, at, end)
        else:
            name, closing, following = _tag(source, at, end, closes)
            if name is None:
                if following == at + 1:
                    builder.add("<", at)
            elif name in _HIDDEN and not closing:
                following = _hidden(builder, source, name, following, end)
            else:
                if name == "meta":
                    _meta(builder, source[at:following])
                pre = max(0, pre + (-1 if closing else 1)) if name == "pre" else pre
                _break(builder, source, name, closing=closing, span=(at, following), counters=counters)
        at = following


def _add_entity(builder: Builder, source: str, at: int, end: int) -> int:
    """Add the character that an entity stands for, or the ampersand; return where to go on."""
    match = _ENTITY.match(source, at, end)
    if match is None:
        builder.add("&", at)
        return at + 1
    name = match.group()
    if not name.startswith("&#") and name[1:] not in html5:
        name = next((name[:size] for size in range(len(name), 2, -1) if name[1:size] in html5), "")
    value = html.unescape(name) if name else ""
    if not value or value == name:
        builder.add("&", at)
        return at + 1
    if value.isspace() and value != "\u00a0":
        builder.blank(" ", at)
    else:
        builder.entity(value, at, at + len(name))
    return at + len(name)


def _tag(source: str, at: int, end: int, closes: _Closes) -> tuple[str | None, bool, int]:
    """The name of the tag at an offset, whether it closes, and its end; comments and the like have no name."""
    if source.startswith("<!--", at):
        comment = source.find("-->", at + 4, end)
        return None, False, comment + 3 if comment >= 0 else end
    match = _TAG.match(source, at, end)
    if match is None:
        if source.startswith(("<!", "<?", "</"), at):
            close = closes.after(at)
            return None, False, close + 1 if close >= 0 else at + 1
        return None, False, at + 1
    first = closes.after(match.end())
    if first < 0 or (first - at > _NEAR and source.find("<", match.end(), first) >= 0):
        return None, False, at + 1
    # a quoted attribute may hold the sign that closes a tag
    rest = _ATTRIBUTES.match(source, match.end(), min(end, first + _NEAR))
    return match["name"].lower(), bool(match["close"]), rest.end() if rest else first + 1


class _Closes:
    """Where the next ``>`` is, looked for only once however many tags are never closed."""

    def __init__(self, source: str, end: int) -> None:
        self._source, self._end = source, end
        self._found = -2

    def after(self, at: int) -> int:
        """The first ``>`` at or after an offset, or -1."""
        if self._found == -2 or (0 <= self._found < at):
            self._found = self._source.find(">", at, self._end)
        return self._found


def _hidden(builder: Builder, source: str, name: str, at: int, end: int) -> int:
    """Where a hidden element ends; a title is kept aside."""
    close = re.compile(rf"</{name}\s*>", re.I).search(source, at, end)
    stop = close.start() if close else end
    if name == "title" and "title" not in builder.about:
        builder.about["title"] = " ".join(html.unescape(source[at:stop]).split())
    return close.end() if close else end


def _meta(builder: Builder, tag: str) -> None:
    values = {name.lower(): a or b or c for name, a, b, c in _ATTRIBUTE.findall(tag)}
    name = values.get("name", values.get("property", "")).lower()
    key = {"author": "author", "article:author": "author", "date": "date", "article:published_time": "date"}.get(name)
    if key and values.get("content"):
        builder.about.setdefault(key, html.unescape(values["content"]).strip())


def _break(
    builder: Builder, source: str, name: str, *, closing: bool, span: tuple[int, int], counters: list[int | None]
) -> None:
    """The white space, bullet or number that a tag stands for."""
    at = span[0]
    if name in ("td", "th"):
        builder.blank("\t", at)
    elif name in _PARAGRAPH and not (name in ("ul", "ol") and len(counters) > (1 if closing else 0)):
        builder.blank("\n\n", at)
    elif name in _PARAGRAPH or name in _LINE:
        builder.blank("\n", at)
    if name in ("ul", "ol"):
        if not closing:
            first = re.search(r"\bstart\s*=\s*[\"']?(\d{1,6})", source[at : span[1]]) if name == "ol" else None
            counters.append(None if name == "ul" else int(first[1]) if first else 1)
        elif counters:
            counters.pop()
    elif name == "li" and not closing:
        number = counters[-1] if counters else None
        builder.add("-" if number is None else f"{number}.", at)
        if counters and number is not None:
            counters[-1] = number + 1
        builder.blank(" ", at)
