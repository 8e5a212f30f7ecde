"""Text of posts as text in Markdown and HTML, and addresses that a link may lead to."""

from __future__ import annotations

import html
import re

from kb.site_text import printable

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")


def md(value: object) -> str:
    """A text that Markdown shows as it is: what it would read as markup is escaped.

    >>> md("*a* [b](c)")
    '\\\\*a\\\\* \\\\[b\\\\](c)'
    """
    return re.sub(r"([\\`*_\[\]<>|~#])", r"\\\1", printable(str(value or "")))


def plain(value: object) -> str:
    """A text for the content or an attribute of an HTML element.

    >>> plain('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    return html.escape(printable(str(value or "")))


def is_address(address: str | None) -> bool:
    """Whether a link may lead there: http and https alone, with nothing that ends an attribute.

    >>> is_address("https://example.org/a"), is_address("javascript:alert(1)"), is_address(None)
    (True, False, False)
    """
    return address is not None and _ADDRESS.fullmatch(address) is not None
