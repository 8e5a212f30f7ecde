from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from corpus.commands import posts

DUMP = "T\nModerator: Ana Ruiz\n\n  • Luis Paz\n    We tend the gardens of this town every day.\n1 of 1 comments\n"


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    path = tmp_path / "dump.txt"
    path.write_text(DUMP, encoding="utf-8")
    return path


def test_posts_lists_what_was_read_in_every_format(dump: Path) -> None:
    runner = CliRunner()
    table = runner.invoke(posts, [str(dump)])
    assert table.exit_code == 0
    assert "Luis Paz" in table.stdout
    rows = json.loads(runner.invoke(posts, [str(dump), "--format", "json"]).stdout)
    assert [(row["author"], row["lang"], row["role"]) for row in rows][1] == ("Luis Paz", "en", "participant")
    lines = runner.invoke(posts, [str(dump), "--format", "jsonl"]).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == [row["id"] for row in rows]
    table_rows = list(csv.DictReader(io.StringIO(runner.invoke(posts, [str(dump), "--format", "csv"]).stdout)))
    assert table_rows[1]["begins"] == "We tend the gardens of this town every d"


def test_posts_says_what_is_wrong_on_standard_error_and_fails(tmp_path: Path, dump: Path) -> None:
    runner = CliRunner()
    missing = runner.invoke(posts, [str(tmp_path / "no.txt")])
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert missing.stderr.count("\n") == 1
    assert "no.txt: there is no such file" in missing.stderr
    both = runner.invoke(posts, [str(tmp_path / "no.txt"), str(dump), "--format", "jsonl"])
    assert both.exit_code == 1
    assert len(both.stdout.splitlines()) == 2
    assert "there is no such file" in both.stderr


def test_posts_called_wrongly_exits_with_2(dump: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(posts, []).exit_code == 2
    assert runner.invoke(posts, [str(dump), "--reader", "odt"]).exit_code == 2


def test_posts_reads_standard_input_and_named_columns(tmp_path: Path) -> None:
    runner = CliRunner()
    piped = runner.invoke(posts, ["-", "--reader", "html", "--format", "jsonl"], input="<p>Hi &amp; bye</p>")
    assert json.loads(piped.stdout)["begins"] == "Hi & bye"
    path = tmp_path / "a.csv"
    path.write_text("nr,body\n9,Hi\n", encoding="utf-8")
    table = runner.invoke(posts, [str(path), "--id-column", "nr", "--text-column", "body", "--format", "jsonl"])
    assert json.loads(table.stdout)["id"] == "9"
