"""Text made from a random list of known citations in random templates is read back exactly."""

from __future__ import annotations

import random

import pytest

from instruments.load import catalogue
from linker import find

NAMES = {
    "en": {
        "CEDAW": "cedaw",
        "the CRC": "crc",
        "the ICCPR": "iccpr",
        "the ICESCR": "icescr",
        "the ICRMW": "icrmw",
        "the UDHR": "udhr",
        "the CRPD": "crpd",
        "ILO Convention No. 189": "ilo-c189",
    },
    "es": {
        "la CEDAW": "cedaw",
        "la Convención sobre los Derechos del Niño": "crc",
        "la Declaración Universal de Derechos Humanos": "udhr",
        "el Convenio núm. 189": "ilo-c189",
    },
    "fr": {
        "la CEDAW": "cedaw",
        "la Convention relative aux droits de l'enfant": "crc",
        "la Déclaration universelle des droits de l'homme": "udhr",
        "la convention n° 189": "ilo-c189",
    },
}
KINDS = ("instrument", "pinpoint", "anaphor")
OF = {"en": "of", "es": "de", "fr": "de"}
UNIT = {"en": ("article", "articles"), "es": ("artículo", "artículos"), "fr": ("article", "articles")}
AND = {"en": "and", "es": "y", "fr": "et"}
FRAMES = {
    "en": [
        "Our members rely on {}.",
        "Last year {} came up at the meeting.",
        "What about {}?",
        "We printed {} on the poster.",
    ],
    "es": ["Nuestras socias invocan {}.", "El año pasado salió {} en la reunión.", "¿Y qué hay de {}?"],
    "fr": ["Nos membres invoquent {}.", "L'an dernier {} est revenu en réunion.", "Et que dire de {} ?"],
}
FILLERS = {
    "en": [
        "Wages fell by 8.8 percent.",
        "There are 26 shelters and 4 offices.",
        "She left at 10.15.",
        "See question 3 above.",
    ],
    "es": ["Los salarios bajaron un 8,8 %.", "Hay 26 refugios y 4 oficinas.", "Se fue a las 10.15."],
    "fr": ["Les salaires ont baissé de 8,8 %.", "Il y a 26 foyers et 4 bureaux.", "Elle est partie à 10 h 15."],
}


def articles(instrument: str) -> list[int]:
    tree = catalogue().trees[instrument]
    return [n for n in range(1, 100) if f"art_{n}" in tree]


def phrase(dice: random.Random, lang: str, name: str, target: str) -> tuple[str, list[str]]:
    """One citation as written, and its targets in order."""
    known = articles(target)
    unit, units = UNIT[lang]
    shape = dice.randrange(5 if lang == "en" else 4)
    tail = f"{OF[lang]} {name}".replace("de el ", "del ")
    if shape == 0:
        return name, [target]
    if shape == 1:
        n = dice.choice(known)
        return f"{unit} {n} {tail}", [f"{target}#art_{n}"]
    if shape == 2:
        chosen = sorted(dice.sample(known, 3))
        listed = f"{chosen[0]}, {chosen[1]} {AND[lang]} {chosen[2]}"
        return f"{units} {listed} {tail}", [f"{target}#art_{n}" for n in chosen]
    if shape == 3:
        start = dice.choice([n for n in known if {n + 1, n + 2} <= set(known)])
        members = sorted(f"{target}#art_{n}" for n in range(start, start + 3))  # records that share a span: by target
        return f"{units} {start}-{start + 2} {tail}", members
    n = dice.choice(known)
    return f"{name.removeprefix('the ')}, art. {n}", [f"{target}#art_{n}"]


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
@pytest.mark.parametrize("seed", range(60))
def test_random_citations_are_read_back_exactly(lang: str, seed: int) -> None:
    dice = random.Random(f"{lang} {seed}")
    sentences, expected = [], []
    for _ in range(dice.randrange(1, 9)):
        written, targets = phrase(dice, lang, *dice.choice(list(NAMES[lang].items())))
        sentences.append(dice.choice(FRAMES[lang]).format(written))
        expected += targets
        if dice.random() < 0.4:
            sentences.append(dice.choice(FILLERS[lang]))
    text = dice.choice([" ", "\n", "\n\n"]).join(sentences)
    found = [
        c for c in find(text, lang=lang) if c.status == "resolved" and c.kind in ("instrument", "pinpoint", "anaphor")
    ]
    assert sorted(c.start for c in found) == [c.start for c in found]
    assert [c.target for c in found] == expected, text
    assert all(text[c.start : c.end] == c.text for c in found)
