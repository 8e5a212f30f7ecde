"""Wordings here are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.outline import Unit, outline, paths


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("Article 1\nBoats.\nArticle 2\nOars.", "art", ["art_1", "art_2"]),
        ("Artículo 1\n1. Uno.\n2. Dos.", "art", ["art_1", "art_1__para_1", "art_1__para_2"]),
        ("第一條\n1.甲\n第十二條\n乙", "art", ["art_1", "art_1__para_1", "art_12"]),
        ("1. Boats:\n(a) red;\n(b) dun.\n2. Oars", "para",
         ["para_1", "para_1__point_a", "para_1__point_b", "para_2"]),
        ("1 Boats\n\n2 Oars", "para", ["para_1", "para_2"]),
        ("1. Boats: (a) red; (b) blue; and (c) grey.", "para", ["para_1", *(f"para_1__point_{x}" for x in "abc")]),
        ("1. As articles 1, 2 (f) and 5 (a) say.", "para", ["para_1"]),
        ("1. Boats; see 2 (a) below.\n3. Leapt over.", "para", ["para_1"]),
        (
            "1. Boats:\n(a) red:\n(i) old;\n(ii) new;\n(b) blue.",
            "para",
            ["para_1", "para_1__point_a", "para_1__point_a__point_i", "para_1__point_a__point_ii", "para_1__point_b"],
        ),
        (
            "1. Boats:\n" + "".join(f"({x}) x;\n" for x in "abcdefghij"),
            "para",
            ["para_1", *(f"para_1__point_{x}" for x in "abcdefghij")],
        ),
        (
            "1. Boats:\n(h) is no start;\n(a) red;\n(c) grey, after a lost mark.",
            "para",
            ["para_1", "para_1__point_a", "para_1__point_c"],
        ),
        ("Article 1\n1. One.\n2.a) Two", "art", ["art_1", "art_1__para_1", "art_1__para_2", "art_1__para_2__point_a"]),
        ("Article 1\nBoats.\nArticle 2\nOars.\nArticle 1\nA protocol.\nArticle 2\nMore.", "art", ["art_1", "art_2"]),
        ("Goal 1\tBoats\nTarget 1.1\tRed\nTarget 1.a\tOars\nIndicator 1.1.1\tHow many", "goal",
         ["goal_1", "target_1.1", "target_1.a", "indicator_1.1.1"]),
        ("# Objective 1\nBoats\na. Red\nb. Blue\n# Objective 2\nOars", "obj",
         ["obj_1", "obj_1__point_a", "obj_1__point_b", "obj_2"]),
        ("", "art", []),
        ("No numbers here.", "para", []),
    ],
)  # fmt: skip
def test_the_marks_of_a_wording_become_paths(text: str, unit: Unit, expected: list[str]) -> None:
    assert [mark.path for mark in outline(text, unit)] == expected


def test_a_place_reaches_to_the_end_of_what_lies_in_it() -> None:
    text = "Article 1\n1. Boats:\n(a) red.\n2. Oars.\nArticle 2\nSails."
    found = {mark.path: text[mark.start : mark.end] for mark in outline(text)}
    assert found["art_1"].endswith("2. Oars.\n")
    assert found["art_1__para_1"] == "1. Boats:\n(a) red.\n"
    assert found["art_1__para_1__point_a"] == "(a) red.\n"
    assert found["art_2"] == "Article 2\nSails."


@given(st.text(max_size=200), st.sampled_from(["art", "para", "goal", "obj"]))
def test_any_text_gives_marks_within_it_and_no_path_twice_unless_a_number_comes_back(text: str, unit: Unit) -> None:
    for mark in outline(text, unit):
        assert 0 <= mark.start <= mark.end <= len(text)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_a_written_numbering_is_read_back(points: list[int]) -> None:
    expected, text = set(), ""
    for n, count in enumerate(points, 1):
        text += f"Article {n}\n1. One:\n" + "".join(f"({chr(97 + i)}) x;\n" for i in range(count)) + "2. Two.\n"
        expected |= {f"art_{n}", f"art_{n}__para_1", f"art_{n}__para_2"}
        expected |= {f"art_{n}__para_1__point_{chr(97 + i)}" for i in range(count)}
    assert paths(text) == expected
