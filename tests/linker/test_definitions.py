from __future__ import annotations

import time

import pytest

from linker import find


def pins(text: str) -> list[str | None]:
    """The targets of a text's pinpoints, None for one that belongs to nothing in the catalogue."""
    return [c.target for c in find(text) if c.kind == "pinpoint" or (c.kind == "other" and c.rule == "foreign")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a term of the text's own, quoted or announced
        (
            "The Convention on the Rights of the Child (“the Children's Treaty”) is old. CEDAW is older. "
            "Article 9 of the Children's Treaty is on separation.",
            ["crc#art_9"],
        ),
        (
            "The International Covenant on Civil and Political Rights of 16 December 1966 (hereinafter referred to as "
            "the Covenant) and the ICESCR, the ICESCR above all, bind it. Article 26 of the Covenant is on equality.",
            ["iccpr#art_26"],
        ),
        (
            "CEDAW and the CRC, hereinafter “the Child Convention”, are in force. Article 12 of the Child Convention "
            "is on views.",
            ["crc#art_12"],
        ),
        (
            "La Convención sobre los Derechos del Niño (en adelante, “la Convención”), la CEDAW y la CEDAW otra vez. "
            "Véase el artículo 24 de la Convención.",
            ["crc#art_24"],
        ),
        (
            "La Convention relative aux droits de l'enfant (ci-après « la Convention »), la CEDAW et encore la CEDAW. "
            "Voir l'article 24 de la Convention.",
            ["crc#art_24"],
        ),
        # an acronym that the catalogue does not have
        (
            "The Convention on the Elimination of All Forms of Discrimination against Women (CEFDM) is old. "
            "Article 12 CEFDM is on health.",
            ["cedaw#art_12"],
        ),
        # two terms at once
        (
            "The International Covenant on Civil and Political Rights (“the Civil Pact” or “the Covenant”) and the "
            "ICESCR, the ICESCR above all. Article 7 of the Civil Pact and article 9 of the Covenant apply.",
            ["iccpr#art_7", "iccpr#art_9"],
        ),
        # something else by the same words
        (
            "The Convention on the Marking of Ships (“the Convention”) was signed before the CRC. "
            "Article 3 of the Convention is on hulls.",
            [None],
        ),
        (
            "The CRC applies. The Harbour Convention, hereinafter referred to as the Convention, does too. "
            "Article 3 of the Convention is on docks.",
            [None],
        ),
        ("El Centro de Atención Temprana (CAT) abrió en mayo. Véase el artículo 3 del CAT.", [None]),
        # the later definition of the same words wins
        (
            "The Covenant on Lighthouses (“the Covenant”) failed. Article 7 of the Covenant was on lamps. The ICCPR "
            "(“the Covenant”) did not. Article 7 of the Covenant is on torture.",
            [None, "iccpr#art_7"],
        ),
        # before the definition the words are free
        (
            "CEDAW binds us: article 12 of the Convention is on health. The Convention on Wells (“the Convention”) "
            "does not.",
            ["cedaw#art_12"],
        ),
    ],
)
def test_a_term_means_what_the_text_says_that_it_means(text: str, expected: list[str | None]) -> None:
    assert pins(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The Housing Act 1988 (“the Act”) is old. The ICCPR is not. The Act, in its article 9, allows eviction.",
        "The European Court of Human Rights (ECHR) ruled. The ECHR then closed the file.",
    ],
)
def test_a_term_defined_as_something_else_links_to_nothing(text: str) -> None:
    assert [c.target for c in find(text) if c.target in ("echr", "iccpr#art_9")] == []


def test_an_acronym_defined_as_the_committee_s_is_the_committee_s_before_a_committee_s_verb() -> None:
    text = "The Committee on the Elimination of Discrimination against Women (CEDAW) met. CEDAW asked for data."
    assert [(c.kind, c.target) for c in find(text)] == [("body", "cedaw-committee")] * 3


def test_brackets_that_define_nothing_leave_the_anaphors_alone() -> None:
    text = "CEDAW (“a good text”) binds us (hereinafter: never again). Article 12 of the Convention is on health."
    assert pins(text) == ["cedaw#art_12"]


def test_very_many_definitions_cost_no_more_than_their_length() -> None:
    def seconds(count: int) -> float:
        text = " ".join(f"CEDAW (“the Convention {n:05}” or “the Convention”) binds." for n in range(count))
        begin = time.perf_counter()
        find(text)
        return time.perf_counter() - begin

    seconds(50)
    assert min(seconds(4000), seconds(4000)) < 8 * min(seconds(1000), seconds(1000))
