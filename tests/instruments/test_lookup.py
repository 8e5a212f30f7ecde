from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from instruments.load import Catalogue, catalogue
from instruments.lookup import Lookup, lookup

FACTS = Path(__file__).parent / "facts"
ALL = catalogue()


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("cedaw#art_12", "cedaw#art_12"),
        ("Beijing Declaration 3", "beijing-platform#declaration__para_3"),
        ("Beijing Declaration para 3", "beijing-platform#declaration__para_3"),
        ("Declaración de Beijing, párrafo 3", "beijing-platform#declaration__para_3"),
        ("Beijing Declaration", "beijing-platform"),
        ("消除对妇女歧视委员会第26号一般性建议第26段", "cedaw-gr26#para_26"),
        ("消除對婦女歧視委員會第26號一般性建議", "cedaw-gr26"),
        ("消除对妇女一切形式歧视公约第12条第2款", "cedaw#art_12__para_2"),
        ("可持续发展目标 具体目标10.7", "sdgs#target_10.7"),
        ("общая рекомендация № 26 КЛДЖ", "cedaw-gr26"),
        ("пункт 26 общей рекомендации № 26 КЛДЖ", "cedaw-gr26#para_26"),
        ("статья 12 КЛДЖ", "cedaw#art_12"),
        ("التوصية العامة رقم ٢٦ سيداو", "cedaw-gr26"),
        ("المادة 12 من سيداو", "cedaw#art_12"),
        ("Beijing Declaration 125(a)", "beijing-platform#para_125__point_a"),
        ("Beijing Declaration, chapter IV", "beijing-platform#chapter_4"),
        ("Beijing Platform for Action 3", "beijing-platform#para_3"),
        ("Vienna Declaration 18", "vienna-declaration#part_1__para_18"),
        ("Vienna Declaration part II para 36", "vienna-declaration#part_2__para_36"),
        ("CRRF", "ny-declaration#annex_1"),
        ("CRRF 5(b)", "ny-declaration#annex_1__para_5__point_b"),
        (" CEDAW#art_12 ", "cedaw#art_12"),
        ("gcm#para_17", "gcm#obj_1"),
        ("cedaw-gr26", "cedaw-gr26"),
        ("CEDAW", "cedaw"),
        ("cedaw 12", "cedaw#art_12"),
        ("CEDAW 12(2)", "cedaw#art_12__para_2"),
        ("CEDAW art. 12 para 2", "cedaw#art_12__para_2"),
        ("CEDAW, Art. 12 (2).", "cedaw#art_12__para_2"),
        ("article 12 CEDAW", "cedaw#art_12"),
        ("article 12, paragraph 2, of CEDAW", "cedaw#art_12__para_2"),
        (
            "Article 2(f) of the Convention on the Elimination of All Forms of Discrimination against Women",
            "cedaw#art_2__point_f",
        ),
        ("cedaw 11.1.f", "cedaw#art_11__para_1__point_f"),
        ("cedaw 2e", "cedaw#art_2__point_e"),
        ("CEDAW part III", "cedaw#part_3"),
        ("CEDAW preamble", "cedaw#preamble"),
        ("A/RES/34/180 article 9", "cedaw#art_9"),
        ("CEDAW artículo 12", "cedaw#art_12"),
        ("artículo 12, párrafo 2, de la CEDAW", "cedaw#art_12__para_2"),
        ("l'article 12, paragraphe 2, de la CEDEF", "cedaw#art_12__para_2"),
        ("GR26 para 26(l)", "cedaw-gr26#para_26__point_l"),
        ("CEDAW GR 26", "cedaw-gr26"),
        ("CEDAW General Recommendation No. 26", "cedaw-gr26"),
        ("General recommendation 26, 26(l)", "cedaw-gr26#para_26__point_l"),
        ("RG 26 párr. 26 l)", "cedaw-gr26#para_26__point_l"),
        ("recommandation générale n° 26, par. 26 l)", "cedaw-gr26#para_26__point_l"),
        ("CEDAW GR 26 24(c)(i)", "cedaw-gr26#para_24__point_c__point_i"),
        ("CMW GC 2 para 60", "cmw-gc2#para_60"),
        ("CRC general comment 6", "crc-gc6"),
        ("SDG 5", "sdgs#goal_5"),
        ("SDG 8.8", "sdgs#target_8.8"),
        ("SDG target 3.c", "sdgs#target_3.c"),
        ("SDG 8.8.1", "sdgs#indicator_8.8.1"),
        ("2030 Agenda para 29", "sdgs#para_29"),
        ("goal 5", "sdgs#goal_5"),
        ("target 8.8", "sdgs#target_8.8"),
        ("indicator 8.8.1", "sdgs#indicator_8.8.1"),
        ("ODS 8.8", "sdgs#target_8.8"),
        ("meta 8.8", "sdgs#target_8.8"),
        ("ODD, cible 8.8", "sdgs#target_8.8"),
        ("C189", "ilo-c189"),
        ("C189 art. 15", "ilo-c189#art_15"),
        ("ILO C189 15(1)(a)", "ilo-c189#art_15__para_1__point_a"),
        ("ILO Convention No. 189, article 15", "ilo-c189#art_15"),
        ("Convenio núm. 189 artículo 15", "ilo-c189#art_15"),
        ("ICRMW 25", "icrmw#art_25"),
        ("New York Declaration 31", "ny-declaration#para_31"),
        ("NYD para. 31", "ny-declaration#para_31"),
        ("New York Declaration annex I para 5", "ny-declaration#annex_1__para_5"),
        ("UDHR 23(3)", "udhr#art_23__para_3"),
        ("GCM objective 7", "gcm#obj_7"),
        ("GCM para 22", "gcm#obj_6"),
    ],
)
def test_a_query_that_means_one_thing_gives_it(query: str, target: str) -> None:
    found = lookup(query, ALL)
    assert (found.target, found.suggestion) == (target, "")


@pytest.mark.parametrize(
    ("query", "target", "note"),
    [
        ("NYD 2.10", "ny-declaration#para_31", "draft numbering: Draft for adoption of 29 July 2016, 2.10"),
        (
            "New York Declaration 3.20",
            "ny-declaration#para_60",
            "draft numbering: Draft for adoption of 29 July 2016, 3.20",
        ),
        ("C189 15(a)", "ilo-c189#art_15__para_1__point_a", "read as ILO C189, Article 15(1)(a)"),
        ("CEDAW GR26 art. 24", "cedaw-gr26#para_24", "read as CEDAW GR 26, Paragraph 24"),
        ("CEDAW general comment 26", "cedaw-gr26", "read as CEDAW GR 26"),
    ],
)
def test_a_query_that_is_read_freely_says_how(query: str, target: str, note: str) -> None:
    found = lookup(query, ALL)
    assert (found.target, found.note) == (target, note)


@pytest.mark.parametrize(
    ("query", "candidates"),
    [
        ("CMW", ("cmw-committee", "icrmw")),
        ("general comment 26", ("cescr-gc26", "crc-gc26", "hrc-gc26", "cedaw-gr26", "cerd-gr26")),
        ("GR 32", ("cedaw-gr32", "cerd-gr32", "hrc-gc32")),
        ("CEDAW 11(b)", ("cedaw#art_11__para_1__point_b", "cedaw#art_11__para_2__point_b")),
    ],
)
def test_a_query_that_means_several_things_gives_them_all_and_no_target(
    query: str, candidates: tuple[str, ...]
) -> None:
    found = lookup(query, ALL)
    assert (found.target, found.candidates) == (None, candidates)
    assert found.suggestion.endswith("; say which")


@pytest.mark.parametrize(
    ("query", "candidate", "suggestion"),
    [
        ("CEDAW 45", "cedaw#art_5", "CEDAW has 30 articles and no 45; did you mean"),
        ("CEDAW 12(9)", "cedaw#art_12", "CEDAW, Article 12 has 2 paragraphs and no (9); did you mean"),
        ("SDG 18", "sdgs#goal_8", "SDGs has 17 goals and no 18; did you mean"),
        ("CEDAW GR26 para 33", "cedaw-gr26#para_3", "CEDAW GR 26 has 29 paragraphs and no 33; did you mean"),
        ("GR 99", None, "the catalogue has no such general recommendation No. 99; see: rightsgraph instruments list"),
        ("CRC GR 99", None, "the catalogue has no such general recommendation No. 99; see:"),
        ("cedaw#art_99", "cedaw#art_9", "CEDAW has no provision 'art_99'; did you mean"),
        ("Migrant Wrokers Convention 25", "icrmw#art_25", "nothing is called 'migrant wrokers"),
        ("CEDAW health care", "cedaw#art_12", "did you mean"),
        ("article 12", None, "say of which instrument"),
        ("Treaty of Nowhere 3", None, "nothing is called"),
        (
            "CEDAW Committee 12",
            "cedaw#art_12",
            "CEDAW Committee is a body and has no provisions; did you mean",
        ),
        ("", None, "type the name or id of an instrument, and a number"),
        ("???", None, "type the name or id of an instrument, and a number"),
    ],
)
def test_a_query_that_means_nothing_says_what_may_be_meant(query: str, candidate: str | None, suggestion: str) -> None:
    found = lookup(query, ALL)
    assert found.target is None
    assert candidate is None or candidate in found.candidates
    assert found.suggestion.startswith(suggestion)


def test_a_body_is_found_as_a_body() -> None:
    assert lookup("CEDAW Committee", ALL).target == "cedaw-committee"


@pytest.mark.parametrize("ident", [i for i in ALL.instruments if ALL.trees[i]])
def test_the_id_of_every_first_provision_leads_to_it(ident: str) -> None:
    target = f"{ident}#{next(iter(ALL.trees[ident]))}"
    assert lookup(target, ALL).target == target


def test_names_come_from_the_catalogue_at_hand() -> None:
    tiny = catalogue(FACTS)
    assert lookup("HWC 1(1)", tiny).target == "harbour-charter#art_1__para_1"
    assert lookup("HWC 1.2", tiny).target == "harbour-charter#art_2"
    assert lookup("CEDAW 12", tiny).target is None


def test_an_empty_catalogue_finds_nothing() -> None:
    assert lookup("CEDAW 12", Catalogue({}, {}, {})).target is None


WORDS = ["CEDAW", "GR", "26", "(l)", "12", ".", "para", "art", "goal", "8.8", "C189", "the", "of", "y", "a", "#", "_"]


@settings(deadline=None)
@given(st.text(max_size=40) | st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_no_query_breaks_it_and_every_target_exists(query: str) -> None:
    found = lookup(query, ALL)
    assert isinstance(found, Lookup)
    for target in (*found.candidates, *([found.target] if found.target else [])):
        assert ALL.has(target) or target in ALL.bodies
