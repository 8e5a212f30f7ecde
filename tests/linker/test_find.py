from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kb.schema import LINKS
from linker import find

HERE = Path(__file__).resolve().parent
FAILING = set((HERE / "known_forms.txt").read_text(encoding="utf-8").splitlines())


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]


FORMS, LOOKALIKES = rows("forms.jsonl"), rows("lookalikes.jsonl")


def links(text: str, lang: str | None = None) -> list[list[str]]:
    """The links of a text in order, with the targets that share a span in one."""
    out: dict[tuple[int, int], list[str]] = {}
    for c in find(text, lang=lang):
        if c.status == "resolved" and c.kind in LINKS and c.target is not None:
            out.setdefault((c.start, c.end), []).append(c.target)
    return [[text[a:b], " ".join(targets)] for (a, b), targets in out.items()]


def cases(records: list[dict[str, Any]]) -> list[Any]:
    """Each row as a case; those listed in known_forms.txt must fail, so that a fix shows."""
    return [
        pytest.param(r, id=r["text"][:60], marks=[pytest.mark.xfail(strict=True)] if r["text"] in FAILING else [])
        for r in records
    ]


@pytest.mark.parametrize("form", cases(FORMS))
def test_a_way_to_cite_gives_these_words_and_targets(form: dict[str, Any]) -> None:
    assert links(form["text"], form["lang"]) == form["links"]


@pytest.mark.parametrize("row", cases(LOOKALIKES))
def test_a_lookalike_gives_no_link_beyond_the_names_in_it(row: dict[str, Any]) -> None:
    assert links(row["text"], row["lang"]) == row.get("links", [])


def test_there_are_enough_different_forms_and_lookalikes() -> None:
    shapes = Counter((r["lang"], r["shape"]) for r in FORMS)
    assert len(shapes) >= 150 and max(shapes.values()) <= 3
    assert len(LOOKALIKES) >= 80
    assert len({r["text"] for r in FORMS}) == len(FORMS)


def test_the_list_of_what_fails_names_only_what_is_tested() -> None:
    assert FAILING - {r["text"] for r in [*FORMS, *LOOKALIKES]} == set()
