from __future__ import annotations

import csv
import io
import json

import pytest

from instruments.output import Fail, Format, emit

ROWS = [
    {"id": "a", "n": 1, "names": ["x", "y"], "note": None},
    {"id": "b", "n": 20, "names": [], "note": "=1+1", "more": True},
]


def written(format: Format, columns: tuple[str, ...] | None = None, rows: list[dict[str, object]] | None = None) -> str:
    out = io.StringIO()
    emit(ROWS if rows is None else rows, format, columns, file=out)
    return out.getvalue()


def test_json_is_one_array_and_jsonl_one_object_a_line() -> None:
    assert json.loads(written("json")) == ROWS
    assert [json.loads(line) for line in written("jsonl").splitlines()] == ROWS


def test_columns_are_the_same_keys_in_every_format() -> None:
    assert json.loads(written("json", ("n", "more"))) == [{"n": 1, "more": None}, {"n": 20, "more": True}]
    assert written("csv", ("n", "more")) == "n,more\n1,\n20,yes\n"


def test_csv_guards_cells_that_a_spreadsheet_would_run() -> None:
    assert list(csv.reader(io.StringIO(written("csv", ("note",))))) == [["note"], [""], ["'=1+1"]]


def test_a_table_lines_up_and_puts_numbers_right() -> None:
    assert written("table", ("id", "n", "names")) == "id   n  names\na    1  x; y\nb   20\n"


@pytest.mark.parametrize(("format", "text"), [("table", ""), ("json", "[]\n"), ("jsonl", ""), ("csv", "id\n")])
def test_no_rows_give_nothing_but_what_the_format_needs(format: Format, text: str) -> None:
    assert written(format, ("id",), []) == text


def test_on_a_terminal_a_table_is_drawn_and_markup_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    emit([{"id": "[red]x[/red]"}], "table", file=out)
    assert "[red]x[/red]" in out.getvalue() and "━" in out.getvalue()


def test_a_failure_is_a_sentence_with_a_next_step_and_exits_with_1() -> None:
    fail = Fail("no such file", "check the path")
    assert (fail.format_message(), fail.exit_code) == ("no such file; check the path", 1)
