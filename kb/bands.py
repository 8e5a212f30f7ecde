"""Three bands of confidence: sure, likely, and check, which is to be read before it is used.

Where a band begins is settled here; what became of the links of each when they were measured stands in the
table ``bands``, which a build fills in.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal, get_args

from msgspec import Struct

if TYPE_CHECKING:
    from sqlite_utils import Database

Band = Literal["sure", "likely", "check"]
BANDS: tuple[Band, ...] = get_args(Band)
LEAST: dict[Band, float] = {"sure": 0.95, "likely": 0.8, "check": 0.0}
"""The least confidence (0 to 1) of each band's links, the surest band first."""
MEANING: dict[Band, str] = {
    "sure": "use it as it is",
    "likely": "look at the sentence before you quote it",
    "check": "read the passage: the rule is weak, or was seldom seen",
}
SQL = "case " + " ".join(f"when c.confidence >= {least} then '{name}'" for name, least in LEAST.items()) + " end"
"""The band of a row ``c`` of the table of citations, for the views."""


class Measured(Struct, frozen=True, kw_only=True):
    """What became of a band's links in labelled texts: so many, so many of them right, their precision (0 to 1)
    and its 95 % interval."""

    band: Band
    links: int
    right: int
    precision: float
    low: float
    high: float


def band(confidence: float) -> Band:
    """The band of a link's confidence.

    Args:
        confidence: between 0 and 1.

    >>> band(1.0), band(0.8), band(0.0)
    ('sure', 'likely', 'check')
    """
    return next(name for name, least in LEAST.items() if confidence >= least or name == "check")


def least(wanted: str) -> float:
    """The least confidence that a number or a band's name asks for.

    Args:
        wanted: "0.9", or "likely", which lets sure links through too.

    Raises:
        ValueError: it is neither a band nor a number between 0 and 1.

    >>> least("likely"), least("0.9")
    (0.8, 0.9)
    """
    named = LEAST.get(wanted.strip().lower())  # type: ignore[call-overload]
    if named is not None:
        return float(named)
    value = float(wanted)
    if not 0 <= value <= 1:
        raise ValueError(wanted)
    return value


def write(db: Database, measured: Iterable[Measured]) -> None:
    """Write what was measured of each band into the table ``bands``."""
    rows = [(m.band, LEAST[m.band], m.links, m.right, m.precision, m.low, m.high) for m in measured]
    with db.conn:
        db.conn.executemany(
            "insert or replace into bands (id, least, links, right, precision, low, high) values (?, ?, ?, ?, ?, ?, ?)",
            rows,
        )


def read(db: Database) -> dict[Band, Measured]:
    """What a database says was measured of each band; empty where its build wrote nothing."""
    rows = db.query("select id as band, links, right, precision, low, high from bands order by least desc")
    return {row["band"]: Measured(**row) for row in rows}


def sentence(measured: Measured) -> str:
    """The band's measure in words.

    >>> sentence(Measured(band="sure", links=200, right=199, precision=0.995, low=0.9722, high=0.9991))
    'of 200 such links in labelled texts 199 were right (99.5 %, with 95 % certainty 97.2 to 99.9 %)'
    """
    m = measured
    share, low, high = (f"{100 * value:.1f}" for value in (m.precision, m.low, m.high))
    return (
        f"of {m.links} such links in labelled texts {m.right} were right"
        f" ({share} %, with 95 % certainty {low} to {high} %)"
    )
