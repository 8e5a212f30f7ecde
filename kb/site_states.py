"""States as page contexts: what binds them, the posts that name them, and what is cited there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kb import pages, site_paths, states
from kb.site_facts import Facts, language, plural

PLACE = "states.html"
STATUSES = {"bound": "Bound", "signed": "Signed, not bound", "neither": "Neither", "unknown": "Not known here"}
"""What may hold between a State and a treaty, in the order in which it is shown."""


def state(facts: Facts, code: str) -> pages.StatePage:
    """The page of a State."""
    record = states.show(facts.db, code)
    path = site_paths.state(code)
    told = dict.fromkeys((one["as_of"], one["source"]) for one in record["bindings"] if one["as_of"])
    mentions = sum(post["mentions"] for post in record["posts"])
    also = dict.fromkeys(name for name in record["names"].values() if name != record["name"])
    return pages.StatePage(
        path=path,
        root=site_paths.root(path),
        title=record["name"],
        section="states",
        description=f"Which treaties bind {record['name']}, which posts name it, and what they cite.",
        id=f"state:{code}",
        official=record["official"] if record["official"] != record["name"] else "",
        names=tuple((language(lang), name) for lang, name in record["names"].items() if name in also),
        figures=(plural(len(record["posts"]), "post that names it", "posts that name it"), plural(mentions, "mention")),
        told=tuple(f"{source}, as of {as_of}" for as_of, source in told),
        treaties=tuple(
            (title, tuple(_treaty(facts, one) for one in record["bindings"] if one["status"] == status))
            for status, title in STATUSES.items()
        ),
        posts=tuple(
            pages.Row(
                link=facts.post_link(post["post"]),
                small=facts.posts[post["post"]].title or facts.posts[post["post"]].excerpt,
                figures=(post["mentions"],),
            )
            for post in record["posts"]
        ),
        cited=tuple(
            pages.Row(
                link=facts.link(one["instrument"]),
                small=facts.about(one["instrument"]),
                figures=(one["citations"], one["posts"]),
            )
            for one in record["cited"]
        ),
        silent=tuple(
            pages.Row(link=facts.link(one["treaty"]), small=facts.about(one["treaty"]), figures=(one["elsewhere"],))
            for one in record["silent"]
        ),
    )


def overview(facts: Facts) -> pages.StatesPage:
    """All States: those that posts name first, most posts first."""
    named = sorted(
        (code for code in facts.states if code in facts.named), key=lambda code: (-len(facts.named[code]), code)
    )
    return pages.StatesPage(
        path=PLACE,
        root="",
        title="States",
        section="states",
        description="The member States of the United Nations: which posts name them, and which treaties bind them.",
        named=tuple(
            pages.Row(link=facts.state_link(code), figures=(len(facts.named[code]), sum(facts.named[code].values())))
            for code in named
        ),
        others=tuple(
            pages.Row(link=facts.state_link(code))
            for code in sorted(facts.states, key=lambda code: facts.states[code])
            if code not in facts.named
        ),
    )


def parties(facts: Facts, treaty: str) -> tuple[str, tuple[tuple[str, tuple[pages.Link, ...]], ...]]:
    """Of an instrument that binds States how many, as a sentence, and which; nothing of any other."""
    tally = states.tally(facts.db, treaty)
    if tally is None:
        return "", ()
    if tally["unknown"] == tally["states"]:
        return "Which States it binds is not known here.", ()
    rest = f", {tally['unknown']} not known" if tally["unknown"] else ""
    held: dict[str, list[str]] = {}
    for code, status in facts.db.execute("select state, status from bindings where treaty = ?", (treaty,)).fetchall():
        held.setdefault(status, []).append(code)
    lists = ((title, _links(facts, held.get(status, ()))) for status, title in STATUSES.items())
    return (
        f"Bound: {tally['bound']} of {tally['states']} States{rest}, as of {tally['as_of']} ({tally['source']}).",
        tuple((title, links) for title, links in lists if links),
    )


def _links(facts: Facts, codes: Iterable[str]) -> tuple[pages.Link, ...]:
    return tuple(facts.state_link(code) for code in sorted(codes, key=lambda code: facts.states.get(code, code)))


def _treaty(facts: Facts, one: dict[str, Any]) -> pages.Row:
    small = "; ".join(x for x in (f"since {one['year']}" if one["year"] else "", one["note"] or "") if x)
    return pages.Row(link=facts.link(one["treaty"]), small=small)
