"""Full-text search of what people type: every input is a search, none a syntax error."""

from __future__ import annotations

import re
from typing import NamedTuple

_PART = re.compile(r'"([^"]*)"?|(\S+)')
# Scripts written without spaces, which the tokenizer of the full-text tables does not cut into words.
_UNCUT = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")
_LIKE = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


class Search(NamedTuple):
    """A search: an FTS5 expression, and pieces of text to look for as they are (as LIKE patterns)."""

    match: str
    pieces: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.match or self.pieces)


def escaped(text: str) -> str:
    r"""The text for a LIKE pattern whose escape character is a backslash, its wildcards taken literally.

    >>> escaped("100%_a")
    '100\\%\\_a'
    """
    return text.translate(_LIKE)


def parse(text: str) -> Search:
    """Read a search: all words must occur, ``"in quotes"`` as a phrase, ``migra*`` as a beginning.

    Operators and punctuation have no meaning of their own, and accents and case none at all. Words in
    scripts without spaces (Chinese, Thai) are looked for as pieces of text.

    >>> parse('domestic "decent work" migra*').match
    '"domestic" "decent work" "migra" *'
    >>> parse("NEAR( OR -- AND").match
    '"NEAR(" "OR" "AND"'
    >>> parse("移徙女工").pieces, bool(parse(" -- "))
    (('%移徙女工%',), False)
    """
    clean = text.replace("\x00", " ").encode("utf-8", "replace").decode("utf-8")
    words: list[str] = []
    pieces: list[str] = []
    for found in _PART.finditer(clean):
        phrase, word = found.groups()
        part = phrase if phrase is not None else word
        if not any(c.isalnum() for c in part):
            continue
        if _UNCUT.search(part):
            pieces.append(f"%{escaped(part.strip('*'))}%")
            continue
        beginning = phrase is None and part.endswith("*")
        quoted = part.rstrip("*").replace('"', '""')
        words.append(f'"{quoted}" *' if beginning else f'"{quoted}"')
    return Search(" ".join(words), tuple(pieces))
