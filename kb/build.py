"""Building the database: beside the old one, checked, then swapped in whole."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from kb import errors, schema

if TYPE_CHECKING:
    from sqlite_utils import Database

    from instruments.load import Catalogue

SIDECARS = ("-wal", "-shm", "-journal")
MAGIC = b"SQLite format 3\x00"
COUNTED = ("instruments", "provisions", "relations", "issues", "posts", "citations", "tags", "stages", "stage_tags")
BUILD_AGAIN = "build it with `rightsgraph build SOURCE --db {path}`"


class Source(Struct, frozen=True, kw_only=True):
    """A file that posts were read from; ``path`` is what its posts give as their ``source``."""

    path: str
    sha256: str = ""
    reader: str = ""


def source(path: str | Path, reader: str = "") -> Source:
    """The source for a file on disk, with the hash of its bytes."""
    with Path(path).open("rb") as file:
        return Source(path=str(path), sha256=hashlib.file_digest(file, "sha256").hexdigest(), reader=reader)


class Header(NamedTuple):
    """What the first 100 bytes of a SQLite file say of it."""

    application: int
    version: int


def header(path: Path) -> Header | None:
    """The header of a SQLite file, read without opening it as a database; None for any other file."""
    with path.open("rb") as file:
        first = file.read(100)
    if len(first) < 100 or not first.startswith(MAGIC):
        return None
    return Header(int.from_bytes(first[68:72], "big"), int.from_bytes(first[60:64], "big"))


def refuse_unsafe(path: Path) -> None:
    """Check that a database may be written at the path.

    Raises:
        NotWritable: the folder is missing or closed, or the path is a folder.
        ForeignFile: a file stands there that rightsgraph did not build.
        LeftOver: a write-ahead log or a journal stands beside it.
    """
    folder = path.parent
    if not folder.is_dir():
        raise errors.NotWritable(
            f"{folder}: no such folder", f"make it with `mkdir -p {folder}` or choose another --db"
        )
    if not os.access(folder, os.W_OK | os.X_OK):
        raise errors.NotWritable(f"{folder}: this folder cannot be written to", "choose another --db")
    if path.is_dir():
        raise errors.NotWritable(f"{path}: this is a folder, not a file", f"try --db {path / 'kb.db'}")
    if path.exists() and not path.is_file():
        raise errors.ForeignFile(f"{path}: this is no ordinary file", "choose another --db")
    refuse_leftovers(path, SIDECARS)
    if path.exists() and path.stat().st_size:
        if not os.access(path, os.R_OK):
            raise errors.NotWritable(
                f"{path}: this file cannot be read", "check its permissions or choose another --db"
            )
        found = header(path)
        if found is None or found.application != schema.APPLICATION:
            raise errors.ForeignFile(
                f"{path}: this file was not built by rightsgraph and is left as it is",
                "choose another --db, or move the file away",
            )


def refuse_leftovers(path: Path, suffixes: Iterable[str]) -> None:
    """Raise `LeftOver` when a log or journal of the database stands beside it: it would shadow what is read."""
    for suffix in suffixes:
        beside = path.with_name(path.name + suffix)
        if beside.exists():
            raise errors.LeftOver(
                f"{beside} stands beside the database: another program has it open, or stopped half-way",
                f"close that program, or delete {beside.name}, and try again",
            )


@contextlib.contextmanager
def replacing(path: str | Path, *, make_folder: bool = False) -> Iterator[Database]:
    """Build a new database beside the old one and swap it in when the block ends well.

    The block gets an empty database with all tables. At its end the database is finished (`finish`,
    unless the block did so), checked, flushed to disk and renamed over ``path``. Readers see the old
    file or the new one, never a part; after any exception the old file is as it was and nothing is left.

    Args:
        path: Where the database is published.
        make_folder: Create the folder when it is missing.

    Raises:
        NotWritable, ForeignFile, LeftOver: the path cannot take a database (see `refuse_unsafe`).
        Damaged: the new database does not pass its checks.
    """
    from sqlite_utils import Database

    target = Path(path).resolve()
    made: list[Path] = []
    if make_folder:
        made = [folder for folder in target.parents if not folder.exists()]
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise errors.NotWritable(
                f"{target.parent}: cannot be made ({error.strerror})", "choose another --db"
            ) from error
    refuse_unsafe(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".building", dir=target.parent)
    os.close(handle)
    beside = Path(name)
    try:
        connection = sqlite3.connect(beside)
        try:
            # Nobody else sees this file, and it is thrown away on any failure: no journal needed.
            connection.execute("pragma journal_mode = memory")
            connection.execute("pragma synchronous = off")
            db = Database(connection)
            schema.create(db)
            yield db
            if not is_finished(db):
                finish(db, {})
            connection.commit()
            check(db, target)
            connection.execute("pragma journal_mode = delete")
        finally:
            connection.close()
        beside.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
        _flush(beside)
        refuse_leftovers(target, SIDECARS)
        beside.replace(target)
        _flush(target.parent)
    finally:
        for suffix in ("", *SIDECARS):
            beside.with_name(beside.name + suffix).unlink(missing_ok=True)
        if not target.exists():
            for folder in made:  # what was made for a build that failed goes with it
                with contextlib.suppress(OSError):
                    folder.rmdir()


def check(db: Database, path: Path) -> None:
    """Raise `Damaged` unless the database passes SQLite's integrity check and its foreign keys hold."""
    found = [row[0] for row in db.execute("pragma integrity_check(5)").fetchall()]
    if found != ["ok"]:
        raise errors.Damaged(f"{path}: the new database is damaged ({found[0]})", "the old one is kept; try again")
    broken = db.execute("pragma foreign_key_check").fetchone()
    if broken:
        raise errors.Damaged(
            f"{path}: row {broken[1]} of {broken[0]} points to a row of {broken[2]} that does not exist",
            "the old database is kept; please report this",
        )


def is_finished(db: Database) -> bool:
    """Whether `finish` has written the build record."""
    return bool(db.execute("select 1 from build where key = 'build_id'").fetchone())


def write_sources(db: Database, sources: Iterable[Source]) -> int:
    """Write the files that posts came from; ``posts`` is counted by `finish`.

    Returns:
        How many were written.
    """
    rows = [(s.path, s.path, s.sha256 or None, s.reader or None) for s in sources]
    with db.conn:
        db.conn.executemany("insert or replace into sources (id, path, sha256, reader) values (?, ?, ?, ?)", rows)
    return len(rows)


def write_catalogue(db: Database, catalogue: Catalogue) -> None:
    """Write the curated facts: instruments, names, bodies, provisions, relations, issues.

    Raises:
        Damaged: a provision names a parent that its instrument does not have.
    """
    from kb import facts

    facts.write(db, catalogue)


def finish(db: Database, facts: Mapping[str, str], *, sources: Iterable[Source] = ()) -> None:
    """Index the database and write its build record; to be called once, last.

    The record holds the schema's and the project's version, the hash of each source, the counts, the
    given facts and ``build_id``, the hash of all these. It knows no clock: the same input gives the same
    database. ``date`` stands in it where ``SOURCE_DATE_EPOCH`` is set, or else is that of the newest post.

    Args:
        db: The database, filled.
        facts: What the caller adds to the record (the linker's version, the command's options).
        sources: The files that were read, unless `write_sources` was called.
    """
    from importlib.metadata import PackageNotFoundError, version

    write_sources(db, sources)
    with db.conn:
        db.conn.execute(
            "insert or ignore into sources (id, path) select distinct source, source from posts where source <> ''"
        )
        db.conn.execute("update sources set posts = (select count(*) from posts where posts.source = sources.id)")
    record = dict(db.execute("select key, value from build").fetchall())
    record |= {key: str(value) for key, value in facts.items()}
    try:
        record["project_version"] = version("rightsgraph")
    except PackageNotFoundError:
        record["project_version"] = "unknown"
    record["schema_version"] = str(schema.VERSION)
    record["sources"] = _digest(
        f"{path}\t{sha256 or ''}" for path, sha256 in db.execute("select path, sha256 from sources order by path")
    )
    record["texts"] = _digest(row[0] for row in db.execute("select id || ' ' || hash from posts order by id"))
    for table in COUNTED:
        record[f"count_{table}"] = str(db.execute(f"select count(*) from [{table}]").fetchone()[0])
    date = _date(db)
    if date:
        record["date"] = date
    record["build_id"] = _digest(f"{key}={value}" for key, value in sorted(record.items()))[:16]
    with db.conn:
        db.conn.executemany("insert or replace into build (key, value) values (?, ?)", sorted(record.items()))
        schema.create_indexes(db)


def open_db(path: str | Path) -> Database:
    """Open a database for reading only.

    Raises:
        MissingDatabase: there is no such file.
        ForeignFile: it is no database, or not one of ours.
        WrongVersion: its schema is newer or older than this program's.
        LeftOver: a write-ahead log stands beside it.
    """
    from sqlite_utils import Database

    target = Path(path)
    again = BUILD_AGAIN.format(path=path)
    if not target.exists():
        raise errors.MissingDatabase(f"{path}: no such file", again)
    try:
        found = header(target)
    except OSError as error:
        raise errors.ForeignFile(f"{path}: cannot be read ({error.strerror})", "choose another --db") from error
    if found is None:
        raise errors.ForeignFile(f"{path}: this is not a database", again.replace(str(path), "another.db"))
    if found.application != schema.APPLICATION:
        raise errors.ForeignFile(
            f"{path}: this database was not built by rightsgraph", again.replace(str(path), "another.db")
        )
    if found.version > schema.VERSION:
        raise errors.WrongVersion(
            f"{path}: built by a newer rightsgraph (schema {found.version}, this one reads {schema.VERSION})",
            f"upgrade rightsgraph, or {again}",
        )
    if found.version < schema.VERSION:
        raise errors.WrongVersion(
            f"{path}: built by an older rightsgraph (schema {found.version}, this one reads {schema.VERSION})", again
        )
    refuse_leftovers(target, ("-wal", "-shm"))
    connection = sqlite3.connect(target.resolve().as_uri() + "?mode=ro", uri=True)
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        connection.close()
        raise errors.Damaged(f"{path}: the database is damaged ({error})", again) from error
    return Database(connection)


def _date(db: Database) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdigit():
        import datetime

        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    newest = db.execute("select max(date) from posts").fetchone()[0]
    return str(newest or "")


def _digest(lines: Iterable[str]) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for line in lines:
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
