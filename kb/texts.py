"""Official wordings: cutting files of them, and the fingerprints that are shipped of them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from instruments.coverage import numbered
from instruments.errors import CatalogueError
from instruments.load import Catalogue
from instruments.prints import dump, fingerprint
from instruments.wordings import Wording, name_of, read

READABLE = (".json", ".txt", ".md")  # of two files of one wording, the form that comes first here is taken
_UNITS = {"art": "articles", "para": "paragraphs", "point": "points", "obj": "objectives", "goal": "goals",
          "target": "targets", "indicator": "indicators"}  # fmt: skip


class Found(NamedTuple):
    """What a wording has of an instrument's numbered provisions: by kind how many of how many, and which it lacks."""

    instrument: str
    lang: str
    file: str
    counts: tuple[tuple[str, int, int], ...]
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing

    def line(self) -> str:
        """One line for people.

        >>> Found("cedaw", "en", "cedaw.en.txt", (("art", 29, 30), ("para", 112, 112)), ("art_30",)).line()
        'cedaw en: 29/30 articles, 112/112 paragraphs; not found: art_30'
        """
        counts = ", ".join(f"{found}/{of} {_UNITS.get(kind, kind)}" for kind, found, of in self.counts)
        few = ", ".join(self.missing[:5]) + (f" and {len(self.missing) - 5} more" if len(self.missing) > 5 else "")
        line = f"{self.instrument} {self.lang}: {counts or 'no numbered provisions'}"
        return f"{line}; not found: {few}" if few else line


class Report(NamedTuple):
    """What was made of a folder: what each wording has, files not used and why, instruments with no wording."""

    found: tuple[Found, ...]
    unused: tuple[tuple[str, str], ...]
    without: tuple[str, ...]
    size: int


def compare(wording: Wording, catalogue: Catalogue) -> Found:
    """Compare what was cut with the numbered provisions of the instrument's tree."""
    tree = catalogue.trees[wording.instrument]
    held: set[str] = set()
    for piece in wording.pieces:
        held.add(piece.path)
        held.update(catalogue.ancestors(wording.instrument, piece.path))
    wanted = [path for path in tree if path in numbered(tree)]
    kinds = [path.rpartition("__")[2].partition("_")[0] for path in wanted]
    total, got = Counter(kinds), Counter(kind for kind, path in zip(kinds, wanted, strict=True) if path in held)
    return Found(
        wording.instrument,
        wording.lang,
        wording.source,
        tuple((kind, got[kind], total[kind]) for kind in _UNITS if total[kind]),
        tuple(path for path in wanted if path not in held),
    )


def sources(folder: Path, catalogue: Catalogue) -> tuple[list[tuple[Path, str, str]], list[tuple[str, str]]]:
    """The wordings in a folder and the folders below it, one a language: file, instrument, language; and the rest."""
    taken: dict[tuple[str, str], Path] = {}
    unused: list[tuple[str, str]] = []
    for path in sorted(folder.rglob("*"), key=lambda p: (READABLE.index(p.suffix) if p.suffix in READABLE else 9, p)):
        if not path.is_file():
            continue
        place = str(path.relative_to(folder))
        if path.suffix not in READABLE:
            unused.append((place, f"{path.suffix or 'no ending'} is not read"))
        elif (known := name_of(path, catalogue)) is None:
            unused.append((place, "its name tells no instrument and language (<id>.<lang>.txt)"))
        elif known in taken:
            unused.append((place, f"{taken[known].relative_to(folder)} has the same wording"))
        else:
            taken[known] = path
    return [(path, *known) for known, path in sorted(taken.items())], sorted(unused)


def wordings(files: Sequence[tuple[Path, str, str]], catalogue: Catalogue) -> Iterator[tuple[Path, Wording]]:
    """Read and cut some files."""
    for path, instrument, lang in files:
        yield path, read(path, catalogue, instrument, lang)


def make_fingerprints(folder: Path, out: Path, catalogue: Catalogue) -> Report:
    """Cut all wordings of a folder and write a fingerprint of each; those of earlier runs are removed.

    Raises:
        CatalogueError: when the folder holds no wording, or a file cannot be read.
    """
    files, unused = sources(folder, catalogue)
    if not files:
        hint = "give a folder with files named <id>.<lang>.txt, such as cedaw.en.txt"
        raise CatalogueError(str(folder), "", "no official wording there", hint)
    made: dict[str, bytes] = {}
    found = []
    for path, wording in wordings(files, catalogue):
        if not wording.pieces:
            unused.append((path.name, "no provision of the instrument's tree was found in it"))
            continue
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        made[f"{wording.instrument}.{wording.lang}.bin"] = dump(fingerprint(wording, digest))
        found.append(compare(wording, catalogue))
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.bin"):
        if old.name not in made:
            old.unlink()
    for name, data in made.items():
        (out / name).write_bytes(data)
    have = {f.instrument for f in found}
    have |= {joint for name in have if (joint := catalogue.instruments[name].joint)}
    have |= {i.id for i in catalogue.instruments.values() if i.joint in have}
    without = tuple(sorted(i.id for i in catalogue.instruments.values() if i.kind != "external" and i.id not in have))
    return Report(tuple(found), tuple(unused), without, sum(map(len, made.values())))


def wording(target: str, lang: str, catalogue: Catalogue, where: Path | None = None) -> str | None:
    """The official wording of a provision that the user brought in, with the paragraphs and points below it.

    Args:
        target: the id of a provision or of a whole instrument.
        lang: the language; of an instrument's wordings no other is taken.
        catalogue: says what stands below what, and what it is called.
        where: the folder of wordings, by default the user's own.

    Returns:
        One line a paragraph or point, each below the target with its number or label; None where the wording was not
        brought in, or lacks the provision.
    """
    from kb import texts_store

    instrument, _, path = target.partition("#")
    held = texts_store.held(instrument, lang, where)
    if held is None:
        return None
    own = catalogue.path(instrument, path) if path else ""
    below = None if not path else {*([own] if own else []), *(catalogue.subtree(instrument, own) if own else ())}
    lines: list[str] = []
    named: set[str] = set()
    for at, text in held.pieces:
        if below is not None and at not in below:
            continue
        steps = [*reversed([at, *catalogue.ancestors(instrument, at)])] if at else []
        inner = steps[steps.index(own) + 1 :] if own else steps
        marks = [mark for step in inner if step not in named and (mark := _mark(step, catalogue, instrument))]
        named.update(inner)
        lines.append(" ".join([*marks, " ".join(text.split())]))
    return "\n".join(lines) if lines else None


def _mark(path: str, catalogue: Catalogue, instrument: str) -> str:
    """How a provision is headed in a wording: its number, its letter, or what it is called."""
    kind, _, number = path.rpartition("__")[2].partition("_")
    if kind == "para":
        return f"{number}."
    if kind == "point":
        return f"({number})"
    if kind in ("recital", "item"):
        return ""
    provision = catalogue.provision(f"{instrument}#{path}")
    return f"{provision.label}." if provision else ""
