from __future__ import annotations

import csv
import re
import shutil
from itertools import pairwise
from pathlib import Path

import pytest

from instruments.errors import CatalogueError
from instruments.load import catalogue
from instruments.states import HERE, bindings, find_states, register, states
from instruments.states_check import check
from instruments.states_import import code_of, near, read, stored, write

ROOT = Path(__file__).resolve().parents[2]
FOUR = {"NP": "Nepal", "MD": "Republic of Moldova", "TR": "Türkiye", "CD": "Democratic Republic of the Congo"}


@pytest.fixture(autouse=True)
def nobodys_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTSGRAPH_STATES", str(tmp_path / "own.csv"))
    return tmp_path / "own.csv"


def named(text: str, lang: str | None = "en") -> list[str]:
    return [f"{text[start:end]}={code}" for start, end, code in find_states(text, lang)]


# The register


def test_the_shipped_states_keep_their_rules() -> None:
    assert check(catalogue()) == []


def test_there_are_193_member_states_with_names_in_three_languages() -> None:
    assert len(states()) == 193
    assert {code: states()[code].name.en for code in FOUR} == FOUR
    assert all(lang for state in states().values() for _, lang in state.name.by_lang())


@pytest.mark.parametrize("lang", ["en", "es", "fr"])
def test_each_state_is_found_by_its_names_in_each_language_and_taken_for_no_other(lang: str) -> None:
    """In a sentence that supports the name; what means two States or none ("Congo") is the exception, and known."""
    lead = {"en": "The law in {} changed.", "es": "La ley en {} cambió.", "fr": "La loi en {} a changé."}[lang]
    lost = {}
    for state in states().values():
        for one in (getattr(state.name, lang), getattr(state.official, lang), *state.forms.get(lang, ())):
            found = {code for _, _, code in find_states(lead.format(one), lang)}
            if found != {state.code}:
                lost[one] = found
    assert lost == {"Congo": set()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace('alpha3 = "NPL"', 'alpha3 = "NOR"'), "NOR stands there 2 times"),
        (lambda text: text.replace('code = "NP"', 'code = "ZZ"'), "do not stand in the order of their codes"),
        (lambda text: text.replace('careful = ["Chad"]', 'careful = ["Tschad"]'), "'Tschad' in careful is none of its"),
        (lambda text: text.replace('es = "Nepal"', 'es = "Malta"', 1), "means MT and NP"),
        (lambda text: text.replace('as_of = "', 'as_of   = "'), "not in the canonical form"),
        (lambda text: text.replace('as_of = "mid-2022"', 'as_of = "mid-2002"'), "is not between"),
        (lambda text: text.replace('alpha3 = "NPL"', 'alpha3 = "NPL"\nanthem = "x"'), "unknown field `anthem`"),
    ],
)
def test_a_broken_register_is_noticed(change: object, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "states"
    shutil.copytree(HERE, folder)
    file = folder / "states.toml"
    file.write_text(change(file.read_text()))  # type: ignore[operator]
    assert any(said in problem.text for problem in check(catalogue(), folder)), check(catalogue(), folder)[:3]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("\nNP,", "\nXX,"), "the rows are not the States"),
        (lambda text: text.replace("state,cat-op,", "state,cat-xy,"), "cat-xy: no instrument of the catalogue"),
        (lambda text: text.replace(",1991,", ",1901,", 1), "1901 is not between"),
        (lambda text: text.replace(",signed,", ",maybe,", 1), "'maybe' is no status"),
        (lambda text: text.replace("\nNP,", "\nNP,neither,"), "more or fewer cells than columns"),
    ],
)
def test_a_broken_table_of_bindings_is_noticed(change: object, said: str, tmp_path: Path) -> None:
    folder = tmp_path / "states"
    shutil.copytree(HERE, folder)
    file = folder / "bindings.csv"
    file.write_text(change(file.read_text()))  # type: ignore[operator]
    assert any(said in problem.text for problem in check(catalogue(), folder)), check(catalogue(), folder)[:3]


# Who is bound by what


def test_bindings_carry_their_date_and_their_source() -> None:
    one = bindings()["NP", "cedaw"]
    assert (one.status, one.year, one.as_of) == ("bound", 1991, "mid-2022")
    assert "UN Treaty Collection" in one.source


@pytest.mark.parametrize(
    ("state", "treaty", "status"),
    [
        ("US", "cedaw", "signed"),
        ("US", "crc", "signed"),
        ("IR", "cedaw", "neither"),
        ("NP", "icrmw", "neither"),
        ("MX", "icrmw", "bound"),
        ("JM", "iccpr-op1", "neither"),
        ("GA", "crc-op-ic", "unknown"),
        ("TV", "iccpr", "unknown"),
        ("ZW", "cedaw-op", "unknown"),
    ],
)
def test_a_state_is_bound_has_signed_neither_or_nobody_knows(state: str, treaty: str, status: str) -> None:
    assert bindings()[state, treaty].status == status


def test_what_was_denounced_says_so() -> None:
    assert bindings()["JM", "iccpr-op1"].note == "Bound since 1975; denounced in 1997."


def test_nothing_is_said_of_labour_conventions() -> None:
    assert not [treaty for _, treaty in bindings() if treaty.startswith("ilo-")]


CODES = {"TP": "TL", "S": "SS"}  # what the source calls them


def test_the_bindings_are_those_of_the_source(shared: Path) -> None:
    """Each row that does not contradict itself; the others are those that have a note."""
    found, notes = bindings(), {(n.state, n.treaty) for n in register().notes}
    files = sorted((shared / "ratifications").glob("*.csv"))
    wrong, seen = [], 0
    for file in files:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                code, year = CODES.get(row["iso2"].strip(), row["iso2"].strip()), row["year ratification or accession"]
                expected = {"state party": "bound", "signatory state": "signed"}.get(row["status"].strip(), "neither")
                if code not in states() or (code, file.stem) in notes:
                    continue
                one = found[code, file.stem]
                seen += 1
                if (one.status, str(one.year or "")) != (expected, year.strip()):
                    wrong.append((code, file.stem, one, row))
    assert wrong == []
    assert (len(files), seen) == (18, 18 * 193 - len(notes))
    assert {treaty for _, treaty in found} == {file.stem for file in files}


# In texts


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("Nepal and the Philippines send workers.", "en", ["Nepal=NP", "Philippines=PH"]),
        ("Women from nepal", "en", ["nepal=NP"]),
        ("En México y Côte d’Ivoire", "es", ["México=MX", "Côte d’Ivoire=CI"]),
        ("Le Népal, la Côte d'Ivoire", "fr", ["Népal=NP", "Côte d'Ivoire=CI"]),
        ("Republic of Korea, Democratic People's Republic of Korea, Korea", "en", ["Republic of Korea=KR"]),
        ("the Democratic Republic of the Congo and the Congo", "en", ["Democratic Republic of the Congo=CD"]),
        ("Papua New Guinea, Guinea-Bissau, Guinea", "en", ["Papua New Guinea=PG", "Guinea-Bissau=GW", "Guinea=GN"]),
        ("Niger and Nigeria", "en", ["Niger=NE", "Nigeria=NG"]),
        ("New Mexico, the Niger Delta, Northern Ireland, American Samoa", "en", []),
        ("a guinea pig made of china ate turkey with chile", "en", []),
        ("las madres irán con la india", "es", []),
        ("près de l'équateur, en Équateur", "fr", ["Équateur=EC"]),
        ("la cañada y el canadá", "es", ["canadá=CA"]),
        ("women, Romans, Omanis", "en", []),
        ("The US, the UK and U.S. law", "en", ["US=US", "UK=GB", "U.S.=US"]),
        ("PLEASE JOIN US TODAY. Tell us.", "en", []),
        ("Republic of\nMoldova", "en", ["Republic of\nMoldova=MD"]),
        ("Nepali and Filipina workers, mexicanas", "en", ["Nepali=NP", "Filipina=PH"]),
        ("trabajadoras nepalíes y mexicanas", "es", ["nepalíes=NP", "mexicanas=MX"]),
        ("", "en", []),
    ],
)
def test_a_text_names_states(text: str, lang: str, found: list[str]) -> None:
    assert [one for one in named(text, lang) if "Democratic People" not in one] == found


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("In Jordan the law changed.", "en", ["Jordan=JO"]),
        ("The Government of Chad wrote.", "en", ["Chad=TD"]),
        ("Lebanon, Jordan and Chad", "en", ["Lebanon=LB", "Jordan=JO", "Chad=TD"]),
        ("Georgia has a law. Georgian women know it.", "en", ["Georgia=GE", "Georgian=GE"]),
        ("Hashemite Kingdom of Jordan; Jordan signed.", "en", ["Hashemite Kingdom of Jordan=JO", "Jordan=JO"]),
        ("Dear Jordan, thank you. Chad agrees.", "en", []),
        ("Michael Jordan lives in Nepal", "en", ["Nepal=NP"]),
        ("In Jordan and Nepal, said Michael Jordan.", "en", ["Jordan=JO", "Nepal=NP"]),
        ("In Jordan Smith's words", "en", []),
        ("She moved to Atlanta, in Georgia.", "en", []),
        ("Georgia O'Keeffe and Georgia", "en", []),
        ("Maurice et Dominique ont écrit.", "fr", []),
        ("Maurice wrote from Maurice", "en", []),
        ("Les femmes à l'île Maurice", "fr", ["île Maurice=MU"]),
        ("Vive en Granada, España", "es", ["España=ES"]),
    ],
)
def test_a_name_that_others_bear_too_needs_support(text: str, lang: str, found: list[str]) -> None:
    assert named(text, lang) == found


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("The Republic of Moldova (RM) acts. In RM it is law.", "en", ["Republic of Moldova=MD", "RM=MD"]),
        ("In RM it is law. The Republic of Moldova (RM).", "en", ["Republic of Moldova=MD"]),
        ("RM is law. RM.", "en", []),
        ("Moldova (República de Moldova, RM): la RM", "es", ["Moldova=MD", "República de Moldova=MD", "RM=MD"]),
        ('Bosnia and Herzegovina ("BiH") and BiH', "en", ["Bosnia and Herzegovina=BA", "BiH=BA"]),
        ("Nepal (CEDAW) and CEDAW", "en", ["Nepal=NP"]),
    ],
)
def test_letters_count_only_after_they_are_defined(text: str, lang: str, found: list[str]) -> None:
    assert named(text, lang) == found


def test_a_long_text_full_of_doubtful_names_takes_no_longer_than_its_length() -> None:
    text = "Lebanon, Jordan and Chad met Michael Jordan. " * 5000
    assert len(find_states(text, "en")) == 3 * 5000


def test_in_an_unknown_language_the_names_of_all_three_count() -> None:
    assert named("México, Népal, Nepalese", None) == ["México=MX", "Népal=NP", "Nepalese=NP"]
    assert named("México, Népal", "ru") == ["México=MX", "Népal=NP"]


def test_the_real_discussion_names_the_states_that_a_reader_counts(shared: Path) -> None:
    text = (shared / "corpus" / "e-discussion.txt").read_text(encoding="utf-8")
    found = find_states(text, "en")
    spans = [(start, end) for start, end, _ in found]
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    for code, word in (("NP", r"Nepal(?:i|ese)?"), ("MX", r"M[eé]xico"), ("MD", r"Moldovan?"), ("PH", "Philippines")):
        counted = len(re.findall(rf"(?<!New )\b{word}\b", text))
        assert len([1 for start, end, one in found if one == code and re.search(word, text[start:end])]) == counted, (
            code
        )
    assert "RM" not in {text[start:end] for start, end in spans}


# A user's own facts


def write_csv(folder: Path, text: str) -> Path:
    path = folder / "ilo.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_is_read_as_people_write_it(tmp_path: Path, nobodys_file: Path) -> None:
    path = write_csv(
        tmp_path,
        "Country,Convention,Date,Status,Remarks\nPhilippines,C189,05 Sep 2012,In force,\n"
        "NPL,ILO C189,,not ratified,x\n",
    )
    found = read(path, catalogue(), as_of="2024-05-01", source="a list")
    assert [(b.state, b.treaty, b.status, b.year, b.as_of, b.note) for b in found] == [
        ("PH", "ilo-c189", "bound", 2012, "2024-05-01", ""),
        ("NP", "ilo-c189", "neither", None, "2024-05-01", "x"),
    ]
    write(nobodys_file, found)
    assert list(stored(nobodys_file)) == sorted(found)
    assert bindings()["PH", "ilo-c189"].status == "bound"
    assert bindings()["PH", "cedaw"].as_of == "mid-2022"


def test_a_users_fact_stands_before_the_shipped_one(tmp_path: Path, nobodys_file: Path) -> None:
    path = write_csv(tmp_path, "state;treaty;year;as_of;source\nNP;icrmw;2023;2024;a letter\n")
    write(nobodys_file, read(path, catalogue()))
    assert bindings()["NP", "icrmw"][2:5] == ("bound", 2023, "2024")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("state,treaty,status\nNepall,C189,bound\n", "ilo.csv, line 2: 'Nepall' is no member State; see Nepal (NP)"),
        ("state,treaty,status\nNP,C999,bound\n", "ilo.csv, line 2: 'C999' is no instrument of the catalogue"),
        ("state,treaty,status\nNP,C189,perhaps\n", "ilo.csv, line 2: 'perhaps' is no status; write state"),
        ("state,treaty,status\nNP,C189,bound\nNPL,C189,bound\n", "ilo.csv, line 3: NP and ilo-c189 stand there twice"),
        ("treaty,status\nC189,bound\n", "ilo.csv, line 1: no column 'state'"),
        ("state,status\nNP,bound\n", "ilo.csv, line 1: no column 'treaty'; add it, or give --treaty"),
    ],
)
def test_a_users_file_with_an_error_is_refused_whole_with_the_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as error:
        read(write_csv(tmp_path, text), catalogue(), as_of="2024", source="a list")
    assert str(error.value).startswith(said)


def test_facts_without_a_date_or_a_source_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path, "state,treaty,status\nNP,C189,bound\n")
    with pytest.raises(CatalogueError, match="no column 'as_of'; add it, or give --as-of"):
        read(path, catalogue(), source="a list")
    with pytest.raises(CatalogueError, match="no column 'source'; add it, or give --source"):
        read(path, catalogue(), as_of="2024")


def test_a_spoilt_file_of_ones_own_is_one_sentence(nobodys_file: Path) -> None:
    nobodys_file.write_text("state,treaty\nNP,cedaw\n")
    with pytest.raises(CatalogueError, match="line 2: not as it was written; import your file again"):
        bindings()


def test_a_code_or_a_name_in_any_of_the_languages_is_a_state() -> None:
    names = ("np", "NPL", "Népal", "corea del sur", "Türkiye", "Turkey", "UK", "Congo", "Palestine")
    assert [code_of(name) for name in names] == ["NP", "NP", "NP", "KR", "TR", "TR", "GB", "CG", None]
    assert near("Nepall")[0] == "Nepal (NP)"


def test_the_notes_are_our_own_words(shared: Path) -> None:
    told = set()
    for file in (shared / "ratifications").glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            told |= {row["note"] for row in csv.DictReader(lines) if row.get("note")}
    assert told
    assert {note.text for note in register().notes} & told == set()
