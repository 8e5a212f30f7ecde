"""The knowledge base as linked data: JSON-LD, and Turtle made from it by rdflib.

Instruments and provisions are ELI legal resources and schema.org legislation, issues SKOS concepts, posts
schema.org postings; what a post cites stands as CiTO citations, where it comes from as PROV. Records are written
as they come, one node each and none of them blank, so that the same database gives the same bytes. A post's text
is not in it, only the sentence of each citation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal
from urllib.parse import quote

from kb import graph, references
from kb.export.files import writing
from kb.query import build_record

if TYPE_CHECKING:
    from sqlite_utils import Database

Format = Literal["jsonld", "ttl"]
Node = dict[str, Any]

URN = "urn:rightsgraph:"
VOCABULARY = f"{URN}vocabulary:"
CONTEXT: dict[str, Any] = {
    "cito": "http://purl.org/spar/cito/",
    "dcterms": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rg": VOCABULARY,
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
CHARACTER = {"cites": "cito:cites", "quotes": "cito:includesQuotationFrom", "mentions": "schema:mentions"}


class Addresses:
    """The IRI of each record: a public one where there is one, else below the site's address, else a URN.

    >>> Addresses().instrument("cedaw"), Addresses("https://rights.example/").post("p 1")
    ('urn:rightsgraph:instrument:cedaw', 'https://rights.example/id/post/p%201')
    """

    def __init__(self, base_url: str = "") -> None:
        self.base = f"{base_url.rstrip('/')}/id/" if base_url else URN

    def of(self, kind: str, id: str) -> str:
        """The IRI of a record of ours."""
        return f"{self.base}{kind}{'/' if self.base.endswith('/') else ':'}{quote(id, safe='-._~')}"

    def instrument(self, id: str) -> str:
        """An instrument's."""
        return self.of("instrument", id)

    def provision(self, id: str, uri: str | None) -> str:
        """A provision's: metadata.un.org has one for each goal, target and indicator."""
        return uri if uri and uri.startswith(("http://", "https://")) else self.of("provision", id)

    def post(self, id: str) -> str:
        """A post's."""
        return self.of("post", id)

    def issue(self, id: str) -> str:
        """An issue's."""
        return self.of("issue", id)


def records(db: Database, *, everything: bool = False, judgements: bool = False, base_url: str = "") -> Iterator[Node]:
    """One node of JSON-LD for each record: the data set, instruments, provisions, bodies, issues, posts, citations.

    Args:
        db: The database.
        everything: All instruments and provisions, not only those that something points to (see `kb.graph.nodes`).
        judgements: Relations of our own judgement too, each marked.
        base_url: Where the site is published; IRIs lie below it.
    """
    at = Addresses(base_url)
    record = build_record(db)
    whole = at.of("build", record["build_id"])
    yield _node(
        whole,
        ["prov:Entity", "schema:Dataset"],
        {
            "schema:name": "rightsgraph knowledge base",
            "schema:version": record["build_id"],
            "schema:dateModified": _day(record.get("date")),
            "prov:wasDerivedFrom": [
                {"@id": at.of("source", row["sha256"] or row["id"])}
                for row in db.query("select * from sources order by path")
            ],
        },
    )
    wanted = {node.id for node in graph.nodes(db, everything=everything)}
    iris = {
        row[0]: at.provision(row[0], row[1])
        for row in db.execute("select id, uri from provisions").fetchall()
        if row[0] in wanted
    }
    iris |= {
        row[0]: at.instrument(row[0]) for row in db.execute("select id from instruments").fetchall() if row[0] in wanted
    }
    yield from _instruments(db, at, wanted)
    yield from _provisions(db, at, iris)
    yield from _issues(db, at)
    yield from _posts(db, at, whole)
    yield from _relations(db, at, iris, judgements=judgements)
    yield from _citations(db, at, iris, whole)


def write_jsonld(db: Database, out: IO[str], **options: Any) -> int:
    """Write JSON-LD, one record a line, and give the number of records (see `records`)."""
    out.write('{"@context": ' + json.dumps(CONTEXT) + ',\n"@graph": [')
    count = 0
    for count, node in enumerate(records(db, **options), 1):
        out.write((",\n" if count > 1 else "\n") + json.dumps(node, ensure_ascii=False))
    out.write("\n]}\n")
    return count


def write_turtle(db: Database, out: IO[bytes], **options: Any) -> int:
    """Write Turtle, and give the number of records. All statements are held in memory, unlike for JSON-LD.

    Raises:
        ImportError: rdflib is not installed (``pip install 'rightsgraph[linked-data]'``).
    """
    import rdflib

    statements = rdflib.Graph(bind_namespaces="none")
    for prefix, iri in CONTEXT.items():
        statements.bind(prefix, iri)
    nodes = list(records(db, **options))
    for node in nodes:
        subject = rdflib.URIRef(node["@id"])
        for one in node.get("@type", ()):
            statements.add((subject, rdflib.RDF.type, rdflib.URIRef(_expanded(one))))
        for key, values in node.items():
            for value in () if key.startswith("@") else values if isinstance(values, list) else (values,):
                statements.add((subject, rdflib.URIRef(_expanded(key)), _term(rdflib, value)))
    statements.serialize(out, format="turtle", encoding="utf-8")
    return len(nodes)


def save(db: Database, path: str | Path, *, format: Format, **options: Any) -> int:
    """Write to a file, whole or not at all, and give the number of records."""
    with writing(path) as part:
        if format == "ttl":
            with part.open("wb") as binary:
                return write_turtle(db, binary, **options)
        with part.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
            return write_jsonld(db, out, **options)


def _instruments(db: Database, at: Addresses, wanted: set[str]) -> Iterator[Node]:
    for row in db.query("select * from instruments order by position"):
        if row["id"] in wanted:
            yield _node(
                at.instrument(row["id"]),
                ["eli:LegalResource", "schema:Legislation"],
                {
                    "rdfs:label": row["short"],
                    "dcterms:identifier": row["id"],
                    "schema:name": _languages(row["titles"]),
                    "schema:legislationIdentifier": [*json.loads(row["symbols"]), *json.loads(row["codes"])],
                    "schema:legislationDate": _day(row["adopted"]),
                    "schema:url": [{"@id": url} for url in json.loads(row["addresses"]).values()],
                    "rg:monitoredBy": [
                        {"@id": at.of("body", body[0])}
                        for body in db.execute(
                            "select b.id from bodies b, json_each(b.monitors) m where m.value = ? order by b.id",
                            (row["id"],),
                        ).fetchall()
                    ],
                },
            )
    for row in db.query("select id, title from bodies order by id"):
        yield _node(at.of("body", row["id"]), ["schema:Organization"], {"schema:name": row["title"]})


def _provisions(db: Database, at: Addresses, iris: dict[str, str]) -> Iterator[Node]:
    short = references.names(db, (id for id in iris if "#" not in id))
    about: dict[str, list[str]] = {}
    for target, issue in db.execute("select target, issue from issue_provisions order by issue").fetchall():
        about.setdefault(target, []).append(issue)
    sql = "select v.* from provisions v join instruments i on i.id = v.instrument order by i.position, v.position"
    for row in db.query(sql):
        if row["id"] in iris:
            yield _node(
                iris[row["id"]],
                ["eli:LegalResourceSubdivision", "schema:Legislation"],
                {
                    "rdfs:label": references.reference(short.get(row["instrument"], row["instrument"]), row["path"]),
                    "dcterms:identifier": row["id"],
                    "eli:id_local": row["path"],
                    "eli:is_part_of": {
                        "@id": iris.get(row["parent"] or row["instrument"], at.instrument(row["instrument"]))
                    },
                    "rg:akn": row["akn"],
                    "rg:heading": _languages(row["headings"]),
                    "dcterms:subject": [{"@id": at.issue(issue)} for issue in about.get(row["id"], ())],
                },
            )


def _issues(db: Database, at: Addresses) -> Iterator[Node]:
    scheme = at.of("scheme", "issues")
    yield _node(scheme, ["skos:ConceptScheme"], {"rdfs:label": "Issues"})
    for row in db.query("select * from issues order by id"):
        yield _node(
            at.issue(row["id"]),
            ["skos:Concept"],
            {
                "skos:prefLabel": _languages(row["labels"]),
                "skos:scopeNote": row["scope"],
                "skos:broader": {"@id": at.issue(row["broader"])} if row["broader"] else None,
                "skos:related": [{"@id": at.issue(issue)} for issue in json.loads(row["related"])],
                "skos:exactMatch": [{"@id": iri} for iri in json.loads(row["concepts"])],
                "skos:inScheme": {"@id": scheme},
            },
        )


def _posts(db: Database, at: Addresses, whole: str) -> Iterator[Node]:
    about: dict[str, list[str]] = {}
    for post, issue in db.execute(
        "select distinct post, issue from tags where not negated order by post, issue"
    ).fetchall():
        about.setdefault(post, []).append(issue)
    for row in db.query("select id, title, author, lang, date, parent from posts order by rowid"):
        yield _node(
            at.post(row["id"]),
            ["schema:DiscussionForumPosting"],
            {
                "dcterms:identifier": row["id"],
                "schema:headline": row["title"],
                "schema:creator": row["author"],
                "schema:inLanguage": row["lang"],
                "schema:datePublished": row["date"],
                "schema:isPartOf": {"@id": whole},
                "schema:parentItem": {"@id": at.post(row["parent"])} if row["parent"] else None,
                "schema:about": [{"@id": at.issue(issue)} for issue in about.get(row["id"], ())],
            },
        )


def _relations(db: Database, at: Addresses, iris: dict[str, str], *, judgements: bool) -> Iterator[Node]:
    for row in db.query("select * from relations order by id"):
        if row["source"] in iris and row["target"] in iris and (judgements or not row["judgement"]):
            yield _node(
                at.of("relation", str(row["id"])),
                ["rg:Relation"],
                {
                    "rg:from": {"@id": iris[row["source"]]},
                    "rg:verb": row["verb"],
                    "rg:to": {"@id": iris[row["target"]]},
                    "rg:statedIn": row["stated_in"],
                    "rg:reason": row["reason"],
                    "rg:judgement": _typed("true" if row["judgement"] else "false", "boolean"),
                },
            )
            yield {"@id": iris[row["source"]], f"rg:{row['verb']}": {"@id": iris[row["target"]]}}


def _citations(db: Database, at: Addresses, iris: dict[str, str], whole: str) -> Iterator[Node]:
    verb = "case when kind = 'quotation' then 'quotes' when provision is null then 'mentions' else 'cites' end"
    for row in db.query(f"select *, {verb} as verb from citations where instrument is not null order by id"):
        citing, cited = at.post(row["post"]), iris[row["provision"] or row["instrument"]]
        character = CHARACTER[row["verb"]]
        yield {"@id": citing, character: {"@id": cited}}
        yield _node(
            at.of("citation", str(row["id"])),
            ["cito:Citation"],
            {
                "cito:hasCitingEntity": {"@id": citing},
                "cito:hasCitedEntity": {"@id": cited},
                "cito:hasCitationCharacterization": {"@id": _expanded(character)},
                "rg:surface": row["text"],
                "rg:evidence": row["evidence"],
                "rg:via": row["via_text"],
                "rg:start": _typed(str(row["start"]), "integer"),
                "rg:end": _typed(str(row["end"]), "integer"),
                "rg:confidence": None if row["confidence"] is None else _typed(str(row["confidence"]), "decimal"),
                "rg:rule": row["rule"],
                "rg:voice": row["voice"],
                "rg:note": row["note"],
                "prov:wasDerivedFrom": {"@id": citing},
                "dcterms:isPartOf": {"@id": whole},
            },
        )


def _node(id: str, types: list[str], values: dict[str, Any]) -> Node:
    return {"@id": id, "@type": types, **{key: value for key, value in values.items() if value not in (None, "", [])}}


def _typed(value: str | None, kind: str) -> dict[str, str] | None:
    return {"@value": value, "@type": f"xsd:{kind}"} if value else None


def _day(value: str | None) -> dict[str, str] | None:
    """A date, a month or a year, as far as it is known."""
    return _typed(value, ("gYear", "gYearMonth", "date")[min((value or "").count("-"), 2)])


def _languages(texts: str) -> list[dict[str, str]]:
    return [{"@value": text, "@language": lang} for lang, text in json.loads(texts or "{}").items()]


def _expanded(name: str) -> str:
    prefix, _, rest = name.partition(":")
    return f"{CONTEXT[prefix]}{rest}"


def _term(rdflib: Any, value: Any) -> Any:
    if not isinstance(value, dict):
        return rdflib.Literal(value)
    if "@id" in value:
        return rdflib.URIRef(value["@id"])
    if "@language" in value:
        return rdflib.Literal(value["@value"], lang=value["@language"])
    return rdflib.Literal(value["@value"], datatype=rdflib.URIRef(_expanded(value["@type"])))
