from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from instruments.load import Catalogue
from instruments.models import Instrument
from instruments.prints import Prints, build, fingerprint
from instruments.wordings import Piece, Wording
from linker.attributed import Attested, Attesting, attributed, merge
from linker.quotations import Quote, find_quotations

LAMP = "Every harbour of the coast shall keep a lamp lit from dusk until the last crew has come ashore"
ROPE = "Masters of vessels may borrow ropes and anchors without payment for as long as a storm warning lasts"
CHAPEAU = "Keepers of the lamps shall receive each month without asking for it"
BREAD = "bread, oil and salted fish in quantities that feed a household of five;"
BOOTS = "two pairs of boots and a coat that keeps out rain and spray."
HAN = "每一港口应自黄昏起保持灯火长明直至最后一名船员登岸为止"


def record(ident: str, kind: str, paths: Sequence[tuple[str, str | None]]) -> Instrument:
    return msgspec.convert(
        {
            "id": ident,
            "kind": kind,
            "titles": {"en": f"The {ident} on the Keeping of Lamps and Ropes in Harbours"},
            "names": [{"text": f"{ident} Charter", "lang": "en", "kind": "official"}],
            "sources": [{"title": "invented"}],
            "provisions": [{"path": p, "label": p, **({"parent": up} if up else {})} for p, up in paths],
        },
        Instrument,
    )


PATHS = [("art_1", None), ("art_2", None), ("art_3", None), ("art_3__point_a", "art_3"), ("art_3__point_b", "art_3")]
CATALOGUE = Catalogue(
    {
        "coast": record("coast", "treaty", PATHS),
        "inland": record("inland", "treaty", PATHS[:2]),
        "coast-gc1": record("coast-gc1", "general-comment", [("para_1", None)]),
    },
    {},
    {},
)


def wording(instrument: str, *pieces: tuple[str, str], lang: str = "en") -> Wording:
    return Wording(instrument, lang, "invented", tuple(Piece(path, text) for path, text in pieces))


@pytest.fixture(scope="module")
def index() -> Prints:
    rows = [
        wording(
            "coast",
            ("art_1", LAMP),
            ("art_2", ROPE),
            ("art_3", CHAPEAU),
            ("art_3__point_a", BREAD),
            ("art_3__point_b", BOOTS),
        ),
        wording("coast", ("art_1", HAN), lang="zh"),
        wording("inland", ("art_1", "Canals are kept free."), ("art_2", ROPE)),
        wording("coast-gc1", ("para_1", f"The Committee recalls that the treaty says: {LAMP}. It welcomes this.")),
    ]
    return build(fingerprint(row, "") for row in rows)


def found(text: str, index: Prints, near: Sequence[str] = ("coast",)) -> list[tuple[str, str | None]]:
    quotes = find_quotations(text, catalogue=CATALOGUE, index=index, near=near)
    return [(text[q.start : q.end], q.target) for q in quotes]


@pytest.mark.parametrize(
    "passage",
    [
        LAMP,
        LAMP.upper(),
        LAMP.replace("harbour", "harbor").replace(" shall", "\n    shall"),
        LAMP.replace("keep a lamp lit", "keep one lamp lit"),
        LAMP.replace("shall keep", "shall always and everywhere keep"),
        LAMP.replace("of the coast ", ""),
        "Every harbour of the coast shall keep a lamp lit […] until the last crew has come ashore",
        "shall keep a lamp lit from dusk until the last",
    ],
)
def test_a_passage_is_found_from_its_first_word_to_its_last(index: Prints, passage: str) -> None:
    text = f"We were told that “{passage}” by the coast charter. More follows."
    assert found(text, index) == [(passage, "coast#art_1")]


def test_a_passage_over_several_points_gives_one_quote_each(index: Prints) -> None:
    text = f"{CHAPEAU}:\n(a) {BREAD}\n(b) {BOOTS}"
    assert found(text, index) == [
        (CHAPEAU, "coast#art_3"),
        (BREAD.rstrip(";"), "coast#art_3__point_a"),
        (BOOTS.rstrip("."), "coast#art_3__point_b"),
    ]


def test_the_same_clause_in_two_treaties_is_decided_by_what_the_text_cites_or_left_open(index: Prints) -> None:
    assert found(ROPE, index, ["inland#art_2"]) == [(ROPE, "inland#art_2")]
    (quote,) = find_quotations(f"“{ROPE}”", catalogue=CATALOGUE, index=index)
    assert quote.target is None and set(quote.candidates) == {"coast#art_2", "inland#art_2"}


def test_a_treaty_is_preferred_to_the_comment_that_repeats_it(index: Prints) -> None:
    assert found(LAMP, index, near=[]) == [(LAMP, "coast#art_1")]


def test_chinese_needs_sixteen_characters(index: Prints) -> None:
    assert found(f"宪章规定“{HAN}”。", index) == [(HAN, "coast#art_1")]
    assert found(f"宪章规定“{HAN[:12]}”。", index) == []


@pytest.mark.parametrize(
    "text, why",
    [
        ("They keep a lamp lit from dusk until nine.", "seven words of the wording"),
        ("The coast on the Keeping of Lamps and Ropes in Harbours was signed", "a title"),
        ("It rained for many days and nobody went out to the boats at all.", "other words"),
        ("", "nothing"),
    ],
)
def test_no_quotation_where_there_is(index: Prints, text: str, why: str) -> None:
    assert found(text, index) == [], why


def test_a_passage_of_common_words_counts_only_with_a_citation_or_quotation_marks() -> None:
    fragment = "shall keep a lamp lit from dusk until the last"
    others = [
        wording(f"port-{n}", ("art_1", "It shall keep a lamp lit from dusk. The lamp burns until the last boat."))
        for n in range(14)
    ]
    index = build(fingerprint(row, "") for row in (wording("coast", ("art_1", LAMP)), *others))
    assert found(f"The port {fragment} boat.", index, near=[]) == []
    assert found(f"The port “{fragment}” boat.", index, near=[]) == [(fragment, "coast#art_1")]
    assert found(f"The port {fragment} boat.", index, near=["coast"]) == [(fragment, "coast#art_1")]


def test_words_that_an_instrument_says_again_and_again_are_no_quotation() -> None:
    refrain = "as far as the means of the port allow it"
    index = build([fingerprint(wording("coast", *((p, f"{p} is kept {refrain} {p}") for p, _ in PATHS)), "")])
    assert found(f"We help “{refrain}” again.", index) == []


def test_an_edited_passage_says_so(index: Prints) -> None:
    (quote,) = find_quotations(LAMP.replace("dusk", "noon"), catalogue=CATALOGUE, index=index)
    assert quote.verified and quote.altered and 0.9 < quote.coverage < 1
    (quote,) = find_quotations(LAMP, catalogue=CATALOGUE, index=index)
    assert quote.verified and not quote.altered and quote.coverage == 1


ITEM = "We shall mend the nets of those who cannot pay for it"
SPANISH = "Los guardas de los faros tendrán derecho a una cena para todos los que llegan de noche"


@pytest.mark.parametrize(
    "text, pin, expected",
    [
        (f"2.8 {ITEM}.\nMore.", "2.8", [ITEM]),
        (f"   • 24(j) \u00a0\u00a0{ITEM}.", "24(j)", [ITEM]),
        (f"Article 5: {ITEM}.", "Article 5", [ITEM]),
        (f"Article 5 says that “{ITEM}”.", "Article 5", [ITEM]),
        (f"El artículo 5 establece: «{ITEM}».", "artículo 5", [ITEM]),
        (f"It says “{ITEM}” (article 5).", "article 5", [ITEM]),
        (f"Article 5 is about this, and {ITEM}.", "Article 5", []),
        ("2.8 We agree.", "2.8", []),
        (f"We like 2.8 {ITEM}.", "2.8", []),
        (f"Article 5 matters. He said “{ITEM}”.", "Article 5", []),
    ],
)
def test_what_a_pinpoint_heads_or_introduces_is_attributed(text: str, pin: str, expected: list[str]) -> None:
    start = text.index(pin)
    quotes = attributed(text, [(start, start + len(pin), "other#para_5")])
    assert [text[q.start : q.end] for q in quotes] == expected
    assert all(q.rule == "attributed" and not q.verified and q.via == (start, start + len(pin)) for q in quotes)


def test_an_item_without_quotation_marks_is_no_quotation_where_the_wording_is_known(index: Prints) -> None:
    assert attributed(f"2.8 {ITEM}.", [(0, 3, "coast#art_1")], index=index) == []
    (quote,) = attributed(f"2.8 “{ITEM}”.", [(0, 3, "coast#art_1")], index=index)
    assert quote.altered and not quote.verified


@pytest.mark.parametrize(
    "item, target, why",
    [
        (SPANISH, "coast#art_1", "there is an English and a Chinese wording, and the item is Spanish"),
        (ITEM, "inland#art_3", "the wording at hand lacks that article"),
        (ITEM, "elsewhere#art_1", "there is no wording at all"),
    ],
)
def test_an_item_is_the_authors_word_where_no_wording_of_it_is_at_hand(
    index: Prints, item: str, target: str, why: str
) -> None:
    (quote,) = attributed(f"2.8 {item}.", [(0, 3, target)], index=index)
    assert (quote.target, quote.altered, quote.verified) == (target, False, False), why


def test_what_one_post_attributes_is_found_in_another_without_a_number() -> None:
    attested = Attested([Attesting("p1", 4, 4 + len(ITEM), "coast#art_2", ITEM)])
    text = f"Let me open with this: {ITEM}, as we said."
    ((quote, passage),) = attested.find(text, catalogue=CATALOGUE, near=["coast"])
    assert (text[quote.start : quote.end], quote.target, quote.rule) == (ITEM, "coast#art_2", "attested")
    assert passage.post == "p1" and not quote.verified
    assert Attested([]).find(text, catalogue=CATALOGUE) == []


def test_the_earlier_list_wins_where_two_quotes_share_words() -> None:
    first, second = Quote(5, 30, "coast#art_1"), Quote(0, 10, "coast#art_2")
    assert merge([first], [second]) == [first]
