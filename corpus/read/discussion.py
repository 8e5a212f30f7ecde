"""A discussion saved as text: an opening article, bulleted comments, and bulleted replies indented below them.

How such a dump looks::

    Title of the discussion
    Moderator: Name
    The opening article …

      • Author of a comment

        Its body, in paragraphs.
        • Author of a reply
          Its body.
        1 of 1 Replies
    1 of 1 comments

An author may be missing, so that the body begins on the bullet's line; a comment may lack its bullet, so
that it follows the counter of the thread before it. Bodies hold lists of their own, sometimes with the
same bullet: what looks like an author's line starts a post, and the counters decide the rest.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from msgspec import Struct

from corpus.models import Source, stable_id
from corpus.read.authors import author_line, is_moderator, moderators
from corpus.read.lines import Bullet, Counter, Line, bullets_of, counter_of, lines_of
from kb.records import Post

_TAGS = re.compile(
    r"\s*(?:(?:relevant|related)\s+)?(?:tags|keywords|etiquetas|palabras clave|étiquettes|mots[- ]clés)\s*:", re.I
)


class _Dump(Struct, frozen=True, kw_only=True):
    """A dump in lines, with its bullets and counters, and how far the bullets of comments and replies are indented."""

    source: Source
    lines: list[Line]
    bullets: list[Bullet]
    counters: dict[int, Counter]
    total: Counter | None
    top: int
    reply: int

    @property
    def end(self) -> int:
        """The line after the last that can belong to a post."""
        return self.total.line if self.total is not None else len(self.lines)

    @property
    def counted(self) -> bool:
        """Whether the dump counts replies at all."""
        return any(not counter.comments for counter in self.counters.values())

    def bullets_in(self, first: int, last: int) -> list[Bullet]:
        """The bullets on the lines from first to last, exclusive."""
        return self.bullets[
            bisect_left(self.bullets, first, key=lambda bullet: bullet.line) : bisect_left(
                self.bullets, last, key=lambda bullet: bullet.line
            )
        ]

    def until(self, first: int, last: int) -> int:
        """Where the lines of a post end: at the next post or the first counter."""
        return next((index for index in range(first, last) if index in self.counters), last)


class _Draft(Struct, frozen=True, kw_only=True):
    """A post in lines: its first line, where its body begins, its last line (exclusive), and its parent draft."""

    line: int
    start: int
    last: int
    author: str | None = None
    date: str | None = None
    parent: int | None = None


class _Thread(Struct, frozen=True, kw_only=True):
    """A comment, with its bullet where it has one, and the lines that belong to it and its replies."""

    first: int
    last: int
    bullet: Bullet | None


def read(source: Source) -> Iterator[Post]:
    """Yield the posts of a dump in the order of the file, the opening first.

    Counters (``2 of 2 Replies``, ``35 of 35 comments``) belong to no post; where they disagree with
    what was found, that is reported.
    """
    dump = _dump(source)
    threads = _threads(dump)
    opening = _opening(dump, threads[0].first if threads else len(dump.lines))
    drafts = [] if opening is None else [opening]
    for thread in threads:
        drafts.extend(_drafts(dump, thread, len(drafts)))
    if dump.total is not None and dump.total.shown != len(threads):
        source.problem(
            f"line {dump.total.line + 1}",
            f"the dump counts {_many(dump.total.shown, 'comment', 'comments')} and {len(threads)} were found; "
            "look for comments that were not saved or that run together",
            "warning",
        )
    _leftover(dump)
    yield from _posts(dump, drafts, opening is not None)


def _dump(source: Source) -> _Dump:
    lines = lines_of(source.text)
    bullets = bullets_of(lines)
    counters = {index: counter for index, line in enumerate(lines) if (counter := counter_of(line))}
    authored = sorted({bullet.indent for bullet in bullets if bullet.author})
    top = authored[0] if authored else 0
    return _Dump(
        source=source,
        lines=lines,
        bullets=bullets,
        counters=counters,
        total=next((counter for counter in reversed(counters.values()) if counter.comments), None),
        top=top,
        reply=authored[1] if len(authored) > 1 else top + 2,
    )


def _opening(dump: _Dump, first: int) -> _Draft | None:
    """The article before the first comment, without its line of tags; None where the dump has none."""
    lines = dump.lines
    last = next((index for index in reversed(range(first)) if _TAGS.match(lines[index].text)), first)
    filled = [index for index in range(last) if not lines[index].blank and index not in dump.counters]
    if not filled:
        return None
    author = moderators([lines[index].text for index in filled])
    return _Draft(line=filled[0], start=lines[filled[0]].start, last=last, author=author)


def _threads(dump: _Dump) -> list[_Thread]:
    """Cut the lines into threads: at each bullet of the top level, and where text without one follows a counter."""
    level = [bullet for bullet in dump.bullets if bullet.indent == dump.top]
    begin = next((index for index, bullet in enumerate(level) if bullet.author), 0)
    starts: dict[int, Bullet | None] = {bullet.line: bullet for bullet in level[begin:] if bullet.line < dump.end}
    if not starts:
        return []
    first = min(starts)
    bulleted = {bullet.line for bullet in dump.bullets}
    for index, counter in dump.counters.items():
        if counter.comments or index < first or counter.indent > dump.reply:
            continue
        following = next((at for at in range(index + 1, dump.end) if not dump.lines[at].blank), None)
        if following is not None and following not in dump.counters and following not in bulleted:
            starts[following] = None
    early = level[:begin]
    if dump.total is not None and early and len(starts) + len(early) == dump.total.shown:
        starts.update({bullet.line: bullet for bullet in early})
    order = sorted(starts)
    ends = [*order[1:], dump.end]
    return [_Thread(first=line, last=last, bullet=starts[line]) for line, last in zip(order, ends, strict=True)]


def _drafts(dump: _Dump, thread: _Thread, base: int) -> Iterator[_Draft]:
    """The comment of a thread, numbered base, and its replies; the counters decide which bullets are posts."""
    counts = [dump.counters[index] for index in range(thread.first, thread.last) if index in dump.counters]
    expected = sum(counter.shown for counter in counts)
    chosen = _choose(dump, dump.bullets_in(thread.first + 1, thread.last), counts, expected)
    starts: list[tuple[int, Bullet | None, int]] = [(bullet.line, bullet, bullet.indent) for bullet in chosen]
    if expected == len(starts) + 1:
        hidden = _unbulleted(dump, thread, starts[0][0] if starts else thread.last)
        if hidden is not None:
            starts.insert(0, (hidden, None, dump.reply))
    if dump.counted and expected != len(starts):
        _disagree(dump, thread, counts, expected, len(starts))
    ends = [*(line for line, _, _ in starts), thread.last]
    yield _draft(dump, thread.first, thread.bullet, dump.until(thread.first, ends[0]), None)
    above: list[tuple[int, int]] = [(dump.top, base)]  # the posts that are open: indent, number
    for number, (line, bullet, indent) in enumerate(starts, base + 1):
        while len(above) > 1 and above[-1][0] >= indent:
            above.pop()
        yield _draft(dump, line, bullet, dump.until(line, ends[number - base]), above[-1][1])
        above.append((indent, number))


def _choose(dump: _Dump, inside: list[Bullet], counts: list[Counter], expected: int) -> list[Bullet]:
    """Which bullets of a thread are replies: those with an author, and others as far as the counters ask for them."""
    direct = [bullet for bullet in inside if bullet.author and bullet.indent == dump.reply]
    deeper = [bullet for bullet in inside if bullet.author and bullet.indent > dump.reply]
    bare = [bullet for bullet in inside if not bullet.author and bullet.indent == dump.reply]
    loose = [bullet for bullet in bare if not _in_list(dump.lines, bullet)]
    if not dump.counted:
        return sorted(direct + deeper, key=lambda bullet: bullet.line)
    counted = {counter.indent for counter in counts if counter.indent > dump.reply}
    nested = [bullet for bullet in deeper if bullet.indent in counted]
    options = [direct + nested, direct, direct + deeper, direct + loose, direct + bare]
    options += [direct + deeper + loose, direct + deeper + bare]
    fitting = next((option for option in options if len(option) == expected), options[0])
    return sorted(fitting, key=lambda bullet: bullet.line)


def _in_list(lines: list[Line], bullet: Bullet) -> bool:
    """Whether a bullet stands in a list of the body: a colon, a semicolon or another bullet directly before it."""
    before = next((lines[at] for at in range(bullet.line - 1, -1, -1) if not lines[at].blank), None)
    return before is not None and (before.text.rstrip().endswith((":", ";")) or bool(bullet.pattern.match(before.text)))


def _unbulleted(dump: _Dump, thread: _Thread, end: int) -> int | None:
    """Where a reply without a bullet begins: the comment's lines shift to where replies have their bodies."""
    lines, inner = dump.lines, 2 * dump.reply - dump.top
    body = [at for at in range(thread.first + 1, end) if not lines[at].blank and at not in dump.counters]
    shifts = [
        at for before, at in pairwise(body) if lines[before].indent < inner == lines[at].indent and lines[at - 1].blank
    ]
    if len(shifts) != 1 or any(lines[at].indent < inner for at in body if at > shifts[0]):
        return None
    return shifts[0]


def _disagree(dump: _Dump, thread: _Thread, counts: list[Counter], expected: int, found: int) -> None:
    line = counts[-1].line if counts else thread.first
    says = f"the dump counts {_many(expected, 'reply', 'replies')}" if counts else "the dump counts no replies"
    dump.source.problem(
        f"line {line + 1}",
        f"{says} to this comment and {found} were found; look for replies that were not saved or that run together",
        "warning",
    )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _draft(dump: _Dump, line: int, bullet: Bullet | None, last: int, parent: int | None) -> _Draft:
    if bullet is None:
        return _Draft(line=line, start=dump.lines[line].start, last=last, parent=parent)
    if not bullet.author:
        return _Draft(line=line, start=bullet.content, last=last, parent=parent)
    name, date, used = author_line(dump.lines, bullet, last)
    begin = line + used
    start = dump.lines[begin].start if begin < len(dump.lines) else dump.lines[-1].end
    return _Draft(line=line, start=start, last=last, author=name, date=date, parent=parent)


def _leftover(dump: _Dump) -> None:
    """Report text after the last counter, which belongs to no post."""
    for index in range(dump.end + 1, len(dump.lines)):
        if not dump.lines[index].blank:
            text = "text after the last counter belongs to no post and was left out"
            dump.source.problem(f"line {index + 1}", text, "warning")
            return


def _posts(dump: _Dump, drafts: list[_Draft], opened: bool) -> Iterator[Post]:
    """The drafts as posts: spans without white space, ids from content, parents by id."""
    source, lines = dump.source, dump.lines
    opener = drafts[0].author if opened else None
    ids: list[str] = []
    threads: list[str] = []
    seen: dict[str, int] = {}
    for position, draft in enumerate(drafts):
        limit = lines[draft.last - 1].end if draft.last > 0 else 0
        raw = source.text[draft.start : max(draft.start, limit)]
        text = raw.strip()
        start = draft.start + len(raw) - len(raw.lstrip())
        post_id = stable_id(draft.author or "", text)
        seen[post_id] = seen.get(post_id, 0) + 1
        if seen[post_id] > 1:
            post_id = f"{post_id}-{seen[post_id]}"
        ids.append(post_id)
        parent = ids[draft.parent] if draft.parent is not None else None
        threads.append(threads[draft.parent] if draft.parent is not None else post_id)
        if not text:
            source.problem(f"line {draft.line + 1}", "this post has no text, so it was left out", "warning")
            continue
        title = text.splitlines()[0].strip() if opened and position == 0 else ""
        yield Post(
            id=post_id,
            text=text,
            source=source.name,
            start=start,
            end=start + len(text),
            offsets=((0, start),),
            author=draft.author,
            role="moderator" if is_moderator(draft.author, opener) else "participant",
            parent=parent,
            thread=threads[-1],
            position=position,
            title=title if len(title) <= 120 else "",
            date=draft.date,
        )
