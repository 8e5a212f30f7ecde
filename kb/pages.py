"""Page contexts of the site: what each template gets, and nothing else.

Every ``path`` is relative to the site's root and safe to write into an ``href`` (see `kb.site_paths`);
templates put the page's own ``root`` before it, so that the site works under any base and from a folder.
All texts are plain text: escaping is the templates' business.
"""

from __future__ import annotations

from msgspec import Struct


class Context(Struct, frozen=True, kw_only=True):
    """Base of all contexts: frozen, every field given by name."""


class Link(Context, frozen=True):
    """A text with the place it leads to; ``path`` is empty where there is no page for it."""

    text: str
    path: str = ""
    title: str = ""


class Site(Context, frozen=True):
    """What all pages share; ``states`` says whether there are pages of States."""

    title: str
    lang: str
    build: str
    date: str
    version: str
    base_url: str
    states: bool


class Page(Context, frozen=True):
    """Base of all pages: where the page lies, how many folders up the root is, and its title."""

    path: str
    root: str
    title: str
    section: str
    description: str


class Figure(Context, frozen=True):
    """A number and what it counts, worded for that number."""

    number: int
    what: str


class Row(Context, frozen=True):
    """A line of a table or list: a link, some small print, and figures (in the table's order)."""

    link: Link
    small: str = ""
    figures: tuple[int, ...] = ()


class Target(Context, frozen=True):
    """One thing that a citation names: a provision, an instrument, a body, a document."""

    link: Link
    heading: str = ""
    official_heading: bool = False
    summary: str = ""
    score: str = ""


class Note(Context, frozen=True):
    """The note on the citations of one span: what they cite, how sure that is, and why."""

    id: str
    number: int
    letter: str
    kind: str
    status: str
    text: str
    targets: tuple[Target, ...]
    candidates: tuple[Target, ...]
    confidence: str
    rule: str
    via: str
    voice: str
    remark: str
    source: str


class Marker(Context, frozen=True):
    """The raised sign at the end of a citation, leading to its note."""

    note: str
    sign: str
    title: str


class Piece(Context, frozen=True):
    """A run of text under the same citations: ``classes`` from the outermost span to the innermost.

    ``href`` is the innermost citation's place, ``local`` says that it is on the same page; ``markers``
    stand after the run.
    """

    text: str
    classes: tuple[str, ...] = ()
    href: str = ""
    local: bool = False
    title: str = ""
    markers: tuple[Marker, ...] = ()


class Block(Context, frozen=True):
    """A paragraph or list item of a post, with the notes on the citations that end in it."""

    kind: str
    anchors: tuple[str, ...]
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]


class Post(Context, frozen=True):
    """A post as it is shown, on its own page or in its place under the post that it answers."""

    id: str
    anchor: str
    link: Link
    title: str
    author: str
    role: str
    lang: str
    languages: str
    date: str
    source: str
    translation_of: Link | None
    issues: tuple[Link, ...]
    stages: tuple[str, ...]
    states: tuple[Link, ...]
    blocks: tuple[Block, ...]
    count: int
    replies: tuple[Post, ...]
    more: tuple[Row, ...]


class PostPage(Page, frozen=True):
    """A post with its replies in their places."""

    post: Post
    above: tuple[Row, ...]
    previous: Link | None
    next: Link | None
    key: tuple[tuple[str, str, str], ...]


class Fragment(Context, frozen=True):
    """A run of a sentence; ``mark`` is empty, ``cite``, ``via`` or ``term``."""

    text: str
    mark: str = ""


class Sentence(Context, frozen=True):
    """A sentence (or passage) that proves something, with its words marked and the place it stands at."""

    id: str
    path: str
    fragments: tuple[Fragment, ...]
    lang: str
    targets: tuple[Link, ...]
    remarks: tuple[str, ...]


class Citing(Context, frozen=True):
    """The sentences of one post."""

    link: Link
    small: str
    sentences: tuple[Sentence, ...]


class Relation(Context, frozen=True):
    """A curated relation as seen from the page it stands on."""

    verb: str
    link: Link
    stated_in: str
    reason: str
    judgement: bool


class Node(Context, frozen=True):
    """A provision in an instrument's tree; ``citations`` and ``posts`` count what is below it too."""

    anchor: str
    link: Link
    heading: str
    citations: int
    posts: int
    open: bool
    children: tuple[Node, ...]


class Named(Context, frozen=True):
    """A term and what is said of it, for lists of facts."""

    name: str
    values: tuple[Link, ...]
    lang: str = ""


class InstrumentPage(Page, frozen=True):
    """An instrument: facts, who cites it, and its provisions as a tree; ``parties`` are its States by status."""

    id: str
    short: str
    facts: tuple[Named, ...]
    remark: str
    figures: tuple[Figure, ...]
    coverage: str
    bound: str
    parties: tuple[tuple[str, tuple[Link, ...]], ...]
    citers: tuple[tuple[str, str, int, int], ...]
    cited: tuple[Row, ...]
    whole: tuple[Citing, ...]
    whole_count: int
    relations: tuple[Relation, ...]
    issues: tuple[Row, ...]
    tree: tuple[Node, ...]


class ProvisionPage(Page, frozen=True):
    """A provision: its place, what it is about, and every sentence that cites it."""

    id: str
    label: str
    instrument: Link
    above: tuple[Link, ...]
    heading: str
    official_heading: bool
    summary: str
    reviewed: bool
    remark: str
    facts: tuple[Named, ...]
    figures: tuple[Figure, ...]
    citing: tuple[Citing, ...]
    shown: str
    beside: tuple[Row, ...]
    below: tuple[Row, ...]
    relations: tuple[Relation, ...]
    issues: tuple[Row, ...]
    together: tuple[Row, ...]


class CitedWith(Context, frozen=True):
    """An instrument cited in passages about an issue, with those passages."""

    anchor: str
    link: Link
    passages: tuple[Link, ...]


class IssuePage(Page, frozen=True):
    """An issue: the provisions that address it, what is cited where it comes up, and the passages.

    ``stages`` are the stages of migration with how many of the passages are about each, ``concepts`` the same
    concept in public vocabularies.
    """

    id: str
    scope: str
    labels: tuple[tuple[str, str], ...]
    broader: Link | None
    narrower: tuple[Link, ...]
    related: tuple[Link, ...]
    concepts: tuple[Link, ...]
    figures: tuple[Figure, ...]
    stages: tuple[tuple[str, int], ...]
    provisions: tuple[tuple[Link, str, int], ...]
    cited: tuple[CitedWith, ...]
    citing: tuple[Citing, ...]


class StatePage(Page, frozen=True):
    """A State: what binds it by status, the posts that name it, what they cite and what they leave out."""

    id: str
    official: str
    names: tuple[tuple[str, str], ...]
    figures: tuple[Figure, ...]
    told: tuple[str, ...]
    treaties: tuple[tuple[str, tuple[Row, ...]], ...]
    posts: tuple[Row, ...]
    cited: tuple[Row, ...]
    silent: tuple[Row, ...]


class StatesPage(Page, frozen=True):
    """All States, those that are named first."""

    named: tuple[Row, ...]
    others: tuple[Row, ...]


class Cell(Context, frozen=True):
    """One cell of the map; ``heat`` is 0 (nothing) to 5, ``curated`` that a provision addresses the issue."""

    instrument: str
    number: int
    heat: int
    path: str
    curated: bool
    title: str


class MapRow(Context, frozen=True):
    """One issue's row of the map."""

    link: Link
    cells: tuple[Cell, ...]


class MapPage(Page, frozen=True):
    """Issues by the instruments cited where they come up; ``others`` are the issues where none is."""

    instruments: tuple[Link, ...]
    rows: tuple[MapRow, ...]
    largest: int
    others: tuple[Link, ...]


class IndexPage(Page, frozen=True):
    """The front page."""

    figures: tuple[Figure, ...]
    sources: str
    provisions: tuple[Row, ...]
    instruments: tuple[Row, ...]
    issues: tuple[Row, ...]
    threads: tuple[Row, ...]


class InstrumentsPage(Page, frozen=True):
    """All instruments, those that are cited first."""

    cited: tuple[Row, ...]
    others: tuple[tuple[str, tuple[Row, ...]], ...]


class DocumentsPage(Page, frozen=True):
    """All documents that posts name, in groups by the body that issued them."""

    groups: tuple[tuple[str, tuple[Row, ...]], ...]


class Paragraph(Context, frozen=True):
    """A cited paragraph of a document, with the sentences that cite it."""

    anchor: str
    label: str
    citing: tuple[Citing, ...]


class DocumentPage(Page, frozen=True):
    """A document: what its symbol or name says of it, and who cites which paragraph."""

    id: str
    facts: tuple[Named, ...]
    figures: tuple[Figure, ...]
    whole: tuple[Citing, ...]
    paragraphs: tuple[Paragraph, ...]


class AboutPage(Page, frozen=True):
    """Sources, method, build record, licence."""

    sources: tuple[tuple[str, str, str, int], ...]
    left_out: str
    bands: tuple[tuple[str, str, str], ...]
    kinds: tuple[tuple[str, str, str, str, int], ...]
    statuses: tuple[tuple[str, int], ...]
    record: tuple[tuple[str, str], ...]
    catalogue: tuple[Figure, ...]
