"""Reading chains: "arts. 2(c), (e) and (f), 3, and 24(j)–(l)" to its items, in several languages.

The patterns of vocabularies are in `linker.grammar`; what a chain belongs to is told in `linker.attach`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from linker.grammar import RANK, Chain, Grammar, Item, Step, grammar, roman
from linker.regroup import closes_unit, enumerated
from linker.scan import Finder, Hits

_NUMBER = re.compile(r"\d{1,3}(?!\d)(?!,\d{3})")
_CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ORDINALS = ("segundo", "tercero", "cuarto", "quinto", "sexto", "septimo", "octavo", "noveno", "decimo")
_NUMBERS = {word: str(n) for n, word in enumerate(_CARDINALS, 1)} | {
    word: str(n) for n, word in enumerate(_ORDINALS, 2)
}
_NUMBERS |= {"premier": "1", "premiere": "1", "primero": "1", "primera": "1", "first": "1"}
_SPELLED = re.compile(rf"(?:{'|'.join(_NUMBERS)})(?!\w)")
_ORDINAL = re.compile(r"(?:\s?[°º]|er\b|ero\b|o\b|st\b|nd\b|rd\b|th\b|eme\b)")
_LETTERED = re.compile(r"[a-l]\.\d{1,2}(?![\w])")
_ROMAN_HEAD = re.compile(r"[ivxl]{1,6}(?![\w'])")
_LETTER_HEAD = re.compile(r"\(?\s?([a-z])\s?\)?(?![\w'])")
_BRACKET = re.compile(r"\s{0,2}\(\s?(\d{1,2}|[a-z]|[ivx]{1,5}|([a-z])\2)\s?\)")
_DOT = re.compile(r"\.(\d{1,2}|[a-z])(?![\w])(?!\s?%)")
_PAREN = re.compile(r"\s?([a-z]|[ivx]{1,5})\s?\)")
_LETTER_DOT = re.compile(r"\s([a-z])\.(?=\s+\w)")
_ATTACHED = re.compile(r"(bis|ter|[a-z])(?![\w'])")
_HYPHEN = re.compile(r"-(\d{1,2})(?![\w-]|\.\d)")
_NOT_A_NUMBER = re.compile(
    r"(?:\s?%|\s?(?:per\s?cent|percent|million|billion|por\s?ciento|pour\s?cent|millones|milliards?|millions?|usd|euros?)\b|[.,]\d)"
)


_HEADED = re.compile(r"(?<!\w)(?P<unit>articles?|articulos?)\s+(?=(?:of|de|del|du)\s)")
_TABLE = re.compile(r"\s*:\s*(?=\d{1,3}(?!\d))")


def headed(text: str, hits: Hits | None = None) -> Iterator[tuple[int, int]]:
    """Where "Articles of" begins and ends: the unit word of a list whose numbers stand behind the name and a colon."""
    return ((m.start(), m.end()) for m in HEADED.matches(text, hits))


HEADED = Finder(_HEADED, ("article", "articulo"))


def table_items(text: str, end: int, start: int) -> Chain | None:
    """The numbers behind "Articles of the Covenant:", the unit word beginning at ``start``."""
    m = _TABLE.match(text, end)
    if m is None:
        return None
    g = grammar()
    pos = m.end()
    first = _item(text, pos, "art", g, pos)
    repeated = re.compile(r"(\d{1,3})\s+(?=\1\b)").match(text, pos)  # a table's cell, repeated by its reader
    if repeated:
        first = _item(text, repeated.end(), "art", g, repeated.end())
    if first is None:
        return None
    items = _list(text, first, "art", g, plural=True)
    return Chain(items[0].start, items[-1].end, tuple(items), "art", True)


_PREAMBLE = re.compile(
    r"(?<!\w)(?:preamble|preambulo|preambule|preambular paragraphs?)(?!\w)"
    r"(?:\s*,?\s*(?:point|paragraph|para|recital|parrafo|inciso|alinea)s?\.?\s*\(?(?P<at>\d{1,2}|[a-z])\)?(?!\w))?"
)


PREAMBLE = Finder(_PREAMBLE, ("preamb",))


def preambles(text: str, hits: Hits | None = None) -> Iterator[Chain]:
    """The preamble, which has no number, with its recital or point where one is named."""
    for m in PREAMBLE.matches(text, hits):
        steps = [Step("preamble", "")] + (
            [Step("recital" if m["at"].isdigit() else "point", m["at"])] if m["at"] else []
        )
        yield Chain(m.start(), m.end(), (Item(m.start(), m.end(), tuple(steps)),), "preamble")


def _value_class(value: str) -> str:
    return "digit" if value.isdigit() else "letter"


def chains(text: str, grammar_: Grammar | None = None, *, lang: str = "") -> Iterator[Chain]:
    """All chains of a folded text, in order of place and not overlapping.

    Args:
        text: folded text.
        grammar_: the grammar, by default that of the shipped vocabularies.
        lang: the text's language, which decides on words that are ordinary ones in it.

    >>> [[s.value for s in i.steps] for c in chains("arts. 2(c), (e) and (f), 3") for i in c.items]
    [['2', 'c'], ['2', 'e'], ['2', 'f'], ['3']]
    """
    g = grammar_ or grammar()
    pos = 0
    while m := g.unit.search(text, pos):
        chain = chain_at(text, m, g, lang=lang)
        pos = chain.end if chain else m.end()
        if chain:
            yield chain


def chain_at(text: str, m: re.Match[str], g: Grammar, *, lang: str = "") -> Chain | None:
    """The chain that begins with the unit word of a match, or None where no number follows."""
    word = re.sub(r"\s+", " ", m["unit"])
    if lang and lang in g.foreign.get(word, ()) and not m[0].endswith("."):
        return None
    unit = g.units[word]
    pos = g.mark.match(text, m.end()).end()  # type: ignore[union-attr]
    first = _item(text, pos, unit, g, m.start("unit"))
    if first is None:
        return None
    items = _list(text, first, unit, g, plural=word in g.plurals)
    chain = Chain(m.start("unit"), items[-1].end, tuple(items), unit, word in g.plurals)
    return _reversed(text, chain, g) or chain


def _reversed(text: str, chain: Chain, g: Grammar) -> Chain | None:
    """The chain joined with a higher one behind it: "paragraph 2 of article 20"."""
    if RANK[chain.unit] < RANK["target"]:
        return None
    gap = g.of.match(text, chain.end)
    if gap is None or gap.end() == chain.end:
        return None
    m = g.unit.match(text, gap.end())
    if m is None:
        return None
    higher_unit = g.units[re.sub(r"\s+", " ", m["unit"])]
    if RANK[higher_unit] >= RANK[chain.unit]:
        return None
    higher = chain_at(text, m, g)
    if higher is None:
        return None
    head = higher.items[0]
    items = [replace(i, steps=head.steps + i.steps) for i in chain.items]
    items[-1] = replace(items[-1], end=head.end)
    items += higher.items[1:]
    return Chain(chain.start, higher.end, tuple(items), higher.unit, chain.plural)


def _item(text: str, pos: int, unit: str, g: Grammar, start: int) -> Item | None:
    """One number with what hangs on it; ``start`` is where its span begins."""
    spelled = _SPELLED.match(text, pos) if unit == "art" else None
    if (m := _NUMBER.match(text, pos)) or (m := spelled):
        value, end = (_NUMBERS[m[0]], m.end()) if m is spelled and spelled else (m[0], m.end())
        if o := _ORDINAL.match(text, end):
            end = o.end()
        if unit == "art" and (b := re.compile(r"\s?(bis|ter|quater)\b").match(text, end)):
            value, end = f"{value}-{b[1]}", b.end()
    elif unit == "obj" and (m := _LETTERED.match(text, pos)):
        value, end = m[0], m.end()
    elif unit in ("part", "chapter", "annex", "section", "art", "principle", "goal") and (
        m := _ROMAN_HEAD.match(text, pos)
    ):
        number = roman(m[0])
        if number is None:
            return None
        value, end = str(number), m.end()
    elif unit in ("point", "para", "annex", "section") and (m := _LETTER_HEAD.match(text, pos)):
        if unit != "point" and "(" not in m[0] and ")" not in m[0]:
            return None
        value, end = m[1], m.end()
    elif unit in ("point", "para") and (m := _BRACKET.match(text, pos)):
        value, end = m[1], m.end()
    else:
        return None
    steps = [Step(unit, value)]
    end = _subs(text, end, steps)
    if _NOT_A_NUMBER.match(text, end):
        return None
    return Item(start, end, tuple(steps))


def _subs(text: str, end: int, steps: list[Step]) -> int:
    """Append the levels written right behind a number; the new end."""
    while True:
        m = _BRACKET.match(text, end) or _DOT.match(text, end)
        if m is None and steps[-1].value[-1:].isdigit():
            m = _ATTACHED.match(text, end) or _LETTER_DOT.match(text, end)
        if m is None and (p := _PAREN.match(text, end)):
            opened = text.rfind("(", max(0, end - 40), end)
            m = p if opened < 0 or ")" in text[opened:end] or not p[0].startswith(")") else None
        if m is None:
            return end
        if m.re is _ATTACHED and m[1] in ("bis", "ter"):
            return m.end()
        steps.append(Step(None, m[1]))
        end = m.end()


def _list(text: str, first: Item, unit: str, g: Grammar, *, plural: bool) -> list[Item]:
    """The first item and all that are joined to it."""
    items = [first]
    level, at = unit, first.end
    closed = False
    while len(items) < 200:
        last = items[-1]
        if (m := g.sub_unit.match(text, at)) and (sub := _deeper(text, m, level, g)):
            beside = any(x.unit == sub for x in last.steps)  # "paragraph 1, paragraph 3 (d)"
            begin = m.start("unit") if beside else last.start
            found = _item(text, g.mark.match(text, m.end()).end(), sub, g, begin)  # type: ignore[union-attr]
            if found is not None:
                outer = last.steps
                if beside:
                    outer = outer[: next(n for n, x in enumerate(outer) if x.unit == sub)]
                item = Item(begin, found.end, outer + found.steps)
                items[-1:] = [last, item] if beside else [item]
                back = plural and re.sub(r"\s+", " ", m["unit"]) not in g.plurals
                level, at, closed = (unit if back else sub), found.end, False
                continue
        if (h := _HYPHEN.match(text, at)) and not plural and not last.upto and last.steps[-1].value.isdigit():
            items[-1] = replace(last, end=h.end(), steps=(*last.steps, Step("hyphen", h[1])))
            at = h.end()
            continue
        if m := g.onward.match(text, at):
            items[-1] = replace(last, end=m.end(), onward=True)
            return items
        if closes_unit(text, first.start, at):  # "19 (para. 2) and 21"
            items[-1] = replace(items[-1], end=at + 1)
            level, at, closed = unit, at + 1, False
        s = g.separator.match(text, at)
        if s is None or enumerated(text, at, s.end(), items[-1]):
            break
        comma = s["join"] is not None and s["join"].strip() in (",", ";")
        if closed and comma and plural:
            level = unit  # "6, paragraphs 1 and 2, 7": the inner list was closed by "and"
        found = _next(text, s, last, level, g, head_unit=unit, plural=plural)
        if found is None:
            break
        closed = s["join"] is not None and not comma and level != unit
        if (
            found.steps[0].unit == unit
            and len([x for x in found.steps if x.unit is not None]) == 1
            and found.start >= 0
        ):
            level = unit
        if s["range"]:
            if last.upto:
                break
            items[-1] = replace(last, end=found.end, upto=found.steps[-1].value)
        elif found.start < 0:
            items[-1] = replace(found, start=last.start)
        else:
            items.append(found)
        at = found.end
    return items


def following_items(text: str, first: Item) -> tuple[Item, ...]:
    """An item and those joined to it: "24(f) and (j)"."""
    return tuple(_list(text, first, "para", grammar(), plural=True))


def _deeper(text: str, m: re.Match[str], level: str, g: Grammar) -> str:
    """The unit of a level below: a unit word of deeper rank, or one of the same rank with a letter behind it."""
    sub = g.units[re.sub(r"\s+", " ", m["unit"])]
    if RANK[sub] > RANK[level]:
        return sub
    if sub == level == "para" and re.compile(r"\s*\(?[a-z]\)").match(text, m.end()):
        return "point"
    return ""


def _next(
    text: str, s: re.Match[str], last: Item, level: str, g: Grammar, *, head_unit: str, plural: bool
) -> Item | None:
    """The member behind a separator, or None. A negative start says that it refines the last one."""
    pos = s.end()
    if m := g.unit.match(text, pos):
        unit = g.units[re.sub(r"\s+", " ", m["unit"])]
        if unit != head_unit and (RANK[unit] < RANK["target"] or unit not in {x.unit for x in last.steps}):
            return None
        found = _item(text, g.mark.match(text, m.end()).end(), unit, g, pos)  # type: ignore[union-attr]
        if found is None or unit == head_unit:
            return found
        above = last.steps[: next(n for n, x in enumerate(last.steps) if x.unit == unit)]
        return replace(found, steps=above + found.steps)
    b = _BRACKET.match(text, pos) or _PAREN.match(text, pos)
    if b is None and len(last.steps) >= 1 and _value_class(last.steps[-1].value) == "letter":
        b = re.compile(r"([a-z])(?![\w'])").match(text, pos) if s["range"] or text[last.end - 1] != ")" else None
    if b:
        value = b[1]
        prefix = list(last.steps)
        if _value_class(value) == "digit":
            while len(prefix) > 1 and _value_class(prefix[-1].value) != "digit":
                prefix.pop()
            steps = [*prefix[:-1], Step(prefix[-1].unit, value)] if len(prefix) > 1 else [*prefix, Step(None, value)]
        elif _value_class(prefix[-1].value) == "letter":
            outer = _sibling(prefix, value)
            steps = [*outer[:-1], Step(outer[-1].unit, value)]
        else:
            steps = [*prefix, Step(None, value)]
            if not s["range"] and len(prefix) > 1:
                out: list[Step] = steps
                end = _subs(text, b.end(), out)
                return Item(-1, end, tuple(out))
        end = _subs(text, b.end(), steps)
        return Item(pos, end, tuple(steps))
    m = g.mark.match(text, pos)
    found = _item(text, m.end() if m else pos, level, g, pos)
    if found is None:
        return None
    comma = (s["join"] or "").strip() in (",", ";")
    letters = _value_class(last.steps[-1].value) == "letter"
    inner = next((x.value for x in last.steps if x.unit == level), "")
    if (
        level != head_unit
        and found.steps[0].value[:1].isdigit()
        and letters
        and ((comma and plural) or not inner.isdigit())
    ):
        return replace(found, steps=(Step(head_unit, found.steps[0].value), *found.steps[1:]))
    follow = re.compile(r"\s+([^\W\d_]+)").match(text, found.end)
    closes_plural = plural and re.match(r"(?:,\s*)?(?:and|y|e|et|&)\b", (s["join"] or "").strip() + " ")
    if (
        follow
        and not s["range"]
        and not closes_plural
        and follow[1] not in g.function_words
        and follow[1] not in g.units
        and len(follow[1]) > 2
        and not _names_follow(text, found.end)
    ):
        return None
    depth = len(last.steps) - len([x for x in last.steps[1:] if x.unit is None]) if level != head_unit else 1
    prefix = [x for x in last.steps if x.unit is not None][:depth]
    if level != head_unit and len(prefix) > 1:
        return replace(found, steps=(*prefix[:-1], *found.steps))
    return found


def _names_follow(text: str, end: int) -> bool:
    from linker.names import index

    return index().starts(text, end)


def _sibling(prefix: list[Step], value: str) -> list[Step]:
    """Which of the letter levels a further letter stands beside: "(f)(ii), (g)" goes back to (f)."""
    if len(prefix) > 2 and _value_class(prefix[-2].value) == "letter":
        if roman(prefix[-1].value) and not roman(value):
            return prefix[:-1]
        if roman(value) is None:
            return prefix[:-1]
    return prefix


def number_chain(text: str, pos: int, unit: str) -> Chain | None:
    """A chain of plain numbers at an offset, as if its unit word stood before it."""
    g = grammar()
    if not text[pos : pos + 1].isdigit():
        return None
    first = _item(text, pos, unit, g, pos)
    if first is None:
        return None
    items = _list(text, first, unit, g, plural=True)
    return Chain(pos, items[-1].end, tuple(items), unit, True)
