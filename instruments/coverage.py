"""How much of each instrument the catalogue holds, and which wordings its numbering was compared with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from instruments.load import Catalogue
from instruments.models import Instrument
from instruments.outline import Unit, paths

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
        texts: A folder of wordings named ``<id>.<lang>.txt``.

    Yields:
        ``instrument``, ``provisions``, ``by_depth`` ("30/71/30"), ``names`` ("en 9, es 4"), ``summarised`` (how
        many provisions have a heading or summary), ``compared`` ("en: equal; fr: 15 not marked there").
    """
    for ident, inst in catalogue.instruments.items():
        tree = catalogue.trees[ident]
        depth = Counter(sum(1 for _ in catalogue.ancestors(ident, path)) for path in tree)
        langs = Counter(name.lang for name in inst.names)
        compared = [_wording(inst, file) for file in sorted(texts.glob(f"{ident}.*.txt"))] if texts else []
        yield {
            "instrument": ident,
            "provisions": len(tree),
            "by_depth": "/".join(str(depth[d]) for d in sorted(depth)),
            "names": ", ".join(f"{lang} {n}" for lang, n in sorted(langs.items())),
            "summarised": sum(1 for p in tree.values() if p.heading or p.summary),
            "compared": "; ".join(compared) if compared else ("no wording" if texts else "not asked"),
        }


def _wording(inst: Instrument, file: Path) -> str:
    lang = file.name.split(".")[1]
    _, extra, missing = compare(inst, file.read_text(encoding="utf-8"))
    parts = [f"{len(missing)} not marked there"] if missing else []
    parts += [f"{len(extra)} only there"] if extra else []
    return f"{lang}: {' and '.join(parts) or 'equal'}"
