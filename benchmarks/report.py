"""Running, printing and skipping benchmarks."""

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
    """Measure and print the report, as lines or with `--json` as JSON. `CannotMeasure` is reported and is not
    a failure."""
    parser.add_argument("--json", action="store_true", help="print JSON on standard output")
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


def note(text: str) -> None:
    """Print progress on standard error."""
    print(text, file=sys.stderr, flush=True)


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Aligned columns, the first to the left and the others to the right."""
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
