"""spaCy components over the linker's pure functions: they convert, and do nothing else.

`linker.factories` registers them. With rightsgraph installed, ``spacy.blank("es").add_pipe("rightsgraph")``
finds them by their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from spacy.tokens import Doc, Span

from linker import find
from linker.issues import tag

ATTRIBUTE = "citations"
ISSUES = "issues"
_ANY = ("", "xx", "mul")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a component is told: where its spans go, what their attribute is called, and the language.

    ``lang`` None takes the pipeline's language; "" leaves it to each sentence.
    """

    spans_key: str
    attr: str
    lang: str | None = None


class _Component:
    """What both components share: settings, saving, and putting records on spans."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = name
        self.settings = settings
        register(settings.attr)

    def __call__(self, doc: Doc) -> Doc:
        """Add the spans to a doc."""
        lang = doc.lang_ if self.settings.lang is None else self.settings.lang
        self._put(doc, self._records(doc.text, None if lang in _ANY else lang))
        return doc

    def _records(self, text: str, lang: str | None) -> Iterable[tuple[int, int, str, str, dict[str, Any]]]:
        raise NotImplementedError

    def _put(self, doc: Doc, records: Iterable[tuple[int, int, str, str, dict[str, Any]]]) -> None:
        """One span for each stretch of tokens, in order, with the records of all that stand there."""
        held: dict[tuple[int, int], tuple[Span, list[dict[str, Any]]]] = {}
        for start, end, label, target, record in records:
            span = doc.char_span(start, end, label=label, kb_id=target, alignment_mode="expand")
            if span is not None:
                held.setdefault((span.start, span.end), (span, []))[1].append(record)
        doc.spans[self.settings.spans_key] = [span for span, _ in held.values()]
        for span, kept in held.values():
            span._.set(self.settings.attr, kept)

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The settings, as JSON."""
        return msgspec.json.encode(self.settings)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> _Component:
        """Take over settings that `to_bytes` gave."""
        self.settings = msgspec.json.decode(data, type=Settings)
        register(self.settings.attr)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the settings to ``settings.json`` in a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> _Component:
        """Read the settings that `to_disk` wrote."""
        return self.from_bytes((Path(path) / "settings.json").read_bytes())


class CitationLinker(_Component):
    """Puts each citation on a span of ``doc.spans["citations"]``, as plain dicts in ``span._.citations``.

    The span covers whole tokens; the dict has the exact offsets. Two citations that share a span are two
    dicts of one list. Save docs with their user data: ``DocBin(store_user_data=True)``.

    >>> import spacy, linker.factories
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("rightsgraph")
    >>> doc = nlp("Article 12(2) of CEDAW and the SDGs.")
    >>> [(s.text, s._.citations[0]["target"]) for s in doc.spans["citations"]]
    [('Article 12(2) of CEDAW', 'cedaw#art_12__para_2'), ('SDGs', 'sdgs')]
    """

    def _records(self, text: str, lang: str | None) -> Iterator[tuple[int, int, str, str, dict[str, Any]]]:
        for c in find(text, lang=lang):
            yield c.start, c.end, c.kind, c.target or "", c.as_dict()


class IssueTagger(_Component):
    """Puts each passage that is about an issue on a span of ``doc.spans["issues"]``, as plain dicts in
    ``span._.issues``.

    >>> import spacy, linker.factories
    >>> nlp = spacy.blank("en")
    >>> component = nlp.add_pipe("rightsgraph_issues")
    >>> doc = nlp("Two maids fled from their employer.")
    >>> [[t["issue"] for t in s._.issues] for s in doc.spans["issues"]]
    [['domestic-work']]
    """

    def _records(self, text: str, lang: str | None) -> Iterator[tuple[int, int, str, str, dict[str, Any]]]:
        for t in tag(text, lang=lang):
            yield t.start, t.end, "issue", "", msgspec.to_builtins(t)


def register(attr: str) -> None:
    """Make ``span._.<attr>`` known: an empty list where nothing was put."""
    if not Span.has_extension(attr):
        Span.set_extension(attr, default=[])


register(ATTRIBUTE)
register(ISSUES)
