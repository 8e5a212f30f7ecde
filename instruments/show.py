"""What ``rightsgraph instruments show`` says of an instrument, a provision or a body."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from instruments.akn import iri, sdg_address
from instruments.load import Catalogue
from instruments.models import REVERSE, Instrument, Provision

SHOWN = ("id", "label", "heading", "standing", "summary")
LANGS = ("en", "es", "fr", "ar", "ru", "zh")


def head(known: Catalogue, inst: Instrument, path: str, lang: str) -> Iterator[str]:
    """A few lines on the instrument, or on the provision and its relations; addresses in each language."""
    for name, value in (*(_place(inst, path, lang) if path else _work(known, inst)), *_relations(known, inst, path)):
        if value:
            yield f"{name}: {value}"


def provision(known: Catalogue, inst: Instrument, path: str, lang: str) -> dict[str, Any]:
    """A provision as a row: ids and addresses, heading and summary in a language and what they are worth."""
    p = known.trees[inst.id][path]
    return {
        "id": f"{inst.id}#{path}",
        "label": p.label,
        "heading": _in(p.heading, lang),
        "summary": _in(p.summary, lang),
        "standing": standing(p),
        "official_heading": p.official_heading,
        "review": p.review if p.summary else "",
        "parent": f"{inst.id}#{p.parent}" if p.parent else None,
        "akn": iri(inst, path),
        "address": sdg_address(inst, path),
        "addresses": dict(inst.addresses),
        "confidence": p.confidence,
        "note": p.note,
    }


def standing(p: Provision) -> str:
    """What a provision's summary, or its heading, is worth: never official, reviewed or not.

    >>> standing(Provision(path="art_1", label="Article 1", summary={"en": "Says who counts."}))
    'not official, unreviewed'
    >>> standing(Provision(path="art_1", label="Article 1", heading={"en": "Definitions"}, official_heading=True))
    'official heading'
    """
    if p.summary:
        return f"not official, {p.review}"
    if p.heading:
        return "official heading" if p.official_heading else "not official"
    return ""


def body(known: Catalogue, ident: str) -> dict[str, Any]:
    """A body as a row."""
    found = known.bodies[ident]
    return {
        "id": found.id,
        "kind": found.kind,
        "title": found.titles.get("en", found.id),
        "monitors": list(found.monitors),
        "names": list(dict.fromkeys(n.text for n in found.names)),
    }


def _work(known: Catalogue, inst: Instrument) -> Iterator[tuple[str, str]]:
    yield inst.id, inst.titles.get("en", "")
    yield from ((f"title ({lang})", inst.titles[lang]) for lang in _order(inst.titles) if lang != "en")
    yield "adopted", inst.adopted or ""
    yield "in force", inst.in_force or ""
    yield "symbols", ", ".join((*inst.symbols, *inst.codes))
    yield "body", known.bodies[inst.body].titles.get("en", inst.body) if inst.body in known.bodies else ""
    names: dict[str, dict[str, None]] = {}
    for name in inst.names:
        if name.kind != "misspelling":
            names.setdefault(name.lang, {})[name.text] = None
    yield from ((f"names ({lang})", "; ".join(names[lang])) for lang in _order(names))
    yield "identifier", iri(inst)
    yield from ((f"official page ({lang})", inst.addresses[lang]) for lang in _order(inst.addresses))


def _place(inst: Instrument, path: str, lang: str) -> Iterator[tuple[str, str]]:
    p = next(one for one in inst.provisions if one.path == path)
    yield inst.id, inst.titles.get("en", "")
    official = "heading" if p.official_heading else "heading (not official)"
    yield official, _in(p.heading, lang)
    yield f"summary ({standing(p)})", _in(p.summary, lang)
    yield "confidence", p.confidence
    yield "note", p.note
    yield "identifier", iri(inst, path)
    yield "address", sdg_address(inst, path)
    yield from ((f"official page ({one})", inst.addresses[one]) for one in _order(inst.addresses))


def _relations(known: Catalogue, inst: Instrument, path: str) -> Iterator[tuple[str, str]]:
    for relation in inst.relations:
        if (relation.path or "") == path:
            yield relation.verb, f"{relation.target} ({relation.source})"
    here = f"{inst.id}#{path}" if path else inst.id
    for other in known.instruments.values():
        for relation in other.relations:
            if relation.target == here:
                start = f"{other.id}#{relation.path}" if relation.path else other.id
                yield REVERSE[relation.verb], f"{start} ({relation.source})"


def _in(texts: dict[str, str], lang: str) -> str:
    return texts.get(lang, texts.get("en", ""))


def _order(langs: dict[str, Any]) -> list[str]:
    return sorted(langs, key=lambda lang: (LANGS.index(lang) if lang in LANGS else len(LANGS), lang))
