"""How far labelling is, for those who label."""

from django.contrib.auth.models import User
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from campaigns.roles import Role, has_role
from labeling.models import Assignment, Event, LabelTile, Participation
from labeling.tutorial import needs_tutorial


def progress_of(participation: Participation) -> dict[str, int]:
    tiles = LabelTile.objects.filter(campaign=participation.campaign)
    counts = tiles.aggregate(tiles_queued=Count("pk"), tiles_done=Count("pk", filter=Q(is_done=True)))
    own = Assignment.objects.filter(
        contributor=participation.contributor,
        label_tile__campaign=participation.campaign,
        state=Assignment.State.DONE,
    )
    return counts | {"own_tiles": own.count()}


def _is_member(participation: Participation) -> bool:
    user = participation.contributor.user
    return isinstance(user, User) and has_role(user, participation.campaign, Role.VOLUNTEER)


def why_no_tile(participation: Participation) -> str:
    """Words for a guest whose event is over or has not begun, and for whoever has the tutorial before them;
    else nothing."""
    event = participation.event
    if event is None or _is_member(participation) or Event.objects.open().filter(pk=event.pk).exists():
        return _("First comes the tutorial: six questions.") if needs_tutorial(participation) else ""
    return _("“%(event)s” is not open now. What you sent is kept: thank you.") % {"event": event.name}
