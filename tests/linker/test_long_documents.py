"""How decisions of treaty bodies and other long documents cite, in sentences written for this test."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from linker import find

COVENANT = "The ICCPR binds it. "


def pins(text: str) -> list[str | None]:
    return [c.target for c in find(text) if c.kind == "pinpoint"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # levels in brackets, and the list that goes on behind them
        ("Articles 19 (para. 2) and 21 of the Covenant were invoked.", ["19__para_2", "21"]),
        ("Articles 6 (para. 1), 7 and 2 (para. 3) of the Covenant apply.", ["6__para_1", "7", "2__para_3"]),
        ("Articles 14 (paras. 1 and 5) and 15 of the Covenant apply.", ["14__para_1", "14__para_5", "15"]),
        (
            "Articles 9 (paras. 1–3) and 10 (para. 1) of the Covenant apply.",
            ["9__para_1", "9__para_2", "9__para_3", "10__para_1"],
        ),
        ("They rely on it (see articles 19, para. 2) and article 21 of the Covenant.", ["19__para_2", "21"]),
        # a list that the tree reads
        (
            "Articles 7 and 9, paragraphs 2, 10 and 14, paragraphs 1 and 3 (g), of the Covenant apply.",
            ["7", "9__para_2", "10", "14__para_1", "14__para_3__point_g"],
        ),
        # a paragraph picked out
        ("Article 14, in particular paragraph 5, of the Covenant was breached.", ["14__para_5"]),
        # read together
        (
            "Articles 6 and 7, read alone and in conjunction with article 2 (3), of the Covenant apply.",
            ["6", "7", "2__para_3"],
        ),
        (
            "Article 14 (1), (2) and (3) (e) of the Covenant applies.",
            ["14__para_1", "14__para_2", "14__para_3__point_e"],
        ),
        # back to the article before
        (
            "Article 14 of the Covenant is long: paragraph 3 (e) of the same article is on witnesses, paragraph 5 "
            "thereof on appeal.",
            ["14", "14__para_3__point_e", "14__para_5"],
        ),
        ("Véase el artículo 14 del Pacto y el párrafo 5 del mismo artículo.", ["14", "14__para_5"]),
        ("Voir l'article 14 du Pacte, et le paragraphe 5 du même article.", ["14", "14__para_5"]),
        # letters that count the sentence's own parts are no points
        ("First, that is the sense of article 7; (b) the text says no more.", ["7"]),
        # a right is no law: "of the right to …" says what the article is about
        ("There was a violation of article 14 of the right to a trial.", ["14"]),
    ],
)
def test_articles_of_the_covenant_in_the_forms_of_decisions(text: str, expected: list[str]) -> None:
    assert pins(COVENANT + text) == [f"iccpr#art_{path.lstrip('#')}" for path in expected]


@pytest.mark.parametrize(
    "text",
    [
        "Article 14 of the Penal Code is long; paragraph 3 of the same article is on fines.",
        "It was charged under article 14, paragraph 3, of the Harbour Offences Regulations.",
        "El artículo 14, párrafo 3, de la Constitución lo dice.",
        "L'article 14, paragraphe 3, de la Constitution le dit.",
    ],
)
def test_a_comma_before_of_does_not_hide_whose_article_it_is(text: str) -> None:
    assert [t for t in pins(COVENANT + "Article 7 of the Covenant applies. " + text) if t != "iccpr#art_7"] == []


def test_the_treaty_of_a_text_and_its_protocol_are_told_apart_by_what_each_has() -> None:
    text = (
        "The ICCPR and its Optional Protocol bind it. Article 7 of the Covenant and article 5 of the Optional Protocol "
        "apply. Article 9 of the Covenant and article 2 of the Optional Protocol do too.\n\n"
        "Nothing else was said for a long time, and the Immigration Act was read aloud.\n\n"
        "The conditions of article 5, paragraph 2 (b), were met. There was no breach of article 26."
    )
    assert pins(text)[-2:] == ["iccpr-op1#art_5__para_2__point_b", "iccpr#art_26"]


def test_a_convention_that_is_never_named_is_the_one_that_has_all_that_is_cited_of_it() -> None:
    text = (
        "The complaint is about torture. Article 22, paragraph 5 (b), of the Convention asks for remedies to be tried. "
        "There was a breach of article 3 of the Convention."
    )
    found = find(text)
    assert [c.target for c in found if c.kind == "pinpoint"] == ["cat#art_22__para_5__point_b", "cat#art_3"]
    assert {*pins(text.replace(", paragraph 5 (b),", ""))} == set()  # two plain articles prove nothing
    assert {*pins(text.replace("torture", "harbours"))} == set()  # nor does a text about something else


def test_a_table_of_articles_lists_those_of_the_protocol_too() -> None:
    text = (
        "Under the Optional Protocol to the ICESCR.\nArticles of the Covenant:\n7 7 and 9\n"
        "Articles of the Optional Protocol:\n2 2 and 3, para. 2 (a) and (b)\n"
    )
    targets = pins(text)
    assert {"icescr#art_7", "icescr#art_9", "icescr-op#art_2", "icescr-op#art_3__para_2__point_a"} <= set(targets)


def test_the_publishers_labels_of_the_treaty_bodies_decisions_are_found(shared: Path, root: Path) -> None:
    command = [sys.executable, str(root / "benchmarks" / "decisions.py"), str(shared / "gold" / "decisions-dev.jsonl")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=root, env=environment(root), check=True)
    found = json.loads(done.stdout)
    assert found["labels"] > 700
    assert found["exact"] >= 0.88
    assert found["article"] >= 0.95


def environment(root: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(root)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # words in brackets explain the number; the name stands behind the last of them
        (
            "They claimed a breach of article 3 (bans on torture) and article 8 (life at home) of the European "
            "Convention on Human Rights.",
            ["echr#art_3", "echr#art_8"],
        ),
        # a paragraph that begins with a number is no heading
        ("Article 9 of the Covenant came first.\n\nArticle 26 requires that all be equal before the law.", ["9", "26"]),
        # a comment on the Covenant is not what "article 2" means where both are spoken of
        (
            "Under the Covenant much is owed. As general comment No. 24 on the Covenant says, a reservation to "
            "article 2 is void.",
            ["2"],
        ),
        # a letter at the head of a line is no point of the article before
        ("States must, under article 14 of the Covenant,\n(b) Publish all rulings.", ["14"]),
    ],
)
def test_what_a_lone_article_belongs_to(text: str, expected: list[str]) -> None:
    wanted = [path if "#" in path else f"iccpr#art_{path}" for path in expected]
    assert pins(COVENANT + text) == wanted


def test_a_committee_s_own_comment_is_the_one_on_its_own_treaty() -> None:
    text = "The ICESCR binds States. Much is owed under the Covenant, as under the CRC. Its general comment 3 says so."
    assert "cescr-gc3" in [c.target for c in find(text)]


def test_an_article_that_only_one_of_the_named_treaties_has_whole_is_that_one_s() -> None:
    text = (
        "The CRC and the ICCPR bind it, and the CAT does.\n\nIt was a long day, and nobody spoke of anything else.\n\n"
        "The reservation to article 40 (2) (b) (v) was dropped."
    )
    assert pins(text) == ["crc#art_40__para_2__point_b__point_v"]


def test_goals_in_lower_case_that_go_on_are_goals_of_something_else() -> None:
    text = "The Sustainable Development Goals are known. The world shares the goals of equality and peace."
    assert [c.text for c in find(text) if c.kind == "anaphor"] == []
