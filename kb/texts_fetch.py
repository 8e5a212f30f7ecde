"""Downloading one official wording from the address that its instrument's entry names."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import NamedTuple

from kb.documents import LARGEST
from kb.errors import KBError

RETRIES = 3
SECONDS = 30.0
REDIRECTS = 5
ENDINGS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/markdown": ".md",
}
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class Download(NamedTuple):
    """What came: the bytes, a file ending that fits their type, and the address that they came from in the end."""

    data: bytes
    ending: str
    address: str


def download(
    address: str,
    *,
    offline: bool = False,
    timeout: float = SECONDS,
    retries: int = RETRIES,
    largest: int = LARGEST,
    wait: Callable[[float], object] = time.sleep,
) -> Download:
    """Get a document.

    Args:
        address: http or https.
        offline: refuse, as where the variable RIGHTSGRAPH_OFFLINE is set.
        timeout: seconds to wait for a connection, and for each part of the answer.
        retries: how often to try again when the server is busy or does not answer.
        largest: the most bytes to take.
        wait: what waits between tries.

    Raises:
        KBError: when there is nothing to be had: in one sentence why, and what to do instead.
    """
    if offline or os.environ.get("RIGHTSGRAPH_OFFLINE"):
        hint = "save the document yourself and use `rightsgraph texts add FILE`"
        raise KBError(f"{address}: not fetched, since rightsgraph is set to stay offline", hint)
    if not address.startswith(("https://", "http://")):
        raise KBError(f"{address}: not an http or https address", "give another one with --address")
    try:
        import httpx
    except ImportError:
        raise KBError("fetching needs httpx", "install rightsgraph[fetch]") from None
    why = ""
    with httpx.Client(follow_redirects=True, max_redirects=REDIRECTS, timeout=timeout) as client:
        for attempt in range(retries + 1):
            if attempt:
                wait(2.0 ** (attempt - 1))
            try:
                return _take(client, address, largest)
            except _Busy as busy:
                why = str(busy)
            except httpx.TooManyRedirects:
                raise KBError(f"{address}: it leads to more than {REDIRECTS} other addresses", _SAVE) from None
            except (httpx.TimeoutException, httpx.TransportError) as error:
                why = str(error) or type(error).__name__
    raise KBError(f"{address}: no answer after {retries + 1} tries ({why})", f"try again later, or {_SAVE}")


_SAVE = "save the document in your browser and use `rightsgraph texts add FILE`"


class _Busy(Exception):
    """The server asks to try again."""


def _take(client: object, address: str, largest: int) -> Download:
    import httpx

    assert isinstance(client, httpx.Client)
    with client.stream("GET", address) as answer:
        if answer.status_code in _AGAIN:
            raise _Busy(f"status {answer.status_code}")
        if answer.status_code != 200:
            raise KBError(f"{address}: the server answers {answer.status_code}", _SAVE)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in ENDINGS:
            raise KBError(f"{address}: the server sends {kind or 'no type'}, not a text, page, PDF or DOCX", _SAVE)
        data = bytearray()
        declared = answer.headers.get("content-length", "")
        for part in answer.iter_bytes():
            data += part
            if len(data) > largest:
                break
        if len(data) > largest or (declared.isdecimal() and int(declared) > largest):
            raise KBError(f"{address}: more than {largest / 1e6:g} MB", _SAVE)
        return Download(bytes(data), ENDINGS[kind], str(answer.url))
