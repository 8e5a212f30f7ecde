"""`explain`: the linker's own decisions, told of each citation and of each place that is none."""

from __future__ import annotations

import inspect
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from cli import main
from kb.records import Post
from linker import explain, find, trace
from linker import finding as finding_module
from linker.explain_command import split
from linker.explaining import Trace
from linker.reasons import CUES, LOST, NOTHING, REASONS

LINKER = Path(__file__).resolve().parents[2] / "linker"
TEXTS = [
    "Not the CRC: articles 2(f) and 12 to 14 of CEDAW. And article 24 of GR 26.",
    "The CEDAW Committee met. The Convention and general comment No. 5 were read, at https://example.org/cedaw for 8.",
    "In the draft of the New York Declaration, paragraph 2.10 asks for a gender perspective.",
    "Soft\u00ad hyphens in the Con\u00advention on the Rights of the Child, article 3, and in CEDAW.",
    "These SDG targets matter to us:\n\n5.2 End violence\n\n8.8 Protect us\n\nPara 12. The Labour Code, article 5.",
    "Nothing here.",
    "",
]


def the(text: str, words: str, *, context: Sequence[str] = ()) -> Trace:
    """The one trace at the first place of some words."""
    (found,) = explain(text, context=context, offset=text.index(words))
    return found


def lost(one: Trace) -> dict[str, str]:
    return {rival.target: rival.reason for rival in one.rivals}


@pytest.mark.parametrize("text", TEXTS)
def test_the_citations_explained_are_those_that_are_found(text: str) -> None:
    assert [one.citation for one in explain(text)] == find(text)


@pytest.mark.parametrize("text", TEXTS)
def test_every_place_of_a_text_has_an_explanation(text: str) -> None:
    for offset in range(0, len(text), 3):
        for one in explain(text, offset=offset):
            assert one.text == text[one.start : one.end]
            assert bool(one.citation) != bool(one.why_not)
            assert one.citation is None or one.because


@pytest.mark.parametrize(
    ("text", "words", "rule", "form"),
    [
        (TEXTS[0], "articles", "named-after", "article 2(f); 1 of a list of 2"),
        (TEXTS[0], "12 to", "named-after", "article 12; a range up to 14; 2 of a list of 2"),
        (TEXTS[0], "article 24", "mislabelled", "article 24"),
        (TEXTS[2], "paragraph", "draft-numbering", "paragraph 2.10"),
        (TEXTS[4], "8.8", "list-item", "target 8.8"),
        ("We read paragraph 2 of article 20 of CEDAW.", "paragraph", "named-after", "article 20, paragraph 2"),
        ("See A/RES/71/1 now.", "A/RES", "symbol", "a document symbol"),
        ("CEDAW GR 26 helps.", "CEDAW", "series", "a series and its number"),
    ],
)
def test_a_trace_names_the_rule_and_how_the_words_were_read(text: str, words: str, rule: str, form: str) -> None:
    found = explain(text, offset=text.index(words))[0]
    assert (found.rule, found.form) == (rule, form)


@pytest.mark.parametrize(
    ("text", "words", "target", "reason"),
    [
        ("Not the CRC: article 12 of CEDAW.", "article", "crc", "points to what follows"),
        ("The CRC and CEDAW. As article 33 says, play.", "article", "cedaw", "CEDAW has no such number"),
        ("CEDAW is our guide, and the CRC too. As article 3 shows, we care.", "article", "cedaw", "CRC stands nearer"),
        ("CEDAW matters. The Labour Code too, as article 3 shows.", "article", "cedaw", "past it"),
        ("CEDAW, CEDAW and CEDAW. The CRC. We read. The Convention helps.", "The Conv", "crc", "more often or nearer"),
        ("CRC. CEDAW General Comment No. 4 is old.", "General", "crc-gc4", "has issued CEDAW GR 4"),
    ],
)  # fmt: skip
def test_what_competed_is_named_with_why_it_lost(text: str, words: str, target: str, reason: str) -> None:
    found = explain(text, offset=text.index(words))[0]
    assert reason in lost(found)[target]


def test_an_ambiguous_citation_has_all_its_candidates() -> None:
    text = "We read general comment No. 5 today."
    found = the(text, "general")
    assert found.citation is not None and found.citation.status == "ambiguous" and found.band is None
    assert set(lost(found)) == {one.target for one in found.citation.candidates}


@pytest.mark.parametrize(
    ("text", "words", "what", "taken"),
    [
        ("CEDAW is our guide. Article 12 is on health.", "Article", "the paragraph before the number", "CEDAW"),
        (TEXTS[4], "8.8", "the list's lead-in, or the instrument of the item before", "SDG"),
        ("CEDAW is old. The Convention works.", "The Con", "what the words point back to", "CEDAW"),
        ("CEDAW is dear; read article 12 of the Convention.", "article", "what the words behind", "CEDAW"),
    ],
)
def test_the_words_that_an_instrument_was_taken_from_are_named_with_their_place(
    text: str, words: str, what: str, taken: str
) -> None:
    (source,) = the(text, words).context
    assert source.what.startswith(what) and source.text == taken
    assert source.start is not None and text[source.start : source.end] == taken


def test_what_a_parent_post_names_is_told_and_has_no_place_in_this_text() -> None:
    found = the("The Convention is dear to us.", "The", context=["A word on CEDAW first."])
    (source,) = found.context
    assert (source.text, source.start) == ("CEDAW", None)
    assert found.notes == ("named in a post that this one answers",)


@pytest.mark.parametrize(
    ("text", "words", "reason"),
    [
        ("CEDAW and an article of clothing.", "article", "no number that can be a part's stands behind it"),
        ("CEDAW and towels for 12 dollars.", "12", "a bare number"),
        ("CEDAW and towels.", "towels", "no name of an instrument"),
        ("The odd goal, and CEDAW.", "odd", "only when it is written in capitals"),
        ("See www.example.org/cedaw and CRC.", "cedaw", "an address of the web"),
        ("CEDAW works. So point 99 is dear.", "point", "no instrument was found"),
        ("Our rules, article 12, are short.", "article", "the text names no instrument"),
        ("La CEDAW. El informe es para 12 mujeres.", "para 12", "an ordinary word"),
        ("CEDAW. The agenda for the day.", "The agenda", "does not point back"),
    ],
)
def test_a_place_without_a_citation_says_why(text: str, words: str, reason: str) -> None:
    found = the(text, words)
    assert found.citation is None
    assert any(reason in said for said in found.why_not), found.why_not


def test_an_article_of_a_national_law_is_kept_apart_and_says_so() -> None:
    found = the("CEDAW matters. Article 5 of the Labour Code is short.", "Article")
    assert found.citation is not None and found.citation.kind == "other"
    assert (found.rule, found.notes) == ("foreign", ("belongs to something that is not in the catalogue",))


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("The members of CEDAW met.", CUES["cue-body"]),
        ("Often CMW recommends training.", CUES["cue-body-verb"]),
        ("States parties to CEDAW met.", CUES["cue-instrument-before"]),
    ],
)
def test_what_told_a_committee_from_its_treaty_is_named(text: str, cue: str) -> None:
    assert cue in the(text, "CMW" if "CMW" in text else "CEDAW").cues


def test_confidence_comes_with_its_band_and_what_it_rests_on() -> None:
    found = the("Article 12 of CEDAW.", "Article")
    assert found.band == "sure" and found.citation is not None and found.confidence == found.citation.confidence
    assert re.match(r"\d+ of \d+ links by this rule were right", found.measured[0])
    assert found.measured[1].startswith("sure: of ")


def test_offsets_are_those_of_the_text_and_not_of_the_text_composed() -> None:
    text = TEXTS[3]
    for one in explain(text):
        assert text[one.start : one.end] == one.text
        for rival in one.rivals:
            assert " ".join(text[rival.start : rival.end].split()) == rival.text


def test_a_trace_is_frozen_and_survives_json() -> None:
    traces = explain(TEXTS[0])
    with pytest.raises(AttributeError):
        traces[0].rule = "other"  # type: ignore[misc]
    assert msgspec.json.decode(msgspec.json.encode(traces), type=list[Trace]) == traces


@pytest.mark.parametrize("offset", [-1, 5, 99])
def test_an_offset_outside_the_text_is_refused(offset: int) -> None:
    with pytest.raises(ValueError, match="the text has 5 characters"):
        explain("CEDAW", offset=offset)


def codes_in_the_code() -> set[str]:
    """All codes that the linker notes, by the places where it does."""
    found = set()
    for path in LINKER.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for call in re.findall(r"(?:trace\.(?:note|dropped)|_lost)\(\s*((?:[^,()]|\([^()]*\))+),", text):
            found |= set(re.findall(r"\"([a-z-]+)\"", call))
    hows = re.findall(
        r"how(?:, [^=\n]+)? = \"([a-z-]+)\"|rule, how = \"[a-z-]+\", \"([a-z-]+)\"",
        (LINKER / "seriesbody.py").read_text(encoding="utf-8"),
    )
    return found | {one for pair in hows for one in pair if one}


def test_every_decision_that_is_noted_has_a_sentence_and_every_sentence_a_decision() -> None:
    inner = {"read", "pins", "mentions", "quotes", "chain", "owner", "parent", "won"}
    noted = codes_in_the_code()
    assert noted - inner - set(REASONS) == set()
    assert set(REASONS) - noted - {"no-owner"} == set()
    assert not (set(LOST) & set(NOTHING))


def test_nobody_listens_in_a_normal_run(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(trace, "Event", lambda *given: made.append(given))
    find(TEXTS[0])
    assert made == [] and trace.sink() is None


def test_a_note_that_nobody_hears_costs_next_to_nothing() -> None:
    """All notes of a text, made again with nobody listening, take less than a twentieth of the time to link it."""
    text = "\n\n".join(TEXTS) * 5
    find(text)
    with trace.listening() as heard:
        finding_module.find(text)
    began = time.perf_counter()
    find(text)
    whole = time.perf_counter() - began
    began = time.perf_counter()
    for event in heard.events:
        trace.note(event.code, event.start, event.end, event.about)
    assert time.perf_counter() - began < whole / 20


def test_find_and_explain_take_the_same_arguments() -> None:
    wanted = dict(inspect.signature(explain).parameters)
    del wanted["offset"]
    assert list(wanted) == list(inspect.signature(find).parameters)


# The command


def run(*arguments: str, text: str = "") -> Result:
    return CliRunner().invoke(main, ["explain", *arguments], input=text, catch_exceptions=False)


NOTE = "Not the CRC: article 12 of CEDAW.\n"


def test_the_command_tells_one_place_in_plain_words(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text(NOTE, encoding="utf-8")
    said = run(f"{file}:15").stdout
    for words in (
        "“article 12 of CEDAW”",
        "cites a provision: CEDAW, Article 12",
        "named-after",
        "not",
        "CRC",
        "sure (0.99)",
    ):
        assert words in said
    assert "names an instrument" not in said


def test_the_command_reads_standard_input_with_and_without_a_place() -> None:
    assert run("-", text=NOTE).stdout.count("because") == 2
    assert run("-:0", text=NOTE).stdout.count("is no citation") == 1


def test_programs_get_the_whole_trace() -> None:
    whole = json.loads(run("-", "--format", "json", text=NOTE).stdout)
    lines = [json.loads(line) for line in run("-", "--format", "jsonl", text=NOTE).stdout.splitlines()]
    assert whole == lines
    assert [(row["citation"]["target"], [r["target"] for r in row["rivals"]]) for row in whole] == [
        ("crc", []),
        ("cedaw#art_12", ["crc"]),
    ]


def test_an_offset_of_a_discussion_leads_to_the_post_that_holds_it(tmp_path: Path) -> None:
    source = Path(__file__).resolve().parents[2] / "corpus" / "sample" / "e-discussion.txt"
    rows = [
        json.loads(x) for x in CliRunner().invoke(main, ["cite", str(source), "--format", "jsonl"]).stdout.splitlines()
    ]
    row = next(r for r in rows[40:] if r["kind"] == "pinpoint" and r["source_start"])
    found = json.loads(run(f"{source}:{row['source_start']}", "--format", "json").stdout)
    assert (row["post"], row["start"], row["target"]) in {
        (one["post"], one["start"], one["citation"]["target"]) for one in found
    }


def test_a_post_of_a_database_is_explained_with_what_it_answers(tmp_path: Path) -> None:
    source = tmp_path / "talk.jsonl"
    posts = [{"id": "a", "text": "On CEDAW."}, {"id": "b", "text": "The Convention is dear.", "parent": "a"}]
    source.write_text("".join(json.dumps(p) + "\n" for p in posts), encoding="utf-8")
    db = str(tmp_path / "kb.db")
    assert CliRunner().invoke(main, ["build", str(source), "--db", db]).exit_code == 0
    (one,) = json.loads(run("--db", db, "b:4", "--format", "json").stdout)
    assert (one["citation"]["target"], one["citation"]["post"]) == ("cedaw", "b")
    assert one["context"][0]["text"] == "CEDAW"
    assert run("--db", db, "c").exit_code == 1
    assert run(str(source) + ":3").exit_code == 2
    assert (
        json.loads(run(str(source) + ":4", "--post", "b", "--format", "json").stdout)[0]["citation"]["target"]
        == "cedaw"
    )


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        ((), 2, "name a FILE"),
        (("no-such-file.txt",), 1, "no-such-file.txt"),
        (("-:99",), 1, "character 99 stands in no post"),
        (("-", "--post", "x"), 1, "there is no post 'x'"),
        (("-", "--band", "perhaps"), 2, "perhaps"),
    ],
)
def test_what_cannot_be_explained_is_told_in_a_sentence(arguments: tuple[str, ...], code: int, words: str) -> None:
    result = run(*arguments, text=NOTE)
    assert result.exit_code == code
    assert words in result.stderr


def test_only_the_links_of_a_band() -> None:
    assert run("-", "--band", "check", text=NOTE).stdout == ""
    assert "CEDAW" in run("-", "--band", "sure", text=NOTE).stdout


def test_bands_and_rules_are_tables() -> None:
    assert [line.split()[0] for line in run("--bands").stdout.splitlines()] == ["band", "sure", "likely", "check"]
    rules = json.loads(run("--rules", "--format", "json").stdout)
    assert {"named-after", "quotation:wording"} < {row["rule"] for row in rules}


@pytest.mark.parametrize(
    ("where", "parts"),
    [("a.txt", ("a.txt", None)), ("a.txt:7", ("a.txt", 7)), ("a:b:7", ("a:b", 7)), ("a.txt:", ("a.txt:", None))],
)
def test_a_place_is_a_name_and_an_offset(where: str, parts: tuple[str, int | None]) -> None:
    assert split(where) == parts


@pytest.mark.parametrize(("source", "text"), [(100, 0), (103, 3), (104, 4), (110, 4), (111, 5), (115, 8)])
def test_a_character_of_a_source_has_its_place_in_the_post(source: int, text: int) -> None:
    post = Post(id="p", text="see CEDAW"[:9], start=100, end=116, offsets=((0, 100), (4, 110)))
    assert post.text_offset(source) == text
