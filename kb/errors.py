"""What can go wrong with a knowledge base, each said in one sentence with the way out."""

from __future__ import annotations

from collections.abc import Sequence


class KBError(Exception):
    """Base of all errors of `kb`: a sentence, and a hint that says what to do next.

    >>> str(KBError("kb.db: no such file", "build it with `rightsgraph build`"))
    'kb.db: no such file; build it with `rightsgraph build`'
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message}; {hint}" if hint else message)
        self.message = message
        self.hint = hint


class MissingDatabase(KBError):
    """There is no file at the path."""


class ForeignFile(KBError):
    """The file is no SQLite database, or one that rightsgraph did not build."""


class WrongVersion(KBError):
    """The database was built with another version of the schema."""


class LeftOver(KBError):
    """A write-ahead log or journal stands beside the database, so what it holds is in doubt."""


class NotWritable(KBError):
    """The folder is missing or cannot be written to."""


class Damaged(KBError):
    """The database does not pass its integrity or foreign-key check."""


class BadRecord(KBError):
    """A record does not fit the others: a post id given twice, a citation of an unknown post."""


class Unknown(KBError):
    """What was asked for is not in the database; ``suggestions`` are the nearest things that are."""

    def __init__(self, message: str, hint: str = "", suggestions: Sequence[str] = ()) -> None:
        super().__init__(message, hint)
        self.suggestions = tuple(suggestions)
