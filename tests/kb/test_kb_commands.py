from __future__ import annotations

import csv
import io
import json
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from kb import commands, export_commands, graph_commands, silence_commands
from kb.export import issue_map


def command_of(name):
    """The command of that name, wherever it lives."""
    groups = (export_commands, graph_commands, silence_commands, commands)
    return next(getattr(module, name) for module in groups if isinstance(getattr(module, name, None), click.Command))


@pytest.fixture
def run(path, harbour, monkeypatch):
    """Run a command on the invented database, looking names up in the invented catalogue."""
    monkeypatch.setattr("instruments.load.catalogue", lambda root=None: harbour)
    monkeypatch.setenv("RIGHTSGRAPH_DB", str(path))

    def run(name, *arguments):
        return CliRunner().invoke(command_of(name), arguments, catch_exceptions=False)

    return run


@pytest.mark.parametrize(
    "typed", ["Harbour Charter art. 1(2)(b)", "HARC 1(2)(b)", "harbour-charter#art_1__para_2__point_b"]
)
def test_a_query_as_people_type_it_names_the_post_with_the_sentence(run, typed):
    result = run("query", typed)
    assert result.exit_code == 0
    line = result.stdout.splitlines()[1]
    assert line.split()[:3] == ["p1", "Moderator", "of"]
    assert "HARC, Article 1(2)(b)" in line
    assert line.endswith("We rely on HARC article 1. Docks matter: see art. 1(2)(b) and 10.")
    assert "draft numbering" in line
    assert result.stderr == "1 citation in 1 post\n"


def test_an_article_finds_its_points_unless_exact_is_asked_for(run):
    assert "4 citations in 3 posts" in run("query", "HARC 1").stderr
    assert "3 citations in 3 posts" in run("query", "HARC 1", "--exact").stderr


def test_the_note_is_shown_where_there_is_one_and_the_status_where_it_is_doubtful(run):
    assert "note" in run("query", "--instrument", "HARC").stdout.splitlines()[0]
    assert "status" not in run("query", "--instrument", "HARC").stdout.splitlines()[0]
    assert "status" in run("query", "--status", "ambiguous").stdout.splitlines()[0]


def test_a_body_is_found_by_its_name(run):
    assert "1 citation in 1 post" in run("query", "Harbour Board").stderr


def test_programs_get_every_column_and_every_row(run):
    lines = run("query", "--format", "jsonl").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == 9
    assert rows[1]["target"] == "harbour-charter#art_1__para_2__point_b"
    assert json.loads(run("query", "--format", "json").stdout) == rows
    assert [r["post"] for r in csv.DictReader(io.StringIO(run("query", "--format", "csv").stdout))] == [
        r["post"] for r in rows
    ]


def test_a_cut_table_says_how_to_see_the_rest(run):
    result = run("query", "--limit", "2")
    assert len(result.stdout.splitlines()) == 3
    assert "the first 2 citations" in result.stderr and "--limit 0" in result.stderr
    assert "9 citations" in run("query", "--limit", "0").stderr


def test_a_table_is_cut_unless_a_limit_is_given_and_programs_get_all(run, monkeypatch):
    monkeypatch.setattr("kb.talk.SHOWN", 3)
    assert "the first 3 citations" in run("query").stderr
    assert len(run("query", "--format", "jsonl").stdout.splitlines()) == 9


def test_text_alone_lists_posts_and_with_another_condition_citations(run):
    assert run("query", "--text", "ninas").stdout.splitlines()[1].startswith("p3")
    assert "2 citations" in run("query", "--text", "ninas", "--post", "p3").stderr


def test_a_count_is_a_number_and_nothing_else(run):
    assert run("query", "HARC", "--count").stdout == "7\n"


def test_nothing_found_is_no_error(run):
    result = run("query", "HARC 1(1)")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no citation found\n")


def test_a_provision_is_shown_with_its_place_parts_and_citations(run):
    out = run("show", "HARC art. 1").stdout
    for words in ("stands in: Part I", "Article 1(2)", "heading (not official): Docks", "cited: 4 times in 3 posts"):
        assert words in out
    assert "interpretedBy: harbour-gc4#para_1 (paragraph 1)" in run("show", "HARC 10").stdout


def test_an_instrument_is_shown_with_its_names_and_page(run):
    out = run("show", "harbour-charter").stdout
    assert "adopted: 1999-05-01" in out
    assert "official page (es): https://harbour.example/es" in out


def test_a_post_is_shown_with_its_text_and_citations(run):
    out = run("show", "p1").stdout
    assert (
        "Docks matter" in out
        and "issues: Docks; Tides" in out
        and "stages of migration: Afloat" in out
        and "replies: p2" in out
    )
    record = json.loads(run("show", "p1", "--format", "json").stdout)
    assert (record["author"], len(record["citations"])) == ("Moderator of the harbour", 4)


def test_the_figures_are_shown_for_people_and_programs(run):
    out = run("stats").stdout
    assert "Most cited provisions" in out and "HARC, Article 1" in out
    assert json.loads(run("stats", "--format", "json").stdout)["posts"] == 4
    rows = list(csv.DictReader(io.StringIO(run("stats", "--format", "csv").stdout)))
    assert {"section": "languages", "name": "es", "figure": "posts", "value": "2"} in rows


def test_the_graph_answers(run):
    assert "harbour-charter#art_10" in run("graph", "cited-together", "HARC 1").stdout
    assert "interpretedBy" in run("graph", "neighbours", "HARC 10").stdout


@pytest.mark.parametrize(
    ("name", "said"),
    [("map.xlsx", "2 cells, 6 sentences"), ("map.json", "2 cells, 6 sentences"), ("MAP.XLSX", "2 cells")],
)
def test_the_issue_map_is_written_and_told_on_stderr(run, tmp_path, name, said):
    result = run("export", "issue-map", "--out", str(tmp_path / name))
    assert (result.exit_code, result.stdout) == (0, "")
    assert said in result.stderr
    assert (tmp_path / name).stat().st_size > 500


def test_the_graph_and_the_tables_are_written(run, tmp_path):
    assert "nodes" in run("export", "graph", "--out", str(tmp_path / "g.graphml")).stderr
    assert "9 rows" in run("export", "tables", "--out", str(tmp_path / "c.csv")).stderr
    assert run("export", "tables", "--out", "-").stdout == (tmp_path / "c.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (["query", "HARC 99"], 1, "HARC"),
        (["query", "no such thing at all"], 1, "nothing is called"),
        (["query", "--issue", "dock"], 1, "did you mean 'docks'?"),
        (["query", "--stage", "afloa"], 1, "did you mean 'afloat'?"),
        (["query", "--stage", "xyz"], 1, "the stages are ashore, afloat"),
        (["export", "issue-map", "--out", "map.json", "--stage", "xyz"], 1, "there is no stage 'xyz'"),
        (["query", "--post", "p11"], 1, "there is no post 'p11'; did you mean 'p1'"),
        (["query", "--text", "--"], 2, "no word"),
        (["query", "--kind", "guess"], 2, "'guess' is not one of"),
        (["query", "--instrument", "harbour-charter#art_1"], 2, "without --instrument"),
        (["query", "--limit", "-1"], 2, "-1"),
        (["show", "Harbour Board"], 1, "is a body"),
        (["show"], 2, "Missing argument"),
        (["graph", "neighbours", "zzz"], 1, "nothing is called"),
        (["export", "graph", "--out", "g.txt"], 2, ".gexf or .graphml"),
        (["export", "issue-map", "--out", "none/map.xlsx"], 1, "no such folder"),
        (["export", "tables", "--out", "."], 1, "this is a folder"),
        (
            ["stats", "--db", "none.db"],
            1,
            "none.db: no such file; build it with `rightsgraph build SOURCE --db none.db`",
        ),
    ],
)
def test_an_error_is_one_sentence_with_its_code(run, command, code, said):
    result = run(*command)
    assert result.exit_code == code
    (line,) = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert said in line
    assert "Traceback" not in result.output


def test_a_file_that_is_no_database_is_named(run, tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("words")
    result = run("query", "--db", str(path), "HARC")
    assert result.exit_code == 1
    assert "notes.db: this is not a database" in result.stderr


def test_a_damaged_database_is_told_in_one_sentence(run, make, tmp_path):
    path = make(tmp_path / "kb.db")
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
    result = run("query", "--db", str(path), "HARC")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert len(result.stderr.splitlines()) == 1 and "kb.db" in result.stderr and "rightsgraph build" in result.stderr


def test_a_full_disk_is_told_in_one_sentence_and_leaves_nothing(run, tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device", str(tmp_path / "map.json"))

    monkeypatch.setitem(issue_map.WRITERS, "json", full)
    result = run("export", "issue-map", "--out", str(tmp_path / "map.json"))
    assert result.exit_code == 1
    assert "map.json: No space left on device" in result.stderr
    assert list(tmp_path.iterdir()) == []


COMMANDS = [
    (name, sub)
    for name in ("query", "show", "stats", "silence", "suggest", "export", "graph")
    for sub in getattr(command_of(name), "commands", {"": None})
]


@pytest.mark.parametrize(("name", "sub"), COMMANDS)
def test_every_command_has_help_with_examples(name, sub):
    result = CliRunner().invoke(command_of(name), [*([sub] if sub else []), "--help"])
    assert result.exit_code == 0
    assert "Examples:\n    rightsgraph " in result.output
    command = command_of(name)
    options = [p for p in (command.commands[sub] if sub else command).params if isinstance(p, click.Option)]
    assert options and all(option.help for option in options)


def test_the_commands_are_imported_without_spacy_networkx_or_sqlite_utils():
    modules = "kb.commands, kb.export_commands, kb.graph_commands"
    heavy = "{'spacy', 'networkx', 'sqlite_utils', 'xlsxwriter'}"
    code = f"import sys, {modules}; print(sorted({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_show_says_whether_a_summary_was_reviewed_and_where_the_official_text_is(run):
    shown = run("show", "HARC 10").stdout
    assert "summary (not official, unreviewed): Says who may moor." in shown
    assert "official page (en): https://harbour.example/en" in shown
    assert "official page (es): https://harbour.example/es" in shown
