"""The discussion reader, on small dumps of our own in several shapes."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.models import Problem, Source
from corpus.read.discussion import read
from kb.records import Post

PLAIN = """\
Gardens for all

Moderator: Ana Ruiz

Who tends the city's gardens? Tell us:

  1. Who waters them?
  2. Who pays?

Relevant Tags:

  • Luis Paz

    We water them ourselves.

    Nobody pays.

    • Ana Ruiz

      Thank you, Luis!

    • elsie DURAND
      And who pays for the water?
    2 of 2 Replies
  • I. F.
    The town should pay.
2 of 2 comments
"""


def posts_of(text: str) -> tuple[list[Post], list[Problem]]:
    problems: list[Problem] = []
    return list(read(Source(name="dump.txt", text=text, report=problems.append))), problems


def shape(posts: list[Post]) -> list[tuple[str | None, str, int | None]]:
    """Author, first line of the text and the number of the parent of each post."""
    number = {post.id: index for index, post in enumerate(posts)}
    return [(p.author, p.text.splitlines()[0].strip(), number[p.parent] if p.parent else None) for p in posts]


def test_a_dump_gives_the_opening_its_comments_and_their_replies() -> None:
    posts, problems = posts_of(PLAIN)
    assert shape(posts) == [
        ("Ana Ruiz", "Gardens for all", None),
        ("Luis Paz", "We water them ourselves.", None),
        ("Ana Ruiz", "Thank you, Luis!", 1),
        ("elsie DURAND", "And who pays for the water?", 1),
        ("I. F.", "The town should pay.", None),
    ]
    assert problems == []
    assert [post.role for post in posts] == ["moderator", "participant", "moderator", "participant", "participant"]
    assert [post.position for post in posts] == [0, 1, 2, 3, 4]
    assert [post.thread for post in posts] == [posts[at].id for at in (0, 1, 1, 1, 4)]
    assert posts[0].title == "Gardens for all"
    assert posts[0].text.endswith("2. Who pays?")
    assert posts[1].text.endswith("Nobody pays.")


def test_counters_belong_to_no_post() -> None:
    posts, _ = posts_of(PLAIN)
    assert not any("of 2" in post.text for post in posts)


def test_newlines_of_windows_give_the_same_posts_at_offsets_of_that_file() -> None:
    windows = PLAIN.replace("\n", "\r\n")
    posts, _ = posts_of(windows)
    assert shape(posts) == shape(posts_of(PLAIN)[0])
    assert [post.id for post in posts] == [post.id for post in posts_of(PLAIN)[0]]
    assert all(windows[post.start : post.end] == post.text for post in posts)


def test_a_post_without_author_begins_on_its_bullet_line() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n\n    Hello.\n\n"
        "  • In many towns the gardens are closed to those who tend them, and nobody asks why.\n\n    We should.\n"
        "    • Luis Paz\n\n      So we should.\n    1 of 1 Replies\n2 of 2 comments\n"
    )
    assert [post.author for post in posts] == ["Ana Ruiz", None, "Luis Paz"]
    assert posts[1].text.startswith("In many towns")
    assert posts[1].text.endswith("We should.")
    assert problems == []


def test_text_after_a_counter_is_a_comment_that_lost_its_bullet() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n\n    Hello.\n\n    • Luis Paz\n\n      Hi.\n\n    1 of 1 Replies\n"
        "    Here in the south we tend them too.\n    • Ana Ruiz\n\n      Where?\n    1 of 1 Replies\n"
        "  • Eva Sol\n    Bye.\n3 of 3 comments\n"
    )
    assert shape(posts)[2:] == [
        (None, "Here in the south we tend them too.", None),
        ("Ana Ruiz", "Where?", 2),
        ("Eva Sol", "Bye.", None),
    ]
    assert problems == []


def test_a_reply_that_lost_its_bullet_is_found_where_the_counter_misses_it() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n\n    Hello.\n\n      I am a reply without a bullet.\n\n"
        "    • Luis Paz\n\n      Hi.\n    2 of 2 Replies\n1 of 1 comments\n"
    )
    assert shape(posts)[1:] == [(None, "I am a reply without a bullet.", 0), ("Luis Paz", "Hi.", 0)]
    assert problems == []


def test_a_list_with_the_posts_own_bullet_stays_in_its_body() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n\n    We ask for:\n\n    • water for all gardens;\n    • Free Seeds\n    • Tools\n\n"
        "    Who agrees?\n"
        "    • Luis Paz\n\n      I do, for:\n        • Shade\n        • Rest\n    1 of 1 Replies\n1 of 1 comments\n"
    )
    assert [post.author for post in posts] == ["Ana Ruiz", "Luis Paz"]
    assert "• Free Seeds" in posts[0].text
    assert posts[1].text.endswith("• Rest")
    assert problems == []


@pytest.mark.parametrize("marker", ["·", "§", "-", "1.", "ii.", "(a)", "–", "o"])
def test_lists_with_other_marks_open_no_post(marker: str) -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n\n    We ask for:\n"
        f"    {marker}  Free Seeds\n      for all\n    {marker}  Tools\n1 of 1 comments\n"
    )
    assert [post.author for post in posts] == ["Ana Ruiz"]
    assert problems == []


def test_a_reply_without_author_is_one_where_the_counter_asks_for_it() -> None:
    body = (
        "  • Ana Ruiz\n\n    Hello all.\n    • Luis Paz\n\n      Hi.\n    • and what of the trees along our street?\n"
    )
    counted, _ = posts_of(body + "    2 of 2 Replies\n1 of 1 comments\n")
    assert shape(counted)[2] == (None, "and what of the trees along our street?", 0)
    uncounted, _ = posts_of(body + "    1 of 1 Replies\n1 of 1 comments\n")
    assert len(uncounted) == 2


def test_replies_to_replies_have_the_reply_as_parent() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n    One.\n    • Luis Paz\n      Two.\n      • Eva Sol\n        Three.\n      1 of 1 Replies\n"
        "    • Mia Nox\n      Four.\n    2 of 2 Replies\n1 of 1 comments\n"
    )
    assert shape(posts) == [
        ("Ana Ruiz", "One.", None),
        ("Luis Paz", "Two.", 0),
        ("Eva Sol", "Three.", 1),
        ("Mia Nox", "Four.", 0),
    ]
    assert {post.thread for post in posts} == {posts[0].id}
    assert problems == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "  • Ana Ruiz\n    One.\n    • Luis Paz\n      Two.\n    3 of 3 Replies\n1 of 1 comments\n",
            "counts 3 replies",
        ),
        (
            "  • Ana Ruiz\n    One.\n    • Luis Paz\n      Two.\n    1 of 1 Replies\n5 of 9 comments\n",
            "counts 5 comments",
        ),
        ("  • Ana Ruiz\n    One.\n    1 of 1 Replies\n1 of 1 comments\n", "counts 1 reply to this comment and 0 were"),
        ("  • Ana Ruiz\n    One.\n1 of 1 comments\n\nCopyright\n", "text after the last counter"),
    ],
)
def test_counters_that_disagree_are_reported_with_their_line(text: str, said: str) -> None:
    posts, problems = posts_of(text)
    assert posts
    assert len(problems) == 1
    assert said in problems[0].text
    assert problems[0].place.startswith("line ")
    assert problems[0].level == "warning"


def test_counters_in_spanish_and_french_are_counters() -> None:
    posts, problems = posts_of(
        "  • Ana Ruiz\n    Uno.\n    • Luis Paz\n      Dos.\n    1 de 1 respuestas\n"
        "  • Eva Sol\n    Trois.\n2 sur 2 commentaires\n"
    )
    assert [post.text for post in posts] == ["Uno.", "Dos.", "Trois."]
    assert problems == []


@pytest.mark.parametrize(
    ("line", "author", "date"),
    [
        ("Ana Ruiz (3 October 2016)", "Ana Ruiz", "2016-10-03"),
        ("Ana Ruiz | 2016-10-03", "Ana Ruiz", "2016-10-03"),
        ("Ana Ruiz\n    3 de octubre de 2016", "Ana Ruiz", "2016-10-03"),
        ("Ana Ruiz\n\n    Posted on October 3, 2016", "Ana Ruiz", "2016-10-03"),
        ("Ana Ruiz", "Ana Ruiz", None),
    ],
)
def test_a_date_beside_or_below_the_author_is_the_posts_date(line: str, author: str, date: str | None) -> None:
    posts, _ = posts_of(f"  • {line}\n\n    We met in 1999.\n1 of 1 comments\n")
    assert (posts[0].author, posts[0].date, posts[0].text) == (author, date, "We met in 1999.")


def test_an_id_stays_when_other_posts_are_added() -> None:
    before, _ = posts_of(PLAIN)
    added = PLAIN.replace("Relevant Tags:\n\n", "Relevant Tags:\n\n  • Eva Sol\n    I am new here.\n").replace(
        "2 of 2 c", "3 of 3 c"
    )
    after, _ = posts_of(added)
    assert {post.id for post in before} < {post.id for post in after}


def test_two_posts_of_one_author_with_one_text_have_two_ids() -> None:
    posts, _ = posts_of("  • Ana Ruiz\n    Yes.\n  • Ana Ruiz\n    Yes.\n2 of 2 comments\n")
    assert len({post.id for post in posts}) == 2


def test_several_moderators_are_all_moderators() -> None:
    posts, _ = posts_of("T\nModerators: Ana Ruiz and Luis Paz\n\n  • Luis Paz\n    Hi.\n  • Eva Sol\n    Hi.\n")
    assert [post.role for post in posts] == ["moderator", "moderator", "participant"]


NAMES = ("Ana Ruiz", "Luis Paz", "I. F.", "elsie DURAND", "Jo van der Berg", "")
BODIES = ("We water them.", "No!\n\nNobody pays,\nnot even 1 of us.", "See:\n- art. 5;\n- art. 6.", "¿Y el agua? 水")


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(NAMES),
            st.sampled_from(BODIES),
            st.lists(st.tuples(st.sampled_from(NAMES[:-1]), st.sampled_from(BODIES)), max_size=3),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_every_post_is_a_span_of_its_own_and_as_many_as_were_written(
    threads: list[tuple[str, str, list[tuple[str, str]]]], newline: str, opening: bool
) -> None:
    lines = ["Gardens", "", "Moderator: Ana Ruiz", "", "What now?", ""] if opening else []
    lines += ["  • Ana Ruiz", "    First of all.", ""]
    for number, (author, body, replies) in enumerate(threads):
        # a comment without author begins with a long line that no one takes for a name
        lines += [f"  • {author}"] if author else [f"  • here is comment number {number}, which has no author at all."]
        lines += ["    " + line if line else "" for line in body.split("\n")]
        for name, text in replies:
            lines += ["", f"    • {name}", ""] + ["      " + line if line else "" for line in text.split("\n")]
        if replies:
            lines += [f"    {len(replies)} of {len(replies)} Replies"]
    lines += [f"{len(threads) + 1} of {len(threads) + 1} comments"]
    text = newline.join(lines)
    posts, problems = posts_of(text)
    assert problems == []
    assert len(posts) == opening + 1 + len(threads) + sum(len(replies) for _, _, replies in threads)
    assert all(text[p.start : p.end] == p.text == p.text.strip() for p in posts)
    spans = [(p.start or 0, p.end or 0) for p in posts]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert all(p.source_span(0, len(p.text)) == (p.start, p.end) for p in posts)


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("•AbZ 1of\n\r\t.:-Replies"), max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    posts, _ = posts_of(text)
    assert all(text[p.start : p.end] == p.text for p in posts)
