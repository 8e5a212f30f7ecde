from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from instruments import load
from instruments.errors import CatalogueError
from instruments.load import Catalogue, catalogue

FACTS = Path(__file__).parent / "facts"


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RIGHTSGRAPH_CACHE", str(tmp_path / "cache"))
    load._catalogue.cache_clear()
    return tmp_path / "cache"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(FACTS, tmp_path / "facts")
    return tmp_path / "facts"


def fresh(*folders: Path) -> Catalogue:
    load._catalogue.cache_clear()
    return catalogue(folders[0], overlay=folders[1:])


def facts_of(known: Catalogue) -> tuple[object, ...]:
    return known.instruments, known.bodies, known.issues, known.stages


def test_a_folder_is_read_into_instruments_bodies_and_issues() -> None:
    known = catalogue(FACTS)
    assert (list(known.instruments), list(known.bodies), list(known.issues)) == (
        ["ferry-code", "harbour-charter"],
        ["harbour-committee"],
        ["night-work"],
    )


def test_the_same_folder_gives_the_same_object() -> None:
    assert catalogue(FACTS) is catalogue(FACTS)


def test_trees_answer_for_children_ancestors_and_subtrees() -> None:
    known = catalogue(FACTS)
    assert known.children("harbour-charter") == ("art_1", "art_2")
    assert list(known.ancestors("harbour-charter", "art_1__para_1")) == ["art_1"]
    assert list(known.subtree("harbour-charter", "art_1")) == ["art_1", "art_1__para_1"]
    assert known.has("harbour-charter#art_2") and not known.has("harbour-charter#art_9")


def test_an_alias_means_its_provision() -> None:
    known = catalogue()
    assert known.path("gcm", "para_17") == "obj_1"
    assert known.provision("gcm#para_17") == known.provision("gcm#obj_1")


def test_a_second_reading_comes_from_the_cache_and_is_equal(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = fresh(FACTS)
    assert len(list(own_cache.glob("*.msgpack"))) == 1
    monkeypatch.setattr(load, "_read", lambda folders: pytest.fail("the files were read again"))
    assert facts_of(fresh(FACTS)) == facts_of(first)


def test_a_changed_file_is_read_again_and_the_old_copy_goes(own_cache: Path, folder: Path) -> None:
    fresh(folder)
    file = folder / "data" / "ferry-code.toml"
    file.write_text(file.read_text().replace("Ferry Code", "Ferries Code"))
    assert fresh(folder).instruments["ferry-code"].titles["en"] == "Ferries Code"
    assert len(list(own_cache.iterdir())) == 1


@pytest.mark.parametrize("rubbish", [b"", b"\xc1", b"\x83"])
def test_a_damaged_cache_is_ignored(own_cache: Path, rubbish: bytes) -> None:
    first = fresh(FACTS)
    next(own_cache.iterdir()).write_bytes(rubbish)
    assert facts_of(fresh(FACTS)) == facts_of(first)


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    monkeypatch.setenv("RIGHTSGRAPH_CACHE", str(blocked))
    assert "ferry-code" in fresh(FACTS).instruments


def test_an_overlay_adds_entries_and_replaces_whole_ones(tmp_path: Path) -> None:
    mine = tmp_path / "mine" / "data"
    mine.mkdir(parents=True)
    text = (FACTS / "data" / "ferry-code.toml").read_text()
    (mine / "ferry-code.toml").write_text(text.replace("Ferry Code", "My Ferry Code"))
    (mine / "barge-code.toml").write_text(text.replace("ferry-code", "barge-code"))
    known = fresh(FACTS, tmp_path / "mine")
    assert known.instruments["ferry-code"].titles["en"] == "My Ferry Code"
    assert {"barge-code", "harbour-charter"} <= set(known.instruments)
    assert fresh(FACTS).instruments["ferry-code"].titles["en"] == "Ferry Code"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            'id = "ferry-code"\nkind = treaty\n',
            "data/ferry-code.toml, line 2, column 8: Invalid value; correct the TOML",
        ),
        ('id = "ferry-code"', "data/ferry-code.toml: Object missing required field `kind`; see instruments/schema/"),
        ("id = 3", "data/ferry-code.toml, id: Expected `str`, got `int`; see instruments/schema/instrument.json"),
    ],
)
def test_a_bad_file_is_one_sentence_with_file_place_and_way_out(folder: Path, text: str, message: str) -> None:
    (folder / "data" / "ferry-code.toml").write_text(text)
    with pytest.raises(CatalogueError) as error:
        fresh(folder)
    assert str(error.value).startswith(message)


def test_a_bad_entry_is_named_by_what_it_calls_itself(folder: Path) -> None:
    file = folder / "data" / "harbour-charter.toml"
    file.write_text(file.read_text().replace('label = "Article 2"', "label = 2"))
    with pytest.raises(CatalogueError, match=r"provisions\[2\]\.label \(art_2\): Expected `str`"):
        fresh(folder)


def test_a_language_that_is_none_is_refused(folder: Path) -> None:
    file = folder / "data" / "ferry-code.toml"
    file.write_text(file.read_text().replace('fr = "Code des bacs"', 'french = "Code des bacs"'))
    with pytest.raises(CatalogueError, match="titles"):
        fresh(folder)


def test_a_file_in_another_encoding_is_refused_with_the_place(folder: Path) -> None:
    (folder / "data" / "ferry-code.toml").write_bytes(b'id = "f\xe9rry"')
    with pytest.raises(CatalogueError, match=r"ferry-code.toml, byte 7: not UTF-8; save the file as UTF-8"):
        fresh(folder)


def test_two_files_with_one_id_are_refused(folder: Path) -> None:
    shutil.copy(folder / "data" / "ferry-code.toml", folder / "data" / "ferry-rules.toml")
    with pytest.raises(CatalogueError, match=r"'ferry-code' is the id of data/ferry-code\.toml too"):
        fresh(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="no such folder"):
        fresh(tmp_path / "none")


def test_loading_the_catalogue_imports_nothing_heavy() -> None:
    code = "import sys, instruments.load as l; l.catalogue(); print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert set(out) & {"jsonschema", "rich", "rapidfuzz", "spacy", "networkx", "sqlite_utils", "click"} == set()


def test_a_cold_process_loads_the_whole_catalogue_from_the_cache_in_under_0_3_seconds() -> None:
    """By the processor's time, the best of three, so that a busy machine does not count."""
    fresh(load.HERE)
    code = (
        "import time; start = time.process_time(); from instruments.load import catalogue; known = catalogue();"
        " print(time.process_time() - start, len(known.instruments))"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(3)
    ]
    assert {int(count) for _, count in runs} == {len(catalogue().instruments)}
    assert min(float(seconds) for seconds, _ in runs) < 0.3


def test_loading_leaves_the_garbage_collector_as_it_was(own_cache: Path) -> None:
    import gc

    fresh(FACTS)
    fresh(FACTS)
    assert gc.isenabled()
    gc.disable()
    try:
        fresh(FACTS)
        assert not gc.isenabled()
    finally:
        gc.enable()
