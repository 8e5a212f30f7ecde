"""The templates and the style sheet of the site: files only, rendered by `kb.site`."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """The folder that holds the templates (``*.html``) and what is copied as it is (``static/``).

    >>> (folder() / "base.html").is_file(), (folder() / "static" / "style.css").is_file()
    (True, True)
    """
    return Path(__file__).parent
