"""Which instrument a pinpoint belongs to: by adjacency first, then direction, then scope.

An instrument beside the number wins. "of X" looks forward, and when X is no instrument of the
catalogue nothing is inherited past it. What stands alone takes the nearest instrument in its own
sentence, its list's lead-in or its paragraph in whose tree the number exists.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

from instruments.load import Catalogue
from linker import heads
from linker.context import Context
from linker.grammar import RANK, Chain, Grammar, Item, Step, chain_at, grammar, han_chains, headed, preambles, table_items
from linker.lang import guess
from linker.mentions import BODY, DOCUMENT, GENERIC, INSTRUMENT, OTHER, Mention
from linker.resolve import Found, expand, resolve, resolve_bare

_BEFORE = re.compile(
    r"(?:'s|')?(?:\s*\((?:19|20)\d\d\))?[\s,:()\[\-\"》」]*(?:(?:in|en|dans|at|its|by|under)\s+)?"
    r"(?:(?:its|su|sus|son|ses|the|el|la|los|las|les|l')\s*)*"
)
_TITLED = re.compile(r"(?:\s*\((?:19|20)\d\d\))?(?:\s*(?:of|du|del)\s+(?:the\s+)?(?:comite|committee))?\s*(?:(?:on|sobre|sur|relative\s+a|relativa\s+a|concerning|concernant|:)\s[^.;\n()]{3,140})?,?\s*(?:(?:19|20)\d\d,\s*)?(?:in\s+(?:its\s+)?)?")
_GENITIVE = re.compile(r"\s*(?:of|de|du|del|des|de\s+la|de\s+l'|d')(?!\w)\s*")
_EXPLICIT = re.compile(r"[\s,]*(?:of|de|du|del|des|d'|da|do|to|in|under|from)(?![\w])")
_LINE_HEADING = re.compile(r"(?:^|\n)[ \t]*(?:[-•·*§–]\s*)?$")
_ALSO = re.compile(r"\s*(?:,|;)?\s*(?:and|y|et|e|&|,|or|ou|as\s+well\s+as)\s*(?:(?:also|with|to|of|in)\s+)?(?=\d)")


@dataclass(slots=True)
class Pin:
    """One pinpoint with what it resolved to. ``expanded`` are the members of a range, ``foreign`` says that
    it belongs to something that the catalogue does not have."""

    start: int
    end: int
    targets: tuple[str, ...]
    rule: str
    via: Mention | None = None
    note: str = ""
    expanded: tuple[str, ...] = ()
    foreign: bool = False


@dataclass(frozen=True, slots=True)
class Owner:
    """The instruments that a chain may belong to, in order of preference, and how that was told."""

    options: tuple[str, ...]
    rule: str
    via: Mention | None
    before: bool = False
    after: bool = False
    certain: bool = False


class Pins:
    """All pinpoints of one text."""

    def __init__(self, context: Context, text: str, folded: str, cat: Catalogue, lang: str) -> None:
        self.c, self.text, self.folded, self.cat, self.lang = context, text, folded, cat, lang
        self.g: Grammar = grammar()
        self.made: list[tuple[Pin, str]] = []

    def all(self) -> list[Pin]:
        """The pinpoints in order of place."""
        found: list[Chain] = []
        self.doubtful: set[int] = set()
        pos = 0
        while m := self.g.unit.search(self.folded, pos):
            chain = chain_at(self.folded, m, self.g)
            if chain is None:
                pos = m.end()
                continue
            pos = chain.end
            if not self._language_allows(m, chain):
                self.doubtful.add(chain.start)
            found.append(chain)
        opening = list(preambles(self.folded))
        found = [c for c in found if not _overlaps(opening, c)] + opening
        tables = [c for c in self._tables() if not _overlaps(found, c)]
        found += [c for c in han_chains(self.folded) if not _overlaps(found, c)]
        named = [c for c in self._numbers_after_names() if not _overlaps(found, c)]
        lines = [c for c in heads.lines(self.folded) if not _overlaps(found, c) and not _overlaps(named, c)]
        head_starts = {c.start for c in lines}
        self.heads = heads.Lists(self.folded, [*lines, *(c for c in found if _LINE_HEADING.search(self.folded, max(0, c.start - 12), c.start))])
        inline = [c for c in heads.inline(self.folded) if not _overlaps(found, c) and not _overlaps(named, c) and not _overlaps(lines, c)]
        inline_starts = {c.start for c in inline}
        for chain in sorted([*found, *named, *lines, *inline], key=lambda c: c.start):
            if self._inside_mention(chain):
                continue
            if chain.start in head_starts:
                self._emit(chain, self._head_owner(chain))
            elif chain.start in inline_starts:
                self._emit(chain, self._inline_owner(chain))
            else:
                self._chain(chain)
        for chain in tables:
            self._emit(chain, self.table_owners[chain.start])
        self._settle_by_number()
        return [pin for pin, _ in self.made]

    def _settle_by_number(self) -> None:
        """A series number that several bodies have is the one whose paragraphs the text goes on to cite."""
        for m in self.c.mentions:
            if m.numbered and len(m.targets) > 1 and not m.absorbed:
                cited = {i for pin, i in self.made if i in m.targets and 0 <= pin.start - m.end < 400}
                if len(cited) == 1:
                    m.targets, m.rule = (cited.pop(),), "series-by-number"

    def _tables(self) -> Iterator[Chain]:
        """"Articles of the Covenant: 7 and 9": the numbers stand behind the name."""
        self.table_owners: dict[int, Owner] = {}
        for start, end in headed(self.folded):
            for m in self._next_mentions(end - 3)[:2]:
                if m.type in (INSTRUMENT, GENERIC) and m.target and 0 <= m.start - end < 8:
                    chain = table_items(self.folded, m.end, start)
                    if chain is not None:
                        self.table_owners[chain.start] = Owner((m.target,), "table", m, certain=True)
                        yield chain
                    break

    def _language_allows(self, m: re.Match[str], chain: Chain) -> bool:
        word = re.sub(r"\s+", " ", m["unit"])
        foreign = self.g.foreign.get(word, ())
        if not foreign or m[0].endswith(".") or any(len(i.steps) > 1 for i in chain.items):
            return True
        a, b = self.c.sentence(chain.start)
        return self.lang not in foreign and guess(self.folded[a:b], self.lang) not in foreign

    def _inside_mention(self, chain: Chain) -> bool:
        for m in self.c.preceding(chain.start + 1, 1):
            if m.start <= chain.start < m.end:
                return True
        at = self.c.starting_at(chain.start)
        if at is not None and at.end >= chain.end:
            return True
        for m in self.c.mentions[max(0, _index(self.c, chain.start) - 2) : _index(self.c, chain.start) + 1]:
            if m.type in (INSTRUMENT, DOCUMENT, OTHER) and m.start < chain.start < m.end:
                return True
        return False

    # -- who owns a chain

    def _chain(self, chain: Chain) -> None:
        chain, rest = self._split(chain)
        owner = self._owner(chain)
        if rest is not None:
            self._chain(rest)
        if chain.start in self.doubtful and not (owner and owner.certain):
            return
        end = self._emit(chain, owner)
        # "articles 12 of CEDAW and 24 of the CRC": the list goes on behind the name.
        while owner is not None and owner.after and owner.via is not None:
            m = _ALSO.match(self.folded, end)
            if m is None:
                return
            first = _number_item(self.folded, m.end(), chain.unit, self.g)
            if first is None:
                return
            after = self._after(first)
            if after is None:
                return
            owner, chain = after, first
            end = self._emit(chain, owner)

    def _split(self, chain: Chain) -> tuple[Chain, Chain | None]:
        """"the Convention, its article 1, and article 7 of the CRC" is two chains: each has a name of its own."""
        for n, item in enumerate(chain.items):
            if n and self.g.unit.match(self.folded, item.start) and (self._before(chain) or self._possessive(chain)):
                rest = replace(chain, start=item.start, items=chain.items[n:])
                after = self._after(rest)
                if after is not None and after.options:
                    return replace(chain, end=chain.items[n - 1].end, items=chain.items[:n]), rest
        return chain, None

    def _possessive(self, chain: Chain) -> bool:
        return bool(re.compile(r"(?<!\w)(?:its|su|sus|son|ses)\s+$").search(self.folded, max(0, chain.start - 8), chain.start))

    def _owner(self, chain: Chain) -> Owner | None:
        if chain.unit == "art" and _NATIONAL.match(self.folded, chain.end):
            return Owner((), "foreign", None, certain=True)
        before, after = self._before(chain), self._after(chain)
        if after is not None and before is not None:
            if self._fits(before, chain) and not self._fits(after, chain):
                return before
            tight = _EXPLICIT.match(self.folded, chain.end) or self.folded[chain.end : chain.end + 1] == " "
            if not tight and "(" not in self.folded[chain.end : chain.end + 2]:
                return before
        if after is not None:
            return after
        if before is not None and (not before.options or self._fits(before, chain) or not self._other_unit(before, chain)):
            return before
        return self._inherited(chain)

    def _other_unit(self, owner: Owner, chain: Chain) -> bool:
        """Whether a chain's unit is not the one by which its would-be instruments are numbered."""
        head = chain.items[0].steps[0].unit
        return all(self.cat.instruments[t].unit != head for t in owner.options)

    def _fits(self, owner: Owner, chain: Chain) -> bool:
        return any(resolve(self.cat, t, chain.items[0].steps) for t in owner.options)

    def _before(self, chain: Chain) -> Owner | None:
        """The instrument right before: "CEDAW, art. 12", "GR 24 (1999) on women and health, para. 6"."""
        body: Mention | None = None
        for m in self.c.preceding(chain.start, 2):
            gap = self.folded[m.end : chain.start]
            if m.type == DOCUMENT and len(gap) < 12 and _BEFORE.fullmatch(gap):
                return Owner((), "foreign", m, certain=True)
            if m.type == BODY and RANK[chain.unit] >= RANK["target"] and _BEFORE.fullmatch(gap):
                body = m  # "observación general núm. 2 del CMW, párrafo 50"
                continue
            if m.type in (INSTRUMENT, GENERIC) and m.targets:
                if body is not None:
                    of = m.numbered and _GENITIVE.fullmatch(self.folded, m.end, body.start)
                    return Owner(m.targets, "named-before", m, before=True, certain=True) if of else None
                adjacent = len(gap) < 60 and "\n\n" not in gap and _BEFORE.fullmatch(gap)
                titled = m.numbered and RANK[chain.unit] >= RANK["target"] and len(gap) < 170 and _TITLED.fullmatch(gap)
                if adjacent or titled:
                    return Owner(m.targets, "named-before", m, before=True, certain=True)
            return None
        return None

    def _after(self, chain: Chain) -> Owner | None:
        """The instrument right after: "article 12 of CEDAW", "article 12 of the Convention", "of the Constitution"."""
        for m in self._next_mentions(chain.end):
            at = m.start
            if not _AFTER_GAP().fullmatch(self.folded, chain.end, at) or (m.type == BODY and not _EXPLICIT.match(self.folded, chain.end)):
                continue
            if "\n\n" in self.folded[chain.end : at] or ". " in self.folded[chain.end : at]:
                return None
            if m.type == BODY and chain.unit == "art" and (own := tuple(t for t in m.weights if t in self.cat.instruments)):
                m.type, m.targets = INSTRUMENT, own  # a committee has no articles: its acronym is the treaty's here
            if m.type == INSTRUMENT and m.targets:
                return Owner(m.targets, "named-after", m, after=True, certain=True)
            if m.type in (OTHER, DOCUMENT):
                return Owner((), "foreign", m, after=True, certain=True)
        owned = self._committees_own(chain)
        if owned is not None:
            return owned
        generic = self._generic_after(chain)
        if generic is not None:
            return generic
        return self._unknown_after(chain)

    def _committees_own(self, chain: Chain) -> Owner | None:
        """"paragraph 26 of the Migrant Workers Committee's general comment No. 1"."""
        for m in self._next_mentions(chain.end):
            if m.type != BODY or not _AFTER_GAP().fullmatch(self.folded, chain.end, m.start):
                continue
            n = self.c.following(m.end)
            if n is not None and n.type == INSTRUMENT and n.targets and _OWN.fullmatch(self.folded, m.end, n.start):
                return Owner(n.targets, "named-after", n, after=True, certain=True)
        return None

    def _next_mentions(self, offset: int) -> list[Mention]:
        at = _index(self.c, offset)
        return [m for m in self.c.mentions[at : at + 3] if m.start - offset < 60]

    def _generic_after(self, chain: Chain) -> Owner | None:
        explicit = re.compile(r"[\s,]*(?:of|de|du|del|des|d'|da|do|to|in|under)?\s*").match(self.folded, chain.end)
        at = explicit.end() if explicit else chain.end
        i = _index(self.c, at)
        for m in self.c.mentions[max(0, i - 1) : i + 2]:
            if m.type == GENERIC and 0 <= m.start - chain.end <= 12 and _ARTICLE.sub("", self.folded[chain.end : m.start]).strip(" ,\n") in _PREPOSITIONS:
                if m.targets:
                    options = tuple(dict.fromkeys([*m.targets, *(t for t, _ in self.c.antecedents(m))]))
                    return Owner(options, "anaphor-after", m, after=True, certain=len(m.targets) == 1)
                return Owner((), "unresolved-anaphor", m, after=True, certain=True)
        return None

    def _unknown_after(self, chain: Chain) -> Owner | None:
        """"of" with something that is no instrument of ours: nothing is inherited past it."""
        g = _GENITIVE.match(self.folded, chain.end)
        if g is None:
            return None
        rest = self.folded[g.end() : g.end() + 60]
        law = re.match(r"(?:(?:the|la|le|el|l'|los|les|las)\s*)*(?:[\w'-]+\s+){0,4}?(?:constitu\w+|code|codigo|law|ley|loi|act|bill|decree|decreto|regulation\w*|statute|charter|charte|carta|directive|rules|agreement|treaty|tratado|resolution|report|reglamento)\b", rest)
        noun = re.match(r"(?:(?:the|this|that|la|le|el|los|les|las|l')\s*)+(?:[\w'-]+)", rest)
        if law or noun:
            return Owner((), "foreign", None, after=False, certain=True)
        return None

    def _inherited(self, chain: Chain) -> Owner | None:
        """The instrument of a chain that stands alone."""
        goal = chain.unit in ("goal", "target", "indicator")
        a, _ = self.c.sentence(chain.start)
        if self._closes_recommendation(chain):
            via = self.heads.owner(chain.start)
            if via is not None:
                about = tuple(self.cat.instruments[t].about or "" for t in via.options)
                if all(about):
                    return Owner(about, "closing-article", via.via)
        options: list[str] = []
        via_mention: Mention | None = None
        rule = ""
        only_here = False
        listed = self.heads.lead(chain.start)
        heading = bool(_LINE_HEADING.search(self.folded, max(0, chain.start - 12), chain.start)) and not goal
        for m in self.c.preceding(chain.start, 40):
            same = m.start >= a
            if not same and listed is not None and self.heads.inside(m.start) and not goal:
                continue
            if m.type == OTHER or (m.type == DOCUMENT and m.rule == "review-document"):
                if same:
                    return Owner((), "foreign", None, certain=True) if not options else None
                if not options and not goal:
                    break
                continue
            targets = self._fitting(m, chain)
            if not targets:
                continue
            near = same or self._near(m, chain)
            if not same and RANK[chain.unit] >= RANK["target"] and not goal and _OTHER_SOURCE.search(self.folded, a, chain.start):
                return None
            if not near and (heading or not self._dominant(targets, chain)) and not goal:
                break
            better = not options or (self._rough(options[0], chain) and not self._rough(targets[0], chain) and not only_here)
            if better:
                options, via_mention = list(targets), m
                rule = "same-sentence" if same else "nearby" if near else "document"
                only_here = same and not self._partial(targets[0], chain)
            if not self._rough(options[0], chain) or only_here:
                break
        if not options and goal:
            return self._goals(chain)
        treaty = self._instead(options, chain) if chain.unit == "art" and not heading else None
        if treaty is not None:
            return Owner((treaty,), "document", None)
        if options and rule == "document" and chain.unit != "art" and not goal:
            return None
        if options and rule != "same-sentence" and chain.unit not in ("art", "para") and not goal:
            return None  # "point 4", "part 2": ordinary words where no instrument stands in the sentence
        if not options:
            later = self.c.following(chain.end)
            _, b = self.c.sentence(chain.start)
            if later is not None and later.type == INSTRUMENT and later.start < b and later.start - chain.end < 75 and self._fitting(later, chain) and not heading:
                return Owner(self._fitting(later, chain), "later-in-sentence", later)
            return None
        return Owner(tuple(options), rule, via_mention)

    def _instead(self, options: list[str], chain: Chain) -> str | None:
        """The treaty that the text is about, where what is nearest has no articles or nothing is near."""
        main = self._main_treaty()
        if main is None or self._rough(main, chain):
            return None
        if not options:
            return main
        return main if self._rough(options[0], chain) and main == self.cat.instruments[options[0]].about else None

    def _fitting(self, m: Mention, chain: Chain) -> tuple[str, ...]:
        """The instruments of a mention in whose tree the chain's first item exists."""
        if m.type not in (INSTRUMENT, GENERIC):
            return ()
        out = []
        for t in m.targets:
            found = resolve(self.cat, t, chain.items[0].steps)
            if found is None:
                continue
            if chain.unit == "para" and found.tail and found.tail[0].isdigit():
                continue  # "paragraph 3.9" is one of the document itself
            if found.mislabelled and chain.unit == "art" and self.cat.instruments[t].kind not in ("general-recommendation", "general-comment", "declaration"):
                continue
            out.append(t)
        return tuple(out)

    def _rough(self, target: str, chain: Chain) -> bool:
        """Whether a chain fits an instrument only by another unit than the one written, or not to its end."""
        found = resolve(self.cat, target, chain.items[0].steps)
        return found is None or found.mislabelled or bool(found.tail)

    def _partial(self, target: str, chain: Chain) -> bool:
        found = resolve(self.cat, target, chain.items[0].steps)
        return found is None or bool(found.tail)

    def _near(self, m: Mention, chain: Chain) -> bool:
        between = self.folded[m.end : chain.start]
        if "\n" not in between.strip(" ") and len(between) < 600:
            return True
        return len(between) < 1500 and between.rstrip().endswith(":") or (len(between) < 400 and not re.search(r"\n\s*\n", between))

    def _dominant(self, targets: tuple[str, ...], chain: Chain) -> bool:
        """Whether the text before speaks of no other instrument with such a number."""
        if _LINE_HEADING.search(self.folded, max(0, chain.start - 12), chain.start):
            return False
        if chain.unit == "art" and (main := self._main_treaty()) is not None:
            return main == targets[0]
        rivals = {t for m in self.c.preceding(chain.start, 200) for t in self._fitting(m, chain)}
        return rivals == set(targets)

    def _main_treaty(self) -> str | None:
        """The instrument that seven of the last ten articles belong to; None while there are fewer than two."""
        last = [i for _, i in self.made[-40:] if i and self.cat.instruments[i].unit == "art"][-10:]
        if len(last) < 2:
            return None
        instrument, count = Counter(last).most_common(1)[0]
        return instrument if count >= 0.7 * len(last) else None

    def _goals(self, chain: Chain) -> Owner | None:
        """"target 8.8", "Goal 5": the SDGs, if the text or what it answers to speaks of them."""
        for inst in self.cat.instruments.values():
            if inst.unit != "goal" or resolve(self.cat, inst.id, chain.items[0].steps) is None:
                continue
            for m in (*self.c.mentions, *self.c.before):
                if m.type == INSTRUMENT and inst.id in m.targets:
                    return Owner((inst.id,), "goals-of-the-text", m)
            found = resolve(self.cat, inst.id, chain.items[0].steps)
            if chain.unit == "target" and found is not None and not found.tail and found.path.startswith("target_"):
                return Owner((inst.id,), "target-by-number", None)
        return None

    def _closes_recommendation(self, chain: Chain) -> bool:
        """A treaty article in brackets at the end of a recommendation's own paragraph: "… (article 3);"."""
        if chain.unit != "art" or not self.heads.inside(chain.start):
            return False
        before = self.folded[max(0, chain.start - 2) : chain.start].strip()
        after = self.folded[chain.end : chain.end + 4].strip()
        return before.endswith("(") and after.startswith(")")

    def _head_owner(self, chain: Chain) -> Owner | None:
        """The instrument of a number that heads a line: its list's, or the nearest outside the list's items."""
        listed = self.heads.previous_owner(chain.start)
        if listed is not None:
            fits = tuple(t for t in listed.options if resolve_bare(self.cat, t, chain.items[0].steps))
            nearest = next((m for m in self.c.preceding(chain.start, 20) if m.type in (INSTRUMENT, DOCUMENT) and not self.heads.inside(m.start)), None)
            newer = nearest is not None and listed.via is not None and nearest.start > listed.via.start and nearest.type == INSTRUMENT and self._bare(nearest, chain)
            if fits and not newer:
                return replace(listed, options=fits, rule="list-item")
        for m in self.c.preceding(chain.start, 40):
            if self.heads.inside(m.start):
                continue
            if m.type == DOCUMENT or m.type == OTHER and chain.start - m.end < 300:
                return None
            targets = self._bare(m, chain)
            if targets:
                return Owner(targets, "list-item", m)
            if m.type == INSTRUMENT and chain.start - m.end < 120:
                continue
        return None

    def _bare(self, m: Mention, chain: Chain) -> tuple[str, ...]:
        """The instruments of a mention that have the number as one of their own."""
        if m.type not in (INSTRUMENT, GENERIC):
            return ()
        return tuple(t for t in m.targets if resolve_bare(self.cat, t, chain.items[0].steps))

    def _inline_owner(self, chain: Chain) -> Owner | None:
        """"24(j)" or "10.7" in running text: only after an instrument or pinpoint of its own sentence."""
        a, _ = self.c.sentence(chain.start)
        dotted = chain.unit == "target"
        for pin, instrument in reversed(self.made):
            if pin.end < a:
                break
            if dotted and instrument and self.cat.instruments[instrument].unit == "goal" and chain.start - pin.end < 60 and resolve(self.cat, instrument, chain.items[0].steps):
                return Owner((instrument,), "same-sentence", pin.via)
        if dotted:
            return self._dotted_owner(chain, a)
        for m in self.c.preceding(chain.start, 12):
            if m.type in (OTHER, DOCUMENT) and m.start >= a:
                return None
            if m.start < a and (m.type in (OTHER, DOCUMENT) or chain.start - m.end > 900):
                break
            if (targets := self._fitting(m, chain)) and self._whole(targets, chain) and (m.start >= a or self._numbered_by_paragraph(targets)):
                return Owner(targets, "same-sentence" if m.start >= a else "nearby", m)
        for pin, instrument in reversed(self.made):
            if chain.start - pin.end > 900:
                break
            if instrument and self._numbered_by_paragraph((instrument,)) and self._whole((instrument,), chain):
                return Owner((instrument,), "nearby", pin.via)
        return None

    def _numbered_by_paragraph(self, targets: tuple[str, ...]) -> bool:
        return all(self.cat.instruments[t].unit == "para" for t in targets)

    def _dotted_owner(self, chain: Chain, a: int) -> Owner | None:
        """A dotted number in running text: an SDG target at the head of a sentence, or a draft's paragraph."""
        steps = chain.items[0].steps
        opens = self.folded[a : chain.start].strip(" \n\t-•·*\"") == ""
        draft = bool(_DRAFT.search(self.folded, a, chain.end))
        for m in self.c.preceding(chain.start, 6):
            if m.type in (OTHER, DOCUMENT) or chain.start - m.end > 400:
                return None
            for t in m.targets if m.type == INSTRUMENT else ():
                inst = self.cat.instruments[t]
                found = resolve_bare(self.cat, t, steps)
                if found is None or found.tail:
                    continue
                if inst.unit == "goal" and opens and self._near(m, chain):
                    return Owner((t,), "list-item", m)
                if inst.numberings and draft and (m.start >= a or self._near(m, chain)):
                    return Owner((t,), "draft-numbering", m)
        return None

    def _whole(self, targets: tuple[str, ...], chain: Chain) -> bool:
        found = resolve(self.cat, targets[0], chain.items[0].steps)
        return found is not None and not found.tail

    def _numbers_after_names(self) -> Iterator[Chain]:
        """"SDG 5, 8 and 10", "CEDAW 12(2)": a number right behind a name."""
        for m in self.c.mentions:
            if m.type != INSTRUMENT or not m.target or m.numbered and not re.match(r"[\s,:]+\d+\s?\(", self.folded[m.end : m.end + 12]):
                continue
            inst = self.cat.instruments[m.target]
            gap = re.compile(r"[\s,]{1,2}|:?\s?-\s|:\s?|\s#").match(self.folded, m.end)
            if gap is None:
                continue
            if inst.unit == "goal" and not m.rule.endswith(("acronym", "official", "short", "variant")):
                continue
            first = _number_item(self.folded, gap.end(), inst.unit or "art", self.g)
            if first is None:
                continue
            if inst.unit != "goal" and all(len(i.steps) < 2 for i in first.items):
                continue
            if inst.unit == "goal" and ("," in gap[0] or re.match(r"\d{3}", self.folded[gap.end() :])):
                continue
            if resolve(self.cat, inst.id, first.items[0].steps) is None:
                continue
            yield first

    # -- what a chain with its owner says

    def _emit(self, chain: Chain, owner: Owner | None) -> int:
        """Make the pins of a chain; the offset where its words end."""
        if owner is None:
            self._silent(chain)
            return chain.end
        end = chain.end
        items = list(chain.items)
        via = owner.via
        if owner.after and via is not None and via.type in (INSTRUMENT, GENERIC, OTHER):
            end = via.end
        if not owner.options:
            self.made.append((Pin(chain.start, end, (), owner.rule, via, "belongs to something that is not in the catalogue", foreign=True), ""))
            if via is not None and via.type in (GENERIC, OTHER) and owner.after:
                via.absorbed = True
            return end
        option, notes = self._choose(chain, owner)
        if option is None:
            number = items[0].steps[0].value
            note = "; ".join(f"{t} has no {items[0].steps[0].unit or 'number'} {number}" for t in owner.options)
            self.made.append((Pin(chain.start, end, (), owner.rule, via, note), ""))
            if via is not None and via.type == GENERIC and owner.after:
                via.absorbed = True
            return end
        if via is not None and via.type == INSTRUMENT and len(via.targets) > 1 and len([t for t in via.targets if resolve(self.cat, t, items[0].steps)]) == 1:
            via.targets, via.rule = (option,), "series-by-number"
        first_start = via.start if owner.before and via is not None and len(self.folded[via.end : chain.start]) < 170 else chain.start
        for n, item in enumerate(items):
            start = first_start if n == 0 else item.start
            stop = end if n == len(items) - 1 else item.end
            pin = self._pin(item, option, owner, start, stop)
            if pin is not None:
                if notes:
                    pin.note = "; ".join(filter(None, (pin.note, notes)))
                self.made.append((pin, option))
        if via is not None and (owner.before or owner.after):
            via.absorbed = True
        at = max(0, _index(self.c, chain.start) - 1)
        for m in self.c.mentions[at : at + 4]:
            if m.type == INSTRUMENT and m.target == option and chain.start <= m.start and m.end <= end:
                m.absorbed = True  # "Sustainable Development Goal 5": the name is the unit
        self.heads.own(chain.start, replace(owner, options=(option,)))
        return end

    def _choose(self, chain: Chain, owner: Owner) -> tuple[str | None, str]:
        fits = [t for t in owner.options if resolve(self.cat, t, chain.items[0].steps) is not None]
        if not fits:
            return None, ""
        if len(fits) < len(owner.options) and owner.options[0] != fits[0]:
            return fits[0], f"{owner.options[0]} has no such number"
        return fits[0], ""

    def _pin(self, item: Item, instrument: str, owner: Owner, start: int, end: int) -> Pin | None:
        steps, upto = item.steps, item.upto
        hyphen = next((s for s in steps if s.unit == "hyphen"), None)
        if hyphen is not None:
            inner = resolve(self.cat, instrument, tuple(Step(None, s.value) if s.unit == "hyphen" else s for s in steps))
            if inner is None or inner.tail:
                steps, upto = tuple(s for s in steps if s.unit != "hyphen"), hyphen.value
            else:
                return Pin(start, end, (f"{instrument}#{inner.path}",), owner.rule, owner.via, inner.note)
        found: Found | None = resolve(self.cat, instrument, steps)
        if found is None:
            note = f"{instrument} has no {steps[0].unit or 'number'} {steps[0].value}"
            return Pin(start, end, (), owner.rule, owner.via, note)
        note = found.note
        if item.onward:
            note = "; ".join(filter(None, (note, "and what follows")))
        rule = "draft-numbering" if "draft" in note else "mislabelled" if found.mislabelled else owner.rule
        if upto:
            members = expand(self.cat, instrument, found.path, upto)
            if members:
                return Pin(start, end, (f"{instrument}#{found.path}",), rule, owner.via, note, expanded=tuple(f"{instrument}#{p}" for p in members))
            note = "; ".join(filter(None, (note, f"range to {upto} is not in the tree")))
        return Pin(start, end, (f"{instrument}#{found.path}",), rule, owner.via, note)

    def _silent(self, chain: Chain) -> None:
        """A pinpoint with no instrument at all is kept where its unit is a treaty's or a law's own word."""
        if chain.unit == "art":
            self.made.append((Pin(chain.start, chain.end, (), "no-instrument", None, "no instrument is named for it"), ""))


# What a paragraph number of a sentence belongs to when it names a report, a judgment or a case of its own.
_OTHER_SOURCE = re.compile(r"(?<!\w)(?:report|rapport|informe|arret|judge?ment|sentencia|case|affaire|caso|decision|communication|communications?|comunicacion|ibid|op\.? cit|v\.|c\.|vs\.?)(?!\w)")
_NATIONAL = re.compile(r"\s*,?\s*\(?(?:part|parts|section|subsection|sub-section)\s+\(?\d")  # levels that no treaty article has
_OWN = re.compile(r"(?:'s)?\s+(?:(?:joint|own|first|recent)\s+)?")
_DRAFT = re.compile(r"(?<!\w)(?:draft|drafts|borrador|proyecto|projet|zero draft)(?!\w)")
_ARTICLE = re.compile(r"\s(?:the|la|el|le|les|los|las)\s*$")
_PREPOSITIONS = frozenset(("", "of", "de", "du", "del", "des", "d'", "da", "do", "to", "in", "under"))


@functools.cache
def _AFTER_GAP() -> re.Pattern[str]:  # noqa: N802
    """What may stand between a pinpoint and the name that it belongs to."""
    g = grammar()
    committee = r"(?:(?:the|its)\s+)?committee's\s+(?:(?:own|joint|previous|earlier|former)\s+)?"
    nouns = r"(?:convention|convencion|convenio|protocol|protocolo|protocole|covenant|pacto|pacte|draft|adopted|proyecto\s+de|projet\s+de)\s+"
    return re.compile(rf"[\s,]*(?:(?:{g.of_words})(?!\w)|d'|de\s+l')?\s*(?:(?:{g.the_words})(?!\w)\s*|l'\s*)*(?:{committee})?(?:{nouns})?[\s(\[\"']*(?:(?:the|la|le|el|l')\s*)?")


def _index(c: Context, offset: int) -> int:
    import bisect

    return bisect.bisect_left(c._starts, offset)


def _overlaps(chains: list[Chain], chain: Chain) -> bool:
    return any(c.start < chain.end and chain.start < c.end for c in chains)


def _number_item(text: str, pos: int, unit: str, g: Grammar) -> Chain | None:
    """A chain of plain numbers at an offset, as if its unit word stood before it."""
    from linker.grammar import _item, _list

    if not text[pos : pos + 1].isdigit():
        return None
    first = _item(text, pos, unit, g, pos)
    if first is None:
        return None
    items = _list(text, first, unit, g, plural=True)
    return Chain(pos, items[-1].end, tuple(items), unit, True)
