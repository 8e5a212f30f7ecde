from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from instruments.folding import fold, words


@given(st.text())
def test_folding_moves_no_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
@example("\t", "é")
def test_each_character_is_folded_by_itself(a: str, b: str) -> None:
    assert fold(a + b) == fold(a) + fold(b)


def test_every_code_point_folds_to_one() -> None:
    text = "".join(chr(code) for code in range(sys.maxunicode + 1))
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Convención", "CONVENCION"),
        ("l’égalité", "L'EGALITE"),
        ("10–12", "10-12"),
        ("no\u00a026", "no 26"),
        ("«CEDAW»", '"cedaw"'),
        ("١٢", "12"),
        ("２６", "26"),
        ("ДЕКЛАРАЦИЯ", "декларация"),
    ],
)
def test_what_people_take_for_the_same_compares_equal(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_line_ends_stay() -> None:
    assert fold("A\r\nB") == "a\r\nb"


@given(st.text())
def test_words_stand_where_they_are_said_to(text: str) -> None:
    folded = fold(text)
    for stem, start, end in words(folded):
        assert 0 <= start < end <= len(text)
        assert stem in folded[start:end].replace("\u0640", "") or unicodedata.category(folded[start]) == "Lo"
