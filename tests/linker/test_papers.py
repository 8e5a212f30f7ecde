"""Documents of review processes named in words: body, State, cycle, year, and the paragraphs that belong to them."""

from __future__ import annotations

import pytest

from linker import find

CASES = [
    # name, body, State, cycle and year in the three languages
    ("en", "The concluding observations from the last CEDAW review of Cameroon are out.", ["cedaw-co-cm"]),
    ("en", "CEDAW's 2016 concluding observations on the Philippines spoke of wages.", ["cedaw-co-ph-2016"]),
    ("en", "We read the CMW Committee's concluding observations on Morocco (2013).", ["cmw-co-ma-2013"]),
    (
        "en",
        "The Committee's concluding observations on Nepal's fourth periodic report (2011) were read to CEDAW members.",
        ["cedaw-co-np-c4-2011"],
    ),
    (
        "en",
        "The combined sixth and seventh periodic report of Lebanon went to the CEDAW Committee.",
        ["cedaw-report-lb-c6-7"],
    ),
    ("en", "The list of issues of the CMW on Egypt leaves out wages.", ["cmw-loi-eg"]),
    ("en", "Our shadow report on Qatar went to the CERD Committee.", ["cerd-shadow-qa"]),
    ("en", "In the third cycle of the UPR Nepal said yes.", ["upr-cycle-np-c3"]),
    ("es", "Las observaciones finales del Comité CEDAW sobre México piden cifras.", ["cedaw-co-mx"]),
    ("es", "El informe sombra sobre Guatemala se envió al CMW.", ["cmw-shadow-gt"]),
    ("es", "La lista de cuestiones del CMW sobre Honduras es breve.", ["cmw-loi-hn"]),
    ("es", "El quinto informe periódico de Chile ante el Comité CEDAW llegó tarde.", ["cedaw-report-cl-c5"]),
    ("es", "En el tercer ciclo del EPU, Chile aceptó casi todo.", ["upr-cycle-cl-c3"]),
    ("fr", "Les observations finales du Comité CEDAW concernant le Cameroun sont claires.", ["cedaw-co-cm"]),
    ("fr", "Notre rapport alternatif sur le Maroc est parti au CMW.", ["cmw-shadow-ma"]),
    ("fr", "La liste de points du CMW concernant le Sénégal est longue.", ["cmw-loi-sn"]),
    # a year or a cycle of something else
    ("en", "CEDAW concluding observations on the Philippines praised a statute of 2010.", ["cedaw-co-ph"]),
    # with the symbol beside it, the symbol is the name
    (
        "en",
        "The CEDAW Committee's concluding observations on Peru (CEDAW/C/PER/CO/7-8) list it.",
        ["CEDAW/C/PER/CO/7-8", "CEDAW/C/PER/CO/7-8"],
    ),
    # recommendations of the Universal Periodic Review
    ("en", "UPR recommendation 114.23 was accepted by Qatar.", ["upr-rec-qa#para_114.23"]),
    (
        "en",
        "At the UPR of Qatar recommendations 114.23, 114.24 and 115.2 were noted.",
        ["upr-rec-qa#para_114.23", "upr-rec-qa#para_114.24", "upr-rec-qa#para_115.2"],
    ),
    ("es", "La recomendación 114.23 del EPU de Chile trata de eso.", ["upr-rec-cl#para_114.23"]),
    ("fr", "La recommandation 114.23 de l'EPU du Maroc en parle.", ["upr-rec-ma#para_114.23"]),
    # paragraphs beside the name, in front of it, and behind a symbol
    (
        "en",
        "CEDAW concluding observations on Canada, paragraph 21 (b), ask for data.",
        ["cedaw-co-ca", "cedaw-co-ca#para_21__point_b"],
    ),
    (
        "en",
        "Paragraph 21 of the CEDAW Committee's concluding observations on Canada asks for data.",
        ["cedaw-co-ca#para_21", "cedaw-co-ca"],
    ),
    (
        "en",
        "The CMW concluding observations on Chad were short. In para. 9 the Committee asks for a law.",
        ["cmw-co-td", "cmw-co-td#para_9"],
    ),
    ("es", "Observaciones finales del CMW sobre México, párr. 21.", ["cmw-co-mx", "cmw-co-mx#para_21"]),
    (
        "fr",
        "Les observations finales du Comité CEDAW concernant le Cameroun, par. 21.",
        ["cedaw-co-cm", "cedaw-co-cm#para_21"],
    ),
    (
        "en",
        "CMW/C/MEX/CO/3, paras. 12 (a), (b) and 14",
        [
            "CMW/C/MEX/CO/3",
            "CMW/C/MEX/CO/3#para_12__point_a",
            "CMW/C/MEX/CO/3#para_12__point_b",
            "CMW/C/MEX/CO/3#para_14",
        ],
    ),
    ("en", "paragraph 12 of A/HRC/32/40", ["A/HRC/32/40#para_12", "A/HRC/32/40"]),
]


@pytest.mark.parametrize(("lang", "text", "targets"), CASES)
def test_a_document_in_words_tells_body_state_cycle_and_paragraph(lang: str, text: str, targets: list[str]) -> None:
    found = [c for c in find(text, lang=lang) if c.kind == "document"]
    assert [c.target for c in found] == targets
    assert {c.status for c in found} == {"resolved"}


@pytest.mark.parametrize(("lang", "text", "targets"), CASES)
def test_no_paragraph_of_a_document_is_a_provision(lang: str, text: str, targets: list[str]) -> None:
    assert [c.target for c in find(text, lang=lang) if c.kind == "pinpoint"] == []


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("The concluding observations are out.", ["co"]),
        ("The concluding observations of the CMW are out.", ["cmw-co"]),
        ("The concluding observations on Nepal are out.", ["co-np"]),
    ],
)
def test_what_is_not_told_stays_open(text: str, targets: list[str]) -> None:
    found = [c for c in find(text) if c.kind == "document"]
    assert [(c.target, c.status) for c in found] == [(t, "unresolved") for t in targets]


@pytest.mark.parametrize(
    "text",
    [
        "The national report on rainfall is long.",
        "A third cycle of washing is enough.",
        "Recommendation 114.23 of the audit.",
    ],
)
def test_what_no_review_process_has_is_no_document(text: str) -> None:
    assert [c for c in find(text) if c.kind == "document"] == []


def _listed(items: int) -> str:
    lines = [f"{n} b) Make sure that nobody pays for the work that number {n} is about." for n in range(20, 20 + items)]
    return "The concluding observations on Cameroon by the CEDAW Committee list these:\n" + "\n".join(lines)


def test_items_belong_to_the_lead_in_however_far_down() -> None:
    found = {c.target for c in find(_listed(60)) if c.rule == "document-item"}
    assert found == {f"cedaw-co-cm#para_{n}__point_b" for n in range(20, 80)}


@pytest.mark.parametrize(
    ("after", "items"),
    [
        ("\n80 b) One more.", 4),
        ("\nA line of talk.\n80 b) One more.", 4),
        ("\nA line of talk.\nAnd another.\n80 b) One more.", 3),
        ("\nNow for CEDAW itself.\n80 b) One more.", 3),
    ],
)
def test_a_list_ends_with_two_other_lines_or_with_another_instrument(after: str, items: int) -> None:
    found = [c.target for c in find(_listed(3) + after) if c.rule == "document-item"]
    assert len(found) == items


def test_an_instrument_named_in_an_item_ends_nothing() -> None:
    text = (
        "The CEDAW Committee's concluding observations on Chad say:\n"
        "21 e) Follow article 11 of CEDAW in every workplace.\n36 d) Count the camps."
    )
    found = [(c.kind, c.target) for c in find(text) if c.rule in ("document-item", "named-after")]
    assert found == [
        ("document", "cedaw-co-td#para_21__point_e"),
        ("pinpoint", "cedaw#art_11"),
        ("document", "cedaw-co-td#para_36__point_d"),
    ]
