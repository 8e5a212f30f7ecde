"""The shipped facts keep every rule, file by file."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import pytest

from instruments import schema
from instruments.check import RULES, Facts, Problem, entries, problems
from instruments.load import HERE, catalogue, files
from instruments.rules import is_main

PATHS = [path for path, _ in files(HERE)]
FIRST_ELEVEN = (
    *("cedaw", "cedaw-gr26", "cedaw-gr32", "icrmw", "ilo-c189", "sdgs"),
    *("ny-declaration", "cmw-gc1", "cmw-gc2", "udhr", "joint-statement-2016"),
)


@functools.cache
def facts() -> tuple[Facts, list[Problem]]:
    return entries([HERE])


@functools.cache
def found(rule: str) -> list[Problem]:
    return problems(facts()[0], [rule])


def test_every_file_fits_its_schema() -> None:
    assert facts()[1] == []


@pytest.mark.parametrize("rule", RULES)
def test_the_shipped_facts_keep_the_rule(rule: str) -> None:
    assert [str(problem) for problem in found(rule)] == []


@pytest.fixture(scope="module")
def validators() -> dict[str, Any]:
    from jsonschema import Draft202012Validator

    return {name: Draft202012Validator(built) for name, built in schema.build().items()}


@pytest.mark.parametrize("path", PATHS, ids=[f"{p.parent.name}-{p.stem}" for p in PATHS])
def test_the_published_schema_accepts_the_file(path: Path, validators: dict[str, Any]) -> None:
    import tomllib

    data = json.loads(json.dumps(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert [e.message for e in validators[schema.FOLDERS[path.parent.name]].iter_errors(data)] == []


@pytest.mark.parametrize("ident", FIRST_ELEVEN)
def test_each_main_provision_of_the_first_eleven_says_what_it_is_about(ident: str) -> None:
    inst = catalogue().instruments[ident]
    main = [p for p in inst.provisions if is_main(inst, p.path)]
    assert [p.path for p in main if not p.heading and not p.summary] == []
    assert bool(main) == (ident != "joint-statement-2016")


@pytest.mark.parametrize("ident", FIRST_ELEVEN)
def test_the_first_eleven_are_named_in_three_languages(ident: str) -> None:
    inst = catalogue().instruments[ident]
    assert {"en", "es", "fr"} <= set(inst.titles)
    assert {"en", "es", "fr"} <= {n.lang for n in inst.names}
    assert inst.adopted and inst.sources and inst.examples and inst.non_examples
    of_a_body = inst.kind in ("treaty", "ilo-convention", "general-recommendation", "general-comment")
    assert inst.body or not of_a_body


def test_a_treaty_among_the_first_eleven_says_when_it_entered_into_force() -> None:
    known = catalogue().instruments
    assert {i: known[i].in_force for i in FIRST_ELEVEN if known[i].kind in ("treaty", "ilo-convention")} == {
        "cedaw": "1981-09-03",
        "icrmw": "2003-07-01",
        "ilo-c189": "2013-09-05",
    }
