"""Link the decisions of treaty bodies and print how many of their publisher's own article labels were found.

    python benchmarks/decisions.py DECISIONS.jsonl [--predicted OUT.jsonl]

Each line of the file holds {"id", "text", "labels"}. A label counts as found in three strengths: the label itself is a
link's target ("exact"), some target lies in the same article, or in the same instrument. A label whose article number
stands nowhere in the text is left out. --predicted writes {"doc", "target"} for each link, for a scorer of your own.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from linker import find


def recall(documents: Iterable[Mapping[str, Any]], targets: Mapping[str, set[str]]) -> dict[str, float]:
    """The share of the labels found, by strength, with their number.

    >>> recall([{"id": "a", "text": "article 7", "labels": ["x#art_7__para_1"]}], {"a": {"x#art_7"}})
    {'labels': 1, 'exact': 0.0, 'article': 1.0, 'instrument': 1.0}
    """
    count, exact, article, instrument = 0, 0, 0, 0
    for document in documents:
        found = targets.get(document["id"], set())
        articles = {t.split("__")[0] for t in found}
        instruments = {t.split("#")[0] for t in found}
        for label in document["labels"]:
            above = label.split("__")[0]
            if not re.search(rf"(?<![\d.]){above.rsplit('_', 1)[1]}(?!\d)", document["text"]):
                continue
            count += 1
            exact += label in found
            article += above in articles
            instrument += label.split("#")[0] in instruments
    shares = {"exact": exact, "article": article, "instrument": instrument}
    return {"labels": count, **{k: round(v / count, 4) if count else 0.0 for k, v in shares.items()}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("decisions", type=Path)
    parser.add_argument("--predicted", type=Path)
    args = parser.parse_args()
    try:
        with args.decisions.open(encoding="utf-8") as lines:
            documents = [json.loads(line) for line in lines]
    except OSError as error:
        raise SystemExit(f"{args.decisions}: {error.strerror}; give the path of a file of decisions") from error
    begin = time.perf_counter()
    targets = {d["id"]: {c.target for c in find(d["text"]) if c.target} for d in documents}
    seconds = time.perf_counter() - begin
    if args.predicted:
        with args.predicted.open("w", encoding="utf-8") as out:
            for doc, found in targets.items():
                out.writelines(json.dumps({"doc": doc, "target": t}) + "\n" for t in sorted(found))
    size = sum(len(d["text"]) for d in documents)
    print(f"{len(documents)} decisions, {size:,} characters, {seconds:.1f} s", file=sys.stderr)
    print(json.dumps(recall(documents, targets)))


if __name__ == "__main__":
    main()
