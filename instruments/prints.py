"""Fingerprints of official wordings: made from wordings, kept in small files, and indexed for matching.

A fingerprint holds, for each provision in the order of the text, one figure a word (see `instruments.shingles`); no
text. The index over all of them answers where in which wordings a run of five words stands. It is built from the
files once and kept in the user's cache folder.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import json
import os
import sys
import tempfile
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from instruments.errors import CatalogueError
from instruments.load import cache_folder
from instruments.shingles import SEPARATOR, SLOTS, TRIPLES, Words, shingles, triples
from instruments.wordings import Wording

FOLDER = Path(__file__).parent / "fingerprints"
FORMAT = "rightsgraph fingerprint 1"
_SHIFT = 16
_FIRSTS = (1 << 32 - _SHIFT) + 1
MANY = 64  # a run of words that stands in more places than this is a stock phrase, and no place is looked up by it


class Fingerprint(msgspec.Struct, frozen=True):
    """One wording as figures: ``pieces`` are a path and a number of words each, ``figures`` one byte a word."""

    instrument: str
    lang: str
    source: str
    sha256: str
    pieces: tuple[tuple[str, int], ...]
    figures: bytes


def fingerprint(wording: Wording, sha256: str) -> Fingerprint:
    """The fingerprint of a wording that was cut, with the hash of the file that it was made from."""
    rows = [(piece.path, Words(piece.text).figures) for piece in wording.pieces]
    pieces: list[tuple[str, int]] = []
    for path, figures in rows:
        if pieces and pieces[-1][0] == path:
            pieces[-1] = (path, pieces[-1][1] + len(figures))
        elif figures:
            pieces.append((path, len(figures)))
    figures = b"".join(figures for _, figures in rows)
    return Fingerprint(wording.instrument, wording.lang, wording.source, sha256, tuple(pieces), figures)


def dump(print_: Fingerprint) -> bytes:
    """The file of a fingerprint: one line of JSON, then the figures. The same wording always gives the same bytes."""
    head = {
        "format": FORMAT,
        "instrument": print_.instrument,
        "lang": print_.lang,
        "source": print_.source,
        "sha256": print_.sha256,
        "words": len(print_.figures),
        "pieces": print_.pieces,
    }
    return json.dumps(head, ensure_ascii=True, separators=(",", ":")).encode() + b"\n" + print_.figures


def load(path: Path) -> Fingerprint:
    """Read a file that `dump` made.

    Raises:
        CatalogueError: when it is none, or cut short.
    """
    data = path.read_bytes()
    line, _, figures = data.partition(b"\n")
    try:
        head = json.loads(line)
        pieces = tuple((str(p), int(n)) for p, n in head["pieces"])
        if head["format"] != FORMAT or len(figures) != head["words"] or sum(n for _, n in pieces) != len(figures):
            raise ValueError("cut short or of another version")
        return Fingerprint(head["instrument"], head["lang"], head["source"], head["sha256"], pieces, figures)
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as e:
        hint = "make it again with 'rightsgraph texts fingerprint'"
        raise CatalogueError(str(path), "", f"no fingerprint ({e})", hint) from e


class _Head(msgspec.Struct):
    """What stands at the head of a kept index, before its tables."""

    targets: list[str]
    works: list[tuple[str, str, int, int]]  # instrument, language, first and last word
    words: int
    pieces: int
    keys: int


class Prints:
    """The index: all wordings as one row of figures, and where each shingle stands in it.

    Places are numbers into ``figures``; wordings are set apart by a zero. ``table`` says for each slot
    (`instruments.shingles.slots`) whether a shingle is there to be looked up, ``common`` for each three words in a row
    (`instruments.shingles.triples`) in how many instruments they stand.
    """

    def __init__(self, head: _Head, figures: bytes, starts: array[int], ends: array[int], keys: array[int],
                 places: array[int], firsts: array[int], table: bytes, common: bytes) -> None:  # fmt: skip
        self.figures = figures
        self.table = table
        self.common = common
        self._targets, self._starts, self._ends = head.targets, starts, ends
        self._keys, self._places = keys, places
        self._firsts = firsts
        self.works = head.works
        self.langs = Counter(lang for _, lang, *_ in head.works)
        self._work_starts = [start for _, _, start, _ in head.works]

    @property
    def instruments(self) -> frozenset[str]:
        """The instruments that have a wording here."""
        return frozenset(name for name, *_ in self.works)

    @functools.cached_property
    def _held(self) -> frozenset[tuple[str, str]]:
        """Every provision that has a wording, with those above it by path, each with the language's first part."""
        out: set[tuple[str, str]] = set()
        for target, start in zip(self._targets, self._starts, strict=True):
            lang = self.work(start)[1].partition("-")[0]
            instrument, _, path = target.partition("#")
            steps = path.split("__")
            out.update((f"{instrument}#{'__'.join(steps[:n])}", lang) for n in range(1, len(steps) + 1))
            out.add((instrument, lang))
        return frozenset(out)

    def has(self, target: str, lang: str = "") -> bool:
        """Whether a wording of an instrument or provision is here, in a language or in any."""
        if lang:
            return (target, lang.partition("-")[0]) in self._held
        return any((target, known.partition("-")[0]) in self._held for known in self.langs)

    def at(self, key: int) -> Sequence[int]:
        """The places of a shingle; none for a stock phrase."""
        first = key >> _SHIFT
        high = self._firsts[first + 1]
        i = bisect_left(self._keys, key, self._firsts[first], high)
        j = i
        while j < high and self._keys[j] == key:
            j += 1
        return self._places[i:j] if j - i <= MANY else ()

    def work(self, place: int) -> tuple[str, str, int, int]:
        """Instrument, language, first and last place of the wording that holds a place."""
        return self.works[bisect_right(self._work_starts, place) - 1]

    def pieces(self, first: int, last: int) -> list[tuple[str, int, int]]:
        """The provisions that hold the words from ``first`` up to and without ``last``: id, first and last word."""
        i = max(0, bisect_right(self._starts, first) - 1)
        out = []
        while i < len(self._starts) and self._starts[i] < last:
            if self._ends[i] > first:
                out.append((self._targets[i], max(first, self._starts[i]), min(last, self._ends[i])))
            i += 1
        return out

    def piece(self, place: int) -> tuple[str, int, int]:
        """The provision that holds a place: id, first and last word."""
        i = bisect_right(self._starts, place) - 1
        return self._targets[i], self._starts[i], self._ends[i]


def _firsts(keys: array[int]) -> array[int]:
    """For each beginning of a key where the keys that have it begin: a short way into a long row."""
    return array("I", [bisect_left(keys, first << _SHIFT) for first in range(_FIRSTS)])


def build(prints: Iterable[Fingerprint]) -> Prints:
    """Index some fingerprints."""
    return _open(_pack(prints))


def _common(prints: Sequence[Fingerprint]) -> bytes:
    """In how many instruments each three words in a row stand, at most 255."""
    by_instrument: dict[str, set[int]] = {}
    for print_ in prints:
        by_instrument.setdefault(print_.instrument, set()).update(triples(print_.figures))
    counts = bytearray(TRIPLES)
    for found in by_instrument.values():
        for slot in found:
            counts[slot] = min(255, counts[slot] + 1)
    return bytes(counts)


def _pack(prints: Iterable[Fingerprint]) -> bytes:
    row = bytearray(SEPARATOR)
    targets: list[str] = []
    starts, ends = array("I"), array("I")
    works = []
    prints_ = list(prints)
    for print_ in prints_:
        begin = at = len(row)
        for path, count in print_.pieces:
            targets.append(f"{print_.instrument}#{path}" if path else print_.instrument)
            starts.append(at)
            at += count
            ends.append(at)
        works.append((print_.instrument, print_.lang, begin, at))
        row += print_.figures + SEPARATOR
    figures = bytes(row)
    pairs = [key << 32 | place for place, key in enumerate(shingles(figures)) if 0 not in figures[place : place + 5]]
    pairs.sort()
    keys = array("I", [pair >> 32 for pair in pairs])
    places = array("I", [pair & 0xFFFFFFFF for pair in pairs])
    table = bytearray(SLOTS)
    i = 0
    while i < len(keys):
        j = bisect_right(keys, keys[i], i, min(len(keys), i + MANY + 1))
        if j - i <= MANY:
            table[keys[i] >> 5 & SLOTS - 1] = 1
        else:
            j = bisect_right(keys, keys[i], i)
        i = j
    common = _common(prints_)
    tables = (starts, ends, keys, places, _firsts(keys))
    head = msgspec.msgpack.encode(_Head(targets, works, len(figures), len(starts), len(keys)))
    size = len(head).to_bytes(8, "little")
    return b"".join([size, head, *(t.tobytes() for t in tables), figures, table, common])


def _open(data: bytes) -> Prints:
    size = int.from_bytes(data[:8], "little")
    head = msgspec.msgpack.decode(data[8 : 8 + size], type=_Head)
    view, at = memoryview(data), 8 + size
    tables = []
    for count in (head.pieces, head.pieces, head.keys, head.keys, _FIRSTS):
        table = array("I")
        table.frombytes(view[at : at + 4 * count])
        tables.append(table)
        at += 4 * count
    starts, ends, keys, places, firsts = tables
    figures = bytes(view[at : at + head.words])
    at += head.words
    table_bytes, common = bytes(view[at : at + SLOTS]), bytes(view[at + SLOTS :])
    if len(common) != TRIPLES or len(places) != head.keys:
        raise ValueError("cut short")
    return Prints(head, figures, starts, ends, keys, places, firsts, table_bytes, common)


def texts_folder() -> Path:
    """The folder of the wordings that a user brought in: ``$RIGHTSGRAPH_TEXTS``, or one in the user's data folder."""
    if own := os.environ.get("RIGHTSGRAPH_TEXTS"):
        return Path(own)
    return _data_folder()


@functools.cache
def _data_folder() -> Path:
    import platformdirs

    return Path(platformdirs.user_data_dir("rightsgraph", appauthor=False)) / "texts"


def prints(*folders: Path) -> Prints:
    """The index of the fingerprints that are shipped and of those in other folders, which come first.

    Args:
        folders: where else to look; the user's own wordings (`texts_folder`) where none is given.

    A later call gives the same object, as long as nothing was put into a folder or taken out.
    """
    chosen = tuple(folder.absolute() for folder in folders or (texts_folder(),))
    return _prints(chosen, tuple(map(_changed, chosen)))


def _changed(folder: Path) -> int:
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0


@functools.lru_cache(maxsize=4)
def _prints(folders: tuple[Path, ...], _states: tuple[int, ...]) -> Prints:
    files = [path for folder in (*folders, FOLDER) for path in sorted(folder.glob("*.bin"))]
    kept = _cache_file(files)
    if kept is not None:
        with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
            return _open(kept.read_bytes())
    chosen: dict[tuple[str, str], Fingerprint] = {}
    for path in files:
        print_ = load(path)
        chosen.setdefault((print_.instrument, print_.lang), print_)
    data = _pack(chosen[key] for key in sorted(chosen))
    if kept is not None:
        _keep(kept, data)
    return _open(data)


def _cache_file(files: Sequence[Path]) -> Path | None:
    state = hashlib.blake2b(f"{sys.byteorder} {FORMAT} {SLOTS} {TRIPLES} {MANY}".encode(), digest_size=12)
    try:
        for path in (Path(__file__), Path(__file__).with_name("shingles.py"), *files):
            stat = path.stat()
            state.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode(errors="surrogateescape"))
        return cache_folder() / f"prints-{state.hexdigest()}.bin"
    except (OSError, RuntimeError):
        return None


def _keep(kept: Path, data: bytes) -> None:
    """Write the index beside its place, then move it there; without a word where that fails."""
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, prefix=".prints-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(data)
            Path(temporary).replace(kept)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        old = sorted(kept.parent.glob("prints-*.bin"), key=lambda p: p.stat().st_mtime_ns, reverse=True)
        for path in old[4:]:
            path.unlink(missing_ok=True)
