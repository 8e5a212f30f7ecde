"""Names of instruments and bodies, found by words: case, accents, line breaks and quotes don't matter.

All names form a trie of word stems; an Aho-Corasick pass over the folded text finds where one of
their first words stands, and only there is the trie walked. The longest name wins.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from instruments.folding import WORD, fold, stem, words
from instruments.load import Catalogue, catalogue
from instruments.models import Name
from linker import trace
from linker.scan import Finder, Hits, Literals

_GAP = re.compile(r"(?:[\s'\-\u00ad,()/\"`°º№#《》「」『』、，：（）،؛]|\.(?=[\s\d])|:(?=\s)|&amp;)*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_HAN = re.compile(r"[\u3400-\u9fff]")
_MAX_GAP = 24


@dataclass(frozen=True, slots=True)
class Entry:
    """A name with what it names: an instrument's id or a body's."""

    id: str
    body: bool
    name: Name


@dataclass(frozen=True, slots=True)
class NameHit:
    """A name found at a span, with the entries that carry it."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class _Node:
    __slots__ = ("entries", "next")

    def __init__(self) -> None:
        self.next: dict[str, _Node] = {}
        self.entries: list[Entry] = []


class NameIndex:
    """The names of a catalogue, ready to be found in folded text."""

    def __init__(self, cat: Catalogue) -> None:
        self.root = _Node()
        self.generic: dict[str, list[str]] = {}
        firsts: set[str] = set()
        tables = [(i, False) for i in cat.instruments.values()] + [(b, True) for b in cat.bodies.values()]
        for record, body in tables:
            for name in _names(record):
                if name.kind == "generic":
                    self.generic.setdefault(fold(name.text), []).append(record.id)
                    continue
                self._add(Entry(record.id, body, name), firsts)
        self.firsts = tuple(sorted(firsts))
        self._ways = {first: self._way(first) for first in self.firsts}

    def _add(self, entry: Entry, firsts: set[str]) -> None:
        tokens = words(fold(entry.name.text))
        if not tokens:
            return
        node = self.root
        for word, _, _ in tokens:
            node = node.next.setdefault(word, _Node())
        node.entries.append(entry)
        folded = fold(entry.name.text)
        first = tokens[0][0]
        if _HAN.match(first):
            firsts.add("".join(t[0] for t in tokens[:2] if _HAN.match(t[0])))
        elif len(tokens) > 1 and len(first) <= 3 and entry.name.kind != "acronym" and first.isascii():
            gap = folded[tokens[0][2] : tokens[1][1]]
            firsts.add(first + gap + tokens[1][0])
        else:
            firsts.add(first)

    def _way(self, first: str) -> re.Pattern[str] | None:
        """What a name that begins with a word begins with: the first two or three words; None where one may do."""
        node = self.root.next.get(first)
        if node is None or node.entries or not first.isascii() or not first.isalpha():
            return None
        ways = []
        for word, below in node.next.items():
            if not word.isascii():
                return None
            third = (
                "" if below.entries or not all(map(str.isascii, below.next)) else rf"{_GAP.pattern}{_any(below.next)}"
            )
            ways.append(rf"{word}(?![^\W_]){third}")
        return re.compile(rf"(?<![^\W_]){first}(?![^\W_]){_GAP.pattern}(?:{'|'.join(ways)})")

    def generic_names(self, text: str, hits: Hits | None = None) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        """Names that mean an instrument only where it is named too ("the 1954 Convention"), with who carries them."""
        for m in self.generic_finder.matches(text, hits):
            yield m.start(), m.end(), tuple(self.generic[re.sub(r"\s+", " ", m[0])])

    @functools.cached_property
    def generic_finder(self) -> Finder:
        """What finds the generic names."""
        words = sorted(self.generic, key=len, reverse=True)
        inner = "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) or r"(?!)"
        return Finder(
            re.compile(rf"(?<!\w)(?:{inner})(?!\w)"), tuple({max(w.split(), key=len) for w in words}), before=80
        )

    def find(self, text: str, original: str, hits: Hits | None = None) -> list[NameHit]:
        """All longest names of a folded text, by place; ``original`` is the text before folding."""
        found: list[NameHit] = []
        last_end = 0
        starts: set[int] = set()
        hits = hits or Literals(self.firsts).scan(text)
        for first, places in hits.items():
            if first not in self._ways:
                continue
            if (way := self._ways[first]) is not None:
                starts.update(place for place in places if way.match(text, place))
                continue
            for start in places:
                before = text[start - 1 : start]
                if before.isalnum() and before.isascii():
                    continue  # inside a word that begins otherwise
                begin = _word_start(text, start)
                if begin >= 0:
                    starts.add(begin)
        for begin in sorted(starts):
            if begin < last_end:
                continue
            hit = self.at(text, begin, original)
            if hit is not None:
                found.append(hit)
                last_end = hit.end
        return found

    def at(self, text: str, begin: int, original: str | None = None) -> NameHit | None:
        """The longest name that begins at an offset, or None."""
        node, pos, best, depth = self.root, begin, None, 0
        m = WORD.match(text, pos)
        while m is not None:
            following = node.next.get(stem(m[0]))
            if following is None:
                if node is self.root:
                    return self._before_digits(m[0], begin, node, text, original)
                break
            node, pos, depth = following, m.end(), depth + 1
            if node.entries:
                best = self._accept(node, begin, pos, text, original) or best
            gap = _GAP.match(text, pos)
            if gap is None or gap.end() - pos > _MAX_GAP or _BLANK_LINE.search(text, pos, gap.end()):
                break
            m = WORD.match(text, gap.end())
        return self._truncated(node, begin, pos, depth) or best if best is None or best.end < pos else best

    def _before_digits(self, word: str, begin: int, node: _Node, text: str, original: str | None) -> NameHit | None:
        """An acronym with its number run on: "SDG5"."""
        letters = re.match(r"[a-z]{3,}(?=\d{1,2}$)", word)
        found = node.next.get(letters[0]) if letters and node is self.root else None
        if found is None or not any(e.name.kind == "acronym" and not e.body for e in found.entries):
            return None
        return self._accept(found, begin, begin + len(letters[0]), text, original) if letters else None

    def _truncated(self, node: _Node, begin: int, end: int, depth: int) -> NameHit | None:
        """A title cut short: eight words or more of it, and only one instrument's titles go on from there."""
        if depth < _TRUNCATED:
            return None
        below = _entries_below(node)
        if len({e.id for e in below}) != 1:
            return None
        return NameHit(begin, end, (below[0],))

    def starts(self, text: str, end: int) -> bool:
        """Whether a name begins right behind an offset, white space and brackets aside."""
        gap = re.compile(r"[\s,(\"']*").match(text, end)
        return gap is not None and self.at(text, gap.end()) is not None

    @staticmethod
    def _accept(node: _Node, begin: int, end: int, text: str, original: str | None) -> NameHit | None:
        written = original[begin:end] if original is not None else None
        entries = tuple(e for e in node.entries if written is None or _case_fits(e.name, written))
        if not entries:
            trace.note("case", begin, end)
            return None
        if (on := _goes_on(entries, text, end)) or _in_slug(written, text, begin, end):
            trace.note("goes-on" if on else "in-slug", begin, end)
            return None
        if text[end : end + 1] == ")" and text.count("(", begin, end) > text.count(")", begin, end):
            end += 1
        return NameHit(begin, end, entries)


def _any(words: Iterable[str]) -> str:
    return rf"(?:{'|'.join(words)})(?![^\W_])"


_TITLE_GOES_ON = re.compile(
    r"\s+(?:(?:on|against|relating|concerning|sobre|contra|sur|contre|relativ[ao]|relatif)\s+(?:the\s+|la\s+|el\s+|les?\s+|los\s+)?[^\W\d]|of\s+[a-z]{3})"
)
_OPEN_NOUN = re.compile(r"(?:declaration|convention|covenant|protocol|pact|declaracion|convencion|pacto|pacte)$")


_PLAIN = frozenset(
    "universal international women's rights human child children un united nations declaracion declaration".split()  # noqa: SIM905
)


def _goes_on(entries: tuple[Entry, ...], text: str, end: int) -> bool:
    """Whether a short name ending in a bare noun goes on into another title: "Universal Declaration on …"."""
    if not all(e.name.kind in ("short", "variant", "generic") and len(e.name.text.split()) <= 2 for e in entries):
        return False
    if not all(set(fold(e.name.text).split()[:-1]) <= _PLAIN for e in entries):
        return False  # "New York Declaration on …" can be no other
    return bool(_OPEN_NOUN.search(text, max(0, end - 12), end) and _TITLE_GOES_ON.match(text, end))


def _in_slug(written: str | None, text: str, begin: int, end: int) -> bool:
    """Whether lower-case letters are a part of an address or file name: "on-the-sdgs", "/sdg-blog"."""
    if written is None or not written.islower() or " " in written:
        return False
    left, right = text[begin - 1 : begin], text[end : end + 1]
    return (
        left == "/"
        or (left == "-" and text[max(0, begin - 5) : begin] != "post-")
        or (right == "-" and text[max(0, begin - 1)] in "/-_")
    )


_TRUNCATED = 8


def _entries_below(node: _Node) -> list[Entry]:
    out = list(node.entries)
    for child in node.next.values():
        out += _entries_below(child)
    return out


def _names(record: object) -> Iterator[Name]:
    seen: set[str] = set()
    for name in record.names:  # type: ignore[attr-defined]
        seen.add(fold(name.text))
        yield name
    for lang, title in record.titles.items():  # type: ignore[attr-defined]
        if fold(title) not in seen:
            yield Name(text=title, lang=lang, kind="official")


_LONGEST_WORD = 40


def _word_start(text: str, pos: int) -> int:
    """Where the word that holds an offset begins, -1 for one that is too long to be a name's."""
    if _HAN.match(text, pos):
        return pos
    start = pos
    while pos > 0 and text[pos - 1].isalnum() and not _HAN.match(text[pos - 1]):
        pos -= 1
        if start - pos > _LONGEST_WORD:
            return -1
    return pos


def _case_fits(name: Name, written: str) -> bool:
    """Short acronyms that are words of a language ("ODD", "CAT") count only in the case of the data."""
    if (name.kind not in ("acronym", "misspelling") and not name.text.isupper()) or " " in name.text:
        return True
    letters = [c for c in name.text if c.isalpha()]
    if len(letters) > 4 or not any(c in "aeiouAEIOU" for c in letters):
        return True
    return written == name.text or (
        len(letters) == 4 and written.lower() == written and name.text.lower() in ("udhr", "icmw")
    )


@functools.cache
def index(cat: Catalogue | None = None) -> NameIndex:
    """The name index of a catalogue (the shipped one by default), built once."""
    return NameIndex(cat or catalogue())
