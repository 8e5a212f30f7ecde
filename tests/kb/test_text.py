from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.text import passages, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See No. 26. It is new.", ["See No. 26.", "It is new."]),
        ("General Recommendation No. 26 of the Committee.", ["General Recommendation No. 26 of the Committee."]),
        ("Nos. 26 and 32, arts. 3 and 4, paras. 1-5.", ["Nos. 26 and 32, arts. 3 and 4, paras. 1-5."]),
        ("The answer is no. We disagree.", ["The answer is no.", "We disagree."]),
        ("The state of the art. The rest.", ["The state of the art.", "The rest."]),
        ("See art. VIII and para. b) of it.", ["See art. VIII and para. b) of it."]),
        ("Dr. Ruiz met Mr. Li vs. Mexico.", ["Dr. Ruiz met Mr. Li vs. Mexico."]),
        ("The U.N. Committee met. It voted.", ["The U.N. Committee met.", "It voted."]),
        ("They wrote to the U.N. The answer came.", ["They wrote to the U.N.", "The answer came."]),
        ("Some laws, e.g. CEDAW, i.e. treaties.", ["Some laws, e.g. CEDAW, i.e. treaties."]),
        ("Domestic work, care, etc. We agree.", ["Domestic work, care, etc.", "We agree."]),
        ("Domestic work, etc. and care.", ["Domestic work, etc. and care."]),
        ("Ver p. ej. la CEDAW, núm. 5, párr. 24.", ["Ver p. ej. la CEDAW, núm. 5, párr. 24."]),
        ("¿Qué dice? ¡Nada! Sí.", ["¿Qué dice?", "¡Nada!", "Sí."]),
        ("Voir l’art. 12, p. ex. Merci !  À bientôt.", ["Voir l’art. 12, p. ex. Merci !", "À bientôt."]),
        ("См. ст. 12 и п. 5. Это новое.", ["См. ст. 12 и п. 5.", "Это новое."]),
        ("见第26号。第二句！", ["见第26号。", "第二句！"]),
        ("هل هذا صحيح؟ نعم.", ["هل هذا صحيح؟", "نعم."]),
        ("1. Do this. 2. Do that.", ["1. Do this.", "2. Do that."]),
        ("Goal 3. Good health for all.", ["Goal 3. Good health for all."]),
        ("we met there. then we left.", ["we met there.", "then we left."]),
        ("He waited... and left.", ["He waited... and left."]),
        ("She said “go.” They went.", ["She said “go.”", "They went."]),
        ("The end.The next one starts.", ["The end.", "The next one starts."]),
        ("SDG 8.8 and 17.18 count. So does 3.c.", ["SDG 8.8 and 17.18 count.", "So does 3.c."]),
        ("One line\nAnother line", ["One line", "Another line"]),
        (
            "See General Recommendation No.\n26 of the Committee.",
            ["See General Recommendation No.\n26 of the Committee."],
        ),
        ("", []),
        (" \n\t", []),
    ],
)
def test_a_text_is_cut_into_its_sentences(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_a_paragraph_broken_at_a_line_width_is_one_passage() -> None:
    text = (
        "The committee met in the spring of that year to hear from all the\n"
        "people who had travelled there, and it heard from a great many of\n"
        "them.  It then wrote down what it had heard."
    )
    assert len(passages(text)) == 1
    assert len(cut(text)) == 2


def test_a_word_broken_over_two_lines_stays_in_one_sentence() -> None:
    text = "The review that was made of all these laws went so far l\n    egally that nobody objected."
    assert cut(text) == [text]


def leads(text: str) -> list[tuple[str, str]]:
    return [(text[p.start : p.end], text[p.lead_start : p.lead_end]) for p in passages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Well then. We ask for:\n- one;\n- two.\nEnd.", ["", "We ask for:", "We ask for:", ""]),
        ("We ask for:\n\n1. one\n\n2. two", ["", "We ask for:", "We ask for:"]),
        ("We ask for:\n(a) one:\n(i) x\n(ii) y\n(b) two", ["", "We ask for:", "(a) one:", "(a) one:", "We ask for:"]),
        ("All is well.\n- one\n- two", ["", "", ""]),
        ("We ask for:\n1) one\nmore words on that.\n2) two", ["", "We ask for:", "We ask for:"]),
        ("Targets such as:\n8.8 Protect all\n17.18 Count all", ["", "Targets such as:", "Targets such as:"]),
        ("We ask for:\n- one\nNow this:\n- two", ["", "We ask for:", "", "Now this:"]),
    ],
)
def test_a_list_item_has_the_lead_in_of_its_list(text: str, expected: list[str]) -> None:
    found = [lead for _, lead in leads(text)]
    # a line in lower case goes on with the item above it
    assert found == expected


def test_a_passage_starts_at_its_marker_and_holds_no_white_space_around_it() -> None:
    assert [item for item, _ in leads("  We ask:\r\n\r\n   • one  \r\n   • two\u00a0\r\n")] == [
        "We ask:",
        "• one",
        "• two",
    ]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("ab.1AÉ :;!?。\n\r•-()“”’ \u00a0"), max_size=200))
def test_sentences_lie_in_order_inside_passages_and_cover_every_word(text: str) -> None:
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() and start < end for start, end in spans)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    inside = [(p.start, p.end) for p in passages(text)]
    assert all(any(start <= a and b <= end for start, end in inside) for a, b in spans)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


@pytest.mark.parametrize(
    "text", ["." * 200_000 + "a", "- x:\n" * 40_000, "x\n\n" * 60_000, "art " * 60_000, '."' * 90_000]
)
def test_cutting_takes_time_in_proportion_to_length(text: str) -> None:
    began = time.process_time()
    sentences(text)
    passages(text)
    assert time.process_time() - began < 5


def test_the_real_discussion_is_never_cut_after_no(shared: Path) -> None:
    text = (shared / "corpus" / "e-discussion.txt").read_text(encoding="utf-8")
    assert not [sentence for sentence in cut(text) if sentence.endswith((" No.", " no.", "CEDAW/C.", " art."))]
    assert 800 < len(cut(text)) < 1100
