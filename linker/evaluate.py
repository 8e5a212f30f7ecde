"""How well the linker does on a gold set: precision, recall and F1, with intervals and with what changed.

A predicted link is right when it has the target of a marked one that it overlaps, one to one, and is no
longer than twice the marked span plus 60 characters; a quotation must share half of the union of both
spans. Quotations of one target at most 60 characters apart count as one. Where the marked kind is
``neutral`` (nobody agreed) a prediction counts neither way. ``body``, ``document`` and ``other`` are no
links: a link predicted there is a sprung trap.
"""

from __future__ import annotations

import fnmatch
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from kb.schema import LINKS
from linker.changes import Difference, differences
from linker.figures import Counts, Figures, Ratio, draws, figures
from linker.gold import Gold, GoldError, Mark, Unit, predict, read, rows

NOT_LINKS = ("body", "document", "other")
MARKED = ("body", "document")
RESAMPLES = 1000
_JOIN = 60  # characters between parts of one quotation


class Change(Struct, frozen=True):
    """A citation that only one of two runs has, and whether it is ``right``, ``wrong`` or not judged ('')."""

    mark: Mark
    verdict: str


class Scores(Struct, frozen=True):
    """All measures of one run over a gold set.

    ``right`` are pairs of the marked and the predicted, ``missed`` what was marked and not found, ``wrong``
    the links that are none. ``groups`` has the figures by kind, language and instrument, ``counts`` what they are
    made of, by unit; ``changes`` what moved since an earlier run.
    """

    mentions: Figures
    links: Figures
    recall_by_kind: dict[str, Ratio]
    recall_by_lang: dict[str, Ratio]
    kind: Ratio
    exact: dict[str, Ratio]
    traps: Ratio
    marked: dict[str, tuple[Ratio, int]]
    groups: dict[str, dict[str, Figures]]
    right: tuple[tuple[Mark, Mark], ...]
    missed: tuple[Mark, ...]
    wrong: tuple[Mark, ...]
    predictions: tuple[Mark, ...]
    counts: dict[str, dict[str, Counts]] = {}
    gained: tuple[Change, ...] = ()
    lost: tuple[Change, ...] = ()
    changes: dict[str, dict[str, Difference]] = {}

    def core(self) -> dict[str, Any]:
        """The measures in the form that the reference scorer prints."""
        mentions = Figures(self.mentions.hits, self.mentions.predicted, self.mentions.gold).as_dict()
        links = Figures(self.links.hits, self.links.predicted, self.links.gold).as_dict()
        return {
            "mentions": mentions
            | {
                "recall_by_kind": {k: str(v) for k, v in self.recall_by_kind.items()},
                "recall_by_lang": {k: str(v) for k, v in self.recall_by_lang.items()},
                "kind": str(self.kind),
                "exact": {k: str(v) for k, v in self.exact.items()},
            },
            "links": links,
            "traps": {"set": self.traps.of, "sprung": self.traps.hits},
            "marked": {k: f"{ratio}, {found} predicted" for k, (ratio, found) in self.marked.items()},
        }

    def as_dict(self) -> dict[str, Any]:
        """All measures, JSON-ready: those of `core`, then the groups, the intervals and the changes."""
        out = self.core()
        out["intervals"] = {"mentions": _lists(self.mentions.intervals), "links": _lists(self.links.intervals)}
        out["groups"] = {by: {k: f.as_dict() for k, f in table.items()} for by, table in self.groups.items()}
        out["changes"] = {by: {k: d.as_dict() for k, d in table.items()} for by, table in self.changes.items()}
        for name in ("gained", "lost"):
            changes: tuple[Change, ...] = getattr(self, name)
            out[name] = [{"verdict": c.verdict} | msgspec.to_builtins(c.mark) for c in changes]
        return out


def evaluate(
    gold: str | Path | Gold,
    *,
    predictions: str | Path | Iterable[Mark] | None = None,
    against: str | Path | Iterable[Mark] | None = None,
    lang: str | None = None,
    doc: str | None = None,
    skip: str | None = None,
    min_confidence: float = 0.0,
    judged: Sequence[str] | None = None,
    resamples: int = RESAMPLES,
) -> Scores:
    """Score predictions, by default the linker's own, against a gold set.

    Args:
        gold: a gold directory, or one that was read.
        predictions: JSON Lines, or marks; the linker is run where there are none.
        against: earlier predictions; ``gained``, ``lost`` and ``changes`` then say what differs.
        lang: only the units of this main language.
        doc: only the units of this document.
        skip: a kind of link to leave out, with the predictions that touch what is so marked.
        min_confidence: leave out predicted links below it (0 to 1), also of the earlier run.
        judged: patterns of instruments that count; those of the gold set's ``ids.txt`` by default.
        resamples: how often the units are drawn again for the intervals; 0 for none.

    Raises:
        GoldError: a file is missing or broken, or no unit is left to judge.
    """
    gold = gold if isinstance(gold, Gold) else read(gold)
    units = [u for u in gold.units if lang in (None, u.lang) and doc in (None, u.doc)]
    if not units:
        raise GoldError(str(gold.folder), "no unit has that language and document", "see its units.jsonl")
    listed = gold.judged if judged is None else tuple(judged)
    guess = _marks(predict(gold, units) if predictions is None else predictions, min_confidence)
    scores = _score(units, gold.mentions, guess, skip=skip, judged=listed, resamples=resamples)
    if against is None:
        return scores
    before = _score(units, gold.mentions, _marks(against, min_confidence), skip=skip, judged=listed, resamples=0)
    gained, lost = _changes(scores, before), _changes(before, scores)
    scores = msgspec.structs.replace(scores, gained=gained, lost=lost)
    drawn = draws([u.id for u in units], resamples)
    return msgspec.structs.replace(
        scores, changes=differences(before, scores, {u.id: u.lang or "?" for u in units}, drawn)
    )


def _marks(source: str | Path | Iterable[Mark], least: float = 0.0) -> list[Mark]:
    marks = rows(Path(source), Mark) if isinstance(source, str | Path) else source
    return [m for m in marks if m.confidence >= least or m.status != "resolved" or m.kind in NOT_LINKS]


def _score(
    units: Sequence[Unit],
    mentions: Iterable[Mark],
    guesses: Iterable[Mark],
    *,
    skip: str | None,
    judged: tuple[str, ...] | None,
    resamples: int,
) -> Scores:
    language = {u.id: u.lang or "?" for u in units}
    marked, guessed = place(mentions, units), place(guesses, units)
    gold = join([m for m in marked if m.kind in LINKS and m.kind != skip])
    found = join([g for g in guessed if g.status == "resolved" and g.kind not in NOT_LINKS and _judged(g, judged)])
    pairs = pair(gold, found, agreement)
    taken = set(pairs.values())
    doubtful = [m for m in marked if m.kind in ("neutral", skip)]
    kept = [i for i, p in enumerate(found) if i in taken or not _touches(p, doubtful)]
    wrong = [found[i] for i in kept if i not in taken]
    right = [(g, found[pairs[n]]) for n, g in enumerate(gold) if n in pairs]
    traps = [m for m in marked if m.kind in NOT_LINKS]
    sprung = sum(_touches(t, wrong) for t in traps)
    cells = _cells([found[i] for i in kept], gold, right, language)
    drawn = draws([u.id for u in units], resamples)
    wanted = {(m.unit, m.target) for m in gold}
    given = {(found[i].unit, found[i].target) for i in kept}
    pinned = _pin(wanted, given)
    return Scores(
        mentions=figures(cells["all"]["all"], drawn),
        links=figures(pinned, drawn),
        recall_by_kind=_share((g.kind for g in gold), (g.kind for g, _ in right)),
        recall_by_lang=_share((language[g.unit] for g in gold), (language[g.unit] for g, _ in right)),
        kind=Ratio(sum(g.kind == p.kind for g, p in right), len(right)),
        exact=_share((g.kind for g, _ in right), (g.kind for g, p in right if (g.start, g.end) == (p.start, p.end))),
        traps=Ratio(sprung, len(traps)),
        marked={kind: _kept_apart(kind, marked, guessed) for kind in MARKED},
        groups={
            by: {k: figures(v, drawn) for k, v in sorted(cells[by].items())} for by in ("kind", "lang", "instrument")
        },
        right=tuple(right),
        missed=tuple(g for n, g in enumerate(gold) if n not in pairs),
        wrong=tuple(wrong),
        predictions=tuple(guessed),
        counts=cells,
    )


def place(marks: Iterable[Mark], units: Iterable[Unit]) -> list[Mark]:
    """The marks that begin inside a unit, each with that unit's id."""
    starts: dict[str, list[Unit]] = defaultdict(list)
    for u in sorted(units, key=lambda u: (u.start, u.end, u.id)):
        starts[u.doc].append(u)
    out = []
    for m in marks:
        held = _holder(starts.get(m.doc, []), m.start)
        if held is not None:
            out.append(msgspec.structs.replace(m, unit=held))
    return out


def _holder(units: Sequence[Unit], offset: int) -> str | None:
    low, high = 0, len(units)
    while low < high:
        middle = (low + high) // 2
        if units[middle].start <= offset:
            low = middle + 1
        else:
            high = middle
    return units[low - 1].id if low and offset < units[low - 1].end else None


def _judged(mark: Mark, listed: tuple[str, ...] | None) -> bool:
    instrument = (mark.target or "").partition("#")[0]
    if listed is None:
        return bool(instrument)
    return any(fnmatch.fnmatchcase(instrument, pattern) for pattern in listed)


def join(marks: Iterable[Mark]) -> list[Mark]:
    """The marks by place, with the parts of one quotation made one."""
    out: list[Mark] = []
    open_: dict[tuple[str, str | None], int] = {}
    for m in sorted(marks, key=lambda m: (m.unit, m.start, m.end)):
        if m.kind != "quotation":
            out.append(m)
            continue
        at = open_.get((m.unit, m.target))
        if at is not None and m.start - out[at].end <= _JOIN:
            out[at] = msgspec.structs.replace(out[at], end=max(out[at].end, m.end))
            continue
        open_[m.unit, m.target] = len(out)
        out.append(m)
    return out


def shared(a: Mark, b: Mark) -> float:
    """The share of the union of two spans that both have."""
    both = min(a.end, b.end) - max(a.start, b.start)
    return max(0, both) / max(1, max(a.end, b.end) - min(a.start, b.start))


def agreement(gold: Mark, guess: Mark) -> float:
    """How well a prediction fits what is marked; 0 where it does not count as the same."""
    if gold.target != guess.target:
        return 0.0
    share = shared(gold, guess)
    if gold.kind == "quotation":
        return share if share >= 0.5 else 0.0
    return share if guess.end - guess.start <= 2 * (gold.end - gold.start) + _JOIN else 0.0


def pair(gold: Sequence[Mark], guesses: Sequence[Mark], fit: Callable[[Mark, Mark], float]) -> dict[int, int]:
    """One-to-one pairs (place in the one list to place in the other), the best fit first.

    Among equals the kind that agrees comes first, then what stands earlier in either list.
    """
    by_unit: dict[str, list[int]] = defaultdict(list)
    for i, p in enumerate(guesses):
        by_unit[p.unit].append(i)
    options = []
    for n, g in enumerate(gold):
        for i in by_unit[g.unit]:
            how_well = fit(g, guesses[i])
            if how_well > 0:
                options.append((-how_well, g.kind != guesses[i].kind, n, i))
    out: dict[int, int] = {}
    used: set[int] = set()
    for _, _, n, i in sorted(options):
        if n not in out and i not in used:
            out[n] = i
            used.add(i)
    return out


def _touches(mark: Mark, others: Iterable[Mark]) -> bool:
    return any(o.unit == mark.unit and shared(o, mark) > 0 for o in others)


def _share(all_: Iterable[str], hits: Iterable[str]) -> dict[str, Ratio]:
    total, hit = Counter(all_), Counter(hits)
    return {k: Ratio(hit[k], n) for k, n in sorted(total.items())}


def _kept_apart(kind: str, marked: Iterable[Mark], guessed: Iterable[Mark]) -> tuple[Ratio, int]:
    wanted, found = [m for m in marked if m.kind == kind], [g for g in guessed if g.kind == kind]
    return Ratio(len(pair(wanted, found, shared)), len(wanted)), len(found)


def _cells(
    predicted: Iterable[Mark], gold: Iterable[Mark], right: Iterable[tuple[Mark, Mark]], language: Mapping[str, str]
) -> dict[str, dict[str, Counts]]:
    keys: dict[str, Callable[[Mark], str]] = {
        "all": lambda m: "all",
        "kind": lambda m: m.kind,
        "lang": lambda m: language[m.unit],
        "instrument": lambda m: (m.target or "").partition("#")[0],
    }
    out: dict[str, dict[str, Counts]] = {}
    for by, key in keys.items():
        table: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0, 0]))
        # A hit of another kind than the marked one counts for the marked kind, as does its prediction.
        kind_of = {id(p): g for g, p in right}
        for p in predicted:
            table[key(kind_of.get(id(p), p))][p.unit][1] += 1
        for g in gold:
            table[key(g)][g.unit][2] += 1
        for g, _ in right:
            table[key(g)][g.unit][0] += 1
        out[by] = {k: {u: (c[0], c[1], c[2]) for u, c in units.items()} for k, units in table.items()}
    out["all"].setdefault("all", {})
    return out


def _pin(wanted: set[tuple[str, str | None]], given: set[tuple[str, str | None]]) -> Counts:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for place_, links in ((0, wanted & given), (1, given), (2, wanted)):
        for unit, _ in links:
            counts[unit][place_] += 1
    return {u: (c[0], c[1], c[2]) for u, c in counts.items()}


def _lists(intervals: Mapping[str, tuple[float, float]]) -> dict[str, list[float]]:
    return {k: list(v) for k, v in intervals.items()}


def _changes(run: Scores, other: Scores) -> tuple[Change, ...]:
    """The citations of a run that the other does not have, with what the gold set says of each."""

    def key(m: Mark) -> tuple[str, int, int, str | None, str, str]:
        return m.unit, m.start, m.end, m.target, m.kind, m.status

    theirs = {key(m) for m in other.predictions}
    out = []
    for m in sorted(run.predictions, key=lambda m: (m.unit, m.start, -m.end, m.target or "")):
        if key(m) not in theirs:
            out.append(Change(m, _verdict(m, run)))
    return tuple(out)


def _verdict(mark: Mark, run: Scores) -> str:
    def inside(whole: Mark) -> bool:
        same = (whole.unit, whole.target, whole.kind) == (mark.unit, mark.target, mark.kind)
        return same and whole.start <= mark.start and mark.end <= whole.end

    if mark.status != "resolved" or mark.kind in NOT_LINKS:
        return ""
    if any(inside(p) for _, p in run.right):
        return "right"
    return "wrong" if any(inside(p) for p in run.wrong) else ""
