"""Quotations beside the wording: which words differ, and what the command says of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kb import texts_store
from linker.differences import differences
from linker.quotes_command import quotes

WORDING = (
    "Each port shall keep a lantern lit for the crews who arrive at night, and shall ask nothing in return for it."
)


@pytest.mark.parametrize(
    "written, expected",
    [
        (WORDING, []),
        ("EACH PORT SHALL KEEP A LANTERN", []),
        ("shall keep a lantern lit for the crews", []),
        ("Each harbour shall keep a lantern", ["“harbour” for “port”"]),
        ("shall keep a lantern for the crews", ["left out “lit”"]),
        ("shall always keep a lantern lit", ["put in “always”"]),
        ("Each port … shall ask nothing in return", []),
        ("Each port […] must ask nothing in return", ["“must” for “shall”"]),
        ("", []),
    ],
)
def test_the_words_that_differ_are_named(written: str, expected: list[str]) -> None:
    assert [d.sentence() for d in differences(written, WORDING)] == expected


def test_the_offsets_of_a_difference_lead_to_what_was_written() -> None:
    written = "Each port … must ask all in return"
    assert [(d.written, written[d.start : d.end]) for d in differences(written, WORDING)] == [
        ("must", "must"),
        ("all", "all"),
    ]


# The first words of a treaty's article, and an own sentence in their place for the user's wording.
OWN = "Parties to this text keep the records of their ports in a dry room and lend them to whoever asks"
PAGE = f"Article 12 of CEDAW says: “{OWN.replace('dry', 'warm')}”. Article 7 of CEDAW says: “{OWN.upper()} in turn”."


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with an invented wording of two real articles, so that no real one is needed."""
    pieces = (("art_12__para_1", OWN), ("art_7", "Nothing like it."))
    held = texts_store.Held(instrument="cedaw", lang="en", source="invented", sha256="0" * 64, pieces=pieces)
    texts_store.keep(held, tmp_path / "texts")
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    return tmp_path


def call(own: Path, *arguments: object, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("RIGHTSGRAPH_TEXTS", str(own / "texts"))
    monkeypatch.setenv("RIGHTSGRAPH_CACHE", str(own / "cache"))
    monkeypatch.setattr("instruments.prints.FOLDER", own / "none")
    return CliRunner().invoke(quotes, [str(a) for a in arguments], catch_exceptions=False)


def test_each_quotation_is_compared_with_the_wording_that_was_brought_in(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = call(own, own / "page.txt", "--format", "json", monkeypatch=monkeypatch)
    rows = [(r["target"], r["state"], r["compared"], r["differences"]) for r in json.loads(result.stdout)]
    assert rows[0] == ("cedaw#art_12__para_1", "altered", "wording", ["“warm” for “dry”"])
    assert rows[1][0] == "cedaw#art_12__para_1", "the wording is another article's than the post says"


def test_only_a_provision_or_only_what_was_altered(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call(own, own / "page.txt", "-p", "CEDAW 13", monkeypatch=monkeypatch)
    assert (result.stdout, result.stderr) == ("", "no such quotation found\n")
    result = call(own, own / "page.txt", "-p", "CEDAW 12", "--altered", "--format", "csv", monkeypatch=monkeypatch)
    assert "“warm” for “dry”" in result.stdout


def test_what_cannot_be_read_fails_in_one_sentence(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = call(own, own / "nothing.txt", monkeypatch=monkeypatch)
    assert result.exit_code == 1 and "check the path" in result.stderr
