"""Quotations beside a text's other citations: verified by a wording, attributed by its author, or attested."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from instruments.load import Catalogue
from instruments.prints import prints
from kb.records import Candidate, Citation, Via
from linker.attributed import Attested, Attesting, attributed, merge
from linker.confidence import confidence
from linker.quotations import Quote, find_quotations

NAMED = ("instrument", "pinpoint", "anaphor")


def near(citations: Iterable[Citation]) -> list[str]:
    """The targets that a text links to, by which the like clauses of several instruments are told apart."""
    return [c.target for c in citations if c.target and c.status == "resolved" and c.kind in NAMED]


def named(citations: Iterable[Citation]) -> list[tuple[int, int]]:
    """The spans of what is named in a text: a title is no quotation."""
    return [(c.start, c.end) for c in citations if c.kind not in ("anaphor", "quotation")]


def quotes(text: str, citations: Sequence[Citation], catalogue: Catalogue) -> list[Quote]:
    """The quotations that a text shows by itself: those that a wording verifies, then those that it attributes."""
    verified = find_quotations(text, catalogue=catalogue, near=near(citations), named=named(citations))
    pins = [
        (c.start, c.end, c.target) for c in citations if c.kind == "pinpoint" and c.status == "resolved" and c.target
    ]
    return merge(verified, attributed(text, pins, known=verified, index=prints()))


def citation(text: str, quote: Quote, citations: Sequence[Citation], evidence: tuple[int, int]) -> Citation:
    """A quotation as a citation; its note says when the number before it and its wording disagree."""
    via = Via(*quote.via, text[quote.via[0] : quote.via[1]]) if quote.via else None
    head = _head(quote, citations)
    note = quote.note
    if head is not None and head.target and quote.target and quote.verified and not _agree(head.target, quote.target):
        note = "; ".join(filter(None, (note, f"says {head.text}, the wording is {quote.target}")))
    if quote.altered:
        note = "; ".join(filter(None, (note, "differs from the official wording")))
    a, b = min(evidence[0], quote.start), max(evidence[1], quote.end)
    share = round(1 / len(quote.candidates), 3) if quote.candidates else 0.0
    rule = f"quotation:{quote.rule}"
    return Citation(
        start=quote.start,
        end=quote.end,
        text=text[quote.start : quote.end],
        kind="quotation",
        status="resolved" if quote.target else "ambiguous",
        target=quote.target,
        confidence=confidence(rule) if quote.target else 0.0,
        rule=rule,
        via=via,
        evidence=text[a:b].strip(),
        evidence_start=a,
        evidence_end=b,
        voice="quoted",
        candidates=() if quote.target else tuple(Candidate(t, share) for t in quote.candidates),
        note=note,
    )


def attesting(text: str, citations: Iterable[Citation], post: str) -> list[Attesting]:
    """The passages of a post that the corpus may find again: what it attributes without a wording at hand."""
    return [
        Attesting(post, c.start, c.end, c.target, text[c.start : c.end])
        for c in citations
        if c.rule == "quotation:attributed" and c.target
    ]


def attested(
    text: str, citations: Sequence[Citation], index: Attested, catalogue: Catalogue
) -> list[tuple[Quote, Attesting]]:
    """The passages of a text that another post of the corpus attributes to a provision."""
    taken = [(c.start, c.end) for c in citations if c.kind == "quotation"]
    found = index.find(text, catalogue=catalogue, near=near(citations), named=named(citations))
    return [(q, by) for q, by in found if not any(a < q.end and q.start < b for a, b in taken)]


def attested_citations(
    text: str, citations: Sequence[Citation], index: Attested, catalogue: Catalogue
) -> list[Citation]:
    """`attested` as citations; the note says which post attests the wording.

    ``via`` stays empty, since the attesting passage stands in another post.
    """
    out = []
    for quote, by in attested(text, citations, index, catalogue):
        found = citation(text, quote, citations, (quote.start, quote.end))
        out.append(msgspec.structs.replace(found, note=f"the same words as in {by.post}, which says that they are its"))
    return out


def corpus_quotations(
    posts: Sequence[tuple[str, str, Sequence[Citation]]], catalogue: Catalogue
) -> dict[str, list[Citation]]:
    """The attested quotations of a corpus in memory: post id to what another post attests in it.

    Args:
        posts: id, text and citations of each post.
        catalogue: what they were linked against.
    """
    index = Attested(a for post, text, found in posts for a in attesting(text, found, post))
    if not index.passages:
        return {}
    return {post: attested_citations(text, found, index, catalogue) for post, text, found in posts}


def _head(quote: Quote, citations: Sequence[Citation]) -> Citation | None:
    """The pinpoint right before a quotation, if one stands there."""
    before = [c for c in citations if c.kind == "pinpoint" and 0 <= quote.start - c.end <= 12]
    return before[-1] if before else None


def _agree(said: str, found: str) -> bool:
    return said == found or found.startswith(f"{said}__") or said.startswith(f"{found}__")
