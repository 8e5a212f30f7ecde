"""The rules that no schema can state: one function each, over all entries at once."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator

import msgspec

from instruments.facts import Facts, Found, rule
from instruments.fold import fold, occurs
from instruments.format import comments, format_record
from instruments.ids import parse as parse_id
from instruments.models import Instrument, Issue, Stage

TITLE_LANGS = ("en", "es", "fr")
AKN = re.compile(
    r"/akn/un/(?:act/provision|statement/deliberation)/[a-z0-9-]+"  # class, subtype, author
    r"/\d{4}(?:-\d{2}){0,2}/[A-Za-z0-9._-]+(?:/[a-z0-9-]+)?"  # date, number, annex
)


@rule("file-name")
def file_name(facts: Facts) -> Found:
    """A file is named by its id."""
    for file, record, _ in facts.entries:
        if file.rpartition("/")[2] != f"{record.id}.toml":
            yield file, f"its id is {record.id!r}, so the file must be {record.id}.toml"


@rule("unique-paths")
def unique_paths(facts: Facts) -> Found:
    """No two provisions of an instrument have one path."""
    for file, inst in facts.instruments:
        for path, count in Counter(p.path for p in inst.provisions).items():
            if count > 1:
                yield file, f"path {path!r} is used {count} times; give each provision its own"


@rule("well-formed-paths")
def well_formed_paths(facts: Facts) -> Found:
    """A path is one that `instruments.ids` reads and writes back the same."""
    for file, inst in facts.instruments:
        for p in inst.provisions:
            for path in (p.path, *p.aliases):
                try:
                    parse_id(f"{inst.id}#{path}")
                except ValueError as error:
                    yield file, f"{error}"


@rule("parents")
def parents(facts: Facts) -> Found:
    """A parent is there, and listed before its children."""
    for file, inst in facts.instruments:
        everything, seen = {p.path for p in inst.provisions}, set()
        for p in inst.provisions:
            if p.parent is not None and p.parent not in seen:
                why = "stands after it" if p.parent in everything else "is not in the file"
                yield file, f"the parent {p.parent!r} of {p.path!r} {why}; list parents before their children"
            seen.add(p.path)


@rule("nested-paths")
def nested_paths(facts: Facts) -> Found:
    """What a path names as the enclosing place (``art_12`` of ``art_12__para_2``) is above it in the tree."""
    for file, inst in facts.instruments:
        up = {p.path: p.parent for p in inst.provisions}
        for p in inst.provisions:
            enclosing = p.path.rpartition("__")[0]
            above, seen = p.parent, set()
            while above is not None and above != enclosing and above not in seen:
                seen.add(above)
                above = up.get(above)
            if enclosing and above != enclosing:
                yield file, f"{p.path!r} lies in {enclosing!r} by its name but not in the tree; state that parent"


@rule("aliases")
def aliases(facts: Facts) -> Found:
    """An alias means one provision and is no provision's own path."""
    for file, inst in facts.instruments:
        owners = {p.path: p.path for p in inst.provisions}
        for p in inst.provisions:
            for alias in p.aliases:
                owner = owners.setdefault(alias, p.path)
                if owner != p.path or alias == p.path:
                    yield file, f"alias {alias!r} of {p.path!r} already means {owner!r}; drop one"


@rule("labels")
def labels(facts: Facts) -> Found:
    """A label tells a provision from its siblings."""
    for file, inst in facts.instruments:
        for (parent, label), count in Counter((p.parent, p.label) for p in inst.provisions).items():
            if count > 1:
                yield (
                    file,
                    f"label {label!r} stands {count} times below {parent or 'the top'}; labels of siblings differ",
                )


@rule("tidy-text")
def tidy_text(facts: Facts) -> Found:
    """Text is NFC, trimmed, and has no double spaces, no-break spaces or line breaks."""
    for file, record, _ in facts.entries:
        for where, text in _strings(record, ""):
            tidy = " ".join(unicodedata.normalize("NFC", text).split())
            if text != tidy and re.sub("[\u00a0\u202f]", " ", text) != tidy:
                yield file, f"{where} = {text[:60]!r} is not NFC or has stray spaces; write {tidy[:60]!r}"


@rule("sources")
def sources(facts: Facts) -> Found:
    """Each instrument and body says where its facts come from."""
    for file, record in facts.named:
        if not record.sources:
            yield file, "no source; add at least one [[sources]] table"


@rule("titles")
def titles(facts: Facts) -> Found:
    """Titles are there in English, Spanish and French."""
    for file, record, _ in facts.entries:
        texts = record.labels if isinstance(record, Issue | Stage) else record.titles
        missing = [lang for lang in TITLE_LANGS if lang not in texts]
        if missing:
            yield file, f"no title in {', '.join(missing)}; add it"


@rule("shared-names")
def shared_names(facts: Facts) -> Found:
    """A name that two entries use is declared in both, and only then."""
    users: dict[str, dict[str, str]] = defaultdict(dict)
    for file, record in facts.named:
        for n in record.names:
            if n.kind != "generic":
                users[fold(n.text)][record.id] = file
    for file, record in facts.named:
        for n in record.names:
            others = set(users[fold(n.text)]) - {record.id} if n.kind != "generic" else set(n.shared_with)
            if missing := sorted(others - set(n.shared_with)):
                yield file, f"name {n.text!r} is a name of {', '.join(missing)} too; declare it in shared_with"
            if extra := sorted(set(n.shared_with) - others):
                yield file, f"name {n.text!r} says it is shared with {', '.join(extra)}, which has no such name"


@rule("name-roots")
def name_roots(facts: Facts) -> Found:
    """The part that a name counts in is a place of its instrument, with numbers below it."""
    for file, record in facts.named:
        for n in record.names:
            if n.root is not None and not any(
                p.parent == n.root for p in (record.provisions if isinstance(record, Instrument) else ())
            ):
                yield file, f"name {n.text!r} has the root {n.root!r}, below which the instrument has nothing"


@rule("unique-names")
def unique_names(facts: Facts) -> Found:
    """An entry lists a name once for each language."""
    for file, record in facts.named:
        for (text, lang), count in Counter((fold(n.text), n.lang) for n in record.names).items():
            if count > 1:
                yield file, f"name {text!r} ({lang}) stands {count} times; keep one"


@rule("name-examples")
def name_examples(facts: Facts) -> Found:
    """Each name but a generic one stands in an example of its own entry."""
    for file, record in facts.named:
        for n in record.names:
            if n.kind != "generic" and not any(occurs(n.text, e.text) for e in record.examples):
                yield file, f"no example has the name {n.text!r} ({n.lang}); add a sentence with it"


@rule("example-targets")
def example_targets(facts: Facts) -> Found:
    """What an example cites exists."""
    for file, record in facts.named:
        for e in record.examples:
            for target in e.cites:
                if not facts.has(target):
                    yield file, f"example {e.text[:50]!r} cites {target!r}, which is not in the catalogue"


@rule("relation-targets")
def relation_targets(facts: Facts) -> Found:
    """A relation goes to an instrument or provision that exists."""
    for file, inst in facts.instruments:
        for r in inst.relations:
            if not facts.catalogue.has(r.target):
                yield file, f"a relation {r.verb} {r.target!r}, which is not in the catalogue"


@rule("relation-paths")
def relation_paths(facts: Facts) -> Found:
    """A relation starts at a path of its own instrument, and is stated once."""
    for file, inst in facts.instruments:
        for r in inst.relations:
            if r.path is not None and not facts.catalogue.has(f"{inst.id}#{r.path}"):
                yield file, f"a relation {r.verb} {r.target!r} starts at {r.path!r}, which the instrument has not"
        for key, count in Counter((r.path, r.verb, r.target) for r in inst.relations).items():
            if count > 1:
                yield file, f"the relation {' '.join(map(str, key))} stands {count} times; keep one"


@rule("numberings")
def numberings(facts: Facts) -> Found:
    """Each number of another numbering means a provision that exists, and only one."""
    for file, inst in facts.instruments:
        for numbering in inst.numberings:
            meaning: set[tuple[int, int]] = set()
            for span in numbering.ranges:
                for number in range(span.first, span.last + 1):
                    path = f"{numbering.step}_{number + span.add}"
                    written = f"{span.section}.{number}"
                    if not facts.catalogue.has(f"{inst.id}#{path}"):
                        yield (
                            file,
                            f"numbering {numbering.id!r}: {written} means {path!r}, which the instrument has not",
                        )
                    if (span.section, number) in meaning:
                        yield file, f"numbering {numbering.id!r}: {written} is in two ranges"
                    meaning.add((span.section, number))
                if span.last < span.first:
                    yield file, f"numbering {numbering.id!r}: a range of section {span.section} ends before it starts"


@rule("headings")
def headings(facts: Facts) -> Found:
    """Where some main provisions have a heading or summary of our own, all have one."""
    for file, inst in facts.instruments:
        main = [p for p in inst.provisions if is_main(inst, p.path)]
        if any(p.summary or (p.heading and not p.official_heading) for p in main):
            bare = [p.label for p in main if not p.heading and not p.summary]
            if bare:
                more = f" and {len(bare) - 3} more" if len(bare) > 3 else ""
                yield file, f"no heading or summary for {', '.join(bare[:3])}{more}, while others have one"


@rule("bodies")
def bodies(facts: Facts) -> Found:
    """The body of an instrument, its series and the instrument it is about exist."""
    for file, inst in facts.instruments:
        if inst.body is not None and inst.body not in facts.catalogue.bodies:
            yield file, f"body {inst.body!r} is not among the bodies"
        if inst.series is not None and inst.series.body not in facts.catalogue.bodies:
            yield file, f"body {inst.series.body!r} of the series is not among the bodies"
        if inst.about is not None and inst.about not in facts.catalogue.instruments:
            yield file, f"about {inst.about!r} is not among the instruments"


@rule("series")
def series(facts: Facts) -> Found:
    """A number in a body's series belongs to one instrument."""
    seen: dict[tuple[str, str, int], str] = {}
    for file, inst in facts.instruments:
        if inst.series is not None:
            key = (inst.series.body, inst.series.kind, inst.series.number)
            owner = seen.setdefault(key, inst.id)
            if owner != inst.id:
                yield file, f"{key[1]} No. {key[2]} of {key[0]} is {owner!r} already"


@rule("monitors")
def monitors(facts: Facts) -> Found:
    """What a body monitors exists."""
    for file, body in facts.bodies:
        for target in body.monitors:
            if target not in facts.catalogue.instruments:
                yield file, f"monitors {target!r}, which is not among the instruments"


@rule("joint")
def joint(facts: Facts) -> Found:
    """Two entries of one joint text name each other and have the same provisions."""
    known = facts.catalogue.instruments
    for file, inst in facts.instruments:
        if inst.joint is None:
            continue
        other = known.get(inst.joint)
        if other is None or other.joint != inst.id:
            yield file, f"joint {inst.joint!r} does not name {inst.id!r} in return"
        elif _structure(inst) != _structure(other):
            yield file, f"its provisions differ from those of the joint entry {other.id!r}; declare both the same"


@rule("dates")
def dates(facts: Facts) -> Found:
    """Dates exist in the calendar, and nothing enters into force before it is adopted."""
    for file, inst in facts.instruments:
        for date in (inst.adopted, inst.in_force, *(n.date for n in inst.numberings)):
            if date is not None and not _exists(date):
                yield file, f"{date!r} is no date"
        if inst.adopted and inst.in_force and inst.in_force < inst.adopted[: len(inst.in_force)]:
            yield file, f"in force {inst.in_force} before it was adopted {inst.adopted}"


@rule("akn")
def akn(facts: Facts) -> Found:
    """An Akoma Ntoso address has the form that `instruments.akn` builds on, and is one work's only."""
    owner: dict[str, Instrument] = {}
    for file, inst in facts.instruments:
        if inst.akn and not AKN.fullmatch(inst.akn):
            yield (
                file,
                f"akn {inst.akn!r} is not /akn/un/act/provision/AUTHOR/DATE/NUMBER (or /statement/deliberation/…)",
            )
        other = owner.setdefault(inst.akn, inst)
        if inst.akn and other.id not in (inst.id, inst.joint):
            yield file, f"akn {inst.akn!r} is that of {other.id!r} too"


@rule("canonical")
def canonical(facts: Facts) -> Found:
    """A file is in the canonical form that `instruments.format` writes."""
    for file, record, text in facts.entries:
        if lines := comments(text):
            yield file, f"a comment in line {lines[0]}; move remarks into note keys, since formatting drops comments"
        elif text != format_record(record):
            yield file, "not in canonical form; run: rightsgraph instruments format"


_MAIN = {"art": ("art",), "para": ("para",), "goal": ("goal", "target"), "obj": ("obj",)}


def is_main(inst: Instrument, path: str) -> bool:
    """Whether a path is a main provision of its instrument: an article, a top-level paragraph, a goal, a target.

    >>> from instruments.models import Instrument
    >>> inst = Instrument(id="x", kind="treaty", titles={}, names=(), sources=(), unit="art")
    >>> is_main(inst, "art_3"), is_main(inst, "art_3__para_1"), is_main(inst, "part_1")
    (True, False, False)
    """
    return "__" not in path and path.partition("_")[0] in _MAIN.get(inst.unit, ())


def _structure(inst: Instrument) -> list[tuple[str, str, str | None]]:
    return [(p.path, p.label, p.parent) for p in inst.provisions]


def _exists(date: str) -> bool:
    try:
        datetime.date.fromisoformat(date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date)
    except ValueError:
        return False
    return True


def _strings(value: object, where: str) -> Iterator[tuple[str, str]]:
    """All strings in a record with the path of the key."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            yield from _strings(getattr(value, field), f"{where}.{field}" if where else field)
    elif isinstance(value, tuple):
        for i, item in enumerate(value):
            yield from _strings(item, f"{where}[{i}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(item, f"{where}.{key}")
