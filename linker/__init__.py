"""Find, resolve, link: references to human-rights instruments in running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.records import Citation

__all__ = ["find"]


def find(
    text: str, *, lang: str | None = None, context: Sequence[str] = (), catalogue: Catalogue | None = None
) -> list[Citation]:
    """Find every reference to an instrument, body, document or other law in a text.

    Args:
        text: the text as it is; offsets are code points into it, end exclusive.
        lang: its main language (BCP 47), which decides on words that mean several things where a
            sentence does not tell.
        context: the texts that it answers to (parent posts, nearest last); they serve anaphors and
            numbers without a name only.
        catalogue: the catalogue to link against, by default the shipped one.

    Returns:
        All citations of all kinds and statuses, sorted by (start, -end, target); empty when there are
        none; one record for each target, so that a range or a shared span gives several.

    >>> [(c.text, c.target) for c in find("The report relies on article 12(2) of CEDAW.")]
    [('article 12(2) of CEDAW', 'cedaw#art_12__para_2')]
    """
    from linker.finding import find as found

    return found(text, lang=lang, context=context, catalogue=catalogue)
