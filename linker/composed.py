"""Text as it was meant: accents composed, soft hyphens, Arabic tatweel and vowel signs taken out, with the way back.

The linker reads the composed text; `Composed.back` gives its citations the offsets of the text itself.
"""

from __future__ import annotations

import bisect
import re
import unicodedata

import msgspec

from kb.records import Citation, Via

_INVISIBLE = "\u00ad\u200b\u200c\u2060\ufeff"
_TATWEEL = "\u0640"
_ARABIC = "\u0640\u064b-\u0652\u0670"  # the stroke that lengthens a word, and vowel signs: they part no words
_DIRECTIONS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_LINE_HYPHEN = r"(?<=[a-zà-öø-ÿ])[-\u2010]\r?\n[ \t]*(?=[a-zà-öø-ÿ])"
_CHANGE = re.compile(
    rf"[{_INVISIBLE}]+(?:\r?\n[ \t]*)?|[{_ARABIC}{_DIRECTIONS}]+|{_LINE_HYPHEN}|[^\W\d_][\u0300-\u036f]+"
)
_BREAKING = re.compile(rf"[{_INVISIBLE}{_ARABIC}{_DIRECTIONS}\u2010\u0300-\u036f]")
_ASCII = bytes(range(128))


def _breaks(text: str) -> bool:
    """Whether a text may hold anything of the kind: told without reading it letter by letter."""
    if "-\n" in text or "-\r" in text:
        return True
    if text.isascii():
        return False
    others = set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    return _BREAKING.search("".join(others)) is not None


class Composed:
    """A text without what breaks its words; ``text`` is what to read, ``changed`` whether it differs at all."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._runs: list[tuple[int, int]] = [(0, 0)]  # offset in the composed text, offset in the original
        parts: list[str] = []
        at = length = 0
        for m in _CHANGE.finditer(original) if _breaks(original) else ():
            whole = m[0]
            new = unicodedata.normalize("NFC", whole) if whole[0].isalpha() and whole[0] != _TATWEEL else ""
            if new == whole:
                continue
            parts += [original[at : m.start()], new]
            length += m.start() - at + len(new)
            at = m.end()
            self._runs.append((length, at))
        self.changed = bool(parts)
        self.text = "".join([*parts, original[at:]]) if parts else original

    def offset(self, composed: int, *, end: bool = False) -> int:
        """The offset in the original; for the end of a span the one right behind its last character."""
        if end and composed > 0:
            return self.offset(composed - 1) + self._width(composed - 1)
        run = self._runs[bisect.bisect_right(self._runs, (composed, 1 << 62)) - 1]
        return run[1] + composed - run[0]

    def _width(self, composed: int) -> int:
        """How many characters of the original a composed one was, its combining marks counted."""
        start = self.offset(composed)
        width = 1
        while start + width < len(self.original) and "\u0300" <= self.original[start + width] <= "\u036f":
            width += 1
        return width

    def back(self, c: Citation) -> Citation:
        """A citation of the composed text with its offsets and words in the original.

        >>> text = "the CEDAW\\u00ad Convention"
        >>> Composed(text).offset(9, end=True)
        9
        """
        start, end = self.offset(c.start), self.offset(c.end, end=True)
        a, b = self.offset(c.evidence_start), self.offset(c.evidence_end, end=True)
        via = c.via
        if via is not None:
            v, w = self.offset(via.start), self.offset(via.end, end=True)
            via = Via(v, w, self.original[v:w])
        return msgspec.structs.replace(
            c,
            start=start,
            end=end,
            text=self.original[start:end],
            via=via,
            evidence=self.original[a:b].strip(),
            evidence_start=a,
            evidence_end=b,
        )
