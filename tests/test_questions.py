"""The twenty questions of docs/questions.md, asked of a real discussion too; none of its sentences is kept."""

from __future__ import annotations

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
    assert len(result.stdout.splitlines()) > 1 or (tmp_path / "map.xlsx").exists() or "found" in result.stderr


def test_the_answers_that_researchers_come_for_are_there(real: Path) -> None:
    def rows(*words: str) -> list[str]:
        return CliRunner().invoke(main, [*words, "--db", str(real), "--format", "csv"]).stdout.splitlines()[1:]

    assert len(rows("query", "GR 26")) >= 10
    assert len(rows("query", "--group-by", "instrument")) >= 15
    assert any(",implements," in row for row in rows("graph", "path", "SDG 8.8", "ICRMW 25", "--judgements"))
    missing = rows("silence", "--issue", "domestic-work", "--instrument", "ilo-c189")
    assert any(",no," in row or ",False," in row or ",0," in row for row in missing)
