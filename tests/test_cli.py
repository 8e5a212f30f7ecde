"""The command line as people meet it: help, results, errors, and what it must show on the discussions."""

from __future__ import annotations

import json
import os
import resource
import shlex
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from cli import COMMANDS, main
from kb.schema import LINKS

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "corpus" / "sample" / "e-discussion.txt"
FIELDS = (
    *(
        "doc",
        "post",
        "start",
        "end",
        "source_start",
        "source_end",
        "text",
        "target",
        "kind",
        "status",
        "confidence",
        "band",
    ),
    *("rule", "evidence", "via"),
)
Run = Callable[..., Result]


def run(*arguments: object, stdin: str | bytes | None = None) -> Result:
    """Call the command line in this process; what it does not catch is raised."""
    return CliRunner().invoke(main, [str(a) for a in arguments], input=stdin, catch_exceptions=False)


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def everything_in(folder: Path) -> dict[str, bytes | None]:
    """Every file and folder below a folder, with the files' bytes."""
    found = sorted(folder.rglob("*"))
    return {str(p.relative_to(folder)): p.read_bytes() if p.is_file() else None for p in found}


# Help


def commands(
    group: click.Command = main, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command and group below a group, with the words that call it."""
    if path:
        yield path, group
    if isinstance(group, click.Group):
        ctx = click.Context(group)
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            assert command is not None
            yield from commands(command, (*path, name))


ALL = dict(commands())


def help_of(path: tuple[str, ...]) -> str:
    result = run(*path, "--help")
    assert result.exit_code == 0
    return result.stdout


def examples(path: tuple[str, ...]) -> list[str]:
    """The commands under "Example" or "Examples" in a command's help."""
    _, found, after = help_of(path).partition("  Example")
    lines = (line.strip() for line in after.splitlines()[1:]) if found else iter(())
    return [line for line in lines if "rightsgraph " in line]


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_says_what_it_does_and_shows_examples(path: tuple[str, ...]) -> None:
    assert ALL[path].help
    assert examples(path)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_says_what_it_does(path: tuple[str, ...]) -> None:
    options = [p for p in ALL[path].params if isinstance(p, click.Option)]
    assert [option.name for option in options if not option.help] == []


@pytest.mark.parametrize(
    "example", [line for path in ALL for line in examples(path)], ids=lambda line: line.partition("rightsgraph ")[2]
)
def test_every_example_in_the_help_is_a_command_that_is_understood(example: str) -> None:
    words = shlex.split(example.partition("rightsgraph ")[2].partition(" | ")[0], comments=False)
    if ">" in words:
        words = words[: words.index(">")]
    path = next(tuple(words[:n]) for n in (2, 1) if tuple(words[:n]) in ALL)
    command = ALL[path]
    values, rest, _ = command.make_parser(click.Context(command)).parse_args(words[len(path) :])
    assert not isinstance(command, click.Group) or not rest
    for param in command.params:
        if isinstance(param.type, click.Choice) and isinstance(value := values.get(str(param.name)), str):
            assert value in param.type.choices


def test_the_list_of_commands_agrees_with_what_each_says_of_itself() -> None:
    shown = help_of(())
    for name, (_, short) in COMMANDS.items():
        if (name,) in ALL:
            assert f"  {name}" in shown and short in shown


def test_help_loads_neither_spacy_nor_networkx() -> None:
    code = """
import runpy, sys
sys.argv = ["rightsgraph", "--help"]
try:
    from cli import main
    main()
except SystemExit as end:
    assert end.code == 0
print([name for name in ("spacy", "networkx", "msgspec", "sqlite3", "rich", "jinja2") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_takes_less_than_a_tenth_of_a_second_beside_the_interpreter() -> None:
    def cost(*arguments: str) -> float:
        """Processor time of the fastest of five runs: other work on the machine does not count."""
        taken = []
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            taken.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(taken)

    assert cost("cli.py", "--help") - cost("-c", "pass") < 0.1


# Misuse and failure


BAD_FILES: dict[str, tuple[bytes | None, str]] = {
    "missing.txt": (None, "missing.txt: there is no such file"),
    "binary.txt": (b"\x7fELF\x02\x01\0\0CEDAW\0", "binary.txt, line 1: it is a binary file"),
    "latin.txt": ("Línea uno.\nLa Convención, artículo 9.\n".encode("latin-1"), "latin.txt, line 1, byte 1"),
    "empty.txt": (b"", "empty.txt: it is empty"),
    "blank.txt": (b"\n \n", "blank.txt: it is empty"),
    "list.jsonl": (b'["CEDAW"]\n', "list.jsonl, line 1: it holds a list, not a JSON object"),
    "torn.jsonl": (b'{"id": "a", "text": "CEDA\n', "torn.jsonl, line 1"),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("RIGHTSGRAPH_DB", raising=False)
    return tmp_path


@pytest.fixture(params=BAD_FILES)
def bad(request: pytest.FixtureRequest, here: Path) -> tuple[str, str]:
    """A file that cannot be read, and how the sentence about it begins."""
    content, sentence = BAD_FILES[request.param]
    if content is not None:
        (here / request.param).write_bytes(content)
    return request.param, sentence


def assert_one_sentence(result: Result, sentence: str) -> None:
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: {sentence}")
    assert "; " in line, "it says what to do next"


@pytest.mark.parametrize("command", ["cite", "posts"])
def test_a_file_that_cannot_be_read_gets_one_sentence(bad: tuple[str, str], command: str) -> None:
    assert_one_sentence(run(command, bad[0]), bad[1])


def test_a_build_from_a_file_that_cannot_be_read_leaves_nothing_behind(bad: tuple[str, str], here: Path) -> None:
    before = everything_in(here)
    assert_one_sentence(run("build", bad[0], "--db", "kb.db"), bad[1])
    assert everything_in(here) == before


def test_a_failed_build_leaves_no_new_folder(here: Path) -> None:
    assert run("build", "missing.txt", "--db", "build/kb.db").exit_code == 1
    assert everything_in(here) == {}


def test_a_failed_build_leaves_the_old_database_as_it_was(
    here: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(small, here / "kb.db")
    (here / "post.txt").write_text("See CEDAW.", encoding="utf-8")
    before = everything_in(here)

    def fail(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("linker.run.link_posts", fail)
    result = run("build", "post.txt", "--db", "kb.db")
    assert result.exit_code == 1
    assert "No space left on device" in result.stderr
    assert everything_in(here) == before


def test_a_bad_line_is_told_and_the_others_are_read(here: Path) -> None:
    (here / "posts.jsonl").write_text('{"id": "a", "text": "See CEDAW."}\n7\n', encoding="utf-8")
    result = run("build", "posts.jsonl", "--db", "kb.db")
    assert result.exit_code == 1
    assert "posts.jsonl, line 2: it holds a number, not a JSON object" in result.stderr
    assert "1 post" in result.stdout
    strict = run("build", "posts.jsonl", "--db", "strict.db", "--strict")
    assert (strict.exit_code, (here / "strict.db").exists()) == (1, False)


@pytest.mark.parametrize("content", [b"a shopping list", b"SQLite format 3\0 but not really"])
def test_a_file_that_is_not_ours_is_never_replaced(here: Path, content: bytes) -> None:
    (here / "post.txt").write_text("See CEDAW.", encoding="utf-8")
    (here / "notes.db").write_bytes(content)
    before = everything_in(here)
    result = run("build", "post.txt", "--db", "notes.db")
    assert result.exit_code == 1
    assert "was not built by rightsgraph and is left as it is" in result.stderr
    assert everything_in(here) == before
    assert run("query", "CEDAW", "--db", "notes.db").exit_code == 1


def test_the_database_of_another_program_is_never_replaced(here: Path) -> None:
    (here / "post.txt").write_text("See CEDAW.", encoding="utf-8")
    with sqlite3.connect(here / "other.db") as db:
        db.execute("create table recipes (name)")
    db.close()
    before = everything_in(here)
    assert run("build", "post.txt", "--db", "other.db").exit_code == 1
    assert everything_in(here) == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["query", "CEDAW 99"], "CEDAW has 30 articles and no 99"),
        (["query", "cedaw#art_99"], "CEDAW has no provision"),
        (["show", "CEDAW 12(9)"], "Article 12 has 2 paragraphs and no (9)"),
        (["query", "CEDAV 12"], "did you mean"),
        (["query", "the price of fish"], "'the price of fish': nothing is called "),
        (["query", "--post", "p-0"], "there is no post 'p-0'"),
        (["query", "--issue", "domestic-works"], "did you mean 'domestic-work'"),
        (["instruments", "show", "CEDAW 31"], "CEDAW has 30 articles and no 31"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_what_is_unknown_gets_one_sentence_with_what_is_near(
    small: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], sentence: str
) -> None:
    monkeypatch.setenv("RIGHTSGRAPH_DB", str(small))
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (1, "")
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ") and sentence in line


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["biuld"], "there is no command 'biuld'; did you mean 'build'?"),
        (["frobnicate"], "there is no command 'frobnicate'; 'rightsgraph --help' lists the commands"),
        (["build"], "Missing argument 'SOURCE...'"),
        (["cite"], "Missing argument 'FILE...'"),
        (["cite", "x.txt", "--reader", "fax"], "'fax' is not one of 'discussion'"),
        (["query", "CEDAW", "--kind", "poem"], "'poem' is not one of"),
        (["cite", "--quickly", "x.txt"], "No such option"),
        (["export", "issue-map", "--out", "map.pdf"], "the name must end in .xlsx or .csv or .md or .json"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_misuse_exits_with_2(here: Path, arguments: list[str], sentence: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert sentence in result.stderr.splitlines()[-1]
    assert everything_in(here) == {}


def test_a_missing_database_says_how_to_build_it(here: Path) -> None:
    result = run("stats", "--db", "kb.db")
    assert result.exit_code == 1
    assert "rightsgraph build" in result.stderr
    assert everything_in(here) == {}


# Results


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of two short posts."""
    folder = tmp_path_factory.mktemp("small")
    text = (
        '{"id": "a", "text": "Article 12(2) of CEDAW."}\n{"id": "b", "parent": "a", "text": "The Convention, too."}\n'
    )
    (folder / "posts.jsonl").write_text(text, encoding="utf-8")
    assert run("build", folder / "posts.jsonl", "--db", folder / "kb.db").exit_code == 0
    return folder / "kb.db"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `rightsgraph demo` builds."""
    out = tmp_path_factory.mktemp("demo") / "out"
    result = run("demo", "--out", out)
    assert result.exit_code == 0, result.output
    (out / "said.txt").write_text(result.stdout, encoding="utf-8")
    return out


@pytest.fixture(scope="module")
def source() -> str:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.fixture(scope="module")
def cited() -> list[dict[str, Any]]:
    """Every citation of the sample discussion."""
    return rows(run("cite", SAMPLE, "--format", "jsonl"))


def test_cite_gives_one_citation_a_line_with_the_fields_agreed(cited: list[dict[str, Any]]) -> None:
    assert len(cited) > 150
    assert {tuple(row)[: len(FIELDS)] for row in cited} == {FIELDS}
    assert {row["doc"] for row in cited} == {SAMPLE.name}
    assert {"instrument", "anaphor", "pinpoint", "body", "document", "other"} <= {row["kind"] for row in cited}


def test_offsets_lead_back_to_the_words_in_the_file_and_in_the_post(cited: list[dict[str, Any]], source: str) -> None:
    from corpus.ingest import read_posts

    posts = {post.id: post.text for post in read_posts([SAMPLE])}
    for row in cited:
        assert posts[row["post"]][row["start"] : row["end"]] == row["text"]
        assert source[row["source_start"] : row["source_end"]].split() == row["text"].split()
        assert row["evidence"] and row["evidence"] in posts[row["post"]]
        if via := row["via"]:
            assert posts[row["post"]][via["start"] : via["end"]] == via["text"]


def test_only_what_is_resolved_has_a_target_that_is_a_link(cited: list[dict[str, Any]]) -> None:
    from instruments.load import catalogue

    known = catalogue()
    links = [row for row in cited if row["kind"] in LINKS]
    assert all(known.has(row["target"]) for row in links if row["status"] == "resolved")
    assert all(row["target"] is None for row in links if row["status"] != "resolved")
    assert all(0 <= row["confidence"] <= 1 for row in cited)


def test_cite_and_build_find_the_same(cited: list[dict[str, Any]], demo: Path) -> None:
    built = rows(run("query", "--db", demo / "kb.db", "--format", "jsonl"))
    key = ("post", "start", "end", "target", "kind", "status", "source_start", "source_end", "confidence", "rule")
    assert sorted(str([row[k] for k in key]) for row in built) == sorted(str([row[k] for k in key]) for row in cited)


@pytest.mark.parametrize(
    ("format", "words"),
    [
        ("markdown", '[SDG 8.8](<http://metadata.un.org/sdg/8.8> "sdgs#target_8.8")'),
        ("html", 'href="http://metadata.un.org/sdg/8.8" class="pinpoint" data-target="sdgs#target_8.8"'),
        ("csv", "SDG 8.8,sdgs#target_8.8,pinpoint,resolved"),
        ("table", "SDG 8.8  sdgs#target_8.8  pinpoint  resolved"),
        ("json", '"target": "sdgs#target_8.8"'),
    ],
)
def test_cite_reads_standard_input_and_writes_each_format(format: str, words: str) -> None:
    result = run("cite", "-", "--format", format, stdin="We look at SDG 8.8 & the rest.\n")
    assert result.exit_code == 0
    assert words in result.stdout


def test_two_builds_of_the_same_input_give_the_same_dump(here: Path) -> None:
    (here / "again").mkdir()
    dumps = []
    for db in (here / "kb.db", here / "again" / "other-name.db"):
        assert run("build", SAMPLE, "--db", db).exit_code == 0
        base = sqlite3.connect(db)
        dumps.append(list(base.iterdump()))
        assert base.execute("pragma journal_mode").fetchone() == ("delete",)
        assert base.execute("pragma integrity_check").fetchall() == [("ok",)]
        assert base.execute("pragma foreign_key_check").fetchall() == []
        base.close()
    assert len(dumps[0]) > 1000
    assert dumps[0] == dumps[1]
    assert sorted(everything_in(here)) == ["again", "again/other-name.db", "kb.db"]


def test_a_build_in_another_process_gives_the_same_dump(here: Path, small: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(small.parent / "posts.jsonl"), "--db", "kb.db"]
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)}
    subprocess.run(command, cwd=here, env=environment, capture_output=True, check=True)
    first, second = sqlite3.connect(small), sqlite3.connect(here / "kb.db")
    assert list(first.iterdump()) == list(second.iterdump())
    first.close()
    second.close()


def test_a_reader_sees_the_old_database_or_the_new_one_and_never_none(here: Path, small: Path) -> None:
    shutil.copy(small, here / "kb.db")
    command = [sys.executable, str(ROOT / "cli.py"), "build", str(SAMPLE), "--db", "kb.db", "--no-issues"]
    building = subprocess.Popen(
        command, cwd=here, env={**os.environ, "PYTHONPATH": str(ROOT)}, stdout=subprocess.DEVNULL
    )
    seen = set()
    while building.poll() is None:
        base = sqlite3.connect(f"file:{here / 'kb.db'}?mode=ro", uri=True)
        seen.add(base.execute("select count(*) from posts").fetchone()[0])
        base.close()
        time.sleep(0.02)
    assert building.returncode == 0
    base = sqlite3.connect(here / "kb.db")
    after = base.execute("select count(*) from posts").fetchone()[0]
    base.close()
    assert after > 40
    assert seen <= {2, after} and 2 in seen
    assert list(everything_in(here)) == ["kb.db"]


def test_a_directory_is_read_as_all_its_files(here: Path) -> None:
    (here / "in").mkdir()
    (here / "in" / "a.txt").write_text("See CEDAW, art. 9.", encoding="utf-8")
    (here / "in" / "b.csv").write_text("id,text\nx,the ICRMW\n", encoding="utf-8")
    (here / "in" / "c.html").write_text("<p>le <b>Convenio 189</b></p>", encoding="utf-8")
    assert {row["doc"] for row in rows(run("cite", "in", "--format", "jsonl"))} == {"a.txt", "b.csv", "c.html"}


def test_the_demo_says_what_it_linked_and_what_to_try_next(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = (demo / "said.txt").read_text(encoding="utf-8")
    assert said.startswith("Linked the sample corpus: 61 posts, ")
    tried = [line.strip() for line in said.partition("Try next:\n")[2].splitlines() if "YOUR_POSTS" not in line]
    assert len(tried) >= 5
    for line in tried:
        words = shlex.split(line)
        stdin = words[1] if words[0] == "echo" else None
        result = run(*words[words.index("|") + 2 if stdin else 1 :], stdin=stdin)
        assert result.exit_code == 0 and result.stdout, line


def test_the_demo_builds_a_map_a_graph_and_a_site_that_open(demo: Path) -> None:
    import networkx
    import openpyxl

    book = openpyxl.load_workbook(demo / "map.xlsx", read_only=True)
    assert {"matrix", "evidence"} <= set(book.sheetnames)
    book.close()
    graph = networkx.read_gexf(demo / "graph.gexf")
    assert graph.has_node("cedaw#art_12__para_2")
    index = (demo / "site" / "index.html").read_text(encoding="utf-8")
    assert index.startswith("<!doctype html>") or index.startswith("<!DOCTYPE html>")


def test_a_query_of_the_sample_names_the_post_with_its_sentence(demo: Path) -> None:
    found = rows(run("query", "--db", demo / "kb.db", "C189 art 15", "--lang", "es", "--format", "jsonl"))
    assert [(row["author"], row["target"]) for row in found] == [
        ("Delegada Sindical", "ilo-c189#art_15"),
        ("Abogada Laboralista", "ilo-c189#art_15__para_1__point_e"),
    ]
    assert found[1]["evidence"].startswith("Yo empezaría por el artículo 15, párrafo 1, apartado e)")


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("CEDAW 12(2)", "cedaw#art_12__para_2"),
        ("SDG 8.8", "sdgs#target_8.8"),
        ("C189 art. 17", "ilo-c189#art_17"),
        ("GR26 para 26(l)", "cedaw-gr26#para_26__point_l"),
        ("new york declaration 31", "ny-declaration#para_31"),
    ],
)
def test_a_lookup_understands_what_people_type(demo: Path, typed: str, target: str) -> None:
    shown = json.loads(run("show", typed, "--db", demo / "kb.db", "--format", "json").stdout)
    assert shown["id"] == target


def test_drafts_are_shown_with_the_number_as_written(demo: Path) -> None:
    query = ("query", "--db", demo / "kb.db", "--instrument", "ny-declaration", "--kind", "pinpoint")
    drafts = {row["text"]: (row["target"], row["note"]) for row in rows(run(*query, "--format", "jsonl"))}
    assert drafts["2.10"] == ("ny-declaration#para_31", "draft numbering 2.10")


# The real discussion, where the shared data is at hand


@pytest.fixture(scope="module")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = tmp_path_factory.mktemp("real") / "kb.db"
    result = run("build", shared / "corpus" / "e-discussion.txt", "--db", db)
    assert result.exit_code == 0, result.output
    assert "81 posts" in result.stdout
    return db


def test_the_real_discussion_shows_who_quotes_article_15_with_the_sentence(real: Path) -> None:
    found = rows(run("query", "--db", real, "C189 art 15", "--format", "jsonl"))
    assert found
    assert all(row["target"].startswith("ilo-c189#art_15") for row in found)
    assert all(row["text"] in row["evidence"] and row["post"] and row["author"] for row in found)


@pytest.mark.parametrize(("draft", "paragraph"), [("2.8", 29), ("2.10", 31), ("3.20", 60)])
def test_the_real_discussion_links_draft_paragraphs_to_adopted_ones(real: Path, draft: str, paragraph: int) -> None:
    found = rows(run("query", "--db", real, "--instrument", "ny-declaration", "--format", "jsonl"))
    links = {(row["target"], row["note"]) for row in found if row["text"] == draft}
    assert links == {(f"ny-declaration#para_{paragraph}", f"draft numbering {draft}")}


def test_the_real_discussion_is_cited_with_offsets_into_its_file(shared: Path) -> None:
    path = shared / "corpus" / "e-discussion.txt"
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    found = rows(run("cite", path, "--format", "jsonl"))
    assert len(found) > 100
    wrong = [r for r in found if text[r["source_start"] : r["source_end"]].split() != r["text"].split()]
    assert wrong == []


def test_the_linker_keeps_its_figures_on_the_real_discussion(shared: Path) -> None:
    arguments = ("--doc", "e-discussion.txt", "--skip", "quotation", "--json")
    figures = json.loads(run("evaluate", shared / "gold" / "dev", *arguments).stdout)
    mentions = figures["mentions"]
    kinds, hits = map(int, mentions["kind"].split("/"))
    pinpoints, marked = map(int, mentions["recall_by_kind"]["pinpoint"].split("/"))
    assert mentions["recall"] >= 0.90
    assert mentions["precision"] >= 0.90
    assert figures["traps"]["sprung"] <= 3
    assert kinds >= 0.95 * hits
    assert marked - pinpoints <= 2


def test_the_linker_keeps_its_figures_on_the_projects_own_gold_set() -> None:
    figures = json.loads(run("evaluate", ROOT / "tests" / "gold", "--skip", "quotation", "--json").stdout)
    assert figures["mentions"]["recall"] >= 0.95
    assert figures["mentions"]["precision"] >= 0.95
