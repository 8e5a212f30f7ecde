"""Folding text so that spellings which people take for the same compare equal."""

from __future__ import annotations

import re
import unicodedata

from instruments.han import SIMPLIFIED, TRADITIONAL

_SPACE = re.compile(r"\s+")
_HAN = dict(zip(TRADITIONAL, SIMPLIFIED, strict=True))
_SAME = str.maketrans(dict.fromkeys("’‘ʼ`´", "'") | dict.fromkeys("‐‑–—", "-") | {"ـ": ""} | _HAN)
_NO_WORD_BREAKS = re.compile(r"[\u0600-\u06ff\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes and hyphens, ASCII digits, simplified characters, single spaces.

    >>> fold("Convención  sobre l’égalité №٢٦")
    "convencion sobre l'egalite no26"
    """
    text = unicodedata.normalize("NFKD", text.translate(_SAME)).casefold()
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _SPACE.sub(" ", text).strip()


def occurs(name: str, text: str) -> bool:
    """Whether a name stands in a text as whole words, both folded; no word breaks are asked for in Chinese or Arabic.

    >>> occurs("CMW", "the cmw's text"), occurs("CMW", "CMWs"), occurs("公约", "本公约第12条")
    (True, False, True)
    """
    name, text = fold(name), fold(text)
    if _NO_WORD_BREAKS.search(name):
        return name in text
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
