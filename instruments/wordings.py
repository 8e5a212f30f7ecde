"""Cutting an official wording along the instrument's own provision tree.

A wording is a text with numbered articles or paragraphs, a JSON list of paragraphs, or a JSON table of goals and
targets. It is cut into stretches, each of which belongs to the deepest provision of the tree that holds it: what
stands before the points of a paragraph is the paragraph's own.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from instruments.errors import CatalogueError
from instruments.load import Catalogue
from instruments.outline import Mark, Unit, outline

_LANG = re.compile(r"[a-z]{2}(?:-[A-Z][a-z]{3})?")
_COMMENT = re.compile(
    r"(?P<body>CAT|CCPR|CEDAW|CED|CERD|CMW|CRC|CRPD|ESCR)(?:[-_](?:CMW|CEDAW))?[-_](?P<series>GC|GR)(?P<n>\d+)(?!\d)"
)
# Files of the public collection of general comments that hold another comment's text than their name says.
_MISFILED = {
    "CEDAW_GR1_Reporting.json",
    "CEDAW_GR3_campaigns_edu.json",
    "CEDAW_GR8_art.8.json",
    "CEDAW_GR9_statisticaldata.json",
    "CERD_GR17_national_institutions.json",
    "ESCR-GC5-NonDisc.json",
}
_SERIES = {"CCPR": "hrc-gc", "ESCR": "cescr-gc", "CEDAW": "cedaw-gr", "CERD": "cerd-gr"}
_HAN_NUMBERS = "〇一二三四五六七八九十"
_HEAD = re.compile(
    r"\s*(?:[#*]*\s*(?:Article|Art[ií]culo|Artigo|المادة|Статья|Objective|Objetivo|Objectif|Goal|Target|Indicator|Meta|"
    r"Indicador|Cible|Indicateur)\s+[\d.a-z]+\b\.?[º°]?[^\S\n]*(?:[-–—:][^\n]*)?|第[\d〇零一二三四五六七八九十百]+\s*[條条][^\n]*"
    r"|\(?(?:\d{1,3}|[a-zñ]|[ivx]{1,5})[).°-]+(?![a-z]\.)|\d{1,3}(?=\s))\s*",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"^[^\n]{0,40}?((?:The|Los|Las|Les|The High) (?:States? Parties|Estados Partes|[EÉ]tats parties|Contracting)|"
    r"(?:La Conferencia General|The General Conference)|Whereas|Considerando que|Considérant|Considering that|"
    r"本公[約约]|本[盟議议]|[鉴鑒鑑茲兹]|لم[\u064b-\u0652]*ا كان|Принимая во внимание|Государства-участники)",
    re.MULTILINE,
)
_CLOSING = re.compile(
    r"^[ \t]*(?:in (?:witness|faith) (?:where|there)of|done (?:at|in)\b|en fe de lo cual|en testimonio de lo cual|"
    r"hecho en|en foi de quoi|fait [aà]\b|в удостоверение|為此|为此|以昭信守|下列)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_AGAIN = re.compile(
    r"^[ \t#*]*(?:art(?:icle|[ií]culo)[ \t]+(?:1|i|primero|first|premier)|"
    r"(?:internationaal |facultatief )?(?:verdrag|protocol) )\b",
    re.IGNORECASE | re.MULTILINE,
)
_ARTICLE = re.compile(r"^(?=[ \t#*]*(?:art(?:icle|[ií]culo|igo)|المادة|статья|第))", re.IGNORECASE | re.MULTILINE)
# a heading whose number a scan lost
_LOST = re.compile(r"^Art(?:icle|ículo)(?:[ \t]+[^\s\d]\S{0,2})?[ \t]*$", re.MULTILINE)
_WRAP = re.compile(r"(?<![.;:,،؛。；：，\s])[ \t]*\n")
_LISTED = re.compile(
    r"^[ \t]*\(?(?P<token>[^\s()\w]?[^\s()]{1,2}['\".]{0,3}|[^\s()\w])(?P<stop>[.)])[ \t]+", re.MULTILINE
)
_COUNTED = re.compile(r"(?:^|__)(?:art|para|point)_[^_]+$")
_RECITAL = re.compile(
    r"(?:^|(?<=[,;.:])|(?<=[,;.:] )|(?<=[，；。]))((?:(?:[A-Z][a-zé]+ing|"
    r"Whereas|Alarmed|Concerned|Convinced|Determined|Aware|Mindful|"
    r"Desirous|Resolved|[A-Z][a-z]+(?:ando|iendo)|Convencid[oa]s|Preocupad[oa]s|Alarmad[oa]s|Conscientes?|Resuelt[oa]s|Decidid[oa]s|"
    r"Después de haber|[A-Z][a-z]+ant|Conscient[es]*|Résolus|[Пп]ринимая во внимание|و?لم[\u064b-\u0652]*ا كان)(?!\w)|"
    r"[鉴鑒鑑]於?|注意到|[还還]注意到|考[虑慮]到|[关關]心到|深信|[强強][调調]|[确確][认認](?=[联聯各])|[决決]心|[铭銘][记記]))",
    re.MULTILINE,
)
_AGREED = re.compile(
    r"(?:(?:Have|Hereby) agree|(?:Han )?(?:convenido|acordado|convienen)|Sont convenus|"
    r"[议議]定如下|[兹茲爰][经經]?[协協]?[议議]|[协協][议議]如下|"
    r"(?:^|(?<=[,;.]))adopts? )",
    re.IGNORECASE | re.MULTILINE,
)
_SENTENCE_END = re.compile(r"[.;:,،؛。；：，]\W*$")


class Piece(NamedTuple):
    """A stretch of a wording and the deepest provision that it belongs to."""

    path: str
    text: str


class Wording(NamedTuple):
    """An instrument's wording in one language, cut into stretches in the order of the text."""

    instrument: str
    lang: str
    source: str
    pieces: tuple[Piece, ...]


def name_of(path: Path, catalogue: Catalogue) -> tuple[str, str] | None:
    """The instrument and language that a file's name tells, or None.

    ``<id>.<lang>.<ending>``, or the committee and number that a general comment's file is called by. A file that is
    known to hold another text than its name says is none.

    >>> name_of(Path("CCPR_GC31_nature_of_obligations.json"), Catalogue({"hrc-gc31": None}, {}, {}))
    ('hrc-gc31', 'en')
    """
    parts = path.name.split(".")
    if len(parts) >= 3 and parts[0] in catalogue.instruments and _LANG.fullmatch(parts[1]):
        return parts[0], parts[1]
    if path.name in _MISFILED:
        return None
    if comment := _COMMENT.match(path.name):
        series = _SERIES.get(comment["body"], f"{comment['body'].lower()}-gc")
        ident = f"{series}{int(comment['n'])}"
        return (ident, "en") if ident in catalogue.instruments else None
    return None


def read(path: Path, catalogue: Catalogue, instrument: str, lang: str) -> Wording:
    """Read one file and cut it.

    Raises:
        CatalogueError: when the file is neither UTF-8 text nor the JSON of paragraphs or goals.
    """
    try:
        text = path.read_text(encoding="utf-8")
        content = json.loads(text) if path.suffix == ".json" else None
    except (UnicodeDecodeError, json.JSONDecodeError) as e:
        raise CatalogueError(str(path), "", f"not readable ({e})", "give UTF-8 text or JSON") from e
    tree = _Tree(catalogue, instrument)
    if content is None:
        pieces = cut(text, catalogue, instrument)
    elif isinstance(content, dict) and "targets" in content:
        pieces = list(_goals(content, tree))
    elif isinstance(content, list):
        pieces = _comment_pieces(content, tree, catalogue, instrument)
    else:
        raise CatalogueError(str(path), "", "no list of paragraphs and no goals", "give one of these forms, or text")
    return Wording(instrument, lang, path.name, tuple(p for p in pieces if p.text.strip()))


def cut(text: str, catalogue: Catalogue, instrument: str) -> list[Piece]:
    """Cut a plain text along the tree of an instrument.

    Numbers and letters that the tree lacks count as text of the provision around them; what no main
    provision holds (titles, closing formulas) is left out.
    """
    tree = _Tree(catalogue, instrument)
    text = _plain(text)
    if parts := _named_paragraphs(text, tree):
        return [piece for path, body in parts for piece in _within(path, body, tree)]
    unit: Unit = catalogue.instruments[instrument].unit or "art"
    marks = outline(text, unit)
    if not marks:
        return []
    end = _end(text, marks)
    marks = [m._replace(end=min(m.end, end)) for m in marks if m.start < end]
    return [*_preamble(text[: marks[0].start], tree), *_stretches(text, marks, tree)]


def _plain(text: str) -> str:
    """The text without provenance lines, with the marks of Chinese and spaced-out copies in the common form."""
    text = re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r"\A(?:# [^\n]*\n){2,}", "", text.replace("\r", ""))
    text = re.sub(r"^ART[IÍ]CULO(?=\s+\d)", "Artículo", text, flags=re.MULTILINE)
    text = _repaired(re.sub(r"^(?:-|\*|•)[ \t]+(?=[a-z]\.)", "", text, flags=re.MULTILINE))
    if re.search(r"[\u3400-\u9fff]", text):
        text = text.replace("（", "(").replace("）", ")").replace("．", ".")
        text = re.sub(r"\(([a-z]|[ivx]{1,4})\)", r"\n(\1) ", text)
        text = re.sub(r"\(([一二三四五六七八九十]{1,2})\)", _letter, text)
        text = re.sub(r"(?:^|(?<=[。；;:：]))([一二三四五六七八九十]{1,2})[ 　、]+", _digit, text, flags=re.MULTILINE)
    return text


def _repaired(text: str) -> str:
    """The text with list marks that a scan misread set right, where the marks before and after leave no doubt."""
    marks = list(_LISTED.finditer(text))
    out, last = [], 0
    known: str | int | None = None
    for mark, after in zip(marks, [*marks[1:], None], strict=False):
        value = _value(mark)
        if value is None and known is not None and not re.fullmatch(r"[ivx]+", mark["token"]):
            follows = _value(after) if after else None
            expected = known + 1 if isinstance(known, int) else chr(ord(known) + 1)
            beyond = expected + 1 if isinstance(expected, int) else chr(ord(expected) + 1)
            restarts = after is None or follows in (1, "a") or (isinstance(follows, int) and not isinstance(known, int))
            if isinstance(known, int) is (mark["stop"] == ".") and (follows == beyond or restarts):
                out += [text[last : mark.start()], f"{expected}{mark['stop']} "]
                last = mark.end()
                value = expected
        known = value
    return "".join([*out, text[last:]])


def _value(mark: re.Match[str]) -> str | int | None:
    token = mark["token"]
    if mark["stop"] == "." and token.isdecimal() and len(token) < 3:
        return int(token)
    return token if mark["stop"] == ")" and re.fullmatch(r"[a-y]", token) else None


def _han(number: str) -> int:
    tens, ten, ones = number.rpartition("十")
    return (10 * (_HAN_NUMBERS.index(tens) if tens else 1) if ten else 0) + (_HAN_NUMBERS.index(ones) if ones else 0)


def _letter(mark: re.Match[str]) -> str:
    return f"\n({chr(96 + _han(mark[1]))}) " if _han(mark[1]) <= 26 else mark[0]


def _digit(mark: re.Match[str]) -> str:
    return f"\n{_han(mark[1])}. "


def _end(text: str, marks: Sequence[Mark]) -> int:
    """Where the instrument's text ends: before the closing formula, or where another text begins."""
    last = max((m for m in marks if "__" not in m.path), key=lambda m: m.start)
    ends = [m.start() for m in (_CLOSING.search(text, last.start), _AGAIN.search(text, last.start + 10)) if m]
    return min([last.end, *(e for e in ends if e > last.start)])


class _Tree:
    """One instrument's paths, with unknown ones led to the nearest that exists."""

    def __init__(self, catalogue: Catalogue, instrument: str) -> None:
        self._catalogue, self._instrument = catalogue, instrument
        self.paths = catalogue.trees[instrument]

    def place(self, path: str) -> str | None:
        """The path itself, without the first step where the tree has it so, or the nearest above it."""
        steps = path.split("__")
        for n in range(len(steps), 0, -1):
            for first in (0, 1):
                if found := self._catalogue.path(self._instrument, "__".join(steps[first:n])):
                    return found
        return None

    def sure(self, path: str, marked: Container[str | None]) -> str | None:
        """The path, or what is around it where the next number is missing: its text may be the next one's.

        None for a main provision with nothing around it.
        """
        above = self.paths[path].parent
        siblings = self._catalogue.children(self._instrument, above)
        after = siblings[siblings.index(path) + 1 :][:1]
        return path if all(sibling in marked or not _COUNTED.search(sibling) for sibling in after) else above

    def children(self, path: str) -> tuple[str, ...]:
        return self._catalogue.children(self._instrument, path)


def _stretches(text: str, marks: Sequence[Mark], tree: _Tree, given: str = "") -> Iterator[Piece]:
    """What belongs to each mark and to none of those within it, in order, without numbers and headings.

    The path of ``given`` is sure already.
    """
    marked = {tree.place(m.path) for m in marks}
    cuts = sorted({m.start for m in marks} | {m.end for m in marks})
    starts = {m.start for m in marks}
    for a, b in pairwise(cuts):
        holder = max((m for m in marks if m.start <= a and b <= m.end), key=lambda m: m.start, default=None)
        path = tree.place(holder.path) if holder else None
        if path is None:
            continue
        body = text[a:b]
        if a in starts and (head := _HEAD.match(body)):
            body = body[head.end() :]
        if lost := _LOST.search(body):
            body = body[: lost.start()]
        if path := path if path == given else tree.sure(path, marked):
            yield from _by_count(path, body, tree, marked)


def _by_count(path: str, body: str, tree: _Tree, marked: Iterable[str | None]) -> Iterator[Piece]:
    """One line a provision, where the places below a path are not numbered in the text but are as many as its lines."""
    below = [child for child in tree.children(path) if child not in marked]
    lines = [line for line in _WRAP.sub(" ", body).split("\n") if line.strip()]
    if below and len(below) == len(tree.children(path)) and all(_SENTENCE_END.search(line) for line in lines):
        lead = len(lines) - len(below)
        if lead == 0 or (lead == 1 and re.search(r"[:：]\s*$", lines[0])):
            yield from (Piece(path, line) for line in lines[:lead])
            yield from map(Piece, below, lines[lead:])
            return
    yield Piece(path, body)


def _within(path: str, body: str, tree: _Tree) -> Iterator[Piece]:
    """The stretches of one main provision whose text is given without its number."""
    text = "Article 1\n" + _ARTICLE.sub("\u2060", body)  # a word joiner hides "Article 20" at the start of a line
    marks = [m._replace(path=re.sub(r"^art_1(?=__|$)", path, m.path)) for m in outline(text, "art")]
    yield from _stretches(text, marks[:1] + [m for m in marks[1:] if m.path.startswith(f"{path}__")], tree, path)


def _preamble(text: str, tree: _Tree) -> Iterator[Piece]:
    """The recitals, where as many begin with a participle as the tree has; else the preamble as a whole."""
    opening = _OPENING.search(text)
    if "preamble" not in tree.paths or opening is None:
        return
    body = text[opening.start(1) :].strip()
    agreed = _AGREED.search(body)
    body = body[: agreed.start()] if agreed else body
    recitals = [child for child in tree.children("preamble") if "recital_" in child]
    starts = [m.start(1) for m in _RECITAL.finditer(body)]
    ends = [*starts, len(body)][1:]
    if recitals and len(starts) == len(recitals):
        yield Piece("preamble", body[: starts[0]])
        yield from (Piece(path, body[a:b]) for path, a, b in zip(recitals, starts, ends, strict=True))
        return
    yield Piece("preamble", body)


def _named_paragraphs(text: str, tree: _Tree) -> list[tuple[str, str]]:
    """Paragraphs headed "Declaration paragraph 3", of a text of several parts that each count from 1."""
    heads = list(re.finditer(r"^(?P<part>[A-Z][a-z]+) paragraph (?P<n>\d+)$", text, re.MULTILINE))
    ends = [*(h.start() for h in heads), len(text)][1:]
    out = []
    for head, end in zip(heads, ends, strict=True):
        part, number = head["part"].lower(), f"para_{head['n']}"
        path = tree.place(f"{part}__{number}") if part in tree.paths else tree.place(number)
        if path is not None:
            out.append((path, text[head.end() : end].strip()))
    return out


def _goals(content: dict[str, object], tree: _Tree) -> Iterator[Piece]:
    for kind in ("goals", "targets", "indicators"):
        table = content.get(kind)
        for number, text in sorted(table.items() if isinstance(table, dict) else (), key=lambda item: _order(item[0])):
            if path := tree.place(f"{kind[:-1]}_{number}"):
                yield Piece(path, str(text))


def _order(number: str) -> list[tuple[int, str]]:
    return [(int(step), "") if step.isdecimal() else (1 << 20, step) for step in number.split(".")]


def _comment_pieces(rows: list[object], tree: _Tree, catalogue: Catalogue, instrument: str) -> list[Piece]:
    """The paragraphs of a general comment given as records of ``ID`` (a number) and ``Text``."""
    records = [r for r in rows if isinstance(r, dict)]
    texts = [str(r.get("Text", "")).replace("\r", "") for r in records]
    if len(texts) == 1 and "para_2" in tree.paths:  # one record whose text holds its own numbers
        pieces = cut(texts[0], catalogue, instrument)
        if pieces:
            head = texts[0][: outline(texts[0], "para")[0].start]
            return [*([Piece("preamble", head)] if "preamble" in tree.paths else []), *pieces]
    out: list[Piece] = []
    for record, text in zip(records, texts, strict=True):
        number = re.match(r"\d+", str(record.get("ID") or "").strip()) or re.match(r"\s*(\d+)\.", text)
        path = tree.place(f"para_{int(number[0].strip(' .'))}") if number else None
        if path is None:
            first = "preamble" if "preamble" in tree.paths else ""
            path = out[-1].path.split("__")[0] if out else first
        if not tree.paths:
            out.append(Piece("", text))
        elif path:
            out.extend(_within(path, re.sub(r"\A\s*\d+\.\s*", "", text), tree))
    return out
