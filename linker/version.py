"""Which rules linked a database: a hash of everything that decides what is found, the catalogue apart."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

_HERE = Path(__file__).parent


@functools.cache
def rules_hash() -> str:
    """The hash (16 hex digits) of the linker's modules, of the vocabularies and of the fingerprints that they read.

    >>> len(rules_hash())
    16
    """
    digest = hashlib.blake2b(digest_size=8)
    facts = _HERE.parent / "instruments"
    parts = ((_HERE, "*.py"), (_HERE, "*.toml"), (facts / "vocab", "*.toml"), (facts / "fingerprints", "*.bin"))
    for folder, pattern in parts:
        for path in sorted(folder.glob(pattern)):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
