"""Cite every document of a gold directory from end to end and score the result with a scorer of your own.

    python benchmarks/score_gold.py GOLD_DIR [--scorer PATH] [the scorer's options]

GOLD_DIR is a directory in the form of tests/gold. Each document goes through `rightsgraph cite --format jsonl` as a
user's file would: the readers cut it into posts and tell its language, and the offsets are those in the file. A
passage is a file of its own. The scorer is score.py in the directory or above it, or the one that --scorer names;
without one, use `rightsgraph evaluate GOLD_DIR`, which is given the units and their languages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from click.testing import CliRunner

from cli import cite_command
from linker.gold import Gold, GoldError, read, texts


def cited(path: Path, doc: str, *options: str) -> Iterator[dict[str, object]]:
    """What `rightsgraph cite` finds in a file, placed in the document of that name."""
    done = CliRunner().invoke(cite_command(), [str(path), "--format", "jsonl", *options])
    if done.exit_code:
        raise SystemExit(f"{path}: rightsgraph cite failed: {done.stderr.strip()}")
    for line in done.stdout.splitlines():
        row = json.loads(line)
        yield {"doc": doc, "start": row["source_start"], "end": row["source_end"]} | {
            key: row[key] for key in ("text", "target", "kind", "status", "confidence", "rule")
        }


def predictions(gold: Gold, folder: Path) -> Iterator[dict[str, object]]:
    """The citations of every document that a gold set has units in."""
    bodies = texts(gold, gold.units)
    for doc in dict.fromkeys(unit.doc for unit in gold.units):
        (first, *more) = [unit for unit in gold.units if unit.doc == doc]
        if more:
            yield from cited(document(doc, gold.folder), doc)
            continue
        path = folder / f"{doc}.txt"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(" " * first.start + bodies[first.id])
        yield from cited(path, doc, "--reader", "text")


def document(doc: str, folder: Path) -> Path:
    """The file of a document, in the gold directory or a corpus folder near it."""
    near = (
        folder,
        folder.parent / "corpus",
        folder.parent.parent / "corpus",
        folder.parent.parent / "corpus" / "sample",
    )
    found = next((place / doc for place in near if (place / doc).is_file()), None)
    if found is None:
        raise SystemExit(f"{doc}: not found in {folder} nor in a corpus folder near it; put the document there")
    return found


def main() -> None:
    args = sys.argv[1:]
    if not args or args[0] in ("-h", "--help"):
        print(__doc__)
        return
    named = args.index("--scorer") if "--scorer" in args[:-1] else None
    chosen = Path(args[named + 1]) if named is not None else None
    if named is not None:
        del args[named : named + 2]
    gold = Path(args[0])
    scorer = chosen or next((p for p in (gold / "score.py", gold.parent / "score.py") if p.is_file()), None)
    if scorer is None:
        raise SystemExit(f"{gold}: no score.py there or above; name one with --scorer, or use rightsgraph evaluate")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        try:
            lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in predictions(read(gold), Path(folder))]
        except GoldError as error:
            raise SystemExit(str(error)) from error
        path.write_text("".join(lines), encoding="utf-8")
        done = subprocess.run([sys.executable, str(scorer), str(gold), str(path), *args[1:]], check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
