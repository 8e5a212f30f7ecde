from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from instruments import schema

BAD = Path(__file__).resolve().parents[1] / "bad" / "schema" / "data" / "harbour-charter.toml"
KINDS = tuple(schema.KINDS)


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if node.get("type") == "object":
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


@pytest.mark.parametrize("kind", KINDS)
def test_the_published_schema_is_what_the_records_give(kind: str) -> None:
    published = schema.path(kind).read_text(encoding="utf-8")
    assert published == schema.text(schema.build()[kind]), "run: rightsgraph instruments schema --write"


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_is_a_valid_schema_of_its_dialect(kind: str) -> None:
    built = json.loads(schema.path(kind).read_text(encoding="utf-8"))
    assert built["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(built)


@pytest.mark.parametrize("kind", KINDS)
def test_every_object_of_the_schema_is_closed(kind: str) -> None:
    found = list(objects(schema.build()[kind]))
    assert found
    for each in found:
        by_name = each.get("additionalProperties") is False and each.get("properties")
        by_pattern = "pattern" in each.get("propertyNames", {})
        assert by_name or by_pattern, each


def test_a_file_with_an_unknown_key_fails() -> None:
    validator = Draft202012Validator(schema.build()["instrument"])
    errors = [e.message for e in validator.iter_errors(tomllib.loads(BAD.read_text(encoding="utf-8")))]
    assert errors == ["Additional properties are not allowed ('colour' was unexpected)"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("kind", "pamphlet"), ("adopted", "last May"), ("titles", {"english": "x"}), ("provisions", [{"path": "art 1"}])],
)
def test_a_file_with_a_value_of_another_form_fails(key: str, value: object) -> None:
    good = {"id": "x", "kind": "treaty", "titles": {"en": "X"}, "names": [], "sources": []}
    validator = Draft202012Validator(schema.build()["instrument"])
    assert validator.is_valid(good)
    assert not validator.is_valid(good | {key: value})
