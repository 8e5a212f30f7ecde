"""The twenty questions of docs/questions.md, asked of a real discussion too; none of its sentences is kept."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli import main

PAGE = Path(__file__).resolve().parent.parent / "docs" / "questions.md"
LINES = PAGE.read_text(encoding="utf-8").splitlines()
COMMANDS = [line[2:].partition(" | ")[0] for line in LINES if line.startswith("$ ")]


def test_there_are_twenty_questions_each_with_one_command() -> None:
    assert re.findall(r"^\*\*(\d+)\.", "\n".join(LINES), re.MULTILINE) == [str(n) for n in range(1, 21)]
    assert len(COMMANDS) == 20


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("real") / "kb.db"
    result = CliRunner().invoke(main, ["build", str(shared / "corpus" / "e-discussion.txt"), "--db", str(db)])
    assert result.exit_code == 0, result.stderr
    return db


@pytest.mark.parametrize("command", COMMANDS)
def test_each_question_has_an_answer_over_the_real_discussion(real: Path, tmp_path: Path, command: str) -> None:
    words = shlex.split(command)[1:]
    if words[0] == "suggest":  # a post of the sample stands in the page
        rows = CliRunner().invoke(main, ["query", "GR 26", "--db", str(real), "--format", "csv"]).stdout.splitlines()
        words[words.index("build/demo/kb.db") + 1] = rows[1].partition(",")[0]
    words = [str(real) if word == "build/demo/kb.db" else word for word in words]
    words = [str(tmp_path / "map.xlsx") if word == "build/map.xlsx" else word for word in words]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.stderr
    said = result.stdout.splitlines()
    if words[0] == "export":
        assert (tmp_path / "map.xlsx").stat().st_size > 10_000
    elif len(said) <= 1:  # nothing there: then no provision is linked under these conditions
        assert words[0] == "query" and ("--exact" in words or "provision" in words)
        kept = [word for word in words if word not in ("--group-by", "provision", "--sort", "name")]
        counted = CliRunner().invoke(main, [*kept, "--kind", "pinpoint", "--kind", "quotation", "--count"])
        assert counted.stdout.strip() == "0"


def test_the_answers_that_researchers_come_for_are_there(real: Path) -> None:
    def rows(*words: str) -> list[str]:
        return CliRunner().invoke(main, [*words, "--db", str(real), "--format", "csv"]).stdout.splitlines()[1:]

    assert len(rows("query", "GR 26")) >= 10
    assert len(rows("query", "--group-by", "instrument")) >= 15
    assert any(",implements," in row for row in rows("graph", "path", "SDG 8.8", "ICRMW 25", "--judgements"))
    missing = CliRunner().invoke(main, ["silence", "--issue", "domestic-work", "--db", str(real), "--format", "json"])
    (entry,) = json.loads(missing.stdout)["issues"]
    found = {row["target"]: row["found"] for row in entry["provisions"]}
    assert found["cedaw-gr26#para_26__point_b"] is False and set(found.values()) == {True, False}


def test_the_way_from_target_8_8_to_article_25_is_our_judgement_and_has_to_be_asked_for(real: Path) -> None:
    asked = CliRunner().invoke(main, ["graph", "path", "SDG 8.8", "ICRMW 25", "--db", str(real)])
    assert "no step found" in asked.stderr and "add --judgements" in asked.stderr
