from detection.runs.models import DetectionRun, TileResult
from detection.runs.newer_pictures import look_for_newer
from imagery.files import delete_picture_files

SAMPLE = 200
"""Tiles that are compared; most searches have many more."""


def look_for_newer_tiles(*, run: DetectionRun) -> tuple[int, int]:
    """How many of a random sample of a search's tiles have a newer picture, and how many could be compared.
    Nothing is stored."""
    seen = TileResult.objects.filter(run=run, state=TileResult.State.ANALYSED).exclude(tile=None)
    n_newer = n_compared = 0
    for result in seen.select_related("tile__source").order_by("?")[:SAMPLE]:
        assert result.tile is not None  # noqa: S101 - excluded above
        look = look_for_newer(run, result.tile)
        columns = look.reading.columns if look.reading is not None else {}
        if not look.unchanged and columns:
            delete_picture_files(columns["picture"])
        n_newer += bool(not look.unchanged and columns)
        n_compared += bool(look.unchanged or columns)
    return n_newer, n_compared
