"""Progress of the labelling, as volunteers see it."""

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
    # Counting a whole region's queue takes long: one request counts, the others read the cached figures.
    key = f"labeling-counts:{campaign.pk}"
    seconds = settings.LABELING_CACHE_SECONDS
    counts: dict[str, int] | None = cache.get(key) if seconds else None
    if counts is None or cache.add(f"{key}:fresh", True, seconds):
        counts = (
            LabelTile.objects.asked()
            .filter(campaign=campaign)
            .aggregate(tiles_queued=Count("pk"), tiles_done=Count("pk", filter=Q(is_done=True)))
        )
        cache.set(key, counts, timeout=None)
    return counts


def _is_member(participation: Participation) -> bool:
    user = participation.contributor.user
    return isinstance(user, User) and has_role(user, participation.campaign, Role.VOLUNTEER)


def why_no_tile(participation: Participation) -> str:
    event = participation.event
    if event is None or _is_member(participation) or event.state == "open":
        return _("Please do the tutorial first: six questions.") if needs_tutorial(participation) else ""
    return _("“%(event)s” is not open now. Your answers are saved. Thank you.") % {"event": event.name}
