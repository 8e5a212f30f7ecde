"""docs/coverage.md is what the program says today; `RIGHTSGRAPH_FIX_DOCS=1` rewrites it."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from instruments.coverage import page, wordings_of
from instruments.load import Catalogue, catalogue

FIX = bool(os.environ.get("RIGHTSGRAPH_FIX_DOCS"))
ROW = re.compile(r"^\| `([a-z0-9-]+)` \| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)
FACTS = Path(__file__).parent / "facts"
WHOLE = ("cedaw", "cedaw-gr26", "cedaw-gr32", "cmw-gc1", "cmw-gc2", "icrmw", "ilo-c189", "udhr")


@pytest.fixture(scope="module")
def document(root: Path) -> Path:
    return root / "docs" / "coverage.md"


@pytest.fixture(scope="module")
def rows(document: Path) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in ROW.findall(document.read_text(encoding="utf-8"))}


def test_the_page_is_what_the_program_says_today(document: Path, shared: Path) -> None:
    today = page(catalogue(), shared / "texts")
    if FIX:
        document.write_text(today, encoding="utf-8")
    assert document.read_text(encoding="utf-8") == today


def test_the_page_lists_every_instrument_once_with_its_provisions(rows: dict[str, tuple[str, ...]]) -> None:
    known = catalogue().instruments
    assert len(rows) >= 60
    assert {ident: int(row[0]) for ident, row in rows.items()} == {i: len(known[i].provisions) for i in known}


@pytest.mark.parametrize("ident", WHOLE)
def test_what_the_discussion_names_agrees_with_a_wording_both_ways(
    ident: str, rows: dict[str, tuple[str, ...]]
) -> None:
    alone = [part for part in rows[ident][1].split("; ") if ":" not in part]
    assert {"en", "es"} & set(alone), rows[ident]


def test_an_instrument_without_a_wording_says_so(rows: dict[str, tuple[str, ...]]) -> None:
    assert rows["ny-declaration"][1].startswith("no wording")
    assert rows["joint-statement-2016"][1].startswith("no wording")


def facts() -> Catalogue:
    return catalogue(FACTS)


def test_a_number_that_only_one_side_has_is_counted(tmp_path: Path) -> None:
    (tmp_path / "harbour-charter.en.txt").write_text("Article 1\n1. Pay.\n2. Bonus.\nArticle 2\nRest.\n")
    (tmp_path / "harbour-charter.es.txt").write_text("Artículo 1\n1. Pay.\n")
    said = page(facts(), tmp_path)
    assert "| `harbour-charter` | 3 | en: 1 only there; es: 1 not marked there |" in said
    assert "| `ferry-code` | 3 | no wording |" in said


def test_of_two_files_in_one_language_the_one_that_agrees_best_counts(tmp_path: Path) -> None:
    (tmp_path / "harbour-charter.en.md").write_text("Article 1\nPay.\n")
    (tmp_path / "harbour-charter.en.txt").write_text("Article 1\n1. Pay.\nArticle 2\nRest.\n")
    (found,) = wordings_of(facts(), tmp_path)["harbour-charter"].values()
    assert found[1:] == (set(), set())
