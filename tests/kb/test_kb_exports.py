from __future__ import annotations

import csv
import io
import json
import os
import stat
import zipfile

import networkx
import openpyxl
import pytest

from kb import errors
from kb import graph as kb_graph
from kb.export import graph, issue_map, tables
from kb.export.files import writing


def cell(data, instrument, provision, issue):
    (one,) = [
        c for c in data["cells"] if (c["instrument"], c["provision"], c["issue"]) == (instrument, provision, issue)
    ]
    return tuple(one[k] for k in ("passages", "posts", "authors", "cited", "quoted", "curated"))


@pytest.mark.parametrize(
    ("instrument", "provision", "issue", "expected"),
    [
        # Five citations in two passages: a passage counts once for the instrument, and once each way.
        ("harbour-charter", None, "docks", (2, 2, 2, 2, 1, True)),
        ("harbour-charter", "harbour-charter#art_1", "docks", (2, 2, 2, 1, 1, False)),
        ("harbour-charter", "harbour-charter#art_10", "docks", (1, 1, 1, 1, 0, False)),
        ("harbour-charter", None, "tides", (1, 1, 1, 1, 0, False)),
        ("harbour-charter", "harbour-charter#art_1__para_1", "docks", (0, 0, 0, 0, 0, True)),
        ("harbour-gc4", None, "docks", (0, 0, 0, 0, 0, True)),
    ],
)
def test_a_cell_counts_passages_posts_and_authors(db, instrument, provision, issue, expected):
    assert cell(issue_map.issue_map(db), instrument, provision, issue) == expected


def test_no_cell_stands_for_a_passage_that_only_shares_the_post(db):
    cells = {(c["provision"], c["issue"]) for c in issue_map.issue_map(db)["cells"]}
    assert ("harbour-charter#art_1", "tides") not in cells


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({"exclude_roles": ["moderator"]}, (1, 1, 1, 1, 1, True)),
        ({"voices": ["own"]}, (2, 2, 2, 1, 1, True)),
        ({"langs": ["en"]}, (1, 1, 1, 1, 0, True)),
        ({"langs": ["fr"]}, (0, 0, 0, 0, 0, True)),
        ({"stages": ["ashore"]}, (1, 1, 1, 1, 1, True)),
        ({"stages": ["ashore", "afloat"]}, (1, 1, 1, 1, 1, True)),
    ],
)
def test_filters_hold_for_cells_and_evidence_alike(db, filters, expected):
    data = issue_map.issue_map(db, **filters)
    assert cell(data, "harbour-charter", None, "docks") == expected
    posts = {e["post"] for e in data["evidence"] if e["issue"] == "docks"}
    assert len(posts) == expected[1]


def test_the_evidence_names_the_stages_of_its_passage_in_their_order(db):
    entries = issue_map.issue_map(db)["evidence"]
    assert {(e["post"], e["passage"]): e["stages"] for e in entries} == {
        ("p1", 0): [],
        ("p1", 1): ["afloat"],
        ("p2", 0): ["ashore", "afloat"],
    }


def test_the_view_gives_the_same_cells(db):
    seen = {(r["instrument"], r["provision"], r["issue"], r["passages"]) for r in db.query("select * from v_issue_map")}
    data = issue_map.issue_map(db)
    assert seen == {(c["instrument"], c["provision"], c["issue"], c["passages"]) for c in data["cells"]}


def test_the_json_map_holds_cells_evidence_and_about(db, tmp_path):
    issue_map.save(db, tmp_path / "map.json", format="json")
    data = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))
    assert set(data) == {"cells", "evidence", "about"}
    assert data["about"]["build_id"]
    first = next(e for e in data["evidence"] if e["text"] == "art. 1(2)(b)")
    assert first["evidence"].startswith("We rely on HARC")
    assert (first["via"], first["terms"], first["address"]) == ("HARC", ["docks"], "https://harbour.example/en")


@pytest.fixture
def book(db, tmp_path):
    issue_map.save(db, tmp_path / "map.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "map.xlsx")
    yield opened
    opened.close()


def test_the_workbook_has_its_sheets_frozen_and_coloured(book):
    assert book.sheetnames == ["matrix", "evidence", "provisions", "codebook", "about"]
    assert book["matrix"].freeze_panes == "C2"
    (rules,) = book["matrix"].conditional_formatting
    assert rules.rules[0].type == "colorScale"


def test_the_matrix_shows_passages_and_hides_instruments_that_nobody_cites(book):
    rows = [[c.value for c in row] for row in book["matrix"].iter_rows()]
    assert rows == [["Instrument", "Title", "Docks", "Tides"], ["HARC", "Harbour Charter", 2, 1]]


def test_the_workbook_names_stages_in_the_evidence_and_the_codebook(book):
    head, *rows = [[c.value for c in row] for row in book["evidence"].iter_rows()]
    assert "Ashore; Afloat" in {row[head.index("Stage")] for row in rows}
    assert ["stage: Afloat", "afloat", "On the water."] in [[c.value for c in r] for r in book["codebook"].iter_rows()]


def test_the_evidence_sheet_gives_sentence_author_post_and_link(book):
    rows = [
        dict(zip([c.value for c in book["evidence"][1]], row, strict=True))
        for row in book["evidence"].iter_rows(min_row=2)
    ]
    assert len(rows) == 6
    row = next(r for r in rows if r["Written as"].value == "art. 1(2)(b)")
    assert row["Sentence"].value.startswith("We rely on HARC article 1.")
    assert row["Instrument named by"].value == "HARC"
    assert row["Author"].value == "Moderator of the harbour"
    assert row["Post"].value == "p1"
    assert row["Official page"].hyperlink.target == "https://harbour.example/en"


def test_no_cell_of_the_workbook_is_a_formula(book):
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
    assert any(str(c.value).startswith("=HYPERLINK docks!") for c in cells)
    assert not [c.coordinate for c in cells if c.data_type == "f"]


def test_the_codebook_and_the_about_sheet_explain(book):
    codebook = {row[1].value: row[2].value for row in book["codebook"].iter_rows(min_row=2)}
    assert codebook["docks"] == "Where ships lie."
    assert {"passages", "cited", "quoted", "curated"} <= set(codebook)
    about = {row[0].value: row[1].value for row in book["about"].iter_rows(min_row=2)}
    assert about["build_id"] and about["date"] == "2016-10-02"


@pytest.mark.parametrize(
    ("save", "name"),
    [
        (issue_map.save, "map.xlsx"),
        (lambda db, path: issue_map.save(db, path, format="json"), "map.json"),
        (graph.save, "graph.gexf"),
        (lambda db, path: graph.save(db, path, format="graphml"), "graph.graphml"),
        (tables.save, "citations.csv"),
        (lambda db, path: tables.save(db, path, table="edges"), "edges.csv"),
    ],
)
def test_two_exports_of_the_same_database_are_the_same_bytes(db, tmp_path, save, name):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    save(db, tmp_path / "a" / name)
    save(db, tmp_path / "b" / name)
    first = (tmp_path / "a" / name).read_bytes()
    assert len(first) > 200
    assert first == (tmp_path / "b" / name).read_bytes()
    assert [p.name for p in (tmp_path / "a").iterdir()] == [name]


def test_the_workbook_knows_no_clock(db, tmp_path):
    issue_map.save(db, tmp_path / "map.xlsx")
    with zipfile.ZipFile(tmp_path / "map.xlsx") as archive:
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        assert b"2000-01-01T00:00:00Z" in archive.read("docProps/core.xml")


@pytest.mark.parametrize(("name", "read"), [("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)])
def test_networkx_reads_the_graph_back_whole(db, tmp_path, name, read):
    path = tmp_path / f"graph.{name}"
    nodes, edges = graph.save(db, path, format=name)
    back = read(path)
    made = kb_graph.to_graph(db)
    assert (len(back), back.number_of_edges()) == (nodes, edges) == (len(made), made.number_of_edges())
    assert set(back) == set(made)
    for node, data in made.nodes(data=True):
        assert {k: v for k, v in back.nodes[node].items() if v != ""} == data
    assert edges_of(back) == edges_of(made)


def edges_of(made):
    """The edges with all they say, in one order; the reader puts an edge's own id among its attributes or its key."""
    return sorted(
        (source, target, sorted((k, v) for k, v in data.items() if k != "id"))
        for source, target, data in made.edges(data=True)
    )


def test_texts_that_xml_cannot_hold_are_made_fit(harbour, tmp_path):
    from kb import build, links, posts
    from kb.records import Citation, Post

    nasty = 'a \x00\x0b & <b> "q" \ufffe \n end'
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
        posts.write(db, [Post(id="<\"&'>", text=nasty, author="a\nb")])
        links.write(
            db,
            [
                Citation(
                    post="<\"&'>",
                    start=0,
                    end=1,
                    text=nasty,
                    kind="instrument",
                    status="resolved",
                    target="harbour-charter",
                    evidence=nasty,
                )
            ],
        )
        for name, read in (("gexf", networkx.read_gexf), ("graphml", networkx.read_graphml)):
            graph.save(db, tmp_path / name, format=name)
            back = read(tmp_path / name)
            (edge,) = [d for _, _, d in back.edges(data=True) if d["verb"] == "mentions"]
            assert edge["evidence"] == 'a \ufffd\ufffd & <b> "q" \ufffd \n end'
            assert "post:<\"&'>" in back


def rows_of(db, **options):
    out = io.StringIO()
    tables.write(db, out, **options)
    return list(csv.DictReader(io.StringIO(out.getvalue().lstrip("\ufeff"))))


def test_the_table_has_a_row_for_every_citation_with_ids_and_addresses(db):
    rows = rows_of(db)
    assert len(rows) == 9
    row = next(r for r in rows if r["text"] == "art. 1(2)(b)")
    assert row["target"] == "harbour-charter#art_1__para_2__point_b"
    assert row["address"] == "https://harbour.example/en"
    assert row["source_start"] == ""


def test_no_cell_of_a_table_runs_as_a_formula(db):
    cells = [value for row in rows_of(db) for value in row.values()]
    assert any(value.startswith("'=HYPERLINK docks!") for value in cells)
    assert not [value for value in cells if value.startswith(("=", "+", "@"))]


def test_a_byte_order_mark_is_written_when_asked_for(db, tmp_path):
    tables.save(db, tmp_path / "a.csv", bom=True)
    tables.save(db, tmp_path / "b.csv")
    assert (tmp_path / "a.csv").read_bytes() == b"\xef\xbb\xbf" + (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize(("table", "expected"), [("provisions", 7), ("edges", None), ("issue-map", 7)])
def test_the_other_tables_are_complete(db, table, expected):
    count = expected if expected is not None else sum(1 for _ in kb_graph.edges(db))
    assert len(rows_of(db, table=table)) == count


def test_an_export_that_fails_leaves_the_old_file_and_no_part(tmp_path):
    path = tmp_path / "map.json"
    path.write_text("old")
    with pytest.raises(RuntimeError), writing(path) as part:
        part.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["map.json"]


def test_what_is_no_ordinary_file_is_not_replaced(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(errors.NotWritable, match="no ordinary file"), writing(tmp_path / "pipe"):
        pytest.fail("the block must not run")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


def test_a_missing_folder_is_named(db, tmp_path):
    with pytest.raises(errors.NotWritable, match="no such folder"):
        tables.save(db, tmp_path / "none" / "a.csv")
