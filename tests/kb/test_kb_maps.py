"""The printed forms of the issue map, groups of citations, and queries kept under a name."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest

from kb import errors, groups, references, saved
from kb.commands import query
from kb.export import issue_map, map_grid
from kb.export_commands import export

# The map


def test_the_grid_leaves_out_rows_and_columns_in_which_nothing_is_cited(db):
    form = map_grid.grid(issue_map.issue_map(db))
    assert form.rows == [("harbour-charter", "HARC")]
    assert form.columns == [("docks", "Docks"), ("tides", "Tides")]
    assert form.cells["harbour-charter", "docks"]["passages"] == 2
    assert len(form.evidence["harbour-charter", "docks"]) == 5


def test_labels_and_references_are_in_the_language_of_the_map(db):
    data = issue_map.issue_map(db, lang="es")
    assert [issue["label"] for issue in data["about"]["issues"]] == ["Muelles", "Tides"]
    assert "HARC, art. 1, párr. 2 b)" in {entry["reference"] for entry in data["evidence"]}


def test_the_page_is_escaped_runs_nothing_and_each_number_leads_to_its_sentences(db, tmp_path):
    data = issue_map.issue_map(db)
    data["evidence"][0]["evidence"] = "<script>alert(1)</script> & more"
    out = io.StringIO()
    issue_map.WRITERS["html"](data, out)
    page = out.getvalue()
    assert "default-src 'none'" in page and "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in page
    targets, links = set(re.findall(r'id="(e-[^"]+)"', page)), set(re.findall(r'href="#([^"]+)"', page))
    assert links == targets == {"e-harbour-charter-docks", "e-harbour-charter-tides"}
    assert data["about"]["build_id"] in page


def test_markdown_has_the_matrix_and_below_it_each_sentence_with_its_reference(db, tmp_path):
    issue_map.save(db, tmp_path / "m.md", format="md")
    text = (tmp_path / "m.md").read_text(encoding="utf-8")
    assert "| HARC | 2 | 1 |" in text and "[HARC, art. 1 (2) (b)](<https://harbour.example/en>)" in text


def test_the_csv_has_a_row_a_sentence_with_its_figures_and_guarded_cells(db, tmp_path):
    issue_map.save(db, tmp_path / "m.csv", format="csv")
    with (tmp_path / "m.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert {row["reference"]: row["passages"] for row in rows}["HARC, art. 1 (2) (b)"] == "1"
    assert any(row["evidence"].startswith("'=HYPERLINK") for row in rows)


def test_the_word_document_has_a_table_an_issue_and_its_sentences_as_footnotes(db, tmp_path):
    import docx

    issue_map.save(db, tmp_path / "m.docx", format="docx")
    read = docx.Document(str(tmp_path / "m.docx"))
    assert [p.text for p in read.paragraphs if p.style.name == "Heading 1"] == ["Docks", "Tides"]
    assert [cell.text for cell in read.tables[0].rows[1].cells] == ["HARC", "2", "2", "2", "2", "1"]
    with zipfile.ZipFile(tmp_path / "m.docx") as archive:
        notes = archive.read("word/footnotes.xml").decode()
        assert len(re.findall(r"<w:footnoteReference ", archive.read("word/document.xml").decode())) == 6
    assert "HARC, art. 1 (2) (b): “We rely on HARC article 1." in notes


def test_the_picture_has_its_labels_as_text_and_says_what_it_counts(db, tmp_path):
    issue_map.save(db, tmp_path / "m.svg", format="svg")
    drawn = (tmp_path / "m.svg").read_text(encoding="utf-8")
    for words in ("HARC", "Docks", "Tides", "Instruments by issues", "Passages about the issue"):
        assert words in drawn
    issue_map.save(db, tmp_path / "m.png", format="png")
    assert (tmp_path / "m.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("format", ["csv", "md", "html", "docx", "svg", "png", "json", "xlsx"])
def test_two_maps_of_the_same_database_are_the_same_bytes(db, tmp_path, format):
    for name in "ab":
        issue_map.save(db, tmp_path / name, format=format)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes() != b""


def test_the_command_names_the_endings_that_it_knows(run, tmp_path):
    assert run(export, "issue-map", "--out", str(tmp_path / "m.DOCX")).exit_code == 0
    wrong = run(export, "issue-map", "--out", str(tmp_path / "m.pdf"))
    assert wrong.exit_code == 2 and ".docx" in wrong.stderr


def test_ilo_numbers_are_the_same_in_all_languages(tmp_path):
    from instruments.load import catalogue
    from kb import build

    with build.replacing(tmp_path / "kb.db") as fresh:
        build.write_catalogue(fresh, catalogue())
        build.finish(fresh, {})
    base = build.open_db(tmp_path / "kb.db")
    try:
        told = references.names(base, ["ilo-c189", "icrmw", "iccpr"], "es")
    finally:
        base.conn.close()
    assert told["ilo-c189"] == "C189" and told["iccpr"] == "PIDCP"


# Groups


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        (["instrument"], [("harbour-charter", 7, 3, 2)]),
        (["provision"], [("harbour-charter#art_1", 3, 3, 2), ("harbour-charter#art_10", 1, 1, 1)]),
        (["body"], [("harbour-board", 1, 1, 0)]),
        (["lang"], [("en", 5, 2, 1), ("es", 4, 2, 1)]),
        (["month"], [("2016-10", 6, 2, 2), (None, 3, 2, 0)]),
        (["issue"], [("docks", 5, 2, 2)]),
    ],
)
def test_citations_are_counted_by_what_they_have_in_common(db, by, expected):
    rows = groups.grouped(db, by)
    assert [(row[by[0]], row["citations"], row["posts"], row["authors"]) for row in rows][: len(expected)] == expected


def test_groups_combine_keep_to_the_conditions_and_can_be_sorted(db):
    rows = groups.grouped(db, ["issue", "lang"], instrument="harbour-charter", sort="name")
    assert [(row["issue"], row["lang"], row["citations"]) for row in rows] == [("docks", "en", 3), ("docks", "es", 2)]
    assert tuple(rows[0]) == groups.columns(["issue", "lang"])
    assert groups.grouped(db, ["kind"], lang="fr") == []


def test_the_command_counts_groups_and_names_what_there_is_to_count_by(run):
    shown = run(query, "HARC", "--group-by", "provision", "--format", "csv").stdout.splitlines()
    assert shown[0] == "provision,provision_label,citations,posts,authors" and len(shown) == 4
    wrong = run(query, "--group-by", "colour")
    assert wrong.exit_code == 2 and "there is no 'colour'; there are provision, instrument, issue" in wrong.stderr


# Queries kept under a name


def test_a_query_is_kept_run_again_and_overruled_on_the_command_line(run, tmp_path):
    file = ("--queries", str(tmp_path / "q.toml"))
    first = run(query, "HARC", "--lang", "es", "--save", "mine", *file, "--format", "csv")
    assert first.exit_code == 0
    assert run(query, "--run", "mine", *file, "--format", "csv").stdout == first.stdout
    other = run(query, "--run", "mine", "--lang", "en", *file, "--format", "csv").stdout
    assert other != first.stdout and other == run(query, "HARC", "--lang", "en", "--format", "csv").stdout
    run(query, "HARC", "--exact", "--save", "second", *file)
    assert "[mine]" in (tmp_path / "q.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[mine]\nlang = 3\n", "mine.lang is not a list of words"),
        ('[mine]\ncolour = "red"\n', "mine.colour is no option"),
        ('[mine]\nexact = "yes"\n', "mine.exact = 'yes' is of a wrong type"),
        ("mine = 3\n", "'mine' is no table of options"),
        ("[other]\n", "there is no query 'mine'"),
        ("[mine\n", "this is no TOML"),
        (None, "there is no such file of queries"),
    ],
)
def test_a_bad_file_of_queries_is_told_in_one_sentence_that_names_it(run, tmp_path, content, said):
    file = tmp_path / "q.toml"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    result = run(query, "--run", "mine", "--queries", str(file))
    assert result.exit_code == 1
    assert f"{file}: {said}" in result.stderr


def test_numbers_may_be_written_as_numbers_in_a_file_of_queries(tmp_path):
    (tmp_path / "q.toml").write_text("[mine]\nlimit = 3\n", encoding="utf-8")
    assert saved.load("mine", tmp_path / "q.toml", {"limit": int}) == {"limit": 3}
    with pytest.raises(errors.KBError, match="takes a int"):
        (tmp_path / "q.toml").write_text("[mine]\nlimit = true\n", encoding="utf-8")
        saved.load("mine", tmp_path / "q.toml", {"limit": int})
