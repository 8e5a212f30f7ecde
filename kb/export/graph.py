"""The graph as GEXF (Gephi) and GraphML (Gephi, yEd), streamed.

Attributes are scalars of one type each, none is empty, and the same database gives the same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal
from xml.sax.saxutils import escape, quoteattr

from kb.export.files import writing
from kb.graph import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, edges, nodes
from kb.query import build_record

if TYPE_CHECKING:
    from sqlite_utils import Database

Format = Literal["gexf", "graphml"]

# What XML 1.0 cannot hold: control characters, surrogates and two non-characters.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_GEXF_TYPES = {str: "string", int: "integer", float: "double"}
_GRAPHML_TYPES = {str: "string", int: "int", float: "double"}


def write_gexf(db: Database, out: IO[str], *, everything: bool = False, judgements: bool = False) -> tuple[int, int]:
    """Write GEXF 1.2.

    Returns:
        How many nodes and edges were written.
    """
    record = build_record(db)
    date = f" lastmodifieddate={_quoted(record['date'])}" if "date" in record else ""
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
        f"<meta{date}><creator>rightsgraph</creator><description>{_about(record)}</description></meta>\n"
        '<graph defaultedgetype="directed" mode="static" name="rightsgraph">\n'
    )
    numbers: dict[str, dict[str, str]] = {}
    for what, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        # A label is GEXF's own attribute of a node.
        names = [name for name in attributes if name != "label"]
        numbers[what] = {name: str(n) for n, name in enumerate(names)}
        out.write(f'<attributes class="{what}" mode="static">\n')
        for name in names:
            kind = _GEXF_TYPES[attributes[name]]
            out.write(f'<attribute id="{numbers[what][name]}" title="{name}" type="{kind}"/>\n')
        out.write("</attributes>\n")

    def values(what: str, attributes: dict[str, str | int | float]) -> str:
        kept = ((numbers[what][name], value) for name, value in attributes.items() if name in numbers[what])
        inner = "".join(f'<attvalue for="{number}" value={_quoted(value)}/>' for number, value in kept)
        return f"<attvalues>{inner}</attvalues>" if inner else ""

    out.write("<nodes>\n")
    count_nodes = count_edges = 0
    for node in nodes(db, everything=everything, judgements=judgements):
        count_nodes += 1
        label = _quoted(node.attributes.get("label", node.id))
        out.write(f"<node id={_quoted(node.id)} label={label}>{values('node', node.attributes)}</node>\n")
    out.write("</nodes>\n<edges>\n")
    for edge in edges(db, everything=everything, judgements=judgements):
        count_edges += 1
        out.write(
            f"<edge id={_quoted(edge.key)} source={_quoted(edge.source)} target={_quoted(edge.target)}"
            f' type="directed">{values("edge", edge.attributes)}</edge>\n'
        )
    out.write("</edges>\n</graph>\n</gexf>\n")
    return count_nodes, count_edges


def write_graphml(db: Database, out: IO[str], *, everything: bool = False, judgements: bool = False) -> tuple[int, int]:
    """Write GraphML.

    Returns:
        How many nodes and edges were written.
    """
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
        f"<desc>{_about(build_record(db))}</desc>\n"
    )
    for what, attributes in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name, kind in attributes.items():
            out.write(f'<key id="{what}_{name}" for="{what}" attr.name="{name}" attr.type="{_GRAPHML_TYPES[kind]}"/>\n')
    out.write('<graph edgedefault="directed">\n')

    def values(what: str, attributes: dict[str, str | int | float]) -> str:
        return "".join(f'<data key="{what}_{name}">{_text(value)}</data>' for name, value in attributes.items())

    count_nodes = count_edges = 0
    for node in nodes(db, everything=everything, judgements=judgements):
        count_nodes += 1
        out.write(f"<node id={_quoted(node.id)}>{values('node', node.attributes)}</node>\n")
    for edge in edges(db, everything=everything, judgements=judgements):
        count_edges += 1
        out.write(
            f"<edge id={_quoted(edge.key)} source={_quoted(edge.source)} target={_quoted(edge.target)}>"
            f"{values('edge', edge.attributes)}</edge>\n"
        )
    out.write("</graph>\n</graphml>\n")
    return count_nodes, count_edges


WRITERS: dict[Format, Callable[..., tuple[int, int]]] = {"gexf": write_gexf, "graphml": write_graphml}


def save(
    db: Database,
    path: str | Path,
    *,
    format: Format = "gexf",
    everything: bool = False,
    judgements: bool = False,
) -> tuple[int, int]:
    """Write the graph to a file, whole or not at all, and give the numbers of nodes and edges."""
    with writing(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        return WRITERS[format](db, out, everything=everything, judgements=judgements)


def _about(record: dict[str, str]) -> str:
    return _text(f"build {record.get('build_id', '')}, rightsgraph {record.get('project_version', '')}")


def _text(value: str | int | float) -> str:
    return escape(_FORBIDDEN.sub("\ufffd", str(value)), {"\r": "&#13;"})


def _quoted(value: str | int | float) -> str:
    return quoteattr(_FORBIDDEN.sub("\ufffd", str(value)))
