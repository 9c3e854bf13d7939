"""A campaign's counted votes as arrays. For workers: it loads NumPy and every vote."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import numpy as np
from django.db.models import Exists, F, OuterRef

from campaigns.models import Campaign
from labeling.consensus.ballots import STRIDE, Ballots
from labeling.consensus.dawid_skene import Floats, Ints, Votes
from labeling.consensus.parts import keys_without_data_in
from labeling.consensus.responses import IMPLIED, N_RESPONSES, NEGATIVE, POSITIVE, implied_response
from labeling.models import Answer, Assignment, GoldAnswer, TutorialStep, Vote

ImpliedResponses = dict[tuple[int, UUID], int]
"""The kind of response that "the rest is clear" was, by label tile and contributor."""


def gather_ballots(campaign: Campaign) -> Ballots:
    implied, seconds, tiles = _read_viewings(campaign)
    numbers: dict[UUID, int] = {}
    # Plain arrays: millions of tuples would take gigabytes.
    keys, workers, responses = array("q"), array("q"), array("q")
    left_out = keys_without_data_in(campaign)
    for tile, superpixel, contributor, answer, is_implied in _rows(campaign):
        if (tile, superpixel) in left_out:
            continue
        keys.append(tile * STRIDE + superpixel)
        workers.append(numbers.setdefault(contributor, len(numbers)))
        if answer == Answer.POSITIVE:
            responses.append(POSITIVE)
        else:
            responses.append(implied.get((tile, contributor), IMPLIED) if is_implied else NEGATIVE)
    item_keys, items = np.unique(_int64(keys), return_inverse=True)
    votes = Votes(items, _int64(workers), _int64(responses), len(item_keys), len(numbers), N_RESPONSES)
    unknown = np.full(len(item_keys), np.nan)
    ballots = Ballots(votes, item_keys, list(numbers), unknown, seconds, tiles, _tutorial(campaign))
    return replace(ballots, gold=ballots.align(*_gold(campaign)))


def _int64(numbers: array[int]) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _rows(campaign: Campaign) -> Iterator[tuple[int, int, UUID, str, bool]]:
    votes = Vote.objects.counted(campaign).filter(answer__in=Answer.DECIDED).order_by()
    fields = votes.values_list("label_tile", "superpixel", "contributor", "answer", "is_implied")
    rows = fields.iterator(chunk_size=20_000)
    firsts = _first_answers(campaign)
    if not firsts:
        yield from rows
        return
    yield from (row for row in rows if row[:3] not in firsts)
    yield from ((*key, *first) for key, first in firsts.items() if first[0] in Answer.DECIDED)


def _first_answers(campaign: Campaign) -> dict[tuple[int, int, UUID], tuple[str, bool]]:
    """The answers that stood on gold tiles when feedback was first shown: what a contributor corrects after
    seeing the expert's answer says nothing about their skill."""
    excluded = campaign.participations.excluded().values("contributor")
    with_feedback = Assignment.objects.filter(label_tile__campaign=campaign, feedback_at__isnull=False)
    with_feedback = with_feedback.exclude(contributor__in=excluded).order_by("-feedback_at")
    times = {
        (tile, contributor): shown_at
        for tile, contributor, shown_at in with_feedback.values_list(
            "label_tile", "contributor", "feedback_at"
        )
    }
    if not times:
        return {}
    gold = GoldAnswer.objects.filter(label_tile=OuterRef("label_tile"), superpixel=OuterRef("superpixel"))
    tiles = {tile for tile, _contributor in times}
    votes = Vote.objects.filter(Exists(gold), campaign=campaign, label_tile__in=tiles)
    fields = votes.values_list(
        "label_tile", "superpixel", "contributor", "answer", "is_implied", "created_at", "superseded_at"
    )
    firsts = {}
    for tile, superpixel, contributor, answer, is_implied, made_at, superseded_at in fields.iterator():
        shown_at = times.get((tile, contributor))
        if shown_at and made_at <= shown_at and (superseded_at is None or superseded_at > shown_at):
            firsts[tile, superpixel, contributor] = (answer, is_implied)
    return firsts


def _read_viewings(campaign: Campaign) -> tuple[ImpliedResponses, dict[UUID, list[float]], dict[UUID, int]]:
    finished = Assignment.objects.finished().filter(label_tile__campaign=campaign).order_by()
    size = F("label_tile__segmentation__n_superpixels") - F("label_tile__segmentation__n_without_data")
    rows = finished.values_list("label_tile", "contributor", "viewing", size)
    implied: ImpliedResponses = {}
    seconds: dict[UUID, list[float]] = defaultdict(list)
    tiles: dict[UUID, int] = Counter()
    for tile, contributor, viewing, size in rows.iterator(chunk_size=20_000):
        tiles[contributor] += 1
        implied[tile, contributor] = implied_response(viewing, size)
        if isinstance(viewing.get("seconds"), int | float):
            seconds[contributor].append(viewing["seconds"])
    return implied, dict(seconds), tiles


def _gold(campaign: Campaign) -> tuple[Ints, Floats]:
    answers = GoldAnswer.objects.filter(label_tile__campaign=campaign, answer__in=Answer.DECIDED)
    rows = list(answers.values_list("label_tile", "superpixel", "answer"))
    keys = np.asarray([tile * STRIDE + number for tile, number, _answer in rows], dtype=np.int64)
    return keys, np.asarray([float(answer == Answer.POSITIVE) for _tile, _number, answer in rows])


def _tutorial(campaign: Campaign) -> dict[UUID, list[tuple[bool, bool]]]:
    steps = TutorialStep.objects.for_skill().filter(
        participation__campaign=campaign, answer__in=Answer.DECIDED
    )
    answered: dict[UUID, list[tuple[bool, bool]]] = {}
    for step in steps.select_related("participation", "gold_answer", "gold_crop"):
        pair = (step.gold.answer == Answer.POSITIVE, step.answer == Answer.POSITIVE)
        answered.setdefault(step.participation.contributor_id, []).append(pair)
    return answered
