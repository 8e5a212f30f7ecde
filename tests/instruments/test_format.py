from __future__ import annotations

import string
import tomllib
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.format import comments, format_record, format_text
from instruments.load import HERE, files
from instruments.models import (
    Body,
    Example,
    Instrument,
    Issue,
    Name,
    Numbering,
    NumberingRange,
    Provision,
    Relation,
    Series,
    Source,
    Term,
)
from instruments.read import parse

TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda s: unicodedata.normalize("NFC", s))
SLUG = st.text(string.ascii_lowercase, min_size=1, max_size=6)
LANG = st.sampled_from(["en", "es", "fr", "de", "zh-Hant"])
TEXTS = st.dictionaries(LANG, TEXT, max_size=3)
INT = st.integers(-9, 99)
NAME = st.builds(
    Name, text=TEXT, lang=LANG, kind=st.just("short"), shared_with=st.tuples() | st.tuples(SLUG), note=TEXT
)
NUMBERING = st.builds(
    Numbering,
    id=SLUG,
    name=TEXT,
    note=TEXT,
    date=st.none() | st.just("2016-07-29"),
    step=st.sampled_from(["para", "art"]),
    ranges=st.lists(st.builds(NumberingRange, section=INT, first=INT, last=INT, add=INT), max_size=3).map(tuple),
)
PROVISION = st.builds(
    Provision,
    path=SLUG,
    label=TEXT,
    parent=st.none() | SLUG,
    heading=TEXTS,
    official_heading=st.booleans(),
    summary=TEXTS,
    review=st.sampled_from(["unreviewed", "reviewed"]),
    aliases=st.lists(SLUG, max_size=3).map(tuple),
    confidence=st.sampled_from(["", "unverified"]),
    note=st.just("") | TEXT,
)
INSTRUMENTS = st.builds(
    Instrument,
    id=SLUG,
    kind=st.just("treaty"),
    titles=TEXTS,
    names=st.lists(NAME, max_size=2).map(tuple),
    sources=st.lists(st.builds(Source, title=TEXT, url=TEXT, retrieved=st.none(), note=TEXT), max_size=2).map(tuple),
    examples=st.lists(st.builds(Example, text=TEXT, cites=st.tuples(SLUG), lang=LANG), max_size=2).map(tuple),
    non_examples=st.just(()),
    body=st.none() | SLUG,
    about=st.none(),
    joint=st.none(),
    series=st.none() | st.builds(Series, kind=st.just("general-comment"), number=st.integers(1, 99), body=SLUG),
    symbols=st.lists(TEXT, max_size=3).map(tuple),
    codes=st.just(()),
    adopted=st.none() | st.just("1979-12-18"),
    in_force=st.none(),
    addresses=TEXTS,
    akn=st.just("") | TEXT,
    unit=st.sampled_from(["", "art"]),
    numberings=st.lists(NUMBERING, max_size=2).map(tuple),
    provisions=st.lists(PROVISION, max_size=3).map(tuple),
    relations=st.lists(
        st.builds(Relation, verb=st.just("updates"), target=SLUG, source=TEXT, path=st.none() | SLUG, reason=TEXT),
        max_size=2,
    ).map(tuple),
    note=st.just("") | TEXT,
)


@given(INSTRUMENTS)
def test_an_instrument_written_and_read_back_is_the_same(record: Instrument) -> None:
    assert parse(format_record(record), Instrument) == record


@given(INSTRUMENTS)
def test_formatting_twice_changes_nothing(record: Instrument) -> None:
    once = format_record(record)
    assert format_text(once, Instrument) == once


@given(st.builds(Body, id=SLUG, kind=st.just("ilo"), titles=TEXTS, names=st.just(()), sources=st.just(()), note=TEXT))
def test_a_body_written_and_read_back_is_the_same(record: Body) -> None:
    assert parse(format_record(record), Body) == record


@given(
    st.builds(
        Issue,
        id=SLUG,
        labels=TEXTS,
        scope=TEXT,
        terms=st.lists(st.builds(Term, text=TEXT, lang=LANG, gap=st.integers(0, 5)), max_size=2).map(tuple),
        examples=st.lists(TEXT, max_size=4).map(tuple),
    )
)
def test_an_issue_written_and_read_back_is_the_same(record: Issue) -> None:
    assert parse(format_record(record), Issue) == record


@given(TEXT)
def test_any_text_is_a_string_that_toml_reads_back(text: str) -> None:
    source = Source(title=text)
    written = format_record(Body(id="x", kind="ilo", titles={}, names=(), sources=(source,)))
    assert tomllib.loads(written)["sources"][0]["title"] == text


@pytest.mark.parametrize("path", [p for p, _ in files(HERE)], ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_formatting_a_shipped_file_loses_nothing(path: Path) -> None:
    kind = dict(files(HERE))[path]
    text = path.read_text(encoding="utf-8")
    assert parse(format_text(text, kind), kind) == parse(text, kind)


def test_keys_follow_the_records_and_languages_their_order() -> None:
    text = 'names = []\nsources = []\nkind = "ilo"\nid = "x"\n[titles]\nar = "a"\nfr = "f"\nen = "e"\n'
    assert format_text(text, Body) == (
        'id = "x"\nkind = "ilo"\nnames = []\nsources = []\n\n[titles]\nen = "e"\nfr = "f"\nar = "a"\n'
    )


def test_text_becomes_nfc() -> None:
    record = Body(id="x", kind="ilo", titles={"fr": "Comite\u0301"}, names=(), sources=())
    assert 'fr = "Comité"' in format_record(record)


def test_a_long_list_is_written_one_item_a_line() -> None:
    record = Body(
        id="x", kind="ilo", titles={}, names=(), sources=(), monitors=tuple(f"ilo-c{n}" for n in range(100, 130))
    )
    assert '\n    "ilo-c100",\n    "ilo-c101",\n' in format_record(record)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('a = "no # comment"', []),
        ("a = 'no # comment' # one", [1]),
        ('a = """\n# text\n"""\n# one', [4]),
        ("a = '''\n# text'''\nb = 1 # one", [3]),
        (r'a = "quote \" # text" # one', [1]),
        ("", []),
    ],
)
def test_comments_are_found_outside_strings_only(text: str, lines: list[int]) -> None:
    assert comments(text) == lines
