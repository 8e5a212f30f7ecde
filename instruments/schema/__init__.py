"""The JSON Schemas (2020-12) of the curated files, made from the records that read them.

``instrument.json``, ``body.json``, ``issue.json`` and ``stage.json`` beside this module are what `build` gives; a
test compares them, and ``rightsgraph instruments schema --write`` rewrites them. Every object is closed: a key that
no record has fails.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from instruments.models import Body, Instrument, Issue, Kind, Stage

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: dict[str, Kind] = {
    "instrument": Instrument,
    "body": Body,
    "issue": Issue,
    "stage": Stage,
}
FOLDERS = {"data": "instrument", "bodies": "body", "issues": "issue", "stages": "stage"}


def build() -> dict[str, dict[str, Any]]:
    """The schemas by name: ``instrument``, ``body``, ``issue``, ``stage``.

    >>> build()["issue"]["$defs"]["Issue"]["additionalProperties"]
    False
    """
    return {name: _one(name, kind) for name, kind in KINDS.items()}


def text(schema: dict[str, Any]) -> str:
    """A schema as it stands in its file: two spaces of indent, a final newline."""
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def path(name: str) -> Path:
    """The file of a schema."""
    return Path(__file__).parent / f"{name}.json"


def write() -> list[Path]:
    """Rewrite the files that differ; returns those."""
    changed = []
    for name, schema in build().items():
        file, new = path(name), text(schema)
        if not file.is_file() or file.read_text(encoding="utf-8") != new:
            file.write_text(new, encoding="utf-8")
            changed.append(file)
    return changed


def _one(name: str, kind: Kind) -> dict[str, Any]:
    (reference,), definitions = msgspec.json.schema_components([kind], ref_template="#/$defs/{name}")
    return {
        "$schema": DIALECT,
        "$id": f"urn:rightsgraph:schema:{name}",
        "title": f"rightsgraph {name}",
        **reference,
        "$defs": {key: definitions[key] for key in sorted(definitions)},
    }
