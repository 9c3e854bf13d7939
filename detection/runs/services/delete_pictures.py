from collections.abc import Iterable

from detection.runs.models import DetectionRun, TileResult
from detection.runs.pictures import due_for_deletion, limited_sources, tiles_in_need
from imagery.models import Tile
from imagery.services.expire_pictures import expire_pictures

ROWS_AT_ONCE = 500


def delete_due_pictures() -> int:
    """Delete the pictures that the terms of their sources do not allow to be kept. Returns how many."""
    return sum(
        expire_pictures(tiles=due_for_deletion(source).iterator(chunk_size=ROWS_AT_ONCE))
        for source in limited_sources()
    )


def leave_no_pictures(*, run: DetectionRun, results: Iterable[TileResult]) -> int:
    """After part of a search: what was read for it and may not be kept is deleted at once, except under
    findings and where volunteers are asked. The stored features suffice to judge the tiles again."""
    if run.source.may_cache:
        return 0
    searched = TileResult.objects.filter(pk__in=[result.pk for result in results]).values("tile")
    tiles = Tile.objects.ready().filter(pk__in=searched, source=run.source)
    return expire_pictures(tiles=tiles.exclude(pk__in=tiles_in_need(run.source).values("pk")))
