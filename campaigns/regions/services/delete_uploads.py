from campaigns.models import RegionUpload
from campaigns.regions.words import KILLED
from imagery.files import data_path


def delete_file(*, upload: RegionUpload) -> None:
    data_path(upload.path).unlink(missing_ok=True)


def delete_old_uploads() -> int:
    """Say of files whose worker died that it did, and delete yesterday's. Returns the number deleted."""
    for upload in RegionUpload.objects.dead():
        if upload.fail(KILLED):
            delete_file(upload=upload)
    outdated = list(RegionUpload.objects.outdated())
    for upload in outdated:
        delete_file(upload=upload)
        upload.delete()
    return len(outdated)
