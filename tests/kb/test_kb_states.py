from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from instruments.load import catalogue
from kb import build, errors, links, posts, states
from kb.commands import query, show
from kb.records import Citation, Post
from kb.states_commands import states as command

TEXTS = {
    "a": "In Nepal and in Jordan, CEDAW is law. Nepal knows CEDAW.",
    "b": "Nepali women rely on C189.",
    "c": "Dear Jordan, the CRC matters.",
    "d": "Mexico has no citation here.",
}


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTSGRAPH_STATES", str(tmp_path / "own.csv"))
    return tmp_path / "own.csv"


def cite(post: str, words: str, target: str) -> Citation:
    start = TEXTS[post].index(words)
    return Citation(
        post=post,
        start=start,
        end=start + len(words),
        text=words,
        target=target,
        kind="instrument",
        status="resolved",
        confidence=0.9,
        rule="test",
        evidence=TEXTS[post],
        evidence_start=0,
        evidence_end=len(TEXTS[post]),
    )


def fill(path: Path) -> Path:
    with build.replacing(path) as db:
        build.write_catalogue(db, catalogue())
        posts.write(db, [Post(id=key, text=text, lang="en", author=f"author {key}") for key, text in TEXTS.items()])
        links.write(db, [cite("a", "CEDAW", "cedaw"), cite("b", "C189", "ilo-c189"), cite("c", "CRC", "crc")])
        states.write_mentions(db)
        build.finish(db, {})
    return path


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RIGHTSGRAPH_STATES", str(folder / "none.csv"))
        return fill(folder / "kb.db")


@pytest.fixture
def base(path: Path) -> Iterator:
    db = build.open_db(path)
    yield db
    db.conn.close()


def run(*args: object, of=command) -> Result:
    return CliRunner().invoke(of, [str(a) for a in args])


def test_each_mention_is_kept_with_its_place_in_the_post(base) -> None:
    rows = base.execute("select post, state, start, end, text, kind from state_mentions order by id").fetchall()
    assert [(row[0], row[1], row[4], row[5]) for row in rows] == [
        ("a", "NP", "Nepal", "name"),
        ("a", "JO", "Jordan", "name"),
        ("a", "NP", "Nepal", "name"),
        ("b", "NP", "Nepali", "people"),
        ("d", "MX", "Mexico", "name"),
    ]
    assert all(TEXTS[post][start:end] == text for post, _, start, end, text, _ in rows)


def test_the_database_holds_all_states_and_what_is_known_of_them(base) -> None:
    assert base.execute("select count(*) from states").fetchone() == (193,)
    assert base.execute("select count(*), count(distinct treaty) from bindings").fetchone() == (193 * 18, 18)
    assert base.execute("select status, year, as_of from bindings where state='NP' and treaty='cedaw'").fetchone() == (
        "bound",
        1991,
        "mid-2022",
    )


def test_a_state_shows_what_is_cited_where_it_is_named_and_what_is_not(base) -> None:
    record = states.show(base, "state:NP")
    assert [(post["post"], post["mentions"]) for post in record["posts"]] == [("a", 2), ("b", 1)]
    assert [(one["instrument"], one["posts"], one["status"]) for one in record["cited"]] == [
        ("cedaw", 1, "bound"),
        ("ilo-c189", 1, "unknown"),
    ]
    silent = {one["treaty"]: one["elsewhere"] for one in record["silent"]}
    assert silent["crc"] == 1
    assert silent["crpd"] == 0
    assert "cedaw" not in silent and "icrmw" not in silent


def test_every_treaty_is_bound_signed_neither_or_unknown(base) -> None:
    status = {one["treaty"]: one["status"] for one in states.show(base, "state:US")["bindings"]}
    assert [status[t] for t in ("cat", "cedaw", "icrmw", "ilo-c189", "vccr")] == [
        "bound",
        "signed",
        "neither",
        "unknown",
        "unknown",
    ]


def test_show_state_says_all_of_it_with_the_date_and_the_source(path: Path) -> None:
    said = " ".join(run("state:nepal", "--db", path, of=show).stdout.split())
    assert said.startswith("state:NP: Nepal (Federal Democratic Republic of Nepal)")
    assert "as of mid-2022: UN Treaty Collection" in said
    assert "neither: CAT-OP;" in said
    assert "named: 3 times in 2 posts posts: a (author a), b (author b) cited there: CEDAW (1); C189 (1)" in said
    assert "CRC (1 elsewhere)" in said.partition("bound, and silent there:")[2]
    assert "rightsgraph states import FILE" in said.partition("unknown:")[2]


def test_one_mention_in_one_post_is_said_in_the_singular(path: Path) -> None:
    said = " ".join(run("state:MX", "--db", path, of=show).stdout.split())
    assert "named: 1 time in 1 post posts: d (author d)" in said


@pytest.mark.parametrize(("typed", "found"), [(["NP"], 2), (["nepal"], 2), (["MX"], 0), (["JO", "MX"], 1)])
def test_a_query_keeps_to_the_posts_that_name_a_state(typed: list[str], found: int, path: Path) -> None:
    options = [part for one in typed for part in ("--state", one)]
    assert run(*options, "--count", "--db", path, of=query).stdout == f"{found}\n"


def test_a_query_for_a_state_that_there_is_none_of_is_one_sentence(path: Path) -> None:
    result = run("--state", "Nepall", "--db", path, of=query)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no member State of the United Nations is called 'Nepall'; did you mean Nepal (NP)" in result.stderr


def test_an_instrument_says_how_many_states_it_binds_as_of_when(path: Path, base) -> None:
    assert "States bound: 187 of 193 (as of mid-2022)" in run("cedaw", "--db", path, of=show).stdout
    assert "States bound: unknown" in run("ilo-c189", "--db", path, of=show).stdout
    assert "States bound" not in run("sdgs", "--db", path, of=show).stdout
    row = states.tally(base, "cedaw")
    assert row is not None and row["bound"] + row["signed"] + row["neither"] + row["unknown"] == 193
    assert states.tally(base, "cedaw-gr26") is None


def test_a_post_names_its_states(path: Path) -> None:
    assert "States: Nepal (state:NP); Jordan (state:JO)" in run("a", "--db", path, of=show).stdout


def test_show_state_gives_records_to_programs(path: Path) -> None:
    record = json.loads(run("state:NP", "--db", path, "--format", "json", of=show).stdout)
    assert record["names"] == {"en": "Nepal", "es": "Nepal", "fr": "Népal"}
    rows = [
        json.loads(line) for line in run("state:NP", "--db", path, "--format", "jsonl", of=show).stdout.splitlines()
    ]
    by = {row["instrument"]: row for row in rows}
    assert len(by) == len(rows)
    assert (by["cedaw"]["status"], by["cedaw"]["posts"], by["cedaw"]["as_of"]) == ("bound", 1, "mid-2022")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("state:Nepall", "Error: no member State of the United Nations is called 'Nepall'; did you mean Nepal (NP)"),
        ("state:", "Error: no member State of the United Nations is called ''; see `rightsgraph states list`"),
    ],
)
def test_a_state_that_there_is_none_of_is_one_sentence(typed: str, said: str, path: Path) -> None:
    result = run(typed, "--db", path, of=show)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(said)
    assert result.stderr.count("\n") == 1


def test_a_database_without_states_says_so(tmp_path: Path, harbour) -> None:
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
    db = build.open_db(tmp_path / "kb.db")
    with pytest.raises(errors.Unknown, match="holds no States"):
        states.show(db, "state:NP")
    db.conn.close()


def test_treaties_that_the_database_lacks_have_no_bindings(tmp_path: Path, harbour) -> None:
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
        assert states.write_mentions(db) == 0
        assert db.execute("select count(*) from bindings").fetchone() == (0,)


# The commands


def test_list_gives_every_state_and_who_is_bound_by_a_treaty() -> None:
    assert len(run("list", "--format", "jsonl").stdout.splitlines()) == 193
    rows = json.loads(run("list", "--treaty", "ICRMW", "--status", "bound", "--format", "json").stdout)
    assert len(rows) == 57
    assert {row["as_of"] for row in rows} == {"mid-2022"}
    unknown = json.loads(run("list", "--treaty", "C189", "--format", "json").stdout)
    assert {row["status"] for row in unknown} == {"unknown"}


def test_a_status_without_a_treaty_is_a_misuse() -> None:
    result = run("list", "--status", "bound")
    assert result.exit_code == 2
    assert "--status needs --treaty" in result.stderr


def test_show_of_one_state_lists_its_treaties() -> None:
    said = run("show", "República", "de", "Moldova").stdout
    assert said.startswith("MD (MDA): Republic of Moldova\n")
    rows = {row["treaty"]: row for row in json.loads(run("show", "MDA", "--format", "json").stdout)}
    assert rows["icescr"]["note"].startswith("The source's marks contradict")
    assert rows["ilo-c189"]["status"] == "unknown"


def test_what_is_imported_is_shown_with_its_date_and_goes_into_the_next_build(tmp_path: Path, own: Path) -> None:
    mine = tmp_path / "mine.csv"
    mine.write_text("state,treaty,status,year\nPH,C189,bound,2012\nNepal,C189,neither,\n")
    done = run("import", mine, "--as-of", "2024-05-01", "--source", "a list")
    assert (done.exit_code, done.stdout) == (0, f"{own}: 2 facts on 1 treaty\n")
    rows = json.loads(run("list", "--treaty", "C189", "--status", "bound", "--format", "json").stdout)
    assert [(row["state"], row["year"], row["as_of"], row["source"]) for row in rows] == [
        ("PH", 2012, "2024-05-01", "a list")
    ]
    db = build.open_db(fill(tmp_path / "kb.db"))
    status = {one["treaty"]: one["status"] for one in states.show(db, "state:PH")["bindings"]}
    digest = dict(db.execute("select key, value from build").fetchall())["bindings"]
    db.conn.close()
    assert (status["ilo-c189"], status["ilo-c190"]) == ("bound", "unknown")
    assert len(digest) == 32


def test_a_second_import_adds_and_corrects_unless_told_to_replace(tmp_path: Path, own: Path) -> None:
    first, second = tmp_path / "1.csv", tmp_path / "2.csv"
    first.write_text("state,treaty,status\nPH,C189,signed\nPH,C190,neither\n")
    second.write_text("state,treaty,status\nPH,C189,bound\n")
    options = ("--as-of", "2024", "--source", "x")
    run("import", first, *options)
    run("import", second, *options)
    assert [line.split(",")[1:3] for line in own.read_text().splitlines()[1:]] == [
        ["ilo-c189", "bound"],
        ["ilo-c190", "neither"],
    ]
    run("import", second, *options, "--replace")
    assert len(own.read_text().splitlines()) == 2


def test_an_import_with_an_error_changes_nothing(tmp_path: Path, own: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("state,treaty,status\nPH,C189,bound\nAtlantis,C189,bound\n")
    result = run("import", bad, "--as-of", "2024", "--source", "x")
    assert (result.exit_code, own.exists()) == (1, False)
    assert result.stderr.startswith(
        "Error: bad.csv, line 3: 'Atlantis' is no member State; see rightsgraph states list"
    )
