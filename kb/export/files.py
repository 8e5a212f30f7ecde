"""Writing an exported file whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from kb import errors


@contextlib.contextmanager
def writing(path: str | Path) -> Iterator[Path]:
    """A temporary path in the same folder, renamed to ``path`` when the block ends well, else removed.

    Raises:
        NotWritable: the folder is missing or closed, or the path is a folder.
    """
    target = Path(path).resolve()
    if not target.parent.is_dir():
        raise errors.NotWritable(
            f"{target.parent}: no such folder", f"make it with `mkdir -p {target.parent}` or choose another --out"
        )
    if target.exists() and not target.is_file() and not target.is_dir():
        raise errors.NotWritable(f"{target}: this is no ordinary file", "choose another --out")
    if target.is_dir():
        raise errors.NotWritable(f"{target}: this is a folder, not a file", "name a file in it with --out")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    except OSError as error:
        raise errors.NotWritable(
            f"{target.parent}: cannot be written to ({error.strerror})", "choose another --out"
        ) from error
    os.close(handle)
    part = Path(name)
    try:
        yield part
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o666 & ~mask)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
