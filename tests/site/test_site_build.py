from __future__ import annotations

import http.client
import threading

import pytest
from click.testing import CliRunner

from kb import errors, site, site_server
from kb.site_commands import site as command


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_same_database_gives_the_same_bytes(database, folder, tmp_path):
    site.build(database, tmp_path / "again")
    assert files(tmp_path / "again") == files(folder)


def test_the_report_counts_pages_and_bytes(database, tmp_path):
    report = site.build(database, tmp_path / "out")
    written = files(tmp_path / "out")
    assert report.total == sum(name.endswith(".html") for name in written)
    assert report.pages["post"] == 4
    assert report.bytes == sum(len(data) for name, data in written.items() if name != site.MARKER)


def test_an_open_database_will_do(database, folder, tmp_path):
    from kb import build

    db = build.open_db(database)
    site.build(db, tmp_path / "out")
    db.conn.close()
    assert files(tmp_path / "out") == files(folder)


def test_a_site_built_before_is_replaced_whole(database, tmp_path):
    out = tmp_path / "out"
    site.build(database, out)
    (out / "post" / "gone.html").write_text("old")
    site.build(database, out)
    assert not (out / "post" / "gone.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_empty_folder_is_taken(database, tmp_path):
    (tmp_path / "out").mkdir()
    site.build(database, tmp_path / "out")
    assert (tmp_path / "out" / "index.html").is_file()


def test_a_folder_of_somebody_else_is_refused_and_left_as_it_is(database, tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine")
    with pytest.raises(site.ForeignFolder, match=r"not made by rightsgraph.*choose another --out"):
        site.build(database, out)
    assert files(out) == {"thesis.txt": b"mine"}


@pytest.mark.parametrize(
    ("make", "arguments", "words"),
    [
        (lambda p: (p / "out").write_text("x"), {}, "this is a file, not a folder"),
        (lambda p: None, {"out": "no/such/out"}, "no such folder"),
        (lambda p: None, {"lang": "xx"}, "no site in 'xx'"),
        (lambda p: None, {"base_url": "example.org"}, "not a web address"),
    ],
)
def test_what_cannot_be_built_is_told_in_one_sentence(database, tmp_path, make, arguments, words):
    make(tmp_path)
    arguments = dict(arguments)
    out = tmp_path / arguments.pop("out", "out")
    with pytest.raises(errors.KBError, match=words) as caught:
        site.build(database, out, **arguments)
    assert "\n" not in str(caught.value)


def test_a_build_that_fails_leaves_the_old_site_and_nothing_else(database, tmp_path, monkeypatch):
    out = tmp_path / "out"
    site.build(database, out)
    before = files(out)

    def broken(facts):
        yield from list(contexts(facts))[:3]
        raise RuntimeError("half-way")

    contexts = site.contexts
    monkeypatch.setattr(site, "contexts", broken)
    with pytest.raises(RuntimeError):
        site.build(database, out)
    assert files(out) == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_two_pages_of_one_name_are_an_error(database, tmp_path, monkeypatch):
    contexts = site.contexts
    monkeypatch.setattr(site, "contexts", lambda facts: [*contexts(facts), *contexts(facts)])
    with pytest.raises(errors.BadRecord, match=r"would both be index\.html"):
        site.build(database, tmp_path / "out")


def test_a_base_url_gives_canonical_links_and_a_site_map(database, tmp_path):
    site.build(database, tmp_path / "out", base_url="https://example.org/rights/")
    html = (tmp_path / "out/p/orchard-charter/art_1.html").read_text("utf-8")
    assert '<link rel="canonical" href="https://example.org/rights/p/orchard-charter/art_1.html">' in html
    listed = (tmp_path / "out/sitemap.xml").read_text("utf-8")
    assert "<loc>https://example.org/rights/index.html</loc>" in listed
    assert listed.count("<loc>") == sum(name.endswith(".html") for name in files(tmp_path / "out"))


def test_a_database_without_posts_gives_a_site(tmp_path):
    from kb import build

    with build.replacing(tmp_path / "kb.db"):
        pass
    report = site.build(tmp_path / "kb.db", tmp_path / "out")
    assert report.total == 5
    assert "nothing to map" in (tmp_path / "out/map.html").read_text("utf-8")


def test_the_command_prints_where_to_look(database, tmp_path):
    out = tmp_path / "out"
    result = CliRunner().invoke(command, ["build", "--db", str(database), "--out", str(out)])
    assert result.exit_code == 0
    assert result.stdout == f"{out / 'index.html'}\n"
    assert "4 post" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "--db", "no.db", "--out", "out"], "no.db: no such file; build it with"),
        (["serve", "--out", "nowhere"], "nowhere: there is no site here; build it with"),
    ],
)
def test_a_command_that_fails_says_why_and_exits_with_1(arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["build", "serve"])
def test_each_command_has_help_with_examples(name):
    result = CliRunner().invoke(command, [name, "--help"])
    assert result.exit_code == 0
    assert f"rightsgraph site {name}" in result.stdout


@pytest.fixture
def served(folder):
    server = site_server.server(folder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "host", "status"),
    [
        ("/", "127.0.0.1", 200),
        ("/p/orchard-charter/art_1.html", "localhost", 200),
        ("/post/", "127.0.0.1", 404),
        ("/../kb.db", "127.0.0.1", 404),
        ("/", "evil.example", 403),
    ],
)
def test_the_server_gives_pages_to_this_machine_only(served, path, host, status):
    connection = http.client.HTTPConnection("127.0.0.1", served.server_port, timeout=10)
    connection.request("GET", path, headers={"Host": f"{host}:{served.server_port}"})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    assert response.status == status
    assert (b"<title>" in body and b"Rightsgraph" in body) == (status == 200)
    assert served.server_address[0] == "127.0.0.1"
