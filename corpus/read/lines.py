"""The lines of a discussion dump: their indents, which open a post with a bullet, which are counters."""

from __future__ import annotations

import re

from msgspec import Struct

from corpus.read.authors import looks_like_author, split_date

_LINE = re.compile(r"(?P<body>[^\r\n]*)(?:\r\n|\r|\n|\Z)")
_COUNTER = re.compile(
    r"[ \t]*(?P<shown>\d+) (?:of|de|sur) (?P<total>\d+) "
    r"(?:(?P<replies>repl(?:y|ies)|respuestas?|réponses?|respostas?)|(?P<comments>comments?|comentarios?|commentaires?))\s*",
    re.I,
)
_GLYPHS = ("•", "●", "○", "◦", "▪", "*", "+")


class Line(Struct, frozen=True):
    """A line: its number, its span without the newline, its text and its indent in columns."""

    number: int
    start: int
    end: int
    text: str
    indent: int
    blank: bool


class Counter(Struct, frozen=True):
    """A line such as ``2 of 2 Replies``: how many are shown, and whether it counts comments."""

    line: int
    shown: int
    total: int
    indent: int
    comments: bool


class Bullet(Struct, frozen=True):
    """A bulleted line: where its content starts, and whether that looks like an author's name."""

    line: int
    indent: int
    content: int
    text: str
    author: bool
    pattern: re.Pattern[str]


def lines_of(text: str) -> list[Line]:
    """The lines of a text, whatever its newlines.

    >>> [(line.start, line.end, line.indent) for line in lines_of("a\\r\\n  b\\n")]
    [(0, 1, 0), (3, 6, 2), (7, 7, 0)]
    """
    lines: list[Line] = []
    for match in _LINE.finditer(text):
        body = match.group("body")
        indent = 0
        for character in body:
            if character not in " \t":
                break
            indent += 8 - indent % 8 if character == "\t" else 1
        lines.append(Line(len(lines), match.start(), match.end("body"), body, indent, not body.strip()))
    return lines


def counter_of(line: Line) -> Counter | None:
    """The counter that a line is, or None.

    >>> counter_of(lines_of("    2 of 3 Replies")[0]).shown
    2
    """
    match = _COUNTER.fullmatch(line.text)
    if match is None:
        return None
    shown, total = int(match["shown"]), int(match["total"])
    return Counter(line.number, shown, total, line.indent, match["comments"] is not None)


def bullets_of(lines: list[Line]) -> list[Bullet]:
    """The bulleted lines that may open a post, each judged whether it names an author.

    A dump uses one bullet: the first of ``•●○◦▪*+`` that stands before an author's line. A name that is
    an author's once is one wherever it stands alone on a line.
    """
    for glyph in _GLYPHS:
        pattern = re.compile(rf"[ \t]+{re.escape(glyph)}[ \t\u00a0]+(?=\S)")
        marked = [(line, match) for line in lines if (match := pattern.match(line.text))]
        contents = [line.text[match.end() :].strip() for line, match in marked]
        bodies = [_has_body(lines, line, pattern) for line, _ in marked]
        known = {
            split_date(content)[0]
            for content, body in zip(contents, bodies, strict=True)
            if body and looks_like_author(content)
        }
        if known:
            bullets = []
            for (line, match), content in zip(marked, contents, strict=True):
                author = split_date(content)[0] in known
                bullets.append(Bullet(line.number, line.indent, line.start + match.end(), content, author, pattern))
            return bullets
    return []


def _has_body(lines: list[Line], line: Line, pattern: re.Pattern[str]) -> bool:
    """Whether text follows a bulleted line, indented further, before the next bullet or counter."""
    for number in range(line.number + 1, len(lines)):
        following = lines[number]
        if not following.blank:
            return (
                following.indent > line.indent and not pattern.match(following.text) and counter_of(following) is None
            )
    return False
