"""Plant quotations in ordinary prose and measure how many are found, how many are right, and how fast.

    python benchmarks/quotations.py SHARED [--pieces 12] [--seed 7] [--misses 20] [--only cedaw]

SHARED is the folder with texts/ (the official wordings) and load/ (ordinary prose). From every wording that has a
fingerprint some provisions are drawn. Each is planted in prose of its language whole, edited (one word in ten put in,
left out or replaced, marks and case changed), and as a fragment of eight words or more; in quotation marks, or without
them in a text that names the instrument, or bare. A quotation is right when it shares at least half of the union of
both spans and its provision, or one of its candidates, has the planted words; a hit elsewhere is wrong. What
consists of stock phrases is not planted: most runs of five words of it stand in more than three instruments, in more
than two provisions of its own, or in the name of an instrument or body.
"""

from __future__ import annotations

import argparse
import functools
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple
from unittest import mock

from instruments.load import Catalogue, catalogue
from instruments.prints import Prints, prints
from instruments.shingles import Words
from kb.texts import sources, wordings
from linker import find
from linker.quotations import LEAST, LEAST_HAN

KINDS = ("whole", "edited", "fragment")
SETTINGS = ("quoted", "named", "bare")
STOCK = 3
EDITS = 10
PROSE = {"en": "speeches.en.txt", "es": "debates.es.txt", "fr": "laws.fr.txt"}
INVENTED = {
    "ar": "اجتمعنا في المساء وتحدثنا طويلا عن أحوال القرية. كان المطر يهطل على السقف. ثم عاد كل واحد إلى بيته.",
    "de": "Am Abend saßen wir noch lange am Feuer. Der Regen fiel auf das Dach. Dann ging jeder nach Hause.",
    "ru": "Вечером мы долго сидели у огня и говорили. Дождь стучал по крыше. Потом все разошлись по домам.",
    "zh": "傍晚我们坐在火边聊了很久。雨打在屋顶上。后来大家都回家了。",
    "zh-Hant": "傍晚我們坐在火邊聊了很久。雨打在屋頂上。後來大家都回家了。",
}
MARKS = {"en": "“”", "es": "«»", "fr": "«»", "ru": "«»", "zh": "“”", "zh-Hant": "「」", "ar": "«»", "de": "„“"}


class Plant(NamedTuple):
    """A text with one quotation in it."""

    text: str
    start: int
    end: int
    target: str
    lang: str
    kind: str
    setting: str
    words: bytes  # the figures of the planted words before any edit


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--pieces", type=int, default=12, help="provisions drawn from each wording")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--misses", type=int, default=0, help="show so many misses and wrong hits")
    parser.add_argument("--only", default="", help="only instruments whose id begins so")
    args = parser.parse_args()
    cat, index = catalogue(), prints()
    made = list(plants(args.shared, cat, index, random.Random(args.seed), args.pieces, args.only))
    score(made, index, args.misses)
    false_alarms(args.shared, args.misses)
    for name in ("load/speeches.en.txt", "load/debates.es.txt", "corpus/e-discussion.txt"):
        speed(args.shared / name)


def plants(shared: Path, cat: Catalogue, index: Prints, rng: random.Random, count: int, only: str) -> Iterator[Plant]:
    prose = {lang: _sentences(shared / "load" / name, rng) for lang, name in PROSE.items()}
    prose |= {lang: re.findall(r"[^.。]+[.。]", text) for lang, text in INVENTED.items()}
    files, _ = sources(shared / "texts", cat)
    for _, wording in wordings([f for f in files if f[1].startswith(only)], cat):
        record = cat.instruments[wording.instrument]
        title = record.titles.get(wording.lang.partition("-")[0]) or record.titles["en"]
        long = [p for p in wording.pieces if _provision(wording.instrument, p.path, cat) and _long(p.text)]
        for piece in rng.sample(long, min(count, len(long))):
            for kind in KINDS:
                passage = _passage(piece.text, kind, rng)
                if passage is None:
                    continue
                figures = Words(passage).figures
                if _stock(figures, wording.instrument, index, cat):
                    continue
                shown = _edited(passage, rng) if kind == "edited" else passage
                for setting in SETTINGS:
                    yield _plant(shown, f"{wording.instrument}#{piece.path}", wording.lang, kind, setting, figures,
                                 title, prose[wording.lang], rng)  # fmt: skip


def _provision(instrument: str, path: str, cat: Catalogue) -> bool:
    """Whether a path is a provision's and no part's, to which a damaged copy lost some articles."""
    return cat.has(f"{instrument}#{path}") and not path.startswith(("part_", "chapter_"))


def _sentences(path: Path, rng: random.Random) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [s for line in lines for s in re.findall(r"[A-ZÁÉÍÓÚ][^.!?\n\"«“]{40,200}\.(?= |$)", line)]
    return rng.sample(found, len(found))


def _long(text: str) -> bool:
    return len(Words(text).figures) >= (LEAST_HAN if re.search(r"[\u3400-\u9fff]", text) else LEAST)


def _passage(text: str, kind: str, rng: random.Random) -> str | None:
    """What is planted of a provision: its text in one line, at most its first sixty words, or a part of that."""
    text = " ".join(text.split()).strip(' .;,:。；，："“”«»')
    words = Words(text)
    count, least = len(words.figures), LEAST_HAN if words.is_han(0, len(words.figures)) else LEAST
    if kind == "fragment":
        size = rng.randint(least, least + least // 2)
        if count < size + 2:
            return None
        first = rng.randrange(count - size)
        start, end = words.span(first, first + size)
    else:
        if kind == "edited" and count < 2 * least:
            return None
        start, end = words.span(0, min(count, 60))
    return text[start:end]


def _edited(text: str, rng: random.Random) -> str:
    """The text with one word in ten changed, left out or put in, never the first or last three."""
    step = EDITS
    if re.search(r"[\u3400-\u9fff]", text):
        parts, join = list(text), ""
    else:
        parts, join = text.split(" "), " "
    for at in range(rng.randrange(4, step), len(parts) - 3, step):
        kind = rng.choice(("replace", "drop", "insert", "mark", "case"))
        if kind == "replace":
            parts[at] = rng.choice(("这" if not join else "xxxx", "那" if not join else "lanterns"))
        elif kind == "drop":
            parts[at] = ""
        elif kind == "insert":
            parts[at] += join + ("也" if not join else rng.choice(("indeed", "[sic]", "always")))
        elif kind == "mark":
            parts[at] += " –"
        else:
            parts[at] = parts[at].upper()
    return join.join(p for p in parts if p)


def _plant(shown: str, target: str, lang: str, kind: str, setting: str, figures: bytes, title: str,
           prose: Sequence[str], rng: random.Random) -> Plant:  # fmt: skip
    before = [s.strip() for s in rng.sample(prose, min(3, len(prose)))]
    after = [s.strip() for s in rng.sample(prose, min(2, len(prose)))]
    if setting == "named":
        before.append(f"{title}:")
    opened, closed = MARKS[lang] if setting == "quoted" else ("", "")
    head = " ".join(before) + " " + opened
    return Plant(f"{head}{shown}{closed}. {' '.join(after)}", len(head), len(head) + len(shown), target, lang, kind,
                 setting, figures)  # fmt: skip


def _stock(figures: bytes, instrument: str, index: Prints, cat: Catalogue) -> bool:
    """Whether most runs of five words are a stock phrase or part of a name."""
    runs = [figures[i : i + 5] for i in range(len(figures) - 4)]
    return 2 * sum(_common(run, instrument, index) or run in _named(cat) for run in runs) > len(runs)


def _common(run: bytes, instrument: str, index: Prints) -> bool:
    """Whether words stand in more than three instruments, or in more than two provisions of their own."""
    works, places = set(), set()
    at = index.figures.find(run)
    while at >= 0 and len(works) <= STOCK and len(places) <= 2:
        works.add(index.work(at)[0])
        places |= {t for t, *_ in index.pieces(at, at + 1) if t.startswith(f"{instrument}#")}
        at = index.figures.find(run, at + 1)
    return len(works) > STOCK or len(places) > 2


@functools.cache
def _named(cat: Catalogue) -> frozenset[bytes]:
    names = [n.text for i in cat.instruments.values() for n in i.names]
    names += [t for i in cat.instruments.values() for t in i.titles.values()]
    names += [n.text for b in cat.bodies.values() for n in b.names]
    rows = [Words(name).figures for name in names]
    return frozenset(row[i : i + 5] for row in rows for i in range(len(row) - 4))


def _has(target: str, plant: Plant, index: Prints) -> bool:
    """Whether a provision is the planted one, or has the planted words too."""
    if target == plant.target:
        return True
    at = index.figures.find(plant.words)
    while at >= 0:
        here = {t for t, *_ in index.pieces(at, at + len(plant.words))}
        if target in here or any(t.startswith((f"{target}__", f"{target}#")) for t in here):
            return True
        at = index.figures.find(plant.words, at + 1)
    return False


def score(made: Sequence[Plant], index: Prints, misses: int) -> None:
    tally: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    bad: list[str] = []
    for plant in made:
        found = [c for c in find(plant.text, lang=plant.lang) if c.kind == "quotation"]
        cell = tally[plant.lang, plant.kind, plant.setting]
        cell["planted"] += 1
        hit = False
        for c in found:
            union = max(c.end, plant.end) - min(c.start, plant.start)
            over = min(c.end, plant.end) - max(c.start, plant.start)
            targets = [c.target] if c.target else [k.target for k in c.candidates]
            right = 2 * over >= union and any(t and _has(t, plant, index) for t in targets)
            cell["given"] += 1
            cell["right"] += right
            if right and not hit:
                hit = True
                cell["found"] += 1
                cell["exact"] += (c.start, c.end) == (plant.start, plant.end)
                cell["sure"] += c.target == plant.target
            elif not right:
                bad.append(f"WRONG {plant.target} {plant.kind} {plant.setting}: {targets} {c.text!r}"
                           f" for {plant.text[plant.start:plant.end]!r}")  # fmt: skip
        if not hit and not found:
            bad.append(f"MISS {plant.target} {plant.lang} {plant.kind} {plant.setting}:"
                       f" {plant.text[plant.start:plant.end]!r}")  # fmt: skip
    print(f"{'':26}{'planted':>8}{'recall':>8}{'precision':>10}{'exact':>8}{'the one':>8}")
    for part in range(3):
        for name in sorted({key[part] for key in tally}):
            _line(name, sum((c for key, c in tally.items() if key[part] == name), Counter()))
    for kind in KINDS:
        for setting in SETTINGS:
            _line(f"{kind}, {setting}", sum((c for k, c in tally.items() if k[1:] == (kind, setting)), Counter()))
    _line("all", sum(tally.values(), Counter()))
    for line in bad[:: max(1, len(bad) // misses)] if misses else []:
        print(line)


def _line(name: str, cell: Counter[str]) -> None:
    n = max(1, cell["planted"])
    right, given = cell["right"], max(1, cell["given"])
    print(f"{name:26}{cell['planted']:8}{cell['found'] / n:8.4f}{right / given:10.4f}"
          f"{cell['exact'] / max(1, cell['found']):8.3f}{cell['sure'] / max(1, cell['found']):8.3f}")  # fmt: skip


def false_alarms(shared: Path, misses: int) -> None:
    """Quotations in prose that has few or none; each is one to look at."""
    for name in PROSE.values():
        text = (shared / "load" / name).read_text(encoding="utf-8")[:2_000_000]
        found = [c for part in _parts(text) for c in find(part) if c.kind == "quotation"]
        print(f"load/{name}: {len(found)} quotations in {len(text) / 1e6:.1f} million characters")
        for c in found[: misses and 40]:
            print(f"   {c.target or [k.target for k in c.candidates]} {c.text!r}")


def _parts(text: str) -> list[str]:
    return [text[i : i + 20_000] for i in range(0, len(text), 20_000)]


def speed(path: Path) -> None:
    """Seconds for linking with quotations and without, on the same text in turn."""
    text = path.read_text(encoding="utf-8")[:1_000_000]
    parts = _parts(text)
    size = len(text.encode()) / 1e6

    def run() -> float:
        began = time.process_time()
        for part in parts:
            find(part)
        return time.process_time() - began

    with mock.patch("linker.finding.quotes", return_value=[]):
        run()
        plain = min(run() for _ in range(3))
    both = min(run() for _ in range(3))
    cost = max(1e-9, both - plain)
    print(f"{path.name}: plain {size / plain:.1f} MB/s, quotations alone {size / cost:.1f} MB/s,"
          f" {cost / plain:.2f} times the cost of plain linking")  # fmt: skip


if __name__ == "__main__":
    main()
