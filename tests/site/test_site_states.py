"""Pages of States: what binds them, who names them, and the ways between posts, instruments and States."""

from __future__ import annotations

from kb import build, site


def words(text: str) -> str:
    return " ".join(text.split())


def hrefs(node) -> dict[str, str]:
    return {words(a.text()): a.attributes["href"] for a in node.css("a")}


def test_a_state_shows_its_posts_what_binds_it_and_as_of_when(tree):
    page = tree("state/np.html")
    assert words(page.css_first("h1").text()) == "Nepal"
    assert words(page.css_first(".title").text()) == "Federal Democratic Republic of Nepal"
    assert words(page.css_first(".figures").text()) == "1 post that names it 2 mentions"
    assert list(hrefs(page.css_first("section[aria-labelledby=h-posts]")).values()) == ["../post/p4.html"]
    aside = words(page.css_first("aside").text())
    assert "A ledger, as of 2024-05-01" in aside and "Bound 1 OCH" in aside and "since 1999" in aside


def test_what_binds_a_state_and_its_posts_leave_out_is_named_with_the_posts_elsewhere(tree):
    silent = tree("state/np.html").css_first("section[aria-labelledby=h-silent]")
    assert hrefs(silent) == {"OCH": "../i/orchard-charter.html"}
    assert words(silent.css_first(".count").text()).startswith("3")


def test_a_state_in_no_post_says_so_and_has_its_notes_escaped(tree):
    page = tree("state/mx.html")
    assert "No post names it." in page.body.text() and page.css_first("section[aria-labelledby=h-silent]") is None
    assert "With <care>." in page.css_first("aside").text()
    assert "Signed, not bound 1" in words(tree("state/jo.html").css_first("aside").text())
    assert "Nothing is known here." in tree("state/fr.html").css_first("aside").text()


def test_posts_and_instruments_lead_to_the_states(tree):
    assert hrefs(tree("post/p4.html"))["Nepal"] == "../state/np.html"
    aside = tree("i/orchard-charter.html").css_first("aside")
    said = words(aside.text())
    assert "Bound: 2 of 193 States, 190 not known, as of 2024-05-01 (A ledger)." in said
    assert hrefs(aside)["Mexico"] == "../state/mx.html" and hrefs(aside)["Jordan"] == "../state/jo.html"
    assert "States it binds" not in words(tree("i/meadow-rules.html").body.text())


def test_the_overview_lists_those_that_are_named_first_and_all_others(tree):
    page = tree("states.html")
    assert hrefs(page.css_first(".tally")) == {"Nepal": "state/np.html"}
    assert len(page.css("section[aria-labelledby=h-others] li")) == 192
    assert page.css_first("header nav [aria-current=page]").attributes["href"] == "states.html"


def test_a_database_without_states_has_neither_their_pages_nor_a_way_to_them(tmp_path, data):
    with build.replacing(tmp_path / "kb.db") as db:
        build.finish(db, {})
    site.build(tmp_path / "kb.db", tmp_path / "out")
    assert not (tmp_path / "out" / "states.html").exists()
    assert "states.html" not in (tmp_path / "out" / "index.html").read_text()
