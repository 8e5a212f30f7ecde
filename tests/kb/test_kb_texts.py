"""Official wordings brought in, fetched, kept and used, with a charter that was invented for it."""

from __future__ import annotations

import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from instruments.load import Catalogue, catalogue
from instruments.prints import prints
from kb import texts as work
from kb import texts_store
from kb.documents import DocumentError, document
from kb.errors import KBError
from kb.texts_commands import texts
from kb.texts_fetch import download
from kb.texts_recognise import extra_of, instrument_of, language_of, recognise, tidied

TOML = """
id = "lantern-charter"
kind = "treaty"
symbols = ["LC/1/26"]
unit = "art"
[titles]
en = "Charter of the Lantern Keepers"
es = "Carta de los Guardas de Faroles"
fr = "Charte des gardiens de lanternes"
[addresses]
en = "https://lantern.example/en"
[[names]]
text = "Charter of the Lantern Keepers"
lang = "en"
kind = "official"
[[sources]]
title = "invented for the tests"
url = "https://lantern.example"
[[provisions]]
path = "art_1"
label = "Article 1"
[[provisions]]
path = "art_2"
label = "Article 2"
[[provisions]]
path = "art_2__para_1"
parent = "art_2"
label = "Article 2(1)"
[[provisions]]
path = "art_2__para_1__point_a"
parent = "art_2__para_1"
label = "Article 2(1)(a)"
[[provisions]]
path = "art_2__para_1__point_b"
parent = "art_2__para_1"
label = "Article 2(1)(b)"
[[provisions]]
path = "art_2__para_2"
parent = "art_2"
label = "Article 2(2)"
[[provisions]]
path = "art_3"
label = "Article 3"
"""
REST = "No keeper of a lantern works alone on a night of storm, and none is asked to row out unaided."
LINES = (
    "Charter of the Lantern Keepers",
    "Article 1",
    "Every village on the coast keeps a lantern for the boats that are still out.",
    "Article 2",
    "1. A keeper of lanterns receives each winter, and without asking:",
    "(a) oil for the whole of the season; and",
    "(b) a coat that keeps out the rain.",
    "2. " + REST,
    "Article 3",
    "This Charter is kept in the harbour house.",
)
TEXT = "\n".join(LINES)
HTML = (
    "<html><head><title>Charter of the Lantern Keepers</title></head><body><nav>Article 9 Home</nav>"
    f"<h2>Article 1</h2><p>{LINES[2]}</p><h2>Article 2</h2><p>{LINES[4]}</p>"
    "<ol type='a'><li>oil for the whole of the season; and</li><li>a coat that keeps out the rain.</li></ol>"
    f"<p>2. {REST}</p><h2>Article 3</h2><p>{LINES[9]}</p></body></html>"
)
MARKDOWN = TEXT.replace("Article", "## Article").replace("Charter of", "# Charter of", 1).replace("2. No", "2\\. No")
EDITED = REST.replace("row out", "swim out")


def pdf(*pages: tuple[str, ...]) -> bytes:
    """A PDF with a line of text below the other on each page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        shown = "".join(f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*\n" for line in lines)
        stream = f"BT /F1 9 Tf 14 TL 40 780 Td\n{shown}ET".encode("latin-1")
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 700 800] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    refs = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (refs, len(kids))
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)


LIST = (
    f"<w:numbering {W}><w:abstractNum w:abstractNumId='7'><w:lvl w:ilvl='0'><w:numFmt w:val='lowerLetter'/></w:lvl>"
    "</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
)


def listed(line: str) -> str:
    numbered = "<w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>"
    return f"<w:p>{numbered}<w:r><w:t>{line}</w:t></w:r></w:p>"


DOCX = docx(
    paragraphs(*LINES[:5]) + listed(LINES[5][4:]) + listed(LINES[6][4:]) + paragraphs(*LINES[7:]), numbering=LIST
)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of instruments of one's own."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "data").mkdir()
    (folder / "data" / "lantern-charter.toml").write_text(TOML, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def cat(own: Path) -> Catalogue:
    return catalogue(overlay=own)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(texts, [str(a) for a in arguments], catch_exceptions=False)


@pytest.mark.parametrize(
    "name, data",
    [
        ("a.txt", TEXT.encode()),
        ("a.md", MARKDOWN.encode()),
        ("a.html", HTML.encode()),
        ("a.pdf", pdf(("1", *LINES[:6]), ("2", *LINES[6:]))),
        ("a.docx", DOCX),
        ("utf16.txt", TEXT.encode("utf-16")),
    ],
)
def test_every_form_is_recognised_and_cut_into_the_same_provisions(
    tmp_path: Path, cat: Catalogue, name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    found = recognise(tmp_path / name, cat)
    assert (found.wording.instrument, found.wording.lang) == ("lantern-charter", "en")
    assert found.found.complete and found.extra == ()
    assert {p.path: " ".join(p.text.split()) for p in found.wording.pieces} == {
        "art_1": LINES[2],
        "art_2__para_1": LINES[4][3:],
        "art_2__para_1__point_a": LINES[5][4:],
        "art_2__para_1__point_b": LINES[6][4:],
        "art_2__para_2": REST,
        "art_3": LINES[9],
    }


@pytest.mark.parametrize(
    "name, data, why",
    [
        ("a.pdf", b"%PDF-1.4 nothing", "cannot be read"),
        ("a.pdf", pdf(("",)), "no text"),
        ("a.docx", b"PK\x03\x04 broken", "damaged"),
        ("a.docx", docx("").replace(b"word/document", b"word/dxcument"), "without a Word document"),
        ("a.docx", docx("<w:p/>" + " " * 51_000_000), "when unpacked"),
        ("a.txt", b"\xff\x00abc", "not readable as utf-8"),
        ("a.txt", b"a\0b", "binary"),
        ("a.txt", b"  \n", "no text"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_sentence(name: str, data: bytes, why: str) -> None:
    with pytest.raises(DocumentError, match=why) as caught:
        document(data, name)
    assert name in str(caught.value) and caught.value.hint and "\n" not in str(caught.value)


def test_a_docx_with_entities_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    with pytest.raises(DocumentError, match="not allowed"):
        document(out.getvalue(), "a.docx")


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Convention on the Elimination of All Forms of Discrimination against Women\nArticle 1", "cedaw"),
        ("Optional Protocol to the Convention on the Elimination of All Forms of Discrimination\nagainst Women",
         "cedaw-op"),
        ("General comment on lamps\nThe weather was fine.", None),
        ("A/RES/71/1\nResolution", "ny-declaration"),
    ],
)  # fmt: skip
def test_an_instrument_is_told_by_the_title_or_symbol_that_comes_first(text: str, expected: str | None) -> None:
    assert instrument_of(text, catalogue()) == expected


def test_what_is_not_clear_has_to_be_named(tmp_path: Path, cat: Catalogue) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT.replace(LINES[0], "A charter"), encoding="utf-8")
    with pytest.raises(KBError, match="--instrument"):
        recognise(path, cat)
    with pytest.raises(KBError, match="no such instrument"):
        recognise(path, cat, instrument="nothing")
    assert recognise(path, cat, instrument="lantern-charter").found.complete
    path.write_text("Charter of the Lantern Keepers\nnothing of it", encoding="utf-8")
    with pytest.raises(KBError, match="no numbered articles"):
        recognise(path, cat, lang="en")
    assert language_of("12 ++ 14") is None


def test_numbers_that_a_layout_ran_together_are_set_apart_and_unknown_ones_told(cat: Catalogue) -> None:
    text = tidied("Article 1\nIt is so. Article\n2\n1. One. 2. Two, as in article 1.\nArticle 3\nx\nArticle 4\ny")
    assert text.split("\n")[2:5] == ["Article 2", "1. One.", "2. Two, as in article 1."]
    assert extra_of(text, cat, "lantern-charter") == ("art_4",)


def test_a_wording_is_added_listed_shown_used_and_removed(
    tmp_path: Path, own: Path, cat: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    from linker import find

    monkeypatch.setenv("RIGHTSGRAPH_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("instruments.prints.FOLDER", tmp_path / "none")  # the shipped ones take seconds to index
    monkeypatch.setenv("RIGHTSGRAPH_TEXTS", str(tmp_path / "texts"))
    file = tmp_path / "charter.txt"
    file.write_text(TEXT, encoding="utf-8")
    said = f"They wrote that no one is left behind: “{REST}”"
    quoted = [(c.target, c.text) for c in find(said, catalogue=cat) if c.kind == "quotation"]
    assert quoted == []

    added = call("add", file, "--instruments", own)
    assert added.exit_code == 0
    assert added.stdout == "lantern-charter en: 3/3 articles, 2/2 paragraphs, 2/2 points\n"
    assert {p.name for p in (tmp_path / "texts").iterdir()} == {"lantern-charter.en.json", "lantern-charter.en.bin"}
    quoted = [(c.target, c.text) for c in find(said, catalogue=cat) if c.kind == "quotation"]
    assert quoted == [("lantern-charter#art_2__para_2", REST.rstrip("."))]
    assert [c for c in find(said) if c.kind == "quotation"] == [], "the shipped catalogue has no such charter"

    rows = call("list", "--format", "csv").stdout.splitlines()
    assert rows[1].startswith("lantern-charter,en,6,0,charter.txt,") and len(rows[1].split(",")[-1]) == 64
    shown = call("show", "lantern-charter#art_2", "--instruments", own)
    assert shown.stdout.splitlines() == [LINES[4], LINES[5], LINES[6], LINES[7]]
    assert work.wording("lantern-charter#art_1", "en", cat) == LINES[2]
    assert work.wording("lantern-charter#art_1", "es", cat) is None
    missing = call("show", "lantern-charter", "--lang", "es", "--instruments", own)
    assert (missing.exit_code, missing.stderr) == (1, "Error: lantern-charter: no wording in 'es'; there is en\n")

    assert call("remove", "lantern-charter").exit_code == 0
    assert not prints().has("lantern-charter") and texts_store.every() == []
    assert call("remove", "lantern-charter").exit_code == 1


def test_an_incomplete_wording_is_refused_unless_it_is_asked_for(tmp_path: Path, own: Path) -> None:
    file = tmp_path / "charter.txt"
    file.write_text(TEXT.replace(LINES[7] + "\n", ""), encoding="utf-8")
    given = ("add", file, "--instruments", own, "--texts", tmp_path / "texts")
    refused = call(*given)
    assert refused.exit_code == 1 and "--partial" in refused.stderr and "art_2__para_2" in refused.stdout
    assert not (tmp_path / "texts").exists()
    assert call(*given, "--partial").exit_code == 0
    (held,) = texts_store.every(tmp_path / "texts")
    assert held.missing == ("art_2__para_2",) and not held.complete


def test_a_damaged_wording_is_told_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "lantern-charter.en.json").write_text("{}")
    result = call("list", "--texts", tmp_path)
    assert (
        result.exit_code == 1 and "lantern-charter.en.json" in result.stderr and "add the text again" in result.stderr
    )


class Server(BaseHTTPRequestHandler):
    """Answers by the path: what, as which type, and how often it is busy before."""

    busy = 0

    def do_GET(self) -> None:
        if self.path == "/busy" and Server.busy > 0:
            Server.busy -= 1
            self._answer(503, "text/plain", b"later")
        elif self.path == "/moved":
            self.send_response(302)
            self.send_header("Location", "/page")
            self.end_headers()
        elif self.path == "/loop":
            self.send_response(302)
            self.send_header("Location", "/loop")
            self.end_headers()
        elif self.path in ("/page", "/busy"):
            self._answer(200, "text/html; charset=utf-8", HTML.encode())
        elif self.path == "/picture":
            self._answer(200, "image/png", b"x")
        elif self.path == "/large":
            self._answer(200, "text/plain", b"x" * 3000)
        else:
            self._answer(404, "text/html", b"<p>none")

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server on this machine."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    thread = threading.Thread(target=serving.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{serving.server_port}"
    serving.shutdown()
    serving.server_close()
    thread.join()


def test_a_wording_is_fetched_from_where_it_moved_and_kept(server: str, tmp_path: Path, own: Path) -> None:
    at = ("--instruments", own, "--texts", tmp_path)
    got = call("fetch", "lantern-charter", "--address", f"{server}/moved", *at)
    assert (got.exit_code, got.stdout) == (0, "lantern-charter en: 3/3 articles, 2/2 paragraphs, 2/2 points\n")
    (held,) = texts_store.every(tmp_path)
    assert held.address == f"{server}/page" and held.complete


@pytest.mark.parametrize(
    "path, why",
    [
        ("/nothing", "answers 404"),
        ("/picture", "sends image/png"),
        ("/large", "more than 0.002 MB"),
        ("/loop", "leads to more than 5"),
    ],
)
def test_what_cannot_be_fetched_is_told_with_the_way_out(server: str, path: str, why: str) -> None:
    with pytest.raises(KBError, match=why) as caught:
        download(server + path, largest=2000)
    assert "texts add FILE" in caught.value.hint


def test_a_busy_server_is_asked_again_with_growing_pauses_and_not_for_ever(server: str) -> None:
    pauses: list[float] = []
    Server.busy = 2
    assert download(f"{server}/busy", wait=pauses.append).ending == ".html"
    assert pauses == [1.0, 2.0]
    Server.busy = 9
    with pytest.raises(KBError, match="no answer after 4 tries"):
        download(f"{server}/busy", wait=pauses.append)
    Server.busy = 0


def test_nothing_is_fetched_offline_or_from_elsewhere_than_the_web(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(KBError, match="offline"):
        download(f"{server}/page", offline=True)
    monkeypatch.setenv("RIGHTSGRAPH_OFFLINE", "1")
    result = call("fetch", "cedaw", "--texts", tmp_path)
    assert result.exit_code == 1 and "offline" in result.stderr
    monkeypatch.delenv("RIGHTSGRAPH_OFFLINE")
    with pytest.raises(KBError, match="not an http"):
        download("file:///etc/hosts")


PDFS = {
    "CEDAW.pdf": ("cedaw", 30, True),
    "Convention_Against_Torture.pdf": ("cat", 33, True),
    "ICCPR.pdf": ("iccpr", 53, False),
    "ICESCR.pdf": ("icescr", 31, True),
    "Refugee_Convention.pdf": ("refugee-convention", 46, True),
}


@pytest.mark.parametrize("name", PDFS)
def test_the_official_pdfs_are_recognised_and_have_all_their_articles(shared: Path, name: str) -> None:
    instrument, articles, complete = PDFS[name]
    found = recognise(shared / "texts" / "pdf" / name, catalogue())
    assert (found.wording.instrument, found.wording.lang, found.extra) == (instrument, "en", ())
    assert found.found.counts[0] == ("art", articles, articles)
    assert found.found.complete == complete


@pytest.mark.parametrize("name", ["cedaw.es.txt", "icrmw.es.txt", "udhr.ar.txt", "crc.zh-Hant.txt", "cat.en.txt",
                                  "udhr.ru.txt", "crpd.fr.txt", "cedaw-gr26.en.txt"])  # fmt: skip
def test_the_language_of_a_real_wording_is_told_by_its_words(shared: Path, name: str) -> None:
    text = (shared / "texts" / name).read_text(encoding="utf-8")
    assert language_of(text) == name.split(".")[1]
