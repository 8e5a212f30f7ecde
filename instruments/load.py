"""Reading the curated facts into one catalogue, quickly: a parsed copy is kept in the user's cache folder."""

from __future__ import annotations

import contextlib
import functools
import gc
import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from instruments import models
from instruments.errors import CatalogueError
from instruments.models import Body, Instrument, Issue, Kind, Provision, Stage
from instruments.read import FOLDERS, name, read

HERE = Path(__file__).parent


class Catalogue:
    """All curated facts, by id: instruments, bodies, issues, stages of migration in their order, and provision trees.

    ``provision("cedaw#art_12")`` gives the record or None; ``children`` the paths below one, in file
    order; ``path`` resolves a path's alias to the path itself.
    """

    def __init__(
        self,
        instruments: dict[str, Instrument],
        bodies: dict[str, Body],
        issues: dict[str, Issue],
        stages: dict[str, Stage] | None = None,
    ) -> None:
        self.instruments = instruments
        self.bodies = bodies
        self.issues = issues
        self.stages = dict(sorted((stages or {}).items(), key=lambda item: (item[1].position, item[0])))

    @functools.cached_property
    def trees(self) -> dict[str, dict[str, Provision]]:
        """Per instrument id, its provisions by path, in file order."""
        return {name: {p.path: p for p in inst.provisions} for name, inst in self.instruments.items()}

    @functools.cached_property
    def _children(self) -> dict[str, dict[str | None, list[str]]]:
        out: dict[str, dict[str | None, list[str]]] = {}
        for name_, inst in self.instruments.items():
            kids = out.setdefault(name_, {})
            for p in inst.provisions:
                kids.setdefault(p.parent, []).append(p.path)
        return out

    @functools.cached_property
    def _aliases(self) -> dict[str, dict[str, str]]:
        return {
            name: {alias: p.path for p in inst.provisions for alias in p.aliases}
            for name, inst in self.instruments.items()
        }

    @functools.cached_property
    def _narrower(self) -> dict[str, tuple[str, ...]]:
        out: dict[str, list[str]] = {}
        for one in sorted(self.issues.values(), key=lambda issue: issue.id):
            if one.broader:
                out.setdefault(one.broader, []).append(one.id)
        return {issue: tuple(below) for issue, below in out.items()}

    def narrower(self, issue: str) -> tuple[str, ...]:
        """The ids of the issues right below an issue: those that name it as their broader one, sorted.

        >>> catalogue().narrower("forced-labour"), catalogue().narrower("remittances")
        (('debt-bondage',), ())
        """
        return self._narrower.get(issue, ())

    def provision(self, target: str) -> Provision | None:
        """The provision of that id, or None; aliases count."""
        instrument, _, path = target.partition("#")
        tree = self.trees.get(instrument, {})
        return tree.get(path) or tree.get(self._aliases.get(instrument, {}).get(path, ""))

    def path(self, instrument: str, path: str) -> str | None:
        """The path itself for a path or one of its aliases, None when the tree has neither."""
        if path in self.trees.get(instrument, {}):
            return path
        return self._aliases.get(instrument, {}).get(path)

    def children(self, instrument: str, path: str | None = None) -> tuple[str, ...]:
        """Paths right below a path (top-level ones for None), in file order."""
        return tuple(self._children.get(instrument, {}).get(path, ()))

    def subtree(self, instrument: str, path: str) -> Iterator[str]:
        """The path and all paths below it, depth first, in file order."""
        yield path
        for child in self.children(instrument, path):
            yield from self.subtree(instrument, child)

    def ancestors(self, instrument: str, path: str) -> Iterator[str]:
        """The paths above a path, nearest first."""
        tree = self.trees.get(instrument, {})
        step = tree.get(path)
        while step is not None and step.parent is not None:
            yield step.parent
            step = tree.get(step.parent)

    def has(self, target: str) -> bool:
        """Whether the id names an instrument or provision of the catalogue.

        >>> Catalogue({}, {}, {}).has("cedaw#art_1")
        False
        """
        instrument, _, path = target.partition("#")
        return instrument in self.instruments if not path else self.path(instrument, path) is not None


class _Tables(msgspec.Struct):
    """What the cache holds."""

    instruments: dict[str, Instrument]
    bodies: dict[str, Body]
    issues: dict[str, Issue]
    stages: dict[str, Stage]


def catalogue(root: Path | None = None, *, overlay: Path | Sequence[Path] = ()) -> Catalogue:
    """The shipped catalogue, or the one in another folder of the same layout.

    A folder's layout is ``data/<instrument>.toml``, ``bodies/<body>.toml``, ``issues/<issue>.toml`` and
    ``stages/<stage>.toml``, each of which may be absent. The result is the same object at each call, so compare
    catalogues with ``is``.

    Args:
        root: The folder to read; the shipped facts when None.
        overlay: A user's own folder, or several, laid over it in that order: an entry with a new id is added,
            one with a known id replaces the whole entry.

    Raises:
        CatalogueError: when a folder is missing, a file cannot be read or does not fit its schema, or two files
            of one folder declare the same id.
    """
    over = (overlay,) if isinstance(overlay, str | os.PathLike) else tuple(overlay)
    return _catalogue(tuple(Path(folder).absolute() for folder in (root or HERE, *over)))


@functools.cache
def _catalogue(folders: tuple[Path, ...]) -> Catalogue:
    for folder in folders:
        if not folder.is_dir():
            raise CatalogueError(
                str(folder), "", "no such folder", "give a folder that holds data/, bodies/, issues/ or stages/"
            )
    kept = _cache_file(folders)
    tables = _fetch(kept)
    if tables is None:
        tables = _read(folders)
        _keep(kept, tables)
    return Catalogue(tables.instruments, tables.bodies, tables.issues, tables.stages)


def files(folder: Path) -> Iterator[tuple[Path, Kind]]:
    """The TOML files of a folder of facts with the record each holds, in order of folder and name."""
    for sub, kind in FOLDERS:
        for path in sorted((folder / sub).glob("*.toml")):
            yield path, kind


def _read(folders: Sequence[Path]) -> _Tables:
    tables = _Tables({}, {}, {}, {})
    for folder in folders:
        seen: dict[tuple[str, str], Path] = {}
        for path, kind in files(folder):
            record = read(path, kind)  # type: ignore[type-var]
            twin = seen.setdefault((path.parent.name, record.id), path)
            if twin != path:
                hint = "give each file its own id, which is its name"
                raise CatalogueError(name(path), "id", f"{record.id!r} is the id of {name(twin)} too", hint)
            table: dict[str, object] = getattr(tables, "instruments" if kind is Instrument else path.parent.name)
            table[record.id] = record
    return tables


def cache_folder() -> Path:
    """The folder of the parsed copies: ``$RIGHTSGRAPH_CACHE``, or the user's cache folder."""
    if own := os.environ.get("RIGHTSGRAPH_CACHE"):
        return Path(own)
    import platformdirs

    return Path(platformdirs.user_cache_dir("rightsgraph", appauthor=False))


def _cache_file(folders: Sequence[Path]) -> Path | None:
    """Where the parsed copy of exactly these files is kept: named by folders and by the state of the files."""
    state = hashlib.blake2b(f"{sys.version_info} {msgspec.__version__}".encode(), digest_size=12)
    try:
        for path, stat in ((models.__file__, Path(models.__file__).stat()), *_stats(folders)):
            state.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\0".encode(errors="surrogateescape"))
        where = hashlib.blake2b("\0".join(map(str, folders)).encode(errors="surrogateescape"), digest_size=6)
        return cache_folder() / f"catalogue-{where.hexdigest()}-{state.hexdigest()}.msgpack"
    except (OSError, RuntimeError):
        return None


def _stats(folders: Sequence[Path]) -> Iterator[tuple[str, os.stat_result]]:
    """Path and state of each file of facts, in order; a third of the time that `files` and ``Path.stat`` take."""
    for folder in folders:
        for sub, _ in FOLDERS:
            try:
                with os.scandir(folder / sub) as found:
                    yield from sorted((e.path, e.stat()) for e in found if e.name.endswith(".toml"))
            except FileNotFoundError:
                continue


def _fetch(kept: Path | None) -> _Tables | None:
    if kept is None:
        return None
    with _no_collecting():
        try:
            return msgspec.msgpack.decode(kept.read_bytes(), type=_Tables)
        except (OSError, msgspec.MsgspecError, ValueError):
            return None


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Without the garbage collector, which would look through a hundred thousand new records several times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _keep(kept: Path | None, tables: _Tables) -> None:
    """Write the parsed copy beside its place, then move it there; without a word where that fails."""
    if kept is None:
        return
    import tempfile

    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=kept.parent, prefix=".catalogue-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as out:
                out.write(msgspec.msgpack.encode(tables))
            Path(temporary).replace(kept)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        for old in kept.parent.glob(kept.name.rpartition("-")[0] + "-*.msgpack"):
            if old != kept:
                old.unlink(missing_ok=True)
