"""Issue tags and stage tags: which issues and which stages of migration a passage is about.

Terms are matched with spaCy on tokens and lemmas (simplemma's, since no trained model is used), in the
language of each passage. How a term is written in ``instruments/issues/`` and ``instruments/stages/``:

- words match by lemma, accents and case folded; hyphens, commas, quotes and brackets do not count;
- a slash stands between words of which any will do: ``domestic/household worker``;
- a word after ``=`` matches as it is written, not by lemma: ``=trata``;
- ``gap`` other words may stand between two words, though never the end of a sentence or clause;
- an ``unless`` that contains the term ("ministry of social protection") calls off that occurrence, any
  other one calls off the term in the whole passage.

A passage about an issue is about its broader issue too. In a passage of more than 80 words a single word that
stands there once only passes by. A tag says what a passage is about. It is never a citation.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from instruments.load import catalogue as shipped
from kb.records import StageTag, Tag
from kb.text import passages
from linker.issuetags.lexicon import Lexicon, Variant, Word, places, variants
from linker.issuetags.words import STOPS, Segment, language, segment

if TYPE_CHECKING:
    from instruments.load import Catalogue

_NEGATIONS = {
    "en": frozenset(["not", "n't", "no", "never", "without", "neither", "nor", "none", "cannot"]),
    "es": frozenset(["no", "sin", "nunca", "jamas", "ni", "tampoco", "ningun", "ninguna"]),
    "fr": frozenset(["n'", "pas", "sans", "jamais", "ni", "aucun", "aucune"]),
}
_NOT_ALONE = frozenset(["only", "just", "solo", "solamente", "seulement", "uniquement"])  # "not only": no denial
_TURN = re.compile(r"[,–—]|\b(?:but|pero|sino|mais)\b", re.IGNORECASE)
_REACH = 5  # words between a denial and the term
_STAGE = "stage:"  # before a stage's id, to tell it from an issue's
_LONG = 80  # words; in a longer passage a single word, found once, only passes by


class _About(NamedTuple):
    """A passage and what it is about: an issue's id, or a stage's behind `_STAGE`."""

    passage: int
    start: int
    end: int
    concept: str
    terms: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    negated: bool


class _Hit(NamedTuple):
    variant: Variant
    start: int
    end: int
    negated: bool


def _denied(segment: Segment, text: str, at: int, lang: str) -> bool:
    """Whether a negation stands shortly before a word, in the same clause."""
    denials = _NEGATIONS.get(lang, frozenset())
    for back in range(at - 1, max(-1, at - 2 - _REACH), -1):
        if segment.words[back] in STOPS:
            return False
        if segment.words[back] in denials and segment.words[back + 1] not in _NOT_ALONE:
            return not _TURN.search(text, segment.spans[back][1], segment.spans[at][0])
    return False


def _holds(long: Sequence[Word], short: Sequence[Word]) -> bool:
    rest = iter(long)
    return all(any(w.key == other.key for other in rest) for w in short)


def _called_off(variant: Variant, start: int, end: int, own: Segment, all_: Sequence[Segment]) -> bool:
    for words in variant.unless:
        if _holds(words, variant.words):
            if any(a < end and start < b for a, b in places(words, own)):
                return True
        elif any(True for segment in all_ for _ in places(words, segment)):
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
    """The issues and stages of one catalogue, ready to tag texts."""

    def __init__(self, catalogue: Catalogue) -> None:
        by_lang: dict[str, list[Variant]] = {}
        known = [(issue.id, issue.terms) for issue in catalogue.issues.values()]
        known += [(_STAGE + stage.id, stage.terms) for stage in catalogue.stages.values()]
        for concept, terms in known:
            for term in terms:
                by_lang.setdefault(term.lang, []).extend(variants(concept, term))
        self._terms = by_lang
        self._lexicons: dict[str, Lexicon] = {}
        self._broader = {issue.id: issue.broader for issue in catalogue.issues.values() if issue.broader}

    def _lexicon(self, lang: str) -> Lexicon:
        """The terms of a language, made ready when the first passage in it comes."""
        if lang not in self._lexicons:
            self._lexicons[lang] = Lexicon(self._terms[lang])
        return self._lexicons[lang]

    def __call__(self, text: str, *, lang: str | None = None, post: str = "") -> tuple[list[Tag], list[StageTag]]:
        tags, stages = [], []
        for passage, start, end, concept, terms, spans, negated in self._about(text, lang):
            place = {"post": post, "passage": passage, "start": start, "end": end}
            found = {"terms": terms, "spans": spans, "negated": negated}
            if concept.startswith(_STAGE):
                stages.append(StageTag(**place, stage=concept.removeprefix(_STAGE), **found))  # type: ignore[arg-type]
            else:
                tags.append(Tag(**place, issue=concept, **found))  # type: ignore[arg-type]
        return tags, stages

    def _about(self, text: str, lang: str | None) -> Iterator[_About]:
        default = language(text) if lang in (None, "", "und", "mul") else lang.partition("-")[0]
        for number, passage in enumerate(passages(text)):
            own = language(text[passage.start : passage.end], default)
            if own not in self._terms:
                continue
            parts = [(passage.lead_start, passage.lead_end), (passage.start, passage.end)]
            segments = [segment(text, a, b, own) for a, b in parts if a < b]
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
                yield _About(
                    number,
                    passage.start,
                    passage.end,
                    issue,
                    tuple(dict.fromkeys(hit.variant.text for hit in hits)),
                    tuple((hit.start, hit.end) for hit in hits),
                    all(hit.negated for hit in hits),
                )

    def _with_broader(self, issue: str | None) -> Iterator[str]:
        seen: set[str] = set()
        while issue is not None and issue not in seen:
            seen.add(issue)
            yield issue
            issue = self._broader.get(issue)

    def _hits(self, text: str, segments: Sequence[Segment], lang: str) -> list[_Hit]:
        lexicon = self._lexicon(lang)
        out = []
        for part in segments:
            for variant, start, end in lexicon.find(part):
                if not _called_off(variant, start, end, part, segments):
                    span = part.spans[start][0], part.spans[end - 1][1]
                    out.append(_Hit(variant, *span, _denied(part, text, start, lang)))
        return out


@functools.cache
def _tagger(catalogue: Catalogue) -> _Tagger:
    return _Tagger(catalogue)


def make_issue_tagger(catalogue: Catalogue | None = None) -> Callable[..., list[Tag]]:
    """A function like `tag` with the terms of one catalogue (the shipped one when None), made once.

    >>> [t.issue for t in make_issue_tagger()("Two maids fled from their employer.", lang="en")]
    ['domestic-work']
    """
    return lambda *args, **options: _of(catalogue)(*args, **options)[0]


def _of(catalogue: Catalogue | None) -> _Tagger:
    return _tagger(shipped() if catalogue is None else catalogue)


def tag_all(
    text: str, *, lang: str | None = None, catalogue: Catalogue | None = None, post: str = ""
) -> tuple[list[Tag], list[StageTag]]:
    """What `tag` and `tag_stages` find, in one reading of the text."""
    return _of(catalogue)(text, lang=lang, post=post)


def tag_stages(
    text: str, *, lang: str | None = None, catalogue: Catalogue | None = None, post: str = ""
) -> list[StageTag]:
    """The stages of migration that the passages of a text are about; like `tag`, and never a citation either.

    >>> [t.stage for t in tag_stages("Shelters in transit countries, and help upon return.", lang="en")]
    ['return', 'transit']
    >>> tag_stages("In return, the public transit card was free.", lang="en")
    []
    """
    return tag_all(text, lang=lang, catalogue=catalogue, post=post)[1]


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
    return tag_all(text, lang=lang, catalogue=catalogue, post=post)[0]
