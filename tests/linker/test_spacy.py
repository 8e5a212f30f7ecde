from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

spacy = pytest.importorskip("spacy")

from spacy.tokens import Doc, DocBin  # noqa: E402

import linker.factories  # noqa: E402, F401
from linker import find  # noqa: E402

TEXTS = [
    "We rely on articles 12 and 13 of CEDAW, and on GR 26 para 26(l).",
    "Nothing here.",
    "The CEDAW Committee asked about SDG 8.8 👩🏽‍🌾 and about arts. 2(c)–(e) of CEDAW.",
    "",
]


@pytest.fixture(scope="module", autouse=True)
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def found(doc: Doc) -> list[dict[str, object]]:
    return [record for span in doc.spans["citations"] for record in span._.citations]


@pytest.mark.parametrize("lang", ["en", "es", "xx"])
@pytest.mark.parametrize("text", TEXTS)
def test_the_component_gives_the_same_records_as_the_function(lang: str, text: str) -> None:
    nlp = spacy.blank(lang)
    nlp.add_pipe("rightsgraph")
    expected = [c.as_dict() for c in find(text, lang=None if lang == "xx" else lang)]
    assert sorted(found(nlp(text)), key=repr) == sorted(expected, key=repr)


def test_the_language_of_the_pipeline_decides_and_can_be_overruled() -> None:
    text = "La CEDAW. El informe, para 12."
    spanish, told = spacy.blank("es"), spacy.blank("xx")
    spanish.add_pipe("rightsgraph")
    told.add_pipe("rightsgraph", config={"lang": "es"})
    assert found(spanish(text)) == found(told(text)) == [c.as_dict() for c in find(text, lang="es")]


def test_two_citations_that_share_a_span_are_two_dicts_of_one_list() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph")
    doc = nlp("See articles 10-12 of CEDAW.")
    (span,) = doc.spans["citations"]
    assert [c["target"] for c in span._.citations] == ["cedaw#art_10", "cedaw#art_11", "cedaw#art_12"]


def test_a_span_covers_whole_tokens_and_the_record_has_the_exact_offsets() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph")
    doc = nlp("(post-CEDAW laws)")
    (span,) = doc.spans["citations"]
    (record,) = span._.citations
    assert doc.text[record["start"] : record["end"]] == record["text"] == "CEDAW"
    assert "CEDAW" in span.text and span.start_char <= record["start"] and record["end"] <= span.end_char


def test_spans_carry_kind_and_target() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph")
    doc = nlp("The CEDAW Committee cites SDG 5.")
    assert [(s.label_, s.kb_id_) for s in doc.spans["citations"]] == [
        ("body", "cedaw-committee"),
        ("pinpoint", "sdgs#goal_5"),
    ]


def test_records_survive_bytes_and_docbin() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph")
    doc = nlp(TEXTS[0])
    expected = json.loads(json.dumps(found(doc)))
    assert expected
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert json.loads(json.dumps(found(again))) == expected
    kept = DocBin(docs=[doc], store_user_data=True).to_bytes()
    (unpacked,) = DocBin().from_bytes(kept).get_docs(nlp.vocab)
    assert json.loads(json.dumps(found(unpacked))) == expected


def test_settings_survive_saving_and_loading(tmp_path: Path) -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe("rightsgraph", config={"spans_key": "refs", "attr": "cites", "lang": "en"})
    nlp.add_pipe("rightsgraph_issues")
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names == ["rightsgraph", "rightsgraph_issues"]
    before, after = nlp(TEXTS[0]), again(TEXTS[0])
    assert [s._.cites for s in after.spans["refs"]] == [s._.cites for s in before.spans["refs"]] != []
    assert again.get_pipe("rightsgraph").settings == nlp.get_pipe("rightsgraph").settings


def test_several_processes_give_what_one_gives() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph")
    texts = TEXTS * 3
    one = [found(doc) for doc in nlp.pipe(texts)]
    two = [json.loads(json.dumps(found(doc))) for doc in nlp.pipe(texts, n_process=2, batch_size=2)]
    assert two == json.loads(json.dumps(one))
    assert any(one)


def test_an_unknown_setting_is_refused() -> None:
    with pytest.raises(Exception, match="span_key"):
        spacy.blank("en").add_pipe("rightsgraph", config={"span_key": "refs"})


def test_issues_stand_on_their_passages() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("rightsgraph_issues")
    doc = nlp("Nothing to see.\n\nTwo maids fled from their employer.")
    (span,) = doc.spans["issues"]
    assert span.text == "Two maids fled from their employer."
    assert [t["issue"] for t in span._.issues] == ["domestic-work"]


def test_a_fresh_process_finds_the_component_by_its_name_alone() -> None:
    code = (
        "import spacy; nlp = spacy.blank('es'); nlp.add_pipe('rightsgraph');"
        " doc = nlp('El artículo 12 de la CEDAW.');"
        " print([c['target'] for s in doc.spans['citations'] for c in s._.citations])"
    )
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "['cedaw#art_12']\n"), done.stderr


def test_a_loaded_pipeline_in_two_processes_fills_a_file_of_docs_as_the_first_did(tmp_path: Path) -> None:
    nlp = spacy.blank("es")
    nlp.add_pipe("rightsgraph")
    texts = [
        "Los artículos 10 a 12 de la CEDAW.",
        "Nada.",
        "El Convenio 189 de la OIT, art. 15 1 e), y la meta 8.8.",
    ] * 3
    first = [json.loads(json.dumps(found(doc))) for doc in nlp.pipe(texts)]
    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    DocBin(docs=again.pipe(texts, n_process=2, batch_size=2), store_user_data=True).to_disk(tmp_path / "docs.spacy")
    docs = list(DocBin().from_disk(tmp_path / "docs.spacy").get_docs(spacy.blank("es").vocab))
    assert [json.loads(json.dumps(found(doc))) for doc in docs] == first
    assert [[c["target"] for c in row] for row in first[:1]] == [["cedaw#art_10", "cedaw#art_11", "cedaw#art_12"]]
    assert all(type(record) is dict for doc in docs for record in found(doc))
