"""How surely a transaction is on the disk."""

from django.db import connection


def commit_without_waiting() -> None:
    """The transaction's commit does not wait for the disk: after a crash of the database a claim may be lost,
    and then the chunk is claimed again and the worker learns it from its heartbeat."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
