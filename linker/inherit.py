"""The instrument of a pinpoint that stands alone: from its sentence, list or paragraph, or the text's topic."""

from __future__ import annotations

import re
from dataclasses import replace

from linker import trace
from linker.grammar import RANK, Chain
from linker.mentions import DOCUMENT, INSTRUMENT, OTHER, Mention
from linker.resolve import resolve, resolve_bare
from linker.scope import Owner, Scope

# What a paragraph number of a sentence belongs to when it names a report, a judgment or a case of its own.
_OTHER_SOURCE = re.compile(
    r"(?<!\w)(?:report|rapport|informe|arret|judge?ment|sentencia|case|affaire|caso|decision|communications?"
    r"|comunicacion|ibid|op\.? cit|v\.|c\.|vs\.?)(?!\w)"
)
_DRAFT = re.compile(r"(?<!\w)(?:draft|drafts|borrador|proyecto|projet|zero draft)(?!\w)")


def inherited(s: Scope, chain: Chain) -> Owner | None:
    """The instrument of a chain that stands alone."""
    goal = chain.unit in ("goal", "target", "indicator")
    a, _ = s.context.sentence(chain.start)
    if closes_recommendation(s, chain):
        via = s.lists.owner(chain.start)
        if via is not None:
            about = tuple(s.cat.instruments[t].about or "" for t in via.options)
            if all(about):
                return Owner(about, "closing-article", via.via)
    options: list[str] = []
    via_mention: Mention | None = None
    rule = ""
    only_here = False
    listed = s.lists.lead(chain.start)
    heading = s.heads(chain) and not goal
    for m in s.context.preceding(chain.start, 40):
        same = m.start >= a
        if not same and listed is not None and s.lists.inside(m.start) and not goal:
            trace.note("other-item", m.start, m.end, chain, m.targets)
            continue
        if m.type == OTHER or (m.type == DOCUMENT and m.rule == "review-document"):
            trace.note("scope-ended", m.start, m.end, chain, m.targets)
            if same:
                return Owner((), "foreign", None, certain=True) if not options else None
            if not options and not goal:
                break
            continue
        targets = tuple(t for t in s.fitting(m, chain) if not s.treaty_meant(t, chain))
        if not targets:
            continue
        near = same or s.near(m, chain)
        if (
            not same
            and RANK[chain.unit] >= RANK["target"]
            and not goal
            and _OTHER_SOURCE.search(s.text, a, chain.start)
        ):
            trace.note("other-source", m.start, m.end, chain, targets)
            return None
        if not near and (heading or not dominant(s, targets, chain)) and not goal:
            if chain.unit == "art" and not heading and s.rough(targets[0], chain):
                continue  # another that has it to the end may stand further off
            trace.note("too-far", m.start, m.end, chain, targets)
            break
        better = not options or (s.rough(options[0], chain) and not s.rough(targets[0], chain) and not only_here)
        if better:
            options, via_mention = list(targets), m
            trace.note("fits", m.start, m.end, chain, targets)
            rule = "same-sentence" if same else "nearby" if near else "document"
            only_here = same and not s.partial(targets[0], chain)
        else:
            trace.note("nearer-fits", m.start, m.end, chain, targets)
        if not s.rough(options[0], chain) or only_here:
            break
    if not options and goal:
        return goals(s, chain)
    treaty = instead(s, options, chain, rule) if chain.unit == "art" and not heading else None
    if treaty is not None:
        return Owner((treaty,), "document", s.last_named(treaty))
    if options and rule == "document" and chain.unit != "art" and not goal:
        trace.note("too-far", chain.start, chain.end, chain, tuple(options))
        return None
    if options and rule != "same-sentence" and chain.unit not in ("art", "para") and not goal:
        trace.note("ordinary-unit", chain.start, chain.end, chain)
        return None  # "point 4", "part 2": ordinary words where no instrument stands in the sentence
    if not options:
        later = s.context.following(chain.end)
        _, b = s.context.sentence(chain.start)
        if (
            later is not None
            and later.type == INSTRUMENT
            and later.start < b
            and later.start - chain.end < 75
            and s.fitting(later, chain)
            and not heading
        ):
            return Owner(s.fitting(later, chain), "later-in-sentence", later)
        return None
    return Owner(tuple(options), rule, via_mention)


def instead(s: Scope, options: list[str], chain: Chain, rule: str) -> str | None:
    """The treaty that the text is about, where nothing is near, or what is nearest has no such article to its end."""
    main = next((t for t in s.main_treaties() if not s.rough(t, chain)), None)
    if main is None or not options:
        return main
    about = main == s.cat.instruments[options[0]].about
    return main if s.rough(options[0], chain) and (about or rule != "same-sentence") else None


def dominant(s: Scope, targets: tuple[str, ...], chain: Chain) -> bool:
    """Whether the text before speaks of no other instrument with such a number."""
    if s.heads(chain):
        return False
    if chain.unit == "art" and (main := s.main_treaties()):
        return next((t for t in main if not s.rough(t, chain)), main[0]) == targets[0]
    rivals = {t for m in s.context.preceding(chain.start, 200) for t in s.fitting(m, chain)}
    whole = {t for t in rivals if not s.rough(t, chain)}
    rivals = whole if whole & set(targets) else rivals
    return {t for t in rivals if t in targets or s.cat.instruments[t].about not in targets} == set(targets)


def goals(s: Scope, chain: Chain) -> Owner | None:
    """ "target 8.8", "Goal 5": the SDGs, if the text or what it answers to speaks of them."""
    for inst in s.cat.instruments.values():
        if inst.unit != "goal" or resolve(s.cat, inst.id, chain.items[0].steps) is None:
            continue
        for m in (*s.context.mentions, *s.context.before):
            if m.type == INSTRUMENT and inst.id in m.targets:
                return Owner((inst.id,), "goals-of-the-text", m)
        found = resolve(s.cat, inst.id, chain.items[0].steps)
        if chain.unit == "target" and found is not None and not found.tail and found.path.startswith("target_"):
            return Owner((inst.id,), "target-by-number", None)
    return None


def closes_recommendation(s: Scope, chain: Chain) -> bool:
    """A treaty article in brackets at the end of a recommendation's own paragraph: "… (article 3);"."""
    if chain.unit != "art" or not s.lists.inside(chain.start):
        return False
    before = s.text[max(0, chain.start - 2) : chain.start].strip()
    after = s.text[chain.end : chain.end + 4].strip()
    return before.endswith("(") and after.startswith(")")


def head_owner(s: Scope, chain: Chain) -> Owner | None:
    """The instrument of a number that heads a line: its list's, or the nearest outside the list's items."""
    listed = s.lists.previous_owner(chain.start)
    if listed is not None:
        fits = tuple(t for t in listed.options if resolve_bare(s.cat, t, chain.items[0].steps))
        nearest = next(
            (
                m
                for m in s.context.preceding(chain.start, 20)
                if m.type in (INSTRUMENT, DOCUMENT) and not s.lists.inside(m.start)
            ),
            None,
        )
        newer = (
            nearest is not None
            and listed.via is not None
            and nearest.start > listed.via.start
            and nearest.type == INSTRUMENT
            and s.bare(nearest, chain)
        )
        if fits and not newer:
            return replace(listed, options=fits, rule="list-item")
    for m in s.context.preceding(chain.start, 40):
        if s.lists.inside(m.start):
            continue
        if m.type == DOCUMENT or (m.type == OTHER and chain.start - m.end < 300):
            trace.note("scope-ended", m.start, m.end, chain, m.targets)
            return None
        targets = s.bare(m, chain)
        if targets:
            return Owner(targets, "list-item", m)
        if m.type == INSTRUMENT and chain.start - m.end < 120:
            continue
    return None


def inline_owner(s: Scope, chain: Chain) -> Owner | None:
    """ "24(j)" or "10.7" in running text: only after an instrument or pinpoint of its own sentence."""
    a, _ = s.context.sentence(chain.start)
    dotted = chain.unit == "target"
    for pin, instrument in reversed(s.made):
        if pin.end < a:
            break
        if (
            dotted
            and instrument
            and s.cat.instruments[instrument].unit == "goal"
            and chain.start - pin.end < 60
            and resolve(s.cat, instrument, chain.items[0].steps)
        ):
            return Owner((instrument,), "same-sentence", pin.via)
    if dotted:
        return dotted_owner(s, chain, a)
    for m in s.context.preceding(chain.start, 12):
        if m.type in (OTHER, DOCUMENT) and m.start >= a:
            trace.note("scope-ended", m.start, m.end, chain, m.targets)
            return None
        if m.start < a and (m.type in (OTHER, DOCUMENT) or chain.start - m.end > 900):
            break
        if (
            (targets := s.fitting(m, chain))
            and s.whole(targets, chain)
            and (m.start >= a or s.numbered_by_paragraph(targets))
        ):
            return Owner(targets, "same-sentence" if m.start >= a else "nearby", m)
    for pin, instrument in reversed(s.made):
        if chain.start - pin.end > 900:
            break
        if instrument and s.numbered_by_paragraph((instrument,)) and s.whole((instrument,), chain):
            return Owner((instrument,), "nearby", pin.via)
    return None


def dotted_owner(s: Scope, chain: Chain, a: int) -> Owner | None:
    """A dotted number in running text: an SDG target at the head of a sentence, or a draft's paragraph."""
    steps = chain.items[0].steps
    opens = s.text[a : chain.start].strip(' \n\t-•·*"') == ""
    draft = bool(_DRAFT.search(s.text, a, chain.end))
    for m in s.context.preceding(chain.start, 6):
        if m.type in (OTHER, DOCUMENT) or chain.start - m.end > 400:
            trace.note("scope-ended" if m.type in (OTHER, DOCUMENT) else "too-far", m.start, m.end, chain, m.targets)
            return None
        for t in m.targets if m.type == INSTRUMENT else ():
            inst = s.cat.instruments[t]
            found = resolve_bare(s.cat, t, steps)
            if found is None or found.tail:
                continue
            if inst.unit == "goal" and opens and s.near(m, chain):
                return Owner((t,), "list-item", m)
            if inst.numberings and draft and (m.start >= a or s.near(m, chain)):
                return Owner((t,), "draft-numbering", m)
    return None
