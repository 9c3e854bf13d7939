"""Who has to do the tutorial before voting, and whether a campaign has enough gold for one."""

from django.db.models import Count, Q

from campaigns.models import Campaign
from campaigns.roles import Role, has_role
from labeling.models import Answer, Assignment, GoldAnswer, GoldCrop, Participation

N_STEPS = 6


MIN_OF_EACH = 2
"""Positive and negative questions in a tutorial, at least: nobody learns from one kind alone."""


_PER_ANSWER = {
    "positive": Count("pk", filter=Q(answer=Answer.POSITIVE)),
    "negative": Count("pk", filter=Q(answer=Answer.NEGATIVE)),
}


def needs_tutorial(participation: Participation) -> bool:
    """True until the participant may vote. Editors and anyone who has been given a tile before need no
    tutorial; that is stored on first use."""
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
    of_tiles = GoldAnswer.objects.filter(label_tile__campaign=campaign).aggregate(**_PER_ANSWER)
    crops = GoldCrop.objects.filter(campaign=campaign).aggregate(**_PER_ANSWER)
    counts = [of_tiles[kind] + crops[kind] for kind in _PER_ANSWER]
    return bool(min(counts) >= MIN_OF_EACH and sum(counts) >= N_STEPS)
