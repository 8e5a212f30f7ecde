from __future__ import annotations

import pytest
from msgspec.structs import replace

from instruments.load import Catalogue
from kb import errors, graph, measures


@pytest.fixture(scope="module")
def drawn(path):
    from kb import build

    db = build.open_db(path)
    made = graph.to_graph(db, judgements=True)
    db.conn.close()
    return made


def verbs(made, source, target):
    return sorted(data["verb"] for data in made.get_edge_data(source, target).values())


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("post:p1", "harbour-charter#art_1", ["cites"]),
        ("post:p2", "harbour-charter#art_1", ["quotes"]),
        ("post:p1", "harbour-charter", ["mentions"]),
        ("post:p2", "harbour-charter", ["mentions"]),
        ("post:p2", "post:p1", ["repliesTo"]),
        ("post:p1", "issue:docks", ["about"]),
        ("harbour-gc4#para_1", "harbour-charter#art_10", ["interprets"]),
        ("harbour-gc4", "harbour-charter", ["supplements"]),
        ("harbour-charter#art_1__para_1", "issue:docks", ["addresses"]),
        ("harbour-charter", "body:harbour-board", ["monitoredBy"]),
        ("harbour-charter#art_1__para_2__point_b", "harbour-charter#art_1__para_2", ["partOf"]),
        ("harbour-charter#part_1", "harbour-charter", ["partOf"]),
    ],
)
def test_each_edge_of_the_design_is_drawn(drawn, source, target, expected):
    assert verbs(drawn, source, target) == expected


def test_every_verb_has_its_reverse_on_the_edge(drawn):
    pairs = {(data["verb"], data["reverse"]) for _, _, data in drawn.edges(data=True)}
    assert pairs <= set(graph.REVERSES.items())
    assert ("repliesTo", "hasReply") in pairs


def test_bodies_documents_and_doubtful_citations_are_no_edges(drawn):
    cited = {target for _, target, data in drawn.edges(data=True) if data["verb"] in ("cites", "mentions", "quotes")}
    assert "body:harbour-board" not in cited
    assert list(drawn.out_edges("post:p4")) == []


def test_attributes_are_documented_single_typed_and_never_empty(drawn):
    for data, known in [(d, graph.NODE_ATTRIBUTES) for _, d in drawn.nodes(data=True)] + [
        (d, graph.EDGE_ATTRIBUTES) for _, _, d in drawn.edges(data=True)
    ]:
        assert data.keys() <= known.keys()
        assert all(type(value) is known[name] and value != "" for name, value in data.items())
    assert all({"kind", "label"} <= data.keys() for _, data in drawn.nodes(data=True))


def test_every_edge_ends_in_nodes_of_the_stream(db):
    for everything in (False, True):
        ids = {node.id for node in graph.nodes(db, everything=everything)}
        ends = {end for edge in graph.edges(db, everything=everything) for end in (edge.source, edge.target)}
        assert ends <= ids


@pytest.mark.parametrize("everything", [False, True])
def test_relations_of_our_own_judgement_are_left_out_unless_asked_for(db, everything):
    def drawn_by(judgements):
        edges = graph.edges(db, everything=everything, judgements=judgements)
        kept = [e for e in edges if e.key.startswith("relation:")]
        return {(e.source, e.attributes["verb"], e.target): e.attributes for e in kept}

    stated, all_of_them = drawn_by(False), drawn_by(True)
    ours = all_of_them.keys() - stated.keys()
    assert ours == {("harbour-gc4", "supplements", "harbour-charter")}
    assert ("harbour-gc4#para_1", "interprets", "harbour-charter#art_10") in stated
    assert all(all_of_them[edge]["judgement"] == 1 for edge in ours)
    assert all("judgement" not in attributes for attributes in stated.values())


def test_what_only_a_judgement_of_ours_leads_to_is_no_node_unless_asked_for(harbour, tmp_path):
    from instruments.models import Relation
    from kb import build

    comment = harbour.instruments["harbour-gc4"]
    far = Relation(verb="supplements", target="harbour-charter#art_1__para_2", source="our judgement", reason="Akin.")
    ours = Catalogue({**harbour.instruments, comment.id: replace(comment, relations=(far,))}, harbour.bodies, {})
    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, ours)
        assert far.target not in {node.id for node in graph.nodes(db)}
        assert far.target in {node.id for node in graph.nodes(db, judgements=True)}


def test_provisions_that_nothing_links_to_are_left_out_unless_asked_for(harbour, tmp_path):
    from kb import build

    with build.replacing(tmp_path / "kb.db") as db:
        build.write_catalogue(db, harbour)
        few = {node.id for node in graph.nodes(db)}
        all_of_it = {node.id for node in graph.nodes(db, everything=True)}
    assert "harbour-charter#art_1__para_2" not in few
    assert "harbour-charter#art_1" in few  # article 1(1) addresses an issue and stands in it
    assert "harbour-charter#art_1__para_2" in all_of_it


def test_pairs_are_counted_by_posts(db):
    rows = measures.cited_together(db)
    pairs = {(row["first"].partition("#")[2], row["second"].partition("#")[2]): row["posts"] for row in rows}
    assert pairs == {
        ("art_1", "art_10"): 1,
        ("art_1", "art_1__para_2__point_b"): 1,
        ("art_10", "art_1__para_2__point_b"): 1,
    }


def test_the_pairs_of_a_provision_take_what_is_below_it_and_leave_pairs_inside_it_out(db):
    rows = measures.cited_together(db, "harbour-charter#art_1")
    assert [(row["first"], row["second"]) for row in rows] == [
        ("harbour-charter#art_1", "harbour-charter#art_10"),
        ("harbour-charter#art_1__para_2__point_b", "harbour-charter#art_10"),
    ]


def test_an_instrument_cited_alone_has_no_pair(db):
    assert measures.cited_together(db, "harbour-charter", level="instrument") == []
    assert len(measures.cited_together(db, "harbour-charter")) == 3


def test_neighbours_are_one_step_away_in_every_direction(db):
    rows = {(row["verb"], row["other"]): row["count"] for row in measures.neighbours(db, "harbour-charter#art_10")}
    assert rows == {
        ("partOf", "harbour-charter#part_1"): 1,
        ("interpretedBy", "harbour-gc4#para_1"): 1,
        ("citedBy", "p1"): 1,
        ("citedWith", "harbour-charter#art_1"): 1,
        ("citedWith", "harbour-charter#art_1__para_2__point_b"): 1,
    }
    whole = {(row["verb"], row["other"]) for row in measures.neighbours(db, "harbour-charter")}
    assert {("monitoredBy", "harbour-board"), ("hasPart", "harbour-charter#part_1"), ("citedBy", "p2")} <= whole


def test_neighbours_of_something_unknown_are_an_error(db):
    with pytest.raises(errors.Unknown):
        measures.neighbours(db, "harbour-charter#art_77")
