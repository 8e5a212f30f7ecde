from __future__ import annotations

import dataclasses
import json

import pytest

from kb import build, errors, links, paths, posts, ranks, silence
from kb.graph_commands import graph
from kb.records import Citation, Post, Tag
from kb.silence_commands import silence as silence_command
from kb.silence_commands import suggest

GC, CHARTER = "harbour-gc4", "harbour-charter"


def walked(found):
    return [[(step.source, step.verb, step.target) for step in steps] for steps in found]


# Paths


def test_a_stated_relation_is_a_path_of_one_step_in_both_directions(db):
    there = paths.paths(db, f"{GC}#para_1", f"{CHARTER}#art_10")
    back = paths.paths(db, f"{CHARTER}#art_10", f"{GC}#para_1")
    assert walked(there) == [[(f"{GC}#para_1", "interprets", f"{CHARTER}#art_10")]]
    assert walked(back) == [[(f"{CHARTER}#art_10", "interpretedBy", f"{GC}#para_1")]]
    assert there[0][0].stated_in == "paragraph 1" and not there[0][0].judgement


def test_a_path_goes_up_to_what_a_provision_stands_in_but_not_down_again_to_its_sister(db):
    assert walked(paths.paths(db, f"{GC}#para_1", f"{CHARTER}#part_1")) == [
        [
            (f"{GC}#para_1", "interprets", f"{CHARTER}#art_10"),
            (f"{CHARTER}#art_10", "partOf", f"{CHARTER}#part_1"),
        ]
    ]
    assert paths.paths(db, f"{GC}#para_1", f"{CHARTER}#art_1") == []


def test_judgements_are_left_out_unless_asked_for(db):
    assert all(not step.judgement for steps in paths.paths(db, GC, CHARTER) for step in steps)
    asked = paths.paths(db, GC, CHARTER, judgements=True)
    assert (GC, "supplements", CHARTER) in [step for steps in walked(asked) for step in steps]


def test_an_issue_is_a_bridge_only_when_asked_for(db):
    ends = f"{CHARTER}#art_1__para_1", GC
    assert paths.paths(db, *ends) == []
    found = walked(paths.paths(db, *ends, issues=True))
    assert found[0] == [(ends[0], "addresses", "issue:docks"), ("issue:docks", "addressedBy", GC)]


def test_a_path_from_nowhere_is_an_error_that_says_so(db):
    with pytest.raises(errors.Unknown, match="no 'harbour-charter#art_99'"):
        paths.paths(db, f"{CHARTER}#art_99", GC)


def test_the_command_shows_each_step_and_what_it_rests_on_or_that_there_is_none(run):
    result = run(graph, "path", GC, f"{CHARTER}#art_1", "--limit", "1")
    assert result.exit_code == 0 and "no step found" in result.stderr
    shown = run(graph, "path", f"{GC}#para_1", "HARC 10", "--format", "json")
    assert json.loads(shown.stdout)[0]["stated_in"] == "paragraph 1"


# Ranks and time


def test_a_rank_counts_posts_and_keeps_to_the_issue(db):
    everywhere = ranks.rank(db)
    assert (everywhere[0]["target"], everywhere[0]["score"]) == (f"{CHARTER}#art_1", 3)
    about = ranks.rank(db, issue="docks")
    assert (about[0]["target"], about[0]["posts"]) == (f"{CHARTER}#art_1", 2)
    assert {row["target"] for row in ranks.rank(db, level="instrument")} == {CHARTER}


@pytest.mark.parametrize("by", ["eigenvector", "betweenness"])
def test_measures_of_the_graph_lie_between_0_and_1(db, by):
    rows = ranks.rank(db, by=by)
    assert len(rows) == 3 and all(0 <= row["score"] <= 1 for row in rows)


def test_what_links_two_groups_of_posts_has_the_highest_betweenness(db, tmp_path, harbour):
    # a is cited with b, and a with c, but b never with c
    ids = [f"{CHARTER}#art_1", f"{CHARTER}#art_10", f"{CHARTER}#art_1__para_1"]
    said = {"q1": (ids[0], ids[1]), "q2": (ids[0], ids[2])}
    path = tmp_path / "two.db"
    with build.replacing(path) as fresh:
        build.write_catalogue(fresh, harbour)
        posts.write(fresh, [Post(id=one, text="x y", source="s", lang="en") for one in said])
        links.write(
            fresh,
            [
                Citation(post=one, start=n, end=n + 1, text="x", target=t, kind="pinpoint", status="resolved",
                         confidence=1.0, rule="r", evidence="x y", evidence_start=0, evidence_end=3)
                for one, targets in said.items() for n, t in enumerate(targets)
            ],
        )  # fmt: skip
        build.finish(fresh, {})
    two = build.open_db(path)
    try:
        assert [(row["target"], row["score"]) for row in ranks.rank(two, by="betweenness")] == [
            (ids[0], 1.0), (ids[1], 0.0), (ids[2], 0.0)
        ]  # fmt: skip
    finally:
        two.conn.close()


def test_a_time_line_counts_by_period_and_puts_posts_without_a_date_last(db):
    rows = ranks.timeline(db, period="day", provision=CHARTER)
    assert [(r["period"], r["posts"], r["corpus"]) for r in rows] == [
        ("2016-10-01", 1, 1), ("2016-10-02", 1, 1), ("", 1, 2)
    ]  # fmt: skip
    assert [r["period"] for r in ranks.timeline(db, period="week")] == ["2016-W39", ""]


# Silence and suggestions


def test_silence_tells_what_is_cited_what_is_not_found_and_what_is_cited_only_above(db):
    (docks,) = silence.silence(db)
    assert (docks["issue"], docks["posts"]) == ("docks", 2)
    by = {row["target"]: row for row in docks["provisions"]}
    first = by[f"{CHARTER}#art_1__para_1"]
    assert (first["found"], first["posts"], first["above"]) == (False, 0, 2)
    assert (by[GC]["found"], by[GC]["anywhere"]) == (False, 0)
    assert [(row["instrument"], row["posts"], row["anywhere"]) for row in docks["instruments"]] == [
        (CHARTER, 2, 3), (GC, 0, 0)
    ]  # fmt: skip


def test_a_passage_that_denies_an_issue_is_not_about_it(db):
    assert "tides" not in {entry["issue"] for entry in silence.silence(db)}


def test_silence_keeps_to_the_posts_that_the_filters_leave(db):
    (docks,) = silence.silence(db, role="participant")
    assert docks["posts"] == 1
    assert silence.silence(db, lang="fr") == []
    (only,) = silence.silence(db, instrument=GC)
    assert {row["instrument"] for row in only["provisions"]} == {GC}
    (own,) = silence.silence(db, voice="translated")
    assert own["instruments"][0]["posts"] == 1
    assert silence.silence(db, min_posts=3) == []


def test_silence_in_words_names_the_posts_and_the_provision_that_was_not_found(db):
    (docks,) = silence.silence(db)
    told = "\n".join(silence.sentences(docks))
    assert told.splitlines()[0] == "Docks: 2 posts are about it."
    assert "HARC is cited by 2 of them, and by 1 post about other things." in told
    assert "not found: HARC, Article 1(1) (Names docks; 2 posts cite what it stands in)" in told


def test_a_post_is_not_offered_what_it_cites_or_what_stands_above_that(db):
    assert [row["target"] for row in silence.suggestions(db, "p1")] == [GC]
    row = silence.suggestions(db, "p1")[0]
    assert (row["issues"], row["reasons"], row["named"], row["passages"]) == (["Docks"], ["Explains docks."], False, 1)
    assert silence.suggestions(db, "p3") == []


def test_suggestions_prefer_named_instruments_and_more_passages(tmp_path, harbour):
    path = tmp_path / "more.db"
    with build.replacing(path) as fresh:
        build.write_catalogue(fresh, harbour)
        posts.write(fresh, [Post(id="q", text="Docks and HARC", source="s", lang="en")])
        links.write(
            fresh,
            [Citation(post="q", start=10, end=14, text="HARC", target=CHARTER, kind="instrument", status="resolved",
                      confidence=1.0, rule="r", evidence="Docks", evidence_start=0, evidence_end=5)],
        )  # fmt: skip
        links.write_tags(
            fresh, [Tag(post="q", passage=0, start=0, end=14, issue="docks", terms=("docks",), spans=((0, 5),))]
        )
        build.finish(
            fresh, {"recall": json.dumps({"recall": 0.9, "low": 0.8, "high": 0.95, "marked": 10, "gold": ["g"]})}
        )
    db = build.open_db(path)
    try:
        found = [(row["target"], row["named"]) for row in silence.suggestions(db, "q")]
        assert found == [(f"{CHARTER}#art_1__para_1", True), (GC, False)]
        assert silence.recall(db)["recall"] == 0.9
    finally:
        db.conn.close()


def test_the_commands_say_that_not_found_is_not_never_and_that_suggestions_are_no_citations(run):
    result = run(silence_command)
    assert result.exit_code == 0 and "Docks: 2 posts are about it." in result.stdout
    assert "Not found: the linker found no citation" in result.stderr
    rows = run(silence_command, "--format", "csv").stdout.splitlines()
    assert rows[0].startswith("issue,issue_label,about,target") and len(rows) == 3
    assert run(silence_command, "--issue", "nets").exit_code == 1
    offered = run(suggest, "p1", "--format", "json")
    assert [row["target"] for row in json.loads(offered.stdout)] == [GC]
    assert run(suggest, "p9").exit_code == 1


def test_the_linker_tells_a_database_how_much_it_finds():
    from linker.version import facts

    measured = json.loads(facts()["recall"])
    assert measured["low"] <= measured["recall"] <= measured["high"] <= 1 and measured["marked"] > 500


def test_a_name_of_several_instruments_is_taken_for_the_only_one_that_is_cited_here(db, monkeypatch, capsys):
    from instruments import lookup
    from kb import talk

    found = lookup.Lookup(None, candidates=(CHARTER, GC), suggestion="two entries can be meant", several=True)
    monkeypatch.setattr("instruments.lookup.lookup", lambda *_: found)
    assert talk.target(db, "the harbour thing") == CHARTER
    assert "the only one of 2 that is cited here" in capsys.readouterr().err
    monkeypatch.setattr(
        "instruments.lookup.lookup", lambda *_: dataclasses.replace(found, candidates=(CHARTER,), several=False)
    )
    with pytest.raises(errors.Unknown, match="two entries can be meant"):
        talk.target(db, "the other thing")
