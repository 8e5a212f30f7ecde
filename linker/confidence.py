"""How sure a link is: the smoothed precision of the rule that made it, measured on gold sets.

``confidence.toml`` holds the figures and is written by ``benchmarks/calibrate.py``. A rule with few cases is
pulled to its family's figure ("name" for "name:acronym"), a family with few to a half.
"""

from __future__ import annotations

import functools
import tomllib
from pathlib import Path

import msgspec
from msgspec import Struct

from kb.bands import BANDS, Band, Measured, band

__all__ = ["FILE", "Band", "Calibration", "Rule", "band", "calibration", "confidence", "family", "measured"]
FILE = Path(__file__).with_name("confidence.toml")


class Rule(Struct, frozen=True):
    """What was measured of one rule: its smoothed precision, from so many right of so many links."""

    value: float
    right: int
    links: int


class Observed(Struct, frozen=True):
    """What became of the links of one band when their confidence came from other units: their precision,
    with a 95 % interval."""

    links: int
    right: int
    precision: float
    low: float
    high: float


class Recall(Struct, frozen=True):
    """How many of the mentions marked in the gold sets were found, with a 95 % interval."""

    marked: int
    found: int
    recall: float
    low: float
    high: float


class Calibration(Struct, frozen=True):
    """All that ``confidence.toml`` holds."""

    gold: tuple[str, ...]
    links: int
    right: int
    default: float
    observed: dict[str, Observed]
    families: dict[str, float]
    rules: dict[str, Rule]
    recall: Recall = Recall(0, 0, 0.0, 0.0, 1.0)


@functools.cache
def calibration(path: Path = FILE) -> Calibration:
    """The figures of a calibration file, the shipped one by default, read once."""
    with path.open("rb") as f:
        return msgspec.convert(tomllib.load(f), Calibration)


def family(rule: str) -> str:
    """The family of a rule: what its name begins with.

    >>> family("name:acronym"), family("series-nearby"), family("symbol")
    ('name', 'series', 'symbol')
    """
    return rule.replace(":", "-").partition("-")[0]


@functools.cache
def confidence(rule: str) -> float:
    """The confidence (0 to 1) of a rule's links; a rule that was never measured has its family's.

    >>> confidence("name:never-seen") == calibration().families["name"]
    True
    """
    known = calibration()
    if rule in known.rules:
        return known.rules[rule].value
    return known.families.get(family(rule), known.default)


def measured() -> tuple[Measured, ...]:
    """What was measured of each band, the surest first.

    >>> [m.band for m in measured()]
    ['sure', 'likely', 'check']
    """
    known = calibration().observed
    return tuple(
        Measured(band=b, links=o.links, right=o.right, precision=o.precision, low=o.low, high=o.high)
        for b in BANDS
        if (o := known.get(b)) is not None
    )
