"""Dates as people write them in a discussion, to ISO 8601."""

from __future__ import annotations

import datetime
import re

_MONTHS = (
    "january enero janvier janeiro jan ene janv",
    "february febrero février fevrier fevereiro feb févr fev",
    "march marzo mars março mar",
    "april abril avril apr abr avr",
    "may mayo mai maio",
    "june junio juin junho jun",
    "july julio juillet julho jul juil",
    "august agosto août aout aug ago",
    "september septiembre setiembre septembre setembro sep sept set",
    "october octubre octobre outubro oct out",
    "november noviembre novembre novembro nov",
    "december diciembre décembre decembre dezembro dec dic déc dez",
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAME = r"(?P<month>[^\W\d_]{3,10})\.?"
_TIME = (
    r"(?:[\s,T–-]+(?:at |a las |à )?\d{1,2}[:h]\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?)?"
)
_LEAD = r"(?:(?:posted|published|publicado|publié)(?: on| el| le)?:?\s+)?(?:[^\W\d_]+,\s+)?(?:el |le |on )?"
_FORMS = tuple(
    re.compile(_LEAD + form + _TIME + r"\.?", re.I)
    for form in (
        r"(?P<year>\d{4})-(?P<monthno>\d{2})-(?P<day>\d{2})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|º|°)?\s+(?:de\s+)?{_NAME},?\s+(?:de\s+|del\s+)?(?P<year>\d{{4}})",
        rf"{_NAME}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)


def iso_date(text: str) -> str | None:
    """The ISO 8601 day that a text consists of, or None: the text must be a date and nothing else.

    Days and months in figures alone ("3/10/2016") are read by nobody with certainty, and so not here.

    >>> iso_date("3 de octubre de 2016"), iso_date("Posted on October 3, 2016 at 10:15 am"), iso_date("1er août 2016")
    ('2016-10-03', '2016-10-03', '2016-08-01')
    >>> iso_date("by 3 October 2016 we hope to be done") is None
    True
    """
    text = " ".join(text.split())
    for form in _FORMS:
        match = form.fullmatch(text)
        if not match:
            continue
        found = match.groupdict()
        month = int(found["monthno"]) if found.get("monthno") else _NUMBER.get((found.get("month") or "").casefold(), 0)
        try:
            return datetime.date(int(found["year"]), month, int(found["day"])).isoformat()
        except ValueError:
            return None
    return None
