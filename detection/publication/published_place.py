"""What readers may know of a place: where it was published, or that and why it was withdrawn."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from detection.places.models import Place
from detection.publication.models import ReleasePlace, Withdrawal


@dataclass(frozen=True)
class PublishedPlace:
    place: Place
    entries: list[ReleasePlace]
    """In each release that had it, the newest first, also where it was withdrawn."""

    @property
    def withdrawal(self) -> Withdrawal | None:
        """When the newest release that had it shows it no more."""
        return self.entries[0].withdrawal

    @property
    def shown(self) -> ReleasePlace | None:
        """As the newest release that had it shows it."""
        return None if self.withdrawal else self.entries[0]

    @property
    def is_in_newest(self) -> bool:
        return self.shown is not None and self.shown.release.is_latest


def published_place(campaign_id: int, number: int) -> PublishedPlace | None:
    """None for a number that was never published."""
    place = Place.objects.select_related("campaign").filter(campaign=campaign_id, number=number).first()
    rows = ReleasePlace.objects.filter(release__campaign=campaign_id, number=number)
    entries = list(rows.select_related("release__campaign", "withdrawal").order_by("-release__number"))
    return PublishedPlace(place, entries) if place is not None and entries else None


def document_of(found: PublishedPlace) -> dict[str, Any]:
    """As JSON, with the way back from the place to what it rests on."""
    slug = found.place.campaign.slug
    return {
        "place": found.place.number,
        "page": reverse("place", args=[slug, found.place.number]),
        "withdrawn": _tombstone(found.withdrawal),
        "releases": [
            {
                "number": entry.release.number,
                "published_at": entry.release.published_at,
                "withdrawn": entry.withdrawal_id is not None,
                "address": reverse("api-release", args=[slug, entry.release.number]),
            }
            for entry in found.entries
        ],
        "is_in_newest": found.is_in_newest,
        "shown": facts_of(found.shown) if found.shown else None,
    }


def facts_of(entry: ReleasePlace) -> dict[str, Any]:
    """Where it is, and the release, reviews, search, model, training set, tile and picture behind it."""
    card, finding = entry.release.card, entry.detection
    result = finding.tile_result
    return {
        "lng": entry.lng,
        "lat": entry.lat,
        "area_ha": entry.area_ha,
        "score": entry.score,
        "captured_from": entry.captured_from,
        "captured_to": entry.captured_to,
        "year": entry.year,
        "confirmed_by": entry.n_confirmed,
        "run": card["run"],
        "model": card["model"],
        "imagery": card["imagery"],
        "labelling": card.get("labelling"),
        "tile": str(result),
        "superpixels": finding.superpixels,
        "picture_sha256": result.tile.sha256 if result.tile else "",
    }


def _tombstone(withdrawal: Withdrawal | None) -> dict[str, Any] | None:
    if withdrawal is None:
        return None
    return {"withdrawn_at": withdrawal.withdrawn_at, "reason": withdrawal.reason}
