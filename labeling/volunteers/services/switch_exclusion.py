from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce

from campaigns.models import Campaign
from labeling.models import Assignment, ExclusionEntry, LabelTile, Participation

Action = ExclusionEntry.Action


@transaction.atomic
def switch_exclusion(
    *, participation: Participation, action: ExclusionEntry.Action, author: User, reason: str
) -> ExclusionEntry | None:
    excludes = action == Action.EXCLUDED
    counted = Participation.objects.filter(pk=participation.pk, is_excluded=not excludes)
    if not counted.update(is_excluded=excludes):
        return None
    _recount(participation)
    return ExclusionEntry.objects.create(
        participation=participation, action=action, author=author, reason=reason
    )


def _recount(participation: Participation) -> None:
    # Rows are locked first, so that an answer that arrives meanwhile is counted.
    tiles = LabelTile.objects.filter(
        campaign=participation.campaign_id, votes__contributor=participation.contributor_id
    )
    pks = sorted(set(tiles.values_list("pk", flat=True)))
    for start in range(0, len(pks), 500):
        chunk = LabelTile.objects.filter(pk__in=pks[start : start + 500])
        list(chunk.select_for_update().order_by("pk").values_list("pk", flat=True))
        chunk.update(n_answers=Coalesce(_n_answers(participation.campaign), 0), needs_consensus=True)


def _n_answers(campaign: Campaign) -> Subquery:
    excluded = campaign.participations.excluded().values("contributor")
    done = Assignment.objects.filter(label_tile=OuterRef("pk"), state=Assignment.State.DONE, is_gold=False)
    counted = done.exclude(contributor__in=excluded).order_by().values("label_tile")
    return Subquery(counted.annotate(n=Count("pk")).values("n"))
