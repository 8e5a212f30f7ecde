from __future__ import annotations

import unicodedata

import pytest

from kb.records import Citation
from linker import find

BASE = (
    "El artículo 12(2) de la CEDAW y la Convención sobre los Derechos del Niño, artículo 24; véase la RG 26, párr. 24."
)


def surfaces(text: str, lang: str | None = None) -> list[tuple[str, str | None]]:
    return [(c.text, c.target) for c in find(text, lang=lang)]


def check(text: str, found: list[Citation]) -> None:
    for c in found:
        assert 0 <= c.start < c.end <= len(text)
        assert text[c.start : c.end] == c.text == c.text.strip()
        assert 0 <= c.evidence_start <= c.start < c.end <= c.evidence_end <= len(text)
        assert c.text in c.evidence
        if c.via is not None:
            assert text[c.via.start : c.via.end] == c.via.text
    assert found == sorted(found, key=lambda c: (c.start, -c.end, c.target or ""))


@pytest.mark.parametrize(
    "text",
    [
        BASE,
        "👩🏽‍🌾 " * 40 + BASE,
        BASE.replace(" ", "\u00a0"),
        BASE.replace(" ", "\r\n"),
        BASE.replace(", ", ",\r\n\r\n"),
        BASE.replace("a", "a\u0301"),
        "\ufeff" + BASE,
        "\u200f" + BASE + "\u200e",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘! " + BASE,
        "İstanbul ﬁ ß ŉ ǰ " + BASE,
        BASE.upper(),
        BASE + "\x00" + BASE,
        pytest.param(
            "\ud800" + BASE
        ),
        "المادة ١٢ من اتفاقية سيداو " + BASE,
    ],
    ids=[
        "plain", "emoji", "no-break spaces", "CRLF in names", "CRLF paragraphs", "combining marks", "BOM",
        "direction marks", "stacked marks", "letters that grow", "upper case", "NUL", "lone surrogate", "Arabic before",
    ],
)  # fmt: skip
def test_every_span_holds_its_text(text: str) -> None:
    found = find(text, lang="es")
    assert found
    check(text, found)


def test_nfc_and_nfd_give_the_same_links_each_at_its_own_offsets() -> None:
    nfc, nfd = unicodedata.normalize("NFC", BASE), unicodedata.normalize("NFD", BASE)
    assert len(nfd) > len(nfc)
    check(nfd, find(nfd, lang="es"))
    composed, taken_apart = surfaces(nfc, "es"), surfaces(nfd, "es")
    assert [(unicodedata.normalize("NFC", text), target) for text, target in taken_apart] == composed


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n", "\u2028", " \n "])
def test_a_line_end_inside_a_name_or_pinpoint_does_not_matter(ending: str) -> None:
    text = f"The Universal Declaration{ending}of Human Rights and article{ending}12 of{ending}CEDAW."
    assert [t for _, t in surfaces(text)] == ["udhr", "cedaw#art_12"]


@pytest.mark.parametrize("before", ["", "x" * 5000 + " ", "👩🏽‍🌾" * 100, "\r\n" * 50, "é" * 10 + "\n\n"])
@pytest.mark.parametrize("after", ["", " x" * 3000, "\n\n👍🏾"])
def test_what_stands_far_around_moves_offsets_and_nothing_else(before: str, after: str) -> None:
    plain = find(BASE, lang="es")
    moved = find(before + BASE + after, lang="es")
    assert [(c.start - len(before), c.text, c.target) for c in moved] == [(c.start, c.text, c.target) for c in plain]


@pytest.mark.parametrize(
    ("text", "surface", "target"),
    [
        ("المادة ١٢ من اتفاقية سيداو", "المادة ١٢ من اتفاقية سيداو", "cedaw#art_12"),
        ("消除对妇女歧视委员会第26号一般性建议", "第26号一般性建议", "cedaw-gr26"),
        ("CEDAW 第12条", "CEDAW 第12条", "cedaw#art_12"),
        ("Article １２ of CEDAW", "Article １２ of CEDAW", "cedaw#art_12"),
        ("Recommandation générale № 26 de la CEDAW", "Recommandation générale № 26 de la CEDAW", "cedaw-gr26"),
    ],
)
def test_other_digits_and_signs_are_read_where_they_stand(text: str, surface: str, target: str) -> None:
    assert (surface, target) in surfaces(text)


def test_a_hidden_character_inside_an_acronym_leaves_offsets_right() -> None:
    text = "Both CE\u00adDAW and C\u200bRC, then CEDAW."
    found = find(text)
    check(text, found)
    assert found[-1].text == "CEDAW"


def test_evidence_is_the_sentence_that_holds_the_citation() -> None:
    text = "First words. The report relies on article 12 of CEDAW! Last words."
    (c,) = find(text)
    assert c.evidence == "The report relies on article 12 of CEDAW!"
    assert text[c.evidence_start : c.evidence_end].strip() == c.evidence


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", "12", "(a)", "§", "article", "Article 12 of", "CEDA"])
def test_next_to_nothing_gives_no_link(text: str) -> None:
    assert [c for c in find(text) if c.status == "resolved"] == []
