"""A user's own facts on who is bound by what: read from the CSV that people have, kept as one plain CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from instruments.errors import CatalogueError
from instruments.fold import fold
from instruments.states import Binding, Status, register, states

if TYPE_CHECKING:
    from instruments.load import Catalogue

COLUMNS = ("state", "treaty", "status", "year", "as_of", "source", "note")
_HEADS = {
    "state": ("state", "code", "iso2", "iso3", "country", "member", "estado", "pais", "etat", "pays"),
    "treaty": ("treaty", "convention", "instrument", "tratado", "convenio", "traite"),
    "status": ("status", "estado de ratificacion", "statut"),
    "year": ("year", "date", "ratified", "ratification", "ratification date", "year ratification or accession", "ano"),
    "as_of": ("as_of", "as of"),
    "source": ("source", "fuente"),
    "note": ("note", "remarks", "nota", "remarque"),
}
_STATUS: dict[str, Status] = {
    **dict.fromkeys(("bound", "state party", "party", "ratified", "in force", "acceded", "yes"), "bound"),
    **dict.fromkeys(("signed", "signatory", "signatory state", "signature only"), "signed"),
    **dict.fromkeys(("neither", "no action", "not ratified", "not in force", "denounced", "no"), "neither"),
    "unknown": "unknown",
}
_WAY = "write state, treaty and status (bound, signed, neither or unknown), and a year where it is bound"


def read(path: Path, catalogue: Catalogue, *, as_of: str = "", source: str = "", treaty: str = "") -> list[Binding]:
    """Read a user's CSV of bindings.

    Args:
        path: The file: a header line, then one line a State and treaty. A State is a two- or three-letter code or a
            name in English, Spanish or French; a treaty is an id or what people type. Without a status a year
            means bound.
        catalogue: Where treaties are looked up.
        as_of, source: The date and the source of the facts, for lines that name none.
        treaty: The treaty of all lines, where the file has no column for it.

    Raises:
        CatalogueError: naming the file, the line and the way out; nothing is taken from a file with an error.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = "not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror or "cannot be read"
        raise CatalogueError(str(path), "", why, "give a CSV file in UTF-8") from None
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if text.partition("\n")[0].count(";") > 1 else ",")
    columns = _columns(reader.fieldnames or ())
    given = {"as_of": as_of, "source": source, "treaty": treaty}
    for name, option in (("state", ""), ("treaty", "--treaty"), ("as_of", "--as-of"), ("source", "--source")):
        if name not in columns and not given.get(name):
            hint = f"add it, or give {option}" if option else f"the columns are {', '.join(COLUMNS)}"
            raise CatalogueError(path.name, "line 1", f"no column {name!r}", hint)
    found: dict[tuple[str, str], Binding] = {}
    for row in reader:
        place = f"line {reader.line_num}"
        cells = {**given, **{name: cell for name, head in columns.items() if (cell := (row.get(head) or "").strip())}}
        if not any((row.get(head) or "").strip() for head in columns.values()):
            continue
        one = _binding(cells, catalogue, path.name, place)
        if (one.state, one.treaty) in found:
            raise CatalogueError(path.name, place, f"{one.state} and {one.treaty} stand there twice", "leave one")
        found[one.state, one.treaty] = one
    return list(found.values())


def write(path: Path, bindings: Iterable[Binding]) -> None:
    """Keep bindings in the plain form, sorted; the file is replaced whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.tmp")
    with beside.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(sorted(["" if cell is None else cell for cell in b] for b in bindings))
    beside.replace(path)


def stored(path: Path) -> Iterator[Binding]:
    """The bindings of a file that `write` made.

    Raises:
        CatalogueError: when somebody changed it so that it no longer fits.
    """
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        for row in reader:
            year = row.get("year") or ""
            if set(row) != set(COLUMNS) or row["status"] not in _STATUS.values() or not (year.isdecimal() or not year):
                raise CatalogueError(
                    str(path), f"line {reader.line_num}", "not as it was written", "import your file again"
                )
            yield Binding(
                row["state"],
                row["treaty"],
                row["status"],  # type: ignore[arg-type]
                int(year) if year else None,
                row["as_of"],
                row["source"],
                row["note"],
            )


def code_of(name: str) -> str | None:
    """The two-letter code of a State by its code or by one of its names; None for anything else.

    >>> code_of("NPL"), code_of("república de moldova"), code_of("Congo"), code_of("Atlantis")
    ('NP', 'MD', 'CG', None)
    """
    known = states()
    typed = name.strip()
    if typed.upper() in known:
        return typed.upper()
    wanted = fold(typed)
    for state in register().states:
        if typed.upper() == state.alpha3 or typed in state.acronyms:
            return state.code
    for state in register().states:
        if any(fold(own) == wanted for _, own in state.names()):
            return state.code
    return None


def near(name: str) -> list[str]:
    """Names of States that look like one, for a hint."""
    from rapidfuzz import process

    names = {own: state.code for state in register().states for _, own in state.names()}
    found = process.extract(name, list(names), processor=fold, limit=3, score_cutoff=70)
    return [f"{own} ({names[own]})" for own, _, _ in found]


def _columns(heads: Sequence[str]) -> dict[str, str]:
    return {
        name: head
        for name, known in _HEADS.items()
        for head in [h for h in heads if h is not None and fold(h).replace("-", " ") in known][:1]
    }


def _binding(cells: dict[str, str], catalogue: Catalogue, file: str, place: str) -> Binding:
    code = code_of(cells.get("state", ""))
    if code is None:
        hint = ", ".join(near(cells.get("state", ""))) or "rightsgraph states list"
        raise CatalogueError(file, place, f"{cells.get('state', '')!r} is no member State", f"see {hint}")
    treaty = _treaty(cells.get("treaty", ""), catalogue, file, place)
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", cells.get("year", ""))
    written = fold(cells.get("status", "")) or ("bound" if year else "")
    status = _STATUS.get(written)
    if status is None:
        raise CatalogueError(file, place, f"{written!r} is no status", _WAY)
    if not cells["as_of"] or not cells["source"]:
        raise CatalogueError(file, place, "no date or no source", "fill the cell, or give --as-of and --source")
    number = int(year[0]) if year and status == "bound" else None
    return Binding(code, treaty, status, number, cells["as_of"], cells["source"], cells.get("note", ""))


def _treaty(name: str, catalogue: Catalogue, file: str, place: str) -> str:
    from instruments.lookup import lookup

    found = lookup(name, catalogue) if name else None
    if found is None or found.target is None or found.target not in catalogue.instruments:
        more = found.suggestion if found and found.suggestion else "see rightsgraph instruments list"
        raise CatalogueError(file, place, f"{name!r} is no instrument of the catalogue", more)
    return found.target
