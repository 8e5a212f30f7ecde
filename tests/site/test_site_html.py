"""A strict reading of our own HTML (what a browser would forgive is a mistake here), and where its links lead."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import unquote, urlsplit

import pytest

VOID = {"meta", "link", "br", "img", "hr", "input"}
BLOCKS = {
    "p", "ul", "ol", "dl", "div", "section", "article", "aside", "nav", "table", "figure", "blockquote", "details",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "main",
}  # fmt: skip
ONLY_IN = {
    "li": {"ul", "ol"}, "dt": {"dl", "div"}, "dd": {"dl", "div"}, "summary": {"details"}, "tr": {"thead", "tbody"},
    "td": {"tr"}, "th": {"tr"}, "caption": {"table"}, "thead": {"table"}, "tbody": {"table"},
    "figcaption": {"figure"},
}  # fmt: skip
ONLY_HOLDS = {
    "ul": {"li"}, "ol": {"li"}, "dl": {"div", "dt", "dd"}, "table": {"caption", "thead", "tbody"},
    "tr": {"td", "th"}, "thead": {"tr"}, "tbody": {"tr"},
}  # fmt: skip
PHRASING_ONLY = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "span", "a", "sup", "mark", "bdi", "code", "summary", "dt"}
INTERACTIVE = {"a", "summary", "details"}


class Checker(HTMLParser):
    """Collects what is wrong, every id and every link of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.problems: list[str] = []
        self.stack: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []

    def problem(self, text: str) -> None:
        self.problems.append(f"line {self.getpos()[0]}: {text}")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problem(f"<{tag}> has an attribute twice")
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name == "id" and (not value or any(c.isspace() for c in value)):
                self.problem(f"id {value!r}")
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "style" or name.startswith("on"):
                self.problem(f"{name} on <{tag}>")
        parent = self.stack[-1] if self.stack else ""
        if tag in ONLY_IN and parent not in ONLY_IN[tag]:
            self.problem(f"<{tag}> in <{parent}>")
        if parent in ONLY_HOLDS and tag not in ONLY_HOLDS[parent]:
            self.problem(f"<{tag}> straight in <{parent}>")
        if tag in BLOCKS and PHRASING_ONLY & set(self.stack):
            self.problem(f"<{tag}> inside {[t for t in self.stack if t in PHRASING_ONLY]}")
        if tag == "a" and "a" in self.stack:
            self.problem("a link in a link")
        if tag[0] == "h" and tag[1:].isdigit():
            self.headings.append(int(tag[1:]))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.stack or self.stack[-1] != tag:
            self.problem(f"</{tag}> closes <{self.stack[-1] if self.stack else ''}>")
        if tag in self.stack:
            while self.stack.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] in ONLY_HOLDS and data.strip():
            self.problem(f"text {data.strip()[:20]!r} straight in <{self.stack[-1]}>")
        if any(ord(c) < 32 and c not in "\n\t" for c in data):
            self.problem("a control character")


def check(html: str) -> Checker:
    """Read a page; ``problems`` is empty when nothing is wrong."""
    checker = Checker()
    checker.feed(html)
    checker.close()
    if checker.stack:
        checker.problems.append(f"never closed: {checker.stack}")
    doubled = {one for one in checker.ids if checker.ids.count(one) > 1}
    checker.problems += [f"id {one!r} twice" for one in sorted(doubled)]
    levels = checker.headings
    checker.problems += [f"h{b} after h{a}" for a, b in pairwise(levels) if b > a + 1]
    if levels.count(1) != 1:
        checker.problems.append(f"{levels.count(1)} main headings")
    if not html.startswith("<!DOCTYPE html>\n"):
        checker.problems.append("no doctype at the start")
    return checker


@pytest.fixture(scope="module")
def checked(pages):
    return {path: check(html) for path, html in pages.items()}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<p>a</div></p>", "closes"),
        ("</main><p>", "never closed"),
        ("<p><div></div></p>", "inside"),
        ("<a href='x'><b><a href='y'>z</a></b></a>", "a link in a link"),
        ("<ul>text</ul>", "straight in <ul>"),
        ("<li>x</li>", "<li> in"),
        ("<p id='a'></p><p id='a'></p>", "twice"),
        ("<p style='x'></p>", "style on"),
        ("<p onclick='x'></p>", "onclick on"),
        ("<h3>x</h3>", "h3 after h1"),
    ],
)
def test_the_checker_finds_what_is_wrong(body, problem):
    found = check(f"<!DOCTYPE html>\n<main><h1>t</h1>{body}</main>").problems
    assert any(problem in one for one in found), found


def test_every_page_is_valid(checked):
    assert len(checked) > 15
    assert {path: c.problems for path, c in checked.items() if c.problems} == {}


def test_every_link_leads_to_a_page_and_a_place_on_it(folder, checked):
    broken = []
    followed = 0
    for path, page in checked.items():
        for link in page.links:
            if link.startswith(("https://", "http://")):
                continue
            parts = urlsplit(link)
            assert not parts.scheme, (path, link)
            place = folder / path if not parts.path else (folder / path).parent / unquote(parts.path)
            target = place.resolve()
            inside = target.is_file() and target.is_relative_to(folder.resolve())
            followed += 1
            if not inside:
                broken.append((path, link))
            elif parts.fragment:
                there = checked[target.relative_to(folder.resolve()).as_posix()]
                if unquote(parts.fragment) not in there.ids:
                    broken.append((path, link))
    assert broken == []
    assert followed > 200


def test_nothing_is_fetched_from_elsewhere(folder, pages):
    for path, html in pages.items():
        assert "default-src 'none'" in html, path
        assert "<script" not in html and "<img" not in html and "<iframe" not in html, path
        assert html.count("<link ") == 1 and 'rel="stylesheet" href="' in html, path
    css = (folder / "style.css").read_text("utf-8")
    assert "url(" not in css and "@import" not in css


def test_every_file_name_is_safe_on_any_file_system(folder):
    names = [p.relative_to(folder).as_posix() for p in folder.rglob("*")]
    assert all(set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789_.~-/") for name in names)
    assert len({name.lower() for name in names}) == len(names)
