"""The state of a participant's tutorial."""

from dataclasses import dataclass

from campaigns.models import Campaign
from labeling.models import Answer, Participation, TutorialStep


@dataclass(frozen=True)
class TutorialState:
    steps: list[TutorialStep]
    n_answered: int
    n_right: int

    @property
    def is_over(self) -> bool:
        return self.n_answered == len(self.steps)


def tutorial_of(participation: Participation) -> TutorialState:
    newest = TutorialStep.objects.filter(participation=participation).order_by("-attempt").first()
    steps = TutorialStep.objects.filter(participation=participation, attempt=newest.attempt if newest else 0)
    rows = list(
        steps.select_related(
            "gold_answer__label_tile__tile__source", "gold_answer__label_tile__segmentation"
        ).select_related("gold_crop")
    )
    answered = [step for step in rows if step.answer]
    return TutorialState(rows, len(answered), sum(step.is_right for step in answered))


def reason_of(step: TutorialStep, campaign: Campaign) -> str:
    names = {Answer.POSITIVE: campaign.positive_name, Answer.NEGATIVE: campaign.negative_name}
    return step.gold.reason or names.get(Answer(step.gold.answer), step.gold.get_answer_display())
