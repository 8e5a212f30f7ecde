"""An invented charter, a comment on it, and a small discussion with its citations: nothing real."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from instruments.load import Catalogue
from instruments.models import (
    Addresses,
    Body,
    Instrument,
    Issue,
    Name,
    Provision,
    Relation,
    Series,
    Source,
    Stage,
)
from kb import build, links, posts
from kb.records import Candidate, Citation, Post, StageTag, Tag, Via

MADE_UP = (Source(title="invented for the tests"),)

CHARTER = Instrument(
    id="harbour-charter",
    kind="treaty",
    titles={"en": "Harbour Charter", "es": "Carta del Puerto"},
    names=(
        Name(text="Harbour Charter", lang="en", kind="official"),
        Name(text="HC", lang="en", kind="acronym", shared_with=("other",)),
        Name(text="HARC", lang="en", kind="acronym"),
    ),
    sources=MADE_UP,
    body="harbour-board",
    adopted="1999-05-01",
    addresses={"en": "https://harbour.example/en", "es": "https://harbour.example/es"},
    akn="/akn/xx/act/1999-05-01/harbour",
    unit="art",
    provisions=(
        Provision(path="part_1", label="Part I"),
        Provision(path="art_1", label="Article 1", parent="part_1", heading={"en": "Docks", "fr": "Quais"}),
        Provision(path="art_1__para_1", label="Article 1(1)", parent="art_1", aliases=("art_1__para_a",)),
        Provision(path="art_1__para_2", label="Article 1(2)", parent="art_1"),
        Provision(path="art_1__para_2__point_b", label="Article 1(2)(b)", parent="art_1__para_2"),
        Provision(path="art_10", label="Article 10", parent="part_1", summary={"en": "Says who may moor."}),
    ),
)
COMMENT = Instrument(
    id="harbour-gc4",
    kind="general-comment",
    titles={"en": "General comment No. 4 on mooring"},
    names=(Name(text="General comment on mooring", lang="en", kind="official"),),
    sources=MADE_UP,
    series=Series(kind="general-comment", number=4, body="harbour-board"),
    about="harbour-charter",
    unit="para",
    provisions=(Provision(path="para_1", label="Paragraph 1"),),
    relations=(
        Relation(verb="interprets", path="para_1", target="harbour-charter#art_10", source="paragraph 1"),
        Relation(verb="supplements", target="harbour-charter", source="our judgement", reason="It adds detail."),
    ),
)
BOARD = Body(
    id="harbour-board",
    kind="treaty-body",
    titles={"en": "Harbour Board"},
    names=(Name(text="Harbour Board", lang="en", kind="official"),),
    sources=MADE_UP,
    monitors=("harbour-charter",),
)
DOCKS = Issue(
    id="docks",
    labels={"en": "Docks", "es": "Muelles"},
    scope="Where ships lie.",
    terms=(),
    addressed_by=(
        Addresses(target="harbour-charter#art_1__para_a", reason="Names docks."),
        Addresses(target="harbour-gc4", reason="Explains docks."),
    ),
)
ASHORE = Stage(id="ashore", position=1, labels={"en": "Ashore", "es": "En tierra"}, scope="Before sailing.", terms=())
AFLOAT = Stage(
    id="afloat",
    position=2,
    labels={"en": "Afloat"},
    scope="On the water.",
    terms=(),
    addressed_by=(Addresses(target="harbour-charter#art_1", reason="Names ships."),),
)
TIDES = Issue(id="tides", labels={"en": "Tides"}, scope="Water, rising and falling.", terms=())

TEXTS = {
    "p1": "We rely on HARC article 1. Docks matter: see art. 1(2)(b) and 10.\n\nTides are high in the Harbour Charter.",
    "p2": "=HYPERLINK docks! Según la Carta, los barcos «que llegan de noche tienen derecho a un muelle seguro».",
    "p3": "The Harbour Board met. El artículo 1 de la Carta protege a las niñas.",
    "p4": "general comment 4 of somebody",
}


def cite(post: str, words: str, target: str | None, **fields: object) -> Citation:
    """A citation of the first place where the words stand; its evidence is the post's first paragraph with them."""
    text = TEXTS[post]
    start = text.index(words)
    given = {"kind": "pinpoint", "status": "resolved", "confidence": 0.9, "rule": "test", **fields}
    sentence = next(part for part in text.split("\n\n") if words in part)
    at = text.index(sentence)
    return Citation(
        post=post,
        start=start,
        end=start + len(words),
        text=words,
        target=target,
        evidence=sentence,
        evidence_start=at,
        evidence_end=at + len(sentence),
        **given,  # type: ignore[arg-type]
    )


POSTS = (
    # The reply stands before the post that it replies to.
    Post(
        id="p2",
        text=TEXTS["p2"],
        source="talk.txt",
        start=200,
        end=300,
        offsets=((0, 200),),
        author="Zoë Ñandú",
        role="participant",
        parent="p1",
        thread="t1",
        position=2,
        lang="es",
        languages=("es", "en"),
        date="2016-10-02",
    ),
    Post(
        id="p1",
        text=TEXTS["p1"],
        source="talk.txt",
        start=0,
        end=150,
        offsets=((0, 0), (70, 72)),
        author="Moderator of the harbour",
        role="moderator",
        thread="t1",
        position=1,
        title="Opening",
        lang="en",
        languages=("en",),
        date="2016-10-01",
    ),
    Post(id="p3", text=TEXTS["p3"], source="more.jsonl", locator="line 1", lang="es", languages=("es",)),
    Post(id="p4", text=TEXTS["p4"], source="more.jsonl", locator="line 2", lang="en"),
)
CITATIONS = (
    cite("p1", "HARC article 1", "harbour-charter#art_1"),
    cite(
        "p1",
        "art. 1(2)(b)",
        "harbour-charter#art_1__para_2__point_b",
        via=Via(11, 15, "HARC"),
        note="draft numbering",
    ),
    cite("p1", "10", "harbour-charter#art_10"),
    cite("p1", "Harbour Charter", "harbour-charter", kind="instrument"),
    cite("p2", "la Carta", "harbour-charter", kind="anaphor", voice="translated"),
    cite("p2", "que llegan de noche tienen derecho a un muelle seguro", "harbour-charter#art_1", kind="quotation"),
    cite("p3", "Harbour Board", "harbour-board", kind="body"),
    cite("p3", "artículo 1", "harbour-charter#art_1"),
    cite(
        "p4",
        "general comment 4",
        None,
        kind="instrument",
        status="ambiguous",
        candidates=(Candidate("harbour-gc4", 0.5), Candidate("other-gc4", 0.5)),
    ),
)
FIRST = TEXTS["p1"].index("\n\n")
TAGS = (
    Tag(post="p1", passage=0, start=0, end=FIRST, issue="docks", terms=("docks",), spans=((27, 32),)),
    Tag(
        post="p1",
        passage=1,
        start=FIRST + 2,
        end=len(TEXTS["p1"]),
        issue="tides",
        terms=("tides",),
        spans=((FIRST + 2, FIRST + 7),),
        negated=True,
    ),
    Tag(post="p2", passage=0, start=0, end=len(TEXTS["p2"]), issue="docks", terms=("=docks",), spans=((11, 16),)),
)
STAGE_TAGS = (
    StageTag(
        post="p1",
        passage=1,
        start=FIRST + 2,
        end=len(TEXTS["p1"]),
        stage="afloat",
        terms=("tides",),
        spans=((FIRST + 2, FIRST + 7),),
    ),
    StageTag(post="p2", passage=0, start=0, end=len(TEXTS["p2"]), stage="ashore", terms=("muelle",), spans=((11, 16),)),
    StageTag(post="p2", passage=0, start=0, end=len(TEXTS["p2"]), stage="afloat", terms=("mar",), spans=((0, 3),)),
)
SOURCES = (build.Source(path="talk.txt", sha256="ab" * 32, reader="discussion"),)


@pytest.fixture(scope="session")
def harbour() -> Catalogue:
    """A charter, a general comment on it, a body, two issues and two stages."""
    return Catalogue(
        {one.id: one for one in (CHARTER, COMMENT)},
        {BOARD.id: BOARD},
        {one.id: one for one in (DOCKS, TIDES)},
        {one.id: one for one in (AFLOAT, ASHORE)},
    )


@pytest.fixture(scope="session")
def discussion() -> dict[str, tuple]:
    """The posts, citations, tags and sources that the database is filled with."""
    return {"posts": POSTS, "citations": CITATIONS, "tags": TAGS, "stage_tags": STAGE_TAGS, "sources": SOURCES}


def fill(path: Path, catalogue: Catalogue) -> Path:
    with build.replacing(path) as db:
        build.write_catalogue(db, catalogue)
        posts.write(db, POSTS)
        links.write(db, CITATIONS)
        links.write_tags(db, TAGS)
        links.write_stage_tags(db, STAGE_TAGS)
        build.finish(db, {"linker": "by hand"}, sources=SOURCES)
    return path


@pytest.fixture
def make(harbour: Catalogue):
    """A function that builds the database at a path and gives the path."""
    return lambda path: fill(Path(path), harbour)


@pytest.fixture(scope="session")
def path(tmp_path_factory: pytest.TempPathFactory, harbour: Catalogue) -> Path:
    """The database's path; not to be changed."""
    return fill(tmp_path_factory.mktemp("kb") / "kb.db", harbour)


@pytest.fixture
def db(path: Path) -> Iterator:
    """The database, open for reading."""
    db = build.open_db(path)
    yield db
    db.conn.close()


@pytest.fixture
def run(path: Path, harbour: Catalogue, monkeypatch: pytest.MonkeyPatch):
    """A function that runs a command on the invented database, with names looked up in the invented catalogue."""
    monkeypatch.setattr("instruments.load.catalogue", lambda root=None: harbour)
    monkeypatch.setenv("RIGHTSGRAPH_DB", str(path))
    return lambda command, *arguments: CliRunner().invoke(command, arguments, catch_exceptions=False)
