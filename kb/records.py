"""The records that every package passes on: posts in, citations and tags out.

Offsets are Unicode code points, end exclusive; scores are between 0 and 1. All records are frozen.
"""

from __future__ import annotations

import bisect
from typing import Any, Literal

import msgspec
from msgspec import Struct

Kind = Literal["instrument", "anaphor", "pinpoint", "quotation", "body", "document", "other"]
Status = Literal["resolved", "ambiguous", "unresolved"]
Voice = Literal["own", "quoted", "translated"]
Role = Literal["moderator", "participant", ""]


class Post(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One post or document, as it was read.

    ``start`` and ``end`` are the span of the body in the decoded source file (newlines as they are);
    None where the format has no such span (JSON Lines, CSV), and then ``locator`` names the record
    (``line 12``, ``row 3``). ``offsets`` maps text to source: pairs ``(text offset, source offset)``,
    ascending, each the start of a run in which both count alike.
    """

    id: str
    text: str
    source: str = ""
    start: int | None = None
    end: int | None = None
    offsets: tuple[tuple[int, int], ...] = ()
    locator: str = ""
    author: str | None = None
    role: Role = ""
    translation_of: str | None = None
    parent: str | None = None
    thread: str | None = None
    position: int = 0
    title: str = ""
    lang: str = "und"
    languages: tuple[str, ...] = ()
    date: str | None = None

    def source_span(self, start: int, end: int) -> tuple[int | None, int | None]:
        """The span in the source file of a span in the text, or (None, None) where there is none.

        >>> Post(id="p1", text="see CEDAW", start=100, end=109, offsets=((0, 100),)).source_span(4, 9)
        (104, 109)
        """
        if not self.offsets:
            return None, None
        at = bisect.bisect_left(self.offsets, (end, -1))
        if 0 < at < len(self.offsets) and self.offsets[at][0] == end:  # an interruption begins right there
            return self._at(start), self.offsets[at][1]
        return self._at(start), self._at(end - 1) + 1 if end > start else self._at(end)

    def text_offset(self, source: int) -> int:
        """The offset in the text of a character of the source file; of one that was left out, the next that was not.

        >>> Post(id="p1", text="see CEDAW", start=100, end=109, offsets=((0, 100),)).text_offset(104)
        4
        """
        at = max(0, bisect.bisect_right(self.offsets, source, key=lambda run: run[1]) - 1)
        start, begins = self.offsets[at] if self.offsets else (0, self.start or 0)
        end = self.offsets[at + 1][0] if at + 1 < len(self.offsets) else len(self.text)
        return max(0, min(start + source - begins, end, len(self.text) - 1))

    def _at(self, offset: int) -> int:
        run = self.offsets[max(0, bisect.bisect_right(self.offsets, (offset, 1 << 62)) - 1)]
        return run[1] + offset - run[0]


class Via(Struct, frozen=True):
    """The words that an instrument was taken from, where they stand apart from the citation."""

    start: int
    end: int
    text: str


class Candidate(Struct, frozen=True):
    """A target that was considered, with its score."""

    target: str
    score: float


class Citation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One reference found in a post: where it stands, what it cites, and how sure that is.

    ``target`` is None unless ``status`` is ``resolved``, except that a ``body``, ``document`` or ``other``
    names what it is (a body's id, a symbol, a slug). ``rule`` is the name of what fired.
    """

    start: int
    end: int
    text: str
    kind: Kind
    status: Status
    target: str | None = None
    confidence: float = 0.0
    rule: str = ""
    via: Via | None = None
    evidence: str = ""
    evidence_start: int = 0
    evidence_end: int = 0
    voice: Voice = "own"
    candidates: tuple[Candidate, ...] = ()
    note: str = ""
    post: str = ""
    source_start: int | None = None
    source_end: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """A plain, JSON-ready dict with every field, defaults included."""
        return {name: msgspec.to_builtins(getattr(self, name)) for name in self.__struct_fields__}


class Tag(Struct, frozen=True, kw_only=True):
    """A passage of a post and an issue that it is about.

    ``start`` and ``end`` are the passage's span in the post's text, ``spans`` those of the terms found;
    ``negated`` says that the passage denies it.
    """

    post: str
    passage: int
    start: int
    end: int
    issue: str
    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    negated: bool = False


class StageTag(Struct, frozen=True, kw_only=True):
    """A passage of a post and a stage of migration that it is about; the fields are those of `Tag`."""

    post: str
    passage: int
    start: int
    end: int
    stage: str
    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    negated: bool = False
