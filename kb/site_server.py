"""A small server for looking at a built site on the same machine."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO

from kb import errors
from kb.site import MARKER

HOST = "127.0.0.1"
NAMES = frozenset({"127.0.0.1", "localhost"})


class Handler(SimpleHTTPRequestHandler):
    """Serves files; lists no folders, writes no log, answers only to this machine's own names."""

    def send_head(self) -> BinaryIO | None:
        """Refuse requests under a foreign name: a page elsewhere may have its name point here."""
        if self.headers.get("Host", "").rsplit(":", 1)[0] not in NAMES:
            self.send_error(HTTPStatus.FORBIDDEN)
            return None
        return super().send_head()

    def list_directory(self, path: Any) -> None:
        """Folders without a page of their own are not found."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def end_headers(self) -> None:
        """Add what a careful host would."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


def server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server for a built site, bound to this machine only; call ``serve_forever``, then ``server_close``.

    Args:
        folder: The site's folder.
        port: The port, 0 for any that is free (``server_port`` tells).

    Raises:
        MissingDatabase: there is no built site in the folder.
        NotWritable: the port is taken or not allowed.
    """
    if not (folder / MARKER).is_file():
        raise errors.MissingDatabase(
            f"{folder}: there is no site here", f"build it with `rightsgraph site build --out {folder}`"
        )
    try:
        return ThreadingHTTPServer((HOST, port), partial(Handler, directory=str(folder.resolve())))
    except OSError as error:
        raise errors.NotWritable(f"port {port} cannot be used ({error.strerror})", "choose another --port") from error
