from __future__ import annotations

import itertools
import unicodedata

import pytest

from instruments.prints import build, dump, fingerprint, load
from instruments.shingles import SLOTS, K, Words, shingles, slots
from instruments.wordings import Piece, Wording

SENTENCE = "Each harbour shall keep a lantern lit for crews who arrive at night"


@pytest.mark.parametrize(
    "one, other",
    [
        ("harbour LABOUR", "harbor labor"),
        ("la protección", unicodedata.normalize("NFD", "la protección")),
        ("well-being of all", "well‐being of all"),
        ("the “harbour” – open", 'the "harbour" -- open'),
        ("recognise organisations", "recognize organizations"),
        ("har\u00adbour master", "harbour master"),
        ("article ٢٦", "article 26"),
        ("fulfil the programme", "fulfill the program"),
        ("two\nlines", "two lines"),
    ],
)
def test_spellings_that_people_take_for_the_same_have_the_same_figures(one: str, other: str) -> None:
    assert Words(one).figures == Words(other).figures


def test_other_words_have_other_figures_nearly_always() -> None:
    words = [f"word{i}" for i in range(2000)]
    same = sum(Words(a).figures == Words(b).figures for a, b in itertools.pairwise(words))
    assert same < 30


@pytest.mark.parametrize(
    "text, first, last, expected",
    [
        ("keep the light", 1, 3, "the light"),
        (unicodedata.normalize("NFD", "él llegó aquí hoy"), 1, 3, unicodedata.normalize("NFD", "llegó aquí")),
        ("a\u00adb c\u00add e", 1, 2, "c\u00add"),
        ("人人有权享受灯光", 2, 4, "有权"),
        ("«Tout marin» arrive", 0, 2, "Tout marin"),
    ],
)
def test_spans_lead_back_to_the_text_as_it_was(text: str, first: int, last: int, expected: str) -> None:
    start, end = Words(text).span(first, last)
    assert text[start:end] == expected


def test_a_han_character_is_a_word_and_latin_words_stay_whole() -> None:
    words = Words("人权 CEDAW 第12条")
    assert len(words.figures) == 6
    assert words.is_han(0, 2) and not words.is_han(2, 3)


def test_the_first_word_from_an_offset_on() -> None:
    text = "e\u0301te\u0301 deux trois"
    assert [Words(text).first_from(i) for i in (0, text.index("deux"), text.index("trois"))] == [0, 1, 2]


def test_shingles_are_the_same_wherever_the_words_stand() -> None:
    figures = Words(SENTENCE).figures
    keys = shingles(figures)
    assert len(keys) == len(figures) - K + 1
    assert shingles(b"\x01\x02" + figures)[2:] == keys
    assert list(slots(figures)) == [key >> 5 & SLOTS - 1 for key in keys]
    assert len(set(keys)) == len(keys)
    assert len(shingles(b"abcd")) == 0


def test_a_fingerprint_survives_its_file_and_holds_no_text(tmp_path) -> None:
    wording = Wording(
        "charter", "en", "charter.en.txt", (Piece("art_1", SENTENCE), Piece("art_2", "Every crew rests."))
    )
    made = fingerprint(wording, "0" * 64)
    path = tmp_path / "charter.en.bin"
    path.write_bytes(dump(made))
    assert load(path) == made
    assert b"lantern" not in path.read_bytes() and b"crew" not in path.read_bytes()
    assert dump(fingerprint(wording, "0" * 64)) == path.read_bytes()
    assert sum(n for _, n in made.pieces) == len(made.figures) == 16


def test_a_cut_fingerprint_is_refused_with_the_way_out(tmp_path) -> None:
    path = tmp_path / "charter.en.bin"
    path.write_bytes(dump(fingerprint(Wording("charter", "en", "x", (Piece("art_1", SENTENCE),)), ""))[:-3])
    with pytest.raises(Exception, match="texts fingerprint"):
        load(path)


def test_the_index_finds_where_a_shingle_stands() -> None:
    index = build(
        [fingerprint(Wording("charter", "en", "x", (Piece("art_1", SENTENCE), Piece("art_2", SENTENCE))), "")]
    )
    figures = Words(SENTENCE).figures
    places = index.at(shingles(figures)[2])
    assert [index.piece(place)[0] for place in places] == ["charter#art_1", "charter#art_2"]
    assert all(index.figures[p : p + K] == figures[2 : 2 + K] for p in places)
    assert index.work(places[0])[:2] == ("charter", "en")
    assert not index.at(12345)
