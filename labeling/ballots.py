"""A campaign's counted votes as arrays. For workers: it loads NumPy and every vote."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import numpy as np

from campaigns.models import Campaign
from labeling.consensus.ballots import STRIDE, Ballots
from labeling.consensus.dawid_skene import Votes
from labeling.consensus.responses import N_RESPONSES, response_of
from labeling.models import Answer, Assignment, GoldAnswer, LabelTile, TutorialStep, Vote

DECIDED = (Answer.POSITIVE, Answer.NEGATIVE)


def gather_ballots(campaign: Campaign) -> Ballots:
    viewing, seconds, tiles = _viewings(campaign)
    sizes = _sizes(campaign)
    numbers: dict[UUID, int] = {}
    rows = [
        (tile * STRIDE + superpixel, numbers.setdefault(contributor, len(numbers)), response)
        for tile, superpixel, contributor, answer, is_implied in _rows(campaign)
        if (response := response_of(answer, is_implied, viewing.get((tile, contributor)), sizes[tile]))
        is not None
    ]
    table = np.asarray(rows, dtype=np.int64).reshape(-1, 3)
    keys, items = np.unique(table[:, 0], return_inverse=True)
    votes = Votes(items, table[:, 1].copy(), table[:, 2].copy(), len(keys), len(numbers), N_RESPONSES)
    gold = _gold(campaign)
    truth = np.asarray([gold.get(int(key), np.nan) for key in keys], dtype=np.float64)
    tutorial = _tutorial(campaign)
    return Ballots(votes, keys, list(numbers), truth, seconds, tiles, tutorial)


def _rows(campaign: Campaign) -> Iterator[tuple[int, int, UUID, str, bool]]:
    votes = Vote.objects.counted(campaign).filter(answer__in=DECIDED).order_by()
    fields = votes.values_list("label_tile", "superpixel", "contributor", "answer", "is_implied")
    return fields.iterator(chunk_size=20_000)


def _sizes(campaign: Campaign) -> dict[int, int]:
    tiles = LabelTile.objects.filter(campaign=campaign)
    return dict(tiles.values_list("pk", "segmentation__n_superpixels"))


def _viewings(
    campaign: Campaign,
) -> tuple[dict[tuple[int, UUID], dict[str, float]], dict[UUID, list[float]], dict[UUID, int]]:
    done = Assignment.objects.finished().filter(label_tile__campaign=campaign).order_by()
    found: dict[tuple[int, UUID], dict[str, float]] = {}
    seconds: dict[UUID, list[float]] = {}
    tiles: dict[UUID, int] = {}
    for tile, contributor, viewing in done.values_list("label_tile", "contributor", "viewing").iterator():
        tiles[contributor] = tiles.get(contributor, 0) + 1
        if viewing:
            found[tile, contributor] = viewing
        if isinstance(viewing.get("seconds"), int | float):
            seconds.setdefault(contributor, []).append(viewing["seconds"])
    return found, seconds, tiles


def _gold(campaign: Campaign) -> dict[int, float]:
    answers = GoldAnswer.objects.filter(label_tile__campaign=campaign, answer__in=DECIDED)
    rows = answers.values_list("label_tile", "superpixel", "answer")
    return {tile * STRIDE + number: float(answer == Answer.POSITIVE) for tile, number, answer in rows}


def _tutorial(campaign: Campaign) -> dict[UUID, list[tuple[bool, bool]]]:
    steps = TutorialStep.objects.for_skill().filter(participation__campaign=campaign, answer__in=DECIDED)
    answered: dict[UUID, list[tuple[bool, bool]]] = {}
    for step in steps.select_related("participation", "gold_answer", "gold_crop"):
        pair = (step.gold.answer == Answer.POSITIVE, step.answer == Answer.POSITIVE)
        answered.setdefault(step.participation.contributor_id, []).append(pair)
    return answered
