"""Documents of the review processes and reports: their paragraphs and the passages quoted from them.

They are no instruments: a number that belongs to them ("21 e)" after "the concluding observations on …")
links to nothing, but is kept and shown, so that follow-up can be searched.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator

from linker.adjacent import EXPLICIT
from linker.context import Context
from linker.grammar import Chain, Item
from linker.mentions import BODY, DOCUMENT, INSTRUMENT, Mention
from linker.papers import REVIEW
from linker.scan import Finder, Hits
from linker.scope import Owner, Pin, Scope

_REPORT = re.compile(
    r"(?:(?:19|20)\d\d\s+)?(?:report|reports)\s+of\s+the\s+(?:united\s+nations\s+|un\s+)?"
    r"(?:secretary[- ]general|special\s+rapporteur[^.,;]{0,60}?)(?![\w-])"
    r"|(?:united\s+nations\s+|un\s+)?secretary[- ]general's\s+report(?:\s*,?\s*\"[^\"\n]{5,160}\")?"
    r"|informe\s+del\s+secretario\s+general|rapport\s+du\s+secretaire\s+general"
    r"|general\s+assembly\s+resolution(?=\s+(?:establishing|on|of|adopted|calling))"
)
_ITEM = re.compile(
    r"[ \t\u00a0]*(?:[-•·*–▪]\s*)?(?P<head>"
    r"(?P<unit>(?:[Pp]aras?|[Pp]aragraphs?|[Pp]aragraphe|[Pp]árrafo|[Pp]árr|[Pp]ar|§|¶)\.?\s?)?"
    r"(?P<number>\d{1,3})(?:[.,]?\s?\(?(?P<letter>[a-z])\)(?:\s?\((?P<roman>[ivx]{1,5})\))?)?)"
    r"(?P<mark>[.):]?)(?=[\s:–-])[ \t:–-]*(?P<words>[^\n]*)"
)
_QUOTE = re.compile(r"[“\"«]\s?(?P<words>[^“”\"«»]{40,900}?)\s?[”\"»]")
REPORT = Finder(_REPORT, ("secretary", "rapporteur", "secretario", "secretaire", "resolution"), before=100)
_REACH = 900
_LEAST = 8
_STRAY = 2  # lines in a row that are no items, after which a list has ended
_NEAR = 80
_CARRY = 400


def reports(text: str, hits: Hits | None = None) -> list[Mention]:
    """Reports named in a folded text, by place."""
    return [Mention(m.start(), m.end(), DOCUMENT, (), "report") for m in REPORT.matches(text, hits)]


def slug_of(context: Context, doc: Mention) -> str:
    """A document's id: its own, or made of the words that name it."""
    return doc.target or re.sub(r"[^a-z0-9]+", "-", context.text[doc.start : doc.end]).strip("-")


def is_known(doc: Mention) -> bool:
    """Whether it is certain which document is meant: by its symbol, or by body and State."""
    return doc.rule == "symbol" or doc.evident


def pins(s: Scope, chain: Chain, owner: Owner | None) -> list[Pin]:
    """The paragraphs of a document that a chain cites; empty when it is no document's.

    A chain that some instrument owns never comes here: what does is a number whose owner is a document, is nothing in
    the catalogue, or is not known.
    """
    if chain.unit not in ("para", "point"):
        return []
    doc = _document(s, chain, owner)
    if doc is None:
        return []
    name = slug_of(s.context, doc).partition("#")[0]
    note = "a paragraph of a document"
    return [
        Pin(i.start, i.end, (f"{name}#{_path(chain, i)}",), "document-paragraph", doc, note, foreign=True)
        for i in chain.items
    ]


def _path(chain: Chain, item: Item) -> str:
    first, *rest = item.steps
    return "__".join([f"{first.unit or chain.unit}_{first.value}", *(f"{s.unit or 'point'}_{s.value}" for s in rest)])


def _document(s: Scope, chain: Chain, owner: Owner | None) -> Mention | None:
    if owner is not None and owner.via is not None:
        return owner.via if owner.via.type == DOCUMENT else None
    a, b = s.context.sentence(chain.start)
    ahead = s.context.mentions[(at := bisect.bisect_left(s.context.starts, chain.end)) : at + 3]
    for m in ahead if EXPLICIT.match(s.text, chain.end) else ():
        if m.type == DOCUMENT and m.start < b and m.start - chain.end < _NEAR:
            return m
        if m.type != BODY:
            break
    for m in s.context.preceding(chain.start, 4):
        if m.type == DOCUMENT and (
            m.start >= a or (m.rule == REVIEW and owner is None and chain.start - m.end < _CARRY)
        ):
            return m
        if m.type != BODY:
            break
    return None


def parts(context: Context, original: str) -> list[Mention]:
    """The paragraphs of documents that list items head, and the passages that are quoted from a document.

    Each becomes a ``document`` of its own, with ``via`` the document's name.
    """
    out: list[Mention] = []
    documents = [m for m in context.mentions if m.type == DOCUMENT]
    for n, doc in enumerate(documents):
        following = documents[n + 1].start if n + 1 < len(documents) else len(original)
        slug = slug_of(context, doc)
        if doc.rule in (REVIEW, "symbol"):
            out += _items(context, original, doc, slug.partition("#")[0])
        limit = min(following, doc.end + _REACH, _next_instrument(context, doc.end))
        _, b = context.sentence(doc.start)
        for q in _QUOTE.finditer(original, doc.end, min(max(b, doc.end), limit + 400)):
            if len(q["words"].split()) >= _LEAST:
                out.append(Mention(q.start("words"), q.end("words"), DOCUMENT, (slug,), "document-quotation", via=doc))
    return out


def _items(context: Context, original: str, doc: Mention, slug: str) -> Iterator[Mention]:
    """The items of the list that a document's name leads in, however long the list is.

    It ends with two other lines in a row, or with one that names an instrument or a further document.
    """
    begin = original.rfind("\n", 0, doc.start) + 1
    if _ITEM.match(original, begin, doc.start):
        return  # named in an item itself
    line = original.find("\n", doc.end)
    lead = original[doc.end : line if line >= 0 else len(original)].rstrip()
    stray, started, plain = 0, False, lead.endswith(":")
    while line >= 0 and stray < _STRAY and (started or line - doc.end < _REACH):
        begin, line = line + 1, original.find("\n", line + 1)
        end = line if line >= 0 else len(original)
        if not original[begin:end].strip():
            continue
        m = _ITEM.match(original, begin, end)
        if m is not None and not (m["letter"] or m["unit"]):
            plain = plain and bool(m["mark"]) and (started or int(m["number"]) > 1)
        if m is None or not (m["letter"] or m["unit"] or plain):
            stray += 1
            if any(x.type in (INSTRUMENT, DOCUMENT) for x in _within(context, begin, end)):
                return
            continue
        stray, started = 0, True
        path = "__point_".join(filter(None, (m["number"], m["letter"], m["roman"])))
        target = (f"{slug}#para_{path}",)
        stop = m.end("head") + (m["mark"] == ")")
        yield Mention(m.start("head"), stop, DOCUMENT, target, "document-item", doc.note, doc, evident=doc.evident)
        words = m["words"].rstrip(" ;.,\r")
        if len(words) >= 20 and len(words.split()) >= _LEAST:
            start = m.start("words")
            yield Mention(start, start + len(words), DOCUMENT, target, "document-quotation", via=doc)


def _within(context: Context, start: int, end: int) -> list[Mention]:
    a, b = bisect.bisect_left(context.starts, start), bisect.bisect_left(context.starts, end)
    return context.mentions[a:b]


def _next_instrument(context: Context, offset: int) -> int:
    """Where the next instrument is named, looked for among the next few mentions only."""
    at = bisect.bisect_left(context.starts, offset)
    return next((m.start for m in context.mentions[at : at + 40] if m.type == INSTRUMENT), 1 << 40)
