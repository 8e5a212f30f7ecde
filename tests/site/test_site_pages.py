from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from htmlcheck import check
from jinja2 import UndefinedError
from selectolax.parser import HTMLParser

import site_templates
from kb import site, site_paths
from kb.site_text import printable
from tests_site_data import ODD, OPENING, QUOTED, TEXTS


def pages(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text("utf-8") for p in sorted(folder.rglob("*.html"))}


def page(folder: Path, path: str) -> HTMLParser:
    return HTMLParser((folder / path).read_text("utf-8"))


def words(text: str) -> str:
    return " ".join(text.split())
