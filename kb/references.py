"""References as documents of the United Nations write them: "CEDAW, art. 12 (2)"."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

LANGUAGES = ("en", "es", "fr")

UNITS: dict[str, tuple[str, str, str]] = {
    "annex": ("annex", "anexo", "annexe"),
    "area": ("critical area", "esfera", "domaine"),
    "art": ("art.", "art.", "art."),
    "chapter": ("chap.", "cap.", "chap."),
    "declaration": ("Declaration", "Declaración", "Déclaration"),
    "goal": ("Goal", "Objetivo", "objectif"),
    "guideline": ("guideline", "directriz", "directive"),
    "indicator": ("indicator", "indicador", "indicateur"),
    "item": ("item", "elemento", "élément"),
    "obj": ("objective", "objetivo", "objectif"),
    "para": ("para.", "párr.", "par."),
    "part": ("part", "parte", "partie"),
    "point": ("subpara.", "apdo.", "al."),
    "preamble": ("preamble", "preámbulo", "préambule"),
    "principle": ("principle", "principio", "principe"),
    "proclamation": ("proclamation", "proclamación", "proclamation"),
    "recital": ("recital", "párrafo", "alinéa"),
    "schedule": ("schedule", "anexo", "annexe"),
    "section": ("sect.", "secc.", "sect."),
    "target": ("target", "meta", "cible"),
}
ROMAN = ("annex", "chapter", "part")
NUMERALS = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def reference(name: str, path: str, lang: str = "en") -> str:
    """How a provision is cited.

    Args:
        name: What the instrument is called in that language.
        path: The provision's path, empty for the instrument itself.
        lang: ``en``, ``es`` or ``fr``; another language is written as English.

    >>> reference("CEDAW", "art_12__para_2")
    'CEDAW, art. 12 (2)'
    >>> reference("CEDAW", "art_11__para_1__point_f", "es")
    'CEDAW, art. 11, párr. 1 f)'
    >>> reference("CEDEF", "art_11__para_1__point_f", "fr")
    'CEDEF, art. 11 (par. 1 f))'
    >>> reference("GR 26", "para_26__point_l")
    'GR 26, para. 26 (l)'
    """
    if not path:
        return name
    column = LANGUAGES.index(lang) if lang in LANGUAGES else 0
    steps = [step.partition("_")[::2] for step in path.split("__")]
    out, after = "", ""
    for n, (unit, number) in enumerate(steps):
        above = steps[n - 1][0] if n else ""
        word = UNITS[unit][column] if unit in UNITS else unit
        if unit == "section" and above == "art":
            out += f" {number}"
        elif above == "art" and unit == "para" and column == 1:
            out += f", {word} {number}"
        elif above == "art" and unit == "para" and column == 2:
            out, after = f"{out} ({word} {number}", ")"
        elif unit in ("point", "para") and above in (
            "art",
            "para",
            "point",
            "section",
            "obj",
            "guideline",
            "principle",
        ):
            out += f" ({number})" if column == 0 else f" {number})"
        else:
            out += f", {word}" + (f" {_roman(number) if unit in ROMAN else number}" if number else "")
    return f"{name}{out}{after}"


def names(db: Database, ids: Iterable[str], lang: str = "en") -> dict[str, str]:
    """What instruments are called in a language: its acronym or short name there, else the one used everywhere.

    Numbers of ILO standards ("C189") are the same in all languages, and the usual acronym stays where people use it
    in that language too.

    Args:
        db: The database.
        ids: Ids of instruments.
        lang: The language of the names.
    """
    sql = """
        select i.id, i.short, i.short glob '[CRP][0-9]*' or exists(
            select 1 from names n where n.instrument = i.id and n.lang = ? and n.text = i.short
        ), (
            select n.text from names n where n.instrument = i.id and n.lang = ? and n.kind in ('acronym', 'short')
            order by n.kind = 'short', n.id limit 1
        ) from instruments i where i.id in (select value from json_each(?))
    """
    rows = db.execute(sql, (lang, lang, json.dumps(sorted(set(ids))))).fetchall()
    return {row[0]: row[1] if lang == "en" or row[2] else row[3] or row[1] for row in rows}


def _roman(number: str) -> str:
    if not number.isdigit() or not 0 < int(number) < 40:
        return number
    left, out = int(number), ""
    for value, letters in NUMERALS:
        count, left = divmod(left, value)
        out += letters * count
    return out
