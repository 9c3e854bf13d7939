"""What models, searches and releases store about a campaign, and what a change means for them."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.dependents import Change, Consequence, Dependent, Stored
from campaigns.models import Campaign
from detection.places.models import Place
from detection.publication.models import Release
from detection.review.services.refresh_states import refresh_states
from detection.runs.models import DetectionRun, TileResult
from detection.training.models import ModelVersion
from imagery.files import bytes_below, delete_folders
from labeling.interface import queued_cuts

BATCH = 500


class DetectionDependent(Dependent):
    def consequences(self, change: Change) -> list[Consequence]:
        return [Consequence(words) for words in _words(change)]

    def after_change(self, change: Change) -> None:
        if change.confirmations is not None:
            refresh_states(campaign=change.campaign, needed=change.confirmations)

    def stored(self, campaign: Campaign) -> list[Stored]:
        models, runs, releases = campaign.model_versions, campaign.runs, campaign.releases
        n_models, n_runs, n_releases = models.count(), runs.count(), releases.count()
        published = ngettext(
            "%(n)s release, whose public address will lead nowhere",
            "%(n)s releases, whose public addresses will lead nowhere",
            n_releases,
        )
        return [
            Stored(
                ngettext("%(n)s model", "%(n)s models", n_models) % {"n": n_models},
                bytes_below(models.values_list("folder", flat=True)),
                n=n_models,
            ),
            Stored(ngettext("%(n)s search", "%(n)s searches", n_runs) % {"n": n_runs}, n=n_runs),
            Stored(published % {"n": n_releases}, bytes_below([f"releases/{campaign.slug}"]), n=n_releases),
        ]

    def has_public_pages(self, campaign: Campaign) -> bool:
        return campaign.releases.exists()

    def erase(self, campaign: Campaign) -> Iterator[list[int]]:
        from detection.feature_cache import forget_features  # heavy, for workers only

        forget_features(*_shared_keys(campaign))
        for release in Release.objects.filter(campaign=campaign):
            _erase_release(release)
        for run in DetectionRun.objects.filter(campaign=campaign):
            results = TileResult.objects.filter(run=run).order_by("pk")
            while batch := list(results.values_list("pk", flat=True)[:BATCH]):
                yield _erase_results(campaign, batch)
            run.delete()
        Place.objects.filter(campaign=campaign).delete()
        for model in ModelVersion.objects.filter(campaign=campaign):
            delete_folders([model.folder])
            model.delete()
        delete_folders([f"{kind}/{campaign.slug}" for kind in ("releases", "models", "runs")])


def _words(change: Change) -> Iterator[str]:
    model = change.campaign.model_versions.newest()
    n_runs = change.campaign.runs.count()
    if model is not None and change.is_new_cut:
        yield _(
            "Model v%(n)s learnt from superpixels that were cut otherwise: retrain before the next search."
        ) % {"n": model.number}
    elif model is not None and (change.is_new_source or change.is_new_zoom):
        yield _(
            "Model v%(n)s learnt from the old pictures and may err on the new ones: label some, then retrain."
        ) % {"n": model.number}
    if model is not None and change.is_new_extractor:
        yield _("Model v%(n)s stays usable; the next training describes all labels anew.") % {
            "n": model.number
        }
    if n_runs and (change.is_new_picture or change.is_new_region):
        yield ngettext(
            "%(n)s search and what was published from it stay as they are.",
            "%(n)s searches and what was published from them stay as they are.",
            n_runs,
        ) % {"n": n_runs}


def _erase_release(release: Release) -> None:
    folder = str(PurePosixPath(release.geojson).parent)
    release.delete()
    delete_folders([folder])


@transaction.atomic
def _erase_results(campaign: Campaign, batch: list[int]) -> list[int]:
    results = TileResult.objects.filter(pk__in=batch)
    tile_ids = [pk for pk in results.values_list("tile", flat=True) if pk is not None]
    # Remembered in the same transaction, so that a crash before the files are deleted loses none.
    Campaign.objects.filter(pk=campaign.pk).update(deleting_tiles=tile_ids)
    results.delete()
    return tile_ids


def _shared_keys(campaign: Campaign) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Imagery version and cut of the campaign's searches and queue, and those of every other campaign."""
    runs = DetectionRun.objects.filter(campaign=campaign)
    others = DetectionRun.objects.exclude(campaign=campaign)
    own, foreign = queued_cuts(campaign)
    return own | _cuts_of(runs), foreign | _cuts_of(others)


def _cuts_of(runs: "QuerySet[DetectionRun]") -> set[tuple[str, str]]:
    rows = runs.values_list("source_version", "tiles_version", "segmentation_key")
    return {(version, key) for *versions, key in rows for version in versions if version}
