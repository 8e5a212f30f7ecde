"""Markdown: one file, one post, with offsets into its source."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.clean import Builder, add_html
from corpus.dates import iso_date
from corpus.models import Source, name_id
from corpus.read.marked import post_of
from kb.records import Post

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(?P<fields>(?:[A-Za-z_-]+:.*\r?\n|[ \t]+.*\r?\n)+)---[ \t]*(?:\r?\n|\Z)")
_FIELD = re.compile(r"^(title|author|date):[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.M | re.I)
_MARKER = re.compile(r"[ \t>]*(?P<marker>[-*+]|\d{1,9}[.)])")
_NEWLINE = re.compile(r"\r\n|\r|\n")


def read(source: Source) -> Iterator[Post]:
    """Yield the file's text as one post: no emphasis marks, no link addresses, lists with their markers.

    >>> [post] = read(Source(name="a.md", text="# A title\\n\\nSee *art. 12* of [CEDAW](https://example.org).\\n"))
    >>> post.text, post.source_span(post.text.index("CEDAW"), post.text.index("CEDAW") + 5)
    ('A title\\n\\nSee art. 12 of CEDAW.', (29, 34))
    """
    from markdown_it import MarkdownIt

    text = source.text
    builder = Builder()
    front = _FRONT.match(text)
    if front:
        builder.about.update({name.lower(): value for name, value in _FIELD.findall(front["fields"]) if value})
    begin = front.end() if front else 0
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("text_join")
    _Walk(builder, text, begin).tokens(parser.parse(text[begin:]))
    cleaned = builder.done()
    if cleaned.text.strip():
        date = cleaned.about.get("date", "")
        yield post_of(source, cleaned, id=name_id(source.name), date=iso_date(date) or (date or None))


class _Walk:
    """Walks the tokens with a cursor in the source, so that each text is found where it stands."""

    def __init__(self, builder: Builder, text: str, begin: int) -> None:
        self.builder, self.text, self.cursor = builder, text, begin
        self.lines = [begin, *(match.end() for match in _NEWLINE.finditer(text, begin)), len(text)]
        self.closed: list[tuple[str, str]] = []  # open links: markup and address

    def line(self, number: int) -> int:
        """Where a line begins."""
        return self.lines[min(number, len(self.lines) - 1)]

    def tokens(self, tokens: list[Token]) -> None:
        """Add the text of all block tokens."""
        heading = False
        for token in tokens:
            if token.map and token.nesting >= 0:
                self.cursor = max(self.cursor, self.line(token.map[0]))
            if token.type == "list_item_open":
                self.item()
            elif token.type in ("td_open", "th_open"):
                self.builder.blank("\t", self.cursor)
            elif token.type == "tr_open" or (token.type == "paragraph_open" and token.hidden):
                self.builder.blank("\n" if token.type == "tr_open" else " ", self.cursor)
            elif token.block and token.nesting == 1 and token.type not in ("thead_open", "tbody_open"):
                self.builder.blank("\n" if token.level and "list" in token.type else "\n\n", self.cursor)
                heading = token.type == "heading_open" and token.tag == "h1"
            elif token.type == "inline":
                if heading and token.content.strip():
                    self.builder.about.setdefault("title", " ".join(token.content.split()))
                heading = False
                for child in token.children or []:
                    self.inline(child)
            elif token.type in ("fence", "code_block"):
                self.builder.blank("\n\n", self.cursor)
                if token.type == "fence":
                    self.cursor = max(self.cursor, self.line(token.map[0] + 1 if token.map else 0))
                self.verbatim(token.content)
            elif token.type == "html_block" and token.map:
                self.builder.blank("\n\n", self.cursor)
                end = self.line(token.map[1])
                add_html(self.builder, self.text, self.cursor, end)
                self.cursor = max(self.cursor, end)

    def item(self) -> None:
        """A list item's marker, as written."""
        match = _MARKER.match(self.text, self.cursor)
        self.builder.blank("\n", self.cursor)
        if match:
            self.builder.add(match["marker"], match.start("marker"))
            self.cursor = match.end()
        self.builder.blank(" ", self.cursor)

    def inline(self, token: Token) -> None:
        """Add the text of an inline token."""
        if token.type in ("text", "code_inline"):
            self.verbatim(token.content)
        elif token.type == "text_special":  # an escape or an entity: markup is what stands in the source
            at = self.text.find(token.markup, self.cursor)
            at = at if at >= 0 else self.cursor
            if token.info == "escape":
                self.builder.add(token.content, at + 1)
            else:
                self.builder.entity(token.content, at, at + len(token.markup))
            self.cursor = at + len(token.markup)
        elif token.type in ("softbreak", "hardbreak"):
            match = _NEWLINE.search(self.text, self.cursor)
            self.builder.blank("\n", self.cursor)
            self.cursor = match.end() if match else self.cursor
        elif token.type == "html_inline":
            at = max(self.cursor, self.text.find(token.content, self.cursor))
            add_html(self.builder, self.text, at, at + len(token.content))
            self.cursor = at + len(token.content)
        elif token.type == "image":
            for child in token.children or []:
                self.inline(child)
            self.address("")
        elif token.type == "link_open":
            self.closed.append((token.markup, str(token.attrs.get("href", ""))))
        elif token.type == "link_close":
            self.address(self.closed.pop()[0] if self.closed else "")

    def address(self, markup: str) -> None:
        """Move the cursor over a link's address: ``](…)``, ``][…]``, ``]`` or ``>``."""
        text, at = self.text, self.cursor
        if markup == "autolink":
            self.cursor = text.find(">", at) + 1 or at
            return
        at = text.find("]", at)
        if at < 0:
            return
        at += 1
        if text.startswith("(", at):
            depth, quote = 0, ""
            while at < len(text):
                character = text[at]
                if character == "\\":
                    at += 1
                elif quote:
                    quote = "" if character == quote else quote
                elif character in "\"'" and text[at - 1].isspace():
                    quote = character
                elif character in "()":
                    depth += 1 if character == "(" else -1
                at += 1
                if not depth:
                    break
        elif text.startswith("[", at):
            at = text.find("]", at) + 1 or at
        self.cursor = at

    def verbatim(self, content: str) -> None:
        """Add text that stands in the source as it is, line by line and, failing that, word by word."""
        for number, line in enumerate(content.split("\n")):
            if number:
                self.builder.blank("\n", self.cursor)
            if not line.strip():
                if line:
                    self.builder.blank(" ", self.cursor)
                continue
            at = self.text.find(line, self.cursor, self.cursor + 2000 + len(line))
            if at >= 0:
                self.put(line, at)
                continue
            for word in line.split():
                at = self.text.find(word, self.cursor)
                self.builder.blank(" ", self.cursor)
                self.put(word, at if at >= 0 else self.cursor)

    def put(self, text: str, at: int) -> None:
        """Add found text and move the cursor behind it; white space at its ends becomes one blank."""
        stripped = text.strip(" \t")
        if text[:1] in (" ", "\t"):
            self.builder.blank(" ", at)
        begin = at + len(text) - len(text.lstrip(" \t"))
        self.builder.add(stripped, begin)
        self.cursor = at + len(text)
        if text[-1:] in (" ", "\t"):
            self.builder.blank(" ", begin + len(stripped))
