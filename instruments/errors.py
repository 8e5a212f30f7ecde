"""The errors of this package; apart from the rest, so that anybody may import them."""

from __future__ import annotations


class CatalogueError(Exception):
    """The curated facts cannot be read: one sentence with the file, the place in it and the way out.

    >>> str(CatalogueError("data/cedaw.toml", "line 3", "a value is missing", "correct the line"))
    'data/cedaw.toml, line 3: a value is missing; correct the line'
    """

    def __init__(self, file: str, place: str, problem: str, hint: str) -> None:
        self.file = file
        self.place = place
        self.problem = problem
        self.hint = hint
        where = f"{file}, {place}" if place else file
        super().__init__(f"{where}: {problem}; {hint}")
