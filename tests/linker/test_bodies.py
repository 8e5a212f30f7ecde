from __future__ import annotations

import pytest

from linker import find


def first(text: str, lang: str | None = None) -> tuple[str, str | None]:
    c = next(c for c in find(text, lang=lang) if c.kind != "document")
    return c.kind, c.target


@pytest.mark.parametrize(
    ("text", "lang", "kind", "target"),
    [
        ("The CEDAW Committee asked.", "en", "body", "cedaw-committee"),
        ("CEDAW's concluding observations were blunt.", "en", "body", "cedaw-committee"),
        ("The last CEDAW review was in March.", "en", "body", "cedaw-committee"),
        ("Members of CEDAW asked.", "en", "body", "cedaw-committee"),
        ("At the CEDAW session, three States spoke.", "en", "body", "cedaw-committee"),
        ("The shadow report went to the CEDAW Committee.", "en", "body", "cedaw-committee"),
        ("CEDAW experts asked about wages.", "en", "body", "cedaw-committee"),
        ("The CMW Committee met in Geneva.", "en", "body", "cmw-committee"),
        ("The Committee on Migrant Workers met.", "en", "body", "cmw-committee"),
        ("The Human Rights Committee met.", "en", "body", "human-rights-committee"),
        ("The Committee on the Rights of the Child met.", "en", "body", "crc-committee"),
        ("The Human Rights Council met.", "en", "body", "human-rights-council"),
        ("Our UPR submission is ready.", "en", "body", "upr"),
        ("The Universal Periodic Review is slow.", "en", "body", "upr"),
        ("El Comité de la CEDAW preguntó.", "es", "body", "cedaw-committee"),
        ("El Comité CEDAW preguntó.", "es", "body", "cedaw-committee"),
        ("El Comité de los Derechos del Niño preguntó.", "es", "body", "crc-committee"),
        ("El Examen Periódico Universal es lento.", "es", "body", "upr"),
        ("Le Comité CEDAW a demandé.", "fr", "body", "cedaw-committee"),
        ("Le Comité de la CEDAW a demandé.", "fr", "body", "cedaw-committee"),
        ("Le Comité des droits de l'enfant a demandé.", "fr", "body", "crc-committee"),
        ("L'Examen périodique universel est lent.", "fr", "body", "upr"),
        # the same acronyms as instruments
        ("CEDAW was ratified in 1985.", "en", "instrument", "cedaw"),
        ("Our State is a party to CEDAW.", "en", "instrument", "cedaw"),
        ("The CEDAW framework helps.", "en", "instrument", "cedaw"),
        ("A CEDAW-based approach helps.", "en", "instrument", "cedaw"),
        ("From CEDAW perspectives, this is wrong.", "en", "instrument", "cedaw"),
        ("Article 12 of CEDAW is on health.", "en", "pinpoint", "cedaw#art_12"),
        ("CEDAW General Recommendation No. 26 helps.", "en", "instrument", "cedaw-gr26"),
        ("El Estado ratificó la CEDAW.", "es", "instrument", "cedaw"),
        ("L'État a ratifié la CEDAW.", "fr", "instrument", "cedaw"),
    ],
)
def test_a_committee_is_no_convention_and_a_convention_no_committee(
    text: str, lang: str, kind: str, target: str
) -> None:
    assert first(text, lang) == (kind, target)


def test_coordinated_acronyms_are_of_one_kind() -> None:
    found = find("The CMW and CEDAW Committees spoke.")
    assert {(c.kind, c.target) for c in found} == {("body", "cmw-committee"), ("body", "cedaw-committee")}


def test_a_paragraph_of_observations_is_no_paragraph_of_the_convention() -> None:
    found = find("CEDAW concluding observations, paragraph 21, ask for data.")
    assert [c.target for c in found if c.kind in ("instrument", "pinpoint") and c.status == "resolved"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Article 5 of the Labour Code fixes wages.",
        "Republic Act No. 10801 protects them.",
        "La Ley 12/2009 regula el asilo.",
        "La loi n° 2016-274 règle le séjour.",
    ],
)
def test_a_national_law_is_kept_as_another_law_and_never_linked(text: str) -> None:
    found = find(text)
    assert found and {c.kind for c in found} == {"other"}
    assert all(c.target is None or "#" not in c.target for c in found)
