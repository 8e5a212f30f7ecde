"""What JSON Lines and CSV share: a record of named fields becomes a post."""

from __future__ import annotations

from collections.abc import Mapping

from corpus.dates import iso_date
from corpus.models import Source, stable_id
from kb.records import Post


def post_of(source: Source, record: Mapping[str, object], locator: str, position: int) -> Post | None:
    """The post of one record, or None (reported) where it has no text.

    The id is kept verbatim; a record without one gets an id made from its content.
    """
    columns = source.columns
    text = record.get(columns.text)
    if not isinstance(text, str) or not text.strip():
        why = "is empty" if text is None or isinstance(text, str) else "is not text"
        has = f"its field “{columns.text}” {why}" if columns.text in record else f"it has no field “{columns.text}”"
        source.problem(locator, f"{has}, so it was skipped; name the field that holds the text or fill it in")
        return None

    def field(name: str) -> str | None:
        value = record.get(name)
        if value is None or isinstance(value, bool | list | dict):
            return None
        return str(value).strip() or None

    author = field(columns.author)
    date = field(columns.date)
    lang = field(columns.lang)
    role = (field(columns.role) or "").casefold()
    given = record.get(columns.id)
    verbatim = str(given) if isinstance(given, str | int | float) and not isinstance(given, bool) else ""
    return Post(
        id=verbatim if verbatim.strip() else stable_id(author or "", text),
        text=text,
        source=source.name,
        locator=locator,
        author=author,
        role="moderator" if role == "moderator" else "participant" if role else "",
        parent=field(columns.parent),
        position=position,
        title=field(columns.title) or "",
        lang=lang or "und",
        date=(iso_date(date) or date) if date else None,
    )
