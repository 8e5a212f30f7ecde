from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.ids import ProvisionId, parse

STEPS = st.from_regex(r"[a-z]{1,6}_[0-9a-zA-Z]{1,3}(\.[0-9a-z]{1,2})?", fullmatch=True) | st.just("preamble")
IDS = st.builds(
    ProvisionId,
    st.from_regex(r"[a-z][a-z0-9]{0,6}(-[a-z0-9]{1,5}){0,2}", fullmatch=True),
    st.lists(STEPS, max_size=4).map("__".join),
)


@given(IDS)
def test_an_id_written_and_read_back_is_the_same(pid: ProvisionId) -> None:
    assert parse(str(pid)) == pid


@pytest.mark.parametrize(
    ("text", "instrument", "steps"),
    [
        ("cedaw", "cedaw", ()),
        ("cedaw#preamble", "cedaw", ("preamble",)),
        ("ilo-c189#art_15__para_1__point_a", "ilo-c189", ("art_15", "para_1", "point_a")),
        ("sdgs#target_3.c", "sdgs", ("target_3.c",)),
        ("beijing-platform#obj_A.1", "beijing-platform", ("obj_A.1",)),
    ],
)
def test_an_id_has_an_instrument_and_steps(text: str, instrument: str, steps: tuple[str, ...]) -> None:
    pid = parse(text)
    assert (pid.instrument, pid.steps) == (instrument, steps)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", "''"),
        ("CEDAW", "'CEDAW'"),
        ("cedaw#", "'#'"),
        ("cedaw#art_12__", "''"),
        ("cedaw#art 12", "'art 12'"),
        ("cedaw#art_12#para_2", "'art_12#para_2'"),
        ("cedaw-#art_1", "'cedaw-'"),
        ("cedaw#art_.1", "'art_.1'"),
    ],
)
def test_a_malformed_id_is_refused_with_the_part_that_is_wrong(text: str, wrong: str) -> None:
    with pytest.raises(ValueError) as error:
        parse(text)
    assert wrong in str(error.value)


def test_going_down_and_up_again_comes_back() -> None:
    pid = parse("cedaw#art_12")
    assert pid.child("para_2").up() == pid
    assert pid.up().up() == ProvisionId("cedaw")
