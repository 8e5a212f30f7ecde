"""Issue tags: which issues of the vocabulary a passage is about.

Terms are matched with spaCy on tokens and lemmas (simplemma's, since no trained model is used), in the
language of each passage. How a term is written in ``instruments/issues/``:

- words match by lemma, accents and case folded; hyphens, commas, quotes and brackets do not count;
- a slash stands between words of which any will do: ``domestic/household worker``;
- a word after ``=`` matches as it is written, not by lemma: ``=trata``;
- ``gap`` other words may stand between two words, though never the end of a sentence or clause;
- an ``unless`` that contains the term ("ministry of social protection") calls off that occurrence, any
  other one calls off the term in the whole passage.

A tag says what a passage is about. It is never a citation.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from instruments.folding import fold, stem
from instruments.load import catalogue as shipped
from kb.records import Tag
from kb.text import passages

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from instruments.models import Term

_WORD = re.compile(
    r"(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu|quoiqu)['’`´](?=[^\W\d_])"  # l'exploitation, qu'elles
    r"|[^\W_]+?(?=n['’]t\b)|n['’]t\b"  # is + n't
    r"|[^\W_]+(?:(?:[·•.]e(?:[·•.]?s)?|\(e?s?\)s?|@s?)(?!\w))?"  # réfugié·e·s, réfugié(e)s, trabajador@s
    r"|(?<!\bno)(?<!\bart)(?<!\bpara)(?<!\bdr)(?<!\bm[rs])[.;:!?…¿¡。；：！？](?!\w)",
    re.IGNORECASE,
)
_STOPS = frozenset(".;:!?…¿¡。；：！？")
_INCLUSIVE = re.compile(r"(?:[·•.]e(?:[·•.]?s)?|\(e?s?\)s?)$")
_NEGATIONS = {
    "en": frozenset("not n't no never without neither nor none cannot".split()),
    "es": frozenset("no sin nunca jamas ni tampoco ningun ninguna".split()),
    "fr": frozenset("n' pas sans jamais ni aucun aucune".split()),
}
_NOT_ALONE = frozenset("only just solo solamente seulement uniquement".split())  # "not only": no denial
# Frequent words, folded: which language a passage is in. Portuguese is there to be told from Spanish.
_FREQUENT = {
    "en": """the of and to in that is for are on with as by this be from or an their they have has not which at it was
        were we who how what should must can been will our also more than these those into about through when but if""",
    "es": """de la que el en y los las del se por un una con para su sus no lo al es como mas o pero este esta estos
        estas son ha han ser hay muy tambien entre sin sobre desde cuando donde porque ya todo todos nos le les fue""",
    "fr": """de la le les des du et en un une que qui dans pour sur au aux est sont par avec ne pas ce cette ces il elle
        ils elles on nous vous leur leurs sa ses son ou mais plus a ont ete etre d l qu n s c j se y lui comme""",
    "pt": """de a o que e do da em um uma para com nao os as no na dos das por mais ao pelo pela sao sua seus foi tem
        ser ou nas nos aos pelas pelos isso esta entre tambem ha muito ja voce mulheres direitos nossa nosso""",
}
_TURN = re.compile(r"[,–—]|\b(?:but|pero|sino|mais)\b", re.IGNORECASE)
_REACH = 5  # words between a denial and the term
_LONG = 80  # words; in a longer passage a single word, found once, only passes by
_LEAD = 1.0  # votes by which another language must lead that of the post


class _Word(NamedTuple):
    """A word of a term: its lemma's key and its stem, or the word itself where it must stand as it is."""

    key: str
    stem: str
    exact: bool


class _Variant(NamedTuple):
    """One way to write a term, with what goes for all of them."""

    issue: str
    words: tuple[_Word, ...]
    gap: int
    unless: tuple[tuple[_Word, ...], ...]
    text: str


class _Hit(NamedTuple):
    variant: _Variant
    start: int
    end: int
    negated: bool


class _Segment(NamedTuple):
    """A piece of text as words: code-point spans, folded words, keys, stems, and the same as a spaCy Doc."""

    spans: list[tuple[int, int]]
    words: list[str]
    keys: list[str]
    stems: list[str]
    doc: Any


@functools.cache
def key(word: str, lang: str) -> str:
    """What a word is compared by: its lemma, folded, with the spellings of one language made one.

    >>> key("Labour", "en") == key("labor", "en"), key("domésticas", "es")
    (True, 'domestico')
    """
    from simplemma import lemmatize

    bare = _INCLUSIVE.sub("", word.replace("@", "o").lower())
    try:
        folded = fold(lemmatize(bare, lang))
    except ValueError:  # a language without lemmas
        folded = stem(fold(bare))
    if lang == "en":
        folded = folded.replace("our", "or").replace("z", "s")
    return folded


@functools.cache
def word_stem(word: str, lang: str) -> str:
    """A word without number and gender, for forms whose lemmas differ or are unknown.

    >>> word_stem("réfugiées", "fr") == word_stem("réfugié", "fr"), word_stem("internas", "es")
    (True, 'intern')
    """
    folded = fold(_INCLUSIVE.sub("", word.replace("@", "o")))
    if len(folded) < 4:
        return folded
    if lang == "es":
        folded = re.sub(r"(?<=[dlnrz])es$|s$", "", folded)
        return re.sub(r"[ao]$", "", folded)
    if lang == "fr":
        return re.sub(r"e+$", "", re.sub(r"[sx]$", "", folded))
    return re.sub(r"(?<=[^s])s$", "", folded)


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
    for m in _WORD.finditer(text):
        for lang, vote in _votes().get(fold(m.group()).rstrip("'"), {}).items():
            votes[lang] = votes.get(lang, 0.0) + vote
    best = max(votes, key=lambda lang: (votes[lang], lang == default))
    return best if not default or votes[best] - votes[default] >= _LEAD else default


@functools.cache
def _vocab() -> Any:
    import spacy

    return spacy.blank("xx").vocab  # importing the French one alone takes seconds; words are cut by `_WORD`


def _segment(text: str, start: int, end: int, lang: str) -> _Segment:
    found = list(_WORD.finditer(text, start, end))
    words = [fold(m.group()) for m in found]
    keys = [word if word in _STOPS else key(m.group(), lang) for m, word in zip(found, words, strict=True)]
    stems = [word_stem(m.group(), lang) for m in found]
    return _Segment([m.span() for m in found], words, keys, stems, _doc(words, keys, stems))


def _doc(words: Sequence[str], keys: Sequence[str], stems: Sequence[str]) -> Any:
    """Words as a Doc: ORTH is the folded word, LEMMA its key, NORM its stem."""
    from spacy.tokens import Doc

    doc = Doc(_vocab(), words=list(words), lemmas=list(keys))
    for token, stem_ in zip(doc, stems, strict=True):
        token.norm_ = stem_
    return doc


def _words(text: str, lang: str) -> tuple[_Word, ...]:
    """The words of a term without a slash.

    >>> [w.key for w in _words("víctimas de =trata", "es")]
    ['victima', 'de', 'trata']
    """
    out = []
    for part in text.split():
        exact = part.startswith("=")
        for m in _WORD.finditer(part.removeprefix("=")):
            word = m.group()
            out.append(_Word(fold(word) if exact else key(word, lang), word_stem(word, lang), exact))
    return tuple(out)


def _variants(issue: str, term: Term) -> Iterator[_Variant]:
    """Every way to write a term: one for each choice at its slashes."""
    unless = tuple(_words(text, term.lang) for text in term.unless)
    for choice in itertools.product(*(part.split("/") for part in term.text.split())):
        if words := _words(" ".join(choice), term.lang):
            yield _Variant(issue, words, term.gap, unless, " ".join(choice).replace("=", ""))


def _at(words: Sequence[_Word], segment: _Segment) -> Iterator[tuple[int, int]]:
    """Where words stand side by side, as token spans."""
    for at in range(len(segment.words) - len(words) + 1):
        if all(_is(segment, at + n, w) for n, w in enumerate(words)):
            yield at, at + len(words)


def _is(segment: _Segment, at: int, word: _Word) -> bool:
    if word.exact:
        return segment.words[at] == word.key
    return segment.keys[at] == word.key or segment.stems[at] == word.stem


class _Lexicon:
    """The terms of one language, ready to match.

    Terms whose words stand side by side go into two PhraseMatchers, by lemma and by stem; one with gaps or
    exact words has a Matcher of its own, asked only where all its words occur, since spaCy's Matcher costs
    time for each pattern.
    """

    def __init__(self, variants: Iterable[_Variant]) -> None:
        from spacy.matcher import PhraseMatcher

        self.variants = list(variants)
        self._phrases = [PhraseMatcher(_vocab(), attr=attr) for attr in ("LEMMA", "NORM")]
        self._loose: dict[str, list[int]] = {}
        for number, variant in enumerate(self.variants):
            if (variant.gap and len(variant.words) > 1) or any(w.exact for w in variant.words):
                anchor = max(variant.words, key=lambda w: len(w.stem))
                for form in {anchor.key} if anchor.exact else {anchor.key, anchor.stem}:
                    self._loose.setdefault(form, []).append(number)
                continue
            keys, stems = [w.key for w in variant.words], [w.stem for w in variant.words]
            for phrases in self._phrases:
                phrases.add(str(number), [_doc(keys, keys, stems)])

    @functools.cache  # noqa: B019  (lexicons live as long as their catalogue)
    def _matcher(self, number: int) -> Any:
        from spacy.matcher import Matcher

        variant = self.variants[number]
        between = {"ORTH": {"NOT_IN": sorted(_STOPS)}, "OP": f"{{0,{variant.gap}}}"}
        ways = [
            [{"ORTH": w.key}] if w.exact else [{"LEMMA": w.key}, {"NORM": w.stem}] for w in variant.words
        ]
        patterns: list[list[dict[str, Any]]] = []
        for choice in itertools.product(*ways):
            pattern: list[dict[str, Any]] = []
            for word in choice:
                pattern += [between, word] if pattern and variant.gap else [word]
            patterns.append(pattern)
        matcher = Matcher(_vocab())
        matcher.add(str(number), patterns)
        return matcher

    def find(self, segment: _Segment) -> Iterator[tuple[_Variant, int, int]]:
        """The terms in a segment with their token spans; spans may overlap, and one may come twice."""
        strings = _vocab().strings
        for phrases in self._phrases:
            for match, start, end in phrases(segment.doc):
                yield self.variants[int(strings[match])], start, end
        keys, words, stems = set(segment.keys), set(segment.words), set(segment.stems)
        for number in {n for form in keys | words | stems for n in self._loose.get(form, ())}:
            variant = self.variants[number]
            if all(w.key in words if w.exact else (w.key in keys or w.stem in stems) for w in variant.words):
                for _, start, end in self._matcher(number)(segment.doc):
                    yield variant, start, end


def _denied(segment: _Segment, text: str, at: int, lang: str) -> bool:
    """Whether a negation stands shortly before a word, in the same clause."""
    denials = _NEGATIONS.get(lang, frozenset())
    for back in range(at - 1, max(-1, at - 2 - _REACH), -1):
        if segment.words[back] in _STOPS:
            return False
        if segment.words[back] in denials and segment.words[back + 1] not in _NOT_ALONE:
            return not _TURN.search(text, segment.spans[back][1], segment.spans[at][0])
    return False


def _holds(long: Sequence[_Word], short: Sequence[_Word]) -> bool:
    rest = iter(long)
    return all(any(w.key == other.key for other in rest) for w in short)


def _called_off(variant: _Variant, start: int, end: int, own: _Segment, all_: Sequence[_Segment]) -> bool:
    for words in variant.unless:
        if _holds(words, variant.words):
            if any(a < end and start < b for a, b in _at(words, own)):
                return True
        elif any(True for segment in all_ for _ in _at(words, segment)):
            return True
    return False


def _longest(hits: Iterable[_Hit]) -> list[_Hit]:
    """The hits that lie in no longer one, in order of place."""
    kept: list[_Hit] = []
    for hit in sorted(hits, key=lambda h: (h.start, -h.end, h.variant.text)):
        if not any(other.start <= hit.start and hit.end <= other.end for other in kept):
            kept.append(hit)
    return kept


class _Tagger:
    def __init__(self, catalogue: Catalogue) -> None:
        by_lang: dict[str, list[_Variant]] = {}
        for issue in catalogue.issues.values():
            for term in issue.terms:
                by_lang.setdefault(term.lang, []).extend(_variants(issue.id, term))
        self._terms = by_lang
        self._broader = {issue.id: issue.broader for issue in catalogue.issues.values() if issue.broader}

    @functools.cache  # noqa: B019  (taggers live as long as their catalogue)
    def _lexicon(self, lang: str) -> _Lexicon:
        return _Lexicon(self._terms[lang])

    def __call__(self, text: str, *, lang: str | None = None, post: str = "") -> list[Tag]:
        default = language(text) if lang in (None, "", "und", "mul") else lang.partition("-")[0]
        tags: list[Tag] = []
        for number, passage in enumerate(passages(text)):
            own = language(text[passage.start : passage.end], default)
            if own not in self._terms:
                continue
            parts = [(passage.lead_start, passage.lead_end), (passage.start, passage.end)]
            segments = [_segment(text, a, b, own) for a, b in parts if a < b]
            segments = [s for s in segments if s.words]
            named: dict[str, list[_Hit]] = {}
            for hit in self._hits(text, segments, own):
                for issue in self._with_broader(hit.variant.issue):
                    named.setdefault(issue, []).append(hit)
            long = sum(len(s.words) for s in segments) > _LONG
            for issue in sorted(named):
                hits = _longest(named[issue])
                if long and len(hits) == 1 and len(hits[0].variant.words) == 1:
                    continue
                tags.append(
                    Tag(
                        post=post,
                        passage=number,
                        start=passage.start,
                        end=passage.end,
                        issue=issue,
                        terms=tuple(dict.fromkeys(hit.variant.text for hit in hits)),
                        spans=tuple((hit.start, hit.end) for hit in hits),
                        negated=all(hit.negated for hit in hits),
                    )
                )
        return tags

    def _with_broader(self, issue: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while issue is not None and issue not in seen:
            seen.add(issue)
            yield issue
            issue = self._broader.get(issue)

    def _hits(self, text: str, segments: Sequence[_Segment], lang: str) -> list[_Hit]:
        lexicon = self._lexicon(lang)
        out = []
        for segment in segments:
            for variant, start, end in lexicon.find(segment):
                if not _called_off(variant, start, end, segment, segments):
                    span = segment.spans[start][0], segment.spans[end - 1][1]
                    out.append(_Hit(variant, *span, _denied(segment, text, start, lang)))
        return out


@functools.cache
def make_issue_tagger(catalogue: Catalogue | None = None) -> Callable[..., list[Tag]]:
    """A function like `tag` with the terms of one catalogue (the shipped one when None), made once.

    >>> [t.issue for t in make_issue_tagger()("Two maids fled from their employer.", lang="en")]
    ['domestic-work']
    """
    return _Tagger(catalogue or shipped())


def tag(text: str, *, lang: str | None = None, catalogue: Catalogue | None = None, post: str = "") -> list[Tag]:
    """The issues that the passages of a text are about, in order of passage, then of issue.

    A passage is a paragraph, or a list item with its lead-in: terms in the lead-in count for each item, so
    a tag's ``spans`` may lie before its ``start``. Offsets are code points into the text.

    Args:
        text: The post's text.
        lang: Its language; each passage's own is told from its words, and this one is the default.
        catalogue: Whose issues; the shipped ones when None.
        post: The post's id, which the tags carry.

    Returns:
        One `Tag` for each passage and issue; none for a language without terms. A tag whose terms all stand
        after a denial ("no domestic worker …") is ``negated``.

    >>> (found,) = tag("No one asked the maids.", lang="en", post="p1")
    >>> found.issue, found.terms, found.spans, found.negated
    ('domestic-work', ('maid',), ((17, 22),), True)
    """
    return make_issue_tagger(catalogue)(text, lang=lang, post=post)
