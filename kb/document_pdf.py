"""The text of a PDF, read in a process of its own that may take only so much memory and time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from kb.documents import DocumentError

MEMORY = 1_500_000_000
SECONDS = 120
PAGES = 3000
_WORKER = Path(__file__).with_name("pdf_worker.py")
_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|página)?[-–—|\s]*\d{1,4}(?:\s*(?:/|of|de|sur)\s*\d{1,4})?[-–—|\s]*", re.IGNORECASE
)
_EDGE = 2  # lines at the top and bottom of a page among which running heads and page numbers are looked for


def text_of(data: bytes, place: str) -> str:
    """The text of all pages, without page numbers and running heads.

    Raises:
        DocumentError: when the file is damaged or locked, or takes too much memory or time, or when the extra
            ``documents`` is not installed.
    """
    command = [sys.executable, "-I", str(_WORKER), str(MEMORY), str(SECONDS), str(PAGES)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired:
        raise DocumentError(f"{place}: reading it took more than {SECONDS} seconds", "give a smaller PDF") from None
    if done.returncode == 3:
        raise DocumentError(f"{place}: a PDF needs pypdfium2", "install rightsgraph[documents]")
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        why = said[0] if said and done.returncode == 4 else "it took too much memory or is damaged"
        raise DocumentError(f"{place}: the PDF cannot be read ({why})", "save it again, or as text or HTML")
    return joined(json.loads(done.stdout))


def joined(pages: Sequence[str]) -> str:
    """The pages as one text, without what stands at the edge of several of them and without page numbers.

    >>> joined(["Charter\\n1\\nOne lamp\\nburns.", "Charter\\n2\\nTwo lamps burn.", "Charter\\n3\\nNone."])
    'One lamp\\nburns.\\nTwo lamps burn.\\nNone.'
    """
    # U+FFFE and U+0002 stand for the hyphen at the end of a line
    rows = [_lines(re.sub("[\ufffe\x02]\\s*\n?", "-", page.replace("\r\n", "\n"))) for page in pages]
    often = Counter(line for row in rows for line in {*row[:_EDGE], *row[-_EDGE:]})
    heads = {line for line, count in often.items() if count >= 3 and 2 * count >= len(rows)}
    out = []
    for row in rows:
        start, end = 0, len(row)
        while start < min(_EDGE, end) and (row[start] in heads or _NUMBER.fullmatch(row[start])):
            start += 1
        while end > max(start, len(row) - _EDGE) and (row[end - 1] in heads or _NUMBER.fullmatch(row[end - 1])):
            end -= 1
        out += row[start:end]
    return "\n".join(out)


def _lines(page: str) -> list[str]:
    return [line.strip() for line in page.split("\n") if line.strip()]
