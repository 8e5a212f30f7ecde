"""Near its literals a pattern finds what it finds when it reads all of a text."""

import json
import random
import re
from array import array
from pathlib import Path

import pytest

from instruments.folding import _table, fold
from instruments.load import catalogue
from instruments.shingles import Words
from kb.sentences import Sentences
from kb.text import sentences
from linker import chains, heads, mentions
from linker.names import index
from linker.passages import _Flags
from linker.scan import Finder, Hits
from linker.triggers import finders, triggers

GOLD = Path(__file__).parents[1] / "gold"
LOOSE = (" ", " ", " ", "\n", "\n\n", ", ", " (", ") ", ". ", "  ", " - ", "/")


def _texts() -> list[str]:
    """The labelled texts of the project, and their words and numbers in disorder."""
    rows = [json.loads(line) for path in sorted(GOLD.glob("*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    whole = [row["text"] for row in rows if row.get("text")]
    rng = random.Random(5)
    words = re.findall(r"\w+(?:[’'-]\w+)*|[“”«»§№()]", " ".join(whole))
    return [*whole, *("".join(rng.choice(words) + rng.choice(LOOSE) for _ in range(400)) for _ in range(60))]


TEXTS = _texts()
CAT = catalogue()
FINDERS = {f"{n} {f.pattern.pattern[:40]}": f for n, f in enumerate((*finders(CAT), heads.INLINE))}


def _hits(text: str) -> Hits:
    return triggers(CAT).scan(fold(text))


def test_there_is_text_to_compare_on() -> None:
    assert len(TEXTS) > 60


@pytest.mark.parametrize("finder", FINDERS.values(), ids=list(FINDERS))
def test_a_finder_near_its_literals_finds_what_it_finds_in_the_whole_text(finder: Finder) -> None:
    for text in map(fold, TEXTS):
        near = [m.span() for m in finder.matches(text, triggers(CAT).scan(text))]
        assert near == [m.span() for m in finder.matches(text, None)]


def test_heads_of_lines_are_found_from_their_numbers() -> None:
    for text in map(fold, TEXTS):
        assert list(heads.lines(text, triggers(CAT).scan(text))) == list(heads.lines(text))


def test_laws_are_found_from_their_words_but_never_inside_a_word() -> None:
    for text in TEXTS:
        near = [(m.start, m.end) for m in mentions.laws(text, _hits(text))]
        whole = [(m.start, m.end) for m in mentions.laws(text) if not text[m.start - 1 : m.start].isalnum()]
        assert near == whole
    assert [m.start for m in mentions.laws("un emploi 2030", _hits("un emploi 2030"))] == []


def test_unit_words_begin_with_one_of_their_heads() -> None:
    from linker.grammar import grammar

    g = grammar()
    for text in map(fold, TEXTS):
        places = set(triggers(CAT).scan(text).of(g.heads))
        assert {m.start() for m in g.unit.finditer(text)} <= places


def test_preambles_and_headed_lists_take_hits() -> None:
    text = "the preamble, and the articles of the convention"
    hits = triggers(CAT).scan(text)
    assert [c.start for c in chains.preambles(text, hits)] == [4]
    assert list(chains.headed(text, hits)) == [(22, 31)]


def test_names_are_the_same_from_hits_and_from_a_scan_of_their_own() -> None:
    names = index(CAT)
    for text in TEXTS:
        assert names.find(fold(text), text, _hits(text)) == names.find(fold(text), text)


def _sentence(spans: list[tuple[int, int]], text: str, offset: int) -> tuple[int, int]:
    """The sentence at an offset, told from the list of all."""
    before = [i for i, (start, _) in enumerate(spans) if start <= offset]
    if not before:
        return 0, spans[0][0] if spans else len(text)
    start, end = spans[before[-1]]
    return (start, end) if offset < end or before[-1] + 1 == len(spans) else (start, spans[before[-1] + 1][0])


def test_a_sentence_asked_for_is_that_of_the_whole_list() -> None:
    rng = random.Random(2)
    pieces = [
        "\n",
        "\n\n",
        "A b. ",
        "x y. Z",
        "- item ",
        "1. ",
        " ",
        "\t",
        "é. ",
        "art. 2 ",
        "word " * 12,
        "\r\n",
        "(a) ",
    ]
    mixed = ["".join(rng.choice(pieces) for _ in range(rng.randint(0, 60))) for _ in range(200)]
    for text in [*TEXTS[:40], *mixed, "", "\n\n", "\n" * 3000]:
        spans, lazy = sentences(text), Sentences(text)
        for offset in {0, len(text), *(rng.randint(0, len(text)) for _ in range(40))}:
            assert lazy.at(offset) == _sentence(spans, text, offset)


def test_folding_by_characters_is_folding_by_the_table() -> None:
    rng = random.Random(3)
    odd = [0x131, 0x130, 0x3A3, 0x10A0, 0x13A0, 0xD800, 0x1F600, 0x10400, 0x212A, 0x4E00, 0x3042]
    codes = [*range(0x530), *range(0x600, 0x700), *range(0x1E00, 0x2070), *odd]
    for _ in range(3000):
        pool = rng.sample(codes, rng.randint(1, 50))
        text = "".join(chr(rng.choice(pool)) for _ in range(60))
        assert text.isascii() or fold(text) == text.translate(_table())


def test_words_by_token_are_words_by_pattern() -> None:
    for text in TEXTS:
        if text.isascii():
            count = len(re.findall(r"[^\W_]+", text))
            assert len(Words(text).figures) == count
    words = Words("one_two (three)four\u00a0five-six")
    assert len(words.figures) == 6


def test_lookups_are_the_same_with_numpy_and_without(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    table = bytes(i % 3 == 0 for i in range(1 << 16))
    row = array("I", [random.Random(4).randrange(1 << 16) for _ in range(500)])
    pytest.importorskip("numpy")
    fast = _Flags()(table, row)
    monkeypatch.delitem(sys.modules, "numpy")
    assert _Flags()(table, row) == fast == bytes(table[i] for i in row)
