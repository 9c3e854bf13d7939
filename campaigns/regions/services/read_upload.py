from campaigns.errors import InvalidRegion
from campaigns.models import RegionUpload
from campaigns.regions.extent import extent_of
from campaigns.regions.read_file import read_region_file
from campaigns.regions.services.delete_uploads import delete_file
from campaigns.regions.words import KILLED
from imagery.files import data_path
from imagery.messages import words_of, words_with_kind


def read_upload(*, upload: RegionUpload) -> None:
    """Read a file once. A task that is delivered again means that its worker died of the file, which must not
    kill another."""
    if not upload.claim():
        upload.fail(KILLED)
        return
    target = upload.target
    try:
        found = read_region_file(data_path(upload.path), target.zoom, extent_of(target.source))
        spots = [list(spot) for spot in found.spots]
        upload.succeed(region=found.geometry, notes_parts=list(found.notes), spots=spots)
    except InvalidRegion as error:
        upload.fail(words_of(error))
    except Exception as error:
        upload.fail(words_with_kind(error))
        raise
    finally:
        delete_file(upload=upload)
