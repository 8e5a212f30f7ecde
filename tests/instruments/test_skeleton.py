from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from instruments.check import check
from instruments.commands import instruments
from instruments.coverage import compare
from instruments.errors import CatalogueError
from instruments.load import catalogue
from instruments.models import Instrument
from instruments.read import read
from instruments.skeleton import draft, skeleton

CHARTER = """The Harbour Charter

Article 1
A worker is who works.

Article 2
1. Pay is due:
(a) weekly;
(b) in coin.
2. Nobody waits.

Article 3
Ships rest.
"""
RULES = "1. One rule.\n2. Two:\n(a) first;\n(b) second;\n(i) small;\n(ii) smaller.\n3. Three.\n"


def run(*args: object) -> Result:
    return CliRunner().invoke(instruments, [str(a) for a in args])


def problems(folder: Path) -> list[tuple[str, str]]:
    return [(p.rule, p.text) for p in check(folder)]


def test_a_skeleton_can_be_read_and_lacks_nothing_but_its_remarks_taken_off(tmp_path: Path) -> None:
    made = run("new", "harbour-charter", "--to", tmp_path)
    assert (made.exit_code, made.stdout) == (0, f"{tmp_path / 'data' / 'harbour-charter.toml'}\n")
    assert [rule for rule, _ in problems(tmp_path)] == ["canonical"]
    assert run("format", tmp_path, "--drop-comments").exit_code == 0
    assert problems(tmp_path) == []


def test_a_skeleton_explains_each_field_that_a_newcomer_needs() -> None:
    text = skeleton("harbour-charter")
    fields = set(tomllib.loads(text)) | set(re.findall(r"^# \[?\[?(\w+)", text, re.MULTILINE))
    assert {"id", "kind", "unit", "titles", "names", "sources", "examples", "provisions", "addresses"} <= fields
    for table in ("titles", "names", "sources", "examples", "provisions"):
        assert re.search(rf"^\[+{table}\]+ +# ", text, re.MULTILINE), table


@pytest.mark.parametrize("ident", ["Harbour", "harbour charter", "harbour_charter", "../x", ""])
def test_an_id_that_is_none_is_refused(ident: str, tmp_path: Path) -> None:
    result = run("new", ident, "--to", tmp_path)
    assert result.exit_code == 1
    assert (
        result.stderr
        == f"Error: {ident!r}: no id; write lower-case letters, digits and hyphens, such as harbour-charter\n"
    )
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_replaced(tmp_path: Path) -> None:
    run("new", "harbour-charter", "--to", tmp_path)
    file = tmp_path / "data" / "harbour-charter.toml"
    file.write_text("mine")
    again = run("new", "harbour-charter", "--to", tmp_path)
    assert (again.exit_code, file.read_text()) == (1, "mine")
    assert "it is there already; move it away or choose another id" in again.stderr


def test_a_draft_has_the_numbers_of_the_text_and_none_of_its_words(tmp_path: Path) -> None:
    source = tmp_path / "charter.txt"
    source.write_text(CHARTER)
    made = run("import-outline", source, "--id", "harbour-charter", "--to", tmp_path / "facts")
    file = tmp_path / "facts" / "data" / "harbour-charter.toml"
    assert made.stdout == f"{file}: 7 provisions, 3 of them at the top\n"
    entry = read(file, Instrument)
    assert [(p.path, p.label, p.parent) for p in entry.provisions] == [
        ("art_1", "Article 1", None),
        ("art_2", "Article 2", None),
        ("art_2__para_1", "Article 2(1)", "art_2"),
        ("art_2__para_1__point_a", "Article 2(1)(a)", "art_2__para_1"),
        ("art_2__para_1__point_b", "Article 2(1)(b)", "art_2__para_1"),
        ("art_2__para_2", "Article 2(2)", "art_2"),
        ("art_3", "Article 3", None),
    ]
    assert not any(p.heading or p.summary for p in entry.provisions)
    for line in ("A worker is who works", "Nobody waits", "weekly"):
        assert line not in file.read_text()


def test_a_draft_is_in_canonical_form_and_the_check_says_what_is_missing(tmp_path: Path) -> None:
    source = tmp_path / "charter.txt"
    source.write_text(CHARTER)
    run("import-outline", source, "--id", "harbour-charter", "--title", "Charter of Harbours", "--to", tmp_path)
    assert problems(tmp_path) == [("titles", "no title in es, fr; add it")]


@pytest.mark.parametrize(
    ("text", "unit", "chosen", "paths"),
    [
        (CHARTER, None, "art", 7),
        (RULES, None, "para", 7),
        (RULES, "para", "para", 7),
        ("Objective 1: rest\na) x\nb) y\nObjective 2: work\n", None, "obj", 4),
        ("Goal 1\nTarget 1.1\nIndicator 1.1.1\nGoal 2\nTarget 2.a\n", None, "goal", 5),
    ],
)
def test_the_main_numbers_are_those_that_the_text_has(text: str, unit: None, chosen: str, paths: int) -> None:
    entry = draft(text, "x", unit=unit)
    assert (entry.unit, len(entry.provisions)) == (chosen, paths)


def test_targets_stand_below_their_goals_and_indicators_below_their_targets() -> None:
    entry = draft("Goal 1\nTarget 1.1\nIndicator 1.1.1\nGoal 2\nTarget 2.a\n", "x")
    assert {p.path: p.parent for p in entry.provisions} == {
        "goal_1": None,
        "target_1.1": "goal_1",
        "indicator_1.1.1": "target_1.1",
        "goal_2": None,
        "target_2.a": "goal_2",
    }


def test_a_text_without_numbers_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "prose.txt"
    source.write_text("Nothing here has a number.")
    result = run("import-outline", source, "--id", "prose", "--to", tmp_path / "facts")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: prose.txt: no numbered article, paragraph, objective or goal; begin each")
    assert not (tmp_path / "facts").exists()


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "scan.pdf"
    source.write_bytes(b"%PDF\xff\xfe")
    result = run("import-outline", source, "--id", "scan")
    assert (result.exit_code, result.stderr) == (
        1,
        f"Error: {source}: not readable as UTF-8 text; save it as plain text in UTF-8\n",
    )


@pytest.mark.parametrize("ident", ["cedaw", "cedaw-gr26", "ilo-c189", "cmw-gc2", "icerd"])
def test_a_draft_of_a_real_wording_has_the_provisions_of_the_catalogue(ident: str, shared: Path) -> None:
    text = (shared / "texts" / f"{ident}.en.txt").read_text(encoding="utf-8")
    entry = draft(text, ident)
    both, there, here = compare(catalogue().instruments[ident], text)
    assert {p.path for p in entry.provisions} == both | there
    assert (there, here) == (set(), set())
    with pytest.raises(CatalogueError):
        draft("", ident)
