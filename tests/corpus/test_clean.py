"""HTML and Markdown to text, with offsets that lead back."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.clean import from_html
from corpus.models import Source
from corpus.read.html import read as read_html
from corpus.read.markdown import read as read_markdown
from kb.records import Post


def page(text: str) -> Post:
    return next(iter(read_html(Source(name="page.html", text=text))))


def note(text: str) -> Post:
    return next(iter(read_markdown(Source(name="note.md", text=text))))


def back(post: Post, source: str, word: str) -> str:
    """What stands in the source where a word of the text comes from."""
    at = post.text.index(word)
    start, end = post.source_span(at, at + len(word))
    return source[start:end]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("  <p> a\n  b </p> ", "a b"),
        ("a <b> b</b> c", "a b c"),
        ("a<b>b</b>c", "abc"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "- a\n- b"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"),
        ("a<script>x < y</script>b<style>p{}</style>", "ab"),
        ("<title>T</title><body>x</body>", "x"),
        ("a<!-- no <b> -->b", "ab"),
        ("R&amp;D &eacute;t&#233; &#x41; &nope; &", "R&D été A &nope; &"),
        ("1 < 2 and <3", "1 < 2 and <3"),
        ('<a title="a > b">x</a>', "x"),
        ("a&nbsp;b", "a\u00a0b"),
        ("<p>never closed", "never closed"),
        ("x <b", "x <b"),
    ],
)
def test_html_gives_its_visible_text(markup: str, text: str) -> None:
    assert from_html(markup).text == text


@pytest.mark.parametrize("word", ["CEDAW", "art.", "12", "women", "R&D", "Convention"])
def test_a_word_of_a_page_leads_back_to_its_place(word: str) -> None:
    source = (
        "<h1>R&amp;D</h1>\r\n<p>See <b>art.</b>&nbsp;12 of\n   <i>CEDAW</i>, "
        "the <a href='x'>Convention</a>&#33; women</p>"
    )
    post = page(source)
    assert html.unescape(back(post, source, word)) == word


@pytest.mark.parametrize("source", ["comit&eacute;</b> x", "comit&eacute; x", "comit&eacute;"])
def test_the_first_run_at_the_end_of_a_word_is_where_the_word_ends_in_the_source(source: str) -> None:
    ends = [place for at, place in from_html(source).offsets if at == len("comité")]
    assert ends[0] == len("comit&eacute;")


def test_the_post_of_a_page_has_its_title_author_and_date() -> None:
    post = page(
        '<title>A &amp; B</title><meta name="author" content="Ana Ruiz"><meta name=date content="2016-10-03"><p>x'
    )
    assert (post.title, post.author, post.date, post.text) == ("A & B", "Ana Ruiz", "2016-10-03", "x")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("# One\n\nTwo *three* **four** `five`", "One\n\nTwo three four five"),
        ("See [CEDAW](https://example.org/a_b 'CEDAW') here", "See CEDAW here"),
        ("See [CEDAW][1] and [1]\n\n[1]: https://example.org", "See CEDAW and 1"),
        ("a\nb", "a\nb"),
        ("- a\n- b\n  1. c\n", "- a\n- b\n1. c"),
        ("> a\n> b", "a\nb"),
        ("| a | b |\n|---|---|\n| c | d |", "a\tb\nc\td"),
        ("x \\* y &amp; z", "x * y & z"),
        ("<div>a <b>b</b></div>", "a b"),
        ("a <b>b</b> c", "a b c"),
        ("```\na\n  b\n```", "a\nb"),
        ("![alt text](a.png) and <https://example.org>", "alt text and https://example.org"),
        ("---\ntitle: X\n---\nText", "Text"),
    ],
)
def test_markdown_gives_its_text(markup: str, text: str) -> None:
    assert note(markup).text == text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("word", ["CEDAW", "GR 26", "art. 12", "C189", "item", "cell", "UDHR", "X & Y"])
def test_a_word_of_a_note_leads_back_to_its_place(word: str, newline: str) -> None:
    source = newline.join(
        [
            "# The *CEDAW*",
            "",
            'Per [GR 26](https://example.org/gr_26 "GR 26") and **art. 12**; X &amp; Y',
            "",
            "1. an item",
            "   > of `C189`",
            "",
            "| a | b |",
            "|---|---|",
            "| cell | <i>UDHR</i> |",
        ]
    )
    assert html.unescape(back(note(source), source, word)) == word


def test_front_matter_names_title_author_and_date() -> None:
    post = note('---\ntitle: "Gardens"\nauthor: Ana Ruiz\ndate: 2016-10-03\n---\n\nText')
    assert (post.title, post.author, post.date, post.text) == ("Gardens", "Ana Ruiz", "2016-10-03", "Text")


WORDS = st.lists(st.sampled_from(["alpha", "beta", "κ", "12", "née", "水", "d'or"]), min_size=1, max_size=12)
WRAPS = st.sampled_from(
    ["{}", "<b>{}</b>", "<p>{}</p>", "<li>{}", "<!-- x -->{}", "<br>{}", "  {}\r\n", "&mdash;{}", "<td>{}</td>"]
)


@settings(deadline=None)
@given(st.lists(st.tuples(WORDS, WRAPS), min_size=1, max_size=8))
def test_every_word_of_any_page_leads_back_to_its_place(parts: list[tuple[list[str], str]]) -> None:
    source = " ".join(wrap.format(" ".join(words)) for words, wrap in parts)
    cleaned = from_html(source)
    post = Post(id="x", text=cleaned.text, offsets=cleaned.offsets)
    for match in re.finditer(r"[\w']+", post.text):
        start, end = post.source_span(*match.span())
        if match.group().isdigit() or match.group() not in "alpha beta κ 12 née 水 d'or":
            continue
        assert source[start:end] == match.group()
    assert all(a[0] <= b[0] for a, b in pairwise(post.offsets))


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&;/ab='\"!- \n#x1p"), max_size=120))
def test_no_markup_breaks_the_cleaner(text: str) -> None:
    cleaned = from_html(text)
    post = Post(id="x", text=cleaned.text, offsets=cleaned.offsets)
    for at in range(len(cleaned.text)):
        start, end = post.source_span(at, at + 1)
        assert start is not None
        assert end is not None
        assert 0 <= start < end


def test_the_words_of_a_page_are_those_that_a_browser_engine_reads() -> None:
    lexbor = pytest.importorskip("selectolax.lexbor")
    source = (
        "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><nav><a href='/'>Home</a></nav>"
        "<p>One &amp; two<p>three &eacute;<div>four<br>five <em>six</em></div><script>var x='<p>';</script>"
        "<table><tr><td>seven<td>eight</table><a title='x > y'>nine</a> 1 < 2</body></html>"
    )
    tree = lexbor.LexborHTMLParser(source)
    for node in tree.css("script, style"):
        node.decompose()
    assert from_html(source).text.split() == tree.body.text(separator=" ").replace("\n", " ").split()
