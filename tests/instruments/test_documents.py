from __future__ import annotations

import pytest

from instruments import documents
from instruments.documents import read, slug
from instruments.load import catalogue


@pytest.mark.parametrize(
    ("symbol", "body", "kind", "state", "year", "session", "cycle"),
    [
        ("CEDAW/C/DOM/CO/6-7", "cedaw-committee", "concluding observations", "DOM", "", "", "6-7"),
        ("CEDAW/C/PHL/Q/7", "cedaw-committee", "list of issues", "PHL", "", "", "7"),
        ("CEDAW/C/PER/Q/6/Add.1", "cedaw-committee", "replies to the list of issues", "PER", "", "", "6"),
        ("CMW/C/MEX/QPR/3", "cmw-committee", "list of issues prior to reporting", "MEX", "", "", "3"),
        ("CMW/C/MEX/CO/3", "cmw-committee", "concluding observations", "MEX", "", "", "3"),
        ("CRC/C/OPSC/FRA/CO/1", "crc-committee", "concluding observations", "FRA", "", "", "1"),
        ("CRPD/C/EU/CO/1", "crpd-committee", "concluding observations", "EU", "", "", "1"),
        ("CEDAW/C/URY/2-3", "cedaw-committee", "State report", "URY", "", "", "2-3"),
        ("E/C.12/COL/CO/6", "cescr-committee", "concluding observations", "COL", "", "", "6"),
        ("CCPR/C/79/Add.12", "human-rights-committee", "concluding observations", "", "", "", ""),
        ("CAT/C/FRA/CO/4-6/Add.1", "cat-committee", "follow-up to concluding observations", "FRA", "", "", "4-6"),
        ("CCPR/C/113/D/2022/2011", "human-rights-committee", "decision", "", "2011", "113", ""),
        ("CEDAW/C/56/D/22/2009", "cedaw-committee", "decision", "", "2009", "56", ""),
        ("CRC/C/GC/14", "crc-committee", "general comment", "", "", "", ""),
        ("CCPR/C/SR.3009", "human-rights-committee", "summary record", "", "", "", ""),
        ("A/HRC/RES/17/4", "human-rights-council", "resolution", "", "", "17", ""),
        ("A/RES/71/1", "general-assembly", "resolution", "", "", "71", ""),
        ("S/RES/1325(2000)", "security-council", "resolution", "", "2000", "", ""),
        ("E/CN.4/RES/1993/7", "commission-on-human-rights", "resolution", "", "1993", "", ""),
        ("A/HRC/32/40", "human-rights-council", "report", "", "", "32", ""),
        ("A/HRC/32/35/Add.2", "human-rights-council", "report addendum", "", "", "32", ""),
        ("A/HRC/WG.6/27/GBR/1", "upr", "national report", "GBR", "", "27", ""),
        ("A/HRC/WG.6/27/GBR/3", "upr", "stakeholders' summary", "GBR", "", "27", ""),
        ("A/HRC/WGAD/2017/24", "wg-arbitrary-detention", "opinion", "", "2017", "", ""),
        ("A/70/PV.25", "general-assembly", "verbatim record", "", "", "70", ""),
        ("A/71/L.1", "general-assembly", "draft", "", "", "71", ""),
        ("A/1943", "general-assembly", "", "", "", "", ""),
        ("E/CN.4/2002/76/Add.1", "commission-on-human-rights", "report addendum", "", "2002", "", ""),
        ("HRI/CORE/FRA/2017", "treaty-bodies", "core document", "FRA", "2017", "", ""),
        ("HRI/GEN/1/Rev.9", "treaty-bodies", "compilation of general comments", "", "", "", ""),
        ("ILC.105/III(1A)", "ilo", "ILO document", "", "", "105", ""),
        ("UNTS 2515/3", "", "treaty series", "", "", "", ""),
    ],
)
def test_a_symbol_tells_body_kind_state_year_session_and_cycle(
    symbol: str, body: str, kind: str, state: str, year: str, session: str, cycle: str
) -> None:
    assert read(symbol) == (symbol, body, kind, state, year, session, cycle)


@pytest.mark.parametrize("paragraph", ["#para_12", "#para_21__point_e"])
def test_a_paragraph_is_no_part_of_the_document(paragraph: str) -> None:
    assert read(f"CMW/C/MEX/CO/3{paragraph}") == read("CMW/C/MEX/CO/3")


@pytest.mark.parametrize("body", ["", *documents.SHORT])
@pytest.mark.parametrize("kind", documents.CODES)
@pytest.mark.parametrize(
    ("state", "cycle", "year"), [("", "", ""), ("CM", "", ""), ("NP", "4", "2011"), ("", "", "2016")]
)
def test_a_slug_is_read_back_as_it_was_made(body: str, kind: str, state: str, cycle: str, year: str) -> None:
    made = slug(kind, body, state, cycle=cycle, year=year)
    assert read(made) == (made, body, documents.CODES[kind], state.lower(), year, "", cycle)


@pytest.mark.parametrize("id", ["report-of-the-secretary-general", "co2-report", "cedaw", ""])
def test_another_slug_says_nothing(id: str) -> None:
    assert read(id) == (id, "", "", "", "", "", "")


def test_every_organ_is_a_body_of_the_catalogue_or_has_a_title() -> None:
    known = set(catalogue().bodies) | set(documents.TITLES)
    assert set(documents.ORGANS.values()) | set(documents.SHORT) <= known
