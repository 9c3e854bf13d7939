"""The tutorial that newcomers do before their votes count."""

from typing import Self

from django.db import models

from labeling.models.contributors import Participation
from labeling.models.gold import GoldAnswer, GoldCrop
from labeling.models.votes import Answer


class TutorialStepQuerySet(models.QuerySet["TutorialStep"]):
    def open(self) -> Self:
        return self.filter(answer="")

    def for_skill(self) -> Self:
        # The first attempt alone: afterwards the answers are known.
        return self.filter(attempt=1).exclude(answer="")


class TutorialStep(models.Model):
    """A question of a participant's tutorial, about gold: a superpixel of a tile, or a crop."""

    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="tutorial_steps")
    attempt = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    gold_answer = models.ForeignKey(
        GoldAnswer, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    gold_crop = models.ForeignKey(GoldCrop, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    """Empty before the answer; never changed afterwards."""
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = TutorialStepQuerySet.as_manager()

    class Meta:
        ordering = ["attempt", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "attempt", "position"], name="one_step_per_position"
            ),
            models.CheckConstraint(
                condition=models.Q(gold_answer__isnull=False) ^ models.Q(gold_crop__isnull=False),
                name="a_step_asks_about_one_gold",
            ),
        ]

    @property
    def gold(self) -> GoldAnswer | GoldCrop:
        gold = self.gold_answer or self.gold_crop
        assert gold is not None, "the database holds a step to one gold"  # noqa: S101 - for the type checker
        return gold

    @property
    def is_right(self) -> bool:
        return self.answer == self.gold.answer
