import hashlib
import json
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign, Job
from imagery.messages import message as _
from labeling.models import Answer, KnowledgeFile, KnownPlace

FILE_NAME = "readers"


@transaction.atomic
def keep_place(
    *, campaign: Campaign, geometry: dict[str, Any], name: str, note: str, author: User
) -> int | None:
    """Keep a place that somebody reported as a known positive one; None when it was known before. It goes to
    the front of the queue with the next file of places."""
    place, is_new = KnownPlace.objects.get_or_create(
        campaign=campaign,
        fingerprint=hashlib.sha256(json.dumps(geometry, sort_keys=True).encode()).hexdigest(),
        defaults={
            "file": _readers_file(campaign, author),
            "geometry": geometry,
            "answer": Answer.POSITIVE,
            "name": name[:200],
            "note": note[:300],
        },
    )
    return place.pk if is_new else None


def drop_place(*, campaign: Campaign, pk: int) -> None:
    KnownPlace.objects.filter(campaign=campaign, file__file_name=FILE_NAME, pk=pk).delete()


def _readers_file(campaign: Campaign, author: User) -> KnowledgeFile:
    """No file was uploaded: one row stands for all that readers reported."""
    of_readers = KnowledgeFile.objects.of(campaign).filter(file_name=FILE_NAME)
    return of_readers.first() or KnowledgeFile.objects.create(
        campaign=campaign,
        kind=KnowledgeFile.Kind.PLACES,
        job=_done(campaign, author),
        file_name=FILE_NAME,
        source="Readers’ reports",
    )


def _done(campaign: Campaign, author: User) -> Job:
    return Job.objects.create(
        campaign=campaign,
        kind=Job.Kind.KNOWN_PLACES,
        state=Job.State.SUCCEEDED,
        started_by=author,
        finished_at=timezone.now(),
        message_parts=_("Places that readers reported as missing, and editors accepted."),
    )
