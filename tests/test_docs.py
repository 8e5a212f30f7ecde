"""The documentation as checked output: what it shows is what the program says today.

`RIGHTSGRAPH_FIX_DOCS=1 python -m pytest tests/test_docs.py` rewrites the outputs in README.md and docs/.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click
import pytest
from click.testing import CliRunner

from cli import main

ROOT = Path(__file__).resolve().parent.parent
FIX = bool(os.environ.get("RIGHTSGRAPH_FIX_DOCS"))
WIDTH = 100
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^`(?P<name>[\w./-]+)`:\n\n```(?:toml|text|json)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
EVENT = re.compile(f"{BLOCK.pattern}|{FILE.pattern}", re.MULTILINE | re.DOTALL)


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


class Step(NamedTuple):
    """A command shown on a page, with the output that the page says it has."""

    command: str
    shown: str


def steps(block: str) -> Iterator[Step]:
    """The commands of a console block, each with the lines below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield Step(command, shown)


def output(command: str) -> str:
    """What a command prints, standard error where it comes, run in this process and in the current folder.

    Understood are ``rightsgraph …``, ``make demo``, ``echo "…" |`` before and ``| head -N`` after them, and
    ``mkdir``.
    """
    if command == "make demo":
        command = "rightsgraph demo --out build/demo"
    parts = [shlex.split(part) for part in command.split(" | ")]
    stdin, lines = None, None
    if parts[0][0] == "mkdir":
        for folder in parts[0][2:]:
            Path(folder).mkdir(parents=True)
        return ""
    if parts[0][0] == "echo":
        stdin = " ".join(parts.pop(0)[1:]) + "\n"
    if parts[-1][0] == "head":
        lines = int(parts.pop()[1].removeprefix("-"))
    assert len(parts) == 1 and parts[0][0] == "rightsgraph", f"this test cannot run: {command}"
    with CliRunner().isolation(input=stdin) as (_, _, both):
        sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
        with contextlib.suppress(SystemExit):
            main(parts[0][1:], prog_name="rightsgraph", terminal_width=WIDTH)
        said = both.getvalue().decode().splitlines()
    return "".join(line.rstrip() + "\n" for line in said[:lines])


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder like a checkout's root in which a reader has typed `make demo`."""
    here = tmp_path / "rightsgraph"
    here.mkdir()
    for name in ("corpus", "instruments", "tests"):
        (here / name).symlink_to(ROOT / name)
    monkeypatch.chdir(here)
    monkeypatch.setattr(sys, "prefix", str(here / ".venv"))
    for name in ("RIGHTSGRAPH_DB", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return here


def outputs_of(page: Path, request: pytest.FixtureRequest) -> tuple[str, str]:
    """A page as it is, and as it is with the outputs of today.

    Files and commands are taken in the order of the page. A block on the shared data stays as it is where that is
    absent.
    """
    text = page.read_text(encoding="utf-8")
    shared = None
    if "../shared" in text:
        with contextlib.suppress(pytest.skip.Exception):
            shared = request.getfixturevalue("shared")
            (Path.cwd().parent / "shared").symlink_to(shared)

    def today(event: re.Match[str]) -> str:
        if event["name"]:
            Path(event["name"]).write_text(event["content"], encoding="utf-8")
            return event[0]
        if "../shared" in event["body"] and shared is None:
            return event[0]
        body = "\n".join(f"$ {step.command}\n{output(step.command)}" for step in steps(event["body"]))
        return f"```console\n{body}```"

    return text, EVENT.sub(today, text)


@pytest.mark.parametrize("page", [p for p in PAGES if BLOCK.search(p.read_text(encoding="utf-8"))], ids=name_of)
def test_what_a_page_shows_is_what_the_commands_print(
    page: Path, workshop: Path, request: pytest.FixtureRequest
) -> None:
    shown, today = outputs_of(page, request)
    if FIX and shown != today:
        page.write_text(today, encoding="utf-8")
    assert FIX or shown == today


def test_a_wrong_output_is_noticed(workshop: Path, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console\n$ rightsgraph --version\nrightsgraph, version 0.0.0\n```\n", encoding="utf-8")
    shown, today = outputs_of(page, request)
    assert shown != today
    assert "version 0.0.0" not in today


def test_the_readme_shows_the_tour() -> None:
    commands = [
        step.command
        for block in BLOCK.finditer((ROOT / "README.md").read_text(encoding="utf-8"))
        for step in steps(block["body"])
    ]
    used = {shlex.split(part)[1] for one in commands for part in one.split(" | ") if part.startswith("rightsgraph ")}
    assert "make demo" in commands
    assert {"query", "show", "cite", "stats", "export", "evaluate"} <= used


# The reference of the command line


def reference() -> str:
    """docs/cli.md: the help of every command, one section each."""
    lines = [
        "# The command line",
        "",
        "Every command with its help, as the program prints it. This page is written by",
        "`RIGHTSGRAPH_FIX_DOCS=1 python -m pytest tests/test_docs.py` and checked by `make test`.",
        "",
        "Results go to standard output, progress and errors to standard error. A command exits with 0 when all went",
        "well, with 1 for a failure (a file that cannot be read, a provision that there is none of) and with 2 when it",
        "was called wrongly. `RIGHTSGRAPH_DB` names the knowledge base for all commands that take `--db`.",
    ]

    def add(command: click.Command, path: tuple[str, ...]) -> None:
        command._help_option = None  # click keeps it from an earlier run, where -h may have been unknown
        said = CliRunner().invoke(main, [*path, "--help"], terminal_width=WIDTH, prog_name="rightsgraph")
        lines.extend(["", f"{'##' if len(path) < 2 else '###'} {' '.join(('rightsgraph', *path))}", "", "```text"])
        lines.extend(line.rstrip() for line in said.stdout.rstrip().splitlines())
        lines.append("```")
        if isinstance(command, click.Group):
            ctx = click.Context(command)
            for name in command.list_commands(ctx):
                below = command.get_command(ctx, name)
                assert below is not None
                add(below, (*path, name))

    add(main, ())
    return "\n".join(lines) + "\n"


def test_the_reference_of_the_command_line_is_what_help_prints(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("RIGHTSGRAPH_DB", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    page = ROOT / "docs" / "cli.md"
    if FIX:
        page.write_text(reference(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == reference()


def test_the_page_on_the_rules_is_what_the_program_says() -> None:
    from linker.rules import page

    document = ROOT / "docs" / "rules.md"
    if FIX:
        document.write_text(page(), encoding="utf-8")
    assert document.read_text(encoding="utf-8") == page()


# The database


def test_the_page_on_the_database_names_every_table_view_and_column() -> None:
    from sqlite_utils import Database

    from kb import schema, views

    db = Database(memory=True)
    schema.create(db)
    page = (ROOT / "docs" / "database.md").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    real = {name: {c.name for c in db[name].columns} for name in (*schema.TABLES, *views.VIEWS)}
    db.conn.close()
    assert set(sections) == set(real)
    for name, columns in real.items():
        described = {word for row in re.findall(r"^\| (`.*?) \|", sections[name], re.MULTILINE) for word in words(row)}
        assert described == columns, name


def words(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


@pytest.mark.parametrize(
    "sql", re.findall(r"^```sql\n(.*?)^```$", (ROOT / "docs" / "database.md").read_text(encoding="utf-8"), re.M | re.S)
)
def test_every_query_on_the_page_on_the_database_runs(sql: str, sample: Path) -> None:
    import sqlite3

    base = sqlite3.connect(sample)
    try:
        assert base.execute(sql).fetchall()
    finally:
        base.close()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus, built."""
    db = tmp_path_factory.mktemp("sample") / "kb.db"
    source = ROOT / "corpus" / "sample" / "e-discussion.txt"
    assert CliRunner().invoke(main, ["build", str(source), "--db", str(db)]).exit_code == 0
    return db


# A researcher's own instrument, by the page that says how


def test_the_walk_to_an_own_instrument_has_every_step_and_no_python() -> None:
    page = (ROOT / "docs" / "adding-an-instrument.md").read_text(encoding="utf-8")
    assert [file["name"] for file in FILE.finditer(page)]
    assert "```python" not in page
    commands = [step.command for block in BLOCK.finditer(page) for step in steps(block["body"])]
    for needed in ("instruments check", "instruments show", "build", "query"):
        assert any(command.startswith(f"rightsgraph {needed}") for command in commands), needed


def test_the_walk_ends_with_links_to_the_new_instrument() -> None:
    page = (ROOT / "docs" / "adding-an-instrument.md").read_text(encoding="utf-8")
    shown = [step for block in BLOCK.finditer(page) for step in steps(block["body"])]
    assert "Harbour Charter, Article 2(1)" in shown[-1].shown
    assert [step.command for step in shown if "Error" in step.shown] == []


# Links and names


def text_of(page: Path) -> str:
    """A page without its code blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_inside_the_project_leads_somewhere(page: Path) -> None:
    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text_of(page)) if "://" not in link]
    assert [link for link in links if not (page.parent / link.partition("#")[0]).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_module_and_file_that_a_page_names_exists(page: Path) -> None:
    top = r"(?:corpus|instruments|kb|linker|site_templates|tests|docs|benchmarks)"
    named = re.findall(rf"`({top}/[\w./-]*)`", text_of(page))
    assert [name for name in named if not (ROOT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    ctx = click.Context(main)
    named = re.findall(r"`(?:\.venv/bin/)?rightsgraph ([a-z]+)(?: ([a-z-]+))?", text_of(page))
    for first, second in named:
        command = main.get_command(ctx, first)
        assert command is not None, first
        if isinstance(command, click.Group) and second:
            assert command.get_command(ctx, second) is not None, f"{first} {second}"


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda p: p.stem)
def test_a_decision_says_what_was_decided_and_what_it_costs(page: Path) -> None:
    headings = re.findall(r"^## (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert headings == ["Question", "Decision", "Why", "What it costs", "When to look again"]
    assert len(page.read_text(encoding="utf-8").splitlines()) <= 60
