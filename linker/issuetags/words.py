"""Text as words for issue tags: tokens, lemmas, stems, and the language they are in."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from instruments.folding import fold, stem

WORD = re.compile(
    r"[^\W_]+?(?=n['’]t\b)|n['’]t\b"  # is + n't
    r"|(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)['’`´](?=[^\W\d_])"  # l'exploitation, qu'elles
    r"|[^\W_]+(?:(?:[·•.]e(?:[·•.]?s)?|\(e?s?\)s?|@s?)(?!\w))?"  # réfugié·e·s, réfugié(e)s, trabajador@s
    r"|(?<!\bno)(?<!\bart)(?<!\bpara)(?<!\bdr)(?<!\bm[rs])[.;:!?…¿¡。；：！？](?!\w)",
    re.IGNORECASE,
)
STOPS = frozenset(".;:!?…¿¡。；：！？")
_INCLUSIVE = re.compile(r"(?:[·•.]e(?:[·•.]?s)?|\(e?s?\)s?)$")
# Frequent words, folded: which language a passage is in. Portuguese is there to be told from Spanish.
_FREQUENT = {
    "en": """the of and to in that is for are on with as by this be from or an their they have has not which at it was
        were we who how what should must can been will our also more than these those into about through when but if
        a no all do does did would could so i he she you it its there been some any out up after before""",
    "es": """de la que el en y los las del se por un una con para su sus no lo al es como mas o pero este esta estos
        estas son ha han ser hay muy tambien entre sin sobre desde cuando donde porque ya todo todos nos le les fue""",
    "fr": """de la le les des du et en un une que qui dans pour sur au aux est sont par avec ne pas ce cette ces il elle
        ils elles on nous vous leur leurs sa ses son ou mais plus a ont ete etre d l qu n s c j se y lui comme""",
    "pt": """de a o que e do da em um uma para com nao os as no na dos das por mais ao pelo pela sao sua seus foi tem
        ser ou nas nos aos pelas pelos isso esta entre tambem ha muito ja voce mulheres direitos nossa nosso""",
}
_LEAD = 1.5  # votes by which another language must lead that of the post


class Segment(NamedTuple):
    """A piece of text as words: code-point spans, folded words, keys, stems, and the same as a spaCy Doc."""

    spans: list[tuple[int, int]]
    words: list[str]
    keys: list[str]
    stems: list[str]
    doc: Any


def _bare(word: str) -> str:
    """A word in lower case and one gender: trabajadores for trabajador@s, réfugié for réfugié·e·s."""
    return _INCLUSIVE.sub("", re.sub(r"(?<=[dt]or)@", "e", word.lower()).replace("@", "o"))


@functools.lru_cache(maxsize=1 << 17)
def key(word: str, lang: str) -> str:
    """What a word is compared by: its lemma, folded, with the spellings of one language made one.

    >>> key("Labour", "en") == key("labor", "en"), key("domésticas", "es")
    (True, 'domestico')
    """
    from simplemma import lemmatize

    bare = _bare(word)
    try:
        folded = fold(lemmatize(bare, lang))
    except ValueError:  # a language without lemmas
        folded = stem(fold(bare))
    if lang == "en":
        folded = folded.replace("our", "or").replace("z", "s")
    return folded


@functools.lru_cache(maxsize=1 << 17)
def word_stem(word: str, lang: str) -> str:
    """A word without number and gender, for forms whose lemmas differ or are unknown.

    >>> word_stem("réfugiées", "fr") == word_stem("réfugié", "fr"), word_stem("internas", "es")
    (True, 'intern')
    """
    folded = fold(_bare(word))
    if len(folded) < 4:
        return folded
    if lang == "es":
        folded = re.sub(r"(?<=[dlnrz])es$|s$", "", folded)
        return re.sub(r"[ao]$", "", folded)
    if lang == "fr":
        return re.sub(r"e+$", "", re.sub(r"[sx]$", "", folded))
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"ies?$", "y", folded) if folded.endswith("ies") else folded)


@functools.cache
def _votes() -> dict[str, dict[str, float]]:
    """For each frequent word the languages it speaks for, less strongly where it speaks for several."""
    langs: dict[str, list[str]] = {}
    for lang, words in _FREQUENT.items():
        for word in words.split():
            langs.setdefault(word, []).append(lang)
    return {word: dict.fromkeys(own, 1 / len(own)) for word, own in langs.items()}


def language(text: str, default: str = "") -> str:
    """The language that a passage is in, as far as its frequent words tell; the default unless another one leads.

    >>> language("Sobre la trata de personas no hay datos en este país.", "en"), language("Thanks", "fr")
    ('es', 'fr')
    """
    votes = {default: 0.0}
    for m in WORD.finditer(text):
        for lang, vote in _votes().get(fold(m.group()).rstrip("'"), {}).items():
            votes[lang] = votes.get(lang, 0.0) + vote
    best = max(votes, key=lambda lang: (votes[lang], lang == default))
    return best if not default or votes[best] - votes[default] >= _LEAD else default


@functools.cache
def vocab() -> Any:
    """The vocabulary of all languages: that of a blank multi-language pipeline."""
    import spacy

    return spacy.blank("xx").vocab  # importing the French one alone takes seconds; words are cut by `WORD`


def segment(text: str, start: int, end: int, lang: str) -> Segment:
    """A piece of text as words; offsets are code points into the whole text."""
    found = list(WORD.finditer(text, start, end))
    words = [fold(m.group()) for m in found]
    keys = [word if word in STOPS else key(m.group(), lang) for m, word in zip(found, words, strict=True)]
    stems = [word_stem(m.group(), lang) for m in found]
    return Segment([m.span() for m in found], words, keys, stems, as_doc(words, keys, stems))


def as_doc(words: Sequence[str], keys: Sequence[str], stems: Sequence[str]) -> Any:
    """Words as a Doc: ORTH is the folded word, LEMMA its key, TAG its stem (what a Doc takes at once)."""
    from spacy.tokens import Doc

    return Doc(vocab(), words=list(words), lemmas=list(keys), tags=list(stems))
