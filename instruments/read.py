"""Reading one TOML file into its record, with errors that say where."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TypeAlias, TypeVar

import msgspec

from instruments import models
from instruments.errors import CatalogueError
from instruments.models import Body, Instrument, Issue, Stage

Record: TypeAlias = Instrument | Body | Issue | Stage
Kind = TypeVar("Kind", Instrument, Body, Issue, Stage)
FOLDERS: tuple[tuple[str, models.Kind], ...] = (
    ("data", Instrument),
    ("bodies", Body),
    ("issues", Issue),
    ("stages", Stage),
)
_AT_LINE = re.compile(r"\s*\(at (line \d+, column \d+|end of document)\)$")
_AT_KEY = re.compile(r"\s*- at `(key in )?\$\.?([^`]*)`$")
_ENTRY = re.compile(r"^(\w+)\[(\d+)\]")


def read(path: Path, kind: type[Kind]) -> Kind:
    """Read one TOML file into its record.

    Args:
        path: The file.
        kind: `Instrument`, `Body`, `Issue` or `Stage`.

    Raises:
        CatalogueError: when the file cannot be read, is no UTF-8, no TOML, or does not fit the schema.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError(name(path), f"byte {error.start}", "not UTF-8", "save the file as UTF-8") from None
    except OSError as error:
        raise CatalogueError(name(path), "", error.strerror or "cannot be read", "check the path") from None
    return parse(text, kind, file=name(path))


def parse(text: str, kind: type[Kind], *, file: str = "<text>") -> Kind:
    """Read TOML text into its record; ``file`` is the name that errors give.

    >>> from instruments.models import Body
    >>> parse('id = "spt"', Body, file="spt.toml")
    Traceback (most recent call last):
    ...
    instruments.errors.CatalogueError: spt.toml: Object missing required field `kind`; see \
instruments/schema/body.json for what a file may hold
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = _AT_LINE.search(message)
        place = at.group(1) if at else ""
        raise CatalogueError(file, place, _AT_LINE.sub("", message), "correct the TOML there") from None
    try:
        return msgspec.convert(data, type=kind, strict=True)
    except msgspec.ValidationError as error:
        message = str(error)
        at = _AT_KEY.search(message)
        schema = f"see instruments/schema/{kind.__name__.lower()}.json for what a file may hold"
        place = _place(at.group(2), data) if at else ""
        raise CatalogueError(file, place, _AT_KEY.sub("", message), schema) from None


def name(path: Path) -> str:
    """A file as messages name it: its folder and name."""
    return f"{path.parent.name}/{path.name}"


def _place(key: str, data: dict[str, object]) -> str:
    """A key path such as ``provisions[3].label``, with what the entry calls itself: ``(art_2)``."""
    entry = _ENTRY.match(key)
    if not entry:
        return key
    entries = data.get(entry.group(1))
    record = entries[int(entry.group(2))] if isinstance(entries, list) else None
    if not isinstance(record, dict):
        return key
    own = next((str(record[k]) for k in ("path", "text", "target", "title") if k in record), "")
    return f"{key} ({own if len(own) <= 40 else own[:39] + '…'})" if own else key
