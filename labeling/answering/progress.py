"""How far labelling is, for those who label."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from campaigns.roles import Role, has_role
from labeling.joining.tutorial_gate import needs_tutorial
from labeling.models import Assignment, LabelTile, Participation


def progress_of(participation: Participation) -> dict[str, int]:
    own = Assignment.objects.finished().filter(
        contributor=participation.contributor, label_tile__campaign=participation.campaign_id
    )
    return count_tiles(participation.campaign) | {"own_tiles": own.count()}


def count_tiles(campaign: Campaign) -> dict[str, int]:
    """Of the campaign's queue, and how many are done: up to `LABELING_CACHE_SECONDS` old, since in a whole
    region they are counted in hundreds of thousands. One request at a time counts, others take what is there.
    """
    key = f"labeling-counts:{campaign.pk}"
    seconds = settings.LABELING_CACHE_SECONDS
    known: dict[str, int] | None = cache.get(key) if seconds else None
    if known is None or cache.add(f"{key}:fresh", True, seconds):
        known = LabelTile.objects.filter(campaign=campaign).aggregate(
            tiles_queued=Count("pk"), tiles_done=Count("pk", filter=Q(is_done=True))
        )
        cache.set(key, known, timeout=None)
    return known


def _is_member(participation: Participation) -> bool:
    user = participation.contributor.user
    return isinstance(user, User) and has_role(user, participation.campaign, Role.VOLUNTEER)


def why_no_tile(participation: Participation) -> str:
    """Words for a guest whose event is over or has not begun, and for whoever has the tutorial before them;
    else nothing."""
    event = participation.event
    if event is None or _is_member(participation) or event.state == "open":
        return _("First comes the tutorial: six questions.") if needs_tutorial(participation) else ""
    return _("“%(event)s” is not open now. What you sent is kept: thank you.") % {"event": event.name}
