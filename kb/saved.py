"""Queries saved under a name in a TOML file, one table each, that people can write and share by hand.

[recruiters-in-spanish]
what = "C189 15"
lang = ["es"]
issue = "recruitment-agencies"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kb import errors
from kb.export.files import writing

FILE = Path("queries.toml")


def load(name: str, path: Path, known: Mapping[str, type]) -> dict[str, Any]:
    """The options of a saved query.

    Args:
        name: Its name.
        path: The file.
        known: The options that there are, and the type of each (``str``, ``bool``, ``int``, ``float``, or ``tuple`` for
            one that can be given several times).

    Raises:
        KBError: no such file, no such query, or an option that is unknown or of a wrong type.
    """
    queries = _read(path)
    if name not in queries:
        there = ", ".join(sorted(queries)) or "none"
        raise errors.KBError(f"{path}: there is no query {name!r}", f"there is {there}; save one with --save NAME")
    options = queries[name]
    if not isinstance(options, dict):
        raise errors.KBError(f"{path}: {name!r} is no table of options", f"write it below a line [{name}]")
    out: dict[str, Any] = {}
    for key, value in options.items():
        option = key.replace("-", "_")
        if option not in known:
            raise errors.KBError(f"{path}: {name}.{key} is no option of query", f"there are {', '.join(sorted(known))}")
        out[option] = _valued(f"{path}: {name}.{key}", value, known[option])
    return out


def save(name: str, options: Mapping[str, Any], path: Path) -> None:
    """Put a query into the file, beside the others that it holds; those that say nothing are left out.

    Raises:
        KBError: the file cannot be read as TOML.
    """
    import tomli_w

    queries = _read(path) if path.exists() else {}
    queries[name] = {
        key: list(value) if isinstance(value, tuple) else value
        for key, value in options.items()
        if value not in (None, (), "", False)
    }
    with writing(path) as part:
        part.write_text(tomli_w.dumps(dict(sorted(queries.items()))), encoding="utf-8")


def _valued(what: str, value: Any, wanted: type) -> Any:
    if wanted is tuple:
        several = [value] if isinstance(value, str) else value
        if isinstance(several, list) and all(isinstance(one, str) for one in several):
            return tuple(several)
        raise errors.KBError(f"{what} is not a list of words", 'write it as ["…", "…"]')
    right = isinstance(value, (int, float) if wanted is float else wanted)
    if not right or (isinstance(value, bool) and wanted is not bool):
        raise errors.KBError(f"{what} = {value!r} is of a wrong type", f"it takes a {wanted.__name__}")
    return value


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise errors.KBError(f"{path}: there is no such file of queries", "name one with --queries FILE") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise errors.KBError(f"{path}: this is no TOML ({error})", "mend that line") from error
