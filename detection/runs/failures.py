"""Failed tiles by reason."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min

from detection.runs.models import DetectionRun, TileResult
from imagery.messages import Message, Words

KEPT = {"host", "status", "kind"}
"""Parameters of a message that tell reasons apart; the others, such as a tile's name, differ tile by tile."""
KEY_DIGITS = 16


@dataclass(frozen=True)
class Failures:
    """The failed tiles of a search with one reason."""

    reason: str
    example: str
    n_tiles: int
    n_accepted: int

    @property
    def n_open(self) -> int:
        return self.n_tiles - self.n_accepted


def reason_of(words: Words) -> str:
    """A key that failures with the same cause share."""
    text = json.dumps(_cause(words), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_DIGITS]


def _cause(words: Any) -> Any:
    if isinstance(words, Message):
        kept = {
            name: _cause(value)
            for name, value in words.params.items()
            if name in KEPT or isinstance(value, Message)
        }
        return [words.msgid, kept]
    return re.sub(r"\d+", "0", str(words))


def failures_of(run: DetectionRun) -> list[Failures]:
    """By reason, the most frequent first."""
    failed = run.tile_results.failed().order_by()
    rows = list(failed.values("reason").annotate(n=Count("pk"), taken=Count("acceptance"), first=Min("pk")))
    examples = TileResult.objects.in_bulk([row["first"] for row in rows])
    groups = [Failures(row["reason"], examples[row["first"]].failure, row["n"], row["taken"]) for row in rows]
    return sorted(groups, key=lambda group: (-group.n_tiles, group.reason))
