"""Exports for other programs, each read back by a reader of its own field."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from kb import build, links, posts, references
from kb.export import annotations, linked_data, linked_text, markup, tables, word
from kb.export_commands import export
from kb.query import build_record
from kb.records import Citation, Post

CHARTER = "urn:rightsgraph:instrument:harbour-charter"


# References


@pytest.mark.parametrize(
    ("path", "lang", "expected"),
    [
        ("", "en", "X"),
        ("art_12", "fr", "X, art. 12"),
        ("art_2__point_c", "en", "X, art. 2 (c)"),
        ("art_2__point_c", "es", "X, art. 2 c)"),
        ("art_11__para_1__point_f", "en", "X, art. 11 (1) (f)"),
        ("art_12__para_2", "fr", "X, art. 12 (par. 2)"),
        ("para_26__point_l", "es", "X, párr. 26 l)"),
        ("target_8.8", "fr", "X, cible 8.8"),
        ("annex_1__para_5__point_b", "en", "X, annex I, para. 5 (b)"),
        ("part_4", "es", "X, parte IV"),
        ("preamble__recital_3", "en", "X, preamble, recital 3"),
        ("art_1__section_B__para_1", "en", "X, art. 1 B (1)"),
        ("wharf_7", "en", "X, wharf 7"),
        ("art_1", "de", "X, art. 1"),
    ],
)
def test_a_reference_is_written_as_the_united_nations_write_it(path, lang, expected):
    assert references.reference("X", path, lang) == expected


def test_every_step_of_the_catalogue_has_a_word_in_each_language():
    from instruments.load import catalogue

    steps = {
        step.partition("_")[0]
        for instrument in catalogue().instruments.values()
        for provision in instrument.provisions
        for step in provision.path.split("__")
    }
    assert steps - set(references.UNITS) <= {"principles", "guidelines"}


# Linked data


def statements(path):
    import rdflib

    return rdflib.Graph().parse(path)


@pytest.fixture(scope="module")
def real(tmp_path_factory):
    """The shipped facts, and one post that cites a target."""
    from instruments.load import catalogue

    path = tmp_path_factory.mktemp("real") / "kb.db"
    with build.replacing(path) as db:
        build.write_catalogue(db, catalogue())
        posts.write(db, [Post(id="a", text="SDG 8.8 counts.", source="s", lang="en", author="Somebody")])
        links.write(
            db,
            [Citation(post="a", start=0, end=7, text="SDG 8.8", target="sdgs#target_8.8", kind="pinpoint",
                      status="resolved", confidence=0.9, rule="r", evidence="SDG 8.8 counts.", evidence_start=0,
                      evidence_end=15)],
        )  # fmt: skip
        build.finish(db, {})
    base = build.open_db(path)
    yield base
    base.conn.close()


def test_json_ld_and_turtle_say_the_same_to_rdflib(db, tmp_path):
    count = linked_data.save(db, tmp_path / "a.jsonld", format="jsonld", judgements=True)
    assert linked_data.save(db, tmp_path / "a.ttl", format="ttl", judgements=True) == count
    one, other = statements(tmp_path / "a.jsonld"), statements(tmp_path / "a.ttl")
    assert set(one) == set(other) and len(one) > 80


def test_a_citation_can_be_asked_for_in_sparql(db, tmp_path):
    linked_data.save(db, tmp_path / "a.jsonld", format="jsonld")
    found = statements(tmp_path / "a.jsonld").query(
        """
        prefix cito: <http://purl.org/spar/cito/> prefix rg: <urn:rightsgraph:vocabulary:>
        prefix eli: <http://data.europa.eu/eli/ontology#>
        select ?post ?words where {
            ?c a cito:Citation; cito:hasCitingEntity ?post; cito:hasCitedEntity ?p; rg:surface ?words.
            ?p eli:is_part_of* <urn:rightsgraph:provision:harbour-charter%23art_1>
        } order by ?words
        """
    )
    assert [(str(row.post), str(row.words)) for row in found] == [
        ("urn:rightsgraph:post:p1", "HARC article 1"),
        ("urn:rightsgraph:post:p1", "art. 1(2)(b)"),
        ("urn:rightsgraph:post:p3", "artículo 1"),
        ("urn:rightsgraph:post:p2", "que llegan de noche tienen derecho a un muelle seguro"),
    ]


def test_judgements_stay_out_of_linked_data_unless_asked_for(db, tmp_path):
    without = "\n".join(json.dumps(node) for node in linked_data.records(db))
    assert '"rg:verb": "interprets"' in without and '"rg:verb": "supplements"' not in without
    asked = [node for node in linked_data.records(db, judgements=True) if node.get("rg:verb") == "supplements"]
    assert asked[0]["rg:judgement"] == {"@value": "true", "@type": "xsd:boolean"}


def test_targets_have_the_addresses_of_the_united_nations_and_issues_those_of_its_thesaurus(real):
    nodes = {node["@id"]: node for node in linked_data.records(real) if "@type" in node}
    assert nodes["http://metadata.un.org/sdg/8.8"]["dcterms:identifier"] == "sdgs#target_8.8"
    matches = [node["skos:exactMatch"][0]["@id"] for node in nodes.values() if "skos:exactMatch" in node]
    assert matches and all(one.startswith("http://metadata.un.org/thesaurus/") for one in matches)
    terms = nodes["urn:rightsgraph:issue:domestic-work"]["skos:prefLabel"]
    assert {label["@language"] for label in terms} >= {"en", "es", "fr", "ar", "ru", "zh"}


def test_addresses_lie_below_the_site_when_it_is_named(db):
    ids = [node["@id"] for node in linked_data.records(db, base_url="https://rights.example/x/")]
    assert ids and all(one.startswith("https://rights.example/x/id/") for one in ids)


# Web Annotations: the model's own rules


def test_annotations_keep_the_rules_of_the_model_and_point_at_their_words(db, discussion, tmp_path):
    assert annotations.save(db, tmp_path / "a.jsonld") == 7
    page = json.loads((tmp_path / "a.jsonld").read_text(encoding="utf-8"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld" and page["type"] == "AnnotationPage"
    texts = {post.id: post.text for post in discussion["posts"]}
    assert len({one["id"] for one in page["items"]}) == len(page["items"])
    for one in page["items"]:
        assert one["type"] == "Annotation" and one["target"]["source"]
        position, quote = one["target"]["selector"]
        text = texts[one["target"]["source"].rpartition(":")[2]]
        assert (position["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[position["start"] : position["end"]] == quote["exact"]
        assert f"{quote['prefix']}{quote['exact']}{quote['suffix']}" in text
        for body in one["body"]:
            # "purpose" may stand on textual bodies and specific resources alone, and these need value or source
            needed = {"TextualBody": "value", "SpecificResource": "source"}.get(body.get("type", ""))
            assert body.get(needed) if needed else "purpose" not in body and body["id"].startswith("https://")


# Tables


def test_parquet_is_read_by_duckdb_with_numbers_as_numbers_and_texts_as_they_are(db, tmp_path):
    import duckdb

    assert tables.save(db, tmp_path / "c.parquet") == 9
    with duckdb.connect() as base:
        read = base.sql(
            f"select id, start, confidence, text, note from '{tmp_path / 'c.parquet'}' order by id"
        ).fetchall()
    rows = list(tables.rows(db, "citations"))
    assert read == [(r["id"], r["start"], r["confidence"], r["text"], r["note"] or None) for r in rows]


def test_the_citation_file_names_the_build_and_leaves_a_file_of_another_alone(db, tmp_path):
    path = tables.cite_file(db, tmp_path)
    assert path is not None
    text = path.read_text(encoding="utf-8")
    assert "cff-version: 1.2.0" in text and f'version: "{build_record(db)["build_id"]}"' in text
    assert tables.cite_file(db, tmp_path) == path
    path.write_text("cff-version: 1.2.0\ntitle: mine\n", encoding="utf-8")
    assert tables.cite_file(db, tmp_path) is None
    assert "mine" in path.read_text(encoding="utf-8")


# Linked text


def test_the_pieces_of_a_post_joined_are_its_text_and_links_do_not_overlap(db, discussion):
    texts = {post.id: post.text for post in discussion["posts"]}
    found = {post["id"]: post for post in linked_text.posts(db)}
    assert {one: "".join(text for text, _ in linked_text.pieces(post)) for one, post in found.items()} == texts
    assert [texts["p1"][link["start"] : link["end"]] for link in found["p1"]["links"]] == [
        "HARC article 1", "art. 1(2)(b)", "10", "Harbour Charter"
    ]  # fmt: skip
    assert found["p1"]["links"][1]["reference"] == "HARC, art. 1 (2) (b)"


def test_markdown_links_the_words_and_escapes_the_rest(db, tmp_path):
    assert linked_text.save(db, tmp_path / "p.md", format="md", post=["p1"]) == (1, 4)
    text = (tmp_path / "p.md").read_text(encoding="utf-8")
    assert '[art. 1(2)(b)](<https://harbour.example/en> "HARC, art. 1 (2) (b)")' in text
    assert markup.md("*a* [b](javascript:c) <i>") == "\\*a\\* \\[b\\](javascript:c) \\<i\\>"


def test_the_page_runs_nothing_and_marks_the_language_of_each_post(db, tmp_path):
    linked_text.save(db, tmp_path / "p.html", format="html")
    page = (tmp_path / "p.html").read_text(encoding="utf-8")
    assert "default-src 'none'" in page and "<script" not in page and '<div lang="es">' in page
    assert '<a href="https://harbour.example/es" title="HARC">la Carta</a>' in page
    assert not markup.is_address("javascript:alert(1)") and not markup.is_address('https://a"b')


def test_word_is_read_by_python_docx_with_its_links(db, tmp_path):
    import docx

    linked_text.save(db, tmp_path / "p.docx", format="docx", post=["p1"])
    read = docx.Document(str(tmp_path / "p.docx"))
    linked = {link.text: link.address for paragraph in read.paragraphs for link in paragraph.hyperlinks}
    assert linked["art. 1(2)(b)"] == "https://harbour.example/en"
    assert "We rely on HARC article 1. Docks matter: see art. 1(2)(b) and 10." in [p.text for p in read.paragraphs]


def test_footnotes_lie_in_a_part_of_their_own_that_the_document_refers_to(tmp_path):
    document = word.document("A title")
    notes = word.Footnotes(document)
    paragraph = document.add_paragraph("Said")
    assert (notes.add(paragraph, "One & two"), notes.add(paragraph, "three\x00")) == (1, 2)
    notes.close()
    word.link(paragraph, "javascript:alert(1)", "no link")
    word.save(document, tmp_path / "n.docx")
    with zipfile.ZipFile(tmp_path / "n.docx") as archive:
        assert "One &amp; two" in archive.read("word/footnotes.xml").decode()
        assert '<w:footnoteReference w:id="2"/>' in archive.read("word/document.xml").decode()
        assert "footnotes.xml" in archive.read("word/_rels/document.xml.rels").decode()
        assert "javascript" not in archive.read("word/_rels/document.xml.rels").decode()


# All of them


@pytest.mark.parametrize(
    "arguments",
    [
        ("linked-data", "x.jsonld"),
        ("linked-data", "x.ttl"),
        ("annotations", "x.jsonld"),
        ("linked-text", "x.docx"),
        ("linked-text", "x.html"),
        ("linked-text", "x.md"),
        ("tables", "x.parquet"),
    ],
)
def test_two_exports_of_the_same_database_are_the_same_bytes(path, tmp_path, arguments):
    name, file = arguments
    code = f"from kb.export_commands import export; export(['{name}', '--db', r'{path}', '--out', r'%s'])"
    for folder, seed in (("a", "1"), ("b", "2")):
        (tmp_path / folder).mkdir()
        here = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", code % (tmp_path / folder / file)], check=True, env=here, capture_output=True
        )
    one, other = ((tmp_path / folder / file).read_bytes() for folder in "ab")
    assert one == other != b""


@pytest.mark.parametrize(
    ("name", "file", "module", "extra"),
    [("linked-data", "x.ttl", "rdflib", "linked-data"), ("linked-text", "x.docx", "docx", "word"),
     ("tables", "x.parquet", "duckdb", "parquet")],
)  # fmt: skip
def test_a_missing_package_is_named_with_the_extra_that_brings_it(
    path, tmp_path, monkeypatch, name, file, module, extra
):
    monkeypatch.setitem(sys.modules, module, None)
    result = CliRunner().invoke(export, [name, "--db", str(path), "--out", str(tmp_path / file)])
    assert result.exit_code == 1
    assert f'pip install "rightsgraph[{extra}]"' in result.stderr
    assert [one for one in tmp_path.iterdir() if Path(one).name != "CITATION.cff"] == []
