"""The curated facts as frozen, closed records.

Each file under ``instruments/`` is read into one of `Instrument`, `Body`, `Issue`, `Stage` or `Vocabulary`;
an unknown key, a missing one or a wrong type is an error, never ignored. Languages are BCP 47 tags
(``en``, ``es``, ``fr``, ``ar``, ``ru``, ``zh``, ``zh-Hant``, ``pt``). Dates are ISO 8601 strings, as far as
they are known (``1979-12-18``, ``1979``).
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

Lang = Annotated[str, Meta(pattern=r"^[a-z]{2}(-[A-Z][a-z]{3})?$", description="language, BCP 47")]
Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="lower-case id")]
Path = Annotated[str, Meta(pattern=r"^[a-z]+(_[0-9A-Za-z.-]+)?(__[a-z]+(_[0-9A-Za-z.-]+)?)*$")]
Target = Annotated[str, Meta(pattern=r"^[a-z0-9-]+(#[0-9A-Za-z_.-]+)?$", description="instrument or provision id")]
Date = Annotated[str, Meta(pattern=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$")]
Text = Annotated[str, Meta(min_length=1)]
Texts = dict[Lang, Text]

NameKind = Literal["official", "short", "acronym", "variant", "misspelling", "generic"]
InstrumentKind = Literal[
    "treaty",
    "protocol",
    "declaration",
    "agenda",
    "programme",
    "compact",
    "general-recommendation",
    "general-comment",
    "ilo-convention",
    "ilo-protocol",
    "ilo-recommendation",
    "guidelines",
    "statement",
    "external",
]
SeriesKind = Literal[
    "general-recommendation", "general-comment", "ilo-convention", "ilo-protocol", "ilo-recommendation"
]
Verb = Literal["interprets", "implements", "supplements", "updates", "supersedes", "draftOf"]
REVERSE = {
    "interprets": "interpretedBy",
    "implements": "implementedBy",
    "supplements": "supplementedBy",
    "updates": "updatedBy",
    "supersedes": "supersededBy",
    "draftOf": "hasDraft",
}
Review = Literal["unreviewed", "reviewed"]


class Record(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, kw_only=True):
    """Base of all records: frozen, closed, and written without its defaults."""


class Name(Record, frozen=True):
    """One way in which people name an instrument or a body.

    A ``generic`` name ("the Covenant") is found only as an anaphor; a name in ``shared_with`` belongs
    to other entries too and resolves only where the context decides. ``root`` is the place whose own numbering the
    name counts in, where that is a part of the instrument: "Beijing Declaration, para. 3" is ``declaration__para_3``.
    """

    text: Text
    lang: Lang
    kind: NameKind
    shared_with: tuple[Slug, ...] = ()
    root: Path | None = None
    note: str = ""


class Provision(Record, frozen=True):
    """One addressable place of an instrument, with its parent stated (none for a top-level one).

    ``heading`` and ``summary`` are the project's own words and not official, unless ``official_heading``
    says that the instrument itself prints that heading.
    """

    path: Path
    label: Text
    parent: Path | None = None
    heading: Texts = {}
    official_heading: bool = False
    summary: Texts = {}
    review: Review = "unreviewed"
    aliases: tuple[Path, ...] = ()
    confidence: Literal["", "unverified"] = ""
    note: str = ""


class Relation(Record, frozen=True):
    """A curated edge from this instrument (or one of its provisions) to another.

    ``source`` is where it is stated (a paragraph, a published mapping), or ``our judgement``.
    """

    verb: Verb
    target: Target
    source: Text
    path: Path | None = None
    reason: str = ""
    confidence: Literal["high", "medium", "low"] = "high"


class Source(Record, frozen=True):
    """Where the facts of a file come from."""

    title: Text
    url: str = ""
    retrieved: Date | None = None
    licence: str = ""
    note: str = ""


class Example(Record, frozen=True):
    """A sentence of our own that must give exactly these links, in order of their place."""

    text: Text
    cites: tuple[Target, ...]
    lang: Lang = "en"


class NonExample(Record, frozen=True):
    """A sentence that must give no link to this entry, and why."""

    text: Text
    why: Text
    lang: Lang = "en"


class Series(Record, frozen=True):
    """A numbered series that the instrument belongs to: "general recommendation No. 26" of a body, "C189"."""

    kind: SeriesKind
    number: Annotated[int, Meta(ge=1)]
    body: Slug


class NumberingRange(Record, frozen=True):
    """Written ``<section>.<first>`` to ``<section>.<last>`` means paragraph ``add`` + the second number."""

    section: int
    first: int
    last: int
    add: int


class Numbering(Record, frozen=True, kw_only=True):
    """Another numbering of the same text, such as a draft's."""

    id: Slug
    name: Text
    note: Text
    date: Date | None = None
    step: Literal["para", "art"] = "para"
    ranges: tuple[NumberingRange, ...]


class Instrument(Record, frozen=True):
    """A curated instrument: names, numbers and provisions, no official wording."""

    id: Slug
    kind: InstrumentKind
    titles: Texts
    names: tuple[Name, ...]
    sources: tuple[Source, ...]
    examples: tuple[Example, ...] = ()
    non_examples: tuple[NonExample, ...] = ()
    body: Slug | None = None
    about: Slug | None = None
    joint: Slug | None = None
    series: Series | None = None
    symbols: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    adopted: Date | None = None
    in_force: Date | None = None
    addresses: Texts = {}
    akn: str = ""
    unit: Literal["art", "para", "goal", "obj", ""] = ""
    numberings: tuple[Numbering, ...] = ()
    provisions: tuple[Provision, ...] = ()
    relations: tuple[Relation, ...] = ()
    note: str = ""


class Body(Record, frozen=True):
    """A treaty body, procedure or institution: found, shown, and never mistaken for its instrument."""

    id: Slug
    kind: Literal["treaty-body", "charter-body", "procedure", "ilo"]
    titles: Texts
    names: tuple[Name, ...]
    sources: tuple[Source, ...]
    monitors: tuple[Slug, ...] = ()
    examples: tuple[Example, ...] = ()
    non_examples: tuple[NonExample, ...] = ()
    note: str = ""


class Term(Record, frozen=True):
    """A search term of an issue: words matched by lemma, ``gap`` other words allowed between them.

    ``unless`` lists words that, in the same passage, call the match off.
    """

    text: Text
    lang: Lang
    gap: Annotated[int, Meta(ge=0, le=5)] = 0
    unless: tuple[Text, ...] = ()


class Addresses(Record, frozen=True):
    """A provision that addresses an issue, with the reason in our own words."""

    target: Target
    reason: Text


class Issue(Record, frozen=True):
    """A concept of the issue vocabulary (SKOS): labels, terms, broader and related concepts."""

    id: Slug
    labels: Texts
    scope: Text
    terms: tuple[Term, ...]
    broader: Slug | None = None
    related: tuple[Slug, ...] = ()
    concepts: tuple[str, ...] = ()
    addressed_by: tuple[Addresses, ...] = ()
    examples: tuple[Text, ...] = ()
    non_examples: tuple[Text, ...] = ()
    note: str = ""


class Stage(Record, frozen=True):
    """A stage of migration (before departure, transit, destination, return): a facet beside the issues.

    ``position`` is its place in the order in which people pass through the stages.
    """

    id: Slug
    position: Annotated[int, Meta(ge=1)]
    labels: Texts
    scope: Text
    terms: tuple[Term, ...]
    addressed_by: tuple[Addresses, ...] = ()
    examples: tuple[Text, ...] = ()
    non_examples: tuple[Text, ...] = ()
    note: str = ""


Kind: TypeAlias = type[Instrument] | type[Body] | type[Issue] | type[Stage]
"""What a curated file may be read into."""
