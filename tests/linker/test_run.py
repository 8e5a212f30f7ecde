from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from instruments.load import catalogue
from kb import build, links, posts
from kb.records import Citation, Post
from linker import run

POSTS = [
    Post(id="p1", text="The Palermo Protocol matters.", start=10, end=39, offsets=((0, 10),), lang="en"),
    Post(id="p2", text="Is the Protocol in force? See articles 6 and 7.", parent="p1", lang="en"),
    Post(id="p3", text="The Protocol, then.", parent="p2", lang="en"),
    Post(id="p4", text="“CEDAW” y el ODS 5.", translation_of="p1", lang="es"),
    Post(id="p5", text="Two maids fled from their employer.", lang="en"),
]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[list[Citation], list[str], list[int]]]:
    path = tmp_path_factory.mktemp("run") / "kb.db"
    steps: list[int] = []
    with build.replacing(path) as db:
        build.write_catalogue(db, catalogue())
        posts.write(db, POSTS)
        count = run.link_posts(db, progress=steps.append)
        tags = run.tag_posts(db)
        found = list(links.read(db))
        issues = [t.issue for t in links.read_tags(db)]
        assert (count, tags) == (len(found), len(issues))
        build.finish(db, {})
    yield found, issues, steps


def test_every_post_is_linked_with_its_id(linked: tuple[list[Citation], list[str], list[int]]) -> None:
    found, _, steps = linked
    assert [(c.post, c.target) for c in found if c.post in ("p1", "p4")] == [
        ("p1", "palermo-protocol"),
        ("p4", "cedaw"),
        ("p4", "sdgs#goal_5"),
    ]
    assert steps == [1, 2, 3, 4, 5]


def test_a_reply_takes_its_anaphors_from_the_posts_above_it(
    linked: tuple[list[Citation], list[str], list[int]],
) -> None:
    anaphors = {c.post: c.target for c in linked[0] if c.kind == "anaphor"}
    assert anaphors == {"p2": "palermo-protocol", "p3": "palermo-protocol"}


def test_offsets_in_the_source_are_given_where_there_is_one(
    linked: tuple[list[Citation], list[str], list[int]],
) -> None:
    by_post = {c.post: c for c in linked[0]}
    first = by_post["p1"]
    assert (first.source_start, first.source_end) == (first.start + 10, first.end + 10)
    assert by_post["p2"].source_start is None


def test_a_translation_is_no_voice_of_its_own(linked: tuple[list[Citation], list[str], list[int]]) -> None:
    voices = {c.post: c.voice for c in linked[0]}
    assert (voices["p1"], voices["p4"]) == ("own", "translated")


def test_issues_are_tagged(linked: tuple[list[Citation], list[str], list[int]]) -> None:
    assert linked[1] == ["trafficking", "domestic-work"]


def test_many_records_are_written_in_batches_and_none_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 3)
    many = [Post(id=f"p{n}", text="CEDAW and CRC.", parent=f"p{n - 1}" if n else None) for n in range(11)]
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, catalogue())
        posts.write(db, many)
        assert run.link_posts(db) == 22
        assert [c.post for c in links.read(db)] == [f"p{n // 2}" for n in range(22)]
        build.finish(db, {})
