"""Feedback after a tile with gold: the expert's answers beside the volunteer's own."""

from typing import TypedDict

from labeling.models import Answer, Assignment, GoldAnswer, Participation, Vote


class GoldFeedback(TypedDict):
    superpixel: int
    answer: str
    """The contributor's own answer; empty when there is none."""
    expert: str
    reason: str


def feedback_on(assignment: Assignment, participation: Participation) -> list[GoldFeedback]:
    event = participation.event
    if event is None or not event.shows_feedback:
        return []
    tile = assignment.label_tile_id
    votes = Vote.objects.standing().filter(label_tile=tile, contributor=assignment.contributor_id)
    own = dict(votes.values_list("superpixel", "answer"))
    gold = GoldAnswer.objects.filter(label_tile=tile, answer__in=Answer.DECIDED).order_by("superpixel")
    return [
        GoldFeedback(
            superpixel=one.superpixel,
            answer=own.get(one.superpixel, ""),
            expert=one.answer,
            reason=one.reason,
        )
        for one in gold
    ]
