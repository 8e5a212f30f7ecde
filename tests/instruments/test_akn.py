from __future__ import annotations

import re

import pytest

from instruments.akn import draft_iri, iri, sdg_address
from instruments.load import catalogue

ALL = catalogue()


@pytest.mark.parametrize(
    ("target", "address"),
    [
        ("cedaw#art_11", "/akn/un/act/provision/un-ga/1979-12-18/34-180/!main~art_11"),
        (
            "cedaw#art_11__para_1__point_f",
            "/akn/un/act/provision/un-ga/1979-12-18/34-180/!main~art_11__para_1__point_f",
        ),
        ("ny-declaration#para_31", "/akn/un/statement/deliberation/un-ga/2016-09-19/71-1/!main~para_31"),
        ("ny-declaration#annex_1__para_5", "/akn/un/statement/deliberation/un-ga/2016-09-19/71-1/!annex_1~para_5"),
        ("ny-declaration#annex_1", "/akn/un/statement/deliberation/un-ga/2016-09-19/71-1/!annex_1"),
        ("sdgs#target_8.8", "/akn/un/statement/deliberation/un-ga/2015-09-25/70-1/!main~target_8-8"),
        ("cedaw-gr26#para_26", "/akn/un/act/provision/cedaw/2008-12-05/CEDAW-C-2009-WP.1-R/!main~para_26"),
        ("cedaw", "/akn/un/act/provision/un-ga/1979-12-18/34-180"),
    ],
)
def test_a_provision_has_its_akoma_ntoso_address(target: str, address: str) -> None:
    instrument, _, path = target.partition("#")
    assert iri(ALL.instruments[instrument], path) == address


def test_an_expression_has_a_language_and_may_have_a_date() -> None:
    inst = ALL.instruments["cedaw"]
    work = "/akn/un/act/provision/un-ga/1979-12-18/34-180"
    assert iri(inst, "art_1", lang="es") == f"{work}/spa@/!main~art_1"
    assert iri(inst, lang="zh-Hant") == f"{work}/zho@"
    with pytest.raises(ValueError, match="needs a language"):
        iri(inst, date="2016-07-29")


def test_a_draft_number_is_a_place_in_the_expression_of_the_draft() -> None:
    inst = ALL.instruments["ny-declaration"]
    address = draft_iri(inst, inst.numberings[0], 2, 8)
    assert address == "/akn/un/statement/deliberation/un-ga/2016-09-19/71-1/eng@2016-07-29/!main~para_2-8"


def test_goals_and_targets_have_the_address_of_un_metadata_and_nothing_else_has() -> None:
    inst = ALL.instruments["sdgs"]
    addresses = {path: sdg_address(inst, path) for path in ALL.trees["sdgs"]}
    assert sum(1 for a in addresses.values() if a) == 17 + 169
    assert addresses["target_3.c"] == "http://metadata.un.org/sdg/3.c"
    assert sdg_address(ALL.instruments["mdgs"], "goal_5") == ""


@pytest.mark.parametrize("ident", [i for i, inst in ALL.instruments.items() if inst.akn])
def test_no_two_provisions_have_one_address(ident: str) -> None:
    addresses = [iri(ALL.instruments[ident], path) for path in ALL.trees[ident]]
    assert len(set(addresses)) == len(addresses)
    assert all(re.fullmatch(r"/akn/un/[A-Za-z0-9./_-]+/!\w+(~\w[\w-]*)?", a) for a in addresses)
