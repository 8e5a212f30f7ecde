from __future__ import annotations

import pytest

from linker import find, symbols


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("CEDAW/C/DOM/CO/6-7", ("cedaw-committee", "concluding observations", "DOM")),
        ("CEDAW/C/PHL/Q/7", ("cedaw-committee", "list of issues", "PHL")),
        ("CMW/C/MEX/CO/3", ("cmw-committee", "concluding observations", "MEX")),
        ("CCPR/C/113/D/2022/2011", ("human-rights-committee", "decision", "")),
        ("CRC/C/GC/14", ("crc-committee", "general comment", "")),
        ("E/C.12/GC/22", ("cescr-committee", "general comment", "")),
        pytest.param(
            "A/HRC/RES/17/4",
            ("human-rights-council", "resolution", ""),
        ),
        ("A/RES/71/1", ("", "resolution", "")),
        ("CCPR/C/SR.3009", ("human-rights-committee", "summary record", "")),
        ("A/HRC/32/40", ("human-rights-council", "", "")),
    ],
)
def test_a_symbol_tells_its_body_kind_and_state(symbol: str, expected: tuple[str, str, str]) -> None:
    assert symbols.read(symbol) == expected


@pytest.mark.parametrize(
    ("symbol", "target"),
    [
        ("A/RES/71/1", "ny-declaration"),
        ("A/RES/70/1", "sdgs"),
        ("CEDAW/C/GC/32", "cedaw-gr32"),
        ("CMW/C/GC/2", "cmw-gc2"),
        ("CMW/C/GC/1", "cmw-gc1"),
        ("CEDAW/C/2009/WP.1/R", "cedaw-gr26"),
        ("E/C.12/GC/22", "cescr-gc22"),
    ],
)
@pytest.mark.parametrize("frame", ["See {}.", "({})", "{}", "{}, which we read", "as in {}; and so on"])
def test_an_instruments_own_symbol_is_the_instrument(symbol: str, target: str, frame: str) -> None:
    assert [(c.text, c.kind, c.target) for c in find(frame.format(symbol))] == [(symbol, "instrument", target)]


@pytest.mark.parametrize(
    "symbol",
    ["CEDAW/C/DOM/CO/6-7", "CMW/C/MEX/CO/3", "A/HRC/32/40", "CCPR/C/113/D/2022/2011", "CRC/C/FRA/CO/5", "A/68/283"],
)
@pytest.mark.parametrize("frame", ["See {}.", "({})", "In {}, the committee asked"])
def test_another_symbol_is_a_document(symbol: str, frame: str) -> None:
    found = find(frame.format(symbol))
    assert [(c.text, c.kind, c.target) for c in found if c.kind == "document"] == [(symbol, "document", symbol)]
    assert [c for c in found if c.kind in ("instrument", "pinpoint") and c.status == "resolved"] == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A/RES/71/1, para. 31", "ny-declaration#para_31"),
        ("A/RES/71/1 (para. 31)", "ny-declaration#para_31"),
        ("paragraph 31 of A/RES/71/1", "ny-declaration#para_31"),
        ("CEDAW/C/GC/32, paras. 10", "cedaw-gr32#para_10"),
    ],
)
def test_a_paragraph_beside_an_instruments_symbol_is_linked(text: str, target: str) -> None:
    assert [c.target for c in find(text)] == [target]


@pytest.mark.parametrize("text", ["CEDAW/C/DOM/CO/6-7, para. 12", "paragraph 12 of A/HRC/32/40"])
def test_a_paragraph_of_a_document_is_no_provision(text: str) -> None:
    assert [c for c in find(text) if c.kind == "pinpoint" and c.status == "resolved"] == []


@pytest.mark.parametrize("text", ["and/or", "A/B testing", "km/h", "S/he", "A/C unit", "24/7", "E/W road", "he/she"])
def test_a_slash_alone_is_no_symbol(text: str) -> None:
    assert find(f"We use {text} here.") == []


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("General Assembly resolution 71/1", "ny-declaration"),
        ("General Assembly resolution 70/1", "sdgs"),
        ("la resolución 71/1 de la Asamblea General", "ny-declaration"),
        ("la résolution 71/1 de l'Assemblée générale", "ny-declaration"),
    ],
)
def test_a_resolution_by_its_number_is_its_instrument(text: str, target: str) -> None:
    assert [c.target for c in find(text) if c.kind == "instrument"] == [target]
