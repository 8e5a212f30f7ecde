"""What holds for the whole tree: layers, light imports, size, and what may lie at the top."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
OURS = ("cli", "corpus", "instruments", "kb", "linker", "site_templates")
MAY_IMPORT = {
    "cli": {"corpus", "linker", "kb", "instruments"},
    "linker": {"kb", "instruments"},
    "corpus": {"kb", "instruments"},
    "kb": {"instruments", "site_templates"},
    "instruments": set(),
    "site_templates": set(),
}
TOP_LEVEL = {
    *("cli.py", "corpus", "instruments", "kb", "linker", "site_templates", "tests", "docs", "benchmarks", ".ci"),
    *("Makefile", "README.md", "CHANGELOG.md", "LICENSE", "pyproject.toml", "constraints.txt", ".gitignore"),
}
HEAVY = ("dask", "networkx", "numpy", "spacy", "thinc")
HEAVY_AT_THE_TOP = {"linker/components.py": {"spacy"}, "linker/factories.py": {"spacy"}}
LONGEST = 400
# Modules that are longer for a reason; a module that has become short is taken off the list.
LONGER: dict[str, str] = {}


def library() -> list[Path]:
    """Every module that is shipped."""
    return [ROOT / "cli.py", *(path for name in OURS[1:] for path in sorted((ROOT / name).rglob("*.py")))]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@functools.cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[str]:
    """What a module imports, at the top, inside functions, for typing only, and by name."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield path.relative_to(ROOT).parts[0] if node.level else node.module or ""
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("import_module", "__import__", "files", "PackageLoader"):
                yield str(node.args[0].value)


def at_the_top(body: list[ast.stmt]) -> Iterator[str]:
    """What is imported as soon as the module is: not in functions, not for typing only."""
    for node in body:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
        elif isinstance(node, ast.Try | ast.With | ast.ClassDef):
            yield from at_the_top(node.body)
        elif isinstance(node, ast.If):
            if "TYPE_CHECKING" not in ast.dump(node.test):
                yield from at_the_top(node.body)
            yield from at_the_top(node.orelse)


@pytest.mark.parametrize("path", library(), ids=name_of)
def test_a_module_imports_only_from_the_layers_below_it(path: Path) -> None:
    layer = path.relative_to(ROOT).parts[0].removesuffix(".py")
    reached = {name.split(".")[0] for name in imported(path)} & set(OURS)
    assert reached - {layer} <= MAY_IMPORT[layer]


def test_the_layer_rule_sees_every_way_to_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = """
import linker.run
from corpus import ingest
if TYPE_CHECKING:
    from cli import main
def late():
    import kb
    importlib.import_module("instruments.load")
    files("site_templates")
"""
    path = tmp_path / "kb" / "bad.py"
    path.parent.mkdir()
    path.write_text(code, encoding="utf-8")
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    assert {name.split(".")[0] for name in imported(path)} == set(OURS)
    assert set(at_the_top(tree_of(path).body)) == {"linker.run", "corpus"}


def test_no_layer_is_reached_from_itself() -> None:
    def below(layer: str) -> set[str]:
        return {layer}.union(*(below(under) for under in MAY_IMPORT[layer]))

    assert all(layer not in below(under) for layer, unders in MAY_IMPORT.items() for under in unders)


@pytest.mark.parametrize("path", library(), ids=name_of)
def test_a_module_loads_heavy_libraries_only_when_they_are_needed(path: Path) -> None:
    found = {name.split(".")[0] for name in at_the_top(tree_of(path).body)} & set(HEAVY)
    assert found <= HEAVY_AT_THE_TOP.get(name_of(path), set())


@pytest.mark.parametrize(
    "code",
    [
        "import cli",
        "import kb.query, kb.build, kb.links, kb.posts",
        "import kb.commands, kb.export_commands, kb.graph_commands",
        "import corpus.commands, instruments.commands, kb.site_commands",
        "import corpus.ingest",
        "import linker; linker.find('Article 12(2) of CEDAW, and the Convention too.')",
        "import linker.run, linker.evaluate",
    ],
)
def test_what_does_not_need_it_loads_neither_spacy_nor_networkx(code: str) -> None:
    heavy = f"import sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{heavy}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "[]\n", "")


@pytest.mark.parametrize("path", library(), ids=name_of)
def test_a_module_stays_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert (lines > LONGEST) == (name_of(path) in LONGER), f"{lines} lines"


@pytest.mark.parametrize("path", library(), ids=name_of)
def test_library_code_never_prints(path: Path) -> None:
    calls = [node for node in ast.walk(tree_of(path)) if isinstance(node, ast.Call)]
    assert [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"] == []


@pytest.mark.parametrize("path", library(), ids=name_of)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(tree_of(path)) or path.name == "__init__.py"


@pytest.fixture(scope="session")
def tracked() -> list[str]:
    """Every file that git tracks, or that it would on `git add`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no git checkout")
    return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_the_top_level_is_the_one_agreed(tracked: list[str]) -> None:
    assert {name.split("/")[0] for name in tracked} == TOP_LEVEL


def test_no_test_folder_shadows_a_package(tracked: list[str]) -> None:
    assert [name for name in tracked if name.startswith("tests/") and name.endswith("__init__.py")] == []


def test_no_file_holds_a_path_of_one_machine(tracked: list[str]) -> None:
    places = "|".join(("work", "tmp", "root"))
    machine = re.compile(rf"(?<![\w.~/:$}}*-])/(?:{places})/")
    found = [
        f"{name}: {line.strip()[:80]}"
        for name in tracked
        for line in (ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines()
        if machine.search(line)
    ]
    assert found == []


@pytest.mark.parametrize("name", ["Makefile", ".ci/run", "pyproject.toml", "constraints.txt"])
def test_the_set_up_names_no_package_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert re.findall(r"\w+://\S+|--(?:extra-)?index-url|--find-links", text) == []


def test_every_dependency_has_one_pinned_version() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [re.fullmatch(r"([\w.-]+)==([\w.]+)", line) for line in lines if not line.startswith("#")]
    assert None not in pins
    names = [re.sub(r"[-_.]+", "-", pin[1]).lower() for pin in pins if pin]
    assert len(names) == len(set(names))
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    assert {re.sub(r"[-_.]+", "-", re.split(r"[<>=\[]", one)[0]).lower() for one in wanted} <= set(names)
