from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from linker import find
from linker.confidence import FILE, band, calibration, confidence, family

ROOT = Path(__file__).resolve().parents[2]
_spec = importlib.util.spec_from_file_location("calibrate", ROOT / "benchmarks" / "calibrate.py")
assert _spec is not None and _spec.loader is not None
calibrate = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(calibrate)
Case = calibrate.Case


def test_every_figure_of_the_file_is_a_share_and_adds_up() -> None:
    known = calibration()
    assert sum(r.links for r in known.rules.values()) == known.links
    assert sum(r.right for r in known.rules.values()) == known.right
    assert sum(o.links for o in known.observed.values()) == known.links
    assert all(0 < r.value < 1 and r.right <= r.links for r in known.rules.values())
    assert all(o.low <= o.precision <= o.high for o in known.observed.values() if o.links)


def test_a_rule_seen_often_has_its_own_precision_and_one_seen_seldom_is_pulled_down() -> None:
    seen = [Case(f"u{n}", "named-after", n % 10 != 0) for n in range(1000)] + [Case("u1", "odd", True)]
    values = calibrate.table(seen)
    assert abs(values.value("named-after") - 0.9) < 0.001
    assert 0.6 < values.value("odd") < 0.8
    assert values.value("never-seen") == calibrate.UNSEEN


def test_a_new_rule_of_a_family_has_the_familys_figure() -> None:
    known = calibration()
    assert confidence("series-of-a-new-kind") == known.families["series"]
    assert confidence("no-such-rule-at-all") == known.default


def test_what_is_held_out_does_not_judge_itself() -> None:
    seen = [Case(f"u{n}", f"rule{n}", False) for n in range(10)] + [Case(f"v{n}", "good", True) for n in range(40)]
    alone = [value for value, right in calibrate.held_out(seen) if not right]
    assert alone == [calibrate.UNSEEN] * 10


def test_folds_hold_each_unit_once() -> None:
    seen = [Case(f"u{n % 23}", "x", True) for n in range(100)]
    dealt = calibrate.folds(seen)
    assert sorted(u for fold in dealt for u in fold) == sorted({c.unit for c in seen})
    assert dealt == calibrate.folds(seen[::-1])


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"), [(0, 0, 0, 1), (10, 10, 0.7225, 1), (5, 10, 0.2366, 0.7634), (0, 10, 0, 0.2775)]
)
def test_the_interval_of_a_share_is_wilsons(hits: int, n: int, low: float, high: float) -> None:
    assert calibrate.wilson(hits, n) == (low, high)


@pytest.mark.parametrize(
    ("value", "name"),
    [(1.0, "sure"), (0.95, "sure"), (0.949, "likely"), (0.8, "likely"), (0.799, "check"), (0, "check")],
)
def test_bands(value: float, name: str) -> None:
    assert band(value) == name == calibrate.band(value)


@pytest.mark.parametrize(
    ("rule", "name"), [("name:acronym", "name"), ("series-nearby", "series"), ("symbol", "symbol"), ("", "")]
)
def test_the_family_of_a_rule(rule: str, name: str) -> None:
    assert family(rule) == name


def test_every_resolved_link_has_a_confidence() -> None:
    found = find("Article 12 of CEDAW, GR 26 para. 26(l), the SDGs and A/RES/71/1. The Convention, C189, art. 24(j).")
    assert len(found) > 4
    assert all(0 < c.confidence < 1 for c in found if c.status == "resolved")
    assert all(c.confidence == 0 for c in found if c.status != "resolved")


def test_the_file_is_what_the_benchmark_writes(tmp_path: Path) -> None:
    """Its form and its sums, on the project's own set; the shipped figures also rest on a set that is not shipped."""
    scores = calibrate.evaluate(ROOT / "tests" / "gold", resamples=0)
    seen = calibrate.cases(scores, "own")
    path = tmp_path / "confidence.toml"
    path.write_text(
        calibrate.tomli_w.dumps(calibrate.calibration(seen, ["own"], calibrate.recalled(10, 9))), encoding="utf-8"
    )
    assert calibration(path).recall.recall == 0.9
    assert calibration(path).links == len(scores.right) + len(scores.wrong)
    assert FILE.read_text(encoding="utf-8").startswith("# Written by benchmarks/calibrate.py")
