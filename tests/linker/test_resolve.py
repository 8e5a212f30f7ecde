from __future__ import annotations

import pytest

from instruments.load import catalogue
from linker.grammar import Step
from linker.resolve import expand, resolve

CAT = catalogue()


def steps(text: str) -> list[Step]:
    """Steps from a short form: "art 11 . 1 . f"."""
    first, *rest = text.split(" . ")
    unit, _, value = first.rpartition(" ")
    return [Step(unit or None, value), *(Step(None, v) for v in rest)]


@pytest.mark.parametrize(
    ("instrument", "written", "path"),
    [
        ("cedaw", "art 12", "art_12"),
        ("cedaw", "art 12 . 2", "art_12__para_2"),
        ("cedaw", "art 11 . 1 . f", "art_11__para_1__point_f"),
        ("cedaw", "12 . 2", "art_12__para_2"),
        ("cedaw", "art xii", "art_12"),
        ("cedaw", "part 3", "part_3"),
        ("cedaw-gr26", "para 26 . l", "para_26__point_l"),
        ("cedaw-gr26", "para 24 . c . i", "para_24__point_c__point_i"),
        ("cedaw-gr26", "para 24 . i", "para_24__point_i"),
        ("cedaw-gr26", "art 24", "para_24"),
        ("cedaw-gr26", "24 . j", "para_24__point_j"),
        ("sdgs", "goal 5", "goal_5"),
        ("sdgs", "target 8 . 8", "target_8.8"),
        ("sdgs", "target 3 . c", "target_3.c"),
        ("sdgs", "indicator 8 . 8 . 1", "indicator_8.8.1"),
        ("sdgs", "8 . 8 . 1", "indicator_8.8.1"),
        ("sdgs", "goal 8 . 8", "target_8.8"),
        ("ny-declaration", "para 31", "para_31"),
        ("ny-declaration", "para 2 . 10", "para_31"),
        ("ny-declaration", "para 3 . 20", "para_60"),
        ("ilo-c189", "art 15 . 1 . a", "art_15__para_1__point_a"),
        ("gcm", "obj 6", "obj_6"),
    ],
)
def test_the_tree_decides_what_is_meant(instrument: str, written: str, path: str) -> None:
    found = resolve(CAT, instrument, steps(written))
    assert found is not None
    assert (found.path, found.tail) == (path, ())


@pytest.mark.parametrize(
    ("instrument", "written"),
    [
        ("cedaw", "art 31"), ("cedaw", "art 0"), ("icrmw", "art 94"), ("ilo-c189", "art 28"), ("sdgs", "goal 18"),
        ("sdgs", "target 18 . 1"), ("cedaw-gr26", "para 30"), ("ny-declaration", "para 91"), ("cedaw", "goal 5"),
        ("udhr", "art 31"), ("joint-statement-2016", "art 1"), ("no-such-thing", "art 1"),
    ],
)  # fmt: skip
def test_what_is_out_of_bounds_is_nowhere(instrument: str, written: str) -> None:
    assert resolve(CAT, instrument, steps(written)) is None


@pytest.mark.parametrize(
    ("written", "path", "tail"),
    [
        ("art 12 . 9", "art_12", ("9",)),
        ("art 12 . 2 . f", "art_12__para_2", ("f",)),
        ("art 9 . 1 . a", "art_9__para_1", ("a",)),
    ],
)
def test_the_deepest_that_exists_is_given_with_the_rest(written: str, path: str, tail: tuple[str, ...]) -> None:
    found = resolve(CAT, "cedaw", steps(written))
    assert found is not None
    assert (found.path, found.tail) == (path, tail)
    assert found.note


@pytest.mark.parametrize(
    ("instrument", "path", "upto", "expected"),
    [
        ("cedaw", "art_10", "12", ["art_10", "art_11", "art_12"]),
        ("cedaw", "art_2__point_c", "e", ["art_2__point_c", "art_2__point_d", "art_2__point_e"]),
        ("sdgs", "target_5.1", "5.3", ["target_5.1", "target_5.2", "target_5.3"]),
        ("cedaw", "art_12", "10", []),
        ("cedaw", "art_29", "35", []),
        ("cedaw", "art_12", "12", []),
    ],
)
def test_a_range_has_the_members_that_the_tree_has(instrument: str, path: str, upto: str, expected: list[str]) -> None:
    assert expand(CAT, instrument, path, upto) == expected


@pytest.mark.parametrize("instrument", ["cedaw", "icrmw", "ilo-c189", "udhr", "cedaw-gr26", "cmw-gc2"])
def test_every_numbered_provision_is_resolved_from_its_own_steps(instrument: str) -> None:
    tried = 0
    for path in CAT.trees[instrument]:
        parts = [part.rpartition("_") for part in path.split("__")]
        if parts[0][0] not in ("art", "para") or any(unit == "item" for unit, _, _ in parts):
            continue
        tried += 1
        found = resolve(CAT, instrument, [Step(unit, value) for unit, _, value in parts])
        assert found is not None
        assert (found.path, found.tail) == (path, ())
    assert tried > 25
