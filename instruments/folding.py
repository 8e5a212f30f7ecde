"""Folding text so that what people type compares equal, without moving any offset.

`fold` maps each code point to exactly one code point: lower case, no accents, straight quotes, plain
hyphens and spaces, ASCII digits, simplified characters. ``len(fold(s)) == len(s)`` always, so an offset into the one is
an offset into the other. (`instruments.fold` compares whole names and may change their length.)
"""

from __future__ import annotations

import functools
import re
import unicodedata

from instruments.han import SIMPLIFIED, TRADITIONAL

WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")
_QUOTES = dict.fromkeys("’‘`´ʼ′＇", "'") | dict.fromkeys("“”„«»″＂", '"')
_DASHES = dict.fromkeys("‐‑‒–—―−﹣－", "-")
_ARABIC = {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"}
_RUSSIAN = re.compile(
    r"(?:иями|ями|ами|ого|его|ему|ому|ыми|ими|иеи|ая|яя|ои|еи|ую|юю|ые|ие|ых|их|ыи|ое|ее|ов|ев|ам|ям|ах|ях|ом|ем|"
    r"ия|ии|ию|а|я|ы|и|у|ю|е|о|ь)$"  # as `fold` leaves them: й without its breve
)
_AR_PREFIX = re.compile(r"^(?:[وف])?(?:[بلك])?(?:ال)?(?=.{3})")


_ASCII = bytes(range(128))
_FEW = 40  # other characters, up to which each is replaced in turn: that is faster than looking at each character


def _one(char: str) -> str:
    if char in _QUOTES:
        return _QUOTES[char]
    if char in _DASHES:
        return _DASHES[char]
    if char in _ARABIC:
        return _ARABIC[char]
    if char.isspace():
        return char if char.isascii() else " "
    if char.isdigit() and unicodedata.category(char) == "Nd":
        return str(unicodedata.digit(char))
    base = unicodedata.normalize("NFD", char)[0] if char.isalpha() else char
    lower = base.lower()
    return lower if len(lower) == 1 else base


@functools.cache
def _table() -> dict[int, str]:
    spans = ((0x00, 0x250), (0x370, 0x530), (0x600, 0x700), (0x1E00, 0x2070), (0x2212, 0x2213), (0xFF00, 0xFF5F))
    out = {}
    for first, last in spans:
        for code in range(first, last):
            char = chr(code)
            folded = _one(char)
            if folded != char:
                out[code] = folded
    out |= {ord(old): new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True)}
    return out | dict.fromkeys(range(0xD800, 0xE000), "\ufffd")


def fold(text: str) -> str:
    """The text in lower case, without accents, quotes and dashes plain; as long as the text itself.

    >>> fold("L’article 10 de la CÉDEF – núm. ٢٦ 婦女")
    "l'article 10 de la cedef - num. 26 妇女"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    others = set(text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass"))
    if len(others) > _FEW or any(c.lower() != c and ord(c) not in _table() for c in others):
        return text.translate(_table())
    for char in (*others, "`"):
        if (plain := _table().get(ord(char))) is not None:
            text = text.replace(char, plain)
    return text.lower()


def stem(word: str) -> str:
    """A folded word without what inflects: Russian endings, the Arabic article and one-letter prefixes.

    Words of other languages come back as they are.

    >>> stem("декларации") == stem("декларацию")
    True
    >>> stem(fold("пекинской")) == stem(fold("пекинская"))
    True
    """
    first = word[0]
    if "а" <= first <= "я":
        return _RUSSIAN.sub("", word) if len(word) > 4 else word
    if "\u0600" <= first <= "\u06ff":
        return _AR_PREFIX.sub("", word.replace("\u0640", ""))
    return word


def words(text: str) -> list[tuple[str, int, int]]:
    """The stems of a folded text's words with their spans; a Han character is a word.

    >>> words("gr 26")
    [('gr', 0, 2), ('26', 3, 5)]
    """
    return [(stem(m[0]), m.start(), m.end()) for m in WORD.finditer(text)]
