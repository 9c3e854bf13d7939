"""Background work of imagery."""

from uuid import UUID

from billiard.exceptions import SoftTimeLimitExceeded
from celery import shared_task

from imagery.messages import message as _
from imagery.messages import words_with_kind
from imagery.models import SourceProbe
from imagery.models import Tile as StoredTile
from imagery.services.draw_overview import draw_overview
from imagery.services.prepare_tile import prepare_tile
from imagery.services.probe_source import probe_source
from imagery.sweeps import tidy_answers, tidy_probes
from ml.tiles import tile_from_text

__all__ = ["look_at_source", "read_first_tile", "read_tile_again", "tidy_answers", "tidy_probes"]

MAX_SECONDS = 150


@shared_task(soft_time_limit=MAX_SECONDS, time_limit=MAX_SECONDS + 30)
def look_at_source(probe_id: str) -> None:
    probe = SourceProbe.objects.select_related("source").filter(pk=UUID(probe_id)).first()
    if probe is None or not probe.claim():
        return
    try:
        probe_source(probe=probe)
    except SoftTimeLimitExceeded:
        probe.fail(
            _("Looking took over %(seconds)d s and was given up. Is the source slow? Try again.")
            % {"seconds": MAX_SECONDS}
        )
    except Exception as error:
        probe.fail(words_with_kind(error))
        raise


@shared_task
def read_first_tile(probe_id: str) -> None:
    """Read the tile that was looked at as a tile of the source: its picture stands for it in lists. Then
    draw the source's overview."""
    probe = SourceProbe.objects.select_related("source").filter(pk=UUID(probe_id)).first()
    if probe is not None and probe.source is not None and "tile" in probe.result:
        address = tile_from_text(probe.result["tile"])
        prepare_tile(source=probe.source, address=address)
        west, south, east, north = address.bounds
        draw_overview(source=probe.source, lng=(west + east) / 2, lat=(south + north) / 2)


@shared_task
def read_tile_again(tile_id: int) -> None:
    from imagery.services.read_again import read_again

    tile = StoredTile.objects.select_related("source").filter(pk=tile_id).first()
    if tile is not None:
        read_again(tile=tile)
