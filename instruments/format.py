"""The one canonical TOML form of the curated files: the same facts always give the same bytes.

Keys stand in the order of the fields in `instruments.models`, plain values first, then tables, then arrays of
tables; languages in the order en, es, fr, ar, ru, zh, then by name; defaults are left out; text is NFC. A comment
has no place in it: remarks go into ``note`` keys.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from instruments.models import Kind
from instruments.read import Record, parse

LANGS = ("en", "es", "fr", "ar", "ru", "zh")
WIDTH = 120
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_TOKEN = re.compile(
    r""" \"{3}(?:[^\\]|\\.)*?\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\\n]|\\.)*" | '[^'\n]*'  # strings
    | (?P<comment>\#[^\n]*) | [^"'\#\n]+ | . """,
    re.DOTALL | re.VERBOSE,
)


def format_record(record: Record) -> str:
    """A record as canonical TOML.

    >>> from instruments.models import Body, Source
    >>> record = Body(id="spt", kind="treaty-body", titles={"fr": "SPT", "en": "SPT"}, names=(), sources=())
    >>> print(format_record(record), end="")
    id = "spt"
    kind = "treaty-body"
    names = []
    sources = []
    <BLANKLINE>
    [titles]
    en = "SPT"
    fr = "SPT"
    """
    return "\n".join(_lines(record)).lstrip("\n") + "\n"


def format_text(text: str, kind: Kind, *, file: str = "<text>") -> str:
    """TOML text in canonical form; ``parse(format_text(x)) == parse(x)`` for NFC text.

    Raises:
        CatalogueError: when the text is no TOML or does not fit the record.
    """
    return format_record(parse(text, kind, file=file))  # type: ignore[type-var]


def comments(text: str) -> list[int]:
    """The numbers of the lines that hold a comment, which the canonical form would drop.

    >>> comments('a = "#1" # one\\nb = 2\\n# two')
    [1, 3]
    """
    line, found = 1, []
    for token in _TOKEN.finditer(text):
        if token.group("comment"):
            found.append(line)
        line += token.group().count("\n")
    return found


def write(path: Path, text: str) -> None:
    """Replace a file's text, whole or not at all."""
    beside = path.with_name(f".{path.name}.tmp")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(path)


def _lines(record: msgspec.Struct, *, nested: bool = False) -> Iterator[str]:
    """The lines of a record; inside an array of tables everything below it is inline."""
    plain: list[tuple[str, Any]] = []
    tables: list[tuple[str, Any]] = []
    arrays: list[tuple[str, Any]] = []
    for key, value in _fields(record):
        if isinstance(value, Mapping | msgspec.Struct):
            (plain if nested else tables).append((key, value))
        elif isinstance(value, tuple) and value and isinstance(value[0], msgspec.Struct) and not nested:
            arrays.append((key, value))
        else:
            plain.append((key, value))
    for key, value in plain:
        yield _pair(key, value)
    for key, value in tables:
        yield f"\n[{key}]"
        for inner, text in _items(value):
            yield _pair(inner, text)
    for key, values in arrays:
        for entry in values:
            yield f"\n[[{key}]]"
            yield from _lines(entry, nested=True)


@functools.cache
def _defaults(kind: type[msgspec.Struct]) -> tuple[tuple[str, object], ...]:
    return tuple(
        (f.name, f.default if f.default_factory is msgspec.NODEFAULT else f.default_factory())
        for f in msgspec.structs.fields(kind)
    )


def _fields(record: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    """The fields that are not at their default, in the order of the record."""
    for name, default in _defaults(type(record)):
        value = getattr(record, name)
        if value is not None and value != default:
            yield name, value


def _items(value: Mapping[str, Any] | msgspec.Struct) -> Iterator[tuple[str, Any]]:
    if isinstance(value, msgspec.Struct):
        yield from _fields(value)
        return
    for key in sorted(value, key=lambda k: (LANGS.index(k) if k in LANGS else len(LANGS), k)):
        yield key, value[key]


def _pair(key: str, value: object) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if isinstance(value, tuple) and len(line) > WIDTH:
        return f"{_key(key)} = [\n" + "".join(f"    {_value(v)},\n" for v in value) + "]"
    return line


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, Mapping | msgspec.Struct):
        inside = ", ".join(f"{_key(k)} = {_value(v)}" for k, v in _items(value))
        return f"{{ {inside} }}" if inside else "{}"
    raise TypeError(f"no TOML form for {type(value).__name__}")


def _string(text: str) -> str:
    return '"' + "".join(map(_escaped, unicodedata.normalize("NFC", text))) + '"'


def _escaped(char: str) -> str:
    return _ESCAPES.get(char) or (f"\\u{ord(char):04X}" if char < " " or char == "\x7f" else char)
