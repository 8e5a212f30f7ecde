from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session", autouse=True)
def no_wordings_of_ones_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Figures must not depend on the wordings that a developer brought in."""
    os.environ["RIGHTSGRAPH_TEXTS"] = str(tmp_path_factory.mktemp("texts"))


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The shared data (official wordings, the real discussion, gold labels), or a skip where it is absent."""
    path = (ROOT / os.environ.get("RIGHTSGRAPH_SHARED", "../shared")).resolve()
    if not (path / "gold" / "guide.md").is_file():
        if os.environ.get("RIGHTSGRAPH_SHARED_REQUIRED"):
            pytest.fail(f"the shared data is not at {path}; set RIGHTSGRAPH_SHARED to its folder")
        pytest.skip(f"the shared data is not at {path}; set RIGHTSGRAPH_SHARED to its folder")
    return path
