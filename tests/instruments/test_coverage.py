from __future__ import annotations

from pathlib import Path

from instruments.coverage import compare, rows
from instruments.load import catalogue

FACTS = Path(__file__).parent / "facts"
WORDING = "Article 1\n1. Pay.\n2. Bonus.\n"


def test_a_wording_is_compared_both_ways() -> None:
    both, there, here = compare(catalogue(FACTS).instruments["harbour-charter"], WORDING)
    assert (both, there, here) == ({"art_1", "art_1__para_1"}, {"art_1__para_2"}, {"art_2"})


def test_coverage_counts_provisions_names_and_wordings(tmp_path: Path) -> None:
    (tmp_path / "harbour-charter.en.txt").write_text(WORDING)
    (tmp_path / "harbour-charter.fr.txt").write_text("Article 1\n1. Solde.\nArticle 2\nRepos.")
    found = {row["instrument"]: row for row in rows(catalogue(FACTS), tmp_path)}
    assert found["harbour-charter"] == {
        "instrument": "harbour-charter",
        "provisions": 3,
        "by_depth": "2/1",
        "names": "en 2",
        "summarised": 2,
        "compared": "en: 1 not marked there and 1 only there; fr: equal",
    }
    assert found["ferry-code"]["compared"] == "no wording"
