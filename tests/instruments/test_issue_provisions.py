"""The provisions that address an issue: those that anyone at work on it would look for, each with a reason."""

from __future__ import annotations

import pytest

from instruments.load import Catalogue, catalogue

EXPECTED = {
    "domestic-work": "ilo-c189 ilo-r201 cmw-gc1 cedaw-gr26#para_26__point_b icrmw#art_25 cedaw#art_11 sdgs#target_8.8",
    "trafficking": "cedaw#art_6 palermo-protocol#art_3 palermo-protocol#art_6 cedaw-gr38 icrmw#art_11 iccpr#art_8"
    " sdgs#target_5.2 sdgs#target_8.7 gcm#obj_10 ny-declaration#para_35 crc#art_35",
    "recruitment-agencies": "ilo-c181#art_7 ilo-c189#art_15 icrmw#art_66 cedaw-gr26#para_24__point_c gcm#obj_6"
    " ny-declaration#para_57 sdgs#target_10.7",
    "gender-based-violence": "cedaw#art_2__point_e cedaw-gr19 cedaw-gr35 ilo-c190 ilo-c189#art_5 icrmw#art_16__para_2"
    " sdgs#target_5.2 ny-declaration#para_31 cedaw-gr26#para_20",
    "sexual-and-reproductive-health": "cedaw#art_12 cedaw#art_16__para_1__point_e cedaw-gr24 cescr-gc22 icescr#art_12"
    " sdgs#target_3.7 sdgs#target_5.6 icrmw#art_28",
    "social-protection": "icrmw#art_27 cedaw#art_11__para_1__point_e icescr#art_9 cescr-gc19 ilo-c189#art_14"
    " sdgs#target_1.3 gcm#obj_22 crc#art_26",
    "data-and-disaggregation": "sdgs#target_17.18 cedaw-gr26#para_23__point_c cedaw-gr9 gcm#obj_1 crpd#art_31"
    " icrmw#art_73__para_2",
    "asylum-and-refugee-status": "refugee-convention#art_1 refugee-convention#art_33 refugee-protocol cedaw-gr32"
    " cat#art_3 crc#art_22 udhr#art_14 gcr ny-declaration#para_67",
    "access-to-justice": "cedaw#art_2__point_c cedaw#art_15 cedaw-gr33 icrmw#art_83 icrmw#art_18 ilo-c189#art_16"
    " iccpr#art_2__para_3 sdgs#target_16.3 cedaw-gr26#para_26__point_c",
    "participation": "cedaw#art_7 cedaw#art_8 icrmw#art_41 icrmw#art_42 iccpr#art_25 sdgs#target_5.5 crc#art_12",
    "stereotypes": "cedaw#art_5 cedaw#art_10__point_c beijing-platform#obj_J.2 gcm#obj_17",
    "skills-and-deskilling": "cedaw#art_11__para_1__point_c icrmw#art_52 sdgs#target_4.4 gcm#obj_18",
    "return-and-reintegration": "icrmw#art_67 cedaw-gr26#para_24__point_i gcm#obj_21 ny-declaration#para_58",
    "law-reform": "cedaw#art_2__point_f icrmw#art_84 ilo-c189#art_18 sdgs#target_5.c icerd#art_2__para_1__point_c",
    "ratification": "cedaw#art_28 icrmw#art_91 ny-declaration#para_48 cedaw-gr26#para_29 ny-declaration#para_34",
    "detention": "icrmw#art_16 icrmw#art_17 iccpr#art_9 crc#art_37__point_b cmw-gc5 gcm#obj_13 cedaw-gr32#para_34",
    "expulsion": "icrmw#art_22 icrmw#art_20__para_2 iccpr#art_13 cat#art_3 refugee-convention#art_33 gcm#obj_21",
    "forced-labour": "ilo-c29 ilo-p29 ilo-c105 iccpr#art_8 icrmw#art_11 crpd#art_27__para_2 sdgs#target_8.7",
    "kafala": "icrmw#art_49 icrmw#art_51 icrmw#art_52 cmw-gc1#para_53 ilo-c189#art_9 gcm#obj_6",
    "children-on-the-move": "crc#art_2 crc#art_3 crc#art_22 crc#art_37__point_b cmw-gc3 cmw-gc4 crc-gc6 icrmw#art_29",
    "statelessness-and-nationality": "cedaw#art_9 cedaw-gr32#para_51 crc#art_7 icrmw#art_29 sdgs#target_16.9"
    " statelessness-convention-1961#art_1",
    "wages": "icrmw#art_25 ilo-c189#art_11 ilo-c189#art_12 ilo-c100 cedaw#art_11__para_1__point_d"
    " icescr#art_7__point_a",
    "health-care": "icrmw#art_28 icrmw#art_43 icescr#art_12 cedaw#art_12 cescr-gc14 sdgs#target_3.8 gcm#obj_15",
    "consular-protection": "icrmw#art_23 icrmw#art_65 vccr#art_36 cedaw-gr26#para_24__point_j cmw-gc1#para_62",
}


@pytest.fixture(scope="module")
def facts() -> Catalogue:
    return catalogue()


@pytest.mark.parametrize("issue", EXPECTED)
def test_an_issue_lists_what_a_practitioner_would_look_for(issue: str, facts: Catalogue) -> None:
    listed = {a.target for a in facts.issues[issue].addressed_by}
    assert set(EXPECTED[issue].split()) - listed == set()


def test_each_reason_is_a_sentence_of_its_own(facts: Catalogue) -> None:
    short = [
        (issue.id, a.target, a.reason)
        for issue in facts.issues.values()
        for a in issue.addressed_by
        if not a.reason.endswith(".") or len(a.reason.split()) < 3
    ]
    assert short == []
