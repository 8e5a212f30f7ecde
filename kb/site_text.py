"""A post's text as blocks of pieces, each under the citations that cover it.

Citations overlap (a quotation holds a pinpoint) and share spans (the members of a range); HTML allows
no link inside a link. So the text is cut at every start and end, and each piece knows all that covers it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kb import text as cutting
from kb.pages import Block, Fragment, Marker, Note, Piece

_ITEM = re.compile(
    r"(?:[•·●○▪■◦‣§➢►✓➔*–—-][ \t\u00a0]*|\(?\d{1,3}[.)][ \t\u00a0]|\(?(?:[a-z]|[ivx]{1,5})\)[ \t\u00a0])\S"
)
_CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), "\ufffd")
_TROUBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Span(NamedTuple):
    """A span of the text with all that one note says of it."""

    start: int
    end: int
    note: Note
    classes: tuple[str, ...]
    href: str
    local: bool
    title: str


def printable(text: str) -> str:
    """The text with what HTML does not allow (control characters, half surrogates) as replacement characters.

    >>> printable("a\\x00b\\x0bc\\td"), printable("plain")
    ('a\ufffdb\ufffdc\\td', 'plain')
    """
    return text.translate(_CONTROL) if _TROUBLE.search(text) else text


def blocks(text: str, spans: Sequence[Span], anchors: Sequence[tuple[int, str]] = ()) -> tuple[Block, ...]:
    """The paragraphs and list items of a text, in order.

    Args:
        text: The post's text.
        spans: Sorted by (start, -end), no two with the same start and end.
        anchors: Offsets with the ids to be found there, ascending.

    Returns:
        Blocks of kind ``p`` or ``li``; a note stands in the block that its span ends in.
    """
    found: list[Block] = []
    passages = cutting.passages(text)
    for index, passage in enumerate(passages):
        end = passages[index + 1].start if index + 1 < len(passages) else len(text) + 1
        begin = 0 if index == 0 else passage.start
        inside = [span for span in spans if begin < span.end <= end or (span.end == begin == 0)]
        item = passage.lead_start != passage.lead_end or _ITEM.match(text, passage.start, passage.end)
        found.append(
            Block(
                kind="li" if item else "p",
                anchors=tuple(name for at, name in anchors if begin <= at < end),
                pieces=tuple(pieces(text, passage.start, passage.end, spans)),
                notes=tuple(span.note for span in inside),
            )
        )
    return tuple(found)


def pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[Piece]:
    """Cut a passage where any citation starts or ends.

    The innermost citation (the one that starts last, then ends first) gives the place that a piece leads to.
    """
    near = [span for span in spans if span.start < end and span.end > start]
    cuts = {start, end}
    for span in near:
        cuts |= {max(start, span.start), min(end, span.end)}
    ordered = sorted(cuts)
    for at, until in pairwise(ordered):
        over = [span for span in near if span.start <= at and span.end >= until]
        inner = over[-1] if over else None
        yield Piece(
            text=text[at:until],
            classes=tuple(" ".join(span.classes) for span in over),
            href=inner.href if inner else "",
            local=inner.local if inner else False,
            title=inner.title if inner else "",
            markers=tuple(
                Marker(note=span.note.id, sign=f"{span.note.letter}{span.note.number}", title=span.title)
                for span in sorted(near, key=lambda one: -one.start)
                if span.end == until
            ),
        )


def fragments(text: str, marks: Sequence[tuple[int, int, str]]) -> tuple[Fragment, ...]:
    """A sentence with its marked words; where marks overlap the later one in the list is hidden by the earlier.

    Args:
        text: The sentence.
        marks: (start, end, mark), offsets in the sentence; those that fall outside are cut or left out.

    >>> [(f.text, f.mark) for f in fragments("under CEDAW article 1", [(12, 21, "cite"), (6, 11, "via")])]
    [('under ', ''), ('CEDAW', 'via'), (' ', ''), ('article 1', 'cite')]
    """
    held = [(max(0, a), min(len(text), b), mark) for a, b, mark in marks if a < len(text) and b > 0]
    cuts = sorted({0, len(text), *(x for a, b, _ in held for x in (a, b))})
    out: list[Fragment] = []
    for at, until in pairwise(cuts):
        mark = next((mark for a, b, mark in held if a <= at and until <= b), "")
        if out and out[-1].mark == mark:
            out[-1] = Fragment(text=out[-1].text + text[at:until], mark=mark)
        else:
            out.append(Fragment(text=text[at:until], mark=mark))
    return tuple(out)


def excerpt(text: str, limit: int = 140) -> str:
    """The beginning of a text in one line, cut at a word.

    >>> excerpt("Dear all,\\n\\nwelcome to the harbour", 20)
    'Dear all, welcome…'
    """
    line = " ".join(text[: limit * 4].split())
    if len(line) <= limit:
        return line
    cut = line[:limit]
    word = cut.rpartition(" ")[0]
    return (word if len(word) > limit // 2 else cut).rstrip(" ,;:.–-") + "…"
