"""Which instrument a pinpoint belongs to: by adjacency first, then direction, then scope.

An instrument beside the number wins. "of X" looks forward, and when X is no instrument of the
catalogue nothing is inherited past it. What stands alone takes the nearest instrument in its own
sentence, its list's lead-in or its paragraph in whose tree the number exists.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from instruments.load import Catalogue
from linker import adjacent, documents, heads, inherit, trace
from linker.chains import chain_at, headed, number_chain, preambles, table_items
from linker.context import Context
from linker.grammar import Chain, Grammar, Item, Step, grammar
from linker.han import han_chains
from linker.lang import guess
from linker.mentions import DOCUMENT, GENERIC, INSTRUMENT, OTHER
from linker.regroup import regroup
from linker.resolve import expand
from linker.same import same_article
from linker.scan import Hits
from linker.scope import Owner, Pin, Scope, apart, index
from linker.structure import settle_by_structure

_ALSO = re.compile(r"\s*(?:,|;)?\s*(?:and|y|et|e|&|,|or|ou|as\s+well\s+as)\s*(?:(?:also|with|to|of|in)\s+)?(?=\d)")
_NATIONAL = re.compile(
    r"\s*,?\s*\(?(?:part|parts|section|subsection|sub-section)\s+\(?\d"
)  # levels that no treaty article has


class Pins:
    """All pinpoints of one text."""

    def __init__(self, context: Context, folded: str, cat: Catalogue, lang: str, hits: Hits) -> None:
        self.c, self.folded, self.cat, self.lang, self.hits = context, folded, cat, lang, hits
        self.g: Grammar = grammar()
        self.doubtful: set[int] = set()
        self.table_owners: dict[int, Owner] = {}
        self.by_start: dict[int, Chain] = {}
        self.scope = Scope(context, folded, cat, self.g, heads.Lists(folded, []), lang)

    def all(self) -> list[Pin]:
        """The pinpoints in order of place."""
        found: list[Chain] = []
        pos = 0
        for place in self.hits.of(self.g.heads):
            m = self.g.unit.match(self.folded, place) if place >= pos else None
            if m is None:
                continue
            chain = chain_at(self.folded, m, self.g)
            if chain is None:
                trace.note("no-number", m.start(), m.end())
                pos = m.end()
                continue
            pos = chain.end
            if not self._language_allows(m, chain):
                self.doubtful.add(chain.start)
                trace.note("ordinary-word", chain.start, chain.end, chain)
            found.append(chain)
        settle_by_structure(self.c, self.folded, self.cat, found)
        opening = list(preambles(self.folded, self.hits))
        found = apart(found, opening) + opening
        tables = list(self._tables())
        found = apart(found, tables)
        found += apart(han_chains(self.folded), found)
        named = apart(self._numbers_after_names(), found)
        lines = apart(heads.lines(self.folded, self.hits), [*found, *named])
        head_starts = {c.start for c in lines}
        headings = [c for c in found if self.scope.heads(c)]
        self.scope.lists = heads.Lists(self.folded, [*lines, *headings])
        inline = apart(heads.inline(self.folded, self.hits), [*found, *named, *lines])
        inline_starts = {c.start for c in inline}
        self.by_start = {c.start: c for c in found}
        for chain in sorted([*found, *named, *lines, *inline], key=lambda c: c.start):
            if self._inside_mention(chain):
                trace.note("inside-name", chain.start, chain.end, chain)
                continue
            trace.note("chain", chain.start, chain.end, chain)
            if chain.start in head_starts:
                self._emit(chain, inherit.head_owner(self.scope, chain))
            elif chain.start in inline_starts:
                self._emit(chain, inherit.inline_owner(self.scope, chain))
            else:
                self._chain(chain)
        for chain in tables:
            self._emit(chain, self.table_owners[chain.start])
        self._settle_by_number()
        return [pin for pin, _ in self.scope.made]

    def _settle_by_number(self) -> None:
        """A series number that several bodies have is the one whose paragraphs the text goes on to cite."""
        starts = [pin.start for pin, _ in self.scope.made]
        for m in self.c.mentions:
            if m.numbered and len(m.targets) > 1 and not m.absorbed:
                near = self.scope.made[bisect.bisect_left(starts, m.end) :][:8]
                cited = {
                    i for pin, i in near if i in m.targets and pin.start - m.end < 400 and pin.rule != "mislabelled"
                }
                if len(cited) == 1:
                    m.targets, m.rule = (cited.pop(),), "series-by-number"

    def _tables(self) -> Iterator[Chain]:
        """ "Articles of the Covenant: 7 and 9": the numbers stand behind the name."""
        for start, end in headed(self.folded, self.hits):
            for m in adjacent.next_mentions(self.scope, end - 3)[:2]:
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
        for m in self.c.mentions[max(0, index(self.c, chain.start) - 2) : index(self.c, chain.start) + 1]:
            if m.type in (INSTRUMENT, DOCUMENT, OTHER) and m.start < chain.start < m.end:
                return True
        return False

    def _chain(self, chain: Chain) -> None:
        again = same_article(self.scope, chain)
        if again is not None:
            self._emit(*again)
            return
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
            first = number_chain(self.folded, m.end(), chain.unit)
            if first is None:
                return
            after = adjacent.after(self.scope, first)
            if after is None:
                return
            owner, chain = after, first
            end = self._emit(chain, owner)

    def _split(self, chain: Chain) -> tuple[Chain, Chain | None]:
        """ "the Convention, its article 1, and article 7 of the CRC" is two chains: each has a name of its own."""
        for n, item in enumerate(chain.items):
            if (
                n
                and self.g.unit.match(self.folded, item.start)
                and (adjacent.before(self.scope, chain) or self._possessive(chain))
            ):
                rest = replace(chain, start=item.start, items=chain.items[n:])
                after = adjacent.after(self.scope, rest)
                if after is not None and after.options:
                    return replace(chain, end=chain.items[n - 1].end, items=chain.items[:n]), rest
        return chain, None

    def _possessive(self, chain: Chain) -> bool:
        return bool(
            re.compile(r"(?<!\w)(?:its|su|sus|son|ses)\s+$").search(self.folded, max(0, chain.start - 8), chain.start)
        )

    def _owner(self, chain: Chain) -> Owner | None:
        if chain.unit == "art" and _NATIONAL.match(self.folded, chain.end):
            trace.note("national-level", chain.start, chain.end, chain)
            return Owner((), "foreign", None, certain=True)
        before, after = adjacent.before(self.scope, chain), adjacent.after(self.scope, chain)
        if after is not None and before is not None:
            if self.scope.fits(before, chain) and not self.scope.fits(after, chain):
                _lost("no-such-number", after, chain)
                return before
            tight = adjacent.EXPLICIT.match(self.folded, chain.end) or self.folded[chain.end : chain.end + 1] == " "
            if not tight and "(" not in self.folded[chain.end : chain.end + 2]:
                _lost("not-joined", after, chain)
                return before
        if after is not None:
            if before is not None:
                _lost("belongs-forward", before, chain)
            return after
        glossed = adjacent.behind_gloss(self.scope, chain, self.by_start.get)
        if glossed is not None:
            return glossed
        if before is not None and (
            not before.options or self.scope.fits(before, chain) or not self.scope.other_unit(before, chain)
        ):
            return before
        if before is not None:
            _lost("no-such-number", before, chain)
        return inherit.inherited(self.scope, chain)

    def _numbers_after_names(self) -> Iterator[Chain]:
        """ "SDG 5, 8 and 10", "CEDAW 12(2)": a number right behind a name."""
        for m in self.c.mentions:
            if (
                m.type != INSTRUMENT
                or not m.target
                or (m.numbered and not re.match(r"[\s,:]+\d+\s?\(", self.folded[m.end : m.end + 12]))
            ):
                continue
            inst = self.cat.instruments[m.target]
            gap = re.compile(r"[\s,]{1,2}#?|:?\s?-\s|:\s?(?=\d+\b(?!\s*[a-z]))|-|#|(?=\d)").match(self.folded, m.end)
            if gap is None:
                continue
            if inst.unit == "goal" and not m.rule.endswith(("acronym", "official", "short", "variant")):
                continue
            first = number_chain(self.folded, gap.end(), inst.unit or "art")
            if first is None:
                continue
            if inst.unit != "goal" and all(len(i.steps) < 2 for i in first.items):
                continue
            if inst.unit == "goal" and ("," in gap[0] or re.match(r"\d{3}", self.folded[gap.end() :])):
                continue
            if self.scope.found(inst.id, first.items[0].steps, m) is None:
                continue
            yield first

    def _emit(self, chain: Chain, owner: Owner | None) -> int:
        """Make the pins of a chain; the offset where its words end."""
        trace.note("owner", chain.start, chain.end, chain, owner)
        if (owner is None or not owner.options) and (pins := documents.pins(self.scope, chain, owner)):
            self.scope.made += [(pin, "") for pin in pins]
            return chain.end
        if owner is None:
            self._silent(chain)
            return chain.end
        self._outrun(chain, owner)
        end = chain.end
        items = list(chain.items)
        via = owner.via
        if owner.after and via is not None and via.type in (INSTRUMENT, GENERIC, OTHER):
            end = via.end
        if not owner.options:
            self.scope.made.append(
                (
                    Pin(
                        chain.start,
                        end,
                        (),
                        owner.rule,
                        via,
                        "belongs to something that is not in the catalogue",
                        foreign=True,
                    ),
                    "",
                )
            )
            if via is not None and via.type in (GENERIC, OTHER) and owner.after:
                via.absorbed = True
            return end
        option, notes = self._choose(chain, owner)
        if option is None:
            number = items[0].steps[0].value
            note = "; ".join(f"{t} has no {items[0].steps[0].unit or 'number'} {number}" for t in owner.options)
            self.scope.made.append((Pin(chain.start, end, (), owner.rule, via, note), ""))
            if via is not None and via.type == GENERIC and owner.after:
                via.absorbed = True
            return end
        if via is not None and via.type == GENERIC and (via.via is None or option not in via.via.targets):
            named = dict(self.c.antecedents(via)).get(option)
            if named is not None and named.end <= via.start:
                via.via = named
        if (
            via is not None
            and via.type == INSTRUMENT
            and len(via.targets) > 1
            and len([t for t in via.targets if self.scope.found(t, items[0].steps, via)]) == 1
        ):
            via.targets, via.rule = (option,), "series-by-number"
        first_start = (
            via.start
            if owner.before and via is not None and len(self.folded[via.end : chain.start]) < 170
            else chain.start
        )
        if chain.plural and chain.unit == "art":
            items = regroup(items, self.folded, lambda steps: self.scope.found(option, steps, via))
        for n, item in enumerate(items):
            start = first_start if n == 0 else item.start
            stop = end if n == len(items) - 1 else item.end
            pin = self._pin(item, option, owner, start, stop)
            if pin is not None:
                if notes:
                    pin.note = "; ".join(filter(None, (pin.note, notes)))
                self.scope.made.append((pin, option))
        if via is not None and (owner.before or owner.after):
            via.absorbed = True
        at = max(0, index(self.c, chain.start) - 1)
        for m in self.c.mentions[at : at + 4]:
            if m.type == INSTRUMENT and m.target == option and chain.start <= m.start and m.end <= end:
                m.absorbed = True  # "Sustainable Development Goal 5": the name is the unit
        self.scope.lists.own(chain.start, replace(owner, options=(option,)))
        return end

    def _outrun(self, chain: Chain, owner: Owner) -> None:
        """Note the instruments before a chain that are not looked at, since a nearer one is its own."""
        if trace.sink() is None or (owner.via is None and owner.options):
            return
        for m in self.c.preceding(chain.start, 4):
            if m is not owner.via and m.type in (INSTRUMENT, GENERIC) and m.targets:
                trace.note("outrun" if owner.via is not None else "scope-ended", m.start, m.end, chain, m.targets)

    def _choose(self, chain: Chain, owner: Owner) -> tuple[str | None, str]:
        fits = [t for t in owner.options if self.scope.found(t, chain.items[0].steps, owner.via) is not None]
        for t in owner.options:
            if t not in fits and owner.via is not None:
                trace.note("no-such-number", owner.via.start, owner.via.end, chain, (t,))
        if not fits:
            return None, ""
        if len(fits) < len(owner.options) and owner.options[0] != fits[0]:
            return fits[0], f"{owner.options[0]} has no such number"
        return fits[0], ""

    def _pin(self, item: Item, instrument: str, owner: Owner, start: int, end: int) -> Pin | None:
        steps, upto = item.steps, item.upto
        hyphen = next((s for s in steps if s.unit == "hyphen"), None)
        if hyphen is not None:
            levels = tuple(Step(None, s.value) if s.unit == "hyphen" else s for s in steps)
            inner = self.scope.found(instrument, levels, owner.via)
            if inner is None or inner.tail:
                steps, upto = tuple(s for s in steps if s.unit != "hyphen"), hyphen.value
            else:
                return Pin(start, end, (f"{instrument}#{inner.path}",), owner.rule, owner.via, inner.note)
        found = self.scope.found(instrument, steps, owner.via)
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
                return Pin(
                    start,
                    end,
                    (f"{instrument}#{found.path}",),
                    rule,
                    owner.via,
                    note,
                    expanded=tuple(f"{instrument}#{p}" for p in members),
                )
            note = "; ".join(filter(None, (note, f"range to {upto} is not in the tree")))
        return Pin(start, end, (f"{instrument}#{found.path}",), rule, owner.via, note)

    def _silent(self, chain: Chain) -> None:
        """A pinpoint with no instrument at all is kept where its unit is a treaty's or a law's own word."""
        if chain.unit == "art":
            self.scope.made.append(
                (Pin(chain.start, chain.end, (), "no-instrument", None, "no instrument is named for it"), "")
            )


def _lost(code: str, owner: Owner, chain: Chain) -> None:
    """Note why the instrument on one side of a chain is not its own."""
    if owner.via is not None:
        trace.note(code, owner.via.start, owner.via.end, chain, owner.options)
