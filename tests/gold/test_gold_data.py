from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from instruments.ids import parse
from instruments.load import catalogue
from kb.schema import LINKS

Record = dict[str, Any]

GOLD = Path(__file__).resolve().parent
SAMPLE = GOLD.parent.parent / "corpus" / "sample" / "e-discussion.txt"

KINDS = (*LINKS, "body", "document", "other", "neutral")
TRAPS = (
    "ambiguous-number", "anaphor", "body", "body-or-instrument", "chain-break", "coordinated-names", "digits",
    "document", "draft-numbering", "inherited", "item-or-sub-item", "lead-in", "list", "lower-case", "mislabelled",
    "misspelling", "other-law", "out-of-bounds", "para-for", "range", "translation", "year-place",
)  # fmt: skip
BODIES = {
    "human-rights-committee", "cescr-committee", "cedaw-committee", "cerd-committee", "cat-committee", "spt",
    "crc-committee", "crpd-committee", "cmw-committee", "ced-committee", "human-rights-council", "upr", "ilo-ceacr",
}  # fmt: skip
INSTRUMENTS = re.compile(
    r"udhr|icerd|iccpr(-op[12])?|icescr(-op)?|cedaw(-op)?|cat(-op)?|crc(-op-(ac|sc|ic))?|icrmw|crpd(-op)?|cped"
    r"|refugee-(convention|protocol)|statelessness-convention-19(54|61)|genocide-convention|palermo-protocol"
    r"|smuggling-protocol|vccr|sdgs|ny-declaration|gcm|gcr|beijing-platform|icpd-poa|vienna-declaration"
    r"|joint-statement-2016|ilo-fair-recruitment-guidelines|ilo-[crp]\d+|(cedaw|cerd)-gr\d+"
    r"|(hrc|cescr|crc|cat|crpd|cmw)-gc\d+"
)


def rows(name: str) -> list[Record]:
    return [json.loads(line) for line in (GOLD / name).read_text(encoding="utf-8").splitlines()]


UNITS, MENTIONS, PASSAGES, LOOKALIKES = (
    rows(name) for name in ("units.jsonl", "mentions.jsonl", "passages.jsonl", "lookalikes.jsonl")
)
with SAMPLE.open(encoding="utf-8", newline="") as stream:
    DISCUSSION = stream.read()
SOURCES: dict[str, str] = {SAMPLE.name: DISCUSSION} | {p["id"]: p["text"] for p in PASSAGES}
UNIT = {u["id"]: u for u in UNITS}
POSTS = [u for u in UNITS if u["doc"] == SAMPLE.name]


def span_problems(records: list[Record]) -> list[str]:
    """What is wrong with the spans: not the source's words, blank at an end, or outside their unit."""
    found = []
    for r in records:
        unit, where = UNIT[r["unit"]], f"{r['unit']} {r['start']}-{r['end']}"
        if SOURCES[r["doc"]][r["start"] : r["end"]] != r["text"]:
            found.append(f"{where}: the text is not the source's")
        if not r["text"] or r["text"] != r["text"].strip():
            found.append(f"{where}: the span is empty or has blanks at an end")
        if r["doc"] != unit["doc"] or not unit["start"] <= r["start"] < r["end"] <= unit["end"]:
            found.append(f"{where}: the span lies outside its unit")
    return found


def target_problems(records: list[Record]) -> list[str]:
    """What is wrong with kinds and targets."""
    found = []
    for r in records:
        kind, target = r["kind"], r["target"]
        if kind not in KINDS:
            found.append(f"{target}: no such kind as {kind}")
        elif kind in (*LINKS, "neutral"):
            if not INSTRUMENTS.fullmatch(target.split("#")[0]):
                found.append(f"{target}: not an instrument's id")
            if str(parse(target)) != target:
                found.append(f"{target}: not in canonical form")
            if (kind in ("pinpoint", "quotation")) != ("#" in target) and kind != "neutral":
                found.append(f"{target}: a {kind} must {'' if '#' not in target else 'not '}name a provision")
        elif kind == "body" and target not in BODIES:
            found.append(f"{target}: not a body's id")
    return found


def overlapping(records: list[Record]) -> list[tuple[str, str]]:
    """Neighbouring records of one document that share a character."""
    ordered = sorted(records, key=lambda r: (r["doc"], r["start"]))
    return [(a["id"], b["id"]) for a, b in pairwise(ordered) if a["doc"] == b["doc"] and b["start"] < a["end"]]


def folded(text: str) -> str:
    """The words of a text, in lower case, each between blanks."""
    return " ".join(["", *re.findall(r"[^\W_]+", normalize("NFC", text.casefold())), ""])


@cache
def official(folder: Path, instrument: str) -> str:
    """The words of an instrument's official texts in every language there is."""
    return "".join(folded(path.read_text(encoding="utf-8")) for path in folder.glob(f"{instrument}.*.txt"))


def touches(a: Record, b: Record) -> bool:
    return bool(a["doc"] == b["doc"] and a["start"] < b["end"] and b["start"] < a["end"])


@pytest.mark.parametrize("records", [MENTIONS, LOOKALIKES], ids=["mentions", "lookalikes"])
def test_every_span_holds_its_text_and_lies_in_its_unit(records: list[Record]) -> None:
    assert span_problems(records) == []


@pytest.mark.parametrize(
    "change",
    [{"start": 0}, {"text": "no such words"}, {"text": ""}, {"unit": "l001", "doc": "l001"}],
    ids="-".join,
)
def test_a_broken_span_is_noticed(change: Record) -> None:
    assert span_problems([MENTIONS[-1] | change]) != []


def test_every_kind_and_target_is_valid() -> None:
    assert target_problems(MENTIONS) == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "guess"},
        {"kind": "pinpoint", "target": "cedaw"},
        {"kind": "instrument", "target": "cedaw#art_12"},
        {"kind": "anaphor", "target": "some-treaty"},
        {"kind": "body", "target": "cedaw"},
    ],
    ids=lambda c: "-".join(c.values()),
)
def test_a_wrong_kind_or_target_is_noticed(change: Record) -> None:
    assert target_problems([MENTIONS[0] | change]) != []


def test_every_linked_provision_exists_where_its_instrument_is_catalogued() -> None:
    known = catalogue()
    targets = {m["target"] for m in MENTIONS if m["kind"] in LINKS and "#" in m["target"]}
    assert sorted(t for t in targets if t.split("#")[0] in known.instruments and not known.has(t)) == []


def test_no_mention_is_given_twice() -> None:
    seen = Counter((m["doc"], m["start"], m["end"], m["target"], m["kind"]) for m in MENTIONS)
    assert [key for key, n in seen.items() if n > 1] == []


def test_mentions_cross_only_by_lying_inside_one_another() -> None:
    ordered = sorted(MENTIONS, key=lambda m: (m["doc"], m["start"], -m["end"]))
    crossing = [(a["text"], b["text"]) for a, b in pairwise(ordered) if touches(a, b) and b["end"] > a["end"]]
    assert crossing == []


def test_units_are_unique_in_order_and_apart() -> None:
    assert len(UNIT) == len(UNITS)
    assert overlapping(UNITS) == []
    assert overlapping([POSTS[0], POSTS[1] | {"start": 0}]) != []


def test_a_passage_is_one_unit_from_end_to_end() -> None:
    spans = {u["doc"]: (u["start"], u["end"], u["lang"]) for u in UNITS if u["doc"] != SAMPLE.name}
    assert spans == {p["id"]: (0, len(p["text"]), p["lang"]) for p in PASSAGES}


def test_every_post_is_stripped_and_answers_an_earlier_comment() -> None:
    bodies = [DISCUSSION[u["start"] : u["end"]] for u in POSTS]
    assert [b[:30] for b in bodies if b != b.strip() or not b] == []
    roots = {u["id"]: i for i, u in enumerate(POSTS) if u["parent"] is None}
    assert [u["id"] for i, u in enumerate(POSTS) if u["parent"] and roots.get(u["parent"], i) >= i] == []


def test_posts_agree_with_the_counters_of_the_dump() -> None:
    counters = re.findall(r"(?m)^ *(\d+) of (\d+) (Replies|comments)$", DISCUSSION)
    assert [c for c in counters if c[0] != c[1]] == []
    replies = Counter(u["parent"] for u in POSTS if u["parent"])
    comments = [u["id"] for u in POSTS[1:] if u["parent"] is None]
    assert [int(n) for n, _, what in counters if what == "Replies"] == [replies[c] for c in comments if replies[c]]
    assert counters[-1] == (str(len(comments)), str(len(comments)), "comments")


def test_the_discussion_has_a_post_without_author_and_one_without_bullet() -> None:
    nameless = [u for u in POSTS if u["author"] is None]
    before = [DISCUSSION[DISCUSSION.rfind("\n", 0, u["start"]) + 1 : u["start"]] for u in nameless]
    assert before == ["  • ", "    "]


def test_every_other_author_stands_on_the_line_above() -> None:
    named = [u for u in POSTS[1:] if u["author"]]
    lines = [DISCUSSION[: u["start"]].rstrip().rpartition("\n")[2] for u in named]
    assert lines == [f"{'    ' if u['parent'] else '  '}• {u['author']}" for u in named]


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_present(kind: str) -> None:
    assert any(m["kind"] == kind for m in MENTIONS)


@pytest.mark.parametrize("trap", TRAPS)
def test_every_trap_is_present(trap: str) -> None:
    marked = {found for m in MENTIONS for found in re.findall(r"trap: ([\w-]+)", m["note"])}
    assert trap in marked | {x["trap"] for x in LOOKALIKES}


@pytest.mark.parametrize(
    ("lang", "least"), [("en", 300), ("es", 50), ("fr", 40), ("pt", 3), ("ar", 3), ("ru", 3), ("zh", 3)]
)
def test_every_language_has_links(lang: str, least: int) -> None:
    assert sum(m["kind"] in LINKS and UNIT[m["unit"]]["lang"] == lang for m in MENTIONS) >= least


def test_there_are_enough_passages_of_both_sorts() -> None:
    linked = {m["doc"] for m in MENTIONS}
    assert sum(p["id"] in linked for p in PASSAGES) >= 150
    assert sum(p["id"] not in linked for p in PASSAGES) >= 50


def test_a_lookalike_is_no_mention() -> None:
    assert [(x["text"], m["text"]) for x in LOOKALIKES for m in MENTIONS if touches(x, m)] == []


def test_a_quotation_is_a_marked_fragment_of_8_to_13_words() -> None:
    quoted = [m for m in MENTIONS if m["kind"] == "quotation"]
    assert {len(re.findall(r"[\w’'-]+", m["text"])) for m in quoted} <= set(range(8, 14))
    assert {SOURCES[m["doc"]][: m["start"]].rstrip()[-1] for m in quoted} <= set('"«')


def test_the_words_of_a_quotation_stand_in_the_official_text(shared: Path) -> None:
    strays = [
        m["text"]
        for m in MENTIONS
        if m["kind"] == "quotation" and folded(m["text"]) not in official(shared / "texts", m["target"].split("#")[0])
    ]
    assert strays == []
