from __future__ import annotations

import pytest

from instruments.models import Instrument, Name, Series, Source
from kb import facts


def name(text, kind, **more):
    return Name(text=text, lang="en", kind=kind, **more)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([name("Quay Treaty", "short"), name("QT", "acronym")], "Quay Treaty"),
        ([name("Quay Treaty", "short"), name("QUAY", "acronym", shared_with=("other",))], "QUAY"),
        ([name("Q", "acronym", shared_with=("other",)), name("QT", "acronym")], "QT"),
        ([name("Treaty on Quays", "official")], "Treaty on the Quays"),
    ],
)
def test_an_instrument_is_called_by_the_acronym_that_is_its_id_then_by_its_own_short_names(names, expected):
    made = Instrument(
        id="quay", kind="treaty", titles={"en": "Treaty on the Quays"}, names=tuple(names), sources=(Source(title="x"),)
    )
    assert facts.short_name(made) == expected


@pytest.mark.parametrize(
    ("ident", "kind", "number", "expected"),
    [
        ("ilo-c189", "ilo-convention", 189, "C189"),
        ("ilo-r201", "ilo-recommendation", 201, "R201"),
        ("cmw-gc2", "general-comment", 2, "CMW GC 2"),
        ("cedaw-gr32", "general-recommendation", 32, "CEDAW GR 32"),
    ],
)
def test_a_member_of_a_series_is_called_by_its_number(ident, kind, number, expected):
    series = Series(kind=kind, number=number, body="x")
    made = Instrument(id=ident, kind=kind, titles={"en": "T"}, names=(), sources=(), series=series)
    assert facts.short_name(made) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("goal_5", "http://metadata.un.org/sdg/5"),
        ("target_3.c", "http://metadata.un.org/sdg/3.c"),
        ("indicator_8.8.1", None),
        ("para_12", None),
    ],
)
def test_goals_and_targets_have_their_address_in_the_united_nations_linked_data(path, expected):
    sdgs = Instrument(id="sdgs", kind="agenda", titles={"en": "T"}, names=(), sources=())
    assert facts.sdg_uri(sdgs, path) == expected
