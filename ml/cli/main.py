"""Which commands there are, and what becomes of their failures."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ml.cli import detect, evaluate, segment, train
from ml.errors import MlError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it did its work, 1 when it could not, 2 for wrong usage."""
    options = make_parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except MlError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


def make_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m ml", description="Find scars on the land in satellite pictures, without a server."
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for command in (segment, train, evaluate, detect):
        command.add_parser(commands)
    return parser
