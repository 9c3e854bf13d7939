from itertools import chain
from random import Random

from django.db import transaction
from django.db.models import QuerySet

from labeling.errors import TooLittleGold
from labeling.joining.tutorial_gate import MIN_OF_EACH, N_STEPS
from labeling.models import Answer, GoldAnswer, GoldCrop, Participation, TutorialStep

Gold = GoldAnswer | GoldCrop
MAX_CANDIDATES = 200


@transaction.atomic
def start_tutorial(*, participation: Participation, again: bool = False) -> None:
    """Choose the six questions, once: a tutorial under way goes on; one that is over is only begun anew when
    asked, with other questions where there are any. Raises TooLittleGold."""
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
    """Half positive where there is enough of both; a positive one first, so that one knows what is meant."""
    positives = _candidates(participation, Answer.POSITIVE, random)
    negatives = _candidates(participation, Answer.NEGATIVE, random)
    if min(len(positives), len(negatives)) < MIN_OF_EACH or len(positives) + len(negatives) < N_STEPS:
        raise TooLittleGold
    n_positive = max(min(N_STEPS // 2, len(positives)), N_STEPS - len(negatives))
    first, *others = positives[:n_positive]
    rest = others + negatives[: N_STEPS - n_positive]
    random.shuffle(rest)
    return [first, *rest]


def _candidates(participation: Participation, answer: Answer, random: Random) -> list[Gold]:
    """What was not asked before comes first; then superpixels of tiles, then what an expert explained."""
    shown = TutorialStep.objects.filter(participation=participation)
    seen = {(step.gold_answer_id, step.gold_crop_id) for step in shown}
    of_tiles = GoldAnswer.objects.filter(label_tile__campaign=participation.campaign_id, answer=answer)
    crops = GoldCrop.objects.filter(campaign=participation.campaign_id, answer=answer)
    found: list[Gold] = list(chain(_some(of_tiles, random), _some(crops, random)))
    return sorted(found, key=lambda gold: (_key(gold) in seen, isinstance(gold, GoldCrop), not gold.reason))


def _some(gold: "QuerySet[GoldAnswer] | QuerySet[GoldCrop]", random: Random) -> list[Gold]:
    pks = list(gold.order_by("pk").values_list("pk", flat=True))
    chosen = random.sample(pks, min(MAX_CANDIDATES, len(pks)))
    found = gold.in_bulk(chosen)
    return [found[pk] for pk in chosen]


def _key(gold: Gold) -> tuple[int | None, int | None]:
    return (gold.pk, None) if isinstance(gold, GoldAnswer) else (None, gold.pk)
