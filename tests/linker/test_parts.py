"""Names of a part count in the part's own numbers: the Beijing Declaration is not the Platform for Action."""

from __future__ import annotations

import pytest

from linker import find

BEIJING, VIENNA, NEW_YORK = "beijing-platform", "vienna-declaration", "ny-declaration"


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Beijing Declaration, para. 3", [f"{BEIJING}#declaration__para_3"]),
        ("Beijing Platform for Action, para. 3", [f"{BEIJING}#para_3"]),
        ("Beijing Declaration and Platform for Action, para. 3", [f"{BEIJING}#para_3"]),
        (
            "paragraphs 3 and 29 of the Beijing Declaration",
            [f"{BEIJING}#declaration__para_3", f"{BEIJING}#declaration__para_29"],
        ),
        (
            "Beijing Declaration, paras. 3–5",
            [f"{BEIJING}#declaration__para_3", f"{BEIJING}#declaration__para_4", f"{BEIJING}#declaration__para_5"],
        ),
        ("article 3 of the Beijing Declaration", [f"{BEIJING}#declaration__para_3"]),
        ("párrafo 3 de la Declaración de Beijing", [f"{BEIJING}#declaration__para_3"]),
        ("paragraphe 3 de la Déclaration de Beijing", [f"{BEIJING}#declaration__para_3"]),
        ("пункт 3 Пекинской декларации", [f"{BEIJING}#declaration__para_3"]),
        ("пункт 3 Пекинской платформы действий", [f"{BEIJING}#para_3"]),
        ("《北京宣言》第3段", [f"{BEIJING}#declaration__para_3"]),
        ("Vienna Declaration, para. 18", [f"{VIENNA}#part_1__para_18"]),
        ("Vienna Declaration, Part II, para. 36", [f"{VIENNA}#part_2__para_36"]),
        ("Comprehensive Refugee Response Framework, para. 10", [f"{NEW_YORK}#annex_1__para_10"]),
        ("paragraph 10 of the New York Declaration", [f"{NEW_YORK}#para_10"]),
    ],
)
def test_a_number_is_one_of_the_part_that_the_name_means(text: str, targets: list[str]) -> None:
    assert [c.target for c in find(text) if c.kind == "pinpoint"] == targets


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("Beijing Declaration, para. 125(a)", f"{BEIJING}#para_125__point_a"),
        ("Beijing Declaration, chapter IV", f"{BEIJING}#chapter_4"),
        ("Vienna Declaration, para. 66", f"{VIENNA}#part_2__para_66"),
    ],
)
def test_a_number_that_the_part_lacks_is_one_of_the_whole_where_the_name_serves_for_both(
    text: str, target: str
) -> None:
    assert [c.target for c in find(text) if c.kind == "pinpoint"] == [target]


def test_the_name_of_an_annex_never_reaches_beyond_it() -> None:
    found = find("The CRRF, paragraph 45, was quoted.")
    assert [(c.status, c.target) for c in found if c.text.startswith("paragraph")] == [("unresolved", None)]


def test_the_name_of_an_annex_alone_is_the_annex_and_a_shared_name_the_instrument() -> None:
    assert [(c.kind, c.target) for c in find("Her town tries out the CRRF.")] == [("pinpoint", f"{NEW_YORK}#annex_1")]
    assert [(c.kind, c.target) for c in find("She read the Beijing Declaration.")] == [("instrument", BEIJING)]


def test_a_paragraph_of_another_text_beside_it_keeps_its_own_numbers() -> None:
    text = "The Platform follows the Beijing Declaration. Paragraph 3 of the Platform for Action differs."
    assert [c.target for c in find(text) if c.kind == "pinpoint"] == [f"{BEIJING}#para_3"]
