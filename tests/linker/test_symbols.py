"""UN symbols, resolutions, treaty series and ILO references in running text."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from linker import find, symbols


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


@pytest.mark.parametrize(
    ("written", "symbol"),
    [
        ("CEDAW / C / PRY / CO / 6", "CEDAW/C/PRY/CO/6"),
        ("CEDAW/C/PRY/CO/ 6", "CEDAW/C/PRY/CO/6"),
        ("CEDAW/C/\nDOM/CO/6-7", "CEDAW/C/DOM/CO/6-7"),
        ("CEDAW/C/DOM/\n  CO/6-7", "CEDAW/C/DOM/CO/6-7"),
        ("CEDAW/C/CMR/CO/4\u20115", "CEDAW/C/CMR/CO/4-5"),
        ("CEDAW/C/CMR/CO/4–5", "CEDAW/C/CMR/CO/4-5"),
        ("cedaw/c/cmr/co/4-5", "CEDAW/C/CMR/CO/4-5"),
        ("a/hrc/32/35/add.2", "A/HRC/32/35/Add.2"),
        ("A/HRC/32/35/ADD.2", "A/HRC/32/35/Add.2"),
        ("A/HRC/32/35/Add. 2", "A/HRC/32/35/Add.2"),
        ("A⁄HRC⁄32⁄35", "A/HRC/32/35"),
        ("A/C1/730", "A/C.1/730"),
        ("S/RES/1325 (2000)", "S/RES/1325(2000)"),
        ("A/HRC/S-27/3", "A/HRC/S-27/3"),
        ("GB.328/INS/5", "GB.328/INS/5"),
        ("ILC.105/III(1A)", "ILC.105/III(1A)"),
        ("3012 UNTS 44", "UNTS 3012/44"),
    ],
)
@pytest.mark.parametrize("frame", ["See {}.", "Véase {}, que pedía datos.", "({}) le dit aussi"])
def test_spaces_line_breaks_case_and_dashes_inside_a_symbol_do_no_harm(written: str, symbol: str, frame: str) -> None:
    found = [(c.text, c.kind, c.target) for c in find(frame.format(written))]
    assert found == [(written, "document", symbol)]


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("cedaw/c/gc/32, para. 10", ["cedaw-gr32#para_10"]),
        ("A / RES / 71 / 1, para. 31", ["ny-declaration#para_31"]),
        ("CRC/C/GC/9/Corr.1", ["crc-gc9"]),
        ("CEDAW/2009/WP.1/R", ["cedaw-gr26"]),
        ("CERD/C/64/Misc.11/rev.3", ["cerd-gr30"]),
        ("CEDAW/C/GC/31-CRC/C/GC/18", ["cedaw-gr31"]),
        ("A/73/12 (Part II)", ["gcr"]),
        ("General Assembly resolution 217 A (III)", ["udhr"]),
        ("la resolución 2106 A (XX) de la Asamblea General", ["icerd"]),
        ("2515 UNTS 3", ["crpd"]),
        ("1249 U.N.T.S. 13", ["cedaw"]),
        ("United Nations, Treaty Series, vol. 1577, No. 27531, p. 3", ["crc"]),
        ("Naciones Unidas, Treaty Series, vol. 2220, pág. 3", ["icrmw"]),
        ("Nations Unies, Recueil des Traités, vol. 189, p. 137", ["refugee-convention"]),
    ],
)
def test_an_instruments_symbol_resolution_or_volume_is_the_instrument(text: str, targets: list[str]) -> None:
    assert [c.target for c in find(text)] == targets


def test_a_symbol_that_two_instruments_share_stays_open() -> None:
    (c,) = find("adopted by A/RES/2200A (XXI) in 1966")
    assert (c.status, c.target, {x.target for x in c.candidates}) == ("ambiguous", None, {"iccpr", "icescr"})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A/HRC/16/48 and Add.1", ["A/HRC/16/48", "A/HRC/16/48/Add.1"]),
        ("A/HRC/16/48, Add.1 and Add.2", ["A/HRC/16/48", "A/HRC/16/48/Add.1", "A/HRC/16/48/Add.2"]),
        ("CEDAW/C/SR.763 and 764", ["CEDAW/C/SR.763", "CEDAW/C/SR.764"]),
        ("Human Rights Council resolutions 8/4 and 35/2", ["A/HRC/RES/8/4", "A/HRC/RES/35/2"]),
        ("la résolution 47/21 du Conseil des droits de l’homme", ["A/HRC/RES/47/21"]),
        ("la resolución 1325 (2000) del Consejo de Seguridad", ["S/RES/1325(2000)"]),
        ("UNSCR 1325", ["S/RES/1325"]),
        ("Commission on Human Rights resolution 2002/62", ["E/CN.4/RES/2002/62"]),
    ],
)
def test_what_leans_on_a_symbol_and_a_resolution_in_words_are_documents(text: str, found: list[str]) -> None:
    assert [c.target for c in find(text) if c.kind == "document"] == found


@pytest.mark.parametrize(
    "text",
    [
        "We print on A/4 paper", "version A/1.2 of the form", "the N/A/2 row", "S/he is 24/7 on call",
        "a/c 24/7 in E/W rooms", "open a/b/1 first", "resolution 3 (c) of the board", "a resolution of 1325 pixels",
        "12 units 3 times", "src/a/70/x",
    ],
)  # fmt: skip
def test_strokes_and_numbers_of_other_kinds_are_no_symbols(text: str) -> None:
    assert find(text) == []


_LIKE = re.compile(r"(?<![\w/.])[A-Z][A-Za-z]{0,6}\s?/\s?[A-Za-z0-9][^\s,;)\]\"”»]*(?:/[^\s,;)\]\"”»]+)*")


def _real(shared: Path) -> Iterator[str]:
    rows = (shared / "gold" / "decisions-dev.jsonl").read_text(encoding="utf-8").splitlines()
    yield from (json.loads(row)["text"] for row in rows)
    for folder in ("texts/general-comments", "load"):
        yield from (p.read_text(encoding="utf-8") for p in sorted((shared / folder).iterdir()))


def test_of_200_real_strings_that_look_like_symbols_195_are_read_whole(shared: Path) -> None:
    around: dict[str, tuple[str, int]] = {}
    for text in _real(shared):
        for m in _LIKE.finditer(text):
            if re.search(r"\d", m[0]):
                left = max(0, m.start() - 60)
                around.setdefault(m[0].rstrip("."), (text[left : m.end() + 40], m.start() - left))
    drawn = random.Random(7).sample(sorted(around), 200)
    whole = []
    for written in drawn:
        window, start = around[written]
        hits = list(symbols.find(window))
        ends = start + len(re.match(r"[\w./\s()–-]*\w", written)[0])  # type: ignore[index]
        whole.append(any(h.start <= start and ends <= hits[-1].end for h in hits))
    assert sum(whole) >= 195, [w for w, ok in zip(drawn, whole, strict=True) if not ok]
