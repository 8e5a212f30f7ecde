"""The second labels of the sentences on issues: whole, blind by their form, and in agreement with the first."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

GOLD = Path(__file__).resolve().parent
_SPEC = importlib.util.spec_from_file_location(
    "issue_agreement", GOLD.parent.parent / "benchmarks" / "issue_agreement.py"
)
assert _SPEC is not None and _SPEC.loader is not None
measured = importlib.util.module_from_spec(_SPEC)
sys.modules["issue_agreement"] = measured
_SPEC.loader.exec_module(measured)

FIRST, SECOND = measured.labels(GOLD / "issues.jsonl"), measured.labels(GOLD / "issues-second.jsonl")


def test_at_least_150_sentences_were_labelled_twice() -> None:
    assert len(SECOND) >= 150 and set(SECOND) <= set(FIRST)


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_the_two_agree_beyond_chance_in_each_language(lang: str) -> None:
    found = measured.agreement(FIRST, SECOND, [one for one in SECOND if one.startswith(lang)])
    assert found.sentences >= 50 and found.kappa > 0.8


@pytest.mark.parametrize(
    ("second", "kappa"),
    [({"a": {"x"}, "b": {"y"}}, 1.0), ({"a": {"y"}, "b": {"x"}}, -1.0), ({"a": {"x"}, "b": {"x"}}, 0.0)],
)
def test_kappa_is_1_for_the_same_labels_and_0_for_chance(second: dict[str, set[str]], kappa: float) -> None:
    first = {"a": frozenset("x"), "b": frozenset("y")}
    labels = {one: frozenset(issues) for one, issues in second.items()}
    assert measured.agreement(first, labels, ["a", "b"]).kappa == pytest.approx(kappa)
