"""Addresses of provisions for other systems: Akoma Ntoso IRIs, and UN metadata addresses of goals and targets.

One form is kept, of the several that the naming convention's own examples show: a place in a work is
``WORK/!main~EID``, in an expression of it ``WORK/LANG@DATE/!main~EID``. Annexes are components of their own
(``/!annex_1~para_5``). An eId keeps letters and digits; points and spaces within a number become hyphens
(``target_8-8``).
"""

from __future__ import annotations

import re

from instruments.models import Instrument, Numbering

LANGUAGES = {"ar": "ara", "en": "eng", "es": "spa", "fr": "fra", "pt": "por", "ru": "rus", "zh": "zho"}
_COMPONENT = re.compile(r"(annex|appendix|declaration)(?:_[0-9A-Za-z-]+)?")
_SDG = re.compile(r"(?:goal|target)_(\d+(?:\.[0-9a-z]+)?)")


def iri(inst: Instrument, path: str = "", *, lang: str = "", date: str = "") -> str:
    """The Akoma Ntoso IRI of an instrument or of one of its provisions.

    Args:
        inst: The instrument; one without an ``akn`` address has no IRI.
        path: A path of it; the whole instrument when empty.
        lang: A language gives the IRI of the expression in it; else it is that of the work.
        date: The date of a version, such as a draft; needs ``lang``.

    Returns:
        The IRI, or "" when the instrument has none.

    Raises:
        ValueError: for a date without a language.

    >>> inst = Instrument(id="x", kind="treaty", titles={}, names=(), sources=(), akn="/akn/un/act/x/y/1979/1")
    >>> iri(inst, "art_12__para_2")
    '/akn/un/act/x/y/1979/1/!main~art_12__para_2'
    >>> iri(inst, "annex_1__para_5", lang="en")
    '/akn/un/act/x/y/1979/1/eng@/!annex_1~para_5'
    """
    if date and not lang:
        raise ValueError("an expression of a date needs a language too")
    if not inst.akn:
        return ""
    work = inst.akn
    if lang:
        work += f"/{LANGUAGES.get(lang.partition('-')[0], 'und')}@{date}"
    if not path:
        return work
    component, rest = "main", path.split("__")
    if _COMPONENT.fullmatch(rest[0]):
        component, rest = rest[0], rest[1:]
    place = "__".join(eid(step) for step in rest)
    return f"{work}/!{component}~{place}" if place else f"{work}/!{component}"


def eid(step: str) -> str:
    """A step as an eId: what is neither letter nor digit within the number becomes a hyphen.

    >>> eid("target_8.8"), eid("art_12")
    ('target_8-8', 'art_12')
    """
    kind, mark, number = step.partition("_")
    return kind + mark + re.sub(r"[^0-9A-Za-z]+", "-", number).strip("-")


def draft_iri(inst: Instrument, numbering: Numbering, section: int, number: int, *, lang: str = "en") -> str:
    """The IRI of a paragraph under another numbering: a place in the expression of that date.

    >>> from instruments.models import NumberingRange
    >>> draft = Numbering(id="d", name="Draft", note="draft numbering", date="2016-07-29", ranges=())
    >>> inst = Instrument(id="x", kind="declaration", titles={}, names=(), sources=(), akn="/akn/un/x/y/un-ga/2016/1")
    >>> draft_iri(inst, draft, 2, 8)
    '/akn/un/x/y/un-ga/2016/1/eng@2016-07-29/!main~para_2-8'
    """
    return iri(inst, f"{numbering.step}_{section}.{number}", lang=lang, date=numbering.date or "")


def sdg_address(inst: Instrument, path: str) -> str:
    """The UN metadata address of a Sustainable Development Goal or target; "" for anything else.

    Indicators have none here: their addresses are made of another code than the number that people cite.

    >>> inst = Instrument(id="sdgs", kind="agenda", titles={}, names=(), sources=(), symbols=("A/RES/70/1",))
    >>> sdg_address(inst, "target_8.8"), sdg_address(inst, "goal_5"), sdg_address(inst, "para_5")
    ('http://metadata.un.org/sdg/8.8', 'http://metadata.un.org/sdg/5', '')
    """
    match = _SDG.fullmatch(path)
    return f"http://metadata.un.org/sdg/{match.group(1)}" if match and "A/RES/70/1" in inst.symbols else ""
