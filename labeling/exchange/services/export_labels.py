import hashlib
from collections.abc import Callable
from pathlib import Path

from django.utils import timezone

from campaigns.models import Campaign, Job
from imagery.files import data_path
from imagery.messages import message as _
from labeling.errors import TransferStopped
from labeling.models import LabelExport

Format = LabelExport.Format
SUFFIXES = {
    Format.VOTES_CSV: "votes.csv.zip",
    Format.VOTES_PARQUET: "votes.parquet",
    Format.GEOJSON: "consensus.geojson",
    Format.GEOPACKAGE: "consensus.gpkg",
    Format.COCO: "consensus.coco.json",
    Format.STAC: "consensus.stac.zip",
}


def export_labels(*, job: Job) -> None:
    export = job.label_export
    name = f"landscar-{job.campaign.slug}-{timezone.now():%Y%m%d-%H%M%S}-{SUFFIXES[Format(export.format)]}"
    export.path = f"exports/{job.campaign.slug}/{job.pk}/{name}"
    path = data_path(export.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    export.n_rows = write_labels(job.campaign, Format(export.format), path, _reporter(job))
    export.size = path.stat().st_size
    with path.open("rb") as file:
        export.sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    export.save()
    job.succeed(_("%(n)d rows written to %(name)s.") % {"n": export.n_rows, "name": name})


def write_labels(campaign: Campaign, format: Format, path: Path, progress: Callable[[int], None]) -> int:
    # Imported here: shapely and pyarrow are for workers.
    from labeling.exchange import consensus, geopackage, votes

    writers = {
        Format.VOTES_CSV: votes.write_csv,
        Format.VOTES_PARQUET: votes.write_parquet,
        Format.GEOJSON: consensus.write_geojson,
        Format.GEOPACKAGE: geopackage.write_geopackage,
        Format.COCO: consensus.write_coco,
        Format.STAC: consensus.write_stac,
    }
    partial_path = path.with_name(f".writing-{path.name}")
    partial_path.unlink(missing_ok=True)
    try:
        n = writers[format](campaign, partial_path, progress)
        partial_path.replace(path)
    finally:
        partial_path.unlink(missing_ok=True)
    return n


def _reporter(job: Job) -> Callable[[int], None]:
    def report(done: int) -> None:
        if not job.report(done, 0):
            raise TransferStopped(_("Stopped."))

    return report
