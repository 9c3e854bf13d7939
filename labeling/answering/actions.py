"""What a volunteer's page starts."""

from django.core.cache import cache

from imagery.services.queue_task import queue_task
from imagery.tasks import read_tile_again

ASKED_AGAIN_S = 60
"""A tile that many pages wait for is asked for once a minute by each web process."""


def ask_for_picture(*, tile_id: int) -> None:
    if cache.add(f"read-again:{tile_id}", True, ASKED_AGAIN_S):
        queue_task(task=read_tile_again, argument=tile_id)
