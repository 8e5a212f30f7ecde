from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("spacy", "networkx", "lingua", "simplemma", "sqlite_utils", "numpy")


@pytest.mark.parametrize(
    "code",
    [
        "import linker",
        "from linker import find; assert find('Article 12 of CEDAW and GR 26.')",
        "import linker.evaluate_command",
        "import linker.confidence, linker.gold, linker.evaluate",
    ],
)
def test_linking_imports_nothing_heavy(code: str) -> None:
    check = f"{code}\nimport sys\nprint(','.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
