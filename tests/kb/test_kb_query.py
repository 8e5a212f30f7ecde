from __future__ import annotations

import pytest

from kb import errors, query, search


def found(db, **conditions):
    return [(row["post"], row["text"]) for row in query.citations(db, **conditions)]


ART_1 = [("p1", "HARC article 1"), ("p1", "art. 1(2)(b)"), ("p2", "que llegan de noche"), ("p3", "artículo 1")]


def starts(rows):
    return [(post, text[:19]) for post, text in rows]


def test_an_article_finds_its_paragraphs_and_points(db):
    assert starts(found(db, provision="harbour-charter#art_1")) == starts(ART_1)


def test_an_article_whose_number_begins_alike_is_not_below_it(db):
    assert ("p1", "10") not in found(db, provision="harbour-charter#art_1")
    assert found(db, provision="harbour-charter#art_10") == [("p1", "10")]


def test_a_part_finds_its_articles_though_no_path_says_so(db):
    assert len(found(db, provision="harbour-charter#part_1")) == 5


def test_without_subtree_only_the_provision_itself_counts(db):
    assert ("p1", "art. 1(2)(b)") not in found(db, provision="harbour-charter#art_1", subtree=False)
    assert ("p1", "10") not in found(db, provision="harbour-charter#art_1", subtree=False)
    assert found(db, provision="harbour-charter#art_1__para_2", subtree=False) == []


def test_an_instrument_finds_all_of_it_and_without_subtree_only_itself(db):
    assert len(found(db, provision="harbour-charter")) == 7
    assert found(db, provision="harbour-charter", subtree=False) == [("p1", "Harbour Charter"), ("p2", "la Carta")]


@pytest.mark.parametrize(
    ("conditions", "expected"),
    [
        ({"kind": "quotation"}, 1),
        ({"kind": ["quotation", "body"]}, 2),
        ({"status": "ambiguous"}, 1),
        ({"instrument": "harbour-charter", "lang": "en"}, 6),
        ({"lang": "es"}, 4),
        ({"author": "ZOE NANDU"}, 2),
        ({"author": "zoë"}, 2),
        ({"author": "100%"}, 0),
        ({"role": "moderator"}, 4),
        ({"voice": "translated"}, 1),
        ({"thread": "t1"}, 6),
        ({"post": "p3"}, 2),
        ({"target": "harbour-board"}, 1),
        ({"issue": "docks"}, 5),
        ({"issue": "tides"}, 1),
        ({"stage": "ashore"}, 2),
        ({"stage": ["ashore", "afloat"]}, 3),
        ({"issue": "tides", "stage": "afloat"}, 1),
        ({"issue": "tides", "stage": "ashore"}, 0),
        ({"issue": "docks", "kind": "quotation", "post": "p2"}, 1),
        ({"text": "ninas"}, 2),
        ({"text": "docks", "provision": "harbour-charter#art_1"}, 3),
        ({"text": "--"}, 0),
        ({"provision": "harbour-charter#art_99"}, 0),
        ({}, 9),
    ],
)
def test_conditions_hold_together(db, conditions, expected):
    assert len(found(db, **conditions)) == expected
    assert query.count(db, **conditions) == expected


def test_a_limit_and_an_offset_page_through_the_citations_in_order(db):
    everything = found(db)
    assert found(db, limit=4) + found(db, limit=4, offset=4) + found(db, limit=4, offset=8) == everything


def test_a_row_says_who_cites_what_in_which_sentence(db):
    (row,) = query.citations(db, provision="harbour-charter#art_1__para_2__point_b")
    assert row["label"] == "HARC, Article 1(2)(b)"
    assert row["evidence"] == "We rely on HARC article 1. Docks matter: see art. 1(2)(b) and 10."
    assert (row["via"], row["note"], row["author"]) == ("HARC", "draft numbering", "Moderator of the harbour")
    assert set(query.CITATION_COLUMNS) <= set(row)


@pytest.mark.parametrize(
    ("post", "address"),
    [("p1", "https://harbour.example/en"), ("p2", "https://harbour.example/es"), ("p4", None)],
)
def test_the_address_is_in_the_language_of_the_post_where_there_is_one(db, post, address):
    assert {row["address"] for row in query.citations(db, post=post)} == {address}


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("niñas", ["p3"]),
        ("NINAS", ["p3"]),
        ('"derecho a un muelle"', ["p2"]),
        ('"muelle a un derecho"', []),
        ("moor*", []),
        ("dock*", ["p1", "p2"]),
        ("docks matter", ["p1"]),
        ("opening", ["p1"]),
    ],
)
def test_the_search_folds_accents_and_knows_phrases_and_beginnings(db, text, posts):
    assert sorted(row["post"] for row in query.posts(db, text=text)) == posts


HOSTILE = [
    '"',
    '""',
    '"unclosed phrase',
    "docks AND",
    'do"cks',
    'docks"*',
    "NOT docks",
    "NEAR(docks, 2",
    "docks)",
    "author:docks",
    "{author text}: x",
    "-docks",
    "^docks",
    "docks + matter",
    "*",
    "**docks**",
    "'; drop table posts; --",
    "\x00docks\x00",
    "\ud800",
    "a" * 5000,
    " ".join(["docks"] * 500),
    "移徙女工",
    "%_\\",
    "½",
    "",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_search_is_an_error(db, text):
    rows = query.posts(db, text=text)
    assert isinstance(rows, list)
    assert query.count(db, text=text) <= 9
    assert db.execute("select count(*) from posts").fetchone() == (4,)


def test_a_search_finds_chinese_inside_a_sentence(harbour, tmp_path):
    from kb import build, posts
    from kb.records import Post

    with build.replacing(tmp_path / "kb.db") as db:
        posts.write(db, [Post(id="zh", text="关于移徙女工的一般性建议。"), Post(id="en", text="women")])
        assert [row["post"] for row in query.posts(db, text="女工")] == ["zh"]
        assert [row["post"] for row in query.posts(db, text="女工 women")] == []


def test_a_search_without_a_word_is_false():
    assert not search.parse(' " - * ')
    assert search.parse("a")


def test_a_provision_is_shown_with_what_is_around_it(db):
    record = query.show_provision(db, "harbour-charter#art_1")
    assert [row["label"] for row in record["above"]] == ["Part I"]
    assert [row["label"] for row in record["below"]] == ["Article 1(1)", "Article 1(2)"]
    assert record["headings"]["fr"] == "Quais"
    assert (record["count"], record["posts"], len(record["citations"])) == (4, 3, 4)


def test_relations_are_read_from_both_ends(db):
    below = query.show_provision(db, "harbour-charter#art_10")["relations"]
    assert [(row["verb"], row["other"]) for row in below] == [("interpretedBy", "harbour-gc4#para_1")]
    whole = query.show_provision(db, "harbour-gc4")
    assert [(row["verb"], row["other"]) for row in whole["relations"]] == [("supplements", "harbour-charter")]
    assert [row["issue"] for row in whole["issues"]] == ["docks"]


def test_a_post_is_shown_with_its_citations_issues_and_replies(db):
    record = query.show_post(db, "p1")
    assert [row["id"] for row in record["replies"]] == ["p2"]
    assert [(row["issue"], row["negated"]) for row in record["tags"]] == [("docks", False), ("tides", True)]
    assert [(row["stage"], row["label"], row["passage"]) for row in record["stages"]] == [("afloat", "Afloat", 1)]
    assert len(record["citations"]) == 4


def test_what_is_unknown_is_an_error_with_near_misses(db):
    with pytest.raises(errors.Unknown) as told:
        query.show_provision(db, "harbour-charter#art_11")
    assert "harbour-charter#art_1" in told.value.suggestions
    with pytest.raises(errors.Unknown):
        query.show_post(db, "p9")


def test_the_figures_count_posts_citations_and_issues(db):
    figures = query.stats(db)
    assert (figures["posts"], figures["threads"], figures["authors"], figures["links"]) == (4, 1, 2, 7)
    assert {(row["kind"], row["status"]): row["citations"] for row in figures["citations"]}[
        ("pinpoint", "resolved")
    ] == 4
    assert figures["instruments"][0]["citations"] == 7
    assert figures["provisions"][0]["target"] == "harbour-charter#art_1"
    assert {row["issue"]: row["passages"] for row in figures["issues"]} == {"docks": 2, "tides": 1}
    assert [(row["stage"], row["passages"], row["posts"]) for row in figures["stages"]] == [
        ("ashore", 1, 1),
        ("afloat", 2, 2),
    ]


def test_the_view_of_counts_keeps_cited_and_quoted_apart(db):
    row = next(db.query("select * from v_provision_counts where provision = 'harbour-charter#art_1'"))
    assert (row["citations"], row["posts"], row["authors"], row["cited"], row["quoted"]) == (3, 3, 2, 2, 1)
