"""Documents of review processes in the database: their columns, who cites which paragraph, what may be asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from cli import main
from kb import build, errors, links, posts, query, reviews
from kb.records import Citation, Kind, Post

CITED = (
    ("p1", "CEDAW/C/CMR/CO/4-5"),
    ("p1", "CEDAW/C/CMR/CO/4-5#para_110"),
    ("p2", "CEDAW/C/CMR/CO/4-5#para_21__point_e"),
    ("p2", "cedaw-co-np-c4-2011#para_9"),
    ("p2", "A/HRC/32/40"),
    ("p2", "a-report-nobody-knows"),
)


def _cite(kind: Kind, target: str, post: str) -> Citation:
    return Citation(
        start=0, end=5, text="words", kind=kind, status="resolved", target=target, post=post, evidence="words"
    )


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Path]:
    """Two posts that cite documents."""
    path = tmp_path / "kb.db"
    with build.replacing(path) as db:
        posts.write(db, [Post(id=p, text="words enough to stand in", lang="en") for p in ("p1", "p2")])
        found = [
            Citation(
                start=n, end=n + 2, text="wo", kind="document", status="resolved", target=t, post=p, evidence="words"
            )
            for n, (p, t) in enumerate(CITED)
        ]
        body = Citation(
            start=0, end=5, text="words", kind="body", status="resolved", target="cedaw-committee", post="p1"
        )
        links.write(db, [*found[:3], body])
        links.write(db, found[3:])
    yield path


def opened(base: Path) -> Database:
    return build.open_db(base)


def test_a_document_has_one_row_with_what_its_id_says(base: Path) -> None:
    rows = {row["id"]: tuple(row.values())[2:] for row in opened(base).query("select * from documents")}
    assert rows == {
        "CEDAW/C/CMR/CO/4-5": ("concluding observations", "cedaw-committee", "CM", "", "", "4-5"),
        "cedaw-co-np-c4-2011": ("concluding observations", "cedaw-committee", "NP", "2011", "", "4"),
        "A/HRC/32/40": ("report", "human-rights-council", "", "", "32", ""),
        "a-report-nobody-knows": ("", "", "", "", "", ""),
    }


def test_a_citation_keeps_document_and_paragraph_apart_and_is_read_back_as_it_was(base: Path) -> None:
    db = opened(base)
    found = db.execute("select document, paragraph from citations where kind = 'document' order by id").fetchall()
    assert found == [(t.partition("#")[0], t.partition("#")[2]) for _, t in CITED]
    assert [c.target for c in links.read(db) if c.kind == "document"] == [t for _, t in CITED]


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"document": "CEDAW/C/CMR/CO/4-5"}, 3),
        ({"state": "CM"}, 3),
        ({"state": ["CM", "NP"]}, 4),
        ({"body": "cedaw-committee"}, 5),
        ({"body": "cedaw-committee", "state": "NP"}, 1),
        ({"body": "human-rights-council"}, 1),
        ({"state": "FR"}, 0),
    ],
)
def test_follow_up_is_found_by_document_state_and_body(base: Path, wanted: dict[str, str], count: int) -> None:
    assert query.count(opened(base), **wanted) == len(query.citations(opened(base), **wanted)) == count


def test_a_document_is_shown_with_its_paragraphs_in_the_order_of_their_numbers(base: Path) -> None:
    record = reviews.show(opened(base), "CEDAW/C/CMR/CO/4-5")
    assert [(p["label"], p["posts"]) for p in record["paragraphs"]] == [("para. 21 (e)", 1), ("para. 110", 1)]
    assert (len(record["citations"]), record["posts"]) == (3, 2)


def test_a_document_is_found_however_it_is_typed_and_an_unknown_one_is_told(base: Path) -> None:
    assert reviews.find(opened(base), "cedaw/c/cmr/co/ 4-5") == "CEDAW/C/CMR/CO/4-5"
    assert reviews.find(opened(base), "CEDAW/C/CMR/CO/9") is None
    with pytest.raises(errors.Unknown) as told:
        reviews.needed(opened(base), "CEDAW/C/CMR/CO/9")
    assert "CEDAW/C/CMR/CO/4-5" in told.value.suggestions


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["query", "--document", "cedaw/c/cmr/co/4-5", "--count"], 0, "3"),
        (["query", "--state", "Cameroon", "--count"], 0, "3"),
        (["query", "--state", "nepal", "--body", "cedaw-committee", "--format", "csv"], 0, "para_9"),
        (["query", "--state", "Cameroun", "--count"], 0, "3"),
        (["query", "--state", "EU", "--count"], 0, "0"),
        (["query", "--state", "Atlantis"], 1, "Atlantis"),
        (["query", "--document", "CEDAW/C/CMR/CO/9"], 1, "did you mean"),
        (["show", "CEDAW/C/CMR/CO/4-5"], 0, "para. 21 (e) (1); para. 110 (1)"),
        (["show", "CEDAW/C/CMR/CO/4-5", "--format", "json"], 0, '"state": "CM"'),
    ],
)
def test_the_commands_ask_for_documents(base: Path, arguments: list[str], code: int, said: str) -> None:
    result = CliRunner().invoke(main, [*arguments, "--db", str(base)])
    assert (result.exit_code, said in result.output) == (code, True), result.output
