"""Posts as page contexts: texts with their citations in place, the notes on them, and replies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from kb import bands, links, pages, posts, site_paths
from kb.facts import first
from kb.records import Citation
from kb.schema import LINKS
from kb.site_facts import Facts, language
from kb.site_text import Span, blocks, excerpt, fragments

IN_PLACE = 40
"""So many replies stand in full under the post that they answer; of a larger thread each is named and linked."""

KINDS: dict[str, tuple[str, str, str]] = {
    "pinpoint": ("P", "Provision", "cites a provision by its number"),
    "quotation": ("Q", "Quotation", "repeats the wording of a provision"),
    "instrument": ("I", "Instrument", "names an instrument as a whole"),
    "anaphor": ("A", "Back-reference", "points back to an instrument named before, as “the Convention” does"),
    "body": ("B", "Body", "names a committee or a procedure, not its treaty"),
    "document": ("D", "Document", "names a document by its symbol or kind"),
    "other": ("O", "Other law", "names a national law, a proposal or something outside the catalogue"),
}
"""Letter, name and meaning of each kind, in the order of the key."""

STATUSES = {"resolved": "", "ambiguous": "ambiguous: several candidates, none chosen", "unresolved": "not resolved"}
VOICES = {"own": "", "quoted": "in words that the post quotes", "translated": "in words that the post translates"}


class Posts:
    """Turns posts of a database into contexts."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._summaries: dict[str, str] = {}
        self._bands = bands.read(facts.db)

    def page(self, post: str, before: str | None, after: str | None) -> pages.PostPage:
        """The page of a post, its replies in their places; ``before`` and ``after`` are its neighbours."""
        facts = self.facts
        stub = facts.posts[post]
        chain: list[str] = []
        step = stub.parent
        while step is not None and step not in chain:
            chain.append(step)
            step = facts.posts[step].parent
        title = stub.title or f"{facts.author(post)}: {excerpt(stub.excerpt, 60)}"
        path = site_paths.post(post)
        below = size(facts, post)
        return pages.PostPage(
            path=path,
            root=site_paths.root(path),
            title=title,
            section="posts",
            description=stub.excerpt,
            post=self._post(post, "", deep=below <= IN_PLACE),
            above=tuple(self.row(one) for one in reversed(chain)),
            previous=facts.post_link(before) if before else None,
            next=facts.post_link(after) if after else None,
            key=tuple(KINDS.values()),
        )

    def row(self, post: str) -> pages.Row:
        """A post in a list: author, beginning, numbers of replies and links."""
        facts = self.facts
        return pages.Row(
            link=facts.post_link(post),
            small=facts.posts[post].title or facts.posts[post].excerpt,
            figures=(size(facts, post), facts.in_post.get(post, 0)),
        )

    def _post(self, post: str, prefix: str, *, deep: bool) -> pages.Post:
        facts = self.facts
        record = next(iter(posts.read(facts.db, [post])))
        spans = self._spans(post, prefix)
        tags = facts.db.execute("select distinct start, issue from tags where post = ? order by start, issue", (post,))
        found = tags.fetchall()
        through = {
            one for (one,) in facts.db.execute("select stage from stage_tags where post = ?", (post,)).fetchall()
        }
        starts = sorted({start for start, _ in found})
        replies = facts.replies.get(post, [])
        mixed = [code for code in record.languages if code != record.lang]
        source = PurePosixPath(record.source.replace("\\", "/")).name if record.source else ""
        place = f"characters {record.start:,}–{record.end:,}" if record.start is not None else record.locator
        translated = record.translation_of
        return pages.Post(
            id=post,
            anchor=prefix and f"{prefix}post",
            link=facts.post_link(post),
            title=record.title,
            author=facts.author(post),
            role=record.role,
            lang="" if record.lang == "und" else record.lang,
            languages=language(record.lang) + (f" (also {', '.join(map(language, mixed))})" if mixed else ""),
            date=record.date or "",
            source=", ".join(x for x in (source, place) if x),
            translation_of=facts.post_link(translated) if translated in facts.posts else None,
            issues=tuple(facts.link(issue) for issue in facts.issues if any(issue == one for _, one in found)),
            stages=tuple(label for stage, label in facts.stages.items() if stage in through),
            states=tuple(facts.state_link(code) for code in facts.states if post in facts.named.get(code, ())),
            blocks=blocks(record.text, spans, [(start, f"{prefix}t{start}") for start in starts]),
            count=len(spans),
            replies=tuple(self._post(one, f"r{site_paths.safe(one)}-", deep=True) for one in replies) if deep else (),
            more=() if deep else tuple(self.row(one) for one in replies),
        )

    def _spans(self, post: str, prefix: str) -> list[Span]:
        """The post's citations, one span for all that share a start and an end."""
        held = sorted(links.read(self.facts.db, post), key=lambda c: (c.start, -c.end))
        grouped = groupby(held, key=lambda c: (c.start, c.end))
        return [self._span(list(same), number, prefix) for number, (_, same) in enumerate(grouped, 1)]

    def _span(self, same: list[Citation], number: int, prefix: str) -> Span:
        head = same[0]
        id_ = f"{prefix}c{head.start}-{head.end}"
        resolved = [c for c in same if c.target is not None]
        linked = [c for c in resolved if c.kind in (*LINKS, "document") and c.status == "resolved"]
        targets = tuple(self._target(c) for c in resolved)
        single = targets[0].link.path if len(linked) == len(same) == 1 and targets[0].link.path else ""
        letter, kind, _ = KINDS[head.kind]
        local = not single and (head.kind in LINKS)
        names = "; ".join(dict.fromkeys(_named(t) for t in targets))
        status = STATUSES[head.status] if head.kind in LINKS else ""
        title = f"{kind}: {names or status or head.text}" + (f" ({status})" if names and status else "")
        note = pages.Note(
            id=id_,
            number=number,
            letter=letter,
            kind=" and ".join(dict.fromkeys(KINDS[c.kind][1] for c in same)),
            status=status,
            text=excerpt(head.text, 120),
            targets=targets,
            candidates=tuple(
                self._link_target(one.target, f"{one.score:.2f}")
                for c in same
                for one in c.candidates
                if one.target != c.target
            ),
            confidence=self._confidence([c.confidence for c in linked]),
            rule=", ".join(dict.fromkeys(c.rule for c in same if c.rule)),
            via=head.via.text if head.via else "",
            voice=VOICES[head.voice],
            remark="; ".join(dict.fromkeys(c.note for c in same if c.note)),
            source=f"{head.source_start:,}–{head.source_end:,}"
            if head.source_start is not None and head.source_end is not None
            else "",
        )
        kinds = tuple(dict.fromkeys(f"k-{c.kind}" for c in same))
        state = () if head.status == "resolved" else (f"s-{head.status}",)
        href = single or (f"#{id_}" if local else "")
        return Span(head.start, head.end, note, (*kinds, *state), href, local, title)

    def _confidence(self, values: list[float]) -> str:
        """Band and confidence of the links of a span, the weakest's band, and what was measured of that band."""
        if not values:
            return ""
        name = bands.band(min(values))
        known = self._bands.get(name)
        return f"{name}, {_range(values)}" + (f": {bands.sentence(known)}" if known else f": {bands.MEANING[name]}")

    def _target(self, citation: Citation) -> pages.Target:
        """What a citation names; of what is no link only the name is known, or the words alone."""
        target = citation.target or ""
        if citation.kind in LINKS:
            return self._link_target(target)
        if citation.kind == "document" and self.facts.path(target):
            return pages.Target(link=self.facts.link(target), official_heading=True)
        known = citation.status == "resolved"
        text = self.facts.label(target) if known else excerpt(citation.text, 80)
        return pages.Target(link=pages.Link(text=text), official_heading=True)

    def _link_target(self, target: str, score: str = "") -> pages.Target:
        place = self.facts.places.get(target)
        return pages.Target(
            link=self.facts.link(target),
            heading=self.facts.about(target),
            official_heading=place is None or place.official,
            summary=self._summary(target),
            score=score,
        )

    def _summary(self, target: str) -> str:
        if target not in self.facts.places:
            return ""
        if target not in self._summaries:
            summary, texts = self.facts.db.execute(
                "select summary, summaries from provisions where id = ?", (target,)
            ).fetchone()
            self._summaries[target] = first(json.loads(texts or "{}"), self.facts.lang) or summary or ""
        return self._summaries[target]


def sentences(facts: Facts, rows: list[dict[str, Any]]) -> Iterator[pages.Citing]:
    """Citations (rows of the table, in order of posts and places) as their evidence, grouped by post.

    Citations with the same evidence share one sentence, all of them marked; each sentence leads to the
    first of them in the post.
    """
    for post, group in groupby(rows, key=lambda row: str(row["post"])):
        found: dict[tuple[int, int], list[dict[str, Any]]] = {}
        for row in group:
            if row["evidence"]:
                found.setdefault((row["evidence_start"], row["evidence_end"]), []).append(row)
            else:
                found.setdefault((row["start"], row["end"]), []).append(row)
        path = site_paths.post(post)
        yield pages.Citing(
            link=facts.post_link(post),
            small=facts.small(post),
            sentences=tuple(_sentence(facts, path, at, same) for (at, _), same in sorted(found.items())),
        )


def _sentence(facts: Facts, path: str, at: int, same: list[dict[str, Any]]) -> pages.Sentence:
    head = same[0]
    marks = [(row["start"] - at, row["end"] - at, "cite") for row in same]
    marks += [(row["via_start"] - at, row["via_end"] - at, "via") for row in same if row["via_start"] is not None]
    text = head["evidence"] or head["text"]
    outside = {
        f"instrument taken from “{row['via_text']}”"
        for row in same
        if row["via_start"] is not None and not (0 <= row["via_start"] - at < len(text))
    }
    remarks = [
        *dict.fromkeys(row["note"] for row in same if row["note"]),
        *sorted(outside),
        *dict.fromkeys(VOICES[row["voice"] or "own"] for row in same if VOICES[row["voice"] or "own"]),
    ]
    lang = facts.posts[head["post"]].lang
    return pages.Sentence(
        id="",
        path=f"{path}#c{head['start']}-{head['end']}",
        fragments=fragments(text, marks),
        lang="" if lang == "und" else lang,
        targets=tuple(facts.link(one) for one in dict.fromkeys(row["target"] for row in same if row["target"])),
        remarks=tuple(remarks),
    )


def _named(target: pages.Target) -> str:
    return f"{target.link.text} ({target.heading})" if target.heading else target.link.text


def _range(values: list[float]) -> str:
    """Confidence as percent, a range where several citations share the span."""
    low, high = round(min(values) * 100), round(max(values) * 100)
    return f"{low} %" if low == high else f"{low}–{high} %"


def size(facts: Facts, post: str) -> int:
    """How many posts stand below a post."""
    seen, waiting = {post}, [post]
    while waiting:
        below = [one for one in facts.replies.get(waiting.pop(), ()) if one not in seen]
        seen.update(below)
        waiting += below
    return len(seen) - 1
