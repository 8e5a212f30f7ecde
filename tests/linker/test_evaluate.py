from __future__ import annotations

import json
import random
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from instruments.load import catalogue
from linker.evaluate import evaluate, join, pair, place, shared
from linker.evaluate_command import evaluate as command
from linker.figures import draws, figures, shift
from linker.gold import GoldError, Mark, Unit, patterns, predict, read

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "tests" / "gold"


def reference(scorer: Path, gold: Path, marks: list[Mark], folder: Path, *options: str) -> dict[str, Any]:
    """What the reference scorer prints for these predictions."""
    path = folder / "predicted.jsonl"
    path.write_bytes(b"".join(msgspec.json.encode(m) + b"\n" for m in marks))
    done = subprocess.run(
        [sys.executable, str(scorer), str(gold), str(path), *options], check=True, capture_output=True, text=True
    )
    out: dict[str, Any] = json.loads(done.stdout[done.stdout.index("{\n") :])
    return out


def perturbed(marks: list[Mark], dice: random.Random) -> list[Mark]:
    """Predictions made worse in every way that the measures look at."""
    targets = [m.target for m in marks]
    kinds = [m.kind for m in marks]
    out = []
    for m in marks:
        if dice.random() < 0.15:
            continue
        changes: dict[str, Any] = {}
        if dice.random() < 0.3:
            changes["start"] = max(0, m.start - dice.randrange(60))
        if dice.random() < 0.3:
            changes["end"] = m.end + dice.randrange(120)
        if dice.random() < 0.15:
            changes["target"] = dice.choice(targets)
        if dice.random() < 0.15:
            changes["kind"] = dice.choice(kinds)
        if dice.random() < 0.05:
            changes["status"] = "ambiguous"
        changed = msgspec.structs.replace(m, **changes)
        out += [changed] * (2 if dice.random() < 0.05 else 1)
    dice.shuffle(out)
    return out


@pytest.fixture(scope="module")
def gold_dirs(shared: Path) -> dict[str, Path]:
    return {"shared": shared / "gold" / "dev", "own": OWN}


@pytest.fixture(scope="module")
def guesses(gold_dirs: dict[str, Path]) -> dict[str, list[Mark]]:
    """The linker's predictions, with the gold quotations added so that they too are judged."""
    out = {}
    for name, folder in gold_dirs.items():
        gold = read(folder)
        out[name] = predict(gold) + [m for m in gold.mentions if m.kind == "quotation"]
    return out


@pytest.mark.parametrize("name", ["shared", "own"])
@pytest.mark.parametrize(
    "options", [{}, {"skip": "quotation"}, {"lang": "es"}, {"doc": "e-discussion.txt", "skip": "pinpoint"}], ids=str
)
def test_the_figures_are_those_of_the_reference_scorer(
    name: str, options: dict[str, str], shared: Path, guesses: dict[str, list[Mark]], tmp_path: Path
) -> None:
    folder = shared / "gold" / "dev" if name == "shared" else OWN
    arguments = [x for k, v in options.items() for x in (f"--{k}", v)]
    expected = reference(shared / "gold" / "score.py", folder, guesses[name], tmp_path, *arguments)
    judged = patterns(shared / "gold" / "ids.txt")
    found = evaluate(folder, predictions=guesses[name], judged=judged, resamples=0, **options)
    assert found.core() == expected


@pytest.mark.parametrize("seed", range(6))
def test_the_figures_agree_on_predictions_made_worse_at_random(
    seed: int, shared: Path, gold_dirs: dict[str, Path], guesses: dict[str, list[Mark]], tmp_path: Path
) -> None:
    name = ("shared", "own")[seed % 2]
    marks = perturbed(guesses[name] + list(read(gold_dirs[name]).mentions), random.Random(seed))
    skip = {"skip": "quotation"} if seed % 3 == 0 else {}
    arguments = [x for k, v in skip.items() for x in (f"--{k}", v)]
    expected = reference(shared / "gold" / "score.py", gold_dirs[name], marks, tmp_path, *arguments)
    judged = patterns(shared / "gold" / "ids.txt")
    found = evaluate(gold_dirs[name], predictions=marks, judged=judged, resamples=0, **skip).core()
    assert found == expected
    assert 0.2 < found["mentions"]["f1"] < 0.95  # it is neither trivial nor broken


# -- on a set of four mentions, worked out by hand

UNITS = [
    {"id": "u1", "doc": "d", "start": 0, "end": 200, "lang": "en"},
    {"id": "u2", "doc": "d", "start": 200, "end": 400, "lang": "es"},
]
MENTIONS = [
    {"doc": "d", "start": 10, "end": 15, "kind": "instrument", "target": "cedaw"},
    {"doc": "d", "start": 50, "end": 60, "kind": "pinpoint", "target": "cedaw#art_12"},
    {"doc": "d", "start": 100, "end": 110, "kind": "body", "target": "cedaw-committee"},
    {"doc": "d", "start": 120, "end": 130, "kind": "neutral", "target": "crc"},
    {"doc": "d", "start": 210, "end": 250, "kind": "quotation", "target": "udhr#art_1"},
    {"doc": "d", "start": 260, "end": 290, "kind": "quotation", "target": "udhr#art_1"},
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, rows in (("units", UNITS), ("mentions", MENTIONS)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(r) + "\n" for r in rows))
    (tmp_path / "d").write_text("x" * 400)
    return tmp_path


def mark(start: int, end: int, kind: str, target: str | None, **more: Any) -> Mark:
    return Mark(doc="d", start=start, end=end, kind=kind, target=target, **more)


@pytest.mark.parametrize(
    ("guess", "hits", "predicted"),
    [
        (mark(10, 15, "instrument", "cedaw"), 1, 1),
        (mark(10, 15, "anaphor", "cedaw"), 1, 1),  # the kind is judged apart
        (mark(14, 84, "instrument", "cedaw"), 1, 1),  # no longer than 2 x 5 + 60
        (mark(14, 85, "instrument", "cedaw"), 0, 1),
        (mark(15, 20, "instrument", "cedaw"), 0, 1),  # beside it
        (mark(10, 15, "instrument", "crc"), 0, 1),
        (mark(10, 15, "instrument", None), 0, 0),
        (mark(10, 15, "instrument", "cedaw", status="ambiguous"), 0, 0),
        (mark(125, 140, "instrument", "crpd"), 0, 0),  # touches what nobody agreed on
        (mark(210, 290, "quotation", "udhr#art_1"), 1, 1),  # two parts of one quotation
        (mark(210, 245, "quotation", "udhr#art_1"), 0, 1),  # less than half of the joined one
        (mark(390, 500, "instrument", "cedaw"), 0, 1),  # begins inside
        (mark(400, 500, "instrument", "cedaw"), 0, 0),  # in no unit
        (mark(100, 110, "body", "cedaw-committee"), 0, 0),
    ],
    ids=str,
)
def test_one_prediction_counts_as_it_should(small: Path, guess: Mark, hits: int, predicted: int) -> None:
    scores = evaluate(small, predictions=[guess], resamples=0)
    assert (scores.mentions.hits, scores.mentions.predicted, scores.mentions.gold) == (hits, predicted, 3)


def test_a_link_at_a_committee_springs_the_trap(small: Path) -> None:
    sprung = evaluate(small, predictions=[mark(100, 105, "instrument", "cedaw")], resamples=0)
    kept = evaluate(small, predictions=[mark(100, 110, "body", "cedaw-committee")], resamples=0)
    assert (sprung.traps, kept.traps) == ((1, 1), (0, 1))
    assert kept.marked["body"] == ((1, 1), 1)


def test_figures_by_kind_language_and_instrument(small: Path) -> None:
    guesses = [
        mark(10, 15, "instrument", "cedaw"),
        mark(70, 75, "instrument", "cedaw"),
        mark(215, 290, "quotation", "udhr#art_1"),
    ]
    groups = evaluate(small, predictions=guesses, resamples=0).groups
    shown = {by: {k: (f.hits, f.predicted, f.gold) for k, f in table.items()} for by, table in groups.items()}
    assert shown == {
        "kind": {"instrument": (1, 2, 1), "pinpoint": (0, 0, 1), "quotation": (1, 1, 1)},
        "lang": {"en": (1, 2, 2), "es": (1, 1, 1)},
        "instrument": {"cedaw": (1, 2, 2), "udhr": (1, 1, 1)},
    }


def test_intervals_hold_the_figure_and_come_out_the_same_each_time() -> None:
    marks = perturbed(list(read(OWN).mentions), random.Random(1))
    one, two = (evaluate(OWN, predictions=marks, resamples=200).mentions for _ in range(2))
    assert one.intervals == two.intervals
    for measure in ("precision", "recall", "f1"):
        low, high = one.intervals[measure]
        assert low < getattr(one, measure) < high


def test_intervals_are_narrower_where_units_agree(small: Path) -> None:
    perfect = [m for m in read(small).mentions if m.kind not in ("neutral", "body")]
    assert evaluate(small, predictions=perfect).mentions.intervals["f1"] == (1.0, 1.0)
    low, high = evaluate(small, predictions=perfect[:1]).mentions.intervals["recall"]
    assert (low, high) == (0.0, 0.5)


def test_what_was_gained_and_lost_is_told_with_its_verdict(small: Path) -> None:
    before = [mark(10, 15, "instrument", "cedaw"), mark(70, 75, "instrument", "crc")]
    after = [
        mark(10, 15, "instrument", "cedaw"),
        mark(50, 60, "pinpoint", "cedaw#art_12"),
        mark(125, 130, "anaphor", "cat"),
    ]
    scores = evaluate(small, predictions=after, against=before, resamples=0)
    assert [(c.mark.target, c.verdict) for c in scores.gained] == [("cedaw#art_12", "right"), ("cat", "")]
    assert [(c.mark.target, c.verdict) for c in scores.lost] == [("crc", "wrong")]


def test_what_moved_is_counted_by_kind_language_and_instrument(small: Path) -> None:
    before = [mark(10, 15, "instrument", "cedaw"), mark(70, 75, "instrument", "crc")]
    after = [mark(10, 15, "instrument", "cedaw"), mark(50, 60, "pinpoint", "cedaw#art_12")]
    changes = evaluate(small, predictions=after, against=before).changes
    whole = changes["all"]["all"]
    assert (whole.gained, whole.gained_right, whole.lost, whole.lost_wrong) == (1, 1, 1, 1)
    was, now = (evaluate(small, predictions=p, resamples=0).mentions for p in (before, after))
    for measure in ("precision", "recall", "f1"):
        value, low, high = whole.moved[measure]
        assert value == round(getattr(now, measure) - getattr(was, measure), 4) and low <= value <= high
    assert set(changes["kind"]) == {"pinpoint", "instrument"}
    assert changes["kind"]["pinpoint"].moved["recall"][0] > 0
    assert changes["kind"]["instrument"].moved["precision"][0] > 0
    assert set(changes["instrument"]) == {"cedaw", "crc"}
    assert sum(d.gained for d in changes["lang"].values()) == 1


def test_runs_that_agree_moved_nothing(small: Path) -> None:
    same = [mark(10, 15, "instrument", "cedaw")]
    assert evaluate(small, predictions=same, against=same).changes == {
        "all": {},
        "kind": {},
        "lang": {},
        "instrument": {},
    }


def test_the_interval_of_a_move_is_that_of_the_difference() -> None:
    """A gain of one hit in every unit is the same in every draw, however much the units differ."""
    before = {f"u{n}": (n, 10, 10) for n in range(9)}
    after = {u: (hits + 1, 10, 10) for u, (hits, _, _) in before.items()}
    moved = shift(before, after, draws(sorted(before), 200))
    assert all(abs(end - 0.1) < 1e-9 for end in moved["recall"])
    assert figures(after, draws(sorted(before), 200)).intervals["recall"][0] < 0.5


def test_instruments_that_are_not_listed_are_not_judged(small: Path) -> None:
    (small / "ids.txt").write_text("# judged\ncedaw\ncrc*\n")
    guesses = [mark(70, 75, "instrument", "bill"), mark(80, 85, "instrument", "crc-gc1")]
    assert [m.target for m in evaluate(small, predictions=guesses, resamples=0).wrong] == ["crc-gc1"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda d: (d / "units.jsonl").unlink(), "units.jsonl: no such file"),
        (lambda d: (d / "mentions.jsonl").write_text('{"doc": 3}\n'), "mentions.jsonl, line 1"),
        (lambda d: (d / "mentions.jsonl").write_text("\n[1]\n"), "mentions.jsonl, line 2"),
        (lambda d: (d / "d").unlink(), "d: not found in"),
    ],
    ids=["no units", "wrong type", "no object", "no text"],
)
def test_a_broken_gold_set_is_told_in_one_sentence(small: Path, spoil: Any, says: str) -> None:
    spoil(small)
    result = CliRunner().invoke(command, [str(small)])
    assert result.exit_code == 1
    assert says in result.output and "Traceback" not in result.output
    with pytest.raises(GoldError):
        evaluate(small)


@pytest.mark.parametrize("options", [["--lang", "xx"], ["--doc", "nowhere.txt"]], ids=" ".join)
def test_a_choice_that_leaves_no_unit_is_a_failure(small: Path, options: list[str]) -> None:
    result = CliRunner().invoke(command, [str(small), *options])
    assert (result.exit_code, "no unit" in result.output) == (1, True)


def test_the_command_shows_saves_and_compares(small: Path) -> None:
    (small / "d").write_text("We cite CEDAW, not the CRC Committee.".ljust(400))
    kept = small / "kept.jsonl"
    first = CliRunner().invoke(command, [str(small), "--save", str(kept), "--errors", "9"])
    assert first.exit_code == 0
    assert "missed: u1 50-60 pinpoint cedaw#art_12" in first.output
    assert [json.loads(line)["target"] for line in kept.read_text().splitlines()] == ["cedaw", "crc-committee"]
    kept.write_text(kept.read_text().splitlines()[1] + "\n")
    second = CliRunner().invoke(command, [str(small), "--against", str(kept)])
    assert "gained against" in second.output and "1 (1 right, 0 wrong)" in second.output
    assert "recall moved" in second.output and "by kind" in second.output.partition("gained against")[2]
    figures = json.loads(CliRunner().invoke(command, [str(small), "--json"]).output)
    assert figures["mentions"]["recall"] == round(1 / 3, 4)


def test_units_are_held_by_place_and_quotations_joined() -> None:
    units = [Unit("a", "d", 0, 10), Unit("b", "d", 20, 30), Unit("c", "e", 0, 10)]
    assert [m.unit for m in place([mark(s, s + 2, "instrument", "x") for s in (0, 9, 10, 20, 29)], units)] == [
        "a", "a", "b", "b"
    ]  # fmt: skip
    parts = [mark(s, s + 10, "quotation", "x#art_1") for s in (0, 70, 141)]
    assert [(m.start, m.end) for m in join(parts)] == [(0, 80), (141, 151)]


def test_pairs_are_one_to_one_and_the_best_fit_wins() -> None:
    gold = [mark(0, 10, "instrument", "x")]
    assert pair(gold, [mark(0, 14, "instrument", "x"), mark(0, 10, "instrument", "x")], shared) == {0: 1}


def test_the_shared_set_is_linked_as_well_as_promised(shared: Path) -> None:
    scores = evaluate(shared / "gold" / "dev", doc="e-discussion.txt", skip="quotation", resamples=0)
    assert scores.mentions.recall >= 0.97 and scores.mentions.precision >= 0.97
    assert scores.recall_by_kind["pinpoint"].of - scores.recall_by_kind["pinpoint"].hits <= 1
    assert scores.traps.hits == 0
    assert scores.kind.hits >= 0.98 * scores.kind.of


def test_bodies_and_documents_of_the_discussion_are_marked_as_such(shared: Path) -> None:
    scores = evaluate(shared / "gold" / "dev", doc="e-discussion.txt", resamples=0)
    assert sum(r.hits for r, _ in scores.marked.values()) >= 0.85 * sum(r.of for r, _ in scores.marked.values())


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_the_passages_of_a_language_are_linked_as_well_as_promised(lang: str, shared: Path) -> None:
    gold = read(shared / "gold" / "dev")
    units = tuple(u for u in gold.units if u.doc != "e-discussion.txt")
    passages = msgspec.structs.replace(gold, units=units)
    assert evaluate(passages, lang=lang, skip="quotation", resamples=0).mentions.f1 >= 0.93


def test_the_own_set_is_linked_without_a_sprung_trap() -> None:
    regional = ("achr", "african-charter", "belem-do-para", "coe-*", "echr", "eu-charter", "istanbul-*", "maputo-*")
    judged = [i for i in catalogue().instruments if not any(fnmatch(i, pattern) for pattern in regional)]
    scores = evaluate(OWN, skip="quotation", judged=judged, resamples=0)  # it labels regional treaties as other laws
    assert scores.mentions.f1 >= 0.95
    assert scores.traps.hits == 0
