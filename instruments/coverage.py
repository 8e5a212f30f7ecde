"""How much of each instrument the catalogue holds, and which wordings its numbering was compared with."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from instruments.load import Catalogue
from instruments.models import Instrument
from instruments.outline import Unit, paths
from instruments.wordings import name_of, read

_ENDINGS = (".txt", ".md", ".json")
_SECTIONS = (
    ("Treaties and protocols", ("treaty", "protocol")),
    ("Labour standards", ("ilo-convention", "ilo-protocol", "ilo-recommendation")),
    (
        "Declarations, agendas, compacts and programmes",
        ("declaration", "agenda", "compact", "programme", "statement", "guidelines"),
    ),
    ("General recommendations and comments", ("general-recommendation", "general-comment")),
    ("Known so as not to be mistaken", ("external",)),
)
NUMBERED = frozenset({"art", "para", "point", "goal", "target", "indicator", "obj"})


def numbered(tree: Iterable[str]) -> set[str]:
    """The paths that a wording marks by a number or letter at every step.

    >>> sorted(numbered(["part_1", "art_1", "art_1__point_a", "art_1__item_2", "preamble__recital_1"]))
    ['art_1', 'art_1__point_a']
    """
    return {p for p in tree if all(step.partition("_")[0] in NUMBERED for step in p.split("__"))}


def compare(inst: Instrument, text: str) -> tuple[set[str], set[str], set[str]]:
    """Compare an instrument's numbering with a wording.

    Returns:
        The paths that both have, those that only the wording marks, and those that only the catalogue has.
    """
    unit: Unit = inst.unit or "art"
    marked, ours = paths(text, unit), numbered(p.path for p in inst.provisions)
    return marked & ours, marked - ours, ours - marked


def rows(catalogue: Catalogue, texts: Path | None = None) -> Iterator[dict[str, Any]]:
    """One row an instrument: its provisions in all and by depth, names by language, summaries, wordings compared.

    Args:
        catalogue: What to count.
        texts: A folder of wordings named ``<id>.<lang>.txt`` (or ``.md``, ``.json``), with general comments in a
            folder of theirs below it.

    Yields:
        ``instrument``, ``provisions``, ``by_depth`` ("30/71/30"), ``names`` ("en 9, es 4"), ``summarised`` (how
        many provisions have a heading or summary), ``compared`` ("en: equal; fr: 15 not marked there").
    """
    found = wordings_of(catalogue, texts) if texts else {}
    for ident, inst in catalogue.instruments.items():
        tree = catalogue.trees[ident]
        depth = Counter(sum(1 for _ in catalogue.ancestors(ident, path)) for path in tree)
        langs = Counter(name.lang for name in inst.names)
        compared = [f"{lang}: {_differences(one) or 'equal'}" for lang, one in found.get(ident, {}).items()]
        yield {
            "instrument": ident,
            "provisions": len(tree),
            "by_depth": "/".join(str(depth[d]) for d in sorted(depth)),
            "names": ", ".join(f"{lang} {n}" for lang, n in sorted(langs.items())),
            "summarised": sum(1 for p in tree.values() if p.heading or p.summary),
            "compared": "; ".join(compared) if compared else ("no wording" if texts else "not asked"),
        }


Compared = tuple[set[str], set[str], set[str]]
"""Numbered paths in both, only in a wording, only in the catalogue."""


def wordings_of(catalogue: Catalogue, texts: Path) -> dict[str, dict[str, Compared]]:
    """By instrument and language, how the catalogue's numbering compares with the wordings of a folder.

    Where a folder has several files of one language, the one that agrees best is taken.
    """
    out: dict[str, dict[str, Compared]] = {}
    files = (f for f in sorted(texts.rglob("*.*.*")) + sorted(texts.rglob("*.json")) if f.suffix in _ENDINGS)
    for file in dict.fromkeys(files):
        if name := name_of(file, catalogue):
            ident, lang = name
            one = _wording(catalogue, file, ident, lang)
            other = out.setdefault(ident, {}).get(lang)
            if other is None or len(one[1] | one[2]) < len(other[1] | other[2]):
                out[ident][lang] = one
    return {ident: dict(sorted(langs.items())) for ident, langs in out.items()}


def _wording(catalogue: Catalogue, file: Path, ident: str, lang: str) -> Compared:
    """Compare by the numbers that a text marks, and by the stretches into which it can be cut along the tree."""
    inst, text = catalogue.instruments[ident], file.read_text(encoding="utf-8")
    if file.suffix == ".json":
        data = json.loads(text)
        records = data if isinstance(data, list) else []
        text = "\n".join(f"{str(r.get('ID') or '').strip()} {(r.get('Text') or '').strip()}" for r in records)
    _, extra, missing = compare(inst, text)
    if not any(p.path.startswith("para_") for p in inst.provisions):  # one paragraph, which has no number
        extra = {path for path in extra if path.removeprefix("para_1__") not in catalogue.trees[ident]} - {"para_1"}
    cut = {piece.path for piece in read(file, catalogue, ident, lang).pieces}
    cut |= {above for path in cut for above in catalogue.ancestors(ident, path)}
    ours = numbered(p.path for p in inst.provisions)
    return ours - (missing - cut), extra, missing - cut


def _differences(one: Compared) -> str:
    _, extra, missing = one
    parts = [f"{len(missing)} not marked there"] if missing else []
    parts += [f"{len(extra)} only there"] if extra else []
    return " and ".join(parts)


def page(catalogue: Catalogue, texts: Path) -> str:
    """The table of all instruments as a Markdown page, with what each was verified against."""
    found = wordings_of(catalogue, texts)
    total = sum(len(inst.provisions) for inst in catalogue.instruments.values())
    whole = sum(any(not _differences(one) for one in langs.values()) for langs in found.values())
    lines = [
        "# What the catalogue holds",
        "",
        "Every instrument with its provisions, the languages of its names, and the official wordings that its",
        "numbering was compared with. This page is written by `RIGHTSGRAPH_FIX_DOCS=1 python -m pytest",
        "tests/instruments/test_coverage_doc.py` and checked by `make test` where the wordings are; the same table for",
        "wordings of your own: `rightsgraph instruments coverage --texts FOLDER`.",
        "",
        f"{len(catalogue.instruments)} instruments, {total} provisions. {len(found)} instruments were compared with at",
        f"least one wording; {whole} have in at least one language exactly the numbers that the wording marks.",
        "",
        "A language that stands alone agrees both ways: every number of the catalogue is in the text, and every",
        "number of the text is in the catalogue. Otherwise it says how many places the copy does *not mark* (scans",
        "lose marks, and some texts run points together) and how many stand *only there* (a protocol or a note that",
        "trails the text, a number that a scan misread, or depth that the catalogue does not have). *No wording* means",
        "that no official wording was at hand; the file names what its numbers rest on instead, and how many of them",
        "are marked `unverified`.",
    ]
    for title, kinds in _SECTIONS:
        chosen = [inst for inst in catalogue.instruments.values() if inst.kind in kinds]
        if not chosen:
            continue
        lines += [
            "",
            f"## {title}",
            "",
            "| instrument | provisions | verified against | names in |",
            "|---|---:|---|---|",
        ]
        for inst in sorted(chosen, key=lambda one: _natural(one.id)):
            langs = sorted({name.lang for name in inst.names} | set(inst.titles), key=_lang_order)
            verified = _verified(inst, found.get(inst.id, {}))
            lines.append(f"| `{inst.id}` | {len(inst.provisions)} | {verified} | {', '.join(langs)} |")
    return "\n".join(lines) + "\n"


def _verified(inst: Instrument, langs: dict[str, Compared]) -> str:
    if not langs:
        open_ = sum(p.confidence == "unverified" for p in inst.provisions)
        return f"no wording; {open_} unverified" if open_ else "no wording"
    said = [(lang, _differences(one)) for lang, one in sorted(langs.items(), key=lambda item: _lang_order(item[0]))]
    return "; ".join(f"{lang}: {text}" if text else lang for lang, text in said)


def _natural(ident: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (0, part) for part in re.split(r"(\d+)", ident)]


def _lang_order(lang: str) -> tuple[int, str]:
    order = ("en", "es", "fr", "ar", "ru", "zh")
    return (order.index(lang) if lang in order else len(order), lang)
