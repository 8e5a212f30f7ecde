"""Instruments and provisions as page contexts."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

from kb import pages, query, site_paths, site_states
from kb.facts import first
from kb.site_facts import Facts, language, plural, words
from kb.site_posts import sentences

SHOWN = 200
"""So many citations of what stands below a provision are shown on its page; beyond it the pages below have them."""
TOGETHER = 8
CONTAINERS = ("part", "chapter", "title", "section", "annex")
"""What is unfolded in a tree though nothing below it is cited."""
VERBS = {
    "interprets": "interprets",
    "interpretedBy": "is interpreted by",
    "implements": "implements",
    "implementedBy": "is implemented by",
    "supplements": "supplements",
    "supplementedBy": "is supplemented by",
    "updates": "updates",
    "updatedBy": "is updated by",
    "supersedes": "supersedes",
    "supersededBy": "is superseded by",
    "draftOf": "is a draft of",
    "hasDraft": "has the draft",
}
UNITS = {
    "art": ("article", "articles"),
    "para": ("paragraph", "paragraphs"),
    "goal": ("goal", "goals"),
    "obj": ("objective", "objectives"),
}


def kind_name(kind: str) -> str:
    """An instrument's kind in words.

    >>> kind_name("ilo-convention"), kind_name("general-comment")
    ('ILO convention', 'general comment')
    """
    return kind.replace("ilo-", "ILO ").replace("-", " ")


def instrument(facts: Facts, target: str) -> pages.InstrumentPage:
    """The page of an instrument."""
    db, work = facts.db, facts.works[target]
    record = next(iter(db.query("select * from instruments where id = ?", [target])))
    path = site_paths.instrument(target)
    whole = citations(facts, "c.instrument = ? and c.provision is null", (target,))
    tally = facts.all.get(target)
    bound, parties = site_states.parties(facts, target)
    return pages.InstrumentPage(
        path=path,
        root=site_paths.root(path),
        title=work.title,
        section="instruments",
        description=f"Which provisions of {work.short} are cited, by whom, and in which sentences.",
        id=target,
        short=work.short if work.short != work.title else "",
        facts=tuple(_instrument_facts(facts, record)),
        remark=record["note"] or "",
        figures=(
            plural(tally.citations if tally else 0, "citation"),
            plural(len(tally.posts) if tally else 0, "post"),
        ),
        coverage=_coverage(facts, target, record["unit"] or ""),
        bound=bound,
        parties=parties,
        citers=tuple(_citers(facts, target)),
        cited=tuple(_cited_row(facts, place.id) for place in facts.of.get(target, ()) if place.id in facts.own),
        whole=tuple(sentences(facts, whole)),
        whole_count=len(whole),
        relations=relations(facts, target),
        issues=_issues(facts, target),
        tree=tuple(_node(facts, one) for one in facts.children.get(target, ())),
    )


def provision(facts: Facts, target: str) -> pages.ProvisionPage:
    """The page of a provision."""
    db, place = facts.db, facts.places[target]
    work = facts.works[place.instrument]
    record = next(iter(db.query("select * from provisions where id = ?", [target])))
    tally = facts.all.get(target)
    many = tally.citations if tally else 0
    own = facts.own[target].citations if target in facts.own else 0
    path = site_paths.provision(target)
    rows, shown = _rows(facts, target, many, own)
    siblings = facts.children[place.parent or place.instrument]
    at = siblings.index(target)
    label = facts.label(target)
    return pages.ProvisionPage(
        path=path,
        root=site_paths.root(path),
        title=f"{label}: {place.heading}" if place.heading else label,
        section="instruments",
        description=f"Every sentence that cites {label}.",
        id=target,
        label=label,
        instrument=facts.link(place.instrument),
        above=tuple(facts.link(one, facts.places[one].label) for one in facts.ancestors(target)),
        heading=place.heading,
        official_heading=place.official,
        summary=first(json.loads(record["summaries"] or "{}"), facts.lang) or record["summary"] or "",
        reviewed=record["review"] == "reviewed",
        remark="; ".join(x for x in (record["note"], "numbering not verified" if record["confidence"] else "") if x),
        facts=tuple(_provision_facts(record, work.addresses)),
        figures=(plural(many, "citation"), plural(len(tally.posts) if tally else 0, "post")),
        citing=tuple(sentences(facts, rows)),
        shown=shown,
        beside=tuple(_place_row(facts, one) for one in siblings[max(0, at - 1) : at + 2] if one != target),
        below=tuple(_place_row(facts, one) for one in facts.children.get(target, ())),
        relations=relations(facts, target),
        issues=_issues(facts, target),
        together=_together(facts, target),
    )


def citations(facts: Facts, condition: str, values: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Rows of the table of citations that fit, in the order of posts and places in them."""
    sql = f"""
        select c.* from citations c join posts p on p.id = c.post
        where {condition} order by p.rowid, c.start, c.end desc, c.id
    """
    return list(facts.db.query(sql, values))


def relations(facts: Facts, target: str) -> tuple[pages.Relation, ...]:
    """The curated relations of an instrument or a provision, both ways."""
    rows = query.relations(facts.db, target)
    return tuple(
        pages.Relation(
            verb=VERBS.get(str(row["verb"]), str(row["verb"])),
            link=facts.link(row["other"]),
            stated_in=row["stated_in"] or "",
            reason=row["reason"] or "",
            judgement=bool(row["judgement"]),
        )
        for row in rows
    )


def _rows(facts: Facts, target: str, many: int, own: int) -> tuple[list[dict[str, Any]], str]:
    """The citations that a provision's page shows, and what to say of those that it leaves to others."""
    if many <= SHOWN or many == own:
        below = f"{words(many - own, 'of them cites', 'of them cite')} a part of it" if own else "each of a part of it"
        ids = json.dumps(facts.under(target))
        rows = citations(facts, "c.provision in (select value from json_each(?))", (ids,))
        return rows, below if many > own else ""
    rows = citations(facts, "c.provision = ?", (target,))
    return rows, f"{words(many - own, 'more cites', 'more cite')} a part of it: see the pages of its parts"


def _instrument_facts(facts: Facts, record: dict[str, Any]) -> list[pages.Named]:
    def plain(*values: str | None) -> tuple[pages.Link, ...]:
        return tuple(pages.Link(text=value) for value in values if value)

    titles = json.loads(record["titles"] or "{}")
    found = [
        pages.Named(name="Kind", values=plain(kind_name(record["kind"]))),
        pages.Named(
            name="Monitored or issued by", values=plain(facts.bodies.get(record["body"] or "", record["body"]))
        ),
        pages.Named(name="About", values=(facts.link(record["about"]),) if record["about"] else ()),
        pages.Named(name="Adopted", values=plain(record["adopted"])),
        pages.Named(name="In force since", values=plain(record["in_force"])),
        pages.Named(
            name="Symbols",
            values=plain(*json.loads(record["symbols"] or "[]"), *json.loads(record["codes"] or "[]")),
        ),
    ]
    for code, title in titles.items():
        if title != record["title"]:
            found.append(pages.Named(name=f"In {language(code)}", values=plain(title), lang=code))
    found.append(pages.Named(name="Official text", values=_official(facts.works[record["id"]].addresses)))
    return [one for one in found if one.values]


def _provision_facts(record: dict[str, Any], addresses: dict[str, str]) -> list[pages.Named]:
    uri = record["uri"] or ""
    links = _official(addresses)
    if uri.startswith(("https://", "http://")):
        links = (pages.Link(text=uri, path=uri), *links)
    found = [
        pages.Named(name="Identifier", values=(pages.Link(text=record["id"]),)),
        pages.Named(name="Official text", values=links),
        pages.Named(name="Akoma Ntoso", values=(pages.Link(text=record["akn"]),) if record["akn"] else ()),
    ]
    return [one for one in found if one.values]


def _official(addresses: dict[str, str]) -> tuple[pages.Link, ...]:
    return tuple(
        pages.Link(text=language(code), path=address)
        for code, address in addresses.items()
        if address.startswith(("https://", "http://"))
    )


def _coverage(facts: Facts, target: str, unit: str) -> str:
    """How many of the instrument's main units are cited."""
    steps = [p for p in facts.of.get(target, ()) if unit and re.fullmatch(rf"{unit}_[^_]+", p.path)]
    if not steps or unit not in UNITS:
        return ""
    cited = sum(p.id in facts.all for p in steps)
    return f"{cited} of {words(len(steps), *UNITS[unit])} {'is' if cited == 1 else 'are'} cited"


def _citers(facts: Facts, target: str) -> list[tuple[str, str, int, int]]:
    """Author, languages, posts and citations, most citations first."""
    sql = """
        select c.post, count(*) from citations c where c.instrument = ? group by c.post
    """
    found: dict[str, tuple[set[str], set[str], list[int]]] = {}
    for post, number in facts.db.execute(sql, (target,)).fetchall():
        stub = facts.posts[post]
        langs, in_posts, numbers = found.setdefault(facts.author(post), (set(), set(), []))
        langs.add(language(stub.lang))
        in_posts.add(post)
        numbers.append(number)
    rows = [(name, ", ".join(sorted(langs)), len(ps), sum(ns)) for name, (langs, ps, ns) in found.items()]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _issues(facts: Facts, target: str) -> tuple[pages.Row, ...]:
    sql = "select issue, reason from issue_provisions where target = ? order by issue"
    return tuple(
        pages.Row(link=facts.link(issue), small=reason or "")
        for issue, reason in facts.db.execute(sql, (target,)).fetchall()
    )


def _node(facts: Facts, target: str) -> pages.Node:
    place = facts.places[target]
    tally = facts.all.get(target)
    children = tuple(_node(facts, one) for one in facts.children.get(target, ()))
    link = pages.Link(text=place.label, path=site_paths.provision(target) if target in facts.paged else "")
    return pages.Node(
        anchor=site_paths.anchor(place.path),
        link=link,
        heading=place.heading,
        citations=tally.citations if tally else 0,
        posts=len(tally.posts) if tally else 0,
        open=any(child.citations for child in children) or place.path.partition("_")[0] in CONTAINERS,
        children=children,
    )


def _cited_row(facts: Facts, target: str) -> pages.Row:
    """A cited provision with its own citations and posts, what is below it left out."""
    place, tally = facts.places[target], facts.own[target]
    link = facts.link(target, place.label)
    return pages.Row(link=link, small=place.heading, figures=(tally.citations, len(tally.posts)))


def _place_row(facts: Facts, target: str) -> pages.Row:
    place = facts.places[target]
    number = facts.all[target].citations if target in facts.all else 0
    return pages.Row(link=facts.link(target, place.label), small=place.heading, figures=(number,))


def _together(facts: Facts, target: str) -> tuple[pages.Row, ...]:
    """What the posts that cite this provision, or a part of it, cite beside it: most posts first."""
    if target not in facts.all:
        return ()
    own = set(facts.under(target))
    found: Counter[str] = Counter()
    for post in facts.all[target].posts:
        found.update(one for one in facts.cited_by[post] if one not in own)
    best = sorted(found.items(), key=lambda item: (-item[1], item[0]))[:TOGETHER]
    return tuple(pages.Row(link=facts.link(one), small=facts.about(one), figures=(number,)) for one, number in best)
