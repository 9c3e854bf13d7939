import shutil

from django.conf import settings

from imagery.files import data_path
from imagery.models import ImagerySource, SourceProbe
from imagery.readers.picture_files import index_files


def delete_probe(*, probe: SourceProbe) -> None:
    """With its pictures, and with its upload unless a source reads that."""
    shutil.rmtree(settings.DATA_ROOT / "probes" / str(probe.pk), ignore_errors=True)
    delete_upload(probe=probe)
    probe.delete()


def delete_upload(*, probe: SourceProbe) -> None:
    if not probe.upload or ImagerySource.objects.filter(path=probe.upload).exists():
        return
    path = settings.RASTER_ROOT / probe.upload
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        for name in index_files(probe.upload, probe.fields.get("crs", "")):
            data_path(name).unlink(missing_ok=True)
    else:
        path.unlink(missing_ok=True)
