"""Words as figures, and runs of words as shingles: what wordings and texts are compared by.

A text becomes one byte a word: its figure, a hash of the folded word between 1 and 255, so that dozens of words of a
vocabulary share each figure and nobody can read a text back from them. A Han character counts as a word. Case,
accents (composed or not), quotes, dashes, hyphens, soft hyphens, white space, digits of any script and the spellings
labour/labor, -ise/-ize make no difference. A shingle is a 32-bit key of five figures in a row.
"""

from __future__ import annotations

import hashlib
import re
import sys
import unicodedata
from array import array
from bisect import bisect_left, bisect_right

K = 5
SEPARATOR = b"\0"

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[^\W_]+")
_WORD_HAN = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
# combining marks, soft hyphens, zero-width characters and the Arabic tatweel: parts of words that count for nothing
_NOTHING = "\u0300-\u036f\u00ad\u200b-\u200f\u2060\ufeff\u0640\u064b-\u065f\u0670"
_UNSEEN = re.compile(f"[{_NOTHING}]+")
_SPECIAL = re.compile(f"[\u3400-\u9fff{_NOTHING}]")
_ARABIC = str.maketrans("أإآٱىةؤئ", "ااااييوي".replace("يي", "يه", 1))
_SPELLINGS = (
    (re.compile(r"our"), "or"),
    (re.compile(r"is(?=(?:e[ds]?|ing|ations?)$)"), "iz"),
    (re.compile(r"yse(?=[ds]?$)"), "yze"),
    (re.compile(r"programme"), "program"),
    (re.compile(r"(?<=[eirn])ence$"), "ense"),
    (re.compile(r"(?<=[^aeiou])tre(?=s?$)"), "ter"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"judge(?=ment)"), "judg"),
)
_MEMORY = 200_000
_LONG = 40
_STRETCH = 1024
_SPACE = re.compile(r"\s")


def folded(word: str) -> str:
    """A word as it is compared: what counts for nothing left out, spellings that people take for the same made one.

    >>> folded("Labour"), folded("PROTECCIÓN"), folded("la\u00adbor")
    ('labor', 'proteccion', 'labor')
    """
    text = unicodedata.normalize("NFKD", _UNSEEN.sub("", word)).casefold().translate(_ARABIC)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text if not unicodedata.combining(c))
    if text.isascii():
        for pattern, plain in _SPELLINGS:
            text = pattern.sub(plain, text)
    return text


class _Figures(dict[str, int]):
    """The figures of the words met so far."""

    def __missing__(self, word: str) -> int:
        if len(self) > _MEMORY:
            self.clear()
        digest = hashlib.blake2b(folded(word).encode("utf-8", "surrogatepass"), digest_size=4).digest()
        figure = self[word] = int.from_bytes(digest, "little") % 255 + 1
        return figure


_FIGURES = _Figures()


class _Tokens(dict[str, bytes]):
    """The figures of what stood between white space so far: of one word mostly, with its marks."""

    def __missing__(self, token: str) -> bytes:
        figures = bytes(map(_FIGURES.__getitem__, _WORD.findall(token)))
        if len(token) <= _LONG:
            if len(self) > _MEMORY:
                self.clear()
            self[token] = figures
        return figures


_TOKENS = _Tokens()


class Words:
    """The words of a text as figures, with the way back to its offsets.

    >>> words = Words("Protect labour\\u00a0rights – now")
    >>> len(words.figures), words.span(1, 3)
    (4, (8, 21))
    >>> words.figures == Words("PROTECT la\\u00adbor rights (now)").figures
    True
    """

    __slots__ = ("_chunks", "_cuts", "_pattern", "_places", "_source", "_text", "figures")

    def __init__(self, text: str) -> None:
        self._source = text
        self._cuts: list[tuple[int, int]] = []  # offset in the stripped text from which on so much was left out
        self._pattern = _WORD
        if not text.isascii() and _SPECIAL.search(text):
            text = self._strip(text)
            self._pattern = _WORD_HAN if _HAN.search(text) else _WORD
        self._text = text
        self._chunks: list[tuple[int, int]] = []  # first word and offset of each stretch of the text
        self._places: dict[int, list[tuple[int, int]]] = {}  # the words' offsets, by stretch, where asked for
        row: list[bytes] = []
        count = start = 0
        while start < len(text) or not row:
            end = _cut(text, start)
            if self._pattern is _WORD:
                row.append(b"".join(map(_TOKENS.__getitem__, text[start:end].split())))
            else:
                row.append(bytes(map(_FIGURES.__getitem__, self._pattern.findall(text, start, end))))
            self._chunks.append((count, start))
            count, start = count + len(row[-1]), end
        self.figures = b"".join(row)

    def _strip(self, text: str) -> str:
        kept, last, left_out = [], 0, 0
        for unseen in _UNSEEN.finditer(text):
            kept.append(text[last : unseen.start()])
            left_out += unseen.end() - unseen.start()
            self._cuts.append((unseen.end() - left_out, left_out))
            last = unseen.end()
        kept.append(text[last:])
        return "".join(kept)

    def _at(self, offset: int, *, end: bool = False) -> int:
        i = bisect_left(self._cuts, (offset, 0) if end else (offset + 1, 0))
        return offset + (self._cuts[i - 1][1] if i else 0)

    def _place(self, word: int) -> tuple[int, int]:
        """The offsets of a word in the stripped text."""
        number = bisect_right(self._chunks, (word, len(self._text))) - 1
        return self._stretch(number)[word - self._chunks[number][0]]

    def _stretch(self, number: int) -> list[tuple[int, int]]:
        if (places := self._places.get(number)) is None:
            start = self._chunks[number][1]
            end = self._chunks[number + 1][1] if number + 1 < len(self._chunks) else len(self._text)
            places = self._places[number] = [m.span() for m in self._pattern.finditer(self._text, start, end)]
        return places

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The offsets in the text, end exclusive, of the words from ``first`` up to and without ``last``."""
        start, end = self._place(first)[0], self._place(last - 1)[1]
        if not self._cuts:
            return start, end
        start, end = self._at(start), self._at(end, end=True)
        while end < len(self._source) and unicodedata.combining(self._source[end]):
            end += 1
        return start, end

    def first_from(self, offset: int) -> int:
        """The number of the first word that begins at an offset or after it."""
        if self._cuts:
            return bisect_left(range(len(self.figures)), offset, key=lambda i: self._at(self._place(i)[0]))
        number = max(0, bisect_right(self._chunks, offset, key=lambda chunk: chunk[1]) - 1)
        return self._chunks[number][0] + bisect_left(self._stretch(number), (offset, 0))

    def is_han(self, first: int, last: int) -> bool:
        """Whether most of the words in a range are Han characters."""
        if self._pattern is _WORD:
            return False
        return 2 * sum(1 for i in range(first, last) if _HAN.match(self._text[self._place(i)[0]])) > last - first


def _cut(text: str, start: int) -> int:
    """Where a stretch of some thousand characters ends: at white space."""
    if len(text) - start <= 2 * _STRETCH:
        return len(text)
    space = _SPACE.search(text, start + _STRETCH)
    return space.end() if space else len(text)


def _planes() -> tuple[bytes, bytes, bytes]:
    """For each figure 20 bits, as three tables of bytes."""
    bits = [int.from_bytes(hashlib.blake2b(bytes([i]), digest_size=3).digest(), "little") & 0xFFFFF for i in range(256)]
    return bytes(b & 255 for b in bits), bytes(b >> 8 & 255 for b in bits), bytes(b >> 16 for b in bits)


_PLANES = _planes()


def _lanes(figures: bytes) -> int:
    """The 20 bits of each figure in one long number, 32 bits each."""
    lanes = bytearray(4 * len(figures))
    for plane, table in enumerate(_PLANES):
        lanes[plane::4] = figures.translate(table)
    return int.from_bytes(lanes, "little")


def _packed(figures: bytes) -> int:
    """All keys of a row of figures in one long number, 32 bits each.

    Each word's 20 bits are moved three bits further than those of the word before it and combined by "exclusive or":
    on the whole row at once, which is what makes it fast.
    """
    row = _lanes(figures)
    return row ^ row >> 29 ^ row >> 58 ^ row >> 87 ^ row >> 116


def _unpacked(row: int, count: int) -> array[int]:
    out = array("I")
    out.frombytes(row.to_bytes(4 * count, "little"))
    if sys.byteorder == "big":
        out.byteswap()
    return out


def shingles(figures: bytes) -> array[int]:
    """The key of each five words in a row, by the place of the first.

    >>> a, b = shingles(b"abcdefgh"), shingles(b"xcdefgh")
    >>> len(a), a[2:] == b[1:]
    (4, True)
    """
    count = max(0, len(figures) - K + 1)
    return _unpacked(_packed(figures) & (1 << 32 * count) - 1, count)


TRIPLES = 1 << 21


def triples(figures: bytes) -> array[int]:
    """For each three words in a row a number below `TRIPLES`, by the place of the first.

    >>> a, b = triples(b"abcdef"), triples(b"xxabc")
    >>> len(a), a[0] == b[2]
    (4, True)
    """
    count = max(0, len(figures) - 2)
    row = _lanes(figures)
    mask = int.from_bytes((TRIPLES - 1).to_bytes(4, "little") * count, "little")
    return _unpacked((row ^ row >> 29 ^ row >> 58) & mask, count)


SLOTS = 1 << 24


def slots(figures: bytes) -> array[int]:
    """For each shingle its place in a table of `SLOTS` entries: 24 bits of its key.

    >>> list(slots(b"abcdef")) == [key >> 5 & SLOTS - 1 for key in shingles(b"abcdef")]
    True
    """
    count = max(0, len(figures) - K + 1)
    mask = int.from_bytes((SLOTS - 1).to_bytes(4, "little") * count, "little")
    return _unpacked(_packed(figures) >> 5 & mask, count)
