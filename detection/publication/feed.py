"""An Atom feed of releases and corrections."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from detection.publication.access import readable_campaign
from detection.publication.models import Release, Withdrawal

MAX_ITEMS = 50


class ReleaseFeed(Feed):  # type: ignore[type-arg]  # generic in the stubs only
    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, slug: str, **kwargs: Any) -> Campaign:
        return readable_campaign(request.user, slug)

    def title(self, campaign: Campaign) -> str:
        return _("%(name)s: releases and corrections") % {"name": campaign.name}

    def link(self, campaign: Campaign) -> str:
        return reverse("public-map", args=[campaign.slug])

    def items(self, campaign: Campaign) -> list[Release | Withdrawal]:
        items: list[Release | Withdrawal] = list(Release.objects.of(campaign)[:MAX_ITEMS])
        items += campaign.withdrawals.select_related("place", "campaign")[:MAX_ITEMS]
        return sorted(items, key=self.item_updateddate, reverse=True)[:MAX_ITEMS]

    def item_title(self, item: Release | Withdrawal) -> str:
        if isinstance(item, Release):
            return _("Release %(n)d") % {"n": item.number}
        return _("Place %(n)d is withdrawn") % {"n": item.place.number}

    def item_description(self, item: Release | Withdrawal) -> str:
        if isinstance(item, Withdrawal):
            return item.reason
        figures = _("%(n)d places, %(area).1f ha.") % {"n": item.n_detections, "area": item.area_ha}
        return f"{figures} {item.note}".strip()

    def item_link(self, item: Release | Withdrawal) -> str:
        if isinstance(item, Release):
            return item.get_absolute_url()
        return reverse("place", args=[item.campaign.slug, item.place.number])

    def item_guid(self, item: Release | Withdrawal) -> str:
        kind = "release" if isinstance(item, Release) else "withdrawal"
        return f"urn:landscar:{item.campaign.slug}:{kind}:{item.pk}"

    def item_updateddate(self, item: Release | Withdrawal) -> datetime:
        return item.published_at if isinstance(item, Release) else item.withdrawn_at

    item_pubdate = item_updateddate
