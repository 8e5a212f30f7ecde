"""The pages that look at the whole: front page, instruments, issues, the map, about."""

from __future__ import annotations

import json
import math
from collections import Counter
from itertools import groupby
from pathlib import PurePosixPath
from typing import Any

from kb import bands, pages, query, site_paths
from kb.narrow import narrowed
from kb.site_facts import Facts, Tally, language, plural, words
from kb.site_pages import kind_name
from kb.site_posts import KINDS, STATUSES, Posts
from kb.site_text import fragments

TOP = 12
HEATS = 5
UNBIS = "metadata.un.org/thesaurus/"
PLACES = {"index": "index.html", "instruments": "instruments.html", "map": "map.html", "about": "about.html"}


def index(facts: Facts) -> pages.IndexPage:
    """The front page."""
    cited = [one for one in facts.works if one in facts.all]
    provisions = sorted(facts.own, key=lambda one: (-facts.own[one].citations, one))
    authors = {stub.author for stub in facts.posts.values() if stub.author}
    roots = [post for post in facts.posts.values() if post.parent is None]
    links = sum(facts.in_post.values())
    languages = sorted({language(stub.lang) for stub in facts.posts.values() if stub.lang != "und"})
    rows = Posts(facts)
    return pages.IndexPage(
        path=PLACES["index"],
        root="",
        title="Posts and the provisions that they cite",
        section="posts",
        description="Every reference to a human-rights instrument in these posts, linked to what it cites.",
        figures=(
            plural(len(facts.posts), "post"),
            plural(len(authors), "author"),
            plural(links, "link"),
            plural(len(cited), "instrument cited", "instruments cited"),
            plural(len(facts.own), "provision cited", "provisions cited"),
        ),
        sources=f"in {_listed(languages)}" if languages else "",
        provisions=tuple(_tally_row(facts, one, facts.own[one]) for one in provisions[:TOP]),
        instruments=tuple(_cited_rows(facts)),
        issues=_issue_rows(facts),
        threads=tuple(rows.row(post.id) for post in roots),
    )


def instruments(facts: Facts) -> pages.InstrumentsPage:
    """All instruments of the catalogue: the cited ones by citations, the others by kind."""
    others = sorted(
        (work for work in facts.works.values() if work.id not in facts.all), key=lambda work: (work.kind, work.title)
    )
    return pages.InstrumentsPage(
        path=PLACES["instruments"],
        root="",
        title="Instruments",
        section="instruments",
        description="All instruments of the catalogue, with how often each is cited.",
        cited=tuple(_cited_rows(facts)),
        others=tuple(
            (kind_name(kind), tuple(pages.Row(link=facts.link(w.id), small=facts.about(w.id)) for w in group))
            for kind, group in groupby(others, key=lambda work: work.kind)
        ),
    )


def issue(facts: Facts, target: str) -> pages.IssuePage:
    """The page of an issue."""
    db = facts.db
    record = next(iter(db.query("select * from issues where id = ?", [target])))
    path = site_paths.issue(target)
    addressed = db.execute("select target, reason from issue_provisions where issue = ?", (target,)).fetchall()
    order = {one: place for place, one in enumerate([*facts.works, *facts.places])}
    tags = list(
        db.query(
            "select t.*, substr(p.text, t.start + 1, t.end - t.start) as words, p.lang from tags t"
            " join posts p on p.id = t.post where t.issue = ? order by p.rowid, t.start, t.id",
            [target],
        )
    )
    within, through = _within(facts, target), _through(facts, target)
    return pages.IssuePage(
        path=path,
        root=site_paths.root(path),
        title=facts.issues[target],
        section="map",
        description=record["scope"] or f"Passages about {facts.issues[target]} and what they cite.",
        id=target,
        scope=record["scope"] or "",
        labels=tuple((code, text) for code, text in json.loads(record["labels"] or "{}").items() if code != facts.lang),
        broader=facts.link(record["broader"]) if record["broader"] in facts.issues else None,
        narrower=_issues(facts, "select id from issues where broader = ? order by id", target),
        related=_issues(
            facts, "select r.value from issues i, json_each(i.related) r where i.id = ? order by r.value", target
        ),
        concepts=tuple(
            pages.Link(text=f"UNBIS {uri.rpartition('/')[2]}" if UNBIS in uri else uri, path=uri)
            for uri in json.loads(record["concepts"] or "[]")
        ),
        figures=(plural(len(tags), "passage"), plural(len({t["post"] for t in tags}), "post")),
        stages=tuple(
            (label, number)
            for stage, label in facts.stages.items()
            if (number := sum(stage in stages for stages in through.values()))
        ),
        provisions=tuple(
            (facts.link(one), reason or "", facts.all[one].citations if one in facts.all else 0)
            for one, reason in sorted(addressed, key=lambda pair: order.get(pair[0], len(order)))
        ),
        cited=_cited_with(facts, tags, within),
        citing=tuple(_passages(facts, tags, within, through)),
    )


def _issues(facts: Facts, sql: str, target: str) -> tuple[pages.Link, ...]:
    return tuple(facts.link(one) for (one,) in facts.db.execute(sql, (target,)).fetchall())


def issue_map(facts: Facts) -> pages.MapPage:
    """The map: issues by the instruments that are cited where they come up, in passages, most passages first."""
    found: dict[tuple[str, str], tuple[int, bool]] = {}
    by_issue: Counter[str] = Counter()
    by_work: Counter[str] = Counter()
    sql = "select instrument, issue, passages, curated from v_issue_map where provision is null"
    for work, about, number, curated in facts.db.execute(sql).fetchall():
        found[work, about] = (number, bool(curated))
        by_issue[about] += number
        by_work[work] += number
    largest = max((number for number, _ in found.values()), default=0)
    works = sorted((one for one in facts.works if by_work[one]), key=lambda one: -by_work[one])
    issues = sorted((one for one in facts.issues if by_issue[one]), key=lambda one: -by_issue[one])
    return pages.MapPage(
        path=PLACES["map"],
        root="",
        title="Map of issues and instruments",
        section="map",
        description="How many passages about each issue cite each instrument.",
        instruments=tuple(facts.link(one) for one in works),
        rows=tuple(_map_row(facts, one, works, found, largest) for one in issues),
        largest=largest,
        others=tuple(facts.link(one) for one in facts.issues if not by_issue[one]),
    )


def about(facts: Facts) -> pages.AboutPage:
    """Sources, method, build record, licence."""
    db, known = facts.db, bands.read(facts.db)
    kinds = dict(db.execute("select kind, count(*) from citations group by kind").fetchall())
    statuses = dict(db.execute("select status, count(*) from citations group by status").fetchall())
    provisions = len(facts.places)
    return pages.AboutPage(
        path=PLACES["about"],
        root="",
        title="About this site",
        section="about",
        description="Where the posts and the facts come from, how citations were found, and what to mistrust.",
        sources=tuple(
            (PurePosixPath((path or "").replace("\\", "/")).name, reader or "", sha256 or "", number or 0)
            for path, reader, sha256, number in db.execute(
                "select path, reader, sha256, posts from sources order by path"
            ).fetchall()
        ),
        kinds=tuple((kind, *names, kinds.get(kind, 0)) for kind, names in KINDS.items()),
        left_out=narrowed(db).sentence(),
        bands=tuple(
            (name, meaning, bands.sentence(known[name]) if name in known else "not measured")
            for name, meaning in bands.MEANING.items()
        ),
        statuses=tuple((status, statuses.get(status, 0)) for status in STATUSES),
        record=tuple(query.build_record(db).items()),
        catalogue=(
            plural(len(facts.works), "instrument"),
            plural(provisions, "provision"),
            plural(len(facts.bodies), "body", "bodies"),
            plural(len(facts.issues), "issue"),
        ),
    )


def _cited_rows(facts: Facts) -> list[pages.Row]:
    cited = sorted((one for one in facts.works if one in facts.all), key=lambda one: (-facts.all[one].citations, one))
    return [_tally_row(facts, one, facts.all[one]) for one in cited]


def _tally_row(facts: Facts, target: str, tally: Tally) -> pages.Row:
    return pages.Row(link=facts.link(target), small=facts.about(target), figures=(tally.citations, len(tally.posts)))


def _issue_rows(facts: Facts) -> tuple[pages.Row, ...]:
    sql = "select issue, count(*), count(distinct post) from tags group by issue"
    found = {issue: (passages, posts) for issue, passages, posts in facts.db.execute(sql).fetchall()}
    return tuple(pages.Row(link=facts.link(one), figures=found.get(one, (0, 0))) for one in facts.issues)


def _within(facts: Facts, target: str) -> dict[int, list[str]]:
    """What each passage (a tag's id) of an issue cites, in the order of its places."""
    sql = """
        select t.id, c.target from tags t join citations c on c.post = t.post and c.start >= t.start and c.start < t.end
        where t.issue = ? and c.instrument is not null and c.status = 'resolved' order by t.id, c.start, c.id
    """
    found: dict[int, list[str]] = {}
    for tag, cited in facts.db.execute(sql, (target,)).fetchall():
        found.setdefault(tag, []).append(cited)
    return found


def _through(facts: Facts, target: str) -> dict[int, list[str]]:
    """The stages of migration that each passage (a tag's id) of an issue is about too."""
    sql = """
        select t.id, g.stage from tags t join stage_tags g on g.post = t.post and g.passage = t.passage
        join stages s on s.id = g.stage where t.issue = ? order by t.id, s.position, s.id
    """
    found: dict[int, list[str]] = {}
    for tag, stage in facts.db.execute(sql, (target,)).fetchall():
        found.setdefault(tag, []).append(stage)
    return found


def _tag_id(tag: dict[str, Any]) -> str:
    return f"t{site_paths.safe(tag['post'])}-{tag['start']}"


def _cited_with(facts: Facts, tags: list[dict[str, Any]], within: dict[int, list[str]]) -> tuple[pages.CitedWith, ...]:
    found: dict[str, list[pages.Link]] = {}
    for tag in tags:
        for work in dict.fromkeys(cited.partition("#")[0] for cited in within.get(tag["id"], ())):
            link = pages.Link(text=facts.author(tag["post"]), path=f"{site_paths.issue(tag['issue'])}#{_tag_id(tag)}")
            found.setdefault(work, []).append(link)
    ordered = sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(
        pages.CitedWith(anchor=f"w-{site_paths.safe(work)}", link=facts.link(work), passages=tuple(held))
        for work, held in ordered
    )


def _passages(
    facts: Facts, tags: list[dict[str, Any]], within: dict[int, list[str]], through: dict[int, list[str]]
) -> list[pages.Citing]:
    return [
        pages.Citing(
            link=facts.post_link(post),
            small=facts.small(post),
            sentences=tuple(
                _passage(facts, tag, within.get(tag["id"], []), through.get(tag["id"], [])) for tag in group
            ),
        )
        for post, group in groupby(tags, key=lambda tag: str(tag["post"]))
    ]


def _passage(facts: Facts, tag: dict[str, Any], cited: list[str], stages: list[str]) -> pages.Sentence:
    start = tag["start"]
    marks = [(a - start, b - start, "term") for a, b in json.loads(tag["spans"] or "[]")]
    return pages.Sentence(
        id=_tag_id(tag),
        path=f"{site_paths.post(tag['post'])}#t{start}",
        fragments=fragments(tag["words"], marks),
        lang="" if tag["lang"] == "und" else tag["lang"],
        targets=tuple(facts.link(one) for one in dict.fromkeys(cited)),
        remarks=(
            *(("the passage denies it",) if tag["negated"] else ()),
            *((f"stage: {', '.join(facts.stages[one] for one in stages)}",) if stages else ()),
        ),
    )


def _map_row(
    facts: Facts, about: str, works: list[str], found: dict[tuple[str, str], tuple[int, bool]], largest: int
) -> pages.MapRow:
    cells = []
    for work in works:
        number, curated = found.get((work, about), (0, False))
        name = facts.works[work].short
        title = f"{name} and {facts.issues[about]}: {words(number, 'passage')}" if number or curated else ""
        if curated and not number:
            title += ", though a provision addresses the issue"
        anchor = f"#w-{site_paths.safe(work)}" if number else ""
        cells.append(
            pages.Cell(
                instrument=name,
                number=number,
                heat=_heat(number, largest),
                path=site_paths.issue(about) + anchor if title else "",
                curated=curated,
                title=title,
            )
        )
    return pages.MapRow(link=facts.link(about), cells=tuple(cells))


def _heat(number: int, largest: int) -> int:
    """The shade of a cell, 1 to 5 by the square root of its share of the largest; 0 for nothing.

    >>> [_heat(n, 25) for n in (0, 1, 4, 9, 16, 25)]
    [0, 1, 2, 3, 4, 5]
    """
    return math.ceil(HEATS * math.sqrt(number / largest)) if number else 0


def _listed(items: list[str]) -> str:
    """Words joined as in a sentence.

    >>> _listed(["English", "French", "Spanish"]), _listed(["English"])
    ('English, French and Spanish', 'English')
    """
    return " and ".join(part for part in (", ".join(items[:-1]), items[-1]) if part)
