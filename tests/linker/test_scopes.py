from __future__ import annotations

import pytest

from linker import find


def targets(text: str, **options: object) -> list[str | None]:
    return [c.target for c in find(text, **options) if c.status == "resolved" and c.kind in ("pinpoint", "anaphor")]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what is beside the number wins
        ("Under the CRC, article 12 of CEDAW is read widely.", ["cedaw#art_12"]),
        ("CEDAW, article 12, is older than the CRC.", ["cedaw#art_12"]),
        ("The CRC and CEDAW differ; article 12 of the former is on views.", []),
        # what is in the same sentence comes before what is further off
        ("The CRC is known. CEDAW, in its article 5, goes further.", ["cedaw#art_5"]),
        ("CEDAW came first. Then came the CRC; article 24 is on health.", ["crc#art_24"]),
        # bounds decide
        ("CEDAW and ICRMW apply; article 68 asks States to work together.", ["icrmw#art_68"]),
        ("The ICRMW is long, CEDAW is short; article 68 asks States to work together.", ["icrmw#art_68"]),
        ("CEDAW applies. Article 33 is cited too.", []),
        ("C189 has few articles, so article 60 of it is a mistake.", []),
        # something that is not in the catalogue breaks the chain
        ("CEDAW applies. The Labour Code, article 5, does not.", []),
        ("CEDAW applies, but article 5 of the Family Code was kept.", []),
        ("CEDAW applies. Article 5 of the Constitution was kept. Nothing else.", []),
        ("CEDAW applies and so does the Immigration Act, whose section 5 and article 6 are harsh.", []),
        # a later sentence
        ("CEDAW is our base. Article 11 is on work, and article 12 on health.", ["cedaw#art_11", "cedaw#art_12"]),
        ("We rely on article 11 of CEDAW. Article 12 is on health.", ["cedaw#art_11", "cedaw#art_12"]),
    ],
)
def test_a_number_takes_its_instrument_by_nearness_bounds_and_competition(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


@pytest.mark.parametrize(
    ("lead", "lang"),
    [
        ("The SDG targets that matter to us:", "en"),
        ("We work on SDG targets such as:", "en"),
        ("Metas de los ODS, en particular:", "es"),
        ("Cibles des ODD, notamment :", "fr"),
    ],
)
@pytest.mark.parametrize("mark", ["- ", "• ", "* ", ""])
def test_every_item_below_a_lead_in_takes_its_instrument(lead: str, lang: str, mark: str) -> None:
    items = ["8.8 safe work", "5.2 violence", "10.7 movement", "16.2 children", "3.1 mothers"]
    text = lead + "\n" + "\n".join(mark + item for item in items)
    expected = [f"sdgs#target_{item.split()[0]}" for item in items]
    assert targets(text, lang=lang) == expected


def test_a_long_list_keeps_its_lead_in_to_the_last_item() -> None:
    filler = "with a line that goes on for quite a while about what was done in that year " * 4
    items = [f"- {n} {filler}" for n in ("5.1", "5.2", "5.3", "8.5", "8.7", "8.8", "10.7", "16.2")]
    text = "These SDG targets guide us:\n" + "\n".join(items)
    assert targets(text, lang="en")[-1] == "sdgs#target_16.2"
    assert len(targets(text, lang="en")) == 8


def test_a_name_inside_one_item_does_not_carry_over_to_the_next() -> None:
    text = "CEDAW General Recommendation No. 26 asks for:\n- 24(a) lifting bans, as the CRC does\n- 24(b) training"
    assert targets(text) == ["cedaw-gr26#para_24__point_a", "cedaw-gr26#para_24__point_b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CEDAW binds us. The Convention is clear.", ["cedaw"]),
        ("The CRC binds us. This Convention is clear.", ["crc"]),
        ("The New York Declaration is new. The Declaration is not binding.", ["ny-declaration"]),
        ("The ICCPR binds us. The Covenant is clear.", ["iccpr"]),
        ("The Palermo Protocol binds us. The Protocol is clear.", ["palermo-protocol"]),
        ("La CRPD nos obliga. La Convención es clara.", ["crpd"]),
        ("La CEDAW nous lie. Cette Convention est claire.", ["cedaw"]),
        # two that fit, one sentence: doubt, and no link
        ("CEDAW and the CRC bind us. The Convention is clear.", []),
        ("The ICCPR and the ICESCR bind us. The Covenant is clear.", []),
        # no antecedent of that kind
        ("The New York Declaration is new. The Convention is clear.", []),
        ("The Convention is clear.", []),
        ("She attended the convention and made a declaration.", []),
    ],
)
def test_an_anaphor_needs_one_clear_antecedent(text: str, expected: list[str]) -> None:
    assert targets(text) == expected


def test_doubt_is_kept_with_its_candidates() -> None:
    found = [c for c in find("CEDAW and the CRC bind us. The Convention is clear.") if c.kind == "anaphor"]
    assert [(c.status, c.target, {x.target for x in c.candidates}) for c in found] == [
        ("ambiguous", None, {"cedaw", "crc"})
    ]


def test_a_number_that_is_in_no_tree_is_unresolved_with_the_reason() -> None:
    found = [c for c in find("Article 99 of CEDAW is a mistake.") if c.kind == "pinpoint"]
    assert [(c.status, c.target) for c in found] == [("unresolved", None)]
    assert "99" in found[0].note


def test_the_deepest_level_that_exists_is_linked_and_the_rest_is_noted() -> None:
    (c,) = [c for c in find("Article 12(2)(f) of CEDAW is a mistake.") if c.kind == "pinpoint"]
    assert (c.status, c.target) == ("resolved", "cedaw#art_12__para_2")
    assert "f" in c.note


def test_via_names_the_words_that_the_instrument_was_taken_from() -> None:
    text = "CEDAW is our base. It is widely read. Article 11 is on work."
    (pin,) = [c for c in find(text) if c.kind == "pinpoint"]
    assert pin.via is not None
    assert (pin.via.text, text[pin.via.start : pin.via.end]) == ("CEDAW", "CEDAW")


def test_parents_serve_anaphors() -> None:
    parent = "The Palermo Protocol should be ratified."
    assert targets("The Protocol is in force here.", context=[parent]) == ["palermo-protocol"]
    assert targets("The Protocol is in force here.") == []


def test_a_further_parent_never_wins_over_the_nearest() -> None:
    far, near = "CEDAW should be ratified.", "The CRC should be ratified."
    (c,) = find("The Convention is in force here.", context=[far, near])
    assert c.target in (None, "crc")
    assert [x.target for x in c.candidates][:1] in ([], ["crc"])


@pytest.mark.parametrize("number", [29, 31, 60])
def test_a_drafts_number_is_the_adopted_paragraph(number: int) -> None:
    written = {29: "2.8", 31: "2.10", 60: "3.20"}[number]
    (c,) = [c for c in find(f"Paragraph {written} of the draft New York Declaration") if c.kind == "pinpoint"]
    assert c.target == f"ny-declaration#para_{number}"
    assert "draft" in c.note and written in c.note


def test_a_mislabelled_unit_is_meant_well_and_noted() -> None:
    (c,) = [c for c in find("CEDAW GR 26 art. 24 lists steps.") if c.kind == "pinpoint"]
    assert c.target == "cedaw-gr26#para_24"
    assert "mislabelled" in c.note


@pytest.mark.parametrize(
    ("text", "voice"),
    [
        ("We cite CEDAW.", "own"),
        ('The minister said: "we follow CEDAW in all we do".', "quoted"),
        ("La ministra dijo: «seguimos la CEDAW».", "quoted"),
        ("“We follow CEDAW”, she said.", "quoted"),
        ("“We follow”, she said, and cited CEDAW.", "own"),
    ],
)
def test_what_stands_in_quotation_marks_is_no_voice_of_its_own(text: str, voice: str) -> None:
    assert {c.voice for c in find(text)} == {voice}
