"""Which rules linked a database: a hash of everything that decides what is found, the catalogue apart."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

_HERE = Path(__file__).parent


@functools.cache
def rules_hash() -> str:
    """The hash (16 hex digits) of the linker's modules and of the vocabularies that they read.

    >>> len(rules_hash())
    16
    """
    digest = hashlib.blake2b(digest_size=8)
    for folder, pattern in ((_HERE, "*.py"), (_HERE, "*.toml"), (_HERE.parent / "instruments" / "vocab", "*.toml")):
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
