"""JSON Lines: one object a line, with the fields id, text and lang, and more where given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import msgspec

from corpus.models import ReadError, Source
from corpus.read.records import post_of
from kb.records import Post

_LINES = re.compile(r"[^\r\n]+")
_NAMES = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


def read(source: Source) -> Iterator[Post]:
    """Yield the post of each line; a line that is no object is reported and the rest goes on.

    A JSON array of objects is read too.

    >>> [(post.id, post.text) for post in read(Source(name="x.jsonl", text='{"id": 7, "text": "See CEDAW."}'))]
    [('7', 'See CEDAW.')]
    """
    if source.text.lstrip().startswith("["):
        yield from _array(source)
        return
    position = 0
    number, before = 1, 0
    for match in _LINES.finditer(source.text):
        number += source.text.count("\n", before, match.start()) or (1 if before else 0)
        before = match.end()
        if not match.group().strip():
            continue
        record = _decode(source, match.group(), f"line {number}")
        post = post_of(source, record, f"line {number}", position) if record is not None else None
        if post is not None:
            yield post
            position += 1


def _decode(source: Source, line: str, place: str) -> dict[str, object] | None:
    """The object on a line, or None (reported)."""
    try:
        value = msgspec.json.decode(line)
    except msgspec.DecodeError as error:
        reason = str(error).removeprefix("JSON is malformed: ")
        source.problem(place, f"not valid JSON ({reason}), so it was skipped; each line must hold one JSON object")
        return None
    if isinstance(value, dict):
        return value
    kind = _NAMES.get(type(value), "a number")
    source.problem(place, f"it holds {kind}, not a JSON object, so it was skipped; write one object a line")
    return None


def _array(source: Source) -> Iterator[Post]:
    """The posts of a JSON array of objects."""
    try:
        records = json.loads(source.text)
    except (json.JSONDecodeError, RecursionError) as error:
        place = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
        why = f"not valid JSON ({reason}); write one object a line, or a JSON array"
        raise ReadError(source.name, why, place) from error
    position = 0
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            kind = _NAMES.get(type(record), "a number")
            source.problem(f"record {number}", f"it is {kind}, not a JSON object, so it was skipped")
            continue
        post = post_of(source, record, f"record {number}", position)
        if post is not None:
            yield post
            position += 1
