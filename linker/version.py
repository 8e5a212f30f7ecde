"""Which rules linked a database: a hash of everything that decides what is found, the catalogue apart."""

from __future__ import annotations

import functools
import hashlib
import json
from pathlib import Path

import msgspec

from linker.confidence import calibration

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


def facts() -> dict[str, str]:
    """What a database records of the linker that filled it: ``rules`` (see `rules_hash`) and ``recall`` (JSON: the
    measured recall with its interval, the number of marked mentions, the gold sets).

    >>> sorted(facts())
    ['recall', 'rules']
    """
    known = calibration()
    measured = {**msgspec.to_builtins(known.recall), "gold": list(known.gold)}
    return {"rules": rules_hash(), "recall": json.dumps(measured)}
