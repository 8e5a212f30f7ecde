"""Telling which instrument's wording a text is, in which language, and cutting it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from instruments.fold import fold
from instruments.load import Catalogue
from instruments.models import Instrument
from instruments.outline import outline
from instruments.vocabulary import vocabularies
from instruments.wordings import Piece, Wording, cut, name_of, read
from kb.documents import read_document
from kb.errors import KBError
from kb.texts import Found, compare

BEGINNING = 3000
"""How many characters at the beginning of a text are searched for an instrument's title or symbol."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_TRADITIONAL = re.compile("[約國際權條締歧視兒婦應與為]")
_SIMPLIFIED = re.compile("[约国际权条缔视儿妇应与为]")
_SCRIPTS = (("ar", re.compile(r"[\u0600-\u06ff]")), ("ru", re.compile(r"[\u0400-\u04ff]")), ("zh", _HAN))
_TITLED = ("official", "short")
_SPACED = re.compile(r"^([ \t]*)\(\s*([a-z]|[ivx]{1,5})\s*\)", re.MULTILINE)
_SPLIT_HEAD = re.compile(
    r"(?<![^\W\d_,])(?<![a-z,] )\s*\b(Article|Art[ií]culo|ARTICLE|ART[IÍ]CULO)[ \t]*\n?[ \t]*(\d{1,3})[ \t]*(?=\n)"
)
_RUN_ON = re.compile(r"(?<=[.;:]) (?=\d{1,2}\. [A-ZÁÉÍÓÚÀÂÇ«“\"])")


class Recognised(NamedTuple):
    """A text cut into provisions, what it has of them, and numbers in it that the instrument's tree lacks."""

    wording: Wording
    found: Found
    extra: tuple[str, ...]
    sha256: str


def recognise(
    path: Path, catalogue: Catalogue, *, instrument: str | None = None, lang: str | None = None, source: str = ""
) -> Recognised:
    """Read a file and cut it along the tree of its instrument.

    Args:
        path: text, Markdown, HTML, PDF, DOCX, or JSON of paragraphs or goals.
        catalogue: where the instruments are.
        instrument: its id; told from the file's name or the title at the beginning when None.
        lang: the language; told from the file's name or the words when None.
        source: what is recorded as the source, by default the file's name.

    Raises:
        KBError: when the instrument or the language cannot be told, or the file cannot be read or holds no
            provision of the instrument.
    """
    named = name_of(path, catalogue)
    if instrument is not None and instrument not in catalogue.instruments:
        raise KBError(f"{instrument}: no such instrument", "`rightsgraph instruments list` shows their ids")
    if path.suffix.lower() == ".json":
        return _json(path, catalogue, instrument or (named or ("", ""))[0], lang or (named or ("", "en"))[1], source)
    document = read_document(path)
    instrument = instrument or (named[0] if named else None) or instrument_of(document.text, catalogue)
    if instrument is None:
        hint = "name it with --instrument ID; `rightsgraph instruments list` shows the ids"
        raise KBError(f"{path}: no instrument's title stands at its beginning", hint)
    lang = lang or (named[1] if named else None) or language_of(document.text)
    if lang is None:
        raise KBError(f"{path}: its language cannot be told", "name it with --lang, such as --lang en")
    text = document.text if named and document.form == "text" else tidied(document.text)
    pieces = tuple(piece for piece in cut(text, catalogue, instrument) if piece.text.strip())
    return _made(path, catalogue, Wording(instrument, lang, source or path.name, pieces), document.sha256,
                 extra_of(text, catalogue, instrument))  # fmt: skip


def _json(path: Path, catalogue: Catalogue, instrument: str, lang: str, source: str) -> Recognised:
    import hashlib

    if not instrument:
        raise KBError(f"{path}: JSON does not say which instrument it is of", "name it with --instrument ID")
    wording = read(path, catalogue, instrument, lang)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return _made(path, catalogue, wording._replace(source=source or path.name), digest, ())


def _made(path: Path, catalogue: Catalogue, wording: Wording, sha256: str, extra: tuple[str, ...]) -> Recognised:
    if not wording.pieces:
        unit = {"art": "articles", "para": "paragraphs"}.get(
            catalogue.instruments[wording.instrument].unit or "", "units"
        )
        hint = f"each begins a line with its number; or name another instrument than {wording.instrument}"
        raise KBError(f"{path}: no numbered {unit} were found in it", hint)
    return Recognised(wording, compare(wording, catalogue), extra, sha256)


def instrument_of(text: str, catalogue: Catalogue) -> str | None:
    """The instrument whose title, name or symbol stands at the beginning of a text: the first, of these the longest.

    General comments cite their treaty early, and protocols hold its title in theirs; so the place decides, then the
    length. None where no title is there, or two stand in the same place.
    """
    head = fold(text[:BEGINNING])
    best: list[tuple[int, int, str]] = []
    for instrument in catalogue.instruments.values():
        if instrument.kind == "external":
            continue
        places = [(at, -len(name)) for name in _names(instrument) if (at := _at(name, head)) >= 0]
        if places:
            best.append((*min(places), instrument.id))
    if not best:
        return None
    best.sort()
    tied = [ident for at, length, ident in best if (at, length) == best[0][:2]]
    return tied[0] if len(tied) == 1 else None


def _names(instrument: Instrument) -> Iterator[str]:
    for name in (*instrument.titles.values(), *(n.text for n in instrument.names if n.kind in _TITLED)):
        yield fold(name)
    for symbol in instrument.symbols:
        yield fold(symbol)


def _at(name: str, head: str) -> int:
    if len(name) < 4:
        return -1
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", head) if name.isascii() else None
    return found.start() if found else (-1 if name.isascii() else head.find(name))


def language_of(text: str) -> str | None:
    """The language of a text: its script, else its frequent words; None where neither tells.

    >>> language_of("Los puertos tienen una lámpara y los guardas la encienden cada noche para las naves")
    'es'
    >>> language_of("每個國家應當保障權利"), language_of("每个国家应当保障权利")
    ('zh-Hant', 'zh')
    """
    letters = sum(c.isalpha() for c in text) or 1
    for lang, script in _SCRIPTS:
        if 2 * len(script.findall(text)) > letters:
            if lang == "zh" and len(_TRADITIONAL.findall(text)) > len(_SIMPLIFIED.findall(text)):
                return "zh-Hant"
            return lang
    words = re.findall(r"[^\W\d_]+", fold(text))
    votes = {
        lang: sum(word in stops for word in words)
        for lang, v in vocabularies().items()
        if (stops := frozenset(map(fold, v.stops)))
    }
    first, second = sorted(votes, key=lambda name: -votes[name])[:2]
    return first if votes[first] > 1.15 * votes[second] and votes[first] >= 3 else None


def tidied(text: str) -> str:
    """The text with headings and numbers that a page layout ran into the lines before set on lines of their own.

    >>> tidied("It ends. Article\\n12\\n1. One lamp. 2. Two.\\n( a ) oil")
    'It ends.\\nArticle 12\\n1. One lamp.\\n2. Two.\\n(a) oil'
    """
    text = _SPACED.sub(r"\1(\2)", text)
    text = _SPLIT_HEAD.sub(r"\n\1 \2", text)
    return _RUN_ON.sub("\n", text).lstrip("\n")


def extra_of(text: str, catalogue: Catalogue, instrument: str) -> tuple[str, ...]:
    """Main provisions that a text numbers and the tree lacks, such as an article 31 of thirty."""
    unit = catalogue.instruments[instrument].unit or "art"
    tops = {mark.path for mark in outline(text, unit) if "__" not in mark.path}
    return tuple(sorted((p for p in tops if catalogue.path(instrument, p) is None), key=_natural))


def _natural(path: str) -> tuple[int, str]:
    digits = re.search(r"\d+", path)
    return (int(digits[0]) if digits else 0, path)


def text_of(pieces: tuple[Piece, ...]) -> str:
    """Pieces as one text, white space within each made single, a line each."""
    return "\n".join(" ".join(piece.text.split()) for piece in pieces)
