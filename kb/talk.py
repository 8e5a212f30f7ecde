"""What the commands of `kb` share: options, opening the database, reading what people type, writing rows."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

import click

from instruments.output import Fail, Format, emit
from kb import bands
from kb.records import Voice

if TYPE_CHECKING:
    from sqlite_utils import Database

DEFAULT = "build/kb.db"
LETTERS = 3
"""The longest code that stands for a State or a union in a document's symbol."""
SHOWN = 100
"""How many rows a table for people has, unless --limit says otherwise; programs get all."""

OWN = ("save", "run", "queries", "db", "format")
"""Options that belong to no saved query."""

Decorated = TypeVar("Decorated", bound=Callable[..., Any])


def db_option(command: Decorated) -> Decorated:
    """Add ``--db PATH``, passed on as ``db``."""
    return click.option(
        "--db",
        type=click.Path(path_type=Path),
        default=DEFAULT,
        show_default=True,
        envvar="RIGHTSGRAPH_DB",
        show_envvar=True,
        help="The knowledge base, as `rightsgraph build` wrote it.",
    )(command)


def limit_option(command: Decorated) -> Decorated:
    """Add ``--limit N``, passed on as ``limit`` (None where it is not given)."""
    return click.option(
        "--limit",
        type=click.IntRange(min=0),
        help=f"At most so many rows; 0 for all.  [default: {SHOWN} in a table, else all]",
    )(command)


class Confidence(click.ParamType[float]):
    """A least confidence: a number between 0 and 1, or the name of a band."""

    name = "0..1|band"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that was meant."""
        try:
            return bands.least(str(value))
        except ValueError:
            self.fail(f"{value!r} is neither a number between 0 and 1 nor one of {', '.join(bands.BANDS)}", param, ctx)


def confidence_option(command: Decorated) -> Decorated:
    """Add ``--min-confidence``, passed on as ``min_confidence`` (0 where it is not given)."""
    return click.option(
        "--min-confidence",
        type=Confidence(),
        default="0",
        metavar="NUMBER|BAND",
        help="Leave out links below it: a number from 0 to 1, or sure, likely, check.",
    )(command)


def voice_option(command: Decorated) -> Decorated:
    """Add ``--voice``, passed on as a tuple ``voice`` (empty for all)."""
    return click.option(
        "--voice",
        multiple=True,
        type=click.Choice(get_args(Voice)),
        help="Only this voice: own, quoted words, or a translation of another post; repeatable.",
    )(command)


@contextlib.contextmanager
def opened(path: Path, *, min_confidence: float = 0.0, voices: Sequence[str] = ()) -> Iterator[Database]:
    """The database, open for reading; what goes wrong is told to the user in one sentence.

    Args:
        path: The database.
        min_confidence, voices: Leave other citations out, see `kb.narrow`.
    """
    from kb import build, narrow

    with told(path):
        db = build.open_db(path)
        try:
            narrow.narrow(db, min_confidence=min_confidence, voices=voices)
            if left_out := narrow.narrowed(db).sentence():
                click.echo(left_out, err=True)
            yield db
        finally:
            db.conn.close()


@contextlib.contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the errors of `kb`, of SQLite and of the disk into one sentence for the user.

    Args:
        path: The database that is worked with.
    """
    import sqlite3

    from kb import errors

    try:
        yield
    except errors.Unknown as error:
        raise Fail(error.message, _did_you_mean(error.suggestions) or error.hint) from error
    except errors.KBError as error:
        raise Fail(error.message, error.hint) from error
    except sqlite3.DatabaseError as error:
        raise Fail(
            f"{path}: the database cannot be read ({error})", "build it again with `rightsgraph build`"
        ) from error
    except BrokenPipeError:
        raise
    except OSError as error:
        raise Fail(
            f"{error.filename or path}: {error.strerror or error}", "free some space or choose another place"
        ) from error


def target(db: Database, typed: str, *, bodies: bool = False) -> str:
    """The id of what people typed, which the database holds.

    Args:
        db: The database.
        typed: An id, or a name with or without numbers.
        bodies: Whether a body's id will do.

    Raises:
        Unknown: nothing of that name, several things, or the database does not hold it.
    """
    from instruments.load import catalogue
    from instruments.lookup import lookup
    from kb import errors, query

    def held(one: str) -> bool:
        return query.exists(db, one) or (bodies and query.is_body(db, one))

    if held(typed):
        return typed
    found = lookup(typed, catalogue())
    if found.note:
        click.echo(f"{typed!r}: {found.note}", err=True)
    if found.target is not None:
        if held(found.target):
            return found.target
        why = "is a body, not an instrument" if query.is_body(db, found.target) else "is not in this database"
        raise errors.Unknown(f"{typed!r}: {found.target} {why}", "see `rightsgraph stats` for what there is")
    cited = query.cited(db, [one for one in found.candidates if held(one)]) if found.several else []
    if len(cited) == 1:
        click.echo(
            f"{typed!r}: taken for {cited[0]}, the only one of {len(found.candidates)} that is cited here", err=True
        )
        return cited[0]
    if found.suggestion:
        raise errors.Unknown(f"{typed!r}: {found.suggestion}")
    near = [one for one in found.candidates if held(one)] or query.near(db, typed)
    raise errors.Unknown(f"nothing is called {typed!r}", "see `rightsgraph instruments list`", near)


def instrument_id(db: Database, typed: str) -> str:
    """The id of the instrument that people typed; a provision is a misuse."""
    found = target(db, typed)
    if "#" in found:
        raise click.UsageError(f"--instrument {typed}: this is a provision; ask for it without --instrument")
    return found


def state_code(typed: str) -> str:
    """The two-letter code of the State that people typed, the letters themselves for what is no member State.

    Raises:
        Unknown: it is neither a State's name nor letters.
    """
    from kb import errors, states

    try:
        return states.find(typed)
    except errors.Unknown:
        if typed.isalpha() and typed.isupper() and len(typed) <= LETTERS:
            return typed  # "EU", "PSE": documents are on others than member States too
        raise


def body_id(db: Database, typed: str) -> str:
    """The id of the body that people typed: of the catalogue, or of an organ that issues documents."""
    from instruments.documents import TITLES
    from kb import errors, query

    key = typed.lower().replace(" ", "-")
    issued = db.execute("select 1 from documents where body = ?", (key,)).fetchone()
    if issued or key in TITLES or query.is_body(db, key):
        return key
    found = target(db, typed, bodies=True)
    if not query.is_body(db, found):
        raise errors.Unknown(f"--body {typed}: {found} is no body", "see the table `bodies`, or ask with --instrument")
    return found


def groups(typed: str) -> list[str]:
    """The names in ``--group-by``, which commas part."""
    from kb.groups import BY

    names = [name.strip().lower() for name in typed.split(",") if name.strip()]
    for name in names:
        if name not in BY:
            raise click.UsageError(f"--group-by {typed}: there is no {name!r}; there are {', '.join(BY)}")
    if not names or len(set(names)) < len(names):
        raise click.UsageError(f"--group-by {typed}: name each thing to count by once; there are {', '.join(BY)}")
    return names


def saved_options(command: Decorated) -> Decorated:
    """Add ``--save NAME``, ``--run NAME`` and ``--queries FILE``: options of the command kept under a name in a file.

    What is given on the command line goes before what the file says. The command itself sees none of the three.
    """

    def read(ctx: click.Context, _: click.Parameter, name: str | None) -> str | None:
        if name is None:
            return None
        from kb import errors, saved

        kinds: dict[str, type] = {}
        for parameter in ctx.command.params:
            if parameter.name not in (None, *OWN):
                simple = int if parameter.type.name.startswith("integer") else str
                flag = isinstance(parameter, click.Option) and parameter.is_flag
                kinds[str(parameter.name)] = tuple if parameter.multiple else bool if flag else simple
        try:
            options = saved.load(name, ctx.params.get("queries") or saved.FILE, kinds)
        except errors.KBError as error:
            raise Fail(error.message, error.hint) from error
        ctx.default_map = {**(ctx.default_map or {}), **options}
        return name

    @functools.wraps(command)
    def run(*args: Any, save: str | None, run: str | None, queries: Path | None, **options: Any) -> Any:
        from kb import saved

        if save is not None:
            ctx = click.get_current_context()
            given = {
                name: value
                for name, value in options.items()
                if name not in OWN and ctx.get_parameter_source(name) is not click.core.ParameterSource.DEFAULT
            }
            saved.save(save, given, queries or saved.FILE)
            click.echo(f"{queries or saved.FILE}: saved as {save}", err=True)
        return command(*args, **options)

    for option in (
        click.option("--save", metavar="NAME", help="Keep these options under a name, and run them."),
        click.option("--run", metavar="NAME", callback=read, help="Take the options kept under a name."),
        click.option(
            "--queries",
            type=click.Path(path_type=Path),
            is_eager=True,
            help="The file of kept options.  [default: queries.toml]",
        ),
    ):
        run = option(run)
    return run  # type: ignore[return-value]


def check_issue(db: Database, issue: str) -> None:
    """Raise `kb.errors.Unknown` unless the database has the issue."""
    _check_concept(db, "issue", issue)


def check_stages(db: Database, stages: Sequence[str]) -> None:
    """Raise `kb.errors.Unknown` unless the database has each of these stages of migration."""
    for stage in stages:
        _check_concept(db, "stage", stage)


def _check_concept(db: Database, what: str, typed: str) -> None:
    from difflib import get_close_matches

    from kb import errors

    order = "id" if what == "issue" else "position"
    known = [row[0] for row in db.execute(f"select id from {what}s order by {order}").fetchall()]
    if typed not in known:
        near = get_close_matches(typed.lower().replace(" ", "-"), known, cutoff=0.5)
        raise errors.Unknown(f"there is no {what} {typed!r}", f"the {what}s are {', '.join(known)}", near)


def check_post(db: Database, post: str) -> None:
    """Raise `kb.errors.Unknown` unless the database has the post."""
    from kb import errors, query

    if not query.has_post(db, post):
        raise errors.Unknown(
            f"there is no post {post!r}", "list posts with `rightsgraph query --format csv`", query.near(db, post)
        )


def check_text(text: str) -> None:
    """Refuse a search in which no word stands."""
    from kb import search

    if not search.parse(text):
        raise click.UsageError(f"--text {text!r}: there is no word in it to search for")


def _did_you_mean(suggestions: tuple[str, ...]) -> str:
    if not suggestions:
        return ""
    *most, last = (f"'{one}'" for one in suggestions)
    return f"did you mean {', '.join(most) + ' or ' if most else ''}{last}?"


def most(limit: int | None, format: Format, *, more: int = 0) -> int | None:
    """The number of rows to ask for; ``more`` finds out whether there are more."""
    if limit is None:
        return SHOWN + more if format == "table" else None
    return limit + more if limit else None


def show_rows(
    rows: list[dict[str, Any]], format: Format, columns: tuple[str, ...], limit: int | None, *, noun: str
) -> None:
    """Write rows, and on stderr how many there are."""
    cap = most(limit, format)
    cut = cap is not None and len(rows) > cap
    shown = rows[:cap]
    emit(shown, format, columns)
    if format != "table":
        return
    posts = len({row["post"] for row in shown if "post" in row}) if noun == "citation" else 0
    where = f" in {posts} post{'' if posts == 1 else 's'}" if posts else ""
    if not rows:
        click.echo(f"no {noun} found", err=True)
    elif cut:
        click.echo(f"the first {len(shown)} {noun}s{where}; --limit 0 shows all", err=True)
    else:
        click.echo(f"{len(shown)} {noun}{'' if len(shown) == 1 else 's'}{where}", err=True)


def columns_of(rows: list[dict[str, Any]]) -> tuple[str, ...]:
    """The columns of a table of citations for people: those where something stands, the sentence last."""
    optional = [name for name in ("status", "note") if any(row[name] not in ("", None, "resolved") for row in rows)]
    head = ["post", "author", "lang", "kind", *(["status"] if "status" in optional else []), "band", "text", "label"]
    return (*head, *(["note"] if "note" in optional else []), "evidence")


def show_json(value: object) -> None:
    """Write one JSON object."""
    import json

    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def suffix_of(out: Path, known: tuple[str, ...]) -> str:
    """The ending of a file's name, one of those known."""
    kind = out.suffix.lower().lstrip(".")
    if kind not in known:
        raise click.UsageError(f"--out {out}: the name must end in {' or '.join('.' + k for k in known)}")
    return kind
