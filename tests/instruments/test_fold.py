from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.fold import fold, occurs


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("CEDAW", "cedaw"),
        ("Convención  sobre\nla mujer", "convencion sobre la mujer"),
        ("l’égalité", "l'egalite"),
        ("sub–paragraph", "sub-paragraph"),
        ("№ 26", "no 26"),
        ("٢٦", "26"),
        ("Nº 26", "no 26"),
        ("Straße", "strasse"),
        ("ثـــلاث", "ثلاث"),
        ("İ", "i"),
    ],
)
def test_spellings_that_mean_the_same_fold_to_one(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("name", "text", "there"),
    [
        ("CMW", "The CMW, and others", True),
        ("CMW", "ICMW", False),
        ("C.M.W.", "the C.M.W. of 1990", True),
        ("公约", "消除歧视公约第12条", True),
        ("Convención", "la convencion", True),
    ],
)
def test_a_name_occurs_as_whole_words(name: str, text: str, there: bool) -> None:
    assert occurs(name, text) is there
