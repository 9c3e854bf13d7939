"""Background work of imagery. The web process loads this module to queue tasks, so readers are imported
inside."""

from celery import shared_task

from imagery.models import Tile


@shared_task
def read_tile_again(tile_id: int) -> None:
    from imagery.services.read_again import read_again

    tile = Tile.objects.select_related("source").filter(pk=tile_id).first()
    if tile is not None:
        read_again(tile=tile)
