"""Official wordings that a user brought in: kept in a folder of the user's own, never in the package.

A wording is one JSON file ``<id>.<lang>.json``; its fingerprint lies beside it as ``<id>.<lang>.bin``, where
`instruments.prints.prints` finds it, so that matching uses it from then on.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

import msgspec

from instruments.prints import dump, fingerprint, texts_folder
from instruments.wordings import Piece, Wording
from kb.errors import KBError

FORMAT = "rightsgraph wording 1"


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """A wording as it is kept. ``pieces`` are a path and its text, in the order of the text."""

    format: str = FORMAT
    instrument: str
    lang: str
    source: str
    sha256: str
    address: str = ""
    missing: tuple[str, ...] = ()
    pieces: tuple[tuple[str, str], ...]

    @property
    def complete(self) -> bool:
        """Whether it has every numbered provision."""
        return not self.missing


def folder(given: Path | None = None) -> Path:
    """The folder of wordings: the given one, ``$RIGHTSGRAPH_TEXTS``, or one in the user's data folder."""
    return given if given is not None else texts_folder()


def keep(held: Held, where: Path | None = None) -> Path:
    """Write a wording and its fingerprint; an earlier one of the instrument and language is replaced.

    Raises:
        KBError: when the folder cannot be written to.
    """
    target = folder(where)
    wording = Wording(held.instrument, held.lang, held.source, tuple(Piece(*piece) for piece in held.pieces))
    name = f"{held.instrument}.{held.lang}"
    try:
        target.mkdir(parents=True, exist_ok=True)
        _write(target / f"{name}.json", msgspec.json.format(msgspec.json.encode(held), indent=1))
        _write(target / f"{name}.bin", dump(fingerprint(wording, held.sha256)))
    except OSError as error:
        raise KBError(f"{error.filename or target}: {error.strerror}", "choose another folder with --texts") from error
    return target / f"{name}.json"


def _write(path: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def remove(instrument: str, lang: str | None = None, where: Path | None = None) -> list[str]:
    """Remove the wordings of an instrument, of one language or of all; the languages removed."""
    gone = []
    for held in every(where):
        if held.instrument == instrument and lang in (None, held.lang):
            for ending in ("bin", "json"):
                (folder(where) / f"{held.instrument}.{held.lang}.{ending}").unlink(missing_ok=True)
            gone.append(held.lang)
    return gone


def every(where: Path | None = None) -> list[Held]:
    """All wordings of a folder, by instrument and language; empty where there is no folder.

    Raises:
        KBError: when a file there is damaged.
    """
    return [_load(path) for path in sorted(folder(where).glob("*.json"))]


def held(instrument: str, lang: str, where: Path | None = None) -> Held | None:
    """The wording of an instrument in a language, None where it was not brought in.

    ``zh`` finds ``zh-Hant`` where there is no other Chinese.
    """
    if not instrument or "/" in instrument or "/" in lang:
        return None
    exact = folder(where) / f"{instrument}.{lang}.json"
    if exact.is_file():
        return _load(exact)
    if "-" not in lang:
        for path in sorted(folder(where).glob(f"{instrument}.{lang}-*.json")):
            return _load(path)
    return None


def _load(path: Path) -> Held:
    try:
        found = msgspec.json.decode(path.read_bytes(), type=Held)
        if found.format != FORMAT:
            raise msgspec.ValidationError(f"of another form, {found.format!r}")
        return found
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise KBError(f"{path}: no wording ({error})", "remove the file and add the text again") from error
    except OSError as error:
        raise KBError(f"{path}: {error.strerror}", "check the folder's permissions") from error


def languages(instrument: str, where: Path | None = None) -> list[str]:
    """The languages in which an instrument's wording was brought in."""
    with contextlib.suppress(OSError):
        return sorted(path.name.split(".")[-2] for path in folder(where).glob(f"{instrument}.*.json"))
    return []
