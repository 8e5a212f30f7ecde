"""Where a text names States; see `instruments.states.find_states` for what counts."""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from instruments.folding import fold
from instruments.states import LANGS, State, register

Kind = Literal["name", "letters", "people"]
_SHORT = 5
_NEAR = 30
_FROM = r"(?:women|workers|migrants|refugees|people|nationals|citizens|girls|men|families|nurses|delegates|returnees)"
_CUES = re.compile(
    rf"\b(?:in|across|within|throughout|{_FROM} (?:of|from|in)|(?:government|republic|kingdom|embassy|state) of|"
    r"embassy in|ministry of|border with|en|hacia|(?:gobierno|republica|embajada|pais|estado|frontera) de|"
    r"(?:gobierno|frontera) del|au|a l'ile|ile|(?:gouvernement|republique|ambassade|frontiere) (?:de|du))"
    r"(?: (?:the|la|el|le))?[ ]$"
)
_ACCENTED = re.compile(r"(?<!\w)à (?:la )?$", re.IGNORECASE)  # folded it would be English "a"
_ARTICLE = re.compile(r"(?<!\w)(?:(?:de )?l[ae] |l['’])$", re.IGNORECASE)  # before a State's name in French
_TITLE = re.compile(
    r"(?<!\w)(?:mr|mrs|ms|miss|dr|prof|dear|hi|hello|sr|sra|srta|don|doña|querid[oa]|estimad[oa]|"
    r"mme|mlle|cher|chère)[.]?[ ]$",
    re.IGNORECASE,
)
_STREET_BEFORE = re.compile(
    r"(?<!\w)(?:(?:calle|avenida|plaza|paseo|barrio|hotel|hôtel)(?: (?:de|del|de la))?[ ]"
    r"|(?:rue|avenue|boulevard) (?:(?:de|du|de la)[ ]|d['’]))$",
    re.IGNORECASE,
)
_STREET_AFTER = re.compile(r"[ ](?:Street|St\b\.?|Avenue|Road|Square|Boulevard|Lane|Drive|Hotel|Tower|Building)\b")
_AMERICAN = re.compile(
    r",[ ](?:Alabama|Arizona|Arkansas|Colorado|Connecticut|Delaware|Florida|Illinois|Indiana|Iowa|Kansas|Kentucky|"
    r"Louisiana|Maine|Maryland|Michigan|Minnesota|Mississippi|Missouri|Nebraska|Nevada|New Hampshire|New Jersey|Ohio|"
    r"Oklahoma|Oregon|Pennsylvania|Tennessee|Texas|Utah|Vermont|Virginia|Wisconsin|Wyoming)\b"
    r"(?!,? (?:and|or|y|o|et|ou)\b)"
)
_SURNAME = re.compile(r"[ ](?P<word>[^\W\d_][^\W\d_]*[a-zà-ÿ])")
_NO_SURNAME = re.compile(
    r"National|Supreme|High|Federal|Central|Government|Ministry|Minister|Parliament|President|Human|Law|Labou?r|"
    r"Court|Commission|Committee|Council|Constitution|Country|State|Mission|Embassy|Delegation|Office|Report|Team|"
    r"Chapter|Wom[ae]n|Migra\w+|Union|Trade|Civil|Red|Domestic|Workers?|And|Or|The|Of|In|On|To|For|From|Is|Are|"
    r"Has|Was|Were|By|At|As|With|January|February|March|April|May|June|July|August|September|October|November|"
    r"December"
)
_BEFORE = re.compile(r"(?:^|[^\w'’.-])([^\W\d_][\w'’.-]*)[ ]$")
_AFTER = re.compile(r"^(?:[ ]|'s[ ])([^\W\d_][\w’-]*)")
_DEFINED = re.compile(r"(?:\s*[(\[]\s*(?:[\w ,]{0,40}?[\"“«'‘])?|,)\s*([A-Z][A-Za-z]{1,5})\s*[\"”»'’]?\s*[)\]]")
_SMALL = frozenset(
    ("of", "the", "and", "de", "del", "la", "las", "los", "le", "les", "des", "du", "el", "et", "y", "e", "l", "d")
)
_JOINS = re.compile(r"(?:,|;|/|and|or|y|e|o|et|ou|&|[ ]|\n|the|la|el|le|as well as|asi como)*")


class Mention(NamedTuple):
    """A place where a text names a State: by a name, by letters, or by what its people are called."""

    start: int
    end: int
    code: str
    kind: Kind = "name"


class _Form(NamedTuple):
    """One way to name a State, or (without a code) a phrase that means none."""

    text: str
    code: str
    kind: Kind
    lang: str
    careful: bool = False
    capital: bool = False
    given: bool = False


@functools.cache
def _forms() -> tuple[Any, dict[str, tuple[_Form, ...]], tuple[str, ...]]:
    """The automaton over folded forms, the forms of each, and the patterns in the automaton's order."""
    import ahocorasick_rs

    by_key: dict[str, list[_Form]] = {}
    for form in _all():
        by_key.setdefault(fold(form.text), []).append(form)
    patterns = tuple(by_key)
    return ahocorasick_rs.AhoCorasick(patterns), {key: tuple(forms) for key, forms in by_key.items()}, patterns


def _all() -> Iterator[_Form]:
    facts = register()
    for phrase in facts.never:
        yield _Form(phrase, "", "name", "")
    for state in facts.states:
        for lang, name in state.names():
            capital = name in state.capital or len(name) < _SHORT
            yield _Form(name, state.code, "name", lang, name in state.careful, capital, name in state.given)
        for letters in state.acronyms:
            yield _Form(letters, state.code, "letters", "")
        for lang, words in state.people.items():
            yield from (_Form(word, state.code, "people", lang, capital=lang == "en") for word in words)


def mentions(text: str, lang: str | None = None) -> list[Mention]:
    """The places where a text names States, in order; no two overlap."""
    lang = lang if lang in LANGS else None
    sure: list[Mention] = []
    doubtful: list[Mention] = []
    for start, end, form in _longest(_found(text, lang)):
        if form.code and not _elsewhere(text, start, end, form):
            (doubtful if form.careful else sure).append(Mention(start, end, form.code, form.kind))
    plain = {m.code for m in sure}
    named = sorted(sure)
    while supported := {
        m for m in doubtful if _supported(text, m, named, plain, lang)
    }:  # one supports the next in a list
        named = sorted((*named, *supported))
        doubtful = [m for m in doubtful if m not in supported]
    return sorted(_apart([*named, *_defined(text, named)]))


def _found(text: str, lang: str | None) -> Iterator[tuple[int, int, _Form]]:
    automaton, forms, patterns = _forms()
    folded = fold(text).replace("\n", " ").replace("\r", " ")
    for index, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
        if (start and folded[start - 1].isalnum()) or (end < len(folded) and folded[end].isalnum()):
            continue
        for form in forms[patterns[index]]:
            if _fits(text[start:end], form, lang) and not (form.kind == "letters" and _shouted(text, start, end)):
                yield start, end, form
                break


def _fits(written: str, form: _Form, lang: str | None) -> bool:
    """Whether what is written is this form: its language, its capitals, no accent that the form lacks."""
    if form.kind == "letters":
        return written == form.text
    if lang and form.lang and form.lang != lang and (form.careful or form.kind == "people"):
        return False
    if (form.careful or form.capital) and any(
        known.isupper() and not one.isupper() for one, known in zip(written, form.text, strict=False)
    ):
        return False
    return all(a in (b, fold(b)) or b == fold(a) == "'" for a, b in _letters(written, form.text))


def _letters(written: str, known: str) -> Iterator[tuple[str, str]]:
    return ((a, b) for a, b in zip(written.lower(), known.lower(), strict=False) if a.isalpha() or b.isalpha())


def _shouted(text: str, start: int, end: int) -> bool:
    """Whether letters stand beside a word in capitals, where "US" may be a pronoun."""
    return bool(re.search(r"[A-Z]{4,} $", text[max(0, start - 20) : start]) or re.match(r" [A-Z]{4,}", text[end:]))


def _elsewhere(text: str, start: int, end: int, form: _Form) -> bool:
    """Whether what stands around a name shows that it is a person, a street or a town of the United States."""
    before, after = text[max(0, start - 24) : start], text[end : end + 40]
    if form.kind != "name":
        return False
    if _TITLE.search(before) or _STREET_BEFORE.search(before) or _STREET_AFTER.match(after) or _AMERICAN.match(after):
        return True
    surname = _SURNAME.match(after) if form.given and not text[start:end].isupper() else None
    word = surname["word"] if surname else ""
    return word[:1].isupper() and not _NO_SURNAME.fullmatch(word) and not _named_here(word)


@functools.cache
def _named_here(word: str) -> bool:
    """Whether a word is a State's name or what its people are called."""
    return any(form.code for form in _forms()[1].get(fold(word), ()))


def _longest(found: Iterable[tuple[int, int, _Form]]) -> Iterator[tuple[int, int, _Form]]:
    last = 0
    for start, end, form in sorted(found, key=lambda f: (f[0], -f[1])):
        if start >= last:
            last = end
            yield start, end, form


def _apart(found: Iterable[Mention]) -> Iterator[Mention]:
    last = 0
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if mention.start >= last:
            last = mention.end
            yield mention


def _supported(text: str, one: Mention, named: list[Mention], plain: set[str], lang: str | None) -> bool:
    """Whether the text shows that a name which others bear too means the State.

    ``named`` are the mentions that count already, in order; ``plain`` are the States that the text names by what nobody
    else is called.
    """
    before, after = text[max(0, one.start - 40) : one.start], text[one.end : one.end + 40]
    if any(word in before or word in after for word in _states()[one.code].not_near):
        return False
    cued = bool(_CUES.search(fold(before).replace("\n", " ")) or _ACCENTED.search(before))
    cued = cued or (lang == "fr" and bool(_ARTICLE.search(before))) or (lang == "es" and before[-3:].lower() == " a ")
    follows = _AFTER.match(after)
    if follows and follows[1][0].isupper():
        return False
    if cued:
        return True
    first = _BEFORE.search(before)
    if first and first[1][0].isupper() and not first[1].isupper() and first[1].lower() not in _SMALL:
        return False
    at = bisect.bisect(named, one)
    return one.code in plain or any(_beside(text, one, other) for other in named[max(0, at - 1) : at + 1])


def _beside(text: str, one: Mention, other: Mention) -> bool:
    """Whether two names stand in one list: nothing but commas and the word "and" between them."""
    first, second = sorted((one, other))
    return 0 < second.start - first.end <= _NEAR and bool(_JOINS.fullmatch(fold(text[first.end : second.start])))


def _defined(text: str, named: list[Mention]) -> Iterator[Mention]:
    """Letters that the text defines beside a name, wherever they stand after that."""
    given: dict[str, tuple[str, int]] = {}
    for mention in named:
        if mention.kind == "name" and (defined := _DEFINED.match(text, mention.end)):
            letters = defined[1]
            short = {_states()[mention.code].alpha3} | _initials(text[mention.start : mention.end])
            if letters not in given and letters.upper() in short:
                given[letters] = (mention.code, defined.end())
    for letters, (code, since) in given.items():
        for found in re.finditer(rf"(?<!\w){re.escape(letters)}(?!\w)", text[since:]):
            yield Mention(since + found.start(), since + found.end(), code, "letters")


def _initials(name: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", name)
    full = "".join(word[0] for word in words).upper()
    return {full, "".join(word[0] for word in words if word.lower() not in _SMALL).upper()} - {"", full[:1]}


@functools.cache
def _states() -> dict[str, State]:
    return {state.code: state for state in register().states}
