"""How a worker claims a chunk, among others that do the same."""

from typing import Any

from django.db import connection, models, transaction

CANDIDATES = 8
"""Chunks that a worker tries to claim before it turns to another search: others claim at the same time."""


def claim_first(chunks: "models.QuerySet[Any]") -> Any:
    """Claim the first of these `RunChunk`s that nobody else is just claiming; None when there is none."""
    for _try in range(CANDIDATES):
        with transaction.atomic():
            _commit_without_waiting()
            chunk = chunks.order_by("pk").select_for_update(skip_locked=True).first()
            if chunk is None or chunk.acquire_claim():
                return chunk
    return None


def _commit_without_waiting() -> None:
    """The transaction's commit does not wait for the disk: after a crash of the database a claim may be lost,
    and then the chunk is claimed again and the worker learns it from its heartbeat."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
