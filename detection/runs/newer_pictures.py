"""Whether a source has newer pictures than those that an earlier search saw, tile by tile."""

from dataclasses import dataclass

from detection.runs.models import DetectionRun, TileResult
from imagery.files import delete_picture_files
from imagery.models import Tile
from imagery.readers.base import CaptureDates, SaysDates
from imagery.readers.registry import open_reader
from imagery.services.prepare_tile import Reading, read_tile


@dataclass(frozen=True)
class Look:
    """`reading` is what the source sent, unless the capture dates alone have shown that nothing changed."""

    unchanged: bool
    reading: Reading | None = None


def earlier_tile(run: DetectionRun, result: TileResult) -> Tile | None:
    """The tile that the repeated search has analysed here; None where it has not."""
    if run.repeats_id is None:
        return None
    seen = TileResult.objects.filter(
        run=run.repeats_id, z=result.z, x=result.x, y=result.y, state=TileResult.State.ANALYSED
    )
    earlier = seen.exclude(tile=None).select_related("tile__source").first()
    return earlier.tile if earlier is not None else None


def look_for_newer(run: DetectionRun, earlier: Tile) -> Look:
    """Ask the source. Equal known dates of one provider mean the same picture, and none is read; otherwise it
    is read and compared by its hash. Uses no database, so it may run in a thread."""
    if _same_dates(run, earlier):
        return Look(unchanged=True)
    reading = read_tile(run.source, _unsaved(run, earlier))
    if not reading.columns or reading.columns["sha256"] != earlier.sha256:
        return Look(unchanged=False, reading=reading)
    if reading.columns["picture"] != earlier.picture:
        delete_picture_files(reading.columns["picture"])
    return Look(unchanged=True, reading=reading)


def _same_dates(run: DetectionRun, earlier: Tile) -> bool:
    reader = open_reader(run.source)
    if not isinstance(reader, SaysDates) or earlier.source.preset != run.source.preset:
        return False
    dates = reader.dates(earlier.address)
    return all(dates) and dates == CaptureDates(earlier.captured_from, earlier.captured_to)


def _unsaved(run: DetectionRun, earlier: Tile) -> Tile:
    """Where the picture is stored if it is another one."""
    return Tile(
        source=run.source,
        source_version=run.new_tiles_version,
        z=earlier.z,
        x=earlier.x,
        y=earlier.y,
        quadkey=earlier.quadkey,
    )
