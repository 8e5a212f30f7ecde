"""The real discussion against its hand-made labels."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.ingest import read_posts
from corpus.language import detect
from corpus.models import Problem
from kb.records import Post

NAME = "e-discussion.txt"


@pytest.fixture(scope="module")
def source(shared: Path) -> str:
    with (shared / "corpus" / NAME).open(encoding="utf-8", newline="") as file:
        return file.read()


@pytest.fixture(scope="module")
def problems() -> list[Problem]:
    return []


@pytest.fixture(scope="module")
def posts(shared: Path, problems: list[Problem]) -> list[Post]:
    return list(read_posts([shared / "corpus" / NAME], report=problems.append))


@pytest.fixture(scope="module")
def units(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "gold" / "dev" / "units.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_it_has_an_opening_35_comments_and_45_replies(posts: list[Post]) -> None:
    assert len(posts) == 81
    assert sum(post.parent is None for post in posts) == 36
    assert len({post.id for post in posts}) == 81


def test_spans_authors_parents_and_main_languages_equal_the_labels(
    posts: list[Post], units: list[dict[str, Any]], source: str
) -> None:
    labelled = [unit for unit in units if unit["doc"] == NAME]
    number = {post.id: f"p{index:03d}" for index, post in enumerate(posts)}
    found = {number[post.id]: post for post in posts}
    tags = source.index("Relevant Tags:")
    for unit in labelled:
        post = found[unit["id"]]
        parent = number[post.parent] if post.parent else None
        end = unit["end"] if unit["id"] != "p000" or unit["end"] < tags else post.end
        assert (post.start, post.end, post.author) == (unit["start"], end, unit["author"]), unit["id"]
        assert (parent, post.lang) == (unit["parent"], unit["lang"]), unit["id"]
    assert len(labelled) > 40


def test_the_languages_that_a_post_mixes_equal_the_labels_nearly_everywhere(
    posts: list[Post], units: list[dict[str, Any]]
) -> None:
    found = {f"p{index:03d}": set(post.languages) for index, post in enumerate(posts)}
    labelled = [unit for unit in units if unit["doc"] == NAME]
    wrong = [unit["id"] for unit in labelled if found[unit["id"]] != set(unit["languages"])]
    assert len(wrong) <= 2, wrong


def test_every_text_stands_in_the_source_and_no_two_overlap(posts: list[Post], source: str) -> None:
    assert all(source[post.start : post.end] == post.text for post in posts)
    spans = [(post.start or 0, post.end or 0) for post in posts]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


def test_the_four_counters_that_disagree_are_reported(posts: list[Post], problems: list[Problem]) -> None:
    assert posts
    assert len(problems) == 4
    assert all(problem.level == "warning" and "were found" in problem.text for problem in problems)


def test_who_opened_it_is_the_moderator_and_three_posts_translate_others(posts: list[Post]) -> None:
    assert {post.role for post in posts if post.author == posts[0].author} == {"moderator"}
    assert sum(post.role == "participant" for post in posts) > 30
    by_id = {post.id: post for post in posts}
    pairs = [(post, by_id[post.translation_of]) for post in posts if post.translation_of]
    assert len(pairs) == 3
    assert all(post.lang == "en" and original.lang in ("es", "fr") for post, original in pairs)
    assert all(post.parent == original.id for post, original in pairs)


def test_the_main_language_of_every_labelled_passage_is_found(shared: Path, units: list[dict[str, Any]]) -> None:
    lines = (shared / "gold" / "dev" / "passages.jsonl").read_text(encoding="utf-8").splitlines()
    texts = {record.get("doc", record.get("id")): record["text"] for record in map(json.loads, lines)}
    passages = [unit for unit in units if unit["doc"] != NAME]
    wrong = [unit["id"] for unit in passages if detect(texts[unit["doc"]]).main != unit["lang"]]
    assert len(passages) > 100
    assert wrong == []
