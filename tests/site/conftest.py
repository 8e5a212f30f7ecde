"""An invented charter and a small discussion of it, with everything that a page could stumble over."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from selectolax.lexbor import LexborHTMLParser

from instruments.load import Catalogue
from instruments.models import Addresses, Body, Instrument, Issue, Name, Provision, Relation, Series, Source, Stage
from instruments.states import Binding
from instruments.states_import import write as write_bindings
from kb import build, links, posts, site
from kb import states as kb_states
from kb.records import Candidate, Citation, Post, StageTag, Tag, Via

INVENTED = (Source(title="invented for the tests"),)
CHARTER = Instrument(
    id="orchard-charter",
    kind="treaty",
    titles={"en": "Orchard Charter", "es": "Carta de la Huerta", "ar": "ميثاق البستان"},
    names=(Name(text="Orchard Charter", lang="en", kind="official"), Name(text="OCH", lang="en", kind="acronym")),
    sources=INVENTED,
    body="orchard-board",
    adopted="1999-05-01",
    addresses={"en": "https://orchard.example/en?a=1&b=2", "es": "javascript:alert(1)"},
    akn="/akn/xx/act/1999-05-01/orchard",
    unit="art",
    symbols=("OC/1 & OC/2",),
    provisions=(
        Provision(path="part_1", label="Part I"),
        Provision(
            path="art_1",
            label="Article 1",
            parent="part_1",
            heading={"en": "Trees & <fruit>"},
            summary={"en": "Says who may pick."},
        ),
        Provision(path="art_1__para_1", label="Article 1(1)", parent="art_1"),
        Provision(path="art_1__para_2", label="Article 1(2)", parent="art_1"),
        Provision(path="art_1__para_2__point_b", label="Article 1(2)(b)", parent="art_1__para_2"),
        Provision(path="art_2", label="Article 2", parent="part_1", heading={"en": "Water"}, official_heading=True),
        Provision(path="art_3", label="Article 3", parent="part_1"),
        Provision(path="art_4", label="Article 4", parent="part_1"),
        Provision(path="area_a", label="Area a"),
        Provision(path="area_A", label="Area A", heading={"en": "Upper"}),
    ),
)
COMMENT = Instrument(
    id="orchard-gc4",
    kind="general-comment",
    titles={"en": "General comment No. 4 on picking"},
    names=(Name(text="General comment on picking", lang="en", kind="official"),),
    sources=INVENTED,
    series=Series(kind="general-comment", number=4, body="orchard-board"),
    about="orchard-charter",
    unit="para",
    provisions=(Provision(path="para_1", label="Paragraph 1"),),
    relations=(
        Relation(verb="interprets", path="para_1", target="orchard-charter#art_1", source="paragraph 1"),
        Relation(verb="supplements", target="orchard-charter", source="our judgement", reason="It adds detail."),
    ),
)
UNCITED = Instrument(
    id="meadow-rules", kind="guidelines", titles={"en": "Meadow Rules"}, names=(), sources=INVENTED, provisions=()
)
BOARD = Body(
    id="orchard-board",
    kind="treaty-body",
    titles={"en": "Orchard Board"},
    names=(Name(text="Orchard Board", lang="en", kind="official"),),
    sources=INVENTED,
    monitors=("orchard-charter",),
)
LADDERS = Issue(
    id="ladders",
    labels={"en": "Ladders", "es": "Escaleras"},
    scope="Climbing & picking.",
    terms=(),
    related=("frost",),
    addressed_by=(
        Addresses(target="orchard-charter#art_1", reason="Names ladders."),
        Addresses(target="orchard-gc4", reason="Explains ladders."),
    ),
)
FROST = Issue(
    id="frost",
    labels={"en": "Frost"},
    scope="Cold nights.",
    terms=(),
    related=("ladders",),
    concepts=("http://metadata.un.org/thesaurus/1",),
)
HAIL = Issue(id="hail", labels={"en": "Hail"}, scope="Hard rain.", terms=(), broader="frost")
UP = Stage(id="up", position=2, labels={"en": "Up & <away>"}, scope="On the ladder.", terms=())
DOWN = Stage(id="down", position=1, labels={"en": "Down"}, scope="On the ground.", terms=())
CATALOGUE = Catalogue(
    {one.id: one for one in (CHARTER, COMMENT, UNCITED)},
    {BOARD.id: BOARD},
    {one.id: one for one in (LADDERS, FROST, HAIL)},
    {one.id: one for one in (UP, DOWN)},
)

OPENING = (
    "Dear all, <script>alert('x')</script> & \"welcome\".\n\n"
    "The text says: “whoever picks under article 1(2)(b) of the Charter shall share the basket” and ladders count."
    " Articles 1 to 3 OCH say more; general comment 4 does too. The Orchard Board met; see OC/C/7 and the Pear Act.\n\n"
    "We ask that:\n"
    "- 2.10 is read with care;\n"
    "- the Charter is kept.\n\n"
    "Bell\x07 and <b>bold</b>."
)
ARABIC = "شكرا لكم جميعا.\n\nالمادة 2 من OCH مهمة للسلالم."
ODD = "../Ö dd:id?"
TEXTS = {
    "p1": OPENING,
    "p2": ARABIC,
    ODD: "OCH article 2.",
    "p4": "Nepal; Nepali. " + "x " * 30 + "https://example.org/" + "long" * 60,
}
AUTHORS = {"p1": "Zoë <i>Tilt</i> & Co", "p2": "ليلى", ODD: None, "p4": '"><img src=x onerror=alert(1)>'}


def cite(post: str, words: str, target: str | None, **fields: object) -> Citation:
    """A citation of the first place where the words stand; its evidence is the paragraph."""
    text = TEXTS[post]
    start = text.index(words)
    before, after = text.rfind("\n\n", 0, start), text.find("\n\n", start)
    at, end = (before + 2 if before >= 0 else 0), (after if after >= 0 else len(text))
    given = {"kind": "pinpoint", "status": "resolved", "confidence": 0.9, "rule": "by-hand", **fields}
    return Citation(
        post=post,
        start=start,
        end=start + len(words),
        text=words,
        target=target,
        evidence=text[at:end],
        evidence_start=at,
        evidence_end=end,
        **given,  # type: ignore[arg-type]
    )


QUOTED = "whoever picks under article 1(2)(b) of the Charter shall share the basket"
CITATIONS = (
    cite("p1", QUOTED, "orchard-charter#art_1__para_2", kind="quotation", voice="quoted", confidence=0.8),
    cite(
        "p1",
        "article 1(2)(b)",
        "orchard-charter#art_1__para_2__point_b",
        via=Via(OPENING.index("the Charter"), OPENING.index("the Charter") + 11, "the Charter"),
    ),
    cite("p1", "the Charter", "orchard-charter", kind="anaphor"),
    *(cite("p1", "Articles 1 to 3 OCH", f"orchard-charter#art_{n}") for n in (1, 2, 3)),
    cite(
        "p1",
        "general comment 4",
        None,
        kind="instrument",
        status="ambiguous",
        confidence=0.0,
        candidates=(Candidate("orchard-gc4", 0.5), Candidate("elsewhere-gc4", 0.4)),
    ),
    cite("p1", "Orchard Board", "orchard-board", kind="body"),
    cite("p1", "OC/C/7", "OC/C/7", kind="document"),
    cite("p1", "the Pear Act", "pear-act", kind="other", status="unresolved", confidence=0.0),
    cite("p1", "2.10", "orchard-charter#art_4", note="draft numbering 2.10", via=Via(0, 3, "OCH")),
    cite("p2", "المادة 2 من OCH", "orchard-charter#art_2"),
    cite(ODD, "OCH article 2", "orchard-charter#art_2"),
)
LADDER = OPENING.index("ladders")
TAGS = (
    Tag(
        post="p1",
        passage=1,
        start=OPENING.index("The text says"),
        end=OPENING.index("\n\nWe ask"),
        issue="ladders",
        terms=("ladders",),
        spans=((LADDER, LADDER + 7),),
    ),
    Tag(
        post="p2",
        passage=1,
        start=ARABIC.index("المادة"),
        end=len(ARABIC),
        issue="ladders",
        terms=("سلالم",),
        spans=((len(ARABIC) - 6, len(ARABIC) - 1),),
        negated=True,
    ),
)


STAGE_TAGS = tuple(
    StageTag(post="p1", passage=1, start=TAGS[0].start, end=TAGS[0].end, stage=stage, terms=(), spans=())
    for stage in ("up", "down")
)


def post(id_: str, **fields: object) -> Post:
    return Post(id=id_, text=TEXTS[id_], author=AUTHORS[id_], **fields)  # type: ignore[arg-type]


POSTS = (
    post(
        "p1",
        source="/home/someone/talk.txt",
        start=0,
        end=len(OPENING),
        offsets=((0, 0),),
        role="moderator",
        thread="p1",
        title="Opening <words>",
        lang="en",
        languages=("en", "es"),
        date="2016-10-01",
    ),
    post("p2", parent="p1", thread="p1", position=1, lang="ar", languages=("ar",), translation_of="p1"),
    post(ODD, parent="p2", thread="p1", position=2, lang="und"),
    post("p4", thread="p4", position=3, lang="en"),
)


BINDINGS = (
    Binding("NP", "orchard-charter", "bound", 1999, "2024-05-01", "A ledger"),
    Binding("JO", "orchard-charter", "signed", None, "2024-05-01", "A ledger"),
    Binding("MX", "orchard-charter", "bound", 2001, "2024-05-01", "A ledger", "With <care>."),
)


def fill(path: Path) -> Path:
    with build.replacing(path) as db:
        build.write_catalogue(db, CATALOGUE)
        posts.write(db, POSTS)
        links.write(db, CITATIONS)
        links.write_tags(db, TAGS)
        links.write_stage_tags(db, STAGE_TAGS)
        own = path.with_suffix(".csv")
        write_bindings(own, BINDINGS)
        kb_states.write_mentions(db, own=own)
        own.unlink()
        build.finish(
            db, {"linker": "by hand"}, sources=(build.Source(path="/home/someone/talk.txt", sha256="ab" * 32),)
        )
    return path


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The knowledge base that the site is built from; not to be changed."""
    return fill(tmp_path_factory.mktemp("site-kb") / "kb.db")


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory, database: Path) -> Path:
    """The built site; not to be changed."""
    out = tmp_path_factory.mktemp("site") / "out"
    site.build(database, out)
    return out


@pytest.fixture(scope="session")
def data() -> SimpleNamespace:
    """What the database was filled with."""
    return SimpleNamespace(texts=TEXTS, authors=AUTHORS, odd=ODD, quoted=QUOTED, citations=CITATIONS, fill=fill)


@pytest.fixture(scope="session")
def pages(folder: Path) -> dict[str, str]:
    """Every page by its path, as written."""
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.html"))}


@pytest.fixture(scope="session")
def tree(pages: dict[str, str]):
    """A function that gives a page, parsed, by its path."""
    return lambda path: LexborHTMLParser(pages[path])
