from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from instruments.load import Catalogue, catalogue
from instruments.models import Instrument
from instruments.wordings import cut, name_of, read
from kb import texts


def charter(paths: list[tuple[str, str | None]], unit: str = "art") -> Catalogue:
    record = msgspec.convert(
        {
            "id": "charter",
            "kind": "treaty",
            "titles": {"en": "Harbour Charter"},
            "names": [{"text": "Harbour Charter", "lang": "en", "kind": "official"}],
            "sources": [{"title": "invented"}],
            "unit": unit,
            "provisions": [{"path": p, "label": p, **({"parent": up} if up else {})} for p, up in paths],
        },
        Instrument,
    )
    return Catalogue({"charter": record}, {}, {})


ARTICLES = charter(
    [
        ("preamble", None),
        ("preamble__recital_1", "preamble"),
        ("preamble__recital_2", "preamble"),
        ("art_1", None),
        ("art_2", None),
        ("art_2__para_1", "art_2"),
        ("art_2__para_1__point_a", "art_2__para_1"),
        ("art_2__para_1__point_b", "art_2__para_1"),
        ("art_2__para_2", "art_2"),
        ("art_3", None),
        ("art_3__para_1", "art_3"),
        ("art_3__para_2", "art_3"),
    ]
)
TEXT = """# source: invented
# note: invented
Harbour Charter
The States Parties to this Charter,
Recalling that the sea is wide,
Convinced that lamps help, have agreed as follows:
Article 1
Every harbour keeps a lamp.
Article 2
1. A keeper shall:
(a) fill the lamp; and
(b) trim it.
2. No keeper works alone.
Article 3
Crews rest on shore.
Crews choose where.
Done at the quay, in two copies.
Another text follows here.
"""


def test_each_stretch_goes_to_the_deepest_provision_without_its_number() -> None:
    pieces = {(p.path, " ".join(p.text.split())) for p in cut(TEXT, ARTICLES, "charter") if p.text.strip()}
    assert pieces == {
        ("preamble", "The States Parties to this Charter,"),
        ("preamble__recital_1", "Recalling that the sea is wide,"),
        ("preamble__recital_2", "Convinced that lamps help,"),
        ("art_1", "Every harbour keeps a lamp."),
        ("art_2__para_1", "A keeper shall:"),
        ("art_2__para_1__point_a", "fill the lamp; and"),
        ("art_2__para_1__point_b", "trim it."),
        ("art_2__para_2", "No keeper works alone."),
        ("art_3__para_1", "Crews rest on shore."),
        ("art_3__para_2", "Crews choose where."),
    }


def test_text_whose_next_number_is_missing_is_given_to_what_is_around_it() -> None:
    text = "Article 1\nA.\nArticle 2\n1. A keeper shall fill the lamp.\nNo keeper works alone.\nArticle 3\nC."
    assert [(p.path, p.text.strip()) for p in cut(text, ARTICLES, "charter") if "keeper" in p.text] == [
        ("art_2", "A keeper shall fill the lamp.\nNo keeper works alone.")
    ]


def test_a_list_mark_that_a_scan_misread_is_set_right() -> None:
    points = [("art_1", None), *((f"art_1__point_{x}", "art_1") for x in "cde")]
    cat = charter([*points[:1], ("art_1__point_a", "art_1"), ("art_1__point_b", "art_1"), *points[1:]])
    text = "Article 1\nKeepers:\na) one;\nb) two;\nc) three;\ncl) four;\ne) five."
    assert [p.path for p in cut(text, cat, "charter")][-2:] == ["art_1__point_d", "art_1__point_e"]


def test_chinese_numbers_and_full_width_marks_are_numbers() -> None:
    cat = charter([("art_12", None), ("art_12__para_1", "art_12"), ("art_12__para_1__point_a", "art_12__para_1"),
                   ("art_12__para_1__point_b", "art_12__para_1"), ("art_12__para_2", "art_12")])  # fmt: skip
    text = "第十二條\n一 燈塔：（一）點燈；（二）看燈。二 船員休息。"
    assert [(p.path, p.text.strip()) for p in cut(text, cat, "charter") if p.text.strip()] == [
        ("art_12__para_1", "燈塔："),
        ("art_12__para_1__point_a", "點燈；"),
        ("art_12__para_1__point_b", "看燈。"),
        ("art_12__para_2", "船員休息。"),
    ]


def test_a_comment_given_as_records_keeps_its_numbers_and_no_article_at_a_line_start_opens_one(tmp_path: Path) -> None:
    cat = charter(
        [("para_1", None), ("para_2", None), ("para_2__point_a", "para_2"), ("para_2__point_b", "para_2")], "para"
    )
    rows = [
        {"ID": "1.\u00a0", "Text": "Article 9 of the treaty\r\nArticle 10 too."},
        {"ID": None, "Text": "2. Keepers:\r\n(a) fill;\r\n(b) trim."},
    ]
    path = tmp_path / "charter.en.json"
    path.write_text(json.dumps(rows))
    pieces = read(path, cat, "charter", "en").pieces
    assert [p.path for p in pieces] == ["para_1", "para_2", "para_2__point_a", "para_2__point_b"]
    assert "Article 10 too" in pieces[0].text


@pytest.mark.parametrize(
    "name, expected",
    [
        ("cedaw.en.txt", ("cedaw", "en")),
        ("iccpr.zh-Hant.txt", ("iccpr", "zh-Hant")),
        ("CRC-CMW-GC22-MigPrinciples.json", ("crc-gc22", "en")),
        ("CRC_CEDAW-GC18-Harmful-REV.json", ("crc-gc18", "en")),
        ("ESCR-GC14-Health.json", ("cescr-gc14", "en")),
        ("CEDAW-GC38-Trafficking.json", ("cedaw-gr38", "en")),
        ("CERD_GR30_non-citizens.json", ("cerd-gr30", "en")),
        ("SOURCES.md", None),
        ("nothing.en.txt", None),
    ],
)
def test_a_file_name_tells_instrument_and_language(name: str, expected: tuple[str, str] | None) -> None:
    assert name_of(Path(name), catalogue()) == expected


def test_making_fingerprints_reports_what_is_missing_and_repeats_itself(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "charter.en.txt").write_text(TEXT.replace("2. No keeper works alone.\n", ""))
    (tmp_path / "in" / "notes.txt").write_text("nothing")
    out = tmp_path / "out"
    out.mkdir()
    (out / "old.en.bin").write_bytes(b"x")
    report = texts.make_fingerprints(tmp_path / "in", out, ARTICLES)
    assert report.found[0].missing == ("art_2__para_2",)
    assert report.unused == (("notes.txt", "its name tells no instrument and language (<id>.<lang>.txt)"),)
    assert [p.name for p in out.iterdir()] == ["charter.en.bin"]
    before = (out / "charter.en.bin").read_bytes()
    texts.make_fingerprints(tmp_path / "in", out, ARTICLES)
    assert (out / "charter.en.bin").read_bytes() == before


def test_the_shipped_fingerprints_are_those_of_the_shared_wordings(shared: Path, tmp_path: Path) -> None:
    report = texts.make_fingerprints(shared / "texts", tmp_path, catalogue())
    from instruments.prints import FOLDER

    made, shipped = ({p.name: p.read_bytes() for p in folder.glob("*.bin")} for folder in (tmp_path, FOLDER))
    assert made == shipped
    assert report.size < 6e6
    lines = {line.partition(":")[0]: line for line in map(texts.Found.line, report.found)}
    assert lines["cedaw en"] == "cedaw en: 30/30 articles, 48/48 paragraphs, 53/53 points"
    assert "ny-declaration" in report.without and "cedaw" not in report.without
    assert sum(f.complete for f in report.found) / len(report.found) > 0.8
    own = [f for f in report.found if (shared / "texts" / f.file).is_file()]
    assert len(own) > 60
    assert {f.file: main_provisions(f) for f in own if main_provisions(f)} == SHORT


# Files whose source lost articles: what they have of them, where SOURCES.md or the file itself says so.
SHORT = {
    "iccpr.fr.txt": ("art", 37, 53),
    "icescr.fr.txt": ("art", 24, 31),
    "cedaw.es.txt": ("art", 29, 30),
}


def main_provisions(found: texts.Found) -> tuple[str, int, int] | None:
    """The main provisions of a wording where it lacks some: of the Agenda its goals, of a compact its objectives."""
    kinds = {kind: (kind, n, of) for kind, n, of in found.counts}
    chosen = {"sdgs": ("goal", "target", "indicator"), "gcm": ("obj",)}.get(found.instrument, tuple(kinds)[:1])
    return next((kinds[kind] for kind in chosen if kinds[kind][1] < kinds[kind][2]), None)
