"""Committee or convention, and other mechanisms: labelled sentences, written before the linker had seen them.

``bodies.jsonl`` has acronyms that mean the body in about half of its sentences and the treaty in the others,
``mechanisms.jsonl`` special procedures, commissions and courts. What is asked for was measured, and may grow.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from instruments.load import catalogue
from kb.schema import LINKS
from linker import find

HERE = Path(__file__).parent


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


def right(row: dict[str, Any], *, body: bool) -> bool:
    """Whether the labelled words are read as what they mean, and as nothing of the other sort."""
    here = [c for c in find(row["text"], lang=row["lang"]) if c.start < row["end"] and c.end > row["start"]]
    bodies = [c.target for c in here if c.kind == "body"]
    links = [(c.target or "").partition("#")[0] for c in here if c.kind in LINKS and c.status == "resolved"]
    return (row["target"] in bodies and not links) if body else (row["target"] in links and not bodies)


@pytest.mark.parametrize(
    ("lang", "body", "least", "of"),
    [
        ("en", True, 21, 36),
        ("en", False, 35, 36),
        ("es", True, 20, 27),
        ("es", False, 23, 28),
        ("fr", True, 20, 27),
        ("fr", False, 24, 27),
    ],
)
def test_committee_and_convention_are_told_apart_as_often_as_measured(
    lang: str, body: bool, least: int, of: int
) -> None:
    known = catalogue().bodies
    chosen = [r for r in rows("bodies.jsonl") if r["lang"] == lang and (r["target"] in known) == body]
    assert len(chosen) == of
    assert sum(right(r, body=body) for r in chosen) >= least


@pytest.mark.parametrize(("lang", "least", "of"), [("en", 8, 22), ("es", 4, 11), ("fr", 4, 9)])
def test_other_mechanisms_are_found_as_often_as_measured(lang: str, least: int, of: int) -> None:
    chosen = [r for r in rows("mechanisms.jsonl") if r["lang"] == lang]
    assert len(chosen) == of
    assert sum(right(r, body=True) for r in chosen) >= least


@pytest.mark.parametrize("name", ["bodies.jsonl", "mechanisms.jsonl"])
def test_labelled_sentences_are_each_there_once_and_their_spans_are_words(name: str) -> None:
    found = rows(name)
    assert [text for text, n in Counter(r["text"] for r in found).items() if n > 1] == []
    assert all(r["text"][r["start"] : r["end"]].strip() for r in found)
