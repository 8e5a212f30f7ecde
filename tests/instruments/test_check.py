"""Each rule has a folder of facts under tests/bad that breaks it, and only it."""

from __future__ import annotations

from pathlib import Path

import pytest

from instruments.check import RULES, SCHEMA, check, entries

BAD = Path(__file__).resolve().parents[1] / "bad"
FACTS = Path(__file__).parent / "facts"


def test_every_rule_has_a_bad_folder_and_every_bad_folder_a_rule() -> None:
    assert {p.name for p in BAD.iterdir()} == {SCHEMA, *RULES}


@pytest.mark.parametrize("rule", sorted((SCHEMA, *RULES)))
def test_a_bad_folder_breaks_its_rule_and_no_other(rule: str) -> None:
    assert {problem.rule for problem in check(BAD / rule)} == {rule}


def test_good_facts_break_no_rule() -> None:
    assert check(FACTS) == []


def test_a_problem_names_file_rule_and_what_is_wrong() -> None:
    (problem,) = check(BAD / "bodies")
    expected = "data/harbour-charter.toml: body 'harbour-committee' is not among the bodies [bodies]"
    assert str(problem) == expected


def test_all_problems_are_told_not_the_first_only(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "data").mkdir(exist_ok=True)
        (tmp_path / "data" / f"{name}.toml").write_text("id = 1")
    (tmp_path / "data" / "three.toml").write_bytes(b"\xff")
    assert [problem.file for problem in check(tmp_path)] == ["data/one.toml", "data/three.toml", "data/two.toml"]


def test_an_overlay_replaces_the_entry_of_the_same_id() -> None:
    facts, unread = entries([FACTS, BAD / "titles"])
    assert unread == []
    assert [r.titles.get("fr") for _, r in facts.instruments if r.id == "harbour-charter"] == [None]
