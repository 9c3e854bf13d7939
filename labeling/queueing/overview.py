"""Tiles waiting in the queue, and why."""

from typing import Any

from django.db.models import Count

from campaigns.models import Campaign
from labeling.models import LabelTile, Reason
from labeling.queueing.estimate import estimate_prevalence

MAX_TILES = 20


def describe_queue(campaign: Campaign) -> dict[str, Any]:
    waiting = LabelTile.objects.filter(campaign=campaign).open()
    counts = dict(waiting.order_by().values_list("reason").annotate(n=Count("pk")))
    return {
        "next": waiting.select_related("tile").in_queue_order()[:MAX_TILES],
        "n_waiting": sum(counts.values()),
        "reasons": [(reason, counts[reason.value]) for reason in Reason if reason.value in counts],
        "prevalence": estimate_prevalence(campaign),
    }
