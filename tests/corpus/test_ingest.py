"""Sources to posts: what is read, and what is said of what cannot be."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.ingest import read_posts
from corpus.models import Columns, Problem, ReadError, SourceInfo
from corpus.read import READERS, load, sniff
from kb.records import Post

Make = Callable[[str, str | bytes], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


def read(
    *paths: str | Path, reader: str | None = None, columns: Columns | None = None
) -> tuple[list[Post], list[Problem]]:
    problems: list[Problem] = []
    return list(read_posts(paths, reader=reader, columns=columns, report=problems.append)), problems


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"", "a.txt: it is empty"),
        ("a.txt", b" \n\t\n", "a.txt: it is empty"),
        ("a.txt", b"\xef\xbb\xbf", "a.txt: it is empty"),
        ("a.txt", b"ab\ncd\0ef", "a.txt, line 2: it is a binary file"),
        ("a.txt", b"ab\nni\xf1a", "a.txt, line 2, byte 5: byte 0xf1 is not valid UTF-8; save it as UTF-8"),
        ("a.txt", "hola".encode("utf-16"), "a.txt: it is in UTF-16; save it as UTF-8"),
        ("a.jsonl", b"[1, 2", "a.jsonl, line 1: not valid JSON"),
        ("a.jsonl", b"\n\n3\n", "a.jsonl, line 3: it holds a number, not a JSON object"),
        ("a.jsonl", b'"x"\n', "a.jsonl, line 1: it holds a string, not a JSON object"),
        ("a.jsonl", b"{x}\n", "a.jsonl, line 1: not valid JSON"),
        ("a.jsonl", b'{"id": 1}\n', "a.jsonl, line 1: it has no field “text”"),
        ("a.jsonl", b'{"id": 1, "text": 5}\n', "a.jsonl, line 1: its field “text” is not text"),
        ("a.csv", b"id,body\n1,x\n", "a.csv, row 1: there is no column “text” among “id”, “body”"),
        ("a.csv", b'id,text\n1,"x', "a.csv, line 2: the table cannot be read"),
        ("a.csv", b"id,text\n", "a.csv: no post was found by the reader “csv”"),
        ("a.html", b"<p></p>", "a.html: no post was found by the reader “html”"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_that_names_file_and_place(
    make: Make, name: str, content: bytes, message: str
) -> None:
    path = make(name, content)
    problems: list[Problem] = []
    with pytest.raises(ReadError) as error:
        list(read_posts([path], report=problems.append))
    assert message in str(error.value)
    assert "\n" not in str(error.value)
    assert problems == []
    with pytest.raises(ReadError):
        list(read_posts([path]))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no\.txt: there is no such file; check the path"):
        list(read_posts([tmp_path / "no.txt"]))


def test_an_empty_directory_and_no_path_at_all_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="the directory holds no files"):
        list(read_posts([tmp_path]))
    with pytest.raises(ReadError, match="nothing to read"):
        list(read_posts([]))


def test_an_unknown_reader_is_answered_with_those_there_are(make: Make) -> None:
    with pytest.raises(ReadError, match="choose one of discussion, jsonl"):
        list(read_posts([make("a.txt", "x")], reader="odt"))


def test_a_bad_file_is_reported_and_the_rest_goes_on(make: Make, tmp_path: Path) -> None:
    make("a.txt", b"\0")
    make("b.txt", "See CEDAW.")
    posts, problems = read(tmp_path, tmp_path / "missing.txt")
    assert [post.text for post in posts] == ["See CEDAW."]
    assert [Path(problem.source).name for problem in problems] == ["a.txt", "missing.txt"]
    assert all(problem.level == "error" for problem in problems)


def test_where_nothing_could_be_read_each_reason_is_told_and_an_error_raised(make: Make) -> None:
    problems: list[Problem] = []
    with pytest.raises(ReadError, match="none of the 2 sources could be read"):
        list(read_posts([make("a.txt", b"\0"), make("b.txt", b"")], report=problems.append))
    assert len(problems) == 2


def test_a_bad_record_is_reported_and_the_rest_of_its_file_goes_on(make: Make) -> None:
    path = make("a.jsonl", '{"id": "x", "text": "One."}\r\n[1]\r\n\r\n{"id": "y", "text": "Two."}')
    posts, problems = read(path)
    assert [(post.id, post.locator) for post in posts] == [("x", "line 1"), ("y", "line 4")]
    assert [(problem.place, problem.level) for problem in problems] == [("line 2", "error")]


def test_without_a_listener_the_first_bad_record_is_raised(make: Make) -> None:
    with pytest.raises(ReadError, match="line 2: it holds a list"):
        list(read_posts([make("a.jsonl", '{"text": "One."}\n[1]\n')]))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ('[{"text": "One."}, 3, {"text": "Two."}]', ["One.", "Two."]),
        ('{\n  "text": "One."\n}\n', ["One."]),
        ('{"text": "One."}\n{"text": "Two."}\n', ["One.", "Two."]),
    ],
)
def test_json_is_read_as_lines_an_array_or_one_object(make: Make, content: str, texts: list[str]) -> None:
    assert [post.text for post in read(make("a.json", content))[0]] == texts


def test_a_file_of_bad_records_only_is_told_briefly(make: Make) -> None:
    good = make("b.txt", "See CEDAW.")
    posts, problems = read(make("a.jsonl", "[1]\n" * 50), good)
    assert len(posts) == 1
    assert [problem.place for problem in problems] == ["line 1", "line 2", "line 3", ""]
    assert "none of its 50 records could be read" in problems[-1].text


def test_a_directory_is_read_as_all_its_files_in_order_without_hidden_ones(make: Make, tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.md", ".hidden.txt", ".git/x.txt"):
        make(f"posts/{name}", f"This is {name}")
    posts, problems = read(tmp_path / "posts")
    assert [post.source.rsplit("posts/", 1)[1] for post in posts] == ["a/y.md", "a/z.txt", "b.txt"]
    assert problems == []


def test_each_source_is_known_by_path_hash_reader_and_number_of_posts(make: Make) -> None:
    path = make("a.jsonl", '{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n')
    infos: list[SourceInfo] = []
    list(read_posts([path], on_source=infos.append))
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    assert infos == [SourceInfo(path=path.as_posix(), sha256=sha256, reader="jsonl", posts=2)]


@pytest.mark.parametrize("stream", [io.StringIO("See CEDAW.\n"), io.BytesIO(b"See CEDAW.\n")])
def test_a_dash_is_standard_input(stream: io.StringIO | io.BytesIO) -> None:
    [post] = read_posts(["-"], stdin=stream)
    assert (post.id, post.text, post.source, post.start, post.end) == ("stdin", "See CEDAW.", "-", 0, 10)


def test_offsets_count_a_byte_order_mark_and_the_newlines_of_windows(make: Make) -> None:
    path = make("a.txt", "\ufeff\r\nSee CEDAW.\r\nBye.\r\n")
    [post] = read(path)[0]
    with path.open(encoding="utf-8", newline="") as file:
        assert file.read()[post.start : post.end] == post.text == "See CEDAW.\r\nBye."


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.html", "a.md"])
def test_a_byte_order_mark_hides_nothing(make: Make, name: str) -> None:
    content = {"a.csv": "text\nHi", "a.jsonl": '{"text": "Hi"}', "a.html": "<p>Hi", "a.md": "Hi"}[name]
    assert [post.text for post in read(make(name, "\ufeff" + content))[0]] == ["Hi"]


def test_an_id_that_is_there_already_is_reported_and_skipped(make: Make) -> None:
    first = make("a.jsonl", '{"id": "x", "text": "One."}\n{"id": "x", "text": "Two."}\n')
    second = make("b.jsonl", '{"id": "x", "text": "Three."}\n{"id": "y", "text": "Four."}\n')
    posts, problems = read(first, second)
    assert [post.text for post in posts] == ["One.", "Four."]
    assert "line 2: the id “x” is already in this file, so this post was skipped" in str(problems[0])
    assert "a.jsonl, so this post was skipped" in str(problems[1])


def test_a_parent_that_is_not_there_is_reported_and_dropped(make: Make) -> None:
    path = make(
        "a.jsonl",
        '{"id": "b", "text": "Reply.", "parent": "a"}\n{"id": "a", "text": "Post."}\n'
        '{"id": "c", "text": "X.", "parent": "zz"}\n',
    )
    posts, problems = read(path)
    assert [(post.id, post.parent, post.thread) for post in posts] == [
        ("b", "a", "a"),
        ("a", None, "a"),
        ("c", None, "c"),
    ]
    assert [problem.level for problem in problems] == ["warning"]
    assert "the parent “zz” of “c” is not among the posts" in problems[0].text


def test_parents_in_a_circle_are_reported_and_cut(make: Make) -> None:
    path = make("a.jsonl", '{"id": "a", "text": "A.", "parent": "b"}\n{"id": "b", "text": "B.", "parent": "a"}\n')
    posts, problems = read(path)
    assert [(post.id, post.parent) for post in posts] == [("a", None), ("b", "a")]
    assert len(problems) == 1


def test_records_keep_their_fields_and_ids_verbatim(make: Make) -> None:
    path = make(
        "a.jsonl",
        '{"id": " 7/ä ", "text": " Hola ", "lang": "es", "author": "Ana", "role": "moderator", '
        '"date": "3 October 2016", "title": "T"}',
    )
    [post] = read(path)[0]
    assert (post.id, post.text, post.lang, post.author, post.role) == (" 7/ä ", " Hola ", "es", "Ana", "moderator")
    assert (post.date, post.title, post.start, post.offsets) == ("2016-10-03", "T", None, ())
    assert post.source_span(0, 2) == (None, None)


def test_a_record_without_an_id_gets_one_from_its_content(make: Make) -> None:
    one = read(make("a.jsonl", '{"text": "One."}\n{"text": "Two."}\n'))[0]
    two = read(make("b.jsonl", '{"text": "Zero."}\n{"text": "Two."}\n'))[0]
    assert one[1].id == two[1].id
    assert len({post.id for post in one + two}) == 3


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_table_is_read_by_the_names_of_its_columns(make: Make, separator: str) -> None:
    rows = [["nr", "body", "who"], ["1", '"Line one\r\nline two"', "Ana"], ["", "", ""], ["2", "Hola", ""]]
    path = make("a.csv", "\r\n".join(separator.join(row) for row in rows))
    posts, problems = read(path, columns=Columns(id="nr", text="body", author="who"))
    assert [(p.id, p.text, p.author, p.locator) for p in posts] == [
        ("1", "Line one\r\nline two", "Ana", "row 2"),
        ("2", "Hola", None, "row 4"),
    ]
    assert problems == []


def test_a_row_with_too_many_cells_is_reported(make: Make) -> None:
    posts, problems = read(make("a.csv", "id,text\n1,Hi, all\n"))
    assert [post.text for post in posts] == ["Hi"]
    assert "row 2: it has 3 cells for 2 columns" in str(problems[0])


@pytest.mark.parametrize(
    ("head", "name", "reader"),
    [
        ("x", "a.md", "markdown"),
        ("x", "a.HTM", "html"),
        ("x", "a.tsv", "csv"),
        ("x", "a.ndjson", "jsonl"),
        ('{"text": "x"}', "a.txt", "jsonl"),
        ("<!DOCTYPE html><p>x", "-", "html"),
        ("{not json", "a.txt", "text"),
        ("T\n\n  • Ana\n\n    Hi.\n1 of 1 comments\n", "a.txt", "discussion"),
        ("We ask:\n  • one\n  • two\n", "a.txt", "text"),
        ("x", "-", "text"),
    ],
)
def test_a_reader_is_chosen_by_name_or_content(head: str, name: str, reader: str) -> None:
    assert sniff(head, name) == reader


@pytest.mark.parametrize("name", READERS)
def test_every_reader_of_the_table_can_be_loaded(name: str) -> None:
    assert callable(load(name))


def test_a_reader_that_is_named_is_used(make: Make) -> None:
    assert [post.text for post in read(make("a.txt", "<p>Hi</p>"), reader="text")[0]] == ["<p>Hi</p>"]
    assert [post.text for post in read(make("b.txt", "x <b>Hi</b>"), reader="html")[0]] == ["x Hi"]
