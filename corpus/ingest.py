"""Posts in: files, directories and standard input to posts, with what is wrong reported in one sentence each."""

from __future__ import annotations

import hashlib
import importlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from corpus.language import detect
from corpus.models import Columns, Problem, ReadError, Source, SourceInfo
from corpus.read import READERS, load, sniff
from corpus.translations import translation_of
from kb.records import Post

_HEAD = 1_000_000  # how much of a source a reader is chosen by
_TOLD = 3  # problems told of a source that gave no post at all
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read_posts(
    paths: Sequence[str | Path],
    *,
    reader: str | None = None,
    columns: Columns | None = None,
    stdin: IO[Any] | None = None,
    report: Callable[[Problem], None] | None = None,
    on_source: Callable[[SourceInfo], None] | None = None,
) -> Iterator[Post]:
    """Yield the posts of all sources, in order.

    Args:
        paths: Files; directories, of which all files are read in order of their names, hidden ones
            left out; ``-`` for standard input.
        reader: The reader's name (one of `corpus.read.READERS`); chosen by content and name when None.
        columns: Which fields or columns of records hold what.
        stdin: What ``-`` reads, text or bytes; standard input when None.
        report: Takes each problem. A bad file or record is then left out and the rest goes on;
            without it the first error is raised.
        on_source: Takes what was read from each source, after its posts.

    Raises:
        ReadError: where no source could be read, or one could not and there is no ``report``.

    >>> import io
    >>> [post.text for post in read_posts(["-"], stdin=io.StringIO("See CEDAW."))]
    ['See CEDAW.']
    """
    state = _State(report)
    if reader is not None and reader not in READERS:
        raise ReadError(reader, f"there is no such reader; choose one of {', '.join(READERS)}")
    read = 0
    for name, path in _files(paths, state):
        try:
            data = _stdin(stdin) if path is None else _bytes(name, path)
            form = "pdf" if b"%PDF-" in data[:1024] else "docx" if data.startswith(b"PK\x03\x04") else None
            if form is not None:
                text = importlib.import_module(f"corpus.read.{form}").decoded(name, data)
            else:
                text = _decoded(name, data)
            if reader in ("pdf", "docx") and form != reader:
                raise ReadError(name, f"this is no {reader.upper()} file; leave --reader out, or name another")
            chosen = form or reader or sniff(text[:_HEAD], name)
            posts = _posts(name, text, chosen, columns or Columns(), state)
        except ReadError as error:
            state.fail(error)
            continue
        state.flush()
        yield from posts
        read += 1
        if on_source is not None:
            sha256 = hashlib.sha256(data).hexdigest()
            on_source(SourceInfo(path=name, sha256=sha256, reader=chosen, posts=len(posts)))
    if read:
        state.flush()
        return
    given = ", ".join(map(str, paths))
    if not state.failures:
        raise ReadError(given or "nothing", "there is nothing to read; name a file or a directory")
    if len(state.failures) == 1:
        raise state.failures[0]
    count = len(state.failures)
    state.flush()
    raise ReadError(given, f"none of the {count} sources could be read; the messages above say why")


class _State:
    """What a run remembers: the ids so far and where they came from, the failures."""

    def __init__(self, report: Callable[[Problem], None] | None) -> None:
        self.report = report
        self.ids: dict[str, str] = {}
        self.failures: list[ReadError] = []

    def take(self, problems: Sequence[Problem]) -> None:
        """Pass problems on, or raise the first error where nobody listens."""
        for problem in problems:
            if self.report is not None:
                self.report(problem)
            elif problem.level == "error":
                raise ReadError(problem.source, problem.text, problem.place)

    def fail(self, error: ReadError) -> None:
        """A source that cannot be read: told once another one could be, or raised in the end."""
        if self.report is None:
            raise error
        self.failures.append(error)

    def flush(self) -> None:
        """Tell the failures so far."""
        self.take([error.problem for error in self.failures])
        self.failures.clear()


def _files(paths: Sequence[str | Path], state: _State) -> Iterator[tuple[str, Path | None]]:
    """The files of all paths, each with its name; None stands for standard input."""
    for path in paths:
        if str(path) == "-":
            yield "-", None
            continue
        found = Path(path)
        if not found.is_dir():
            yield _name(found), found
            continue
        inside = sorted(file for file in found.rglob("*") if file.is_file() and not _hidden(file.relative_to(found)))
        if not inside:
            state.fail(ReadError(_name(found), "the directory holds no files; put the posts' files into it"))
        yield from ((_name(file), file) for file in inside)


def _name(path: Path) -> str:
    return path.as_posix()


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _bytes(name: str, path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(name, "there is no such file; check the path") from None
    except PermissionError:
        raise ReadError(name, "it may not be read; change its permissions") from None
    except OSError as error:
        raise ReadError(name, f"it cannot be read ({error.strerror or error}); check the path") from error


def _stdin(stdin: IO[Any] | None) -> bytes:
    stream: Any = stdin if stdin is not None else getattr(sys.stdin, "buffer", sys.stdin)
    data = stream.read()
    return data if isinstance(data, bytes) else str(data).encode("utf-8", "surrogateescape")


def _decoded(name: str, data: bytes) -> str:
    """The text of a source: UTF-8, newlines as they are, a byte order mark as one blank.

    Raises:
        ReadError: for an empty, a binary and a wrongly encoded file.
    """
    if not data:
        raise ReadError(name, "it is empty; put the posts into it")
    if data.startswith(_UTF16):
        raise ReadError(name, "it is in UTF-16; save it as UTF-8")
    if b"\0" in data:
        line = data.count(b"\n", 0, data.index(b"\0")) + 1
        why = "it is a binary file, not text; give a text, HTML, Markdown, CSV or JSON Lines file"
        raise ReadError(name, why, f"line {line}")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        place = f"line {line}, byte {error.start}"
        raise ReadError(name, f"byte 0x{data[error.start]:02x} is not valid UTF-8; save it as UTF-8", place) from None
    if not text.strip("\ufeff \t\r\n"):
        raise ReadError(name, "it is empty; put the posts into it")
    return " " + text[1:] if text.startswith("\ufeff") else text


def _posts(name: str, text: str, reader: str, columns: Columns, state: _State) -> list[Post]:
    """The posts of a source, with languages, threads and translations, ids and parents checked."""
    problems: list[Problem] = []
    source = Source(name=name, text=text, report=problems.append, columns=columns)
    kept: dict[str, Post] = {}
    for post in load(reader)(source):
        where = name if post.id in kept else state.ids.get(post.id)
        if where is None:
            kept[post.id] = _with_languages(post)
            continue
        also = "already in this file" if where == name else f"already in {where}"
        why = f"the id “{post.id}” is {also}, so this post was skipped; give each post an id of its own"
        source.problem(_place(source, post), why)
    posts = _with_threads(source, kept, state)
    if not posts:
        raise _nothing(name, reader, problems, state)
    state.take(problems)
    state.ids.update(dict.fromkeys(kept, name))
    return [msgspec.structs.replace(post, translation_of=translation_of(post, posts)) for post in posts]


def _nothing(name: str, reader: str, problems: list[Problem], state: _State) -> ReadError:
    """Why a source gave no post: its only problem, or a word on all of them."""
    errors = [problem for problem in problems if problem.level == "error"]
    if len(errors) == 1:
        return ReadError(name, errors[0].text, errors[0].place)
    state.take(problems[:_TOLD])
    if errors:
        why = f"none of its {len(errors)} records could be read; the messages above say why"
        return ReadError(name, why + (f" for the first {_TOLD}" if len(problems) > _TOLD else ""))
    return ReadError(name, f"no post was found by the reader “{reader}”; try another with --reader")


def _place(source: Source, post: Post) -> str:
    return post.locator or (f"line {source.line_of(post.start)}" if post.start is not None else "")


def _with_languages(post: Post) -> Post:
    """The post with its languages; a language that its record states is the main one."""
    found = detect(post.text)
    main = post.lang if post.lang != "und" else found.main
    others = tuple(lang for lang in found.all if lang != main)
    return msgspec.structs.replace(post, lang=main, languages=() if main == "und" else (main, *others))


def _with_threads(source: Source, kept: dict[str, Post], state: _State) -> list[Post]:
    """The posts with parents that exist and the thread that these lead up to."""
    posts = []
    for post in kept.values():
        parent = post.parent
        if parent is not None and parent not in kept and parent not in state.ids:
            text = f"the parent “{parent}” of “{post.id}” is not among the posts, so it stands on its own"
            source.problem(_place(source, post), f"{text}; add the parent or correct its id", "warning")
            parent = None
        if parent is not None and _loops(post.id, kept):
            text = f"the parents of “{post.id}” lead back to it, so it stands on its own; correct its parent"
            source.problem(post.locator, text, "warning")
            parent = None
        kept[post.id] = msgspec.structs.replace(post, parent=parent)
    for post in kept.values():
        top = post
        while top.parent is not None and top.parent in kept:
            top = kept[top.parent]
        posts.append(msgspec.structs.replace(post, thread=post.thread or top.parent or top.id))
    return posts


def _loops(start: str, posts: dict[str, Post]) -> bool:
    """Whether the parents of a post lead back to it."""
    seen: set[str] = set()
    at: str | None = start
    while at in posts:
        at = posts[at].parent
        if at == start:
            return True
        if at is None or at in seen:
            return False
        seen.add(at)
    return False
