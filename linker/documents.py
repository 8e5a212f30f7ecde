"""Documents of the review processes and reports: their paragraphs and the passages quoted from them.

They are no instruments: a number that belongs to them ("21 e)" after "the concluding observations on …")
links to nothing, but is kept and shown, so that follow-up can be searched.
"""

from __future__ import annotations

import bisect
import re

from linker.context import Context
from linker.mentions import DOCUMENT, INSTRUMENT, Mention

_REPORT = re.compile(
    r"(?:(?:19|20)\d\d\s+)?(?:report|reports)\s+of\s+the\s+(?:united\s+nations\s+|un\s+)?"
    r"(?:secretary[- ]general|special\s+rapporteur[^.,;]{0,60}?)(?![\w-])"
    r"|(?:united\s+nations\s+|un\s+)?secretary[- ]general's\s+report(?:\s*,?\s*\"[^\"\n]{5,160}\")?"
    r"|informe\s+del\s+secretario\s+general|rapport\s+du\s+secretaire\s+general"
    r"|general\s+assembly\s+resolution(?=\s+(?:establishing|on|of|adopted|calling))"
)
_ITEM = re.compile(
    r"(?m)^[ \t]*(?:[-•·*–]\s*)?(?P<number>\d{1,3})\s?\(?(?P<letter>[a-z])\)(?=\s)[ \t]*(?P<words>[^\n]{20,})"
)
_QUOTE = re.compile(r"[“\"«]\s?(?P<words>[^“”\"«»]{40,900}?)\s?[”\"»]")
_REACH = 900
_LEAST = 8


def reports(text: str) -> list[Mention]:
    """Reports named in a folded text, by place."""
    return [Mention(m.start(), m.end(), DOCUMENT, (), "report") for m in _REPORT.finditer(text)]


def parts(context: Context, original: str) -> list[Mention]:
    """The paragraphs of documents that list items head, and the passages that are quoted from a document.

    Each becomes a ``document`` of its own, with ``via`` the document's name.
    """
    out: list[Mention] = []
    documents = [m for m in context.mentions if m.type == DOCUMENT]
    for n, doc in enumerate(documents):
        limit = documents[n + 1].start if n + 1 < len(documents) else len(original)
        limit = min(limit, doc.end + _REACH, _next_instrument(context, doc.end))
        slug = doc.target or re.sub(r"[^a-z0-9]+", "-", context.text[doc.start : doc.end]).strip("-")
        for m in _ITEM.finditer(original, doc.end, limit):
            target = f"{slug}#para_{m['number']}__point_{m['letter']}"
            head = m.start("number")
            out.append(
                Mention(
                    head, m.start("words") - len(_between(original, m)), DOCUMENT, (target,), "document-item", via=doc
                )
            )
            words = m["words"].rstrip(" ;.,")
            if len(words.split()) >= _LEAST:
                start = m.start("words")
                out.append(Mention(start, start + len(words), DOCUMENT, (target,), "document-quotation", via=doc))
        _, b = context.sentence(doc.start)
        for q in _QUOTE.finditer(original, doc.end, min(max(b, doc.end), limit + 400)):
            if len(q["words"].split()) >= _LEAST:
                out.append(Mention(q.start("words"), q.end("words"), DOCUMENT, (slug,), "document-quotation", via=doc))
    return out


def _between(original: str, m: re.Match[str]) -> str:
    """The blanks between an item's number and its words."""
    end = m.start("words")
    begin = end
    while begin > m.start("number") and original[begin - 1].isspace():
        begin -= 1
    return original[begin:end]


def _next_instrument(context: Context, offset: int) -> int:
    """Where the next instrument is named, looked for among the next few mentions only."""
    at = bisect.bisect_left(context.starts, offset)
    return next((m.start for m in context.mentions[at : at + 40] if m.type == INSTRUMENT), 1 << 40)
