"""What stands in a text before anything is resolved: instruments, bodies, documents, laws, generic nouns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from instruments.folding import fold
from instruments.load import Catalogue
from instruments.roots import Root, root_of
from instruments.vocabulary import vocabularies
from linker import trace
from linker.grammar import alternation
from linker.names import NameHit
from linker.scan import Finder, Hits, head, near, word_starts
from linker.series import SeriesHit
from linker.spans import Spans

INSTRUMENT, BODY, DOCUMENT, OTHER, GENERIC = "instrument", "body", "document", "other", "generic"


@dataclass(slots=True)
class Mention:
    """Something named at a span. ``targets`` are its candidates: one when it is certain, none when unknown."""

    start: int
    end: int
    type: str
    targets: tuple[str, ...]
    rule: str
    note: str = ""
    via: Mention | None = None
    evident: bool = False
    numbered: bool = False
    noun: str = ""
    absorbed: bool = False
    weights: dict[str, float] = field(default_factory=dict)
    roots: dict[str, Root] = field(default_factory=dict)

    @property
    def target(self) -> str | None:
        """The one target, or None while there are none or several."""
        return self.targets[0] if len(self.targets) == 1 else None

    def root(self, target: str) -> Root | None:
        """The part whose numbering the name counts in, where it names a part: "the Beijing Declaration"."""
        if self.type == GENERIC and self.via is not None:
            root = self.via.root(target)
            return root if root is not None and self.noun in root.name.split() else None
        return self.roots.get(target)


@dataclass(frozen=True)
class Cues:
    """Compiled cues around acronyms, in all languages."""

    body_after: re.Pattern[str]
    body_before: re.Pattern[str]
    instrument_after: re.Pattern[str]
    instrument_before: re.Pattern[str]
    body_verbs: re.Pattern[str]
    coordination: re.Pattern[str]
    generic: re.Pattern[str]
    nouns: dict[str, tuple[str, ...]]
    finder: Finder  # of generic nouns


def _words(name: str) -> list[str]:
    return [w for v in vocabularies().values() for w in getattr(v, name)]


@functools.cache
def cues() -> Cues:
    """The cues of the shipped vocabularies."""
    the = alternation([*_words("the"), "both", "both the"])
    nouns: dict[str, tuple[str, ...]] = {}
    for v in vocabularies().values():
        for noun, kinds in v.generic.items():
            nouns[fold(noun)] = (*nouns.get(fold(noun), ()), *kinds)
    demonstratives = alternation(_words("demonstratives"))
    adjectives = (
        "ultima|ultimo|latter|derniere|dernier|new|said|same|present|presente|citada|mencionada|above-mentioned"
        "|aforementioned|nueva|nouvel|nouveau"
    )
    generic = re.compile(
        rf"(?<!\w)(?P<det>{demonstratives})\s*(?:(?:{adjectives})\s+)?(?P<noun>{alternation(nouns)})(?P<plural>s)?(?![\w])"
    )
    return Cues(
        body_after=re.compile(
            rf"(?:\s*'s)?[\s-]+(?:(?:[a-z]{{3,12}}|\d{{4}})\s+)?(?:{alternation(_words('body_after'))})(?!\w)"
        ),
        body_before=re.compile(rf"(?<!\w)(?:{alternation(_words('body_before'))})[\s,:-]+(?:(?:{the})\s+)*(?:l')?$"),
        instrument_after=re.compile(rf"(?:\s*'s)?[\s,(-]+(?:{alternation(_words('instrument_after'))})(?!\w)"),
        instrument_before=re.compile(
            rf"(?<!\w)(?:{alternation(_words('instrument_before'))})[\s:]+(?:(?:{the})\s+)*(?:l')?$"
        ),
        body_verbs=re.compile(rf"\s+(?:{alternation(_words('body_verbs'))})(?!\w)(?!\s+(?:in|by)\s)"),
        coordination=re.compile(
            rf"[\s,]*(?:(?:and|or|&|y|e|et|ou|o|/|as\s+well\s+as|both)\s+)?(?:with\s+|from\s+|by\s+|del?\s+|du\s+)?(?:(?:{the})\s+)*(?:l')?"
        ),
        generic=generic,
        nouns=nouns,
        finder=Finder(generic, tuple(head(noun) for noun in nouns), before=40),
    )


def classify(hits: Iterable[NameHit], text: str, cat: Catalogue) -> list[Mention]:
    """Names as instruments or bodies, by what they are called and by the words around them.

    A full title says which it is. An acronym that both carry is the body unless the text speaks of
    ratifying it, of its articles, or of it among instruments; an instrument's acronym is the body
    where a word of the review process stands beside it. What is coordinated is of one kind.
    """
    c = cues()
    mentions = []
    for hit in hits:
        instruments = tuple(dict.fromkeys(e.id for e in hit.entries if not e.body))
        bodies = tuple(dict.fromkeys(e.id for e in hit.entries if e.body))
        acronym = any(e.name.kind in ("acronym", "misspelling") for e in hit.entries)
        # an acronym that a body's entry lists as a mere variant is the instrument's first
        bodies_first = any(e.body and e.name.kind != "variant" for e in hit.entries) or not instruments
        kind, evident = (BODY, not instruments) if bodies and bodies_first else (INSTRUMENT, not acronym)
        if acronym and instruments:
            before = re.sub(r"\s+", " ", text[max(0, hit.start - 48) : hit.start].replace(",", ""))
            after = text[hit.end : hit.end + 40]
            # "general recommendation" is no act of review, "CEDAW recommendations" is
            if c.instrument_after.match(after):
                kind, evident = INSTRUMENT, True
                trace.note("cue-instrument-after", hit.start, hit.end)
            elif (c.body_after.match(after) and not _series_follows(after)) or c.body_before.search(before):
                kind, evident = BODY, True
                trace.note("cue-body", hit.start, hit.end)
            elif c.instrument_before.search(before):
                kind, evident = INSTRUMENT, True
                trace.note("cue-instrument-before", hit.start, hit.end)
            elif bodies and c.body_verbs.match(after):
                kind, evident = BODY, True
                trace.note("cue-body-verb", hit.start, hit.end)
        if kind == BODY and not bodies:
            body = cat.instruments[instruments[0]].body
            if body is None:
                kind, evident = INSTRUMENT, False
            else:
                bodies = (body,)
        names = sorted({e.name.kind for e in hit.entries})
        mention = Mention(
            hit.start, hit.end, kind, bodies if kind == BODY else instruments, f"name:{names[0]}", evident=evident
        )
        mention.weights = dict.fromkeys((*instruments, *bodies), 1.0)
        mention.roots = {
            e.id: root for e in hit.entries if not e.body and (root := root_of(e.name, cat.instruments[e.id]))
        }
        mentions.append(mention)
    _coordinate(mentions, text, cat)
    return mentions


def _series_follows(after: str) -> bool:
    return bool(re.match(r"(?:\s*'s)?\s*(?:general\s+)?(?:recommendation|comment)s?\s*(?:no|nos|n)?\.?\s*\d", after))


def _coordinate(mentions: list[Mention], text: str, cat: Catalogue) -> None:
    """Spread what is certain of one acronym over those coordinated with it."""
    gap = cues().coordination
    group: list[Mention] = []
    for m in [*mentions, None]:
        if m is not None and (not group or gap.fullmatch(text, group[-1].end, m.start)):
            group.append(m)
            continue
        _settle(group, text, cat)
        group = [m] if m is not None else []


def _settle(group: list[Mention], text: str, cat: Catalogue) -> None:
    short = [m for m in group if m.rule in ("name:acronym", "name:misspelling")]
    if len(group) < 2 or not short:
        return
    certain = {m.type for m in group if m.evident}
    shared = any(m.type == BODY for m in short)
    wanted = (
        BODY
        if BODY in certain and INSTRUMENT not in certain
        else INSTRUMENT
        if INSTRUMENT in certain and BODY not in certain
        else None
    )
    if wanted is None and shared and not certain:
        wanted = BODY
    for m in short:
        if wanted is None or m.evident or m.type == wanted:
            continue
        trace.note("coordinated", m.start, m.end)
        targets = list(m.weights)
        if wanted == BODY:
            bodies = [t for t in targets if t in cat.bodies] or [
                b for t in targets if t in cat.instruments and (b := cat.instruments[t].body)
            ]
            if bodies:
                m.type, m.targets = BODY, tuple(dict.fromkeys(bodies))
        else:
            instruments = [t for t in targets if t in cat.instruments]
            if instruments:
                m.type, m.targets = INSTRUMENT, tuple(instruments)


# Laws and instruments that the catalogue does not have. They are kept, shown, and end what is inherited.
_LAW = re.compile(
    r"""(?x)
    (?:Republic\s+Act|\b(?:[A-Z][\w’'-]{1,30}\s+){1,6}Act\b)(?:\s+of\s+\d{4})?(?:\s*,?\s*\(?No\.?\s*\d+[\d/-]*\)?)?(?:\s+of\s+\d{4})?
    |\b(?:[Ll]aw|Act|Regulation|Decree|Ordinance|Code)\s+(?:on|No\.?|of|for)\s+[\w/-]+(?:\s+(?:and|of|on|in|for|[a-z]+|[A-Z]\w+)){0,6}
    |(?:Ley|Decreto|Real\s+Decreto|Decreto\s+Supremo)(?:\s+[A-Z]\w+){0,2}\s+(?:[Nn][º°úu]?m?\.?\s*)?\d[\d./-]*(?:\s+de\s+\d{4})?
    |(?:proyecto|anteproyecto)\s+de\s+[Ll]ey(?:\s+\w+){0,6}
    |(?:projet|proposition)\s+de\s+loi(?:\s+\w+){0,6}
    |(?:[Ll]oi|[Dd]écret(?:\s+présidentiel)?|[Oo]rdonnance|[Dd]irective|[Rr]èglement|[Aa]rrêté)\s+(?:n[°ºo]\.?\s*)?\d[\d./A-Z-]*(?:\s+du\s+\d{1,2}(?:er)?\s+\w+\s+\d{4})?
    |(?:[Ll]oi)\s+du\s+\d{1,2}(?:er)?\s+\w+\s+\d{4}
    |(?:[Dd]irective|[Rr]egulation)\s+(?:\((?:EU|UE|EC|CE)\)\s*)?(?:No\.?\s*)?\d{2,4}/\d+(?:/[A-Z]+)?
    |(?:(?:Penal|Criminal|Civil|Family|Labou?r|Electoral|Commercial)\s+(?:Procedure\s+)?(?:Code|Law)|Code\s+(?:of|on)\s+(?:\w+\s+)?\w+)
    |Código\s+(?:[A-Z]\w+|de\s+(?:la\s+|los\s+)?[A-Z]\w+)(?:\s+[A-Z]\w+){0,3}
    |[Cc]ode\s+(?:pénal|civil|électoral|du\s+travail|de\s+la\s+famille|de\s+l[’']\w+|de\s+procédure\s+\w+|de\s+commerce)
    |(?:Federal\s+|Political\s+|National\s+)?Constituti?ci?[oó]n(?:\s+[Pp]olítica)?
    |Bill\s+of\s+Rights
    """
)


_ACT = re.compile(r"\bAct\b")
# what each branch of the pattern has, in the folded text; "act" stands in too many other words and is told apart first
LAW_WORDS = (
    "act", "law", "regulation", "decree", "ordinance", "code", "ley", "decret", "proyecto", "projet", "proposition",
    "loi", "ordonnance", "directive", "reglement", "arrete", "codigo", "constitut", "bill",
)  # fmt: skip
_LATER_WORDS = ("law", "code", "decret", "proyecto", "constitut")  # those that another word may stand before


def laws(text: str, hits: Hits | None = None) -> list[Mention]:
    """National laws and other instruments named in a text, by place (the original text, case matters)."""
    if hits is None:
        found: Iterable[re.Match[str]] = _LAW.finditer(text)
    else:
        starts = {at for at in hits.of(LAW_WORDS) if not text[at - 1 : at].isalnum()}
        for words, before in ((_LATER_WORDS, 32), (("act",), 200)):
            for at in hits.of(words):
                if words is _LATER_WORDS or _ACT.match(text, at):
                    starts.update(word_starts(text, max(0, at - before), at))
        found = near(_LAW, text, sorted(starts), 0)
    return [Mention(m.start(), m.end(), OTHER, (), "law") for m in found]


_GOES_ON = re.compile(r"\s+(?:for|of|to|de|para|pour|du|des|d')(?!\w)")


def ordinary(text: str, original: str, start: int, end: int) -> bool:
    """Whether a generic name is a noun phrase of its own in lower case: "the agenda for the day"."""
    return original[start:end].islower() and _GOES_ON.match(text, end) is not None


def generics(text: str, original: str, taken: Spans, hits: Hits | None = None) -> list[Mention]:
    """ "the Convention", "this Protocol", where no name stands: candidates for anaphors.

    A generic noun that goes on into a title ("the Convention on …") names an instrument that the
    catalogue does not have: it is no anaphor, and it ends what is inherited.
    """
    out = []
    for m in cues().finder.matches(text, hits):
        if not taken.free(m.start(), m.end()):
            continue
        after = text[m.end() : m.end() + 30]
        titled = re.match(
            r"\s+(?:on|against|relating|concerning|sobre|contra|relativ[ao]|relatifs?|relative|sur|contre|for\s+the\s+(?:protection|prevention)|internationale?|interamericana|american[ao]|europ[a-z]+|african[ao]?)\b",
            after,
        )
        numbered = re.match(r"\s+(?:no\.?|n[°º]|num\.?)?\s*\d", after)
        if numbered:
            trace.note("numbered-noun", m.start(), m.end())
            continue
        noun = re.sub(r"\s+", " ", m["noun"])
        upper = original[m.start("noun")].isupper()
        if ordinary(text, original, m.start("noun"), m.end()):
            trace.note("noun-phrase", m.start(), m.end())
            continue
        if titled:
            out.append(Mention(m.start("noun"), m.end(), OTHER, (), "unknown-title"))
        elif not m["plural"]:
            out.append(Mention(m.start(), m.end(), GENERIC, (), "anaphor" if upper else "anaphor-lower", noun=noun))
    return out


def series_mentions(hits: Iterable[SeriesHit]) -> list[tuple[SeriesHit, Mention]]:
    """Numbered series as mentions with their candidates."""
    return [(h, Mention(h.start, h.end, INSTRUMENT, h.candidates, "series", numbered=True)) for h in hits]
