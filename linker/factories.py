"""The one place where the spaCy components get their names; an entry point leads spaCy here."""

from __future__ import annotations

from spacy.language import Language

from linker import components


@Language.factory(
    "rightsgraph",
    default_config={"spans_key": "citations", "attr": components.ATTRIBUTE, "lang": None},
    assigns=["doc.spans"],
)
def citations(nlp: Language, name: str, spans_key: str, attr: str, lang: str | None) -> components.CitationLinker:
    """The component ``rightsgraph``: citations of instruments, linked to their provisions."""
    return components.CitationLinker(name, components.Settings(spans_key=spans_key, attr=attr, lang=lang))


@Language.factory(
    "rightsgraph_issues",
    default_config={"spans_key": "issues", "attr": components.ISSUES, "lang": None},
    assigns=["doc.spans"],
)
def issues(nlp: Language, name: str, spans_key: str, attr: str, lang: str | None) -> components.IssueTagger:
    """The component ``rightsgraph_issues``: passages, and the issues that they are about."""
    return components.IssueTagger(name, components.Settings(spans_key=spans_key, attr=attr, lang=lang))
