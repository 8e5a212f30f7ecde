from __future__ import annotations

import re

import pytest
from jinja2 import UndefinedError

import site_templates
from kb import site, site_overviews, site_paths
from kb.site_facts import Facts
from kb.site_text import printable


def words(text):
    return " ".join(text.split())


def said(node):
    """All text of a node, a space between its parts."""
    return words(node.text(separator=" "))


def without_markers(node):
    for marker in node.css("sup.marker"):
        marker.decompose()
    return node


@pytest.fixture
def post(tree):
    return tree("post/p1.html")


@pytest.mark.parametrize("id_", ["p1", "p2", "odd", "p4"])
def test_a_post_is_shown_with_every_word_of_it_in_order(tree, data, id_):
    id_ = data.odd if id_ == "odd" else id_
    text = without_markers(tree(site_paths.post(id_)).css_first("article .text"))
    shown = " ".join(block.text() for block in text.css("p[dir], .written li"))
    assert words(shown) == words(printable(data.texts[id_]))


def test_a_pinpoint_leads_to_its_provision(post):
    link = post.css_first("article .k-quotation .k-pinpoint a")
    assert link.text() == "article 1(2)(b)"
    assert link.attributes["href"] == "../p/orchard-charter/art_1__para_2__point_b.html"
    assert "OCH, Article 1(2)(b)" in link.attributes["title"]


def test_the_words_of_a_quotation_around_a_pinpoint_lead_to_what_is_quoted(post, data):
    runs = [a for a in post.css(".k-quotation > a") if "art_1__para_2.html" in a.attributes["href"]]
    assert [a.text() for a in runs] == ["whoever picks under ", " of ", " shall share the basket"]
    marked = "".join(span.text() for span in post.css(".text > .block > p > .k-quotation"))
    assert marked == data.quoted


def test_an_anaphor_inside_a_quotation_leads_to_its_instrument(post):
    link = post.css_first(".k-quotation .k-anaphor a")
    assert (link.text(), link.attributes["href"]) == ("the Charter", "../i/orchard-charter.html")


def test_the_members_of_a_range_share_one_mark_and_one_note(post):
    link = next(a for a in post.css(".k-pinpoint a") if a.text() == "Articles 1 to 3 OCH")
    note = post.css_first(f"[id='{link.attributes['href'][1:]}']")
    found = [a.attributes["href"] for a in note.css(".target a")]
    assert found == [f"../p/orchard-charter/art_{n}.html" for n in (1, 2, 3)]


def test_an_ambiguous_citation_shows_its_candidates_and_leads_to_none(post):
    link = post.css_first(".s-ambiguous a")
    assert link.text() == "general comment 4"
    assert link.attributes["href"].startswith("#c")
    note = words(post.css_first(f"[id='{link.attributes['href'][1:]}']").text())
    assert "none chosen" in note
    assert "Orchard GC 4" in note or "ORCHARD GC 4" in note
    assert "elsewhere-gc4" in note


@pytest.mark.parametrize(
    ("kind", "text", "named"),
    [
        ("body", "Orchard Board", "Orchard Board"),
        ("other", "the Pear Act", "the Pear Act"),
    ],
)
def test_what_is_no_link_to_a_provision_is_marked_and_noted_but_not_linked(post, kind, text, named):
    span = post.css_first(f".text .k-{kind}")
    assert span.text() == text
    assert span.css_first("a") is None
    marker = span.next
    while marker.tag != "sup":
        marker = marker.next
    note = post.css_first(f"[id='{marker.css_first('a').attributes['href'][1:]}']")
    assert named in note.css_first("summary").text()
    assert note.css_first(".target a") is None


def test_a_document_leads_to_its_page_with_the_sentence_that_names_it(post, tree):
    link = post.css_first(".text .k-document a")
    assert link.text() == "OC/C/7" and link.attributes["href"].startswith("../d/oc-c-7~")
    page = tree(link.attributes["href"].removeprefix("../"))
    assert "OC/C/7" in page.css_first("mark.cite").text()
    assert "1 citation" in words(page.css_first(".figures").text())


def test_the_list_of_documents_counts_their_citations(tree):
    rows = [words(row.text()) for row in tree("documents.html").css("table.tally tbody tr")]
    assert len(rows) == 1 and rows[0].startswith("OC/C/7") and rows[0].endswith("11")


def test_a_note_says_kind_confidence_rule_origin_voice_and_remark(post):
    notes = [said(note) for note in post.css(".note")]
    quotation = next(note for note in notes if "Quotation" in note)
    assert "Confidence likely, 80 %" in quotation and "in words that the post quotes" in quotation
    pinpoint = next(note for note in notes if "article 1(2)(b)" in note and "Kind Provision" in note)
    assert "Why rule by-hand ; the instrument was taken from “the Charter”" in pinpoint
    draft = next(note for note in notes if "draft numbering 2.10" in note)
    assert "OCH, Article 4" in draft


def test_the_kind_is_told_by_a_letter_too(post):
    signs = [sup.text() for sup in post.css_first("article > .text").css("sup.marker")]
    assert sorted({sign[0] for sign in signs}) == ["A", "B", "D", "I", "O", "P", "Q"]
    assert len(signs) == len(set(signs))


def test_a_summary_is_marked_as_not_official_wherever_it_stands(pages):
    found = [path for path, html in pages.items() if "Says who may pick." in html]
    assert "post/p1.html" in found and "p/orchard-charter/art_1.html" in found
    for path in found:
        for after in re.findall(r"Says who may pick\.(.{0,120})", pages[path]):
            assert "not official" in after, path


def test_only_a_heading_of_our_own_is_marked_as_not_official(tree):
    assert "not official" in tree("p/orchard-charter/art_1.html").css_first(".title").text()
    assert "not official" not in tree("p/orchard-charter/art_2.html").css_first(".title").text()


def test_markup_in_posts_names_and_facts_is_shown_as_text(pages, post, tree):
    assert "<script>alert('x')</script>" in post.css_first(".text").text()
    assert post.css_first("h1").text() == "Opening <words>"
    assert "Zoë <i>Tilt</i> & Co" in post.css_first(".byline").text()
    assert '"><img src=x onerror=alert(1)>' in tree("post/p4.html").css_first("h1").text()
    assert "Trees & <fruit>" in tree("p/orchard-charter/art_1.html").css_first(".title").text()
    assert not [path for path, html in pages.items() if "<fruit>" in html or "<i>Tilt" in html]


def test_an_address_that_is_no_web_page_is_not_linked(pages):
    assert not [path for path, html in pages.items() if "javascript:" in html]


def test_control_characters_become_replacement_characters(post):
    assert "Bell\ufffd and" in post.css_first(".text").text()


def test_languages_and_directions_are_told(tree, data):
    arabic = tree("post/p2.html")
    assert arabic.css_first("article > .text").attributes["lang"] == "ar"
    assert {p.attributes["dir"] for p in arabic.css(".text p[dir]")} == {"auto"}
    assert "lang" not in tree(site_paths.post(data.odd)).css_first("article > .text").attributes
    assert tree("i/orchard-charter.html").css_first("dd[lang=ar]").text() == "ميثاق البستان"


def test_list_items_are_lists_and_keep_their_marks(post):
    items = [words(without_markers(li).text()) for li in post.css("article > .text .written li")]
    assert items == ["- 2.10 is read with care;", "- the Charter is kept."]


def test_replies_stand_in_their_places_and_lead_to_their_own_pages(tree, data):
    replies = tree("post/p1.html").css(".replies > .reply")
    assert len(replies) == 1
    assert replies[0].css_first(".byline a").attributes["href"] == "../post/p2.html"
    inner = tree("post/p1.html").css(".replies > .reply > .reply > .byline a")
    assert [a.attributes["href"] for a in inner] == [f"../{site_paths.post(data.odd)}"]
    above = tree(site_paths.post(data.odd)).css("nav.above a")
    assert [a.attributes["href"] for a in above] == ["../post/p1.html", "../post/p2.html"]


def test_a_large_thread_lists_its_replies(database, monkeypatch):
    from kb import build, site_posts

    monkeypatch.setattr(site_posts, "IN_PLACE", 1)
    db = build.open_db(database)
    page = site_posts.Posts(Facts(db)).page("p1", None, None)
    db.conn.close()
    assert page.post.replies == ()
    assert [row.link.path for row in page.post.more] == ["post/p2.html"]


def test_a_provision_shows_each_citing_sentence_with_its_words_marked(tree, data):
    page = tree("p/orchard-charter/art_2.html")
    found = {}
    for section in page.css(".citing"):
        link = section.css_first("h3 a").attributes["href"]
        found[link] = [mark.text() for mark in section.css("mark.cite")]
    assert found == {
        "../../post/p1.html": ["Articles 1 to 3 OCH"],
        "../../post/p2.html": ["المادة 2 من OCH"],
        f"../../{site_paths.post(data.odd)}": ["OCH article 2"],
    }
    assert "3 citations in 3 posts" in page.css_first(".main").text()


def test_a_provision_marks_where_the_instrument_was_taken_from(tree):
    page = tree("p/orchard-charter/art_1__para_2__point_b.html")
    assert [m.text() for m in page.css("mark.via")] == ["the Charter"]
    assert "instrument taken from “OCH”" in tree("p/orchard-charter/art_4.html").css_first("figcaption").text()


def test_a_provision_shows_what_cites_its_parts_and_says_which(tree):
    page = tree("p/orchard-charter/art_1__para_2.html")
    assert "2 citations in 1 post; 1 of them cites a part of it" in page.css_first(".main").text()
    assert [a.text() for a in page.css("figcaption span a")] == ["OCH, Article 1(2)(b)"]


def test_a_provision_knows_its_place_its_relations_and_its_issues(tree):
    page = tree("p/orchard-charter/art_1.html")
    crumbs = [a.attributes["href"] for a in page.css(".crumbs a")]
    assert crumbs == ["../../i/orchard-charter.html", "../../p/orchard-charter/part_1.html"]
    aside = said(page.css_first("aside"))
    assert "is interpreted by ORCHARD GC 4, Paragraph 1" in aside
    assert "Ladders Names ladders." in aside
    other = said(tree("p/orchard-gc4/para_1.html").css_first("aside"))
    assert "interprets OCH, Article 1" in other
    assert "our judgement: It adds detail." in said(tree("i/orchard-gc4.html").css_first("aside"))


def test_provisions_with_nothing_to_tell_have_no_page_but_a_place_in_the_tree(pages, tree):
    assert "p/orchard-charter/art_1__para_1.html" not in pages
    assert tree("i/orchard-charter.html").css_first("#v-art_1__para_1") is not None


def test_an_instrument_counts_what_is_cited_below_each_provision(tree):
    page = tree("i/orchard-charter.html")
    counts = {}
    for node in page.css(".tree li"):
        line = node.css_first("summary, .leaf")
        count = line.css_first(".count")
        counts[words(line.css_first(".name").text())] = int(count.text().split()[0]) if count else 0
    assert counts["Part I"] == 8
    assert counts["Article 1 Trees & <fruit>"] == 3
    assert counts["Article 1(2)"] == 2
    assert counts["Article 1(1)"] == 0
    assert "4 of 4 articles are cited" in page.css_first(".main").text()


def test_an_instrument_lists_the_cited_provisions_in_its_own_order(tree):
    rows = tree("i/orchard-charter.html").css("section[aria-labelledby=h-cited] tbody tr")
    assert [[words(cell.text()) for cell in row.css("th, td")] for row in rows] == [
        ["Article 1 Trees & <fruit>", "1", "1"],
        ["Article 1(2)", "1", "1"],
        ["Article 1(2)(b)", "1", "1"],
        ["Article 2 Water", "3", "3"],
        ["Article 3", "1", "1"],
        ["Article 4", "1", "1"],
    ]


def test_an_instrument_says_who_cites_it_and_in_which_language(tree):
    rows = [
        [words(cell.text()) for cell in row.css("th, td")]
        for row in tree("i/orchard-charter.html").css("aside tbody tr")
    ]
    assert ["Zoë <i>Tilt</i> & Co English", "7", "1"] in rows
    assert ["ليلى Arabic", "1", "1"] in rows
    assert ["No name given language not known", "1", "1"] in rows


def test_an_instrument_that_nobody_cites_says_so_only_in_the_list(tree):
    listed = tree("instruments.html")
    assert "Meadow Rules" in words(listed.css_first("section[aria-labelledby=h-others]").text())
    assert "Meadow Rules" not in words(listed.css_first("section[aria-labelledby=h-cited]").text())


def test_an_issue_shows_its_passages_with_their_terms_and_what_they_cite(tree):
    page = tree("issue/ladders.html")
    assert [m.text() for m in page.css("mark.term")] == ["ladders", "سلالم"[-5:]]
    assert "the passage denies it" in page.css(".citing")[1].text()
    provisions = said(page.css_first("aside"))
    assert "OCH, Article 1" in provisions and "Names ladders." in provisions
    assert page.css_first("#w-orchard-charter .count").text().startswith("2")


def test_an_issue_leads_to_narrower_related_and_public_concepts(tree):
    links = {words(a.text()): a.attributes["href"] for a in tree("issue/frost.html").css("aside a")}
    assert links["Hail"] == "../issue/hail.html" and links["Ladders"] == "../issue/ladders.html"
    assert links["UNBIS 1"] == "http://metadata.un.org/thesaurus/1"
    assert "Frost" in words(tree("issue/hail.html").css_first(".crumbs").text())


def test_stages_of_migration_are_shown_in_their_order_with_the_post_and_with_the_issue(tree):
    assert "Stage of migration: Down, Up & <away>" in words(tree("post/p1.html").body.text())
    page = tree("issue/ladders.html")
    assert "By stage of migration: Down (1), Up & <away> (1)." in words(page.body.text())
    first, second = (post.text() for post in page.css(".citing"))
    assert "stage: Down, Up & <away>" in first and "stage:" not in second
    assert "Stage of migration" not in tree("post/p4.html").body.text()


def test_the_map_has_real_numbers_that_lead_to_the_passages(tree):
    page = tree("map.html")
    assert [words(th.text()) for th in page.css("thead th")] == ["Issue", "OCH"]
    rows = {words(row.css_first("th").text()): row.css("td") for row in page.css("tbody tr")}
    assert list(rows) == ["Ladders"]
    cell = rows["Ladders"][0]
    assert re.sub(r"\D", "", cell.text()) == "2"
    assert cell.css_first("a").attributes["href"] == "issue/ladders.html#w-orchard-charter"
    assert "heat5" in cell.attributes["class"]
    assert [a.text() for a in page.css(".columns a")] == ["Frost", "Hail"]


def test_the_front_page_counts_and_lists_threads(tree):
    page = tree("index.html")
    figures = words(page.css_first(".figures").text())
    assert "4 posts" in figures and "1 instrument cited" in figures
    assert [a.attributes["href"] for a in page.css(".threads li > a")] == ["post/p1.html", "post/p4.html"]
    assert "2 replies · 7 links" in words(page.css_first(".threads li").text())


def test_the_about_page_gives_sources_and_build_record_without_folders_of_this_machine(pages, tree):
    about = said(tree("about.html"))
    assert "talk.txt" in about and "ab" * 32 in about
    assert "linker by hand" in about and "build_id" in about
    assert not [path for path, html in pages.items() if "/home/someone" in html]


def test_a_template_cannot_use_what_its_context_does_not_have(database):
    from kb import build

    db = build.open_db(database)
    page = site_overviews.about(Facts(db))
    db.conn.close()
    with pytest.raises(UndefinedError):
        site._environment().from_string("{{ page.no_such_thing }}").render(page=page)


def test_every_template_is_used_by_a_page_or_by_another_template():
    names = {p.name for p in site_templates.folder().glob("*.html")}
    assert names == {*site.TEMPLATES.values(), "base.html", "_parts.html"}
