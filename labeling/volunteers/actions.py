"""Exclude a contributor's votes, or count them again."""

from django.contrib.auth.models import User
from django.db import transaction

from labeling.consensus.actions import request_estimate
from labeling.models import ExclusionEntry, Participation
from labeling.volunteers.services.switch_exclusion import switch_exclusion

Action = ExclusionEntry.Action


def exclude_contributor(*, participation: Participation, author: User, reason: str) -> ExclusionEntry | None:
    return _switch(participation, Action.EXCLUDED, author, reason)


def restore_contributor(*, participation: Participation, author: User, reason: str) -> ExclusionEntry | None:
    return _switch(participation, Action.RESTORED, author, reason)


@transaction.atomic
def _switch(
    participation: Participation, action: ExclusionEntry.Action, author: User, reason: str
) -> ExclusionEntry | None:
    entry = switch_exclusion(participation=participation, action=action, author=author, reason=reason)
    if entry is not None:
        request_estimate(campaign=participation.campaign)
    return entry
