"""Find, resolve, link: references to human-rights instruments in running text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.records import Citation
    from linker.explaining import Trace

__all__ = ["explain", "find"]


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


def explain(
    text: str,
    *,
    lang: str | None = None,
    context: Sequence[str] = (),
    catalogue: Catalogue | None = None,
    offset: int | None = None,
) -> list[Trace]:
    """Say why a text is linked as it is: what fired, what competed and why it lost, what context was used.

    The linker runs as in `find` and notes its decisions where it makes them; nothing is worked out afterwards.

    Args:
        text, lang, context, catalogue: as for `find`.
        offset: only what stands there (a code point of the text, counted from 0); all citations when None.

    Returns:
        One frozen `linker.explaining.Trace` for each citation, in the order of `find`. With an offset at which
        there is none, one trace without a citation, whose ``why_not`` says why.

    Raises:
        ValueError: the offset lies outside the text.

    >>> (one,) = explain("The CRC is older. Article 33 of CEDAW is asked for.", offset=20)
    >>> one.citation.status, one.notes
    ('unresolved', ('cedaw has no art 33',))
    >>> (none,) = explain("CEDAW and an article of clothing.", offset=13)
    >>> none.citation, none.why_not[0][:45]
    (None, '“article” is a word for a part of a treaty, b')
    """
    from linker.explaining import explain as explained

    return explained(text, lang=lang, context=context, catalogue=catalogue, offset=offset)
