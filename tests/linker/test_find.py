from __future__ import annotations

import pytest
from forms import FORMS, Form

from linker import find

LINKS = ("instrument", "anaphor", "pinpoint")


def links(text: str, lang: str | None = None) -> list[tuple[str, str]]:
    """The links of a text in order, with the targets that share a span in one."""
    out: dict[tuple[int, int], list[str]] = {}
    for c in find(text, lang=lang):
        if c.status == "resolved" and c.kind in LINKS and c.target is not None:
            out.setdefault((c.start, c.end), []).append(c.target)
    return [(text[a:b], " ".join(targets)) for (a, b), targets in out.items()]


@pytest.mark.parametrize("form", FORMS, ids=[f"{f[0]}-{f[1]}" for f in FORMS])
def test_a_way_to_cite_gives_these_words_and_targets(form: Form) -> None:
    lang, _, text, expected = form
    assert links(text, lang) == expected
