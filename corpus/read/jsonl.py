"""JSON Lines: one object a line, with the fields id, text and lang, and more where given."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from corpus.models import Source
from corpus.read.records import post_of
from kb.records import Post

_LINES = re.compile(r"[^\r\n]+")
_NAMES = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}


def read(source: Source) -> Iterator[Post]:
    """Yield the post of each line; a line that is no object is reported and the rest goes on.

    A JSON array of objects, or one object over several lines, is read too.

    >>> [(post.id, post.text) for post in read(Source(name="x.jsonl", text='{"id": 7, "text": "See CEDAW."}'))]
    [('7', 'See CEDAW.')]
    """
    whole = _whole(source.text)
    if whole is not None:
        yield from _records(source, whole)
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


def _whole(text: str) -> list[object] | None:
    """The records of a text that is one JSON array, or one object over several lines."""
    stripped = text.strip()
    array = stripped.startswith("[")
    if not array and not re.match(r"\{[ \t]*[\r\n]", stripped):
        return None
    try:
        value = msgspec.json.decode(stripped)
    except (msgspec.DecodeError, RecursionError):
        return None
    return value if isinstance(value, list) and _are_records(value, stripped) else [value] if not array else None


def _are_records(values: list[object], text: str) -> bool:
    """Whether an array holds the records, and is not itself a bad line of JSON Lines."""
    return any(isinstance(value, dict) for value in values) or "\n" in text


def _records(source: Source, records: list[object]) -> Iterator[Post]:
    """The posts of the objects of a JSON array."""
    position = 0
    for number, record in enumerate(records, 1):
        if not isinstance(record, dict):
            kind = _NAMES.get(type(record), "a number")
            why = f"it is {kind}, not a JSON object, so it was skipped; make each record an object"
            source.problem(f"record {number}", why)
            continue
        post = post_of(source, record, f"record {number}", position)
        if post is not None:
            yield post
            position += 1
