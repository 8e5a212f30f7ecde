from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from instruments.commands import instruments
from instruments.load import catalogue

BAD = Path(__file__).resolve().parents[1] / "bad"
FACTS = Path(__file__).parent / "facts"


def run(*args: object) -> Result:
    return CliRunner().invoke(instruments, [str(a) for a in args])


def test_list_gives_every_instrument() -> None:
    result = run("list", "--format", "jsonl")
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == list(catalogue().instruments)


def test_list_can_be_narrowed_by_kind_and_body() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(run("list", "--kind", "treaty", "--body", "cmw-committee", "--format", "csv").stdout)
        )
    )
    assert [(row["id"], row["adopted"]) for row in rows] == [("icrmw", "1990-12-18")]


def test_show_reads_what_people_type_and_shows_what_lies_below() -> None:
    result = run("show", "CEDAW", "12", "--format", "json")
    ids = [row["id"] for row in json.loads(result.stdout)]
    assert ids == ["cedaw#art_12", "cedaw#art_12__para_1", "cedaw#art_12__para_2"]


def test_show_says_on_stderr_how_a_query_was_read() -> None:
    result = run("show", "NYD 2.10", "--format", "json")
    assert json.loads(result.stdout)[0]["id"] == "ny-declaration#para_31"
    assert result.stderr == "draft numbering: Draft for adoption of 29 July 2016, 2.10\n"


def test_show_gives_the_addresses_of_a_provision() -> None:
    (row,) = json.loads(run("show", "SDG 8.8", "--format", "json").stdout)[:1]
    assert row["akn"] == "/akn/un/statement/deliberation/un-ga/2015-09-25/70-1/!main~target_8-8"
    assert row["address"] == "http://metadata.un.org/sdg/8.8"


def test_show_tells_the_relations_of_a_provision_in_both_directions() -> None:
    assert "interprets: cedaw#art_2__point_c" in run("show", "cedaw-gr26#para_26__point_l").stdout
    assert "interpretedBy: cedaw-gr26#para_26__point_l" in run("show", "cedaw#art_2__point_c").stdout


def test_show_speaks_another_language_where_it_can() -> None:
    (row, *_) = json.loads(run("show", "cedaw#art_12", "--lang", "es", "--format", "json").stdout)
    assert row["heading"] == catalogue().trees["cedaw"]["art_12"].heading["es"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("CEDAW 45", "Error: 'CEDAW 45': CEDAW has 30 articles and no 45; did you mean"),
        ("CMW", "Error: 'CMW': 2 entries can be meant: CMW (cmw-committee), ICRMW (icrmw); say which"),
    ],
)
def test_show_of_nothing_certain_fails_with_one_sentence(query: str, sentence: str) -> None:
    result = run("show", query)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(sentence)
    assert result.stderr.count("\n") == 1


def test_check_of_good_facts_says_so_and_exits_with_0() -> None:
    result = run("check", FACTS)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.startswith("4 files keep all ")


def test_check_lists_problems_on_stdout_and_exits_with_1() -> None:
    result = run("check", BAD / "titles", "--format", "jsonl")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == {
        "file": "data/harbour-charter.toml",
        "rule": "titles",
        "text": "no title in fr; add it",
    }
    assert result.stderr == "Error: 1 problem in 1 file; correct what is listed and check again\n"


def test_check_of_a_folder_without_facts_fails(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert result.exit_code == 1
    assert "no TOML file" in result.stderr


def test_check_reads_an_overlay_against_the_shipped_facts(tmp_path: Path) -> None:
    shutil.copytree(FACTS, tmp_path / "mine")
    assert run("check", "--overlay", tmp_path / "mine").exit_code == 0
    file = tmp_path / "mine" / "data" / "ferry-code.toml"
    file.write_text(file.read_text().replace('cites = ["ferry-code"]', 'cites = ["cedaw#art_99"]'))
    assert "cedaw#art_99" in run("check", "--overlay", tmp_path / "mine").stdout


def test_format_rewrites_what_differs_and_says_which(tmp_path: Path) -> None:
    shutil.copytree(FACTS, tmp_path / "facts")
    file = tmp_path / "facts" / "data" / "ferry-code.toml"
    good = file.read_text()
    file.write_text(good.replace(" = ", "="))
    looked = run("format", tmp_path / "facts", "--check")
    assert (looked.exit_code, looked.stdout) == (1, "data/ferry-code.toml\n")
    done = run("format", tmp_path / "facts")
    assert (done.exit_code, done.stdout, file.read_text()) == (0, "data/ferry-code.toml\n", good)
    assert run("format", tmp_path / "facts").stdout == ""


def test_format_leaves_a_file_with_comments_alone_unless_told(tmp_path: Path) -> None:
    shutil.copytree(BAD / "canonical", tmp_path / "facts")
    file = tmp_path / "facts" / "data" / "harbour-charter.toml"
    before = file.read_text()
    result = run("format", tmp_path / "facts")
    assert (result.exit_code, file.read_text()) == (1, before)
    assert "data/harbour-charter.toml, line 1; move them into note keys" in result.stderr
    assert run("format", tmp_path / "facts", "--drop-comments").exit_code == 0
    assert run("check", tmp_path / "facts").exit_code == 0


def test_schema_prints_one_kind_or_all() -> None:
    assert json.loads(run("schema", "body").stdout)["title"] == "rightsgraph body"
    assert list(json.loads(run("schema").stdout)) == ["instrument", "body", "issue", "stage"]


def test_coverage_compares_with_wordings(tmp_path: Path) -> None:
    (tmp_path / "udhr.en.txt").write_text("Article 1\nInvented.\n")
    rows = csv.DictReader(io.StringIO(run("coverage", "--texts", tmp_path, "--format", "csv").stdout))
    compared = {row["instrument"]: row["compared"] for row in rows}
    assert compared["udhr"] == "en: 61 not marked there"
    assert compared["cedaw"] == "no wording"


def test_a_broken_overlay_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "x.toml").write_text("id = ")
    result = run("list", "--overlay", tmp_path)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: data/x.toml, end of document: Invalid value; correct the TOML there")


@pytest.mark.parametrize(
    "args",
    [["list", "--kind", "treety"], ["list", "--body", "nobody"], ["show"], ["check", "/no/such/folder"], ["nothing"]],
)
def test_misuse_exits_with_2(args: list[str]) -> None:
    assert run(*args).exit_code == 2


def test_a_kind_that_is_misspelt_is_suggested() -> None:
    assert "did you mean treaty" in run("list", "--kind", "treety").stderr


@pytest.mark.parametrize("name", sorted(instruments.commands))
def test_every_command_has_help_with_examples(name: str) -> None:
    text = run(name, "--help").stdout
    assert "Examples:" in text and f"rightsgraph instruments {name}" in text


def test_help_imports_nothing_heavy() -> None:
    code = "import sys, instruments.commands; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(out) & {"jsonschema", "rich", "rapidfuzz", "spacy", "networkx", "msgspec"} == set()
