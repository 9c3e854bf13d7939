from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from detection.places.models import Place
from detection.publication.documents import places_card
from detection.publication.errors import NotPublished, ReasonMissing
from detection.publication.feature_file import id_of, read_features, write_features
from detection.publication.files import folder_of
from detection.publication.models import Release, ReleasePlace, Withdrawal
from detection.review.services.void_reviews import void_reviews_of_place


@transaction.atomic
def withdraw_place(*, place: Place, withdrawn_by: User | None, reason: str) -> Withdrawal:
    """Take a place off the public map at once: out of every release, in every format. Its decisions become
    void, so that it is published again only after it was reviewed anew.

    Raises ReasonMissing or NotPublished. The campaign's row is locked, as in `publish_release`.
    """
    campaign = Campaign.objects.select_for_update().get(pk=place.campaign_id)
    reason = reason.strip()
    if not reason:
        raise ReasonMissing(_("Say why the place is withdrawn. Readers see the reason."))
    published = ReleasePlace.objects.filter(
        release__campaign=campaign, number=place.number, withdrawal__isnull=True
    )
    releases = list(
        Release.objects.filter(pk__in=published.values("release"))
        .select_related("campaign")
        .order_by("number")
    )
    if not releases:
        raise NotPublished(_("No release shows this place, so there is nothing to withdraw."))
    withdrawal = Withdrawal.objects.create(
        campaign=campaign, place=place, reason=reason, withdrawn_by=withdrawn_by, withdrawn_at=timezone.now()
    )
    published.update(withdrawal=withdrawal)
    for release in releases:
        _rewrite(release, withdrawal)
    void_reviews_of_place(place=place, voided_by=withdrawn_by, reason=reason)
    return withdrawal


def _rewrite(release: Release, withdrawal: Withdrawal) -> None:
    card, places = dict(release.card), release.shown_places
    card.setdefault("as_published", {"sha256": release.sha256, **_totals(release)})
    card["withdrawn"] = [*card.get("withdrawn", []), _tombstone(withdrawal)]
    card["places"] = places_card(places)
    release.card = card
    release.n_detections, release.area_ha = card["places"]["count"], card["places"]["area_ha"]
    shown = (one for one in read_features(release.geojson) if id_of(one) != withdrawal.place.number)
    path, sha256 = write_features(folder_of(release), "detections", card, shown)
    release.published_geojson = release.published_geojson or release.geojson
    release.geojson, release.sha256 = path, sha256
    release.save()


def _totals(release: Release) -> dict[str, Any]:
    return {"count": release.n_detections, "area_ha": round(release.area_ha, 4)}


def _tombstone(withdrawal: Withdrawal) -> dict[str, Any]:
    return {
        "place": withdrawal.place.number,
        "withdrawn_at": withdrawal.withdrawn_at.isoformat(),
        "reason": withdrawal.reason,
    }
