from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import site_templates
from kb import site_paths
from kb.pages import Note
from kb.site_text import Span, blocks, pieces


def span(start, end, name="x", href=""):
    note = Note(
        id=name,
        number=1,
        letter="P",
        kind="",
        status="",
        text="",
        targets=(),
        candidates=(),
        confidence="",
        rule="",
        via="",
        voice="",
        remark="",
        source="",
    )
    return Span(start, end, note, (name,), href or f"{name}.html", False, name)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], [("abcdef", (), "")]),
        ([(1, 3)], [("a", (), ""), ("bc", ("s0",), "s0"), ("def", (), "")]),
        ([(0, 6), (2, 4)], [("ab", ("s0",), "s0"), ("cd", ("s0", "s1"), "s1"), ("ef", ("s0",), "s0")]),
        ([(0, 4), (2, 6)], [("ab", ("s0",), "s0"), ("cd", ("s0", "s1"), "s1"), ("ef", ("s1",), "s1")]),
        ([(0, 4), (0, 2)], [("ab", ("s0", "s1"), "s1"), ("cd", ("s0",), "s0"), ("ef", (), "")]),
        ([(0, 2), (2, 4)], [("ab", ("s0",), "s0"), ("cd", ("s1",), "s1"), ("ef", (), "")]),
    ],
    ids=["none", "one", "nested", "crossing", "same start", "adjacent"],
)
def test_a_text_is_cut_where_citations_start_and_end(spans, expected):
    made = [span(a, b, f"s{n}") for n, (a, b) in enumerate(spans)]
    found = [(p.text, p.classes, p.href.removesuffix(".html")) for p in pieces("abcdef", 0, 6, made)]
    assert found == expected


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), max_size=6, unique=True)


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet="ab 1.\n-é•ا", min_size=1, max_size=40), spans=SPANS)
def test_no_word_is_lost_and_every_note_stands_once_whatever_the_citations(text, spans):
    chosen = sorted({(a, min(a + n, len(text))) for a, n in spans if a < len(text)}, key=lambda s: (s[0], -s[1]))
    chosen = [(a, b) for a, b in chosen if text[a:b].strip() and not text[b - 1].isspace()]
    made = [span(a, b, f"n{a}-{b}") for a, b in chosen]
    found = blocks(text, made)
    shown = "".join(piece.text for block in found for piece in block.pieces)
    assert "".join(shown.split()) == "".join(text.split())
    notes = [note.id for block in found for note in block.notes]
    markers = [marker.note for block in found for piece in block.pieces for marker in piece.markers]
    assert sorted(notes) == sorted(markers) == sorted(one.note.id for one in made)


def test_an_anchor_stands_in_the_block_that_it_points_into():
    found = blocks("one\n\ntwo\n\nthree", [], [(0, "a"), (5, "b"), (12, "c")])
    assert [block.anchors for block in found] == [("a",), ("b",), ("c",)]


def test_a_numbered_line_is_a_list_item_and_a_sentence_is_not():
    found = blocks("We ask:\n\n(1) for trees\n\n2 trees are enough.\n\na) more", [])
    assert [block.kind for block in found] == ["p", "li", "p", "li"]


HOSTILE = [
    "a",
    "A",
    "con",
    "con.x",
    "nul",
    "a/b",
    "../a",
    "é",
    "e\u0301",
    "a" * 300,
    "a" * 301,
    "",
    ".",
    "a.",
    " a",
    "a%20",
]


def test_names_never_meet_even_where_case_is_folded():
    names = [site_paths.safe(one) for one in HOSTILE]
    assert all(re.fullmatch(r"[a-z0-9_-][a-z0-9_.~-]{0,80}(?<!\.)", name) for name in names), names
    assert [pair for pair in combinations(names, 2) if pair[0].casefold() == pair[1].casefold()] == []
    assert not {"con", "nul"} & {name.partition(".")[0] for name in names}


def schemes():
    css = (site_templates.folder() / "static" / "style.css").read_text("utf-8")
    light, dark = re.findall(r":root \{(.*?)\n\s*\}", css, re.S)[:2]
    colours = [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", part)) for part in (light, dark)]
    return {"light": colours[0], "dark": {**colours[0], **colours[1]}}


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, ground) for ink in ("ink", "quiet", "link", "accent") for ground in ("paper", "raised")),
        ("ink", "mark"),
        ("ink", "via"),
        *(("heat-low", f"heat{n}") for n in (1, 2, 3)),
        *(("heat-high", f"heat{n}") for n in (4, 5)),
    ],
)
def test_text_stands_out_from_its_ground(scheme, ink, ground):
    colours = schemes()[scheme]
    high, low = sorted((luminance(colours[ink]), luminance(colours[ground])), reverse=True)
    assert (high + 0.05) / (low + 0.05) >= 4.5
