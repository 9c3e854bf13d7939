from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from labeling.errors import EventNotOpen
from labeling.models import Contributor, Event, Participation, Team


@transaction.atomic
def join_event(
    *,
    event: Event,
    contributor: Contributor | None,
    user: User | None = None,
    nickname: str = "",
    team: Team | None = None,
) -> Participation:
    """Let a contributor into the event's campaign, creating one for the user or a new guest if needed.
    Joining twice is harmless; without a team the one chosen before stays. Raises EventNotOpen."""
    if not Event.objects.open().filter(pk=event.pk).exists():
        raise EventNotOpen(
            _("“%(event)s” is not open now. Ask the organiser for a new link.") % {"event": event.name}
        )
    if contributor is None:
        nickname = nickname or (user.get_username()[:40] if user else "")
        contributor = Contributor.objects.create(nickname=nickname, user=user)
    elif nickname and nickname != contributor.nickname:
        contributor.rename(nickname)
    participation, _created = Participation.objects.get_or_create(
        contributor=contributor, campaign=event.campaign
    )
    if team is not None or participation.event_id != event.pk:
        participation.team = team
    participation.event = event
    participation.came_by_role = False
    participation.save(update_fields=["event", "team", "came_by_role"])
    return participation


def join_as_member(*, user: User, campaign: Campaign) -> Participation:
    contributor, _created = Contributor.objects.get_or_create(
        user=user, defaults={"nickname": user.get_username()[:40]}
    )
    participation, _created = Participation.objects.get_or_create(
        contributor=contributor, campaign=campaign, defaults={"came_by_role": True}
    )
    return participation
