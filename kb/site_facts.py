"""What every page of the site needs to know: names, places and counts, read once."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from instruments.documents import TITLES
from kb import pages, reviews, site_paths
from kb.facts import first
from kb.site_text import excerpt

if TYPE_CHECKING:
    from sqlite_utils import Database

LANGUAGES = {
    "ar": "Arabic",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "pt": "Portuguese",
    "ru": "Russian",
    "zh": "Chinese",
    "und": "language not known",
}


class Work(NamedTuple):
    """An instrument's names and kind."""

    id: str
    kind: str
    title: str
    short: str
    addresses: dict[str, str]


class Place(NamedTuple):
    """A provision without its summary."""

    id: str
    instrument: str
    path: str
    parent: str | None
    label: str
    heading: str
    official: bool
    summarised: bool


class Stub(NamedTuple):
    """What is said of a post wherever it is named."""

    id: str
    author: str
    role: str
    lang: str
    date: str
    title: str
    parent: str | None
    thread: str
    excerpt: str


class Tally:
    """How often something is cited, and in which posts."""

    __slots__ = ("citations", "posts")

    def __init__(self) -> None:
        self.citations = 0
        self.posts: set[str] = set()


class Facts:
    """Names, places and counts of one database in one language."""

    def __init__(self, db: Database, lang: str = "en") -> None:
        self.db = db
        self.lang = lang
        self.works = self._works()
        self.places = self._places()
        self.children: dict[str, list[str]] = defaultdict(list)
        self.of: dict[str, list[Place]] = defaultdict(list)
        for place in self.places.values():
            self.children[place.parent or place.instrument].append(place.id)
            self.of[place.instrument].append(place)
        self.bodies: dict[str, str] = dict(db.execute("select id, title from bodies order by id").fetchall())
        self.documents: dict[str, str] = dict(db.execute("select id, title from documents order by id").fetchall())
        self.issues: dict[str, str] = {
            id_: first(json.loads(labels or "{}"), lang) or label
            for id_, label, labels in db.execute("select id, label, labels from issues order by rowid").fetchall()
        }
        self.stages: dict[str, str] = {
            id_: first(json.loads(labels or "{}"), lang) or label
            for id_, label, labels in db.execute(
                "select id, label, labels from stages order by position, id"
            ).fetchall()
        }
        self.states: dict[str, str] = dict(db.execute("select id, name from states order by id").fetchall())
        self.named: dict[str, dict[str, int]] = {}
        for code, post, number in db.execute(
            "select state, post, count(*) from state_mentions group by state, post"
        ).fetchall():
            self.named.setdefault(code, {})[post] = number
        self.posts = self._posts()
        self.replies: dict[str, list[str]] = defaultdict(list)
        for post in self.posts.values():
            if post.parent is not None:
                self.replies[post.parent].append(post.id)
        self.own: dict[str, Tally] = defaultdict(Tally)
        self.whole: dict[str, Tally] = defaultdict(Tally)
        self.all: dict[str, Tally] = defaultdict(Tally)
        self.in_post: dict[str, int] = defaultdict(int)
        self.cited_by: dict[str, set[str]] = defaultdict(set)
        self._count()
        self.paged = self._paged()

    def _works(self) -> dict[str, Work]:
        sql = "select id, kind, title, titles, short, addresses from instruments order by position"
        return {
            id_: Work(id_, kind, first(json.loads(titles or "{}"), self.lang) or title, short, json.loads(a or "{}"))
            for id_, kind, title, titles, short, a in self.db.execute(sql).fetchall()
        }

    def _places(self) -> dict[str, Place]:
        sql = """
            select v.id, v.instrument, v.path, v.parent, v.label, v.heading, v.headings, v.official_heading,
                coalesce(v.summary, '') <> ''
            from provisions v join instruments i on i.id = v.instrument order by i.position, v.position
        """
        return {
            row[0]: Place._make(
                (*row[:5], first(json.loads(row[6] or "{}"), self.lang) or row[5] or "", bool(row[7]), bool(row[8]))
            )
            for row in self.db.execute(sql).fetchall()
        }

    def _posts(self) -> dict[str, Stub]:
        sql = """
            select id, coalesce(author, ''), coalesce(role, ''), lang, coalesce(date, ''), coalesce(title, ''), parent,
                coalesce(thread, id), substr(text, 1, 560)
            from posts order by rowid
        """
        return {row[0]: Stub._make((*row[:8], excerpt(row[8]))) for row in self.db.execute(sql).fetchall()}

    def _count(self) -> None:
        sql = (
            "select post, instrument, provision, count(*) from citations where instrument is not null"
            " group by post, instrument, provision"
        )
        for post, work, provision, number in self.db.execute(sql).fetchall():
            self.in_post[post] += number
            kept = [self.all[work], self.own[provision] if provision else self.whole[work]]
            step = provision
            while step:
                kept.append(self.all[step])
                step = self.places[step].parent
            for tally in kept:
                tally.citations += number
                tally.posts.add(post)
            if provision:
                self.cited_by[post].add(provision)

    def _paged(self) -> set[str]:
        """The provisions that have a page: cited, above a cited one, or with anything to tell."""
        told = {p.id for p in self.places.values() if p.heading or p.summarised or p.id in self.all}
        sql = (
            "select source from relations union select target from relations union select target from issue_provisions"
        )
        return told | {row[0] for row in self.db.execute(sql).fetchall() if row[0] in self.places}

    def label(self, target: str) -> str:
        """How a target is called: "CEDAW, Article 12", a body's title, or the target itself.

        A provision that the catalogue does not hold keeps its id.
        """
        if target in self.places:
            place = self.places[target]
            return f"{self.works[place.instrument].short}, {place.label}"
        if target in self.works:
            return self.works[target].short
        document, _, paragraph = target.partition("#")
        if document in self.documents:
            return ", ".join(filter(None, (self.documents[document], reviews.paragraph(paragraph))))
        return self.bodies.get(target) or self.issues.get(target) or target

    def body(self, target: str) -> str:
        """A body's title, also of an organ that is no body of the catalogue; empty for none."""
        return self.bodies.get(target) or TITLES.get(target, target)

    def path(self, target: str) -> str:
        """The place of a target on the site; empty where it has none."""
        if target in self.paged:
            return site_paths.provision(target)
        if target in self.places:
            place = self.places[target]
            return f"{site_paths.instrument(place.instrument)}#{site_paths.anchor(place.path)}"
        if target in self.works:
            return site_paths.instrument(target)
        if target in self.issues:
            return site_paths.issue(target)
        document, _, paragraph = target.partition("#")
        if document in self.documents:
            return site_paths.document(document) + (f"#{site_paths.anchor(paragraph)}" if paragraph else "")
        return ""

    def about(self, target: str) -> str:
        """A provision's heading, or an instrument's title where the label is not the title."""
        if target in self.places:
            return self.places[target].heading
        work = self.works.get(target)
        return work.title if work is not None and work.title != work.short else ""

    def link(self, target: str, text: str = "") -> pages.Link:
        """A link to a target, or its name alone where it has no page."""
        return pages.Link(text=text or self.label(target), path=self.path(target), title=self.about(target))

    def author(self, post: str) -> str:
        """A post's author as given."""
        return self.posts[post].author or "No name given"

    def post_link(self, post: str, text: str = "") -> pages.Link:
        """A link to a post."""
        return pages.Link(text=text or self.author(post), path=site_paths.post(post))

    def state_link(self, code: str) -> pages.Link:
        """A link to a State."""
        return pages.Link(text=self.states.get(code, code), path=site_paths.state(code) if code in self.states else "")

    def small(self, post: str) -> str:
        """The small print on a post: role, language, date."""
        stub = self.posts[post]
        return " · ".join(x for x in (stub.role, language(stub.lang), stub.date) if x)

    def ancestors(self, provision: str) -> list[str]:
        """The provisions that one stands in, outermost first."""
        found: list[str] = []
        step = self.places[provision].parent
        while step:
            found.append(step)
            step = self.places[step].parent
        return found[::-1]

    def under(self, provision: str) -> list[str]:
        """The provision and all that stands below it, in document order."""
        found = [provision]
        for child in self.children.get(provision, ()):
            found += self.under(child)
        return found


def language(code: str) -> str:
    """A language's name.

    >>> language("es"), language("xx")
    ('Spanish', 'xx')
    """
    return LANGUAGES.get(code, code)


def plural(number: int, one: str, many: str = "") -> pages.Figure:
    """A number with the word that fits it.

    >>> plural(1, "post").what, plural(2, "post").what, plural(0, "reply", "replies").what
    ('post', 'posts', 'replies')
    """
    return pages.Figure(number=number, what=one if number == 1 else many or one + "s")


def words(number: int, one: str, many: str = "") -> str:
    """A number and its word as text.

    >>> words(1, "post"), words(1200, "post")
    ('1 post', '1,200 posts')
    """
    return f"{number:,} {plural(number, one, many).what}"
