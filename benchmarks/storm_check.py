"""Compares what `benchmarks.storm` left in the database with what its tile server wrote down.

Needs Django."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from benchmarks.storm_replacements import JOURNALS
from benchmarks.storm_server import NOTHING, PICTURES, REFUSALS, Answer
from detection.models import DetectionRun, TileResult
from imagery.emptiness import MIN_VALID_SHARE
from imagery.files import read_labels
from imagery.models import Tile as StoredTile
from imagery.models import TileSegmentation
from imagery.readers.fingerprints import area_of
from ml.rule import positive_numbers
from ml.tiles import TILE_SIZE, Tile

MAX_MISSING = 2
"""Parts of four that may be missing; with more the tile has no imagery."""


@dataclass(frozen=True)
class Sent:
    at: float
    part: Tile
    answer: Answer


def read_record(path: Path) -> list[Sent]:
    found = []
    for line in path.read_text().splitlines():
        at, part, answer = line.split()
        z, x, y = map(int, part.split("/"))
        found.append(Sent(float(at), Tile(z, x, y), Answer(answer)))
    return found


def last_answers(record: Sequence[Sent]) -> dict[str, dict[Tile, Answer]]:
    """By tile "z/x/y", what the server finally answered for each of its parts."""
    last: dict[str, dict[Tile, Answer]] = defaultdict(dict)
    for sent in record:
        last[_tile_of(sent.part)][sent.part] = sent.answer
    return last


def right_state(answers: Mapping[Tile, Answer]) -> TileResult.State:
    if not answers:
        return TileResult.State.PENDING
    if REFUSALS & set(answers.values()):
        return TileResult.State.FAILED
    missing = sum(answer in NOTHING for answer in answers.values())
    return TileResult.State.NO_IMAGERY if missing > MAX_MISSING else TileResult.State.ANALYSED


@dataclass(frozen=True)
class Verdict:
    lost: list[str]
    """Tiles without a result, and with positive superpixels that no finding holds."""
    duplicated: list[str]
    """Tiles with two results or rows, and superpixels in two findings."""
    misjudged: list[str]
    """Tiles in another state than the record says, whose mine was missed or invented, or of which a
    superpixel was scored where the server sent no picture."""
    asked_after_end: int
    """Answers that were sent for a tile after its result was stored."""


def judge(run: DetectionRun, record: Sequence[Sent], addresses: Sequence[Tile]) -> Verdict:
    results = list(run.tile_results.select_related("tile").defer("run"))
    by_name = {str(result): result for result in results}
    answers = last_answers(record)
    wrong = [name for name, result in by_name.items() if _is_wrong(run, result, answers.get(name, {}))]
    return Verdict(
        lost=[*_without_result(by_name, addresses), *_without_finding(run, results)],
        duplicated=_doubled(run, results),
        misjudged=wrong,
        asked_after_end=_asked_after_end(by_name, record),
    )


def _without_result(by_name: Mapping[str, TileResult], addresses: Sequence[Tile]) -> list[str]:
    pending = TileResult.State.PENDING
    return [str(one) for one in addresses if str(one) not in by_name or by_name[str(one)].state == pending]


def _positive(run: DetectionRun, result: TileResult) -> set[tuple[str, int]]:
    if result.state != TileResult.State.ANALYSED:
        return set()
    return {(str(result), number) for number in positive_numbers(result.probabilities or [], run.threshold)}


def _in_findings(run: DetectionRun) -> Counter[tuple[str, int]]:
    parts = run.detections.values_list("superpixels", flat=True)
    return Counter((name, number) for one in parts for name, numbers in one.items() for number in numbers)


def _without_finding(run: DetectionRun, results: Sequence[TileResult]) -> list[str]:
    held = _in_findings(run)
    return sorted({name for result in results for name, number in _positive(run, result) - held.keys()})


def _doubled(run: DetectionRun, results: Sequence[TileResult]) -> list[str]:
    rows = StoredTile.objects.filter(source=run.source).values_list("z", "x", "y")
    names = Counter(map(str, results)), Counter("{}/{}/{}".format(*row) for row in rows)
    twice = [name for counted in names for name, times in counted.items() if times > 1]
    return [*twice, *(name for (name, _number), times in _in_findings(run).items() if times > 1)]


def _is_wrong(run: DetectionRun, result: TileResult, answers: Mapping[Tile, Answer]) -> bool:
    if result.state != right_state(answers):
        return True
    if result.state != TileResult.State.ANALYSED:
        return False
    has_mine = Answer.MINE in answers.values()
    return has_mine != bool(_positive(run, result)) or _scored_nothing(run, result, answers)


def _scored_nothing(run: DetectionRun, result: TileResult, answers: Mapping[Tile, Answer]) -> bool:
    """Whether a superpixel was scored of which the server sent less than half as a picture."""
    if all(answer in PICTURES for answer in answers.values()):
        return None in (result.probabilities or [])
    cut = TileSegmentation.objects.get(tile=result.tile, settings_key=run.segmentation_key)
    sent = np.zeros((TILE_SIZE, TILE_SIZE), dtype=bool)
    for part, answer in answers.items():
        sent[area_of(part, result.address)] = answer in PICTURES
    labels = read_labels(cut).ravel()
    shares = np.bincount(labels, sent.ravel())[1:] / np.bincount(labels)[1:]
    scored = np.array([one is not None for one in result.probabilities or []])
    return bool((scored != (shares >= MIN_VALID_SHARE)).any())


def _asked_after_end(by_name: Mapping[str, TileResult], record: Sequence[Sent]) -> int:
    ends = {
        name: result.finished_at.timestamp()
        for name, result in by_name.items()
        if result.finished_at is not None
    }
    return sum(sent.at > ends.get(_tile_of(sent.part), np.inf) for sent in record)


def redone_by(kills: Sequence[tuple[int, float]]) -> list[int]:
    """For each kill, a process group and its time: the number of tiles that the group had begun to describe
    and that another described again afterwards."""
    begun = _begun()
    return [
        sum(_is_begun_after(begun, name, group, killed_at) for name in begun.get(group, {}))
        for group, killed_at in kills
    ]


def _begun() -> dict[int, dict[str, float]]:
    """By process group, when it last began to describe each tile."""
    journals = (Path(settings.DATA_ROOT) / JOURNALS).iterdir()
    lines = {int(path.name): [line.split() for line in path.read_text().splitlines()] for path in journals}
    return {group: {name: float(at) for at, name in of_group} for group, of_group in lines.items()}


def _is_begun_after(begun: Mapping[int, Mapping[str, float]], name: str, but: int, since: float) -> bool:
    return any(names.get(name, 0.0) > since for group, names in begun.items() if group != but)


def sent_twice(record: Sequence[Sent]) -> int:
    """Pictures that were sent more than once."""
    times = Counter(sent.part for sent in record if sent.answer in PICTURES)
    return sum(count - 1 for count in times.values())


def _tile_of(part: Tile) -> str:
    return f"{part.z - 1}/{part.x // 2}/{part.y // 2}"


def summary(run: DetectionRun) -> dict[str, Any]:
    return {**run.counts(), "findings": run.detections.count()}
