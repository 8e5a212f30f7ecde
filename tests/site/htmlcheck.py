"""A strict reading of our own HTML: what a browser would forgive is a mistake here."""

from __future__ import annotations

from html.parser import HTMLParser

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
    checker.problems += [f"h{b} after h{a}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    if levels.count(1) != 1:
        checker.problems.append(f"{levels.count(1)} main headings")
    if not html.startswith("<!DOCTYPE html>\n"):
        checker.problems.append("no doctype at the start")
    return checker
