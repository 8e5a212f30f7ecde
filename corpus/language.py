"""The languages of a post: the main one, and the set where it mixes.

Scripts decide for Arabic, Russian and Chinese; lingua, limited to the Latin-script languages at hand,
for English, Spanish, French and Portuguese. A few words are ``und`` unless they are unmistakable.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kb.text import sentences

if TYPE_CHECKING:
    from lingua import LanguageDetector

UNDETERMINED = "und"
LATIN = ("en", "es", "fr", "pt")

_SCRIPTS = (
    ("ar", re.compile(r"[\u0600-\u06ff\u0750-\u077f]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
)
_OTHER = re.compile(r"[\u0370-\u03ff\u0590-\u05ff\u0900-\u0fff\u1000-\u109f\u10a0-\u10ff\u3040-\u30ff\uac00-\ud7af]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:[’'-][A-Za-zÀ-ɏ]+)*")
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|\b[A-Z]{2,}[\w/.-]*")
# Words that belong to one of the four languages alone, for texts too short for statistics.
_TELLING = {
    "en": "the thank thanks you your and with this that is are please hello everyone welcome great yes of for we my",
    "es": "gracias hola el los las del muchas muy usted ustedes nosotras nosotros es y con saludos buenos buenas",
    "fr": "merci bonjour le les des et vous nous est avec très beaucoup salut du aux bonsoir",
    "pt": "obrigado obrigada olá os das muito você vocês não são uma com bom dia ao à",
}
_OF_WORD = {word: lang for lang, words in _TELLING.items() for word in words.split()}
_ENOUGH = 4  # words that statistics need
_MIX_WORDS = 8  # words of a sentence that can make a post mixed
_MIX_SURE = 0.9
_SAMPLE = 300  # sentences of a long text that are looked at, evenly spread
_WINDOW = 10  # words of a run of another language inside a sentence


class Languages(NamedTuple):
    """The main language of a text and all its languages, the main one first; ``und`` and none where nobody can say."""

    main: str
    all: tuple[str, ...]


@cache
def _detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in LATIN]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()


def _script(text: str) -> str | None:
    """The language of a script of its own that most letters belong to, ``latin``, or ``und``."""
    letters = len(_LETTER.findall(text))
    if not letters:
        return None
    counts = Counter({lang: len(pattern.findall(text)) for lang, pattern in _SCRIPTS})
    counts["zh"] *= 3  # a Chinese character says about as much as three letters
    counts[UNDETERMINED] = len(_OTHER.findall(text)) * 2
    counts["latin"] = sum(len(word) for word in _LATIN_WORD.findall(text))
    lang, count = counts.most_common(1)[0]
    return lang if count else UNDETERMINED


def one_language(text: str) -> str:
    """The language that most of a text is in.

    >>> one_language("Thank you so much!"), one_language("Gracias"), one_language("移徙女工"), one_language("CEDAW 12")
    ('en', 'es', 'zh', 'und')
    """
    return _scored(text)[0]


def _scored(text: str) -> tuple[str, float]:
    """The language of a text, and how sure that is."""
    script = _script(text)
    if script is None or script == UNDETERMINED:
        return UNDETERMINED, 0.0
    if script != "latin":
        return script, 1.0
    plain = _NOISE.sub(" ", text)
    words = _LATIN_WORD.findall(plain)
    if len(words) < _ENOUGH:
        votes = Counter(_OF_WORD[word.casefold()] for word in words if word.casefold() in _OF_WORD).most_common(2)
        if not votes or (len(votes) > 1 and votes[0][1] == votes[1][1]):
            return UNDETERMINED, 0.0
        return votes[0][0], 0.5
    values = _detector().compute_language_confidence_values(plain)
    best = values[0]
    return best.language.iso_code_639_1.name.lower(), best.value


def _runs(words: list[str], lang: str) -> Iterator[tuple[str, int]]:
    """Runs of another language inside a sentence: the language and its letters, window by window."""
    for at in range(0, len(words) - _WINDOW + 1, _WINDOW // 2):
        window = words[at : at + _WINDOW]
        if sum(_OF_WORD.get(word.casefold(), lang) != lang for word in window) < 2:
            continue  # no words of another language: not worth asking
        other, confidence = _scored(" ".join(window))
        if other != lang and confidence >= _MIX_SURE:
            yield other, sum(map(len, window))


def detect(text: str) -> Languages:
    """The main language of a text and the set that it mixes.

    Each sentence votes with its letters; a language other than the main one counts where a whole
    sentence of it, or a run of a sentence, is long enough and sure.

    >>> detect("Thank you for this discussion on the rights of women.")
    Languages(main='en', all=('en',))
    >>> detect("OK")
    Languages(main='und', all=())
    """
    letters: Counter[str] = Counter()
    sure: Counter[str] = Counter()
    spans = sentences(text)
    for start, end in spans[:: 1 + len(spans) // _SAMPLE]:
        sentence = text[start:end]
        words = _LATIN_WORD.findall(_NOISE.sub(" ", sentence))
        lang, confidence = _scored(sentence)
        if lang == UNDETERMINED:
            continue
        size = sum(map(len, words)) if lang in LATIN else 3 * len(_LETTER.findall(sentence))
        letters[lang] += size
        if lang not in LATIN or (len(words) >= _MIX_WORDS and confidence >= _MIX_SURE):
            sure[lang] += size
        if lang in LATIN and len(words) >= 2 * _WINDOW:
            for other, share in _runs(words, lang):
                sure[other] += share
    if not letters:
        lang = one_language(text)
        return Languages(lang, () if lang == UNDETERMINED else (lang,))
    main = letters.most_common(1)[0][0]
    others = [lang for lang, size in sure.most_common() if lang != main and size >= 24]
    return Languages(main, (main, *others))
