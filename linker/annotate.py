"""The text itself with its citations linked, as Markdown or HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from instruments.load import Catalogue
from kb.records import Citation
from kb.schema import LINKS


def address(target: str, catalogue: Catalogue, lang: str = "en") -> str:
    """The official address of a target: the SDG's own for goals and targets, else the instrument's page.

    >>> from instruments.load import catalogue
    >>> address("sdgs#target_8.8", catalogue())
    'http://metadata.un.org/sdg/8.8'
    """
    from instruments.akn import sdg_address

    instrument, _, path = target.partition("#")
    inst = catalogue.instruments.get(instrument)
    if inst is None:
        return ""
    sdg = sdg_address(inst, path) if path else ""
    return sdg or inst.addresses.get(lang) or inst.addresses.get("en") or next(iter(inst.addresses.values()), "")


def linked(text: str, citations: Sequence[Citation]) -> Iterator[Citation]:
    """The links to show: resolved ones that do not overlap, a pinpoint before the quotation around it.

    Where several targets share a span (the members of a range) the first stands for all.
    """
    wanted = [c for c in citations if c.status == "resolved" and c.kind in LINKS]
    taken: list[Citation] = []
    for c in sorted(wanted, key=lambda c: (c.kind == "quotation", c.start, -c.end)):
        if not any(t.start < c.end and c.start < t.end for t in taken):
            taken.append(c)
    yield from sorted(taken, key=lambda c: c.start)


def markdown(text: str, citations: Sequence[Citation], catalogue: Catalogue, lang: str = "en") -> str:
    """The text with each link as ``[words](address "target")``; nothing else is changed."""
    out, at = [], 0
    for c in linked(text, citations):
        words = re.sub(r"([\[\]\\])", r"\\\1", text[c.start : c.end])
        out += [text[at : c.start], f'[{words}](<{address(c.target or "", catalogue, lang)}> "{c.target}")']
        at = c.end
    return "".join([*out, text[at:]])


def as_html(text: str, citations: Sequence[Citation], catalogue: Catalogue, lang: str = "en") -> str:
    """The text as escaped HTML paragraphs with each link as an anchor that names its target and kind."""
    out, at = [], 0
    for c in linked(text, citations):
        href = html.escape(address(c.target or "", catalogue, lang))
        words = html.escape(text[c.start : c.end])
        title = html.escape(f"{c.target} ({c.kind}, confidence {c.confidence:.2f})")
        out.append(html.escape(text[at : c.start]))
        out.append(
            f'<a href="{href}" class="{c.kind}" data-target="{html.escape(c.target or "")}" title="{title}">{words}</a>'
        )
        at = c.end
    out.append(html.escape(text[at:]))
    paragraphs = re.split(r"\n[ \t]*\n+", "".join(out))
    return "\n".join(f"<p>{p.strip()}</p>" for p in paragraphs if p.strip())
