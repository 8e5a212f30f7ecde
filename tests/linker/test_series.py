from __future__ import annotations

import pytest

from instruments.load import catalogue
from linker import find


def named(text: str, lang: str | None = None) -> list[str | None]:
    return [c.target for c in find(text, lang=lang) if c.kind == "instrument" and c.status == "resolved"]


@pytest.mark.parametrize("sign", ["No. 26", "no. 26", "No 26", "Nº 26", "n° 26", "№ 26", "#26", "26", "number 26"])
def test_the_sign_of_a_number_does_not_matter(sign: str) -> None:
    assert named(f"CEDAW General Recommendation {sign} helps.") == ["cedaw-gr26"]


@pytest.mark.parametrize(
    ("head", "lang"),
    [
        ("General Recommendation No.", "en"),
        ("general recommendation", "en"),
        ("GR", "en"),
        ("GR No.", "en"),
        pytest.param("Gen. Rec. No.", "en"),
        ("la Recomendación General núm.", "es"),
        ("la recomendación general nº", "es"),
        ("la RG", "es"),
        ("la Recommandation générale n°", "fr"),
        ("la recommandation générale no", "fr"),
        ("la RG n°", "fr"),
    ],
)
@pytest.mark.parametrize("number", [19, 26, 32, 35])
def test_a_number_beside_cedaw_is_cedaws(head: str, lang: str, number: int) -> None:
    assert f"cedaw-gr{number}" in named(f"CEDAW. {head} {number} helps.", lang)


@pytest.mark.parametrize(
    ("body", "target"),
    [
        ("Committee on Economic, Social and Cultural Rights", "cescr-gc14"),
        ("Human Rights Committee", "hrc-gc14"),
        ("Committee on the Rights of the Child", "crc-gc14"),
        ("CESCR", "cescr-gc14"),
        ("CRC", "crc-gc14"),
    ],
)
def test_the_body_beside_a_number_says_whose_it_is(body: str, target: str) -> None:
    assert named(f"The {body}'s general comment No. 14 is long.")[0] == target
    assert target in named(f"General comment No. 14 of the {body} is long.")


def test_a_number_that_several_bodies_have_is_in_doubt_alone() -> None:
    found = [c for c in find("General comment No. 14 is long.") if c.kind == "instrument"]
    assert [(c.status, c.target) for c in found] == [("ambiguous", None)]
    assert {c.target for c in found[0].candidates} >= {"cescr-gc14", "crc-gc14", "hrc-gc14"}


def test_the_title_behind_a_number_says_whose_it_is() -> None:
    text = "General comment No. 14 on the right to the highest attainable standard of health is long."
    assert named(text) == ["cescr-gc14"]


@pytest.mark.parametrize(
    "text",
    [
        "ILO Convention No. 189",
        "ILO Convention 189",
        "ILO C189",
        "ILO C-189",
        "C189",
        "C 189 of the ILO",
        "Convention No. 189 of the ILO",
        "Convention 189 (ILO)",
        "Convenio núm. 189 de la OIT",
        "Convenio 189 OIT",
        "Convention n° 189 de l'OIT",
        "la convention OIT n° 189",
    ],
)
def test_ways_to_write_a_labour_convention(text: str) -> None:
    assert set(named(f"Workers want {text} to be ratified.")) == {"ilo-c189"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ILO Conventions Nos. 97 and 143 protect migrants.", ["ilo-c97", "ilo-c143"]),
        ("ILO Conventions 29, 105, 138 and 182 are fundamental.", ["ilo-c29", "ilo-c105", "ilo-c138", "ilo-c182"]),
        ("The labour conventions C87 and C98 are on unions.", ["ilo-c87", "ilo-c98"]),
        ("CEDAW General Recommendations Nos. 19, 26 and 35 are ours.", ["cedaw-gr19", "cedaw-gr26", "cedaw-gr35"]),
        ("Las recomendaciones generales 26 y 32 de la CEDAW son nuestras.", ["cedaw-gr26", "cedaw-gr32"]),
        ("Les recommandations générales n° 26 et 32 de la CEDAW sont les nôtres.", ["cedaw-gr26", "cedaw-gr32"]),
    ],
)
def test_a_list_of_numbers_names_each(text: str, expected: list[str]) -> None:
    assert [t for t in named(text) if t != "cedaw"] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Flight C189 to Doha was late.",
        "Gate C97 is at the far end.",
        "Batch R201 was sold out.",
        "CEDAW General Recommendation No. 99 does not exist.",
        "We made recommendation 26 to our own board.",
    ],
)
def test_a_number_without_support_is_no_link(text: str) -> None:
    assert [t for t in named(text) if t and t != "cedaw"] == []


@pytest.mark.parametrize("target", sorted(i for i, x in catalogue().instruments.items() if x.series))
def test_every_numbered_instrument_is_found_by_series_body_and_number(target: str) -> None:
    inst = catalogue().instruments[target]
    assert inst.series is not None
    words = {
        "general-recommendation": "General Recommendation",
        "general-comment": "General Comment",
        "ilo-convention": "ILO Convention",
        "ilo-recommendation": "ILO Recommendation",
        "ilo-protocol": "ILO Protocol",
    }[inst.series.kind]
    who = "" if inst.series.kind.startswith("ilo") else f"{catalogue().bodies[inst.series.body].titles['en']} "
    found = named(f"The {who}{words} No. {inst.series.number} was read out.")
    assert found and found[0] in (
        target,
        inst.joint,
        *(i for i, x in catalogue().instruments.items() if x.joint == target),
    )
