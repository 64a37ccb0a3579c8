"""`python -m eval.synth --seed 7 --reports 200 --out DIR [--layouts a,b]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from eval.render import LAYOUTS
from eval.synth import generate


def main() -> int:
    """Write the reports and their truth.jsonl."""
    parser = argparse.ArgumentParser(prog="eval.synth", description="write fictional reports")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--reports", type=int, default=200)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--layouts", help=f"comma-separated, of: {', '.join(LAYOUTS)}")
    options = parser.parse_args()
    layouts = options.layouts.split(",") if options.layouts else None
    try:
        truths = generate(options.seed, options.reports, options.out, layouts)
    except ValueError as error:
        parser.error(str(error))
    print(f"{len(truths)} reports written to {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
