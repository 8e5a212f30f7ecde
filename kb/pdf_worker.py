"""Run as a script: the text of a PDF on standard input, page by page, as JSON on standard output."""

from __future__ import annotations

import json
import sys

MISSING, BAD = 3, 4


def work(memory: int, seconds: int, most: int) -> int:
    """Limit this process, then read; the exit code says what went wrong."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    except (ImportError, ValueError, OSError):
        pass  # no such limits on this system: the time-out of the caller remains
    try:
        import pypdfium2  # type: ignore[import-untyped,unused-ignore]
    except ImportError:
        return MISSING
    try:
        pdf = pypdfium2.PdfDocument(sys.stdin.buffer.read())
        if len(pdf) > most:
            sys.stderr.write(f"it has more than {most} pages")
            return BAD
        pages = [pdf[number].get_textpage().get_text_range() for number in range(len(pdf))]
    except pypdfium2.PdfiumError as error:
        sys.stderr.write(str(error))
        return BAD
    sys.stdout.write(json.dumps(pages))
    return 0


if __name__ == "__main__":
    raise SystemExit(work(*map(int, sys.argv[1:])))
