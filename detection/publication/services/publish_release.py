from collections.abc import Iterator
from itertools import islice

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from detection.publication.coverage import run_coverage
from detection.publication.districts.lookup import DistrictLookup
from detection.publication.documents import feature_of_place, release_card, unsaved_place
from detection.publication.errors import ForeignRun, NothingNew, NothingToPublish
from detection.publication.feature_file import packed, write_features
from detection.publication.files import folder_of, write_document
from detection.publication.models import Release, ReleasePlace, ReleaseRequest
from detection.publication.selection import is_news, publishable, shows_places
from detection.runs.finding_models import Detection
from detection.runs.models import DetectionRun
from detection.runs.services.link_places import link_places

BATCH = 500


@transaction.atomic
def publish_release(
    *,
    campaign: Campaign,
    run: DetectionRun,
    published_by: User | None,
    note: str = "",
    request: ReleaseRequest | None = None,
) -> Release:
    """Freeze the search's confirmed findings as the places of the campaign's next release. It may be empty
    where an earlier one was not. However many there are, a batch of them is in memory at once.

    Raises NothingToPublish, NothingNew or ForeignRun. The campaign's row is locked: of two admins who publish
    at the same time, the second gets NothingNew.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    run = DetectionRun.objects.select_related("campaign", "model_version__campaign", "source").get(pk=run.pk)
    if run.findings().filter(place__isnull=True).exclude(review_state=Detection.State.MERGED).exists():
        link_places(run=run)  # a search that has not ended may hold findings without a number
    # Locked first, so that a review that arrives meanwhile waits until the release is stored.
    list(run.findings().select_for_update().order_by("pk").values_list("pk", flat=True))
    check_publishable(campaign=campaign, run=run)
    release = Release.objects.create(
        campaign=campaign,
        number=campaign.releases.next_number(),
        run=run,
        note=note,
        published_by=published_by,
        published_at=timezone.now(),
        **EMPTY,
    )
    _freeze_places(release)
    _write_documents(release)
    release.save()
    if request is not None:
        ReleaseRequest.objects.filter(pk=request.pk).update(release=release)
    return release


EMPTY = {"n_detections": 0, "area_ha": 0.0, "coverage": {}, "card": {}}
"""What a release has before its places are stored, in the same transaction."""


def check_publishable(*, campaign: Campaign, run: DetectionRun) -> None:
    """Raises NothingToPublish, NothingNew or ForeignRun."""
    if run.campaign_id != campaign.pk:
        raise ForeignRun(
            _("This search belongs to another campaign. Choose one of this campaign's searches.")
        )
    ids = set(publishable(run).order_by().values_list("pk", flat=True))
    if not is_news(run, ids, run.counts()):
        raise NothingNew(_("Nothing has changed since the last release. A new one would be the same."))
    if not ids and not shows_places(campaign):
        raise NothingToPublish(_nothing_to_publish(campaign.confirmations_to_publish))


def _nothing_to_publish(needed: int) -> str:
    return _(
        "No finding has been confirmed by %(count)s editors yet. "
        "%(count)s different editors must confirm a finding before it can be published."
    ) % {"count": needed}


def _freeze_places(release: Release) -> None:
    lookup = DistrictLookup(release.campaign)
    findings = publishable(release.run).iterator(chunk_size=BATCH)
    for batch in _batches(findings):
        places = [unsaved_place(finding) for finding in batch]
        names = lookup.names_at([(place.lng, place.lat) for place in places])
        for place, name in zip(places, names, strict=True):
            place.release, place.district = release, name
        ReleasePlace.objects.bulk_create(places)


def _batches(findings: Iterator[Detection]) -> Iterator[list[Detection]]:
    while batch := list(islice(findings, BATCH)):
        yield batch


def _write_documents(release: Release) -> None:
    places = release.places.all()
    release.card = release_card(
        release.run, places, number=release.number, published_at=release.published_at, note=release.note
    )
    release.n_detections = release.card["places"]["count"]
    release.area_ha = places.order_by().aggregate(area=Sum("area_ha", default=0.0))["area"]
    release.coverage = release.card["coverage"]
    rows = places.select_related("detection__tile_result__tile").iterator(chunk_size=BATCH)
    features = (packed(feature_of_place(place, release.card)) for place in rows)
    release.geojson, release.sha256 = write_features(folder_of(release), "detections", release.card, features)
    release.coverage_geojson, release.coverage_sha256 = write_document(
        release, "coverage", run_coverage(release.run)
    )
