"""Who has to do the tutorial first, and whether a campaign has gold enough to make one."""

from dataclasses import dataclass

from django.db.models import Count, Q

from campaigns.models import Campaign
from campaigns.roles import Role, has_role
from labeling.models import Answer, Assignment, GoldAnswer, GoldCrop, Participation, TutorialStep

N_STEPS = 6
LEAST_OF_EACH = 2
"""Positive and negative questions that a tutorial has at least: of one kind alone nobody learns."""
_PER_ANSWER = {
    "positive": Count("pk", filter=Q(answer=Answer.POSITIVE)),
    "negative": Count("pk", filter=Q(answer=Answer.NEGATIVE)),
}


@dataclass(frozen=True)
class TutorialState:
    steps: list[TutorialStep]
    n_answered: int
    n_right: int

    @property
    def is_over(self) -> bool:
        return self.n_answered == len(self.steps)


def needs_tutorial(participation: Participation) -> bool:
    """True until the participant may vote. Who has been given a tile before, and who judges others' findings,
    needs none; that is written down, so that it is looked up once."""
    if participation.tutorial_passed_at is not None:
        return False
    if _is_experienced(participation):
        participation.pass_tutorial()
        return False
    return can_make_tutorial(participation.campaign)


def _is_experienced(participation: Participation) -> bool:
    own = Assignment.objects.filter(
        contributor_id=participation.contributor_id, label_tile__campaign_id=participation.campaign_id
    )
    user = participation.contributor.user
    return own.exists() or (user is not None and has_role(user, participation.campaign, Role.EDITOR))


def can_make_tutorial(campaign: Campaign) -> bool:
    """Whether there is gold for six questions, some of each kind."""
    of_tiles = GoldAnswer.objects.filter(label_tile__campaign=campaign).aggregate(**_PER_ANSWER)
    crops = GoldCrop.objects.filter(campaign=campaign).aggregate(**_PER_ANSWER)
    counts = [of_tiles[kind] + crops[kind] for kind in _PER_ANSWER]
    return bool(min(counts) >= LEAST_OF_EACH and sum(counts) >= N_STEPS)


def tutorial_of(participation: Participation) -> TutorialState:
    """The newest time through; without steps for who has not begun."""
    newest = TutorialStep.objects.filter(participation=participation).order_by("-attempt").first()
    steps = TutorialStep.objects.filter(participation=participation, attempt=newest.attempt if newest else 0)
    rows = list(
        steps.select_related(
            "gold_answer__label_tile__tile", "gold_answer__label_tile__segmentation"
        ).select_related("gold_crop")
    )
    answered = [step for step in rows if step.answer]
    return TutorialState(rows, len(answered), sum(step.is_right for step in answered))


def reason_of(step: TutorialStep, campaign: Campaign) -> str:
    """Why the gold says what it says: the expert's words, else the name of the class."""
    names = {Answer.POSITIVE: campaign.positive_name, Answer.NEGATIVE: campaign.negative_name}
    return step.gold.reason or names.get(Answer(step.gold.answer), step.gold.get_answer_display())
