"""Reading a database as if it held the trusted citations only: those of a least confidence, and of some voices.

`narrow` lays views of the same names over the table and the views that hold citations, for one connection. So
every question, measure, export and page leaves the same citations out, and none has a condition of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kb import schema, views

if TYPE_CHECKING:
    from sqlite_utils import Database


class Narrowed(Struct, frozen=True):
    """What a connection leaves out: links below ``min_confidence`` (0 to 1), and voices other than ``voices``
    (all where empty)."""

    min_confidence: float = 0.0
    voices: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.min_confidence or self.voices)

    def sentence(self) -> str:
        """What is left out, in words; empty where nothing is.

        >>> Narrowed(0.8, ("own",)).sentence()
        'Links with a confidence below 0.8, and citations in another voice than own, are left out.'
        """
        parts = [f"links with a confidence below {self.min_confidence:g}"] if self.min_confidence else []
        parts += [f"citations in another voice than {' or '.join(self.voices)}"] if self.voices else []
        comma = "," if len(parts) > 1 else ""
        said = ", and ".join(parts)
        return f"{said[0].upper()}{said[1:]}{comma} are left out." if parts else ""


def narrow(db: Database, *, min_confidence: float = 0.0, voices: Sequence[str] = ()) -> None:
    """Hide some citations from all that this connection asks from now on; the file stays as it is.

    Args:
        db: An open database, for reading only or not.
        min_confidence: Links below it are hidden (0 to 1). What is no link (bodies, documents, open questions)
            has no confidence and stays.
        voices: Only citations in these voices; all when empty.

    >>> from sqlite_utils import Database
    >>> db = Database(memory=True)
    >>> schema.create(db)
    >>> narrow(db, min_confidence=0.8)
    >>> narrowed(db).min_confidence
    0.8
    """
    wanted = Narrowed(float(min_confidence), tuple(voices))
    if not wanted:
        return
    kinds = ", ".join(f"'{kind}'" for kind in schema.LINKS)
    clauses = [f"not (status = 'resolved' and kind in ({kinds}) and confidence < {wanted.min_confidence!r})"]
    if wanted.voices:
        quoted = ", ".join("'" + voice.replace("'", "''") + "'" for voice in wanted.voices)
        clauses.append(f"voice in ({quoted})")
    db.conn.execute(f"create temp view citations as select * from main.citations where {' and '.join(clauses)}")
    for name, sql in views.VIEWS.items():
        db.conn.execute(f"create temp view {name} as {sql.strip()}")
    db.conn.execute("create temp table narrowed (min_confidence real, voices text)")
    db.conn.execute("insert into narrowed values (?, ?)", (wanted.min_confidence, "\n".join(wanted.voices)))


def narrowed(db: Database) -> Narrowed:
    """What a connection was told to leave out."""
    if db.execute("select 1 from sqlite_temp_master where name = 'narrowed'").fetchone() is None:
        return Narrowed()
    least, voices = db.execute("select min_confidence, voices from narrowed").fetchone()
    return Narrowed(least, tuple(voices.split("\n")) if voices else ())
