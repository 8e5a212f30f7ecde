"""Link every document of a gold directory and score the result.

    python benchmarks/score_gold.py GOLD_DIR [score.py's options]

GOLD_DIR is a directory in the form of tests/gold: units.jsonl, mentions.jsonl, passages.jsonl. A document
that is no passage is looked for beside it (GOLD_DIR, then ../corpus and ../../corpus from it). Units are
linked one by one. The scorer is score.py beside the directory (or `--scorer PATH`); without one, the
project's own figures are printed.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys
import tempfile

import linker


def rows(path: pathlib.Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def document(name: str, gold: pathlib.Path) -> str:
    for folder in (gold, gold.parent / "corpus", gold.parent.parent / "corpus", gold.parent.parent / "corpus" / "sample"):
        if (folder / name).is_file():
            with (folder / name).open(encoding="utf-8", newline="") as f:
                return f.read()
    raise SystemExit(f"{name}: not found in {gold} or a corpus folder near it; put it there")


def predict(gold: pathlib.Path) -> list[dict]:
    passages = {p["id"]: p for p in rows(gold / "passages.jsonl")} if (gold / "passages.jsonl").is_file() else {}
    units = rows(gold / "units.jsonl")
    texts: dict[str, str] = {}
    bodies = {}
    for u in units:
        if u["doc"] in passages:
            text = passages[u["doc"]]["text"]
        else:
            text = texts.setdefault(u["doc"], "") or texts.__setitem__(u["doc"], document(u["doc"], gold)) or texts[u["doc"]]
        bodies[u["id"]] = text[u["start"] : u["end"]]
    out = []
    for u in units:
        parent = bodies.get(u.get("parent") or "")
        for c in linker.find(bodies[u["id"]], lang=u.get("lang"), context=[parent] if parent else []):
            out.append({"doc": u["doc"], "start": u["start"] + c.start, "end": u["start"] + c.end, "text": c.text, "target": c.target, "kind": c.kind, "status": c.status, "rule": c.rule, "confidence": c.confidence})
    return out


def main() -> None:
    args = sys.argv[1:]
    if not args or args[0] in ("-h", "--help"):
        print(__doc__)
        return
    scorer = None
    if "--scorer" in args:
        at = args.index("--scorer")
        scorer = pathlib.Path(args[at + 1])
        del args[at : at + 2]
    gold = pathlib.Path(args[0])
    scorer = scorer or next((p for p in (gold / "score.py", gold.parent / "score.py") if p.is_file()), None)
    if scorer is None:
        raise SystemExit(f"{gold}: no score.py there or above; name one with --scorer, or use 'rightsgraph evaluate {gold}'")
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8", delete=False) as f:
        f.writelines(json.dumps(p, ensure_ascii=False) + "\n" for p in predict(gold))
    subprocess.run([sys.executable, str(scorer), str(gold), f.name, *args[1:]], check=True)
    pathlib.Path(f.name).unlink()


if __name__ == "__main__":
    main()
