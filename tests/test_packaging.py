"""The sdist and the wheel: built from a checkout, installed elsewhere, and used there."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("cli.py", "corpus", "instruments", "kb", "linker", "site_templates")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def call(*command: object, cwd: Path, stdin: str = "", **environment: str) -> str:
    """Run a command that has to end well; its standard output."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "RIGHTSGRAPH"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, **environment},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and the wheel that is built from it, without any download."""
    out = tmp_path_factory.mktemp("dist")
    call(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ROOT, cwd=out)
    return out


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def in_wheel(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def in_sdist(built: Path) -> set[str]:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        return {name.partition("/")[2] for name in archive.getnames()}


def shipped() -> set[str]:
    """Every file of the packages in this checkout."""
    found = {"cli.py"}
    for name in PACKAGES[1:]:
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                found.add(path.relative_to(ROOT).as_posix())
    return found


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(in_wheel: set[str]) -> None:
    info = f"rightsgraph-{VERSION}.dist-info/"
    assert {name for name in in_wheel if not name.startswith(info)} == shipped()
    assert f"{info}licenses/LICENSE" in in_wheel
    assert f"{info}entry_points.txt" in in_wheel


@pytest.mark.parametrize(
    "needed",
    [
        "corpus/sample/e-discussion.txt",
        "instruments/bodies/cedaw-committee.toml",
        "instruments/data/cedaw.toml",
        "instruments/fingerprints/",
        "instruments/issues/domestic-work.toml",
        "instruments/schema/instrument.json",
        "instruments/vocab/es.toml",
        "linker/confidence.toml",
        "site_templates/index.html",
        "kb/py.typed",
    ],
)
def test_the_wheel_holds_data_templates_and_types(in_wheel: set[str], needed: str) -> None:
    if needed.endswith("/") and not any((ROOT / needed).iterdir()):
        pytest.skip(f"{needed} is empty in this checkout")
    assert any(name.startswith(needed) for name in in_wheel)


@pytest.mark.parametrize("needed", ["tests/test_packaging.py", "docs/architecture.md", "Makefile", "constraints.txt"])
def test_the_sdist_holds_tests_and_docs_too(in_sdist: set[str], needed: str) -> None:
    assert needed in in_sdist


def test_the_sdist_holds_every_file_of_the_packages(in_sdist: set[str]) -> None:
    assert shipped() <= in_sdist


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of a new environment with the wheel in it; dependencies come from this environment."""
    home = tmp_path_factory.mktemp("venv") / "there"
    call(sys.executable, "-m", "venv", "--without-pip", home, cwd=home.parent)
    scheme = {"base": str(home), "platbase": str(home)}
    packages = Path(sysconfig.get_path("purelib", vars=scheme))
    assert packages.is_dir()
    # Added as plain paths: an editable install of this checkout, which works through a .pth file, is not seen.
    others = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()}
    (packages / "dependencies.pth").write_text("\n".join(sorted(others)) + "\n", encoding="utf-8")
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "--quiet"]
    call(*pip, "install", "--no-deps", "--no-index", wheel, cwd=home)
    where = call(python, "-c", "import cli, kb, linker; print(cli.__file__, kb.__file__, linker.__file__)", cwd=home)
    assert all(path.startswith(str(packages)) for path in where.split())
    return home / "bin"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder outside the checkout, where the cache is kept as well."""
    return tmp_path


def rightsgraph(installed: Path, where: Path, *arguments: str, stdin: str = "") -> str:
    return call(installed / "rightsgraph", *arguments, cwd=where, stdin=stdin, XDG_CACHE_HOME=str(where / "cache"))


def test_the_installed_command_knows_its_version(installed: Path, elsewhere: Path) -> None:
    assert rightsgraph(installed, elsewhere, "--version") == f"rightsgraph, version {VERSION}\n"


def test_the_installed_command_lists_the_instruments(installed: Path, elsewhere: Path) -> None:
    listed = rightsgraph(installed, elsewhere, "instruments", "list", "--format", "csv")
    assert len(listed.splitlines()) == 1 + len(list((ROOT / "instruments" / "data").glob("*.toml")))


def test_the_installed_command_links_what_it_is_given(installed: Path, elsewhere: Path) -> None:
    found = rightsgraph(installed, elsewhere, "cite", "-", "--format", "csv", stdin="el art. 11.1.f de la CEDAW")
    assert "cedaw#art_11__para_1__point_f" in found


def test_the_installed_demo_builds_everything(installed: Path, elsewhere: Path) -> None:
    assert rightsgraph(installed, elsewhere, "demo", "--out", "demo").startswith("Linked the sample corpus: ")
    assert {"kb.db", "map.xlsx", "graph.gexf", "site"} <= {path.name for path in (elsewhere / "demo").iterdir()}


def test_spacy_finds_the_components_of_the_installed_package(installed: Path, elsewhere: Path) -> None:
    code = """
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("rightsgraph")
doc = nlp("Article 12(2) of CEDAW")
print([span._.citations[0]["target"] for span in doc.spans["citations"]])
"""
    said = call(installed / "python", "-c", code, cwd=elsewhere, XDG_CACHE_HOME=str(elsewhere / "cache"))
    assert said == "['cedaw#art_12__para_2']\n"
