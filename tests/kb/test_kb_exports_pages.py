from __future__ import annotations

import csv
import re

import pytest

from kb.export import issue_map
from kb.export.references import reference


@pytest.mark.parametrize(
    ("target", "label", "lang", "expected"),
    [
        ("cedaw#art_2__point_c", "CEDAW, Article 2(c)", "en", "CEDAW, art. 2 (c)"),
        ("x#para_26__point_l", "GR 26, Paragraph 26(l)", "es", "GR 26, párr. 26 l)"),
        ("sdgs#target_8.8", "SDGs, Target 8.8", "fr", "SDGs, cible 8.8"),
        ("cedaw", "CEDAW", "en", "CEDAW"),
        ("x#preamble", "X, Preamble", "en", "X, Preamble"),
    ],
)
def test_a_reference_is_written_as_the_united_nations_write_it(target, label, lang, expected):
    assert reference(target, label, lang) == expected


def test_the_page_is_escaped_runs_nothing_and_names_its_columns_and_rows(db, tmp_path):
    data = issue_map.issue_map(db)
    data["evidence"][0]["evidence"] = "<script>alert(1)</script> & more"
    with (tmp_path / "m.html").open("w", encoding="utf-8") as out:
        issue_map.WRITERS["html"](data, out)
    page = (tmp_path / "m.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    assert '<th scope="row">HARC</th><td>2</td><td>1</td>' in page
    assert data["about"]["build_id"] in page


def test_markdown_has_rows_as_wide_as_their_heading(db, tmp_path):
    issue_map.save(db, tmp_path / "m.md", format="md")
    lines = (tmp_path / "m.md").read_text(encoding="utf-8").splitlines()
    assert "| HARC | 2 | 1 |" in lines
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in lines if line.startswith("|")} == {4, 7}
    assert any("HARC, art. 1 (2) (b)" in line for line in lines)


def test_the_csv_is_the_evidence_with_formula_cells_guarded(db, tmp_path):
    issue_map.save(db, tmp_path / "m.csv", format="csv")
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert "HARC, art. 1 (2) (b)" in {row["reference"] for row in rows}
    assert any(row["evidence"].startswith("'=HYPERLINK") for row in rows)
    assert {len(row["build_id"]) for row in rows} == {16}


@pytest.mark.parametrize("format", ["csv", "md", "html"])
def test_two_maps_of_the_same_database_are_the_same_bytes(db, tmp_path, format):
    for name in "ab":
        issue_map.save(db, tmp_path / name, format=format)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != b""
