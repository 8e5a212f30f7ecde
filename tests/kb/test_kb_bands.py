"""Bands of confidence, and reading a database without what is below one or in another voice."""

from __future__ import annotations

import csv
import io

import click
import pytest
from click.testing import CliRunner

from cli import main
from kb import bands, build, measures, query
from kb.bands import Measured
from kb.export import issue_map, tables
from kb.graph import edges
from kb.narrow import Narrowed, narrow, narrowed

OPTIONS = {"--min-confidence", "--voice"}


@pytest.mark.parametrize(
    ("confidence", "name"),
    [(1.0, "sure"), (0.95, "sure"), (0.949, "likely"), (0.8, "likely"), (0.799, "check"), (0.0, "check")],
)
def test_a_band_begins_at_its_least_confidence_in_python_and_in_sql_alike(db, confidence, name):
    assert bands.band(confidence) == name
    (found,) = db.execute(f"select {bands.SQL} from (select ? as confidence) c", (confidence,)).fetchone()
    assert found == name


@pytest.mark.parametrize(("typed", "least"), [("sure", 0.95), ("Likely", 0.8), ("check", 0), ("0.5", 0.5), ("1", 1)])
def test_a_least_confidence_is_a_number_or_the_name_of_a_band(typed, least):
    assert bands.least(typed) == least


@pytest.mark.parametrize("typed", ["", "surely", "1.1", "-0.1", "nan", "0,9"])
def test_what_is_no_confidence_is_refused(typed):
    with pytest.raises(ValueError):
        bands.least(typed)


def test_only_a_link_has_a_band(db):
    found = {row["status"] + " " + row["kind"]: row["band"] for row in query.citations(db)}
    assert found["resolved pinpoint"] == "likely"
    assert found["ambiguous instrument"] is None
    assert found["resolved body"] is None


def test_what_was_measured_survives_the_database(tmp_path):
    given = [
        Measured(band="check", links=9, right=6, precision=0.6667, low=0.35, high=0.88),
        Measured(band="sure", links=10, right=10, precision=1.0, low=0.72, high=1.0),
    ]
    with build.replacing(tmp_path / "kb.db") as db:
        bands.write(db, given)
    db = build.open_db(tmp_path / "kb.db")
    assert list(bands.read(db).values()) == given[::-1]
    db.conn.close()


@pytest.fixture
def weak(path, tmp_path):
    """A copy of the database in which what p3 cites and the anaphor have a confidence of a half."""
    import shutil
    import sqlite3

    copy = tmp_path / "weak.db"
    shutil.copyfile(path, copy)
    with sqlite3.connect(copy) as base:
        base.execute("update citations set confidence = 0.5 where post = 'p3' or kind = 'anaphor'")
    base.close()
    return copy


@pytest.fixture
def narrow_db(weak):
    opened = build.open_db(weak)
    yield opened
    opened.conn.close()


def links(db):
    return query.stats(db)["links"]


def test_every_reader_leaves_out_what_is_below_the_least_confidence(narrow_db):
    db = narrow_db
    everything = links(db)
    narrow(db, min_confidence=0.8)
    assert links(db) == everything - 2
    assert query.count(db, kind="anaphor") == 0
    assert query.count(db, kind="body") == 1  # no link, so it has no confidence
    assert {row["post"] for row in query.show_provision(db, "harbour-charter#art_1")["citations"]} == {"p1", "p2"}
    assert len([e for e in edges(db) if e.key.startswith("citation:")]) == everything - 2
    citing = {row["other"] for row in measures.neighbours(db, "harbour-charter#art_1") if row["verb"] == "citedBy"}
    assert citing == {"p1", "p2"}
    out = io.StringIO()
    tables.write(db, out, table="citations")
    assert "anaphor" not in {row["kind"] for row in csv.DictReader(io.StringIO(out.getvalue()))}


def test_every_reader_leaves_out_other_voices(narrow_db):
    narrow(narrow_db, voices=["own"])
    data = issue_map.issue_map(narrow_db)
    assert {entry["voice"] for entry in data["evidence"]} == {"own"}
    assert query.count(narrow_db) == 8
    assert narrowed(narrow_db) == Narrowed(0.0, ("own",))


def test_a_map_says_what_it_leaves_out_and_what_the_bands_mean(narrow_db):
    narrow(narrow_db, min_confidence=0.8)
    about = issue_map.issue_map(narrow_db)["about"]
    assert about["filters"]["min_confidence"] == 0.8
    assert [one["band"] for one in about["bands"]] == ["sure", "likely", "check"]


def test_another_connection_sees_everything(narrow_db, weak):
    before = links(narrow_db)
    narrow(narrow_db, min_confidence=0.8)
    other = build.open_db(weak)
    assert links(other) == before > links(narrow_db)
    other.conn.close()


def commands(command: click.Command, path: tuple[str, ...] = ()):
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            assert below is not None
            yield from commands(below, (*path, name))
    else:
        yield " ".join(path), {option for parameter in command.params for option in parameter.opts}


@pytest.mark.parametrize(
    "name",
    ["cite", "query", "show", "stats", "export issue-map", "export graph", "export tables", "graph cited-together",
     "graph neighbours",
     "graph rank", "graph timeline", "silence", "suggest", "export linked-data", "export annotations",
     "export linked-text",
     "site build"],
)  # fmt: skip
def test_every_command_that_reads_citations_takes_a_least_confidence_and_a_voice(name):
    assert dict(commands(main))[name] >= OPTIONS


@pytest.mark.parametrize("name", ["quotes", "evaluate"])
def test_what_measures_or_compares_takes_a_least_confidence(name):
    assert "--min-confidence" in dict(commands(main))[name]


def test_a_command_says_what_was_left_out(weak, monkeypatch):
    result = CliRunner().invoke(main, ["stats", "--db", str(weak), "--min-confidence", "likely", "--voice", "own"])
    assert result.exit_code == 0
    assert "below 0.8, and citations in another voice than own, are left out." in result.stderr


def test_a_least_confidence_that_is_none_is_a_misuse(weak):
    result = CliRunner().invoke(main, ["stats", "--db", str(weak), "--min-confidence", "probably"])
    assert result.exit_code == 2
    assert "'probably' is neither a number between 0 and 1 nor one of sure, likely, check" in result.stderr


def test_the_text_with_its_links_leaves_out_the_same(tmp_path):
    text = tmp_path / "note.txt"
    text.write_text("See article 12 of CEDAW, and SDG 5.", encoding="utf-8")
    whole, none = (
        CliRunner().invoke(main, ["cite", str(text), "--format", "markdown", "--min-confidence", least]).stdout
        for least in ("check", "1")
    )
    assert whole.count("](") == 2
    assert none.count("](") == 0
