"""The terms of the issue vocabulary, ready to be matched with spaCy."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from instruments.folding import fold
from linker.issuetags.words import STOPS, WORD, Segment, as_doc, key, vocab, word_stem

if TYPE_CHECKING:
    from instruments.models import Term


class Word(NamedTuple):
    """A word of a term: its lemma's key and its stem, or the word itself where it must stand as it is."""

    key: str
    stem: str
    exact: bool


class Variant(NamedTuple):
    """One way to write a term, with what goes for all of them."""

    issue: str
    words: tuple[Word, ...]
    gap: int
    unless: tuple[tuple[Word, ...], ...]
    text: str


def term_words(text: str, lang: str) -> tuple[Word, ...]:
    """The words of a term without a slash.

    >>> [w.key for w in term_words("víctimas de =trata", "es")]
    ['victima', 'de', 'trata']
    """
    out = []
    for part in text.split():
        exact = part.startswith("=")
        for m in WORD.finditer(part.removeprefix("=")):
            word = m.group()
            out.append(Word(fold(word) if exact else key(word, lang), word_stem(word, lang), exact))
    return tuple(out)


def variants(issue: str, term: Term) -> Iterator[Variant]:
    """Every way to write a term: one for each choice at its slashes."""
    unless = tuple(term_words(text, term.lang) for text in term.unless)
    for choice in itertools.product(*(part.split("/") for part in term.text.split())):
        if words := term_words(" ".join(choice), term.lang):
            yield Variant(issue, words, term.gap, unless, " ".join(choice).replace("=", ""))


def places(words: Sequence[Word], segment: Segment) -> Iterator[tuple[int, int]]:
    """Where words stand side by side, as token spans."""
    for at in range(len(segment.words) - len(words) + 1):
        if all(_is(segment, at + n, w) for n, w in enumerate(words)):
            yield at, at + len(words)


def _is(segment: Segment, at: int, word: Word) -> bool:
    if word.exact:
        return segment.words[at] == word.key
    return segment.keys[at] == word.key or segment.stems[at] == word.stem


class Lexicon:
    """The terms of one language, ready to match.

    Terms whose words stand side by side go into two PhraseMatchers, by lemma and by stem; one with gaps or
    exact words has a Matcher of its own, asked only where all its words occur, since spaCy's Matcher costs
    time for each pattern.
    """

    def __init__(self, variants: Iterable[Variant]) -> None:
        from spacy.matcher import PhraseMatcher

        self.variants = list(variants)
        self._phrases = [PhraseMatcher(vocab(), attr=attr) for attr in ("LEMMA", "TAG")]
        self._loose: dict[str, list[int]] = {}
        self._matchers: dict[int, Any] = {}
        for number, variant in enumerate(self.variants):
            if (variant.gap and len(variant.words) > 1) or any(w.exact for w in variant.words):
                anchor = max(variant.words, key=lambda w: len(w.stem))
                for form in {anchor.key} if anchor.exact else {anchor.key, anchor.stem}:
                    self._loose.setdefault(form, []).append(number)
                continue
            keys, stems = [w.key for w in variant.words], [w.stem for w in variant.words]
            for phrases in self._phrases:
                phrases.add(str(number), [as_doc(keys, keys, stems)])

    def _matcher(self, number: int) -> Any:
        """The Matcher of one term, made when it is first asked for."""
        from spacy.matcher import Matcher

        if number in self._matchers:
            return self._matchers[number]
        variant = self.variants[number]
        between = {"ORTH": {"NOT_IN": sorted(STOPS)}, "OP": f"{{0,{variant.gap}}}"}
        ways = [[{"ORTH": w.key}] if w.exact else [{"LEMMA": w.key}, {"TAG": w.stem}] for w in variant.words]
        patterns: list[list[dict[str, Any]]] = []
        for choice in itertools.product(*ways):
            pattern: list[dict[str, Any]] = []
            for word in choice:
                pattern += [between, word] if pattern and variant.gap else [word]
            patterns.append(pattern)
        self._matchers[number] = matcher = Matcher(vocab())
        matcher.add(str(number), patterns)
        return matcher

    def find(self, segment: Segment) -> Iterator[tuple[Variant, int, int]]:
        """The terms in a segment with their token spans; spans may overlap, and one may come twice."""
        strings = vocab().strings
        for phrases in self._phrases:
            for match, start, end in phrases(segment.doc):
                yield self.variants[int(strings[match])], start, end
        keys, words, stems = set(segment.keys), set(segment.words), set(segment.stems)
        for number in {n for form in keys | words | stems for n in self._loose.get(form, ())}:
            variant = self.variants[number]
            if all(w.key in words if w.exact else (w.key in keys or w.stem in stems) for w in variant.words):
                for _, start, end in self._matcher(number)(segment.doc):
                    yield variant, start, end
