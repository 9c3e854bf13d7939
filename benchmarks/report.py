"""What benchmarks say when they cannot measure, and how they print."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from typing import Any

Report = dict[str, Any]


class CannotMeasure(Exception):
    """Data, weights or a device are missing on this machine; the message says which."""


def run_benchmark(
    parser: argparse.ArgumentParser,
    measure: Callable[[argparse.Namespace], Report],
    describe: Callable[[Report], Sequence[str]],
) -> int:
    """Measure and print, as lines or with `--json` as JSON alone; what cannot be measured here is said
    plainly and is no failure."""
    parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")
    options = parser.parse_args()
    try:
        report = {"measured": True, **measure(options)}
    except CannotMeasure as reason:
        report = {"measured": False, "reason": str(reason)}
    if options.json:
        print(json.dumps(report, indent=2))
    else:
        print("\n".join(describe(report) if report["measured"] else [f"Not measured: {report['reason']}"]))
    return 0


def note(words: str) -> None:
    """Progress, on standard error."""
    print(words, file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns under each other, the first to the left and the rest to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            [
                row[0].ljust(widths[0]),
                *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)),
            ]
        )
        for row in rows
    ]
