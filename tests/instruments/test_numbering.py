"""The catalogue's numbering against official wordings, both ways: nothing missing, nothing extra.

The wordings are shared data, named ``<id>.<lang>.txt``. What a wording cannot show is listed here, each with its
reason, and a reason that no longer applies fails.
"""

from __future__ import annotations

import json
import os
import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from instruments.coverage import NUMBERED, numbered
from instruments.load import Catalogue, catalogue
from instruments.outline import paths
from instruments.wordings import name_of

ROOT = Path(__file__).resolve().parents[2]
SHARED = (ROOT / os.environ.get("RIGHTSGRAPH_SHARED", "../shared")).resolve()
TEXTS = SHARED / "texts"
FILES = sorted(p.name for p in TEXTS.glob("*.*.*") if p.suffix in (".txt", ".md"))
# Files of the collection that hold the text of another comment.
MISFILED = {
    "CEDAW_GR1_Reporting.json": "general recommendation 2",
    "CEDAW_GR3_campaigns_edu.json": "general recommendation 4",
    "CEDAW_GR8_art.8.json": "general recommendation 9",
    "CEDAW_GR9_statisticaldata.json": "general recommendation 10",
    "CERD_GR17_national_institutions.json": "general recommendation 18",
    "ESCR-GC5-NonDisc.json": "a draft of general comment 20",
}
COMMENTS = sorted(p.name for p in (TEXTS / "general-comments").glob("[!_]*.json") if p.name not in MISFILED)
FIRST_ELEVEN = (
    *("cedaw", "cedaw-gr26", "cedaw-gr32", "icrmw", "ilo-c189", "sdgs"),
    *("ny-declaration", "cmw-gc1", "cmw-gc2", "udhr", "joint-statement-2016"),
)
SDG_FILES = [f"sdgs.{lang}.txt" for lang in ("ar", "de", "en", "es", "fr", "ru", "zh")]
DROPPED = ("indicator_1.a.3", "indicator_8.9.2", "indicator_11.c.1", "indicator_13.3.2", "indicator_17.6.2")

# Files that cannot be compared at all.
NOT_COMPARED = {
    "BEIJING_BDPFA.en.txt": "a second copy of beijing-platform.en.txt",
    "iccpr.fr.txt": "the scan lost 15 article headings and ran their texts together",
    "icescr.fr.txt": "the scan lost 6 article headings and ran their texts together",
}

# Places that a file does not mark although they exist, as patterns, with the reason.
UNSEEN = {
    "beijing-platform.en.txt": {"obj_*": "strategic objectives are printed as headings without a number of their own"},
    "cat.en.txt": {"art_25__para_2": "the copy runs the paragraph into the one before"},
    "cedaw-gr19.en.txt": {"para_24__point_[rt]__point_*": "the copy runs these sub-points into their point"},
    "cedaw.fr.txt": {
        "art_5__point_?": "the scan lost both marks",
        "art_11__para_1__point_[bf]": "the scan lost the marks",
    },
    "crc.es.txt": {"art_44__para_6": "the copy lacks the paragraph"},
    "crc.fr.txt": {
        "art_*__point_[bcde]": "the scan reads the marks b) to e) as other signs",
        "art_40__para_2__point_b__*": "the scan lost the mark of their point",
    },
    "crc.ru.txt": {"art_*__point_*": "the scan is noisy and letters the points in two alphabets"},
    "crpd.fr.txt": {
        "art_*__point_*": "the scan reads letters of points as other signs",
        "art_30__para_[45]": "the scan reads 4 as another sign",
    },
    "gcm.en.md": {"para_*": "the file has the objectives only"},
    "iccpr-op1.es.txt": {"art_4__para_?": "the copy lost the first paragraph's number"},
    "iccpr-op2.en.txt": {"art_7__para_[2345]": "the copy runs paragraph 2 into the first"},
    "icescr-op.en.txt": {
        "art_10__para_1__point_d": "the copy reads the mark as another sign",
        "art_3__para_2__point_g": "the copy reads the mark as another sign",
    },
    "refugee-convention.es.txt": {"art_39__para_3": "the scan reads 3 as e"},
} | {name: {"para_*": "the file has goals, targets and indicators only"} for name in SDG_FILES}

# Traditional Chinese copies mark articles and some paragraphs; points stand inside lines. Articles compare both
# ways, and what is marked must exist.
INLINE = "points, and in some articles paragraphs, stand inside the lines"

# Places that a file marks although they do not exist, as patterns, with the reason.
UNREAL = {
    "crc.fr.txt": {
        "art_40__para_2__point_a__point_*": "the scan lost the mark of point b), whose sub-points these are"
    },
    "crpd.en.txt": {"art_50__point_?": "the preamble in another language trails the last article"},
    "crpd.fr.txt": {"art_30__para_3__point_?": "the scan lost the mark of paragraph 5, whose points these are"},
    "iccpr.es.txt": {"art_53__para_*": "a protocol trails the last article"},
    "refugee-convention.en.txt": {"art_1__point_?": "the points belong to sections A to C of the article"},
    "refugee-convention.es.txt": {
        "art_1__para_*": "the numbers belong to sections A to F of the article",
        "art_23__para_1": "a footnote's number begins a line",
    },
} | {name: dict.fromkeys(DROPPED, "withdrawn or renumbered by the review of 2020") for name in SDG_FILES}

# What the scan of the French text of cedaw made of its marks, at the start of a line.
SCANNED = {
    "cedaw.fr.txt": (
        (r"(?:ja|a\.|a,|«0)(?=\)| )\)?", "a)"),
        (r"Ъ\)", "b)"),
        (r"c\.\)", "c)"),
        (r"(?:cl|d\.)\)", "d)"),
        (r"[¿Q]\)", "g)"),
        (r"li\)", "h)"),
        (r"[kU]\. ", "4. "),
    )
}


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return catalogue()


def wording(name: str) -> str:
    text = (TEXTS / name).read_text(encoding="utf-8")
    for pattern, mark in SCANNED.get(name, ()):
        text = re.sub(f"^{pattern}", mark, text, flags=re.MULTILINE)
    if name.startswith("gcm."):
        text = re.sub(r"^- (?=[a-z]\. )", "", text, flags=re.MULTILINE)
    return text


def without(found: set[str], patterns: dict[str, str]) -> set[str]:
    """The paths that no pattern excuses; a pattern that excuses nothing is stale."""
    stale = [p for p in patterns if not any(fnmatchcase(path, p) for path in found)]
    assert not stale, f"no longer needed: {stale}"
    return {path for path in found if not any(fnmatchcase(path, p) for p in patterns)}


def tops(found: set[str]) -> set[str]:
    return {path for path in found if "__" not in path}


def test_the_wordings_are_there(shared: Path) -> None:
    assert {f"{ident}.en.txt" for ident in ("cedaw", "cedaw-gr26", "cedaw-gr32", "ilo-c189", "udhr")} <= set(FILES)
    assert len(COMMENTS) + len(MISFILED) == 180


@pytest.mark.parametrize(
    "name", [f for f in FILES if f not in NOT_COMPARED and not f.startswith(("udhr.", "beijing-"))]
)
def test_the_numbering_equals_that_of_the_wording(name: str, facts: Catalogue) -> None:
    ident = name.partition(".")[0]
    inst = facts.instruments[ident]
    marked = paths(wording(name), inst.unit or "art")
    ours = numbered(facts.trees[ident])
    if name.endswith(".zh-Hant.txt"):
        assert tops(marked) == tops(ours)
        assert marked <= ours, INLINE
        return
    assert without(marked - ours, UNREAL.get(name, {})) == set()
    assert without(ours - marked, UNSEEN.get(name, {})) == set()


@pytest.mark.parametrize("name", [f for f in FILES if f.startswith("udhr.") and "zh" not in f])
def test_each_paragraph_of_the_universal_declaration_is_a_line_of_its_wording(name: str, facts: Catalogue) -> None:
    heads = re.split(r"^(?:Article|Artículo|المادة|Статья)[ \t]+(\S+).*\n", wording(name), flags=re.MULTILINE)[1:]
    lines = {
        number: len([line for line in body.split("\n") if line.strip()])
        for number, body in zip(range(1, 31), heads[1::2], strict=True)
    }
    ours = {n: len(facts.children("udhr", f"art_{n}")) or 1 for n in range(1, 31)}
    # Two articles have unnumbered paragraphs: article 2 its second one.
    unnumbered = {n: (lines[n], ours[n]) for n in lines if lines[n] != ours[n]}
    assert unnumbered == {2: (2, 1)}


def test_the_beijing_texts_have_the_paragraphs_of_the_catalogue(facts: Catalogue, shared: Path) -> None:
    name = "beijing-platform.en.txt"
    text = wording(name)
    declaration = {f"declaration__para_{n}" for n in re.findall(r"^Declaration paragraph (\d+)$", text, re.MULTILINE)}
    assert declaration == {p for p in facts.trees["beijing-platform"] if re.fullmatch(r"declaration__para_\d+", p)}
    platform = re.sub(r"^Platform paragraph (\d+)\n", r"\1. ", text, flags=re.MULTILINE)
    marked = paths(platform[platform.index("\n1. ") :], "para")
    ours = numbered(facts.trees["beijing-platform"])
    assert marked - ours == set()
    assert without(ours - marked, UNSEEN[name]) == set()


SERIES = {
    "CAT": "cat-gc",
    "CCPR": "hrc-gc",
    "CED": "ced-gc",
    "CEDAW": "cedaw-gr",
    "CERD": "cerd-gr",
    "CMW": "cmw-gc",
    "CRC": "crc-gc",
    "CRPD": "crpd-gc",
    "ESCR": "cescr-gc",
}
JOINT = {"crc-gc18": "cedaw-gr31", "crc-gc22": "cmw-gc3", "crc-gc23": "cmw-gc4"}
COMMENT_DEFECTS = {
    "cedaw-gr21": {"para_4[1-9]": "the file breaks off in paragraph 40", "para_50": "the same"},
    "cedaw-gr19": {"para_24__point_[rt]__*": "the file prints these sub-points without marks"},
    "cerd-gr37": {"para_54__point_*": "a list of letters follows one of Roman numerals in the same paragraph"},
    "crc-gc18": {"para_3[12]*": "the file numbers paragraph 32 as a second 31"},
}


def ident_of(name: str) -> str:
    match = re.match(r"(CCPR|CEDAW|CERD|CED|CAT|CMW|CRC|CRPD|ESCR)(?:[-_](?:CMW|CEDAW))?[-_](?:GC|GR)(\d+)", name)
    assert match, name
    return SERIES[match.group(1)] + match.group(2)


@pytest.mark.parametrize("name", COMMENTS)
def test_a_general_comment_has_the_paragraphs_and_points_of_its_wording(name: str, facts: Catalogue) -> None:
    ident = ident_of(name)
    records = json.loads((TEXTS / "general-comments" / name).read_text(encoding="utf-8"))
    text = "\n".join(f"{str(r.get('ID') or '').strip()} {(r.get('Text') or '').strip()}" for r in records)
    if ident == "crc-gc18":
        text = text.replace("\n31. The Convention on the Rights", "\n32. The Convention on the Rights")
    marked, ours = paths(text, "para"), numbered(facts.trees[ident])
    if not any(path.startswith("para_") for path in ours):  # one paragraph, which has no number
        marked = {path.removeprefix("para_1__") for path in marked} - {"para_1"}
    excused = COMMENT_DEFECTS.get(ident, {})

    def left(found: set[str]) -> set[str]:
        return {path for path in found if not any(fnmatchcase(path, pattern) for pattern in excused)}

    assert left(tops(marked)) == left(tops(ours))
    assert left(marked - ours) == set()
    # Points inside a sentence are not marks of the outline; each must stand in the text at least as "(a)" or "a)".
    assert [p for p in left(ours - marked) if not re.search(rf"(?<!\w){p.rpartition('_')[2]}\s?\)", text)] == []


@pytest.mark.parametrize("name", MISFILED)
def test_a_file_with_another_text_than_its_name_says_is_taken_for_no_wording(
    name: str, facts: Catalogue, shared: Path
) -> None:
    assert (shared / "texts" / "general-comments" / name).exists()
    assert name_of(Path(name), facts) is None


def test_each_joint_comment_has_both_its_ids(facts: Catalogue) -> None:
    assert {a: facts.instruments[a].joint for a in JOINT} == JOINT


def test_what_no_wording_can_show_is_known(facts: Catalogue, shared: Path) -> None:
    """Instruments of the first part without a wording, and the kinds of places that no wording numbers."""
    seen = {name.partition(".")[0] for name in FILES} | {ident_of(name) for name in COMMENTS} | set(JOINT.values())
    assert {i for i in FIRST_ELEVEN if i not in seen} == {"ny-declaration", "joint-statement-2016"}
    kinds = {
        step.partition("_")[0] for ident in FIRST_ELEVEN for path in facts.trees[ident] for step in path.split("__")
    }
    assert kinds - NUMBERED == {"annex", "part", "preamble", "proclamation", "recital"}


@pytest.mark.parametrize(
    ("ident", "counts"),
    [
        ("cedaw", {"art": 30, "part": 6}),
        ("cedaw-gr26", {"para": 29}),
        ("cedaw-gr32", {"para": 63}),
        ("icrmw", {"art": 93, "part": 9}),
        ("ilo-c189", {"art": 27}),
        ("sdgs", {"goal": 17, "target": 169, "indicator": 247, "para": 91}),
        ("ny-declaration", {"para": 90}),
        ("cmw-gc1", {"para": 66}),
        ("cmw-gc2", {"para": 79}),
        ("udhr", {"art": 30}),
        ("joint-statement-2016", {}),
    ],
)
def test_the_first_eleven_have_as_many_main_places_as_published(
    ident: str, counts: dict[str, int], facts: Catalogue
) -> None:
    found = {kind: len([p for p in facts.trees[ident] if re.fullmatch(rf"{kind}_[^_]+", p)]) for kind in counts}
    assert found == counts
    if ident == "ny-declaration":
        assert [len([p for p in facts.trees[ident] if re.fullmatch(rf"annex_{n}__para_\d+", p)]) for n in (1, 2)] == [
            19,
            15,
        ]
