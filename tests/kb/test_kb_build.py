from __future__ import annotations

import json
import sqlite3
import stat

import pytest

from kb import build, errors, links, posts, schema
from kb.records import Citation, Post, StageTag, Tag


def dump(path):
    connection = sqlite3.connect(path)
    try:
        return list(connection.iterdump())
    finally:
        connection.close()


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_two_builds_of_the_same_input_give_the_same_sql_dump(make, tmp_path):
    first, second = dump(make(tmp_path / "a.db")), dump(make(tmp_path / "b.db"))
    assert len(first) > 100
    assert first == second


def test_another_text_gives_another_build_id(make, harbour, tmp_path):
    ids = []
    for name, text in (("a", "one"), ("b", "two")):
        with build.replacing(tmp_path / name) as db:
            build.write_catalogue(db, harbour)
            posts.write(db, [Post(id="x", text=text)])
        opened = build.open_db(tmp_path / name)
        ids.append(opened.execute("select value from build where key = 'build_id'").fetchone()[0])
        opened.conn.close()
    assert len(set(ids)) == 2


def test_the_build_record_holds_versions_hashes_counts_and_what_the_caller_adds(db):
    record = dict(db.execute("select key, value from build").fetchall())
    assert record["linker"] == "by hand"
    assert record["schema_version"] == str(schema.VERSION)
    assert record["count_citations"] == "9"
    assert record["date"] == "2016-10-02"
    assert len(record["catalogue"]) == len(record["sources"]) == 32
    rows = db.execute("select path, sha256, reader, posts from sources order by path").fetchall()
    assert rows == [("more.jsonl", None, None, 2), ("talk.txt", "ab" * 32, "discussion", 2)]


def test_a_source_is_known_by_the_hash_of_its_bytes(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"abc")
    made = build.source(tmp_path / "a.txt", "text")
    assert made.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (made.path, made.reader) == (str(tmp_path / "a.txt"), "text")


def test_the_date_of_the_build_can_be_given_by_source_date_epoch(make, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    opened = build.open_db(make(tmp_path / "kb.db"))
    assert opened.execute("select value from build where key = 'date'").fetchone() == ("1970-01-02",)
    opened.conn.close()


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_crash_in_the_middle_leaves_the_old_file_whole_and_nothing_else(make, harbour, tmp_path, error):
    path = make(tmp_path / "kb.db")
    before = path.read_bytes()
    with pytest.raises(error), build.replacing(path) as db:
        build.write_catalogue(db, harbour)
        assert len(names(tmp_path)) > 1
        raise error
    assert path.read_bytes() == before
    assert names(tmp_path) == ["kb.db"]


def test_a_crash_of_a_first_build_leaves_an_empty_folder(tmp_path):
    with pytest.raises(RuntimeError), build.replacing(tmp_path / "kb.db"):
        raise RuntimeError
    assert names(tmp_path) == []


def test_a_broken_foreign_key_keeps_the_old_file(make, harbour, tmp_path):
    path = make(tmp_path / "kb.db")
    before = path.read_bytes()
    with pytest.raises(errors.Damaged, match="citations points to a row of posts"), build.replacing(path) as db:
        build.write_catalogue(db, harbour)
        db.execute("pragma foreign_keys = off")
        with db.conn:
            db.conn.execute(
                "insert into citations (post, start, end, text, kind, status)"
                " values ('no', 0, 1, 'x', 'other', 'resolved')"
            )
    assert path.read_bytes() == before
    assert names(tmp_path) == ["kb.db"]


def test_a_reader_that_has_the_old_file_open_goes_on_reading_it(make, tmp_path):
    path = make(tmp_path / "kb.db")
    reader = build.open_db(path)
    with build.replacing(path):
        pass
    assert reader.execute("select count(*) from posts").fetchone() == (4,)
    reader.conn.close()
    fresh = build.open_db(path)
    assert fresh.execute("select count(*) from posts").fetchone() == (0,)
    fresh.conn.close()


def test_the_published_file_has_a_rollback_journal_and_no_file_beside_it(make, tmp_path):
    path = make(tmp_path / "kb.db")
    connection = sqlite3.connect(path)
    assert connection.execute("pragma journal_mode").fetchone() == ("delete",)
    connection.close()
    assert names(tmp_path) == ["kb.db"]


@pytest.mark.parametrize("suffix", ["-wal", "-shm", "-journal"])
def test_a_log_left_beside_the_target_stops_the_build(make, tmp_path, suffix):
    path = make(tmp_path / "kb.db")
    (tmp_path / f"kb.db{suffix}").write_bytes(b"left over")
    before = path.read_bytes()
    with pytest.raises(errors.LeftOver, match=f"kb.db{suffix}"), build.replacing(path):
        pytest.fail("the block must not run")
    assert path.read_bytes() == before


def test_a_log_that_appears_during_the_build_stops_the_swap(make, tmp_path):
    path = make(tmp_path / "kb.db")
    before = path.read_bytes()
    with pytest.raises(errors.LeftOver), build.replacing(path):
        (tmp_path / "kb.db-wal").write_bytes(b"live")
    assert path.read_bytes() == before
    assert names(tmp_path) == ["kb.db", "kb.db-wal"]


def test_a_log_beside_the_database_is_refused_on_reading_too(make, tmp_path):
    path = make(tmp_path / "kb.db")
    (tmp_path / "kb.db-wal").write_bytes(b"left over")
    with pytest.raises(errors.LeftOver):
        build.open_db(path)


def foreign_text(path):
    path.write_text("My notes, not a database.\n" * 10)


def foreign_database(path):
    connection = sqlite3.connect(path)
    connection.execute("create table mine (x)")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("make_foreign", [foreign_text, foreign_database])
def test_a_file_that_is_not_ours_is_neither_replaced_nor_read(tmp_path, make_foreign):
    path = tmp_path / "kb.db"
    make_foreign(path)
    before = path.read_bytes()
    with pytest.raises(errors.ForeignFile, match="left as it is"), build.replacing(path):
        pytest.fail("the block must not run")
    with pytest.raises(errors.ForeignFile):
        build.open_db(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_refused_unless_it_may_be_made(tmp_path):
    with pytest.raises(errors.NotWritable, match="no such folder"), build.replacing(tmp_path / "a" / "kb.db"):
        pytest.fail("the block must not run")
    with build.replacing(tmp_path / "a" / "kb.db", make_folder=True):
        pass
    assert names(tmp_path / "a") == ["kb.db"]


def test_a_folder_is_no_place_for_the_file(tmp_path):
    with pytest.raises(errors.NotWritable, match="this is a folder"), build.replacing(tmp_path):
        pytest.fail("the block must not run")


def test_a_closed_folder_is_refused(tmp_path, monkeypatch):
    # As root every folder is open, so the answer of the system is given here.
    monkeypatch.setattr("kb.build.os.access", lambda path, mode: False)
    with pytest.raises(errors.NotWritable, match="cannot be written"), build.replacing(tmp_path / "kb.db"):
        pytest.fail("the block must not run")


def test_a_link_to_the_file_stays_a_link(make, tmp_path):
    real = make(tmp_path / "real.db")
    link = tmp_path / "kb.db"
    link.symlink_to(real)
    with build.replacing(link):
        pass
    assert link.is_symlink()
    opened = build.open_db(real)
    assert opened.execute("select count(*) from posts").fetchone() == (0,)
    opened.conn.close()


def test_the_file_keeps_its_permissions(make, tmp_path):
    path = make(tmp_path / "kb.db")
    path.chmod(0o640)
    make(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@pytest.mark.parametrize(("version", "word"), [(schema.VERSION + 1, "newer"), (0, "older")])
def test_another_schema_version_is_refused_with_the_way_out(make, tmp_path, version, word):
    path = make(tmp_path / "kb.db")
    connection = sqlite3.connect(path)
    connection.execute(f"pragma user_version = {version}")
    connection.close()
    with pytest.raises(errors.WrongVersion, match=f"{word} rightsgraph.*rightsgraph build"):
        build.open_db(path)


def test_a_missing_database_names_the_command_that_makes_one(tmp_path):
    with pytest.raises(errors.MissingDatabase, match="rightsgraph build SOURCE --db"):
        build.open_db(tmp_path / "none.db")


def test_an_open_database_cannot_be_written_to(db):
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("delete from posts")


def test_foreign_keys_hold_over_the_whole_database(db):
    assert db.execute("pragma foreign_key_check").fetchall() == []
    keys = {
        (t, row[3], row[2]) for t in schema.TABLES for row in db.execute(f"pragma foreign_key_list([{t}])").fetchall()
    }
    assert ("citations", "provision", "provisions") in keys
    assert ("citations", "instrument", "instruments") in keys
    assert ("posts", "parent", "posts") in keys
    assert ("tags", "issue", "issues") in keys


def test_posts_come_back_as_they_went_in(db, discussion):
    assert tuple(posts.read(db)) == discussion["posts"]
    assert [post.id for post in posts.read(db, ["p3", "none", "p1"])] == ["p3", "p1"]


def test_citations_come_back_as_they_went_in(db, discussion):
    assert tuple(links.read(db)) == discussion["citations"]
    assert {c.post for c in links.read(db, "p2")} == {"p2"}


def test_tags_come_back_as_they_went_in(db, discussion):
    assert tuple(links.read_tags(db)) == discussion["tags"]
    assert len(list(links.read_tags(db, "p2"))) == 1
    assert tuple(links.read_stage_tags(db)) == discussion["stage_tags"]


def test_a_lost_parent_is_reported_and_the_post_kept(harbour, tmp_path):
    said = []
    with build.replacing(tmp_path / "kb.db") as db:
        lost = Post(id="x", text="t", parent="gone", source="in.csv", thread="gone")
        assert posts.write(db, [lost], report=said.append) == 1
        (kept,) = posts.read(db)
    assert (kept.parent, kept.thread) == (None, "gone")
    assert len(said) == 1
    assert "in.csv" in said[0] and "'gone'" in said[0]


def test_a_post_id_given_twice_is_refused_with_its_name(tmp_path):
    twice = [Post(id="x", text="a", source="one.txt"), Post(id="x", text="b", source="two.txt")]
    with pytest.raises(errors.BadRecord, match=r"'x' in two\.txt"), build.replacing(tmp_path / "kb.db") as db:
        posts.write(db, twice)
    assert names(tmp_path) == []


@pytest.mark.parametrize(
    ("write", "record", "named"),
    [
        (links.write, Citation(post="no", start=0, end=1, text="x", kind="other", status="resolved"), "'no'"),
        (links.write_tags, Tag(post="x", passage=0, start=0, end=1, issue="none", terms=(), spans=()), "'none'"),
        (links.write_stage_tags, StageTag(post="x", passage=0, start=0, end=1, stage="no", terms=(), spans=()), "'no'"),
    ],
)
def test_a_record_of_something_unknown_is_refused_with_its_name(tmp_path, write, record, named):
    with pytest.raises(errors.BadRecord, match=named), build.replacing(tmp_path / "kb.db") as db:
        posts.write(db, [Post(id="x", text="t")])
        write(db, [record])


def test_citations_can_be_written_while_posts_are_read(harbour, tmp_path):
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
        posts.write(db, (Post(id=str(n), text="HARC") for n in range(500)))
        found = (
            Citation(
                post=p.id, start=0, end=4, text="HARC", kind="instrument", status="resolved", target="harbour-charter"
            )
            for p in posts.read(db)
        )
        assert links.write(db, found) == 500
        assert db.execute("select count(distinct post) from citations where instrument is not null").fetchone() == (
            500,
        )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (("pinpoint", "resolved", "harbour-charter#art_1"), ("harbour-charter", "harbour-charter#art_1")),
        (("pinpoint", "resolved", "harbour-charter#art_99"), ("harbour-charter", None)),
        (("instrument", "resolved", "harbour-charter"), ("harbour-charter", None)),
        (("instrument", "resolved", "nowhere"), (None, None)),
        (("instrument", "ambiguous", None), (None, None)),
        (("body", "resolved", "harbour-board"), (None, None)),
        (("document", "resolved", "harbour-charter"), (None, None)),
    ],
)
def test_only_resolved_links_to_what_the_database_holds_get_foreign_keys(harbour, tmp_path, written, expected):
    kind, status, target = written
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
        posts.write(db, [Post(id="x", text="t")])
        links.write(db, [Citation(post="x", start=0, end=1, text="t", kind=kind, status=status, target=target)])
        row = db.execute("select target, instrument, provision from citations").fetchone()
    assert row == (target, *expected)


def test_facts_are_written_with_their_tree_names_and_identifiers(db):
    row = next(db.query("select * from provisions where id = 'harbour-charter#art_1__para_2__point_b'"))
    assert (row["parent"], row["depth"], row["position"]) == ("harbour-charter#art_1__para_2", 4, 5)
    assert row["akn"] == "/akn/xx/act/1999-05-01/harbour/!main~art_1__para_2__point_b"
    shorts = dict(db.execute("select id, short from instruments").fetchall())
    assert shorts == {"harbour-charter": "HARC", "harbour-gc4": "HARBOUR GC 4"}
    heading = db.execute("select headings from provisions where id = 'harbour-charter#art_1'").fetchone()[0]
    assert json.loads(heading) == {"en": "Docks", "fr": "Quais"}
    relations = db.execute("select source, verb, reverse, target, judgement from relations order by id").fetchall()
    assert relations == [
        ("harbour-gc4#para_1", "interprets", "interpretedBy", "harbour-charter#art_10", 0),
        ("harbour-gc4", "supplements", "supplementedBy", "harbour-charter", 1),
    ]
    assert db.execute("select target from issue_provisions where issue = 'docks'").fetchall() == [
        ("harbour-charter#art_1__para_1",),
        ("harbour-gc4",),
    ]
