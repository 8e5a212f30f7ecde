"""The list of rules is the linker's: no rule without an entry, no entry that does not fire."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from instruments.models import NameKind
from kb.records import Post
from linker.cited import cited
from linker.confidence import calibration
from linker.quotations import Rule as Quoted
from linker.rules import RULES, page

LINKER = Path(__file__).resolve().parents[2] / "linker"
PLACE = {"Owner": 1, "Mention": 4, "Pin": 3}  # which argument of each record is its rule
INNER = {"unknown-title"}  # ends what is inherited, and is never a citation


def texts(node: ast.AST) -> Iterator[str]:
    """The texts that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Name) and node.id in CONSTANTS:
        yield CONSTANTS[node.id]
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)


def constants() -> dict[str, str]:
    """The texts that the modules give a name in capitals."""
    found: dict[str, str] = {}
    for path in LINKER.glob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign):
                for target, value in pairs(node):
                    if (
                        isinstance(target, ast.Name)
                        and isinstance(value, ast.Constant)
                        and isinstance(value.value, str)
                    ):
                        found[target.id] = value.value
    return found


def pairs(node: ast.Assign) -> Iterator[tuple[ast.AST, ast.AST]]:
    """What an assignment gives to what, the members of a tuple apart."""
    for target in node.targets:
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            yield from zip(target.elts, node.value.elts, strict=False)
        else:
            yield target, node.value


CONSTANTS = constants()


def is_rule(target: ast.AST) -> bool:
    return getattr(target, "attr", getattr(target, "id", "")) == "rule"


def rules_in(tree: ast.AST) -> Iterator[str]:
    """The names that a module gives to ``rule``: as an argument of a record, by keyword, or by assignment."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            at = PLACE.get(getattr(node.func, "id", ""))
            if at is not None and len(node.args) > at:
                yield from texts(node.args[at])
            yield from (text for k in node.keywords if k.arg == "rule" for text in texts(k.value))
        elif isinstance(node, ast.Assign):
            yield from (text for one, value in pairs(node) if is_rule(one) for text in texts(value))


def named() -> set[str]:
    """All rules that the linker's modules name, those of names and quotations spelt out."""
    found = {r for path in LINKER.glob("*.py") for r in rules_in(ast.parse(path.read_text(encoding="utf-8"))) if r}
    quoted = set(get_args(Quoted))
    return (found - quoted - INNER) | {f"quotation:{r}" for r in quoted} | {f"name:{k}" for k in get_args(NameKind)}


def test_every_rule_that_the_linker_names_has_a_sentence_and_an_example() -> None:
    """A new rule needs an entry in `linker.rules`; then write docs/rules.md with RIGHTSGRAPH_FIX_DOCS=1."""
    assert named() - set(RULES) - {"name:generic"} == set()


def test_no_rule_is_listed_that_the_linker_does_not_name() -> None:
    assert set(RULES) - named() == set()


def test_every_rule_that_was_measured_is_listed() -> None:
    assert set(calibration().rules) - set(RULES) == set()


def test_names_of_rules_are_found_wherever_they_are_given() -> None:
    lines = (
        'Owner((), "a", None)',
        'Mention(0, 1, X, (), "b" if y else "c")',
        'm.targets, m.rule = (), "d"',
        'f(rule="e")',
        'rule = "g"',
    )
    code = "\n".join(lines)
    assert set(rules_in(ast.parse(code))) == {"a", "b", "c", "d", "e", "g"}


@pytest.mark.parametrize("name", list(RULES))
def test_the_example_of_a_rule_makes_it_fire(name: str) -> None:
    rule = RULES[name]
    posts = [Post(id="above", text=rule.above)] if rule.above else []
    posts.append(Post(id="example", text=rule.example, parent="above" if rule.above else None))
    found = {c.rule for post, found in cited(posts) for c in found if post.id == "example"}
    assert name in found


def test_a_rule_is_one_sentence_without_the_marks_of_a_table() -> None:
    for rule in RULES.values():
        assert rule.sentence.endswith(".") and (rule.sentence[0].isupper() or rule.sentence[0] == "“")
        assert "|" not in rule.sentence + rule.example + rule.above


def test_the_page_has_a_row_for_every_rule() -> None:
    assert [line.split("`")[1] for line in page().splitlines() if line.startswith("| `")] == list(RULES)
