"""Events that can be joined now."""

from django.db.models import QuerySet

from campaigns.models import Campaign
from labeling.models import Event


def open_events(campaign: Campaign) -> "QuerySet[Event]":
    return Event.objects.open().filter(campaign=campaign).order_by("name")
