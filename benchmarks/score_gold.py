"""Link every document of a gold directory and score the result with a scorer of your own.

    python benchmarks/score_gold.py GOLD_DIR [--scorer PATH] [the scorer's options]

GOLD_DIR is a directory in the form of tests/gold. Units are linked one by one. The scorer is score.py in
the directory or above it, or the one that --scorer names; without one, use `rightsgraph evaluate GOLD_DIR`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import msgspec

from linker.gold import GoldError, predict, read


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
    try:
        lines = [msgspec.json.encode(mark) + b"\n" for mark in predict(read(gold))]
    except GoldError as error:
        raise SystemExit(str(error)) from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_bytes(b"".join(lines))
        done = subprocess.run([sys.executable, str(scorer), str(gold), str(path), *args[1:]], check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
