"""Beginnings of an entry: a commented skeleton to fill in, or a draft with the numbers of a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from instruments.errors import CatalogueError
from instruments.format import format_record
from instruments.models import Example, Instrument, Name, Provision, Source
from instruments.outline import Mark, Unit, outline

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
UNITS: tuple[Unit, ...] = ("art", "para", "obj", "goal")
_WORDS = {
    "art": "Article",
    "para": "Paragraph",
    "obj": "Objective",
    "goal": "Goal",
    "target": "Target",
    "indicator": "Indicator",
}

_SKELETON = """\
# Fill this in from top to bottom; lines that begin with # are for you. When you are done:
#   rightsgraph instruments format --drop-comments FOLDER    takes these remarks off
#   rightsgraph instruments check --overlay FOLDER           says what is missing, and where
# Every field there is: rightsgraph instruments schema instrument

id = "{id}"                     # the name of this file without .toml
kind = "declaration"            # treaty, protocol, declaration, guidelines, general-comment, ilo-convention …
# adopted = "2019-05-01"        # as far as you know it: 2019, 2019-05 or 2019-05-01
# in_force = "2020-01-01"
# symbols = ["A/RES/34/180"]    # document symbols, as printed
unit = "art"                    # what its main numbers are: art, para, obj or goal

[titles]                        # the official title in each language; these three at least
en = "{title}"
es = "{title}"
fr = "{title}"

# [addresses]                   # official pages, by language
# en = "https://example.org/en"

[[names]]                       # every way in which people name it, a block each
text = "{title}"
lang = "en"
kind = "official"               # official, short, acronym, variant, misspelling

[[sources]]                     # where your facts come from
title = "The text as its authors published it"

[[examples]]                    # a sentence of your own for each name, and what must be found in it, in order
text = "We rely on article 1 of the {title}."
cites = ["{id}#art_1"]

[[provisions]]                  # what can be cited, in the order of the text
path = "art_1"
label = "Article 1"
# heading = {{ en = "A few words of your own, never the official text" }}
# summary = {{ en = "One sentence of your own." }}

[[provisions]]
path = "art_1__para_1"          # paragraph 1 of article 1; a point (a) of it is art_1__para_1__point_a
label = "Article 1(1)"
parent = "art_1"
"""


def skeleton(ident: str) -> str:
    """A commented entry to fill in; as it stands it can be read, and says nothing true.

    Raises:
        CatalogueError: when the id is none.

    >>> skeleton("harbour-charter").splitlines()[5].split("#")[0].strip()
    'id = "harbour-charter"'
    """
    return _SKELETON.format(id=_checked(ident), title=words_of(ident))


def draft(text: str, ident: str, *, unit: Unit | None = None, title: str = "", source: str = "a text") -> Instrument:
    """An entry with the numbers that a text marks, and none of its words.

    Args:
        text: The text, with numbers where numbers stand: at the start of lines (see `instruments.outline`).
        ident: The id that the entry gets.
        unit: What its main numbers are; the one that finds most when None.
        title: Its title in English; made of the id when empty.
        source: What the text is called.

    Raises:
        CatalogueError: when the id is none, or the text marks no number.

    >>> entry = draft("Article 1\\nOne.\\nArticle 2\\n1. Two:\\n(a) x;\\n(b) y.", "harbour-charter")
    >>> [p.label for p in entry.provisions]
    ['Article 1', 'Article 2', 'Article 2(1)', 'Article 2(1)(a)', 'Article 2(1)(b)']
    """
    _checked(ident)
    chosen, marks = _outline(text, unit)
    if not marks:
        hint = 'begin each article with a line "Article 1", or each paragraph with "1. ", or give --unit'
        raise CatalogueError(source, "", "no numbered article, paragraph, objective or goal", hint)
    title = title or words_of(ident)
    first = marks[0].path
    return Instrument(
        id=ident,
        kind="declaration",
        titles={"en": title},
        names=(Name(text=title, lang="en", kind="official"),),
        sources=(Source(title=source),),
        examples=(Example(text=f"We rely on {_inline(label(first))} of the {title}.", cites=(f"{ident}#{first}",)),),
        unit=chosen,
        provisions=tuple(_provisions(marks)),
        note="Draft: numbers and structure only, as a program read them.",
    )


def write(folder: Path, ident: str, text: str) -> Path:
    """Write an entry into a folder of facts, as ``data/<id>.toml``; one that is there is never replaced.

    Raises:
        CatalogueError: when it is there, or the folder cannot be written to.
    """
    path = folder / "data" / f"{ident}.toml"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as out:
            out.write(text)
    except FileExistsError:
        raise CatalogueError(str(path), "", "it is there already", "move it away or choose another id") from None
    except OSError as error:
        raise CatalogueError(str(path), "", error.strerror or "cannot be written", "choose another --to") from None
    return path


def label(path: str) -> str:
    """A path as people cite it.

    >>> label("art_12__para_2__point_b"), label("para_26__point_l"), label("target_8.8"), label("art_4__point_a")
    ('Article 12(2)(b)', 'Paragraph 26(l)', 'Target 8.8', 'Article 4(a)')
    """
    first, *rest = path.split("__")
    kind, _, number = first.partition("_")
    return f"{_WORDS[kind]} {number}" + "".join(f"({step.partition('_')[2]})" for step in rest)


def words_of(ident: str) -> str:
    """An id as a title: its words with capitals.

    >>> words_of("harbour-charter")
    'Harbour Charter'
    """
    return " ".join(word.capitalize() for word in ident.split("-"))


def canonical(entry: Instrument) -> str:
    """The entry as the file that is written."""
    return format_record(entry)


def _outline(text: str, unit: Unit | None) -> tuple[Unit, Sequence[Mark]]:
    """The unit whose headings the text has; articles go before paragraphs, which articles hold too."""
    if unit is not None:
        return unit, outline(text, unit)
    found = {one: outline(text, one) for one in ("goal", "obj", "art", "para")}
    tops = {one: sum("__" not in mark.path for mark in marks) for one, marks in found.items()}
    best = next((one for one in ("goal", "obj", "art") if tops[one] > 1), max(tops, key=lambda one: tops[one]))
    return best, found[best]  # type: ignore[return-value]


def _provisions(marks: Sequence[Mark]) -> Iterator[Provision]:
    """A provision for each mark; a goal's targets and a target's indicators stand below it."""
    seen: set[str] = set()
    for mark in marks:
        if mark.path in seen:
            continue
        seen.add(mark.path)
        above = mark.path.rpartition("__")[0] or _goal(mark.path)
        yield Provision(path=mark.path, label=label(mark.path), parent=above if above in seen else None)


def _goal(path: str) -> str:
    kind, _, number = path.partition("_")
    over = number.rpartition(".")[0]
    return {"target": f"goal_{over}", "indicator": f"target_{over}"}.get(kind, "")


def _inline(text: str) -> str:
    return text[0].lower() + text[1:]


def _checked(ident: str) -> str:
    if not SLUG.fullmatch(ident):
        hint = "write lower-case letters, digits and hyphens, such as harbour-charter"
        raise CatalogueError(repr(ident), "", "no id", hint)
    return ident
