"""Gold sets: units, the mentions that people marked in them, and what the linker says of the same units.

A gold directory holds ``units.jsonl`` (what is judged on its own: a post or a passage, with its document
and its span there), ``mentions.jsonl`` (what is cited where) and, for documents that are passages,
``passages.jsonl``. Any other document is a text file beside them or in a ``corpus`` folder near them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

if TYPE_CHECKING:
    from instruments.load import Catalogue
    from kb.records import Citation

Row = TypeVar("Row", bound=Struct)


class GoldError(Exception):
    """A gold directory or a file of predictions cannot be used: what, where, and the way out.

    >>> str(GoldError("gold/units.jsonl", "no such file", "name a gold directory"))
    'gold/units.jsonl: no such file; name a gold directory'
    """

    def __init__(self, where: str, problem: str, hint: str) -> None:
        super().__init__(f"{where}: {problem}; {hint}")


class Unit(Struct, frozen=True):
    """What is judged on its own: a post of a discussion, or a passage."""

    id: str
    doc: str
    start: int
    end: int
    lang: str | None = None
    parent: str | None = None


class Mark(Struct, frozen=True, omit_defaults=True):
    """A mention that people marked, or one that the linker predicts; offsets into the text of ``doc``."""

    doc: str
    start: int
    end: int
    kind: str
    target: str | None = None
    text: str = ""
    status: str = "resolved"
    rule: str = ""
    confidence: float = 0.0
    note: str = ""
    unit: str = ""


class _Passage(Struct, frozen=True):
    id: str
    text: str


class Gold(Struct, frozen=True):
    """A gold set: its units, its mentions, and which instruments it judges (patterns; None for all)."""

    folder: Path
    units: tuple[Unit, ...]
    mentions: tuple[Mark, ...]
    judged: tuple[str, ...] | None


def read(folder: str | Path) -> Gold:
    """A gold directory's units and mentions.

    ``ids.txt`` in the directory or above it lists the instruments that are judged, one pattern a line.

    Raises:
        GoldError: a file is missing, or a line of it is not what it should be.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GoldError(str(folder), "no such folder", "name a folder that holds units.jsonl and mentions.jsonl")
    ids = next((p for p in (folder / "ids.txt", folder.resolve().parent / "ids.txt") if p.is_file()), None)
    return Gold(
        folder,
        tuple(rows(folder / "units.jsonl", Unit)),
        tuple(rows(folder / "mentions.jsonl", Mark)),
        patterns(ids) if ids else None,
    )


def patterns(path: Path) -> tuple[str, ...]:
    """The lines of a list of instruments, without comments and blank lines."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(line for line in lines if line[:1] not in ("", "#"))


def rows(path: Path, kind: type[Row]) -> Iterator[Row]:
    """The records of a JSON Lines file.

    Raises:
        GoldError: the file is missing, or a line is not such a record.
    """
    if not path.is_file():
        raise GoldError(str(path), "no such file", "see tests/gold/README.md for the files of a gold set")
    decoder = msgspec.json.Decoder(kind)
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise GoldError(f"{path}, line {number}", f"{error}", "correct that line") from error


def texts(gold: Gold, units: Iterable[Unit]) -> dict[str, str]:
    """The text of each unit by its id.

    Raises:
        GoldError: a document is neither a passage nor a file in or near the directory.
    """
    listed = gold.folder / "passages.jsonl"
    documents = {p.id: p.text for p in rows(listed, _Passage)} if listed.is_file() else {}
    out = {}
    for unit in units:
        if unit.doc not in documents:
            documents[unit.doc] = _document(unit.doc, gold.folder)
        out[unit.id] = documents[unit.doc][unit.start : unit.end]
    return out


def _document(name: str, folder: Path) -> str:
    here = folder.resolve()
    above = (here.parent, here.parent.parent)
    places = [here, *(a / "corpus" for a in above), *(a / "corpus" / "sample" for a in above)]
    for place in places:
        if (place / name).is_file():
            with (place / name).open(encoding="utf-8", newline="") as f:
                return f.read()
    raise GoldError(name, f"not found in {folder} nor in a corpus folder near it", "put the document there")


def parents(unit: str, parent_of: Mapping[str, str | None]) -> list[str]:
    """The ids that a unit answers to, nearest last, without loops.

    >>> parents("c", {"a": None, "b": "a", "c": "b"})
    ['a', 'b']
    """
    chain: list[str] = []
    above = parent_of.get(unit)
    while above is not None and above in parent_of and above not in chain and above != unit:
        chain.append(above)
        above = parent_of.get(above)
    return chain[::-1]


def predict(gold: Gold, units: Sequence[Unit] | None = None, *, catalogue: Catalogue | None = None) -> list[Mark]:
    """What the linker finds in each unit, read on its own; a reply also has the posts above it as context.

    The units of one document are a corpus: a wording that one of them attributes is found in the others.
    """
    from instruments.load import catalogue as shipped
    from linker import find
    from linker.quoting import corpus_quotations

    bodies = texts(gold, gold.units)
    parent_of = {u.id: u.parent for u in gold.units}
    chosen = gold.units if units is None else units
    found: dict[str, list[Citation]] = {}
    for unit in chosen:
        context = [bodies[p] for p in parents(unit.id, parent_of)]
        found[unit.id] = find(bodies[unit.id], lang=unit.lang, context=context, catalogue=catalogue)
    for doc in dict.fromkeys(u.doc for u in chosen):
        posts = [(u.id, bodies[u.id], found[u.id]) for u in chosen if u.doc == doc]
        for unit_id, more in corpus_quotations(posts, catalogue or shipped()).items():
            found[unit_id] = [*found[unit_id], *more]
    out = []
    for unit in chosen:
        for c in found[unit.id]:
            out.append(
                Mark(
                    doc=unit.doc,
                    start=unit.start + c.start,
                    end=unit.start + c.end,
                    kind=c.kind,
                    target=c.target,
                    text=c.text,
                    status=c.status,
                    rule=c.rule,
                    confidence=c.confidence,
                    note=c.note,
                    unit=unit.id,
                )
            )
    return out
