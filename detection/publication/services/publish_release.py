from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from detection.publication.coverage import run_coverage
from detection.publication.documents import feature_collection, release_card, unsaved_place
from detection.publication.errors import ForeignRun, NothingNew, NothingToPublish
from detection.publication.files import write_document
from detection.publication.models import Release, ReleasePlace
from detection.publication.selection import is_news, publishable, shows_places
from detection.runs.models import DetectionRun
from detection.runs.services.link_places import link_places


@transaction.atomic
def publish_release(
    *, campaign: Campaign, run: DetectionRun, published_by: User | None, note: str = ""
) -> Release:
    """Freeze the search's confirmed findings as the places of the campaign's next release. It may be empty
    where an earlier one was not.

    Raises NothingToPublish, NothingNew or ForeignRun. The campaign's row is locked: of two admins who publish
    at the same time, the second gets NothingNew.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if run.campaign_id != campaign.pk:
        raise ForeignRun(
            _("This search belongs to another campaign. Choose one of this campaign's searches.")
        )
    run = DetectionRun.objects.select_related("campaign", "model_version", "source").get(pk=run.pk)
    link_places(run=run)  # a search that has not ended may hold findings without a number
    places = _frozen_places(run)
    release = Release(
        campaign=campaign,
        number=campaign.releases.next_number(),
        run=run,
        note=note,
        published_by=published_by,
        published_at=timezone.now(),
    )
    _write_documents(release, places)
    release.save(force_insert=True)
    for place in places:
        place.release = release
    ReleasePlace.objects.bulk_create(places, batch_size=1000)
    return release


def _frozen_places(run: DetectionRun) -> list[ReleasePlace]:
    # Locked first, so that a review that arrives meanwhile waits until the release is stored.
    list(run.findings().select_for_update().order_by("pk").values_list("pk", flat=True))
    detections = list(publishable(run))
    if not is_news(run, {detection.pk for detection in detections}, run.counts()):
        raise NothingNew(_("Nothing has changed since the last release. A new one would be the same."))
    if not detections and not shows_places(run.campaign):
        raise NothingToPublish(_nothing_to_publish(run.campaign.confirmations_to_publish))
    return [unsaved_place(detection) for detection in detections]


def _nothing_to_publish(needed: int) -> str:
    return _(
        "No finding has been confirmed by %(count)s editors yet. "
        "%(count)s different editors must confirm a finding before it can be published."
    ) % {"count": needed}


def _write_documents(release: Release, places: list[ReleasePlace]) -> None:
    release.card = release_card(
        release.run, places, number=release.number, published_at=release.published_at, note=release.note
    )
    release.n_detections = len(places)
    release.area_ha = sum(place.area_ha for place in places)
    release.coverage = release.card["coverage"]
    collection = feature_collection(places, release.card)
    release.geojson, release.sha256 = write_document(release, "detections", collection)
    release.coverage_geojson, release.coverage_sha256 = write_document(
        release, "coverage", run_coverage(release.run)
    )
