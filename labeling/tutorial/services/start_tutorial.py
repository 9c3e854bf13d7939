from itertools import chain
from random import Random

from django.db import transaction
from django.db.models import QuerySet

from labeling.errors import NotEnoughGold
from labeling.joining.tutorial_gate import MIN_OF_EACH, N_STEPS
from labeling.models import Answer, GoldAnswer, GoldCrop, Participation, TutorialStep

Gold = GoldAnswer | GoldCrop
MAX_CANDIDATES = 200


@transaction.atomic
def start_tutorial(*, participation: Participation, again: bool = False) -> None:
    """Choose the six questions. A tutorial that has begun continues; one that is finished starts anew only
    with `again`, with other questions if there are any. Raises NotEnoughGold."""
    Participation.objects.select_for_update().get(pk=participation.pk)
    own = TutorialStep.objects.filter(participation=participation)
    newest = own.order_by("-attempt").first()
    if newest and (own.filter(attempt=newest.attempt).open().exists() or not again):
        return
    attempt = newest.attempt + 1 if newest else 1
    chosen = _choose(participation, Random(f"{participation.pk}:{attempt}"))  # noqa: S311 - an order, no secret
    TutorialStep.objects.bulk_create(
        TutorialStep(
            participation=participation,
            attempt=attempt,
            position=position,
            gold_answer=gold if isinstance(gold, GoldAnswer) else None,
            gold_crop=gold if isinstance(gold, GoldCrop) else None,
        )
        for position, gold in enumerate(chosen, start=1)
    )


def _choose(participation: Participation, random: Random) -> list[Gold]:
    positives = _candidates(participation, Answer.POSITIVE, random)
    negatives = _candidates(participation, Answer.NEGATIVE, random)
    if min(len(positives), len(negatives)) < MIN_OF_EACH or len(positives) + len(negatives) < N_STEPS:
        raise NotEnoughGold
    n_positive = max(min(N_STEPS // 2, len(positives)), N_STEPS - len(negatives))
    first, *others = positives[:n_positive]
    rest = others + negatives[: N_STEPS - n_positive]
    random.shuffle(rest)
    return [first, *rest]


def _candidates(participation: Participation, answer: Answer, random: Random) -> list[Gold]:
    steps = TutorialStep.objects.filter(participation=participation)
    asked_before = {(step.gold_answer_id, step.gold_crop_id) for step in steps}
    of_tiles = GoldAnswer.objects.filter(label_tile__campaign=participation.campaign_id, answer=answer)
    crops = GoldCrop.objects.filter(campaign=participation.campaign_id, answer=answer)
    candidates: list[Gold] = list(chain(_sample(of_tiles, random), _sample(crops, random)))
    return sorted(
        candidates,
        key=lambda gold: (_gold_key(gold) in asked_before, isinstance(gold, GoldCrop), not gold.reason),
    )


def _sample(gold: "QuerySet[GoldAnswer] | QuerySet[GoldCrop]", random: Random) -> list[Gold]:
    pks = list(gold.order_by("pk").values_list("pk", flat=True))
    chosen = random.sample(pks, min(MAX_CANDIDATES, len(pks)))
    candidates = gold.in_bulk(chosen)
    return [candidates[pk] for pk in chosen]


def _gold_key(gold: Gold) -> tuple[int | None, int | None]:
    return (gold.pk, None) if isinstance(gold, GoldAnswer) else (None, gold.pk)
